"""Drawing somebody's progress: the compass as it went, the themes, and how often sure is right, one below the other.

Everything that is drawn stands in words beside it; colours are of Okabe and Ito's palette, apart from the worlds' own.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from bot.pictures.canvas import GROUNDS, Canvas, measure
from bot.pictures.layout import MARGIN, WIDTH
from bot.pictures.progress import Level, ProgressSheet, Row, Spot
from bot.pictures.sheet import Look
from bot.pictures.type import Box, Face, Text, set_text

GREEN = {Look.DARK: "#2DC79B", Look.LIGHT: "#00795A"}
"""Okabe and Ito's bluish green, lighter on the dark ground and darker on the light one, to stand out from it."""
BAND = {Look.DARK: "#21443B", Look.LIGHT: "#CDE9E0"}
PURPLE = {Look.DARK: "#CC79A7", Look.LIGHT: "#A04C7B"}
"""Their reddish purple, for what was before."""
LOWEST, HIGHEST = -1.0, 4.0
"""Of d′; what lies outside is drawn at the edge, and said in words."""
TICKS = (0, 1, 2, 3)
PLOT = 420
INDENT = 64
"""Left of the plot, for its numbers."""
TRACK = 22
DOT = 15

Job = Callable[[Canvas], None]


def draw_progress(sheet: ProgressSheet) -> bytes:
    """The picture of `sheet`, as a PNG."""
    drawing = _Drawing(sheet)
    canvas = Canvas(drawing.height, sheet.look)
    for job in drawing.jobs:
        job(canvas)
    return canvas.png()


class _Drawing:
    """Sets everything from the top down, and notes what is to be drawn where."""

    def __init__(self, sheet: ProgressSheet) -> None:
        self._sheet = sheet
        ground = GROUNDS[sheet.look]
        self._ink, self._soft, self._paper = ground.ink, ground.soft, ground.paper
        self._green, self._band, self._purple = GREEN[sheet.look], BAND[sheet.look], PURPLE[sheet.look]
        self.jobs: list[Job] = []
        self.texts: list[Text] = []
        self._y: float = MARGIN
        self._say(sheet.title, Face.TITLE, self._ink, after=6)
        self._say(sheet.under_title, Face.UNDER, self._soft)
        self._course()
        self._themes()
        self._levels()
        self._y += 14
        for note in sheet.notes:
            self._say(note, Face.NOTE, self._soft, after=6)
        self.height = math.ceil(self._y + MARGIN - 6)

    # ---- words -------------------------------------------------------------------------------------------------

    def _say(self, words: str, face: Face, colour: str, x: float = MARGIN, after: float = 10) -> Text:
        """Words below all before."""
        text = self._put(words, face, colour, x, self._y)
        self._y = text.box.bottom + after
        return text

    def _put(
        self, words: str, face: Face, colour: str, x: float, y: float, *, right: bool = False, middle: bool = False
    ) -> Text:  # fmt: skip
        """Words at a place: from x on, or up to it, or around it; never off the sheet."""
        width = measure(words, face)
        left = x - width if right else x - width / 2 if middle else x
        left = max(MARGIN, min(left, WIDTH - MARGIN - min(width, WIDTH - 2 * MARGIN)))
        text = set_text(words, face, left, y, WIDTH - MARGIN - left, measure)
        self.texts.append(text)
        self.jobs.append(lambda canvas: canvas.write(text, colour))
        return text

    def _head(self, words: str) -> None:
        self._y += 26
        self._say(words, Face.SEAL, self._ink, after=14)

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
        return box.bottom - box.height * _share(value)

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
        self._ruler(box, y)
        low, high, now = (box.x + box.width * _share(value) for value in (row.now.low, row.now.high, row.now.value))
        self._range(Box(low, y - TRACK / 2, max(high - low, TRACK), TRACK))
        if row.before is not None:
            before = box.x + box.width * _share(row.before)
            self.jobs.append(lambda canvas: canvas.line(
                min(before, now), max(before, now), y, edgecolor=self._purple, linewidth=4
            ))  # fmt: skip
            self._ring(before, y)
        self._disc(now, y, DOT)
        self._y = y + DOT + Face.NOTE.line + 18

    def _ruler(self, box: Box, y: float) -> None:
        """A line with the numbers of d′ under it."""
        self._level_line(box, y)
        for tick in TICKS:
            x = box.x + box.width * _share(tick)
            self._upright_line(x, y - 8, y + 8, self._soft, 2)
            self._put(str(tick), Face.NOTE, self._soft, x, y + DOT + 2, middle=True)

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

    # ---- shapes ------------------------------------------------------------------------------------------------

    def _disc(self, x: float, y: float, radius: float) -> None:
        self.jobs.append(lambda canvas: canvas.disc(
            x, y, radius, facecolor=self._green, edgecolor=self._ink, linewidth=2
        ))  # fmt: skip

    def _range(self, box: Box) -> None:
        """A bar for what a value lies between."""
        self.jobs.append(lambda canvas: canvas.round(
            box, min(box.width, box.height) / 2, facecolor=self._band, edgecolor=self._green, linewidth=1.5
        ))  # fmt: skip

    def _level_line(self, box: Box, y: float) -> None:
        self.jobs.append(lambda canvas: canvas.line(box.x, box.right, y, edgecolor=self._soft, linewidth=1))

    def _upright_line(self, x: float, top: float, bottom: float, colour: str, width: float) -> None:
        self.jobs.append(lambda canvas: canvas.path(
            [(x, top), (x, bottom)], closed=False, fill=False, edgecolor=colour, linewidth=width
        ))  # fmt: skip

    def _ring(self, x: float, y: float) -> None:
        self.jobs.append(lambda canvas: canvas.disc(
            x, y, DOT - 3, facecolor=self._paper, edgecolor=self._purple, linewidth=4
        ))  # fmt: skip


def _share(value: float) -> float:
    """How far along the scale a value of d′ lies, 0 to 1."""
    return (min(max(value, LOWEST), HIGHEST) - LOWEST) / (HIGHEST - LOWEST)
