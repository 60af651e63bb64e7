"""Cards: the lines of `bot.history.card` drawn as Components V2, with rows of buttons under them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from discord import ui

from bot.history.card import CHANNEL, DATE, DIVIDERS, INSTANT, SOMEBODY, Line, Role
from bot.history.model import World
from bot.markup import plain, shorten
from cogs.ui.buttons import Button, Select, UserSelect, fresh
from cogs.ui.limits import MESSAGE_TEXT

DRAWN = 200
"""Characters by which drawing a line may lengthen it, besides a backslash before each of its own and an address."""

# Okabe and Ito's palette, which stays apart for colour-blind readers; the shape and the word come first anyway.
COLOURS = {World.REAL: 0x0072B2, World.ALTERNATE: 0xE69F00}


def layout(
    lines: Sequence[Line],
    *rows: Sequence[Button | Select | UserSelect | ui.Button[Any]],
    above: str | None = None,
    spoiler: bool = False,
) -> ui.LayoutView:
    """A fresh view of a card with its rows of buttons; `above` is plain text over the card, such as who asked.

    With `spoiler` the scenario stands last and is covered until somebody taps it.

    A view is never edited or sent twice: discord.py forgets how to answer the buttons of one that changed.
    """
    view = fresh()
    if above:
        view.add_item(ui.TextDisplay(f"-# {plain(above)}"))
    framed = list(_containers(_within(lines, MESSAGE_TEXT - 200)))
    for _world, container in _covered(framed) if spoiler else framed:
        view.add_item(container)
    for row in rows:
        if row:
            view.add_item(ui.ActionRow(*row))
    return view


Framed: TypeAlias = tuple[World | None, ui.Container[ui.LayoutView]]
"""A frame and the world it is of."""


def _containers(lines: Iterable[Line]) -> Iterator[Framed]:
    """One frame for each world in turn, in its colour: what stands in a frame is of that world alone."""
    frame: ui.Container[ui.LayoutView] | None = None
    framed: World | None = None
    for divider, part in groupby(lines, key=lambda line: line.role if line.role in DIVIDERS else None):
        if divider is Role.BREAK and frame is not None:
            yield framed, frame
            frame = framed = None
        if divider:
            continue
        written = list(part)
        world = written[0].world or framed
        if frame is None or world is not framed:
            if frame is not None:
                yield framed, frame
            frame, framed = ui.Container(accent_colour=COLOURS[world] if world else None), world
        else:
            frame.add_item(ui.Separator())
        frame.add_item(ui.TextDisplay("\n".join(markdown(line) for line in written)))
    if frame is not None:
        yield framed, frame


def _covered(frames: Sequence[Framed]) -> list[Framed]:
    """Real frames first; what else follows the first alternate one is covered with it, since it may speak of it."""
    first = next((at for at, (world, _) in enumerate(frames) if world is World.ALTERNATE), len(frames))
    last = [(world, frame) for world, frame in frames[first:] if world is not World.REAL]
    for _world, frame in last:
        frame.spoiler = True
    return [*frames[:first], *((world, frame) for world, frame in frames[first:] if world is World.REAL), *last]


def markdown(line: Line) -> str:
    """A line as Discord is told to draw it."""
    text = _with_live_parts(plain(line.text), line)
    match line.role:
        case Role.SEAL:
            return f"**{text}**"
        case Role.HEADING:
            return f"### {text}"
        case Role.COMMAND:
            return f"**</{line.text}:{line.id}>**" if line.id else f"**/{text}**"
        case Role.PERSON:
            return f"-# {text} · <@{line.id}>"
        case Role.SMALL:
            return f"-# {text}{_link(line.url)}"
        case _:
            return text


def _with_live_parts(text: str, line: Line) -> str:
    """`text` with what Discord shows in its own way: instants in the reader's time, names of channels and people."""
    if line.at is not None:
        text = text.replace(DATE, f"<t:{line.at.timestamp():.0f}:F>")
        text = text.replace(INSTANT, f"<t:{line.at.timestamp():.0f}:{'R' if line.relative else 'T'}>")
    return text.replace(CHANNEL, f"<#{line.id}>").replace(SOMEBODY, f"<@{line.id}>")


def _link(url: str | None) -> str:
    """A checked web address, shown as its host so that nobody is sent anywhere unseen."""
    if url is None:
        return ""
    return f" [{urlsplit(url).hostname}](<{url.replace('>', '%3E').replace(')', '%29')}>)"


def _within(lines: Sequence[Line], limit: int) -> list[Line]:
    """The lines that fit a message; the one that does not is shortened, and what follows it is left out."""
    if sum(2 * len(line.text) + 4 * len(line.url or "") + DRAWN for line in lines) <= limit:  # as most do
        return list(lines)
    kept: list[Line] = []
    for line in lines:
        size = len(markdown(line)) + 1
        if size > limit:
            kept.append(Line(line.role, shorten(line.text, max(limit - 10, 1)), line.world))
            break
        kept.append(line)
        limit -= size
    return kept
