"""Discord's documented limits: every request of the bot is held against them, and what breaks one is told.

From Discord's developer documentation of August 2026.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

COMPONENTS_V2 = 1 << 15
ROW, SECTION, TEXT = 1, 9, 10
BUTTON, SELECTS, INPUT = 2, frozenset({3, 5, 6, 7, 8}), 4
LINK = 5
COMMANDS_OF_A_KIND = {1: 100, 2: 15, 3: 15}


def every(parts: list[Json]) -> Iterator[Json]:
    """All components, those inside others and beside others included."""
    for part in parts:
        yield part
        yield from every(part.get("components", []))
        yield from every([part[beside] for beside in ("accessory", "component") if beside in part])


def broken_by(method: str, parts: tuple[str, ...], body: Any) -> list[str]:
    """Every limit that a request breaks, in words."""
    match (method, *parts):
        case ("POST", "interactions", _, _, "callback"):
            return _callback(body)
        case ("POST" | "PATCH", "channels", _, "messages", *_) | ("POST" | "PATCH", "webhooks", *_):
            return _message(body)
        case ("PUT", "applications", _, "commands"):
            return _commands(body)
        case ("POST", "channels", _, "threads") | ("POST", "channels", _, "messages", _, "threads"):
            return _over("a thread's name", body.get("name", ""), 100) + _message(body.get("message", {}))
        case ("POST" | "PATCH", "guilds", _, "scheduled-events", *_):
            return _native(body)
        case _:
            return []


def _over(what: str, text: str | None, most: int, least: int = 0) -> list[str]:
    length = len(text or "")
    return [] if least <= length <= most else [f"{what} has {length} characters, at most {most}"]


def _callback(body: Json) -> list[str]:
    data = body.get("data") or {}
    match body["type"]:
        case 8:
            return _choices(data.get("choices", []))
        case 9:
            return _form(data)
        case 4 | 7:
            return _message(data)
        case _:
            return []


def _message(body: Json) -> list[str]:
    """A message that is made or changed."""
    if not {"content", "components", "embeds"} & body.keys():
        return []
    parts = body.get("components") or []
    found = _over("a message", body.get("content"), 2000) + _over("a nonce", str(body.get("nonce") or ""), 25)
    if (body.get("allowed_mentions") or {}).get("parse") != []:
        found.append("a message would let Discord find people to call in it")
    for kind in ("users", "roles"):
        called = (body.get("allowed_mentions") or {}).get(kind) or []
        found += [f"{len(called)} people or roles called, at most 100"] if len(called) > 100 else []
    if (body.get("flags") or 0) & COMPONENTS_V2:
        found += ["a card has content or embeds beside it"] if body.get("content") or body.get("embeds") else []
        inside = list(every(parts))
        found += [f"{len(inside)} components in a message, at most 40"] if len(inside) > 40 else []
        length = sum(len(part["content"]) for part in inside if part["type"] == TEXT)
        found += [f"{length} characters in a card, at most 4000"] if length > 4000 else []
    elif len(parts) > 5:
        found.append(f"{len(parts)} rows in a message, at most 5")
    if len(body.get("embeds") or []) > 10:
        found.append("more than 10 embeds")
    return found + _components(parts)


def _components(parts: list[Json]) -> list[str]:
    inside, found = list(every(parts)), list[str]()
    ids = Counter(part["custom_id"] for part in inside if part.get("custom_id") is not None)
    found += [f"two components are {id}" for id, count in ids.items() if count > 1]
    for id in ids:
        found += _over("a custom id", id, 100, 1)
    for part in inside:
        kind = part["type"]
        if kind == BUTTON:
            found += _over("a button's label", part.get("label"), 80)
            if part.get("style") != LINK and not part.get("custom_id") and "sku_id" not in part:
                found.append("a button without a custom id")
            if not part.get("label") and not part.get("emoji"):
                found.append("a button with nothing on it")
        elif kind == ROW:
            held = [one["type"] for one in part["components"]]
            if not held or len(held) > 5 or (len(held) > 1 and SELECTS & set(held)):
                found.append(f"a row of {held}")
        elif kind == TEXT:
            found += _over("a text", part.get("content"), 4000, 1)
        elif kind == SECTION and not 1 <= len(part["components"]) <= 3:
            found.append("a section with other than 1 to 3 texts")
        found += _select(part) if kind in SELECTS else []
    return found


def _select(part: Json) -> list[str]:
    found = _over("a placeholder", part.get("placeholder"), 150)
    options = part.get("options", [])
    if part["type"] == 3 and not 1 <= len(options) <= 25:
        found.append(f"a menu of {len(options)} lines, from 1 to 25")
    for option in options:
        for key in ("label", "value", "description"):
            found += _over(f"the {key} of a menu's line", option.get(key), 100, 0 if key == "description" else 1)
    values = [option["value"] for option in options]
    return found + (["a menu with the same value twice"] if len(set(values)) < len(values) else [])


def _form(data: Json) -> list[str]:
    found = _over("a form's title", data.get("title"), 45, 1) + _over("a custom id", data.get("custom_id"), 100, 1)
    parts = data.get("components", [])
    found += [] if 1 <= len(parts) <= 5 else [f"a form of {len(parts)} parts"]
    for part in every(parts):
        if part["type"] == 18:
            found += _over("a label", part.get("label"), 45, 1) + _over("a hint", part.get("description"), 100)
        elif part["type"] == INPUT:
            found += _over("a placeholder", part.get("placeholder"), 100) + _over("a text", part.get("value"), 4000)
    return found + _components(parts)


def _choices(choices: list[Json]) -> list[str]:
    found = [f"{len(choices)} choices, at most 25"] if len(choices) > 25 else []
    for choice in choices:
        found += _over("a choice's name", choice["name"], 100, 1)
        found += _over("a choice's value", str(choice["value"]), 100, 1)
    return found


def _commands(commands: list[Json]) -> list[str]:
    kinds = Counter(command.get("type", 1) for command in commands)
    found = [
        f"{kinds[kind]} commands of kind {kind}" for kind, most in COMMANDS_OF_A_KIND.items() if kinds[kind] > most
    ]
    for command in commands:
        if (length := sum(map(len, _told(command)))) > 8000:
            found.append(f"/{command['name']} has {length} characters, at most 8000")
        found += _described(command) if command.get("type", 1) == 1 else []
    return found


def _described(command: Json) -> list[str]:
    options = command.get("options", [])
    found = _over("a command's name", command["name"], 32, 1)
    found += _over(f"what {command['name']} is", command.get("description"), 100, 1)
    for text in (command.get("description_localizations") or {}).values():
        found += _over(f"what {command['name']} is, translated", text, 100, 1)
    found += [f"{command['name']} has {len(options)} options"] if len(options) > 25 else []
    for option in options:
        found += _described(option) + _choices(option.get("choices", []))
    return found


def _told(command: Json) -> Iterator[str]:
    """What counts towards the length of a command."""
    yield command["name"]
    yield max([command.get("description", ""), *(command.get("description_localizations") or {}).values()], key=len)
    for choice in command.get("choices", []):
        yield choice["name"]
        yield str(choice["value"])
    for option in command.get("options", []):
        yield from _told(option)


def _native(body: Json) -> list[str]:
    place = (body.get("entity_metadata") or {}).get("location")
    return (
        _over("an event's name", body.get("name"), 100)
        + _over("an event's description", body.get("description"), 1000)
        + _over("an event's place", place, 100)
    )
