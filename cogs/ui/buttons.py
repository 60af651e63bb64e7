"""Buttons, selects and forms that outlive the process: their ids say what they do and to which rows, nothing else.

What a click does is found by `Divergence.on_interaction` in `Divergence.actions`, which the cogs fill. Who may do it is
checked there on every click. discord.py itself listens to none of them, so it keeps nothing of what was sent (`fresh`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.app import Interaction
from bot.markup import shorten
from cogs.ui.limits import BUTTON_LABEL, MODAL_LABEL, MODAL_TITLE, OPTION_LABEL, PLACEHOLDER


def fresh() -> ui.LayoutView:
    """An empty view that discord.py does not keep once it is sent.

    It would keep the view and a timer of every private card for fifteen minutes, and read each clicked message once
    more to find who listens; nobody does.
    """
    view = ui.LayoutView(timeout=None)
    view.stop()
    return view


def _custom_id(letter: str, action: str, ids: Sequence[int]) -> str:
    return ":".join((f"{letter}1", action, *map(str, ids)))


def _number(custom_id: str, chosen: Iterable[object]) -> int:
    """A menu's number in its message: another one for each choice it stands at.

    A page keeps what was last chosen in a menu by that number. Counted by place, as they are otherwise, a menu that
    takes the place of another would be shown with the other's choice.
    """
    return zlib.crc32(repr((custom_id, *chosen)).encode()) % (2**31 - 1000) + 1000


class Button(ui.DynamicItem[ui.Button[Any]], template=r"b1:[a-z-]+(?::[0-9]{1,19})*"):
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


class Select(ui.DynamicItem[ui.Select[Any]], template=r"s1:[a-z-]+(?::[0-9]{1,19})*"):
    """A menu that does `action` to the rows `ids` with the values chosen."""

    @classmethod
    def to(
        cls, action: str, *ids: int, placeholder: str, options: Sequence[discord.SelectOption],
        least: int = 1, most: int = 1,
    ) -> Self:  # fmt: skip
        select: ui.Select[Any] = ui.Select(
            custom_id=_custom_id("s", action, ids), placeholder=shorten(placeholder, PLACEHOLDER),
            options=list(options), min_values=least, max_values=most,
            id=_number(_custom_id("s", action, ids), (option.value for option in options if option.default)),
        )  # fmt: skip
        return cls(select)

    @classmethod
    async def from_custom_id(  # type: ignore[override]  # as above
        cls, _interaction: Interaction, item: ui.Select[Any], _match: re.Match[str], /
    ) -> Self:
        return cls(item)

    async def callback(self, _interaction: Interaction) -> None:  # type: ignore[override]  # as above
        """Nothing: `Divergence.on_interaction` answers."""


KINDS = [
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.forum,
    discord.ChannelType.voice,
    discord.ChannelType.category,
]
"""Channels that people talk in, and the categories they stand in."""


class ChannelSelect(ui.DynamicItem[ui.ChannelSelect[Any]], template=r"c1:[a-z-]+(?::[0-9]{1,19})*"):
    """A menu of the server's channels that does `action` with those chosen; `Act.values` has their ids."""

    @classmethod
    def to(
        cls, action: str, *ids: int, placeholder: str, chosen: Iterable[int] = (), most: int = 1,
        kinds: Sequence[discord.ChannelType] = tuple(KINDS),
    ) -> Self:  # fmt: skip
        chosen, of = list(chosen), discord.SelectDefaultValueType.channel
        select: ui.ChannelSelect[Any] = ui.ChannelSelect(
            custom_id=_custom_id("c", action, ids), placeholder=shorten(placeholder, PLACEHOLDER),
            channel_types=list(kinds), min_values=0, max_values=most, id=_number(_custom_id("c", action, ids), chosen),
            default_values=[discord.SelectDefaultValue(id=id, type=of) for id in chosen][:most],
        )  # fmt: skip
        return cls(select)

    @classmethod
    async def from_custom_id(  # type: ignore[override]  # as above
        cls, _interaction: Interaction, item: ui.ChannelSelect[Any], _match: re.Match[str], /
    ) -> Self:
        return cls(item)

    async def callback(self, _interaction: Interaction) -> None:  # type: ignore[override]  # as above
        """Nothing: `Divergence.on_interaction` answers."""


