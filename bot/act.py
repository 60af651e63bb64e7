"""What somebody did with a button, a menu or a form, as its custom id and Discord's event say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import discord

CUSTOM_ID = re.compile(r"[bscrum]1:(?P<action>[a-z-]+)(?P<ids>(?::[0-9]{1,19})*)")
"""Ids of buttons, menus and forms: a version, an action's name and the ids of rows or channels, never anything else."""


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did with a component: the row ids of its custom id, chosen values, and a form's fields."""

    ids: tuple[int, ...]
    values: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    files: tuple[discord.Attachment, ...] = ()
    """What was handed in with a form."""

    @property
    def id(self) -> int:
        """The first of the ids; 0, which no row has, where there is none: custom ids can be made up."""
        return self.number(0)

    def number(self, place: int, otherwise: int = 0) -> int:
        """The id at this place, from 0; `otherwise` where there are not so many."""
        return self.ids[place] if place < len(self.ids) else otherwise
