"""The dates in running text, as English and Spanish write them, and whether they agree with a date on record."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto

from bot.history.dates import When

_NAMES = (
    "january jan enero", "february feb febrero", "march marzo", "april apr abril", "may mayo", "june jun junio",
    "july jul julio", "august aug agosto", "september sept sep septiembre setiembre", "october oct octubre",
    "november nov noviembre", "december dec diciembre dic",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_SEASONS = {
    "spring": (3, 6), "primavera": (3, 6), "summer": (6, 9), "verano": (6, 9), "autumn": (9, 12), "fall": (9, 12),
    "otono": (9, 12), "winter": (1, 3), "invierno": (1, 3),
}  # fmt: skip
_DECADES = {
    "twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950,
    "veinte": 1920, "treinta": 1930, "cuarenta": 1940, "cincuenta": 1950,
}  # fmt: skip

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_M = rf"(?P<month>{_MONTH})\b\.?"
_Y = r"(?P<year>1[5-9]\d\d|20\d\d|['’]\d\d|(?<=del )[2-9]\d)(?![\d,.]\d)"
_FULL = r"\b(?P<year>1[5-9]\d\d|20\d\d)"
_D = r"(?P<day>[1-9]|[12]\d|3[01]|first|primero|1o|1ro)(?:st|nd|rd|th|º)?\b"
_OF = r"(?:\s+of|\s+de|\s+del)?,?\s+(?:the\s+|el\s+)?"
_DASH = r"\s*(?:-|–|—|/|to|through|until|and|al|a|y|hasta(?: el)?)\s*"

_DATES = (
    (r"\b(?P<year>1[5-9]\d\d|20\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b", "day"),
    (rf"\b(?:the\s+)?{_D}{_DASH}(?P<last>[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b{_OF}{_M}(?:{_OF}{_Y})?", "days"),
    (rf"\b{_M}\s+{_D}{_DASH}(?P<last>[1-9]|[12]\d|3[01])\b(?:{_OF}{_Y})?", "days"),
    (rf"\b{_D}{_OF}{_M}(?:{_OF}{_Y})?", "day"),
    (rf"\b{_M}\s+(?:the\s+)?{_D}(?:{_OF}{_Y})?", "day"),
    (rf"\b(?P<begin>{_MONTH})\b\.?{_DASH}{_M}{_OF}{_Y}", "months"),
    (rf"\b{_M}{_OF}{_Y}", "month"),
    (rf"\b(?P<season>{'|'.join(_SEASONS)}){_OF}{_Y}", "season"),
    (r"\b(?P<year>1[5-9]\d0|20\d0)['’]?s\b", "decade"),
    (r"\bdecada (?:de |del )?(?:los )?(?P<year>1[5-9]\d0|20\d0)\b", "decade"),
    (rf"\b(?:anos|los|decada de los|the) (?P<decade>{'|'.join(_DECADES)}|[2-9]0s?)\b(?! (?:mil|thousand|y))", "decade"),
    (rf"{_FULL}(?:-|–|—|/| to | a | hasta | y | and | al )(?P<until>(?:1[5-9]|20)?\d\d)\b", "years"),
    (r"\b(?P<year>1[89]\d\d|20[0-2]\d)\b", "year"),
    (r"(?:(?<!\w)['’]|\b(?:en el|in|del ano|para el) )(?P<short>[2-9]\d)\b(?! [a-z]+s\b)", "year"),
    (r"\b(?:in|en|last|de|since|until|during|durante) (?P<month>(?!may|mar)[a-z]{4,10})\b(?=\W|$)", "bare"),
)  # fmt: skip
_PATTERNS = tuple((re.compile(pattern), kind) for pattern, kind in _DATES)
_BEFORE = re.compile(r"\b(?:before|prior to|antes de[l]?|antes que)(?: the| el)? $")
_AFTER = re.compile(r"\b(?:after|despues de[l]?|tras|a partir de[l]?)(?: the| el)? $")
_EARLY = re.compile(r"\b(?:early(?: in)?|the beginning of|(?:principios|inicios|comienzos) de(?:l|l ano)?) $")
_LATE = re.compile(r"\b(?:late(?: in)?|the end of|(?:fines|finales) de(?:l|l ano)?) $")
_MIDDLE = re.compile(r"\b(?:mid|mid-|middle of|mediados de(?:l|l ano)?) ?$")
_COUNTED = re.compile(
    r" (?!(?:and|or|in|on|at|by|to|the|a|el|la|los|las|y|o|en|de|del|al|con|por|que|se|no|was|were)\b)[a-z]{4,}"
)
_DATED = re.compile(
    r"\b(?:in|of|since|from|until|by|during|en|de|del|desde|hasta|para|before|after|early|late|mid|year|ano) $"
    r"|[(,\-–] ?$"
)
FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)


class Reach(Enum):
    """What a date in a text stands for."""

    POINT = auto()
    SPAN = auto()
    OPEN = auto()


@dataclass(frozen=True, slots=True)
class Time:
    """A date as a text gives it: the days it may mean, and where it stands."""

    earliest: date
    latest: date
    start: int
    end: int
    reach: Reach = Reach.POINT
    yearless: bool = False
    """Only a month, or a day and a month, are named; the year of the days is of no account."""

    @classmethod
    def of(cls, when: When) -> Time:
        """A date on record, widened a little where it is only about right."""
        slack = timedelta(0)
        if when.start.about or (when.end and when.end.about):
            slack = timedelta(days=45 if when.start.precision > 1 else 366)
        return cls(when.earliest - slack, when.latest + slack, 0, 0, Reach.SPAN if when.end else Reach.POINT)

    def meets(self, other: Time) -> bool:
        """Whether some day may be both."""
        if self.yearless or other.yearless:
            return _same_days(self, other)
        return self.earliest <= other.latest and other.earliest <= self.latest


def _same_days(one: Time, other: Time) -> bool:
    """Whether they agree on month and day; a time known only by its year agrees with any."""
    if other.yearless and not one.yearless:
        one, other = other, one
    if (other.latest - other.earliest).days > 300:
        return True
    for year in {other.earliest.year, other.latest.year}:
        earliest, latest = (_in_year(day, year) for day in (one.earliest, one.latest))
        if earliest <= other.latest and other.earliest <= latest:
            return True
    return False


def _in_year(day: date, year: int) -> date:
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def find_times(text: str) -> list[Time]:
    """The dates in folded `text`, in order; no two overlap."""
    found: list[Time] = []
    for pattern, kind in _PATTERNS:
        for match in pattern.finditer(text):
            if any(time.start < match.end() and match.start() < time.end for time in found):
                continue
            if kind == "year" and not match.groupdict().get("short") and _is_count(text, match):
                continue
            found.extend(_READERS[kind](match))
    return [_bounded(text, time) for time in sorted(found, key=lambda time: time.start)]


def _is_count(text: str, match: re.Match[str]) -> bool:
    """Whether four digits count something ("1900 refugees") rather than name a year."""
    return not _DATED.search(text[: match.start()]) and _COUNTED.match(text, match.end()) is not None


def _year(match: re.Match[str]) -> int | None:
    written = match.groupdict().get("year") or match.groupdict().get("short")
    if written is None:
        return None
    digits = int(written.strip("'’"))
    return digits if digits > 99 else 1900 + digits


def _month(match: re.Match[str]) -> int:
    groups = match.groupdict()
    return int(groups["number"]) if groups.get("number") else _MONTHS[groups["month"]]


def _day(written: str) -> int:
    return int(written) if written.isdigit() else 1


def _time(
    match: re.Match[str], earliest: tuple[int, int, int], latest: tuple[int, int, int], **more: object
) -> Iterator[Time]:
    try:
        yield replace(Time(date(*earliest), date(*latest), match.start(), match.end()), **more)  # type: ignore[arg-type]  # the fields are of several types
    except ValueError:
        return  # the 31st of February is no date


def _of_days(match: re.Match[str]) -> Iterator[Time]:
    year, month, day = _year(match), _month(match), _day(match["day"])
    # A leap year, so that a 29th of February without its year is a day.
    last = match.groupdict().get("last")
    shown = year or 2000
    reach = Reach.SPAN if last else Reach.POINT
    if 1 <= month <= 12:
        ends = (shown, month, int(last) if last else day)
        yield from _time(match, (shown, month, day), ends, yearless=year is None, reach=reach)


def _of_month(match: re.Match[str]) -> Iterator[Time]:
    year, month = _year(match) or 1900, _month(match)
    yield from _time(match, (year, month, 1), (year, month, calendar.monthrange(year, month)[1]))


def _of_months(match: re.Match[str]) -> Iterator[Time]:
    year, first, last = _year(match) or 1900, _MONTHS[match["begin"]], _month(match)
    if first < last:
        yield from _time(match, (year, first, 1), (year, last, calendar.monthrange(year, last)[1]), reach=Reach.SPAN)


def _of_bare_month(match: re.Match[str]) -> Iterator[Time]:
    if (month := _MONTHS.get(match["month"])) is not None:
        yield from _time(match, (2000, month, 1), (2000, month, calendar.monthrange(2000, month)[1]), yearless=True)


def _of_season(match: re.Match[str]) -> Iterator[Time]:
    year, (first, last) = _year(match) or 1900, _SEASONS[match["season"]]
    yield from _time(match, (year, first, 1), (year, last, 28))


def _of_decade(match: re.Match[str]) -> Iterator[Time]:
    named = match.groupdict().get("decade")
    year = _year(match) or 1900
    if named:
        year = 1900 + int(named[:2]) if named[0].isdigit() else _DECADES[named]
    yield from _time(match, (year, 1, 1), (year + 9, 12, 31))


def _of_years(match: re.Match[str]) -> Iterator[Time]:
    year = _year(match) or 1900
    until = int(match["until"]) if len(match["until"]) == 4 else year // 100 * 100 + int(match["until"])
    if until >= year:
        yield from _time(match, (year, 1, 1), (until, 12, 31), reach=Reach.SPAN)


def _of_year(match: re.Match[str]) -> Iterator[Time]:
    year = _year(match) or 1900
    yield from _time(match, (year, 1, 1), (year, 12, 31))


_READERS: dict[str, Callable[[re.Match[str]], Iterator[Time]]] = {
    "day": _of_days, "days": _of_days, "month": _of_month, "months": _of_months, "bare": _of_bare_month,
    "season": _of_season, "decade": _of_decade, "years": _of_years, "year": _of_year,
}  # fmt: skip


def _bounded(text: str, time: Time) -> Time:
    """`time` with what stands before it: "before 1938", "early in 1939", "a fines de 1936"."""
    before = text[: time.start]
    if _BEFORE.search(before):
        return replace(time, earliest=FIRST, latest=time.earliest - timedelta(days=1), reach=Reach.OPEN)
    if _AFTER.search(before):
        return replace(time, earliest=time.earliest, latest=LAST, reach=Reach.OPEN)
    length = time.latest - time.earliest
    if length < timedelta(days=300):
        return time
    for pattern, first, last in ((_EARLY, 0.0, 0.5), (_MIDDLE, 0.25, 0.75), (_LATE, 0.5, 1.0)):
        if pattern.search(before):
            return replace(time, earliest=time.earliest + first * length, latest=time.earliest + last * length)
    return time
