"""The daily post: when it is due by a server's clocks, and which fact it brings where only real history is shown."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.history.dates import When
from bot.history.model import Fact, Kind, World
from bot.quiz.calendar import instant_of, wall_of

DAY: Final = timedelta(days=1)
LEAST: Final = timedelta(minutes=5)
"""How long a post that is due right before midnight may still be made."""


@dataclass(frozen=True, slots=True)
class Planned:
    """The post of one day: from when on it is to be made, and until when it still is that day's."""

    day: date
    due: datetime
    until: datetime


def planned(day: date, at: time, zone: ZoneInfo) -> Planned:
    """The post of `day` at that time as clocks in `zone` show it. Where they skip it, right after the skip."""
    due = instant_of(datetime.combine(day, at), zone)
    midnight = instant_of(datetime.combine(day + DAY, time()), zone)
    return Planned(day, due, max(midnight, due + LEAST))


def following(now: datetime, at: time, zone: ZoneInfo, taken: Collection[date] = ()) -> Planned:
    """The next post after `now`, of a day that has none yet: a time that is past when it is chosen begins tomorrow."""
    day = wall_of(now, zone).date()
    while (one := planned(day, at, zone)).due <= now or day in taken:
        day += DAY
    return one


def fact_of_the_day(facts: Iterable[Fact], server: int, day: date) -> Fact | None:
    """A real fact: one whose day of the year it is, else the next in an order of the server's own, so that none comes
    again before all came. None if there is no real fact."""
    told = sorted(
        (fact for fact in facts if fact.world is World.REAL and fact.kind in {Kind.EVENT, Kind.SAID}),
        key=lambda fact: hashlib.sha256(f"{server} {fact.id}".encode()).digest(),
    )
    if not told:
        return None
    today = [fact for fact in told if fact.when is not None and _falls_on(fact.when, day)]
    ordered = today or told
    return ordered[(day.year if today else day.toordinal()) % len(ordered)]


def _falls_on(when: When, day: date) -> bool:
    """Whether something happened on exactly one day, of which this is the anniversary."""
    return when.earliest == when.latest and (when.earliest.month, when.earliest.day) == (day.month, day.day)
