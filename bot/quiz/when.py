"""Reading when something is to be: “Friday 8pm”, “2026-12-04 20:00”, “viernes a las 20:00”, “in 2 hours”.

What can be meant in two ways is not guessed: the sentence that is raised says how to write it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.errors import BadInput, Markup
from bot.language import mark
from bot.quiz.calendar import WEEK, instant_of, wall_of
from bot.quiz.when_words import COUNTS, EVENING, MONTHS, MORNING, NIGHT, PARTS, SECONDS, WEEKDAYS, spelt
from bot.text import clean, fold

WHEN_LIMIT: Final = 80
FARTHEST = timedelta(days=366)
NOON = 12
SMALL_HOURS = 5
"""Up to this hour, “at night” is after midnight."""

_UNREADABLE = mark(
    "I cannot read that as a time. Write it like one of these: Friday 8pm; tomorrow 20:00; 4 Dec 8:30 pm; "
    "2026-12-04 20:00; in 2 hours."
)
_MIDNIGHT = mark("Midnight stands between two days. Write 00:00 or 23:59 with the day.")
_TWICE = mark("That names more than one day or time. Write a single one, like: Friday 8pm.")


@dataclass(frozen=True, slots=True)
class When:
    """A time to come."""

    wall: datetime
    """What the clocks of its zone show then, without a zone."""
    at: datetime
    """The instant, in UTC."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What was found in the words so far."""

    now: datetime
    """As the clocks there show it."""
    utc: datetime
    day: date | None = None
    weekday: int | None = None
    following: bool = False
    """Whether the weekday was said with “next”, which people use for two different days."""
    hour: tuple[int, int] | None = None
    half: str | None = None
    """Whether the hour is said to be before or after noon."""
    exact: bool = False
    """Whether the hour is one of the twenty-four, as in 08:00 or 20:00."""
    instant: datetime | None = None
    same_hour: bool = False
    """Whether the hour is that of now, if none is said."""


_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_UNIT = "|".join(sorted(SECONDS, key=len, reverse=True))
_COUNT = "|".join(sorted(COUNTS, key=len, reverse=True))
_PART = "|".join(PARTS)
_MERIDIEM = r"[ap]\s?\.?\s?m\b"
_HALF = r"(?P<half>[ap])\s?\.?\s?m\b\.?"
_TH = r"(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s*(?:de |del )?(?P<year>\d{4})(?![\d:]))?"

_IN = rf"(?:in|en|dentro de)\s+(?:(?P<some>half an?|media)|(?P<count>\d{{1,4}}|{_COUNT}))\s*(?P<unit>{_UNIT})\b"
_AT = rf"(?:at|a las?|las?|@)\s*(?P<hour>\d{{1,2}})(?![\d/:h]|\.\d|\s?h(?:rs|s|oras)?\b|\s?{_MERIDIEM})"


def _stamp(said: _Said, found: re.Match[str]) -> _Said:
    at = datetime.fromtimestamp(min(int(found["stamp"]), 2**33), UTC)
    return replace(said, instant=at)


def _iso(said: _Said, found: re.Match[str]) -> _Said:
    # Who writes a date like this counts the hours to twenty-four.
    return replace(_dated(said, int(found["year"]), int(found["month"]), int(found["day"])), exact=True)


def _numbers(said: _Said, found: re.Match[str]) -> _Said:
    first, second, year = int(found["first"]), int(found["second"]), found["year"]
    if first <= NOON and second <= NOON and first != second:
        raise BadInput(mark("A date like 4/12 can be two days. Write the month as a word, or the date as 2026-12-04."))
    day, month = (first, second) if second <= NOON else (second, first)
    return _dated(said, int(year) + (2000 if len(year) < 4 else 0) if year else None, month, day)


def _named(said: _Said, found: re.Match[str]) -> _Said:
    year = int(found["year"]) if found["year"] else None
    return _dated(said, year, MONTHS[found["month"]], int(found["day"]))


def _dated(said: _Said, year: int | None, month: int, day: int) -> _Said:
    if said.day is not None:
        raise BadInput(_TWICE)
    today = said.now.date()
    try:
        wanted = date(year or today.year, month, day)
        if year is None and wanted < today:
            wanted = date(today.year + 1, month, day)
    except ValueError:
        raise BadInput(mark("There is no such date. Write it like 2026-12-04.")) from None
    return replace(said, day=wanted)


def _near(said: _Said, found: re.Match[str]) -> _Said:
    word = found[0].strip()
    days = {"today": 0, "hoy": 0, "tomorrow": 1, "manana": 1}.get(word, 2)
    return _counted(said, days)


def _counted(said: _Said, days: int) -> _Said:
    if said.day is not None:
        raise BadInput(_TWICE)
    return replace(said, day=said.now.date() + timedelta(days=days))


def _this(said: _Said, found: re.Match[str]) -> _Said:
    """Tonight, this evening, esta tarde: today, before or after noon."""
    return replace(_counted(said, 0), half=PARTS[found["part"] or "night"])


def _weekday(said: _Said, found: re.Match[str]) -> _Said:
    if said.weekday is not None:
        raise BadInput(_TWICE)
    return replace(said, weekday=WEEKDAYS[found["day"]], following=found["next"] == "next")


def _part(said: _Said, found: re.Match[str]) -> _Said:
    return replace(said, half=PARTS[found["part"]])


def _hour(said: _Said, found: re.Match[str]) -> _Said:
    if said.hour is not None:
        raise BadInput(_TWICE)
    groups = found.groupdict()
    hour, minute = int(groups["hour"]), int(groups.get("minute") or 0)
    match groups.get("quarter"):
        case "media" | "half":
            minute = 30
        case "cuarto":
            minute = 15
        case "menos cuarto":
            hour, minute = hour - 1, 45
    letter = groups.get("half")
    half = {"a": MORNING, "p": EVENING}.get(letter or "", said.half)
    exact = said.exact or groups["hour"].startswith("0")
    return replace(said, hour=(hour, minute), half=half, exact=exact)


def _twelve(said: _Said, found: re.Match[str]) -> _Said:
    if said.hour is not None:
        raise BadInput(_TWICE)
    if not found["noon"] and (said.day is not None or said.weekday is not None):
        raise BadInput(_MIDNIGHT)
    return replace(said, hour=(12, 0) if found["noon"] else (0, 0), exact=True)


def _after(said: _Said, found: re.Match[str]) -> _Said:
    """In two hours: counted from now. In two days: that day, at this hour unless another one is said."""
    if said.instant is not None or said.day is not None:
        raise BadInput(_TWICE)
    count = 0.5 if found["some"] else float(COUNTS.get(found["count"]) or found["count"])
    seconds = min(count + bool(found["more"]) / 2, 10_000) * SECONDS[found["unit"]]
    if SECONDS[found["unit"]] >= SECONDS["day"]:
        return replace(said, day=said.now.date() + timedelta(seconds=seconds), same_hour=True)
    minutes = -(-(said.utc + timedelta(seconds=seconds)).timestamp() // 60)
    return replace(said, instant=datetime.fromtimestamp(minutes * 60, UTC))


_Reader = Callable[[_Said, "re.Match[str]"], _Said]
_PATTERNS: tuple[tuple[re.Pattern[str], _Reader | None], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"<t:(?P<stamp>\d{1,12})(?::[a-z])?>", _stamp),
        (r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:t(?=\d))?", _iso),
        (r"(?P<first>\d{1,2})([/.-])(?P<second>\d{1,2})\2(?P<year>\d{4}|\d{2})\b", _numbers),
        (r"(?P<first>\d{1,2})/(?P<second>\d{1,2})\b(?P<year>)", _numbers),
        (rf"{_IN}(?P<more>\s+(?:and a half|y media))?", _after),
        (rf"(?P<day>\d{{1,2}}){_TH}\s*(?:of |de |del |-)?\s*(?P<month>{_MONTH})\b\.?{_YEAR}", _named),
        (rf"(?P<month>{_MONTH})\b\.?\s*(?:the )?(?P<day>\d{{1,2}}){_TH}(?![\d:]|\s?[ap]\.?m){_YEAR}", _named),
        (rf"tonight\b|(?:this|esta)\s+(?P<part>{_PART})\b", _this),
        (r"day after tomorrow|pasado manana|tomorrow|today|hoy", _near),
        (rf"(?:(?:de|por|en|a)\s+la|(?:in|of)\s+the|at)\s+(?P<part>{_PART})\b", _part),
        (r"manana\b", _near),
        (rf"(?P<part>{_PART})\b", _part),
        (rf"(?:(?P<next>next|this|coming|proximo|este)\s+)?(?P<day>{_DAY})\b\.?(?:\s+que viene)?", _weekday),
        (r"(?P<noon>noon|midday|mediodia)|midnight|medianoche", _twelve),
        (rf"(?P<hour>\d{{1,2}})\s?[:.h]\s?(?P<minute>\d{{2}})(?!\d)(?:\s?{_HALF})?(?:\s?h(?:rs?|s)?\b)?", _hour),
        (rf"(?P<hour>\d{{1,2}})\s?{_HALF}", _hour),
        (r"(?P<hour>\d{1,2})\s?(?:hrs|hs|h|horas|oclock)\b", _hour),
        (r"(?P<quarter>half) past (?P<hour>\d{1,2})\b", _hour),
        (rf"{_AT}(?:\s+(?:y\s+)?(?P<quarter>media|menos cuarto|cuarto))?", _hour),
        (r"(?:on|the|at|el|las?|los|a|de|del|por|and|y|of|in|en)\b|[,;@]", None),
    )
)  # fmt: skip


