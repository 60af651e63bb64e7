"""Drawing somebody's progress: the compass as it went, the themes, and how often sure is right, one below the other.

Everything that is drawn stands in words beside it; colours are of Okabe and Ito's palette, apart from the worlds' own.
"""

from __future__ import annotations

from bot.pictures.layout import MARGIN, WIDTH
from bot.pictures.page import DOT, TRACK, Page
from bot.pictures.progress import Level, ProgressSheet, Row, Spot
from bot.pictures.type import Box, Face

LOWEST, HIGHEST = -1.0, 4.0
"""Of d′; what lies outside is drawn at the edge, and said in words."""
TICKS = (0, 1, 2, 3)
PLOT = 420
INDENT = 64
"""Left of the plot, for its numbers."""


def draw_progress(sheet: ProgressSheet) -> bytes:
    """The picture of `sheet`, as a PNG."""
    return _Drawing(sheet).png()


class _Drawing(Page):
    """A page of progress."""

    def __init__(self, sheet: ProgressSheet) -> None:
        super().__init__(sheet.look)
        self._sheet = sheet
        self._say(sheet.title, Face.TITLE, self._ink, after=6)
        self._say(sheet.under_title, Face.UNDER, self._soft)
        self._course()
        self._themes()
        self._levels()
        self._notes(sheet.notes)

    # ---- the compass as it went --------------------------------------------------------------------------------

    def _course(self) -> None:
        sheet = self._sheet
        # Beside the heading, where no curve can run through it.
        self._put(sheet.now, Face.SEAL, self._green, WIDTH - MARGIN, self._y + 26, right=True)
        self._head(sheet.course_title)
        box = Box(MARGIN + INDENT, self._y, WIDTH - 2 * MARGIN - INDENT - 12, PLOT)
        self._grid(box)
        if len(sheet.spots) > 1:
            self._curve(box, sheet.spots)
        for spot in sheet.spots:
            x, y = self._across(box, spot), self._height(box, spot.value)
            if len(sheet.spots) == 1:
                top, bottom = self._height(box, spot.high), self._height(box, spot.low)
                self._range(Box(x - TRACK / 2, top, TRACK, bottom - top))
            self._disc(x, y, 9 if spot is not sheet.spots[-1] else DOT)
        self._y = box.bottom + 10
        alone = len(sheet.spots) == 1
        first = self._put(
            sheet.first_day, Face.NOTE, self._soft, box.x + box.width / 2 if alone else box.x, self._y, middle=alone
        )
        if not alone:
            self._put(sheet.last_day, Face.NOTE, self._soft, box.right, self._y, right=True)
        self._y = first.box.bottom + 4

    def _grid(self, box: Box) -> None:
        for tick in TICKS:
            y = self._height(box, tick)
            self._level_line(box, y)
            self._put(str(tick), Face.DATE, self._soft, box.x - 18, y - Face.DATE.line / 2, right=True)

    def _curve(self, box: Box, spots: tuple[Spot, ...]) -> None:
        upper = [(self._across(box, spot), self._height(box, spot.high)) for spot in spots]
        lower = [(self._across(box, spot), self._height(box, spot.low)) for spot in spots]
        middle = [(self._across(box, spot), self._height(box, spot.value)) for spot in spots]
        # The band first: it covers the lines of the scale, which are drawn through it again.
        self.jobs.insert(0, lambda canvas: canvas.path(
            [*upper, *reversed(lower)], closed=True, facecolor=self._band, edgecolor=self._band, linewidth=1
        ))  # fmt: skip
        self.jobs.append(lambda canvas: canvas.path(
            middle, closed=False, fill=False, edgecolor=self._green, linewidth=5
        ))  # fmt: skip

    def _across(self, box: Box, spot: Spot) -> float:
        return box.x + DOT + (box.width - 2 * DOT) * (spot.at if len(self._sheet.spots) > 1 else 0.5)

    def _height(self, box: Box, value: float) -> float:
        return box.bottom - box.height * share_of(value)

    # ---- the themes --------------------------------------------------------------------------------------------

    def _themes(self) -> None:
        if not self._sheet.rows:
            return
        self._head(self._sheet.themes_title)
        box = Box(MARGIN + DOT, self._y, WIDTH - 2 * MARGIN - 2 * DOT, 0)
        for row in self._sheet.rows:
            self._row(row, box)
        self._legend()

    def _row(self, row: Row, box: Box) -> None:
        self._say(row.name, Face.NAME, self._ink, after=0)
        self._say(row.words, Face.UNDER, self._soft, after=6)
        y = self._y + DOT
        self._ruler(box, y, RULER)
        low, high, now = (box.x + box.width * share_of(value) for value in (row.now.low, row.now.high, row.now.value))
        self._range(Box(low, y - TRACK / 2, max(high - low, TRACK), TRACK))
        if row.before is not None:
            before = box.x + box.width * share_of(row.before)
            self.jobs.append(lambda canvas: canvas.line(
                min(before, now), max(before, now), y, edgecolor=self._purple, linewidth=4
            ))  # fmt: skip
            self._ring(before, y)
        self._disc(now, y, DOT)
        self._y = y + DOT + Face.NOTE.line + 18

    def _legend(self) -> None:
        """What a disc, a ring and a bar stand for."""
        for place, words in enumerate(self._sheet.legend):
            if place == 1 and all(row.before is None for row in self._sheet.rows):
                continue
            y = self._y + Face.NOTE.line / 2
            match place:
                case 0:
                    self._disc(MARGIN + 24, y, DOT)
                case 1:
                    self._ring(MARGIN + 24, y)
                case _:
                    self._range(Box(MARGIN + 2, y - TRACK / 2, 44, TRACK))
            self._say(words, Face.NOTE, self._soft, MARGIN + 60, after=6)

    # ---- how often sure is right -------------------------------------------------------------------------------

    def _levels(self) -> None:
        if not self._sheet.levels:
            return
        self._head(self._sheet.levels_title)
        for level in self._sheet.levels:
            self._level(level)

    def _level(self, level: Level) -> None:
        self._say(level.words, Face.NAME, self._ink, after=8)
        box = Box(MARGIN, self._y, WIDTH - 2 * MARGIN, 34)
        filled = Box(box.x, box.y, max(box.width * level.share, 34), box.height)
        x = box.x + box.width * level.pays_from
        self.jobs.append(lambda canvas: canvas.round(
            box, 17, facecolor=self._band, edgecolor=self._soft, linewidth=1.5
        ))  # fmt: skip
        if level.share > 0:
            self.jobs.append(lambda canvas: canvas.bar(filled, self._green, full=True))
        self._upright_line(x, box.y - 8, box.bottom + 8, self._ink, 4)
        self._y = box.bottom + 12
        text = self._put(level.pays_words, Face.NOTE, self._soft, x, self._y, middle=True)
        self._y = text.box.bottom + 22


def share_of(value: float) -> float:
    """How far along the scale a value of d′ lies, 0 to 1."""
    return (min(max(value, LOWEST), HIGHEST) - LOWEST) / (HIGHEST - LOWEST)


RULER = tuple((share_of(tick), str(tick)) for tick in TICKS)
