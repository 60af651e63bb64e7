"""Type on a sheet: sizes, line breaking by measured widths, and the boxes that text takes up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

LEADING = 1.27
"""Height of a line, in sizes."""
ASCENT, DESCENT = 0.928, 0.236
"""How far DejaVu Sans reaches above and below the line it stands on, in sizes."""


class Face(Enum):
    """A way to set text: its size in pixels and whether it is bold."""

    TITLE = (48, True)
    SEAL = (31, True)
    DATE = (27, True)
    NAME = (33, False)
    UNDER = (25, False)
    PARTING = (28, True)
    NOTE = (24, False)

    @property
    def size(self) -> int:
        return self.value[0]

    @property
    def bold(self) -> bool:
        return self.value[1]

    @property
    def line(self) -> float:
        return self.size * LEADING


Measure = Callable[[str, Face], float]
"""Gives the width of a line of text in pixels."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; x grows to the right and y downwards, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def overlaps(self, other: Box) -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def padded(self, by: float) -> Box:
        return Box(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)


@dataclass(frozen=True, slots=True)
class Text:
    """Lines of text of one face, set flush left at the top left corner of a box that they fill."""

    lines: tuple[str, ...]
    face: Face
    box: Box

    def baselines(self) -> Iterator[tuple[str, float]]:
        """Each line with the height it stands on."""
        for number, line in enumerate(self.lines):
            middle = self.box.y + (number + 0.5) * self.face.line
            yield line, middle + (ASCENT - DESCENT) / 2 * self.face.size


def set_text(text: str, face: Face, x: float, y: float, width: float, measure: Measure) -> Text:
    """`text` set from (x, y) in lines no wider than `width`."""
    lines = tuple(broken(text, face, width, measure))
    widest = max((measure(line, face) for line in lines), default=0.0)
    return Text(lines, face, Box(x, y, widest, len(lines) * face.line))


def broken(text: str, face: Face, width: float, measure: Measure) -> Iterator[str]:
    """The lines of `text`, broken at blanks, and within a word only where it is wider than a line by itself."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".lstrip()
        if measure(longer, face) <= width:
            line = longer
            continue
        if line:
            yield line
        *full, line = _pieces(word, face, width, measure)
        yield from full
    if line:
        yield line


def _pieces(word: str, face: Face, width: float, measure: Measure) -> list[str]:
    """A word in pieces that fit, of a letter at least."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and measure(pieces[-1] + letter, face) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces
