"""Reading a time as people write it: a year, a month, a day, a span of them, a decade, “around”, “today”.

What is read is a span of days, or a day or month of any year; either can be written down and read back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from bot.errors import BadInput
from bot.history.dates import Moment, Precision, When, show_day
from bot.history.period_parts import BACKWARDS, CENTURY, IMPOSSIBLE, UNREADABLE, Point, Word, words_of
from bot.history.period_words import Sort
from bot.language import Language
from bot.text import clean

READ = 80
"""Characters of a time that are read."""


@dataclass(frozen=True, slots=True)
class Anniversary:
    """A day of any year, or a whole month of any year; written `XXXX-12-07` as EDTF (level 1) writes it."""

    month: int
    day: int | None = None

    def show(self, language: Language) -> str:
        """As people write it: `7 December`, `diciembre`."""
        return show_day(language, self.month, self.day)

    def falls_on(self, moment: Moment) -> bool:
        """Whether `moment` is known well enough to say that it was on this day, or in this month."""
        if moment.about or moment.earliest.month != self.month:
            return False
        if self.day is None:
            return moment.precision >= Precision.MONTH
        return moment.precision is Precision.DAY and moment.earliest.day == self.day

    def __str__(self) -> str:
        return f"XXXX-{self.month:02}" + (f"-{self.day:02}" if self.day else "")


Period: TypeAlias = When | Anniversary

_WRITTEN = re.compile(r"XXXX-(\d{2})(?:-(\d{2}))?", re.ASCII)


def parse_period(text: str) -> Period:
    """Read back what `str` wrote of a period; ValueError if it is something else."""
    if found := _WRITTEN.fullmatch(text):
        return Anniversary(int(found[1]), int(found[2]) if found[2] else None)
    return When.parse(text)


def read_period(text: str, today: date, covered: When) -> Period:
    """The time that `text` names in either language; BadInput says what cannot be read or cannot be.

    `today` gives “today” and “this month” their date, `covered` the open end of “since” and “before”.
    """
    text = clean(text, READ)
    words = words_of(text)
    if len(words) == 1 and words[0].sort is Sort.TODAY:
        return Anniversary(today.month, today.day)
    if len(words) == 1 and words[0].sort is Sort.THIS_MONTH:
        return Anniversary(today.month)
    return _Sentence(words, covered).read()


class _Sentence:
    """The words of a time, which are: how it is meant, one end, and perhaps the other."""

    def __init__(self, words: list[Word], covered: When) -> None:
        self._covered = covered
        self._how = {word.sort for word in words if word.sort in _MANNERS}
        self._ends: list[list[Word]] = [[]]
        for word in words:
            if word.sort in {Sort.TO, Sort.UNTIL}:
                self._ends.append([])
                self._how.add(Sort.UNTIL)
            elif word.sort in {Sort.TODAY, Sort.THIS_MONTH}:
                raise BadInput(UNREADABLE)
            elif word.sort not in _MANNERS:
                self._ends[-1].append(word)

    def read(self) -> Period:
        match [_point(end) for end in self._ends]:
            case [point] if point is not None:
                return self._one(point)
            case [None, point] if point is not None:
                return self._until(_days(point))
            case [point, None] if point is not None:
                return self._since(_days(point))
            case [first, last] if first is not None and last is not None:
                return self._span(first, last)
            case _:
                raise BadInput(UNREADABLE)

    def _one(self, point: Point) -> Period:
        if point.year is None:
            # "December" and "7 December" name no year: any year, then.
            if point.month is None or self._how or point.part is not None:
                raise BadInput(UNREADABLE)
            _moment(replace(point, year=_LEAP_YEAR))
            return Anniversary(point.month, point.day)
        when = self._widened(_days(point))
        if Sort.BEFORE in self._how:
            return self._until(When(_beside(when.start, -1, days=1)))
        if Sort.AFTER in self._how:
            return self._since(When(_beside(when.end or when.start, 1, days=1)))
        return self._since(when) if Sort.SINCE in self._how else when

    def _span(self, first: Point, last: Point) -> Period:
        if self._how & {Sort.BEFORE, Sort.AFTER}:
            raise BadInput(UNREADABLE)
        # "19 to 25 August 1936", "March until June 1938": what the first end leaves out is said at the last.
        if first.year is None and first.month is None:
            first = replace(first, month=last.month)
        elif first.day is not None and last.month is None:  # "August 19 to 25, 1936"
            last = replace(last, month=first.month)
        first = replace(first, year=last.year) if first.year is None else first
        start, end = _days(first), _days(last)
        if end.latest < start.earliest:
            raise BadInput(BACKWARDS)
        return self._widened(When(start.start, end.end or end.start))

    def _since(self, when: When) -> Period:
        # What lies past all that is known stays by itself: the caller says what is known.
        if when.earliest > self._covered.latest:
            return When(when.start)
        return When(when.start, self._covered.end or self._covered.start)

    def _until(self, when: When) -> Period:
        if when.latest < self._covered.earliest:
            return when
        return When(self._covered.start, when.end or when.start)

    def _widened(self, when: When) -> When:
        """`when`, or for "around": thirty days, a month or a year on either side, as exact as what was said."""
        if Sort.ABOUT not in self._how:
            return when
        return When(_beside(when.start, -1), _beside(when.end or when.start, 1))


_FIELDS = ("year", "month", "day", "decade")
_MANNERS = {Sort.SINCE, Sort.BEFORE, Sort.AFTER, Sort.ABOUT}
_LEAP_YEAR = 1936
_FIRST_YEAR, _LAST_YEAR = 1001, 9998  # so that there is a year on either side


def _point(words: list[Word]) -> Point | None:
    """What the words of one end say together; None of no words; BadInput if they say anything twice."""
    said: dict[str, int | bool] = {}
    for word in words:
        new: dict[str, int | bool] = {}
        match word.sort:
            case Sort.MONTH:
                new = {"month": word.value}
            case Sort.DECADE:
                new = {"year": CENTURY + word.value, "decade": True}
            case Sort.PART:
                new = {"part": word.value}
            case _:
                assert word.point is not None
                new = {name: value for name in _FIELDS if (value := getattr(word.point, name)) is not None}
        if said.keys() & new.keys():
            raise BadInput(UNREADABLE)
        said |= new
    return Point(**said) if said else None  # type: ignore[arg-type]  # the names and kinds are those of its fields


def _days(point: Point) -> When:
    """The days that a point with a year stands for."""
    if point.year is None or (point.decade and point.month):
        raise BadInput(UNREADABLE)
    first = _moment(point)
    if point.part is not None:
        return _third(point, first, point.part)
    return When(first, _moment(Point(point.year + 9))) if point.decade else When(first)


def _third(point: Point, first: Moment, part: int) -> When:
    """The early, middle or late part of a decade, a year or a month."""
    assert point.year is not None
    if point.decade:
        years = ((0, 3), (4, 6), (7, 9))[part]
        start, end = (_moment(Point(point.year + year)) for year in years)
    elif first.precision is Precision.YEAR:
        start, end = (_moment(Point(point.year, month)) for month in (4 * part + 1, 4 * part + 4))
    elif first.precision is Precision.MONTH:
        start = _moment(replace(point, day=10 * part + 1))
        end = _moment(replace(point, day=first.latest.day if part == 2 else 10 * part + 10))
    else:
        raise BadInput(UNREADABLE)
    return When(start, end)


def _moment(point: Point) -> Moment:
    assert point.year is not None
    if point.month is None and point.day is not None:
        raise BadInput(UNREADABLE)
    if not _FIRST_YEAR <= point.year <= _LAST_YEAR:
        raise BadInput(UNREADABLE)
    try:
        earliest = date(point.year, *(1 if part is None else part for part in (point.month, point.day)))
    except ValueError:
        raise BadInput(IMPOSSIBLE) from None
    return Moment(earliest, Precision.DAY if point.day else Precision.MONTH if point.month else Precision.YEAR)


def _beside(moment: Moment, step: int, days: int = 30) -> Moment:
    """The year or the month before or after; of a day, the one that many days away."""
    day = moment.earliest
    match moment.precision:
        case Precision.DAY:
            return Moment(day + step * timedelta(days), Precision.DAY)
        case Precision.MONTH:
            months = 12 * day.year + day.month - 1 + step
            return Moment(date(months // 12, months % 12 + 1, 1), Precision.MONTH)
        case Precision.YEAR:
            return Moment(date(day.year + step, 1, 1), Precision.YEAR)
