"""Panels: a private frame of words with the controls that belong to them, and a notice of what was just changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, TypeAlias

from discord import ui

from bot.language import Words
from bot.markup import shorten
from bot.services.governing import Change
from cogs.ui.buttons import Button, fresh
from cogs.ui.limits import ROW
from cogs.ui.settings_words import effect_of, name_of, value_of

Item: TypeAlias = ui.DynamicItem[Any]
Part: TypeAlias = str | Sequence[Item]
"""A paragraph, or controls that stand in one row (or more, where they are many)."""

NOTICE_TEXT = 1800
"""Characters of changes told one by one; of the rest there is only a count."""

VALUE_TEXT = 300


def panel(parts: Sequence[Part], notice: Sequence[Part] = ()) -> ui.LayoutView:
    """A fresh view of a panel, under a notice if there is one. Words come as Discord's markup, checked before."""
    view = fresh()
    for framed in (notice, parts):
        if framed:
            view.add_item(_frame(framed))
    return view


def _frame(parts: Sequence[Part]) -> ui.Container[ui.LayoutView]:
    frame: ui.Container[ui.LayoutView] = ui.Container()
    for part in parts:
        if isinstance(part, str):
            frame.add_item(ui.TextDisplay(part))
            continue
        for start in range(0, len(part), ROW):
            frame.add_item(ui.ActionRow(*part[start : start + ROW]))
    return frame


def told(change: Change, _: Words) -> list[Part]:
    """What a change means for whom, what was before and is now, and the way back."""
    if change.entry is None:
        return [_("Nothing was changed: it stood so already.")]
    said = [_said(key, change, _) for key in change.keys]
    fitting = [text for text, length in zip(said, accumulate(map(len, said)), strict=True) if length <= NOTICE_TEXT]
    parts: list[Part] = [*fitting]
    if (more := len(said) - len(fitting)) > 0:
        parts.append(_.plural("And {count} more change.", "And {count} more changes.", more))
    return [*parts, [Button.to("config-undo", change.entry, label=_("Undo"))]]


def _said(key: str, change: Change, _: Words) -> str:
    before, now = (shorten(value_of(key, settings, _), VALUE_TEXT) for settings in (change.before, change.after))
    return f"**{name_of(key, _)}**: {before} → {now}\n{effect_of(key, change.after, _)}"
