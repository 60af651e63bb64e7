"""Leafing: the buttons from page to page, and a picture as a message of its own."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.language import Words
from bot.markup import plain
from cogs.ui.buttons import Button, Select, fresh


def leaves(action: str, id: int, page: int, pages: int, _: Words) -> list[Button]:
    """The buttons to the page before and the page after, as far as there are any; pages count from 0."""
    buttons = []
    if page > 0:
        buttons.append(Button.to(action, id, page - 1, label=_("‹ Earlier")))
    if page + 1 < pages:
        buttons.append(Button.to(action, id, page + 1, label=_("Later ›")))
    return buttons


def picture_layout(
    file: discord.File, above: str, *rows: Sequence[Button | Select], spoiler: bool = False
) -> ui.LayoutView:  # fmt: skip
    """A fresh view of a picture, described to those who cannot see it, with a line above and buttons below.

    With `spoiler` it is covered until somebody taps it.
    """
    view = fresh()
    view.add_item(ui.TextDisplay(f"-# {plain(above)}"))
    view.add_item(ui.MediaGallery(discord.MediaGalleryItem(file, spoiler=spoiler)))
    for row in rows:
        if row:
            view.add_item(ui.ActionRow(*row))
    return view
