"""Drawing a laid-out timeline. Only the drawing process imports this."""

from __future__ import annotations

from typing import Any

from matplotlib.patches import Circle, Polygon

from bot.history.model import World
from bot.pictures.canvas import COLOURS, ON_COLOUR, Canvas, measure
from bot.pictures.layout import DOT, MARGIN, WIDTH, Layout, Placed, lay_out
from bot.pictures.sheet import Sheet
from bot.pictures.type import Box, Face


def draw(sheet: Sheet) -> bytes:
    """The picture of `sheet`, as a PNG."""
    return _Timeline(lay_out(sheet, measure)).png()


class _Timeline:
    """A timeline being drawn."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._canvas = Canvas(layout.height, layout.sheet.look)
        self._draw()

    def png(self) -> bytes:
        return self._canvas.png()

    def _draw(self) -> None:
        layout, soft = self._layout, self._canvas.ground.soft
        self._canvas.write(layout.title, self._canvas.ground.ink)
        for chip in layout.chips:
            colour = COLOURS[chip.world]
            self._canvas.round(chip.box, 16, facecolor=colour, edgecolor=colour)
            self._canvas.write(chip.text, ON_COLOUR[chip.world])
        self._tracks()
        for placed in layout.entries:  # what lies lowest first
            self._canvas.line(placed.x, placed.card.x, placed.top, edgecolor=soft, linewidth=1.5)
        for placed in layout.entries:
            if placed.bottom > placed.top:
                bar = Box(placed.x - 6, placed.top, 12, placed.bottom - placed.top)
                self._canvas.bar(bar, COLOURS[placed.mark.world], full=placed.mark.exact)
        for placed in layout.entries:
            self._entry(placed)
        for text, full in layout.legend:
            middle = text.box.y + text.face.line / 2
            self._canvas.bar(Box(text.box.x - 60, middle - 8, 44, 16), soft, full=full)
            self._canvas.write(text, soft)
        for note in layout.notes:
            self._canvas.write(note, soft)

    def _tracks(self) -> None:
        """The tracks, and the line on which the alternate one leaves the record."""
        tracks, parting = self._layout.tracks, self._layout.parting
        for world, box in tracks.items():
            panel = self._canvas.ground.panel[world]
            self._canvas.round(box, 14, facecolor=panel, edgecolor=COLOURS[world], linewidth=2.5)
        if parting is None:
            return
        self._canvas.write(parting, self._canvas.ground.ink)
        to = tracks[World.ALTERNATE]
        begins = tracks[World.REAL].right if World.REAL in tracks else to.x - 30
        y, colour = to.y, COLOURS[World.ALTERNATE]
        for left, right in ((begins, to.x), (to.right, parting.box.x - 8), (parting.box.right + 14, WIDTH - MARGIN)):
            if right > left:
                self._canvas.line(left, right, y, edgecolor=colour, linewidth=4)

    def _entry(self, placed: Placed) -> None:
        world, ground = placed.mark.world, self._canvas.ground
        colour = COLOURS[world]
        self._canvas.round(placed.card, 14, facecolor=ground.panel[world], edgecolor=colour, linewidth=1.5)
        self._shape(placed, facecolor=colour, edgecolor=ground.edge, linewidth=2)
        for text in placed.texts:
            self._canvas.write(text, ground.ink if text.face is Face.NAME else ground.soft)

    def _shape(self, placed: Placed, **style: Any) -> None:
        """The shape of the entry's world: a disc or a diamond."""
        x, y, half = placed.x, self._canvas.up(placed.top), DOT / 2
        if placed.mark.world is World.REAL:
            self._canvas.add(Circle((x, y), half * 0.85, **style))
            return
        tips = [(x, y - half * 1.1), (x + half, y), (x, y + half * 1.1), (x - half, y)]
        self._canvas.add(Polygon(tips, closed=True, **style))
