"""A page that is set from the top down, with what the pictures of values share: words, rulers, ranges and marks.

Colours are of Okabe and Ito's palette; every mark has a shape of its own, and its value stands beside it in words. Only
the drawing process imports this.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from bot.history.model import World
from bot.pictures.canvas import COLOURS, GROUNDS, Canvas, measure
from bot.pictures.layout import MARGIN, WIDTH
from bot.pictures.sheet import Look
from bot.pictures.type import Box, Face, Text, set_text

GREEN = {Look.DARK: "#2DC79B", Look.LIGHT: "#00795A"}
"""Okabe and Ito's bluish green, lighter on the dark ground and darker on the light one, to stand out from it."""
BAND = {Look.DARK: "#21443B", Look.LIGHT: "#CDE9E0"}
PURPLE = {Look.DARK: "#CC79A7", Look.LIGHT: "#A04C7B"}
"""Their reddish purple."""
TRACK = 22
DOT = 15

Job = Callable[[Canvas], None]


class Page:
    """Sets everything from the top down, and notes what is to be drawn where."""

    def __init__(self, look: Look) -> None:
        self.look = look
        ground = GROUNDS[look]
        self._ink, self._soft, self._paper = ground.ink, ground.soft, ground.paper
        self._green, self._band, self._purple = GREEN[look], BAND[look], PURPLE[look]
        self.jobs: list[Job] = []
        self.texts: list[Text] = []
        self._y: float = MARGIN

    @property
    def height(self) -> int:
        """Of the sheet, in pixels, with what was set so far."""
        return math.ceil(self._y + MARGIN - 6)

    def png(self) -> bytes:
        """The page as a picture."""
        canvas = Canvas(self.height, self.look)
        for job in self.jobs:
            job(canvas)
        return canvas.png()

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
        if not right and not middle:
            left = max(left, min(x, WIDTH - MARGIN))  # what begins at a place is broken there, not moved
        text = set_text(words, face, left, y, WIDTH - MARGIN - left, measure)
        self.texts.append(text)
        self.jobs.append(lambda canvas: canvas.write(text, colour))
        return text

    def _head(self, words: str) -> None:
        self._y += 26
        self._say(words, Face.SEAL, self._ink, after=14)

    def _notes(self, notes: Iterable[str]) -> None:
        """What stands at the foot."""
        self._y += 14
        for note in notes:
            self._say(note, Face.NOTE, self._soft, after=6)

    # ---- lines and marks ---------------------------------------------------------------------------------------

    def _ruler(self, box: Box, y: float, ticks: Iterable[tuple[float, str]], *, numbers: bool = True) -> None:
        """A line with ticks, each with how far along it stands, 0 to 1, and with their numbers under it."""
        self._level_line(box, y)
        for at, words in ticks:
            x = box.x + box.width * at
            self._upright_line(x, y - 8, y + 8, self._soft, 2)
            if numbers:
                self._put(words, Face.NOTE, self._soft, x, y + DOT + 2, middle=True)

    def _disc(self, x: float, y: float, radius: float) -> None:
        self.jobs.append(lambda canvas: canvas.disc(
            x, y, radius, facecolor=self._green, edgecolor=self._ink, linewidth=2
        ))  # fmt: skip

    def _ring(self, x: float, y: float) -> None:
        self.jobs.append(lambda canvas: canvas.disc(
            x, y, DOT - 3, facecolor=self._paper, edgecolor=self._purple, linewidth=4
        ))  # fmt: skip

    def _diamond(self, x: float, y: float) -> None:
        """The shape and the colour of the scenario."""
        tips = [(x, y - DOT * 1.2), (x + DOT, y), (x, y + DOT * 1.2), (x - DOT, y)]
        self.jobs.append(lambda canvas: canvas.path(
            tips, closed=True, facecolor=COLOURS[World.ALTERNATE], edgecolor=self._ink, linewidth=2
        ))  # fmt: skip

    def _square(self, x: float, y: float) -> None:
        side = DOT * 0.85
        corners = [(x - side, y - side), (x + side, y - side), (x + side, y + side), (x - side, y + side)]
        self.jobs.append(lambda canvas: canvas.path(
            corners, closed=True, facecolor=self._purple, edgecolor=self._ink, linewidth=2
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
