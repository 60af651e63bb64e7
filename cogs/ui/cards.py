"""Cards: the lines of `bot.history.card` drawn as Components V2, with rows of buttons under them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from urllib.parse import urlsplit

from discord import ui

from bot.history.card import Line, Role
from bot.history.model import World
from cogs.ui.buttons import Button, Select
from cogs.ui.limits import MESSAGE_TEXT
from cogs.ui.user_text import plain, shorten

# Okabe and Ito's palette, which stays apart for colour-blind readers; the shape and the word come first anyway.
COLOURS = {World.REAL: 0x0072B2, World.ALTERNATE: 0xE69F00}


def layout(lines: Sequence[Line], *rows: Sequence[Button | Select], above: str | None = None) -> ui.LayoutView:
    """A fresh view of a card with its rows of buttons; `above` is plain text over the card, such as who asked.

    A view is never edited or sent twice: discord.py forgets how to answer the buttons of one that changed.
    """
    view = ui.LayoutView(timeout=None)
    if above:
        view.add_item(ui.TextDisplay(f"-# {plain(above)}"))
    for container in _containers(_within(lines, MESSAGE_TEXT - 200)):
        view.add_item(container)
    for row in rows:
        if row:
            view.add_item(ui.ActionRow(*row))
    return view


def _containers(lines: Iterable[Line]) -> Iterator[ui.Container[ui.LayoutView]]:
    """One frame for each world in turn, in its colour: what stands in a frame is of that world alone."""
    frame: ui.Container[ui.LayoutView] | None = None
    framed: World | None = None
    for rule, part in groupby(lines, key=lambda line: line.role is Role.RULE):
        if rule:
            continue
        written = list(part)
        world = written[0].world or framed
        if frame is None or world is not framed:
            if frame is not None:
                yield frame
            frame, framed = ui.Container(accent_colour=COLOURS[world] if world else None), world
        else:
            frame.add_item(ui.Separator())
        frame.add_item(ui.TextDisplay("\n".join(_markdown(line) for line in written)))
    if frame is not None:
        yield frame


def _markdown(line: Line) -> str:
    text = plain(line.text)
    match line.role:
        case Role.SEAL:
            return f"**{text}**"
        case Role.HEADING:
            return f"### {text}"
        case Role.COMMAND:
            return f"**</{line.text}:{line.id}>**" if line.id else f"**/{text}**"
        case Role.SMALL:
            return f"-# {text}{_link(line.url)}"
        case _:
            return text


def _link(url: str | None) -> str:
    """A checked web address, shown as its host so that nobody is sent anywhere unseen."""
    if url is None:
        return ""
    return f" [{urlsplit(url).hostname}](<{url.replace('>', '%3E').replace(')', '%29')}>)"


def _within(lines: Iterable[Line], limit: int) -> list[Line]:
    """The lines that fit a message; the one that does not is shortened, and what follows it is left out."""
    kept: list[Line] = []
    for line in lines:
        size = len(_markdown(line)) + 1
        if size > limit:
            kept.append(Line(line.role, shorten(line.text, max(limit - 10, 1)), line.world))
            break
        kept.append(line)
        limit -= size
    return kept
