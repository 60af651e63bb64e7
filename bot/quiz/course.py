"""How somebody has come along: their compass as it went, each theme before and now, and how often sure is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.quiz.compass import Bearing, Share, Told, compass

LATEST: Final = 60
"""The statements, up to a day, that its compass rests on: enough to say something, few enough to show a change."""
DAYS: Final = 60
"""Days shown at most: the latest."""

History = Sequence[tuple[datetime, Told]]
"""What somebody told apart and when, oldest first."""


@dataclass(frozen=True, slots=True)
class Point:
    """How well somebody told the histories apart at the end of a day."""

    day: date
    bearing: Bearing


@dataclass(frozen=True, slots=True)
class Theme:
    """How well somebody tells them apart in one theme."""

    id: str
    now: Bearing
    before: Bearing | None
    """Over the first half of what they told apart there, where both halves are enough to say something."""


@dataclass(frozen=True, slots=True)
class Course:
    """How somebody has come along."""

    points: tuple[Point, ...]
    """One for each day they played, from the first with enough statements."""
    themes: tuple[Theme, ...]
    """What they tell apart least, first."""
    sure: Share
    lean: Share


def course(history: History) -> Course:
    """The course of everything somebody told apart."""
    told = [one for _at, one in history]
    days: dict[date, int] = {at.date(): number for number, (at, _one) in enumerate(history, 1)}
    points = [
        Point(day, found)
        for day, until in days.items()
        if (found := compass(told[max(0, until - LATEST) : until]).bearing) is not None
    ]
    whole = compass(told)
    themes = (_theme(id, whole.themes, [one for one in told if one.theme == id]) for id in whole.themes)
    ordered = sorted(themes, key=lambda theme: (theme.now.distance, theme.id))
    return Course(tuple(points[-DAYS:]), tuple(ordered), whole.sure, whole.lean)


def _theme(id: str, whole: Mapping[str, Bearing], told: Sequence[Told]) -> Theme:
    """The later half beside the earlier, if both say something; else all of it."""
    half = len(told) // 2
    before, now = (compass(part).themes.get(id) for part in (told[:half], told[half:]))
    return Theme(id, now, before) if before and now else Theme(id, whole[id], None)
