"""Reading what a person sees: the text and the controls of a message, whatever they are nested in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simcord import InteractionResult


def parts(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component of a message, nested ones included, from top to bottom."""
    for component in components:
        yield component
        inner = [component["component"]] if "component" in component else component.get("components", [])
        yield from parts(inner)


def controls(shown: Any) -> list[dict[str, Any]]:
    """Every component of what was shown: a message, or the answer to an interaction."""
    message = shown.response if isinstance(shown, InteractionResult) else shown
    raw = [part if isinstance(part, dict) else part.to_dict() for part in message.components]
    return list(parts(raw))


def text(shown: Any) -> str:
    """Everything a message says."""
    message = shown.response if isinstance(shown, InteractionResult) else shown
    return "\n".join([message.content, *(part["content"] for part in controls(shown) if part.get("content"))]).strip()


def labels(shown: Any) -> list[str]:
    """The labels of a message's buttons."""
    return [part["label"] for part in controls(shown) if part["type"] == 2]


def options(shown: Any) -> dict[str, str]:
    """The lines of a message's menu: value by label."""
    return {line["label"]: line["value"] for part in controls(shown) for line in part.get("options", [])}
