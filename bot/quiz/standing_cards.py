"""What is said of how a server stands: one's own place first, then the others, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.history.card import SOMEBODY, Line, Role
from bot.history.dates import show_day
from bot.language import Language, Words, words
from bot.quiz.compass import Bearing

PAGE: Final = 25
"""Places on one page, so that each page is one message."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a standing."""

    rank: int
    person: int
    """A Discord id."""
    points: int
    right: int
    answered: int
    bearing: Bearing | None


def standing_card(
    own: Place | None, shown: Sequence[Place], page: int, erased: int, month: int | None, language: Language, *,
    ranked: bool, hidden: bool,
) -> list[Line]:  # fmt: skip
    """A page of a standing, from 0; `ranked` of events that count, else of casual games.

    `month` is the number of the month it is of, None over all; `erased` the points of those who are known no more.
    """
    _ = words(language)
    what = _("Events") if ranked else _("Casual games")
    span = show_day(language, month) if month else _("over all")
    lines = [Line(Role.HEADING, _("Standing · {what} · {span}", what=what, span=span)), _own(own, len(shown), _)]
    if hidden:
        lines.append(Line(Role.SMALL, _("Others do not see you here: you chose so in your settings.")))
    if shown:
        lines.append(Line(Role.RULE))
    lines += [_place(place, _) for place in shown[page * PAGE : (page + 1) * PAGE]]
    if erased:
        said = _.plural("{count} point", "{count} points", erased)
        lines.append(Line(Role.SMALL, _("Deleted players together: {points}.", points=said)))
    if any(place.bearing for place in shown):
        lines.append(
            Line(Role.SMALL, _("d′ says how far apart the histories are for somebody, from 20 statements on."))
        )
    if ranked:
        rule = _("Events with three players or more count; reviewers of their questions play beside it.")
    else:
        rule = _("Games for everyone and the question of the day count, games alone do not.")
    return [*lines, Line(Role.SMALL, rule)]


def pages(count: int) -> int:
    """How many pages so many places take."""
    return max(1, -(-count // PAGE))


def _own(own: Place | None, count: int, _: Words) -> Line:
    if own is None:
        return Line(Role.BODY, _("You have no points here yet."))
    said = _points(own, _)
    return Line(Role.BODY, _("You: place {rank} of {count}, {points}", rank=own.rank, count=count, points=said))


def _place(place: Place, _: Words) -> Line:
    return Line(Role.BODY, f"{place.rank}. {SOMEBODY} · {_points(place, _)}", id=place.person)


def _points(place: Place, _: Words) -> str:
    said = _(
        "{points} · {right} of {answers} right",
        points=_.plural("{count} point", "{count} points", place.points), right=place.right, answers=place.answered,
    )  # fmt: skip
    return f"{said} · d′ {place.bearing.distance:.1f}" if place.bearing else said