class RoleSelect(ui.DynamicItem[ui.RoleSelect[Any]], template=r"r1:[a-z-]+(?::[0-9]{1,19})*"):
    """A menu of the server's roles that does `action` with those chosen; `Act.values` has their ids."""

    @classmethod
    def to(cls, action: str, *ids: int, placeholder: str, chosen: Iterable[int] = (), most: int = 1) -> Self:
        chosen, of = list(chosen), discord.SelectDefaultValueType.role
        select: ui.RoleSelect[Any] = ui.RoleSelect(
            custom_id=_custom_id("r", action, ids), placeholder=shorten(placeholder, PLACEHOLDER),
            min_values=0, max_values=most, id=_number(_custom_id("r", action, ids), chosen),
            default_values=[discord.SelectDefaultValue(id=id, type=of) for id in chosen][:most],
        )  # fmt: skip
        return cls(select)

    @classmethod
    async def from_custom_id(  # type: ignore[override]  # as above
        cls, _interaction: Interaction, item: ui.RoleSelect[Any], _match: re.Match[str], /
    ) -> Self:
        return cls(item)

    async def callback(self, _interaction: Interaction) -> None:  # type: ignore[override]  # as above
        """Nothing: `Divergence.on_interaction` answers."""


class UserSelect(ui.DynamicItem[ui.UserSelect[Any]], template=r"u1:[a-z-]+(?::[0-9]{1,19})*"):
    """A menu of the server's people that does `action` with the one chosen; `Act.values` has their id."""

    @classmethod
    def to(cls, action: str, *ids: int, placeholder: str) -> Self:
        select: ui.UserSelect[Any] = ui.UserSelect(
            custom_id=_custom_id("u", action, ids), placeholder=shorten(placeholder, PLACEHOLDER), min_values=0
        )
        return cls(select)

    @classmethod
    async def from_custom_id(  # type: ignore[override]  # as above
        cls, _interaction: Interaction, item: ui.UserSelect[Any], _match: re.Match[str], /
    ) -> Self:
        return cls(item)

    async def callback(self, _interaction: Interaction) -> None:  # type: ignore[override]  # as above
        """Nothing: `Divergence.on_interaction` answers."""


def link(label: str, url: str) -> ui.Button[Any]:
    """A button that leads to an address and does nothing else."""
    return ui.Button(label=shorten(label, BUTTON_LABEL), url=url)


def custom_ids(components: Iterable[Any]) -> Iterator[str]:
    """The ids of the buttons and menus of a message, those in frames and rows included."""
    for component in components:
        if id := getattr(component, "custom_id", None):
            yield id
        yield from custom_ids(getattr(component, "children", ()))


def number_in(values: Sequence[str]) -> int | None:
    """The number or id that was chosen from a menu; None for anything else, and for nothing."""
    found = re.fullmatch(r"[0-9]{1,19}", values[0]) if values else None
    return int(found[0]) if found and int(found[0]) < 2**63 else None


def option(label: str, value: str, description: str = "", *, chosen: bool = False) -> discord.SelectOption:
    """One line of a menu, within Discord's limits."""
    return discord.SelectOption(
        label=shorten(label, OPTION_LABEL), value=value, description=shorten(description, OPTION_LABEL) or None,
        default=chosen,
    )  # fmt: skip


def form(action: str, *ids: int, title: str, **fields: tuple[str, ui.TextInput[Any] | ui.FileUpload[Any]]) -> ui.Modal:
    """A form that does `action` with what is typed; fields are a label and an input, by key in `Act.fields`.

    Submitting is answered from what Discord sends along, so nothing typed is lost to a restart in between.
    """
    modal = ui.Modal(title=shorten(title, MODAL_TITLE), custom_id=_custom_id("m", action, ids), timeout=900)
    for name, (label, text) in fields.items():
        text.custom_id = name
        modal.add_item(ui.Label(text=shorten(label, MODAL_LABEL), component=text))
    modal.stop()  # as with a fresh view: what is handed in is answered without it
    return modal