def read_when(text: str, now: datetime, zone: ZoneInfo) -> When:
    """The time to come that `text` means to somebody whose clocks show the time of `zone`.

    BadInput, with a sentence that says how to write it, if it cannot be read or can be read in two ways, is past, or
    lies more than a year ahead. An hour that clocks skip is the first one after it.
    """
    said = _Said(wall_of(now, zone), now)
    try:
        for found, read in _words(spelt(fold(clean(text, WHEN_LIMIT)))):
            said = read(said, found) if read is not None else said
        wall = _wall(said, zone)
        when = When(wall, said.instant or instant_of(wall, zone))
    except (OverflowError, ValueError):
        raise BadInput(_UNREADABLE) from None
    if when.at <= now:
        raise BadInput(mark("That was {when}. Choose a time to come."), when=Markup(f"<t:{when.at.timestamp():.0f}:R>"))
    if when.at - now > FARTHEST:
        raise BadInput(mark("That is more than a year away. Choose a time within a year."))
    return when


def _wall(said: _Said, zone: ZoneInfo) -> datetime:
    if said.instant is not None:
        if said.hour or said.day or said.weekday is not None:
            raise BadInput(_TWICE)
        return wall_of(said.instant, zone)
    if said.hour is None and said.same_hour and said.day is not None:
        return datetime.combine(said.day, said.now.time().replace(second=0, microsecond=0))
    if said.hour is None:
        if said.day is None and said.weekday is None:
            raise BadInput(_UNREADABLE)
        raise BadInput(mark("At what time? Write the day and the hour, like: Friday 8pm."))
    hour = _time(said)
    day = said.day
    if said.weekday is not None:
        day = _of_week(said, said.weekday, hour)
    if day is None:
        day = said.now.date() + timedelta(days=hour <= said.now.time())
    return datetime.combine(day, hour)


def _time(said: _Said) -> time:
    """The hour that is meant, counted to twenty-four."""
    assert said.hour is not None
    hour, minute = said.hour
    if not (0 <= hour <= 23 and 0 <= minute <= 59) or (said.half == MORNING and hour > NOON):
        raise BadInput(_UNREADABLE)
    if hour > NOON or hour == 0:
        return time(hour, minute)
    match said.half:
        case None if said.exact or hour == NOON:
            return time(hour, minute)
        case None:
            raise BadInput(
                mark("Is that {hour} in the morning or in the evening? Write {hour} am, {hour} pm or {evening}:00."),
                hour=hour, evening=hour + NOON,
            )  # fmt: skip
        case str(half) if half == NIGHT and hour == NOON:
            raise BadInput(_MIDNIGHT)
        case str(half):
            late = half == EVENING or (half == NIGHT and hour > SMALL_HOURS)
            return time(hour % NOON + NOON * late, minute)


def _of_week(said: _Said, weekday: int, hour: time) -> date:
    """The day with this name that is meant: the next one, or the one that the date says as well."""
    if said.day is not None:
        if said.day.weekday() != weekday:
            raise BadInput(mark("{date} is another day of the week. Write only one of the two."), date=said.day)
        return said.day
    today = said.now.date()
    ahead = (weekday - today.weekday()) % 7
    if said.following and ahead:
        first = today + timedelta(days=ahead)
        raise BadInput(
            mark("“Next” can mean {first} or {second}. Leave it out, or write the date."),
            first=first, second=first + WEEK,
        )  # fmt: skip
    return today + timedelta(days=ahead or (7 if said.following or hour <= said.now.time() else 0))


def _words(text: str) -> Iterator[tuple[re.Match[str], _Reader | None]]:
    """The parts of what was said, from left to right; BadInput where one cannot be read."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = next(((hit, read) for pattern, read in _PATTERNS if (hit := pattern.match(text, at))), None)
        if found is None or found[0].end() == at:
            raise BadInput(_UNREADABLE)
        yield found
        at = found[0].end()
