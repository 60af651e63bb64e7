"""Buttons, selects and forms that outlive the process: their ids say what they do and to which rows, nothing else.

They are dynamic items so that discord.py keeps none of their views in memory; what a click does is found by
`Divergence.on_interaction` in `Divergence.actions`, which the cogs fill. Who may do it is checked there on every click.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.app import Interaction
from cogs.ui.limits import BUTTON_LABEL, MODAL_LABEL, MODAL_TITLE, OPTION_LABEL, PLACEHOLDER
from cogs.ui.user_text import shorten


def _custom_id(letter: str, action: str, ids: Sequence[int]) -> str:
    return ":".join((f"{letter}1", action, *map(str, ids)))


class Button(ui.DynamicItem[ui.Button[Any]], template=r"b1:[a-z-]+(?::\d{1,18})*"):
    """A button that does `action` to the rows `ids`."""

    @classmethod
    def to(cls, action: str, *ids: int, label: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary) -> Self:
        return cls(ui.Button(label=shorten(label, BUTTON_LABEL), style=style, custom_id=_custom_id("b", action, ids)))

    @classmethod
    async def from_custom_id(  # type: ignore[override]  # discord.py is generic over clients; ours is always Divergence
        cls, _interaction: Interaction, item: ui.Button[Any], _match: re.Match[str], /
    ) -> Self:
        return cls(item)

    async def callback(self, _interaction: Interaction) -> None:  # type: ignore[override]  # as above
        """Nothing: `Divergence.on_interaction` answers."""


class Select(ui.DynamicItem[ui.Select[Any]], template=r"s1:[a-z-]+(?::\d{1,18})*"):
    """A menu that does `action` to the rows `ids` with the values chosen."""

    @classmethod
    def to(cls, action: str, *ids: int, placeholder: str, options: Sequence[discord.SelectOption]) -> Self:
        select: ui.Select[Any] = ui.Select(
            custom_id=_custom_id("s", action, ids), placeholder=shorten(placeholder, PLACEHOLDER), options=list(options)
        )
        return cls(select)

    @classmethod
    async def from_custom_id(  # type: ignore[override]  # as above
        cls, _interaction: Interaction, item: ui.Select[Any], _match: re.Match[str], /
    ) -> Self:
        return cls(item)

    async def callback(self, _interaction: Interaction) -> None:  # type: ignore[override]  # as above
        """Nothing: `Divergence.on_interaction` answers."""


def custom_ids(components: Iterable[Any]) -> Iterator[str]:
    """The ids of the buttons and menus of a message, those in frames and rows included."""
    for component in components:
        if id := getattr(component, "custom_id", None):
            yield id
        yield from custom_ids(getattr(component, "children", ()))


def option(label: str, value: str, description: str = "") -> discord.SelectOption:
    """One line of a menu, within Discord's limits."""
    return discord.SelectOption(
        label=shorten(label, OPTION_LABEL), value=value, description=shorten(description, OPTION_LABEL) or None
    )


def form(action: str, *ids: int, title: str, **fields: tuple[str, ui.TextInput[Any]]) -> ui.Modal:
    """A form that does `action` with what is typed; fields are a label and an input, by key in `Act.fields`.

    Submitting is answered from what Discord sends along, so nothing typed is lost to a restart in between.
    """
    modal = ui.Modal(title=shorten(title, MODAL_TITLE), custom_id=_custom_id("m", action, ids), timeout=900)
    for name, (label, text) in fields.items():
        text.custom_id = name
        modal.add_item(ui.Label(text=shorten(label, MODAL_LABEL), component=text))
    return modal
