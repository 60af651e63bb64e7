"""Dates that know how precisely they are known: a subset of EDTF (ISO 8601-2), levels 0 and 1.

`1936-12-07`, `1936-12`, `1936`, each with `~` for "about", and ranges of two of them joined by `/`.
Years are 1000 to 9999 of the proleptic Gregorian calendar.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from bot.language import Language, Unfit, mark, words

_MOMENT = re.compile(r"(?P<year>[1-9]\d{3})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<about>~)?", re.ASCII)

_MONTHS = (
    mark("January"), mark("February"), mark("March"), mark("April"), mark("May"), mark("June"),
    mark("July"), mark("August"), mark("September"), mark("October"), mark("November"), mark("December"),
)  # fmt: skip


def show_day(language: Language, month: int, day: int | None = None) -> str:
    """A day of any year, or a whole month, as people write it: `7 December`, `diciembre`."""
    _ = words(language)
    name = _(_MONTHS[month - 1])
    return _("{day} {month}", day=day, month=name) if day else name


class Precision(IntEnum):
    """How exactly a date is known; finer is larger."""

    YEAR = 1
    MONTH = 2
    DAY = 3


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, a month or a year."""

    earliest: date
    precision: Precision
    about: bool = False

    @property
    def latest(self) -> date:
        """The last day it may have been."""
        match self.precision:
            case Precision.DAY:
                return self.earliest
            case Precision.MONTH:
                days = calendar.monthrange(self.earliest.year, self.earliest.month)[1]
                return self.earliest.replace(day=days)
            case Precision.YEAR:
                return self.earliest.replace(month=12, day=31)

    @classmethod
    def parse(cls, text: str) -> Moment:
        """Read one EDTF date; ValueError says in a few words what is wrong with it."""
        found = _MOMENT.fullmatch(text)
        if not found:
            raise Unfit(mark("“{text}” is not a date such as 1936, 1936-12, 1936-12-07 or 1936~"), text=text)
        year, month, day = found.group("year", "month", "day")
        try:
            earliest = date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            raise Unfit(mark("“{text}” is not a day of the calendar"), text=text) from None
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        return cls(earliest, precision, found["about"] is not None)

    def same_month(self, other: Moment) -> bool:
        """Whether both are certain days of one month."""
        return (
            self.precision is other.precision is Precision.DAY
            and not (self.about or other.about)
            and self.earliest.replace(day=1) == other.earliest.replace(day=1)
        )

    def show(self, language: Language) -> str:
        """As people write it: `7 December 1936`, `diciembre de 1936`, `about 1936`."""
        _ = words(language)
        day, year = self.earliest.day, self.earliest.year
        match self.precision:
            case Precision.DAY:
                text = _("{day} {month} {year}", day=day, month=_(_MONTHS[self.earliest.month - 1]), year=year)
            case Precision.MONTH:
                text = _("{month} {year}", month=_(_MONTHS[self.earliest.month - 1]), year=year)
            case Precision.YEAR:
                text = str(year)
        return _("about {date}", date=text) if self.about else text

    def __str__(self) -> str:
        return self.earliest.isoformat()[: {1: 4, 2: 7, 3: 10}[self.precision]] + "~" * self.about


@dataclass(frozen=True, slots=True)
class When:
    """A moment, or a span from one moment to another."""

    start: Moment
    end: Moment | None = None

    @classmethod
    def parse(cls, text: str) -> When:
        """Read an EDTF date or range; ValueError says what is wrong with it."""
        first, slash, second = text.partition("/")
        start = Moment.parse(first)
        if not slash:
            return cls(start)
        end = Moment.parse(second)
        if end.latest < start.earliest:
            raise Unfit(mark("“{text}” ends before it begins"), text=text)
        return cls(start, end)

    @property
    def earliest(self) -> date:
        return self.start.earliest

    @property
    def latest(self) -> date:
        return (self.end or self.start).latest

    def show(self, language: Language) -> str:
        """As people write it, with its precision: `19 December 1936 – 9 January 1937`."""
        _ = words(language)
        if self.end is None:
            return self.start.show(language)
        if self.start.same_month(self.end):
            days = _("{first}–{last}", first=self.start.earliest.day, last=self.end.earliest.day)
            month = _(_MONTHS[self.end.earliest.month - 1])
            return _("{day} {month} {year}", day=days, month=month, year=self.end.earliest.year)
        return _("{start} – {end}", start=self.start.show(language), end=self.end.show(language))

    def __str__(self) -> str:
        return f"{self.start}/{self.end}" if self.end else str(self.start)
