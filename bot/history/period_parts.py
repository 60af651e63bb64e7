"""From characters to the parts of a time: words with a meaning, numbers, and dates in figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from bot.errors import BadInput
from bot.history.period_words import Meaning, Sort, meanings
from bot.language import mark
from bot.text import fold

UNREADABLE = mark(
    "I cannot read that as a time. Write a year (1937), a month (April 1937), a day (7 December 1936), a span "
    "(1936-1940), “the 1930s”, “around 7 December 1936”, “today” or “this month”."
)
IMPOSSIBLE = mark("There is no such day in the calendar. Check the day and the month, such as 28 February 1937.")
BACKWARDS = mark("That span ends before it begins. Write the earlier date first, such as 1936-1940.")
TWO_WAYS = mark("That can be read as two different dates. Write the month as a word, such as 7 December 1936.")

_PHRASES = (
    (re.compile(r"\b(?:on )?this day\b|\b(?:tal|un) dia como hoy\b"), "today"),
    (re.compile(r"\bthis month\b|\beste mes\b"), "thismonth"),
    (re.compile(r"\b(?:a partir|a contar) de\b"), "desde"),
    (re.compile(r"\ben torno al?\b"), "hacia"),
    (re.compile(r"\ba (?=(?:principios|inicios|comienzos|mediados|finales|fines) )|\bal (?=final )"), ""),
    (re.compile(r"\bc\.(?= ?\d)"), "circa "),
    (re.compile(r"[–—−‐‑]"), "-"),
    (re.compile(r"~"), " about "),
    # A year, a month and a day in figures, with the year first; 1936-40 is a span of years instead.
    (re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b"), r"\1y\2m\3d"),
    (re.compile(r"\b(\d{4})-(0\d|1[0-2])\b(?!-?\d)"), r"\1y\2m"),
    (re.compile(r"\b(\d{2})(\d{2})\s*[-/]\s*(\d{2})\b(?![\d/.-])"), r"\1\2 to \1\3"),
    (re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b"), r"\1x\2x\3y"),
    (re.compile(r"\b(0?[1-9]|1[0-2])[/.](\d{4})\b"), r"\2y\1m"),
    (re.compile(r"(?<=\d)(?=[a-z]{3})|(?<=[a-z]{3})(?=\d)"), " "),
    # "los años 30", "década de 1930", "the 30s"
    (re.compile(r"\b(?:anos|los|decada(?: de)?(?: los)?(?: anos)?)\s+(?:de\s+)?'?((?:\d{2})?\d0)\b(?!\s*(?:de|dias))"),
     r"\g<1>s"),
    (re.compile(r"\b(\d{2}|\d{4})\s?'?s\b"), r"\1s"),
    (re.compile(r"(?<!\w)'(\d{2})\b"), r"\1y"),
)  # fmt: skip
_PART = re.compile(r"\d+[a-z]+(?:\d+[a-z]+)*|\d+|[a-z]+|[-/]|[^\s.,;:()'’“”\"?!¿¡]")
_FIGURES = re.compile(r"(?P<year>\d{4})y(?P<month>\d{1,2})m(?:(?P<day>\d{1,2})d)?")
_TURNED = re.compile(r"(\d{1,2})x(\d{1,2})x(\d{4})y")
_NUMBER = re.compile(r"(\d+)(st|nd|rd|th|o|a|ro|er|to|do|s|y)?")
CENTURY = 1900
"""What two figures of a year are short for."""


def _plainer(text: str) -> str:
    text = fold(text)
    for pattern, instead in _PHRASES:
        text = pattern.sub(instead, text)
    return text


@dataclass(frozen=True, slots=True)
class Point:
    """A part of the calendar as it was written; what was not said may come from the other end of a span."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    decade: bool | None = None
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One word as read: a word with a meaning, or a number, or a date in figures."""

    sort: Sort | None
    value: int = 0
    point: Point | None = None

    @classmethod
    def of(cls, part: str) -> Self:
        if part in {"-", "/"}:
            return cls(Sort.TO)
        if found := _FIGURES.fullmatch(part):
            day = found["day"]
            return cls(None, point=Point(int(found["year"]), int(found["month"]), int(day) if day else None))
        if found := _TURNED.fullmatch(part):
            return cls(None, point=_turned(*map(int, found.groups())))
        if found := _NUMBER.fullmatch(part):
            return cls(None, point=_numbered(found[1], found[2] or ""))
        match list(meanings(part)):
            case [Meaning(sort, value)]:
                return cls(sort, value)
            case []:
                raise BadInput(UNREADABLE)
            case _several:
                raise BadInput(TWO_WAYS)


def _turned(first: int, second: int, year: int) -> Point:
    """A date in figures with the year last: only where there is one way to read it."""
    if first > 12 or first == second:
        return Point(year, second, first)
    if second > 12:
        return Point(year, first, second)
    raise BadInput(TWO_WAYS)


def _numbered(figures: str, ending: str) -> Point:
    """A number: a year if it can be no day of a month, a decade if it ends in an s."""
    number = int(figures[:6])
    if ending == "s":
        year = number if len(figures) == 4 else CENTURY + number
        if len(figures) not in {2, 4} or year % 10:
            raise BadInput(UNREADABLE)
        return Point(year, decade=True)
    if len(figures) == 4:
        return Point(number)
    if len(figures) > 4 or number == 0:
        raise BadInput(UNREADABLE)
    return Point(CENTURY + number) if ending == "y" or 31 < number < 100 else Point(day=number)


def words_of(text: str) -> list[Word]:
    """The words of a time, those left out that say nothing; BadInput if one of them means nothing we know."""
    words = [Word.of(part) for part in _PART.findall(_plainer(text))]
    return [word for word in words if word.sort is not Sort.FILLER]
