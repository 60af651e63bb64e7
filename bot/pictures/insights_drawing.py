"""Drawing what a server's answers say together: shares with their intervals, words asked in vain, and d′ twice.

Everything that is drawn stands in words beside it. Only the drawing process imports this.
"""

from __future__ import annotations

from bot.pictures.insights import Bar, InsightsSheet, Part, Shape
from bot.pictures.layout import MARGIN, WIDTH
from bot.pictures.page import DOT, TRACK, Page
from bot.pictures.progress_drawing import RULER, share_of
from bot.pictures.type import Box, Face

PERCENT = ((0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %"))


def draw_insights(sheet: InsightsSheet) -> bytes:
    """The picture of `sheet`, as a PNG."""
    return _Drawing(sheet).png()


class _Drawing(Page):
    """A page of insights."""

    def __init__(self, sheet: InsightsSheet) -> None:
        super().__init__(sheet.look)
        self._box = Box(MARGIN + 2 * DOT, 0, WIDTH - 2 * MARGIN - 4 * DOT, 0)
        self._say(sheet.title, Face.TITLE, self._ink, after=6)
        self._say(sheet.under_title, Face.UNDER, self._soft)
        for part in sheet.shares:
            self._part(part)
        self._growth(sheet)
        self._legend(sheet)
        self._notes(sheet.notes)

    def _part(self, part: Part) -> None:
        self._head(part.title)
        for bar in part.bars:
            self._bar(bar, part.shape, PERCENT, numbers=bar is part.bars[-1])
        for words in part.under:
            self._say(words, Face.UNDER, self._soft, after=6)

    def _bar(self, bar: Bar, shape: Shape, ticks: tuple[tuple[float, str], ...], *, numbers: bool) -> None:
        """A name and its words, and below them the value on a ruler, if it has one; `numbers` once a part."""
        self._say(bar.name, Face.NAME, self._ink, after=0)
        self._say(bar.words, Face.UNDER, self._soft, after=10)
        if bar.spot is None:
            return
        y, left, width = self._y + DOT, self._box.x, self._box.width
        scale = share_of if ticks is RULER else float
        low, high, at = (left + width * scale(value) for value in (bar.spot.low, bar.spot.high, bar.spot.value))
        self._range(Box(low, y - TRACK / 2, max(high - low, 2.0), TRACK))
        self._ruler(self._box, y, ticks, numbers=numbers)
        self._mark(shape, at, y)
        self._y = y + DOT + (Face.NOTE.line + 12 if numbers else 20)

    def _mark(self, shape: Shape, x: float, y: float) -> None:
        match shape:
            case Shape.DIAMOND:
                self._diamond(x, y)
            case Shape.SQUARE:
                self._square(x, y)
            case Shape.RING:
                self._ring(x, y)
            case Shape.DISC:
                self._disc(x, y, DOT)

    def _growth(self, sheet: InsightsSheet) -> None:
        self._head(sheet.growth_title)
        for bar, shape in zip(sheet.growth, (Shape.RING, Shape.DISC), strict=False):
            self._bar(bar, shape, RULER, numbers=bar is sheet.growth[-1])
        for words in sheet.growth_words:
            self._say(words, Face.UNDER, self._soft, after=6)

    def _legend(self, sheet: InsightsSheet) -> None:
        """What each shape that is there stands for, and the bar around it."""
        self._y += 26
        for shape, words in sheet.legend:
            self._mark(shape, MARGIN + 24, self._y + Face.NOTE.line / 2)
            self._say(words, Face.NOTE, self._soft, MARGIN + 60, after=8)
        if sheet.range_words:
            self._range(Box(MARGIN + 2, self._y + Face.NOTE.line / 2 - TRACK / 2, 44, TRACK))
            self._say(sheet.range_words, Face.NOTE, self._soft, MARGIN + 60, after=6)
