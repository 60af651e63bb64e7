"""Where everything on a sheet goes: a track for each world, time running down, and no label on top of another.

The labels stand one below the other in the order of their dates, and give every date its height: what stands higher
began earlier, though not to scale. To their left each world has a track, with a shape and a bar for each of its labels;
the alternate track begins where it leaves the record.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from bot.history.model import World
from bot.pictures.sheet import Mark, Sheet
from bot.pictures.type import Box, Face, Measure, Text, set_text

WIDTH = 1080
MARGIN = 36
LANE = 28
"""From the middle of one bar to that of the next, where there is room."""
LANES = 112
"""All bars of a track together take up no more than this, however many there are."""
EDGE = 8
"""Between the edge of a track and its bars."""
ASIDE = 14
"""Between two tracks."""
LEADER = 34
"""Between the tracks and the labels' cards."""
PAD_X, PAD_Y = 20, 12
"""Between the edge of a card and its words."""
BETWEEN = 12
"""Least distance between two cards."""
DOT = 26
"""Size of the shape that marks an entry."""
LEAST_BAR = 44
CHIP_X, CHIP_Y = 24, 12


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry on the sheet: the card with its words, and its shape and bar in its world's track."""

    mark: Mark
    texts: tuple[Text, ...]
    """Its date, its title, and what is under them."""
    card: Box
    x: float
    """The middle of its lane; lanes are apart as long as there is room for them."""
    top: float
    """The middle of its shape."""
    bottom: float
    """Where its bar ends; equal to `top` if it has none."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A world's seal, on its colour."""

    world: World
    text: Text
    box: Box


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet with everything in its place."""

    sheet: Sheet
    height: float
    title: Text
    chips: tuple[Chip, ...]
    tracks: dict[World, Box]
    entries: tuple[Placed, ...]
    parting: Text | None
    """What stands at the height at which the alternate track begins, if there is one."""
    notes: tuple[Text, ...]
    legend: tuple[tuple[Text, bool], ...]
    """What bars mean; whether it is the full bar."""

    @property
    def texts(self) -> list[Text]:
        """Everything that can be read."""
        labels = [text for placed in self.entries for text in placed.texts]
        chips = [chip.text for chip in self.chips]
        rest = [*self.notes, *(text for text, _ in self.legend), *([self.parting] if self.parting else [])]
        return [self.title, *chips, *labels, *rest]


def lay_out(sheet: Sheet, measure: Measure) -> Layout:
    """Everything on `sheet` in its place."""
    title = set_text(sheet.title, Face.TITLE, MARGIN, MARGIN, WIDTH - 2 * MARGIN, measure)
    chips = _chips(sheet, title.box.bottom + 20, measure)
    top = max(chip.box.bottom for chip in chips) + 26
    lanes = dict.fromkeys(sheet.seals, 1)
    while True:
        draft = _Draft(sheet, measure, top, lanes)
        needed = {world: max(draft.lanes(world), default=0) + 1 for world in lanes}
        if all(needed[world] <= lanes[world] for world in lanes):
            break
        # More lanes leave the labels less room, which may move the bars: look again.
        lanes = {world: max(lanes[world], needed[world]) for world in lanes}
    legend, notes, height = _below(sheet, draft.bottom + 30, measure)
    return Layout(sheet, height, title, chips, draft.tracks(), draft.entries(), draft.parting, notes, legend)


def _chips(sheet: Sheet, y: float, measure: Measure) -> tuple[Chip, ...]:
    """The seals beside one another, or below where there is no room."""
    chips: list[Chip] = []
    x: float = MARGIN
    for world, words in sheet.seals.items():
        text = set_text(words, Face.SEAL, x + CHIP_X, y + CHIP_Y, WIDTH - 2 * MARGIN - 2 * CHIP_X, measure)
        if x > MARGIN and text.box.right + CHIP_X > WIDTH - MARGIN:
            x, y = MARGIN, chips[-1].box.bottom + 12
            text = set_text(words, Face.SEAL, x + CHIP_X, y + CHIP_Y, WIDTH - 2 * MARGIN - 2 * CHIP_X, measure)
        box = Box(x, y, text.box.width + 2 * CHIP_X, text.box.height + 2 * CHIP_Y)
        chips.append(Chip(world, text, box))
        x = box.right + 18
    return tuple(chips)


class _Draft:
    """The labels set beside tracks of some numbers of lanes, and the heights that dates have by them."""

    def __init__(self, sheet: Sheet, measure: Measure, top: float, lanes: dict[World, int]) -> None:
        self._sheet = sheet
        self._measure = measure
        self._pitch = {world: min(LANE, LANES / count) for world, count in lanes.items()}
        self._left: dict[World, float] = {}
        self._width = {world: 2 * EDGE + max(DOT, self._pitch[world] * count) for world, count in lanes.items()}
        x: float = MARGIN
        for world in sheet.seals:
            self._left[world] = x
            x += self._width[world] + ASIDE
        self._card_left = x - ASIDE + LEADER
        self._top = top
        self._days: list[tuple[int, float]] = []
        """Days with their heights, both rising."""
        self._cards: list[tuple[Mark, tuple[Text, ...], Box]] = []
        self.parting: Text | None = None
        self.bottom = self._set(top)

    def _set(self, y: float) -> float:
        """Set all labels from `y` on; where they end."""
        for mark in self._sheet.marks:
            if self._sheet.parted is not None and self.parting is None and mark.start >= self._sheet.parted:
                y = self._part(self._sheet.parted, y)
            y += self._time_since(mark.start)
            texts, card = self._card(mark, y)
            if not self._days or mark.start > self._days[-1][0]:
                self._days.append((mark.start, _middle(texts)))
            self._cards.append((mark, texts, card))
            y = card.bottom + BETWEEN
        return y - BETWEEN + 10

    def _time_since(self, day: int) -> float:
        """A little room where a long time lies between two dates."""
        return 5 * math.log2(1 + (day - self._days[-1][0]) / 60) if self._days else 0.0

    def _part(self, day: int, y: float) -> float:
        """Make room for the words at which the alternate track begins; where they end."""
        width = WIDTH - MARGIN - self._card_left
        self.parting = set_text(self._sheet.parting, Face.PARTING, self._card_left, y + 14, width, self._measure)
        height = self.parting.box.y + self.parting.face.line / 2
        if not self._days or day > self._days[-1][0]:
            self._days.append((day, height))
        return self.parting.box.bottom + 22

    def _card(self, mark: Mark, y: float) -> tuple[tuple[Text, ...], Box]:
        left, width = self._card_left + PAD_X, WIDTH - MARGIN - self._card_left - 2 * PAD_X
        texts: list[Text] = []
        below = y + PAD_Y
        for words, face in ((mark.date, Face.DATE), (mark.title, Face.NAME), (mark.under, Face.UNDER)):
            if words:
                texts.append(set_text(words, face, left, below, width, self._measure))
                below = texts[-1].box.bottom + 2
        return tuple(texts), Box(self._card_left, y, width + 2 * PAD_X, below - 2 + PAD_Y - y)

    def height(self, day: int) -> float:
        """How far down a day lies; between two dates in proportion, past the last at the bottom."""
        at = bisect_right(self._days, day, key=lambda entry: entry[0])
        before, above = self._days[max(at - 1, 0)]
        if at == 0 or day == before:
            return above
        if at == len(self._days):
            return self.bottom - 6
        after, below = self._days[at]
        return above + (below - above) * (day - before) / (after - before)

    def _spans(self, world: World) -> list[tuple[float, float]]:
        """From where to where each entry of a world reaches: the middle of its shape, and the end of its bar."""
        spans = []
        for mark, texts, _card in self._cards:
            if mark.world is world:
                top = _middle(texts)
                end = max(self.height(mark.end), top + LEAST_BAR) if mark.end > mark.start else top
                spans.append((top, min(end, self.bottom - 6)))
        return spans

    def lanes(self, world: World) -> list[int]:
        """A lane for each entry of a world, so that in one lane no two touch."""
        return _lanes(self._spans(world))

    def tracks(self) -> dict[World, Box]:
        """Where the tracks go: all the way down, the alternate one from where it leaves the record."""
        tops = {World.ALTERNATE: _middle((self.parting,))} if self.parting else {}
        return {
            world: Box(left, top, self._width[world], self.bottom - top)
            for world, left in self._left.items()
            for top in (tops.get(world, self._top),)
        }

    def entries(self) -> tuple[Placed, ...]:
        """The entries with their places in their tracks."""
        places = {
            world: iter(list(zip(self._spans(world), self.lanes(world), strict=True))) for world in self._sheet.seals
        }
        placed = []
        for mark, texts, card in self._cards:
            (top, bottom), lane = next(places[mark.world])
            pitch = max(self._pitch[mark.world], DOT if lane == 0 else 0)
            x = self._left[mark.world] + EDGE + pitch / 2 + lane * self._pitch[mark.world]
            placed.append(Placed(mark, texts, card, x, top, bottom))
        return tuple(placed)


def _middle(texts: tuple[Text, ...]) -> float:
    """The middle of the first line of a label."""
    return texts[0].box.y + texts[0].face.line / 2


def _lanes(spans: Iterable[tuple[float, float]]) -> list[int]:
    ends: list[float] = []
    lanes = []
    for top, bottom in spans:  # from the top down
        lane = next((number for number, end in enumerate(ends) if end + DOT < top), len(ends))
        ends[lane : lane + 1] = [bottom]
        lanes.append(lane)
    return lanes


def _below(
    sheet: Sheet, y: float, measure: Measure
) -> tuple[tuple[tuple[Text, bool], ...], tuple[Text, ...], float]:  # fmt: skip
    """What stands under the labels: what bars mean, where there are any, and the notes; and where that ends."""
    legend = []
    for words, full in zip(sheet.legend, (True, False), strict=True):
        if any(mark.end > mark.start and mark.exact is full for mark in sheet.marks):
            legend.append((set_text(words, Face.NOTE, MARGIN + 60, y, WIDTH - 2 * MARGIN - 60, measure), full))
            y = legend[-1][0].box.bottom + 6
    notes = []
    for words in sheet.notes:
        notes.append(set_text(words, Face.NOTE, MARGIN, y, WIDTH - 2 * MARGIN, measure))
        y = notes[-1].box.bottom + 6
    return tuple(legend), tuple(notes), math.ceil(y + MARGIN - 6)
