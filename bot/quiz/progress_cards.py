"""What `/me` says of how somebody is doing: their compass, whole and by theme."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.history.card import Line, Role
from bot.language import Language, Words, words
from bot.quiz.compass import Bearing, Compass
from bot.quiz.model import Text
from bot.quiz.result_cards import compass_lines

THEMES: Final = 8
"""Themes shown, the least told apart first."""


def progress_card(
    compass: Compass, games: int, answered: int, right: int, topics: Mapping[str, Text], language: Language
) -> list[Line]:
    """What somebody has done, how well they tell the histories apart, and where they do not yet."""
    _ = words(language)
    lines = [Line(Role.HEADING, _("Your progress"))]
    if not answered:
        return [*lines, Line(Role.BODY, _("You have not answered a question yet. /quiz is where they are."))]
    played = _.plural("{count} game", "{count} games", games)
    given = _.plural("{count} answer", "{count} answers", answered)
    lines.append(Line(Role.BODY, _("{games}, {answers}, {right} right.", games=played, answers=given, right=right)))
    if compass.passed:
        lines.append(Line(Role.SMALL, _.plural("Passed {count} time.", "Passed {count} times.", compass.passed)))
    lines += [Line(Role.RULE), *compass_lines(compass, language)]
    themes = sorted(compass.themes.items(), key=lambda theme: theme[1].distance)[:THEMES]
    if themes:
        lines += [Line(Role.RULE), Line(Role.BODY, _("By theme, what you tell apart least first:"))]
        lines += [_theme(topics[id][language] if id in topics else id, bearing, _) for id, bearing in themes]
    if compass.bearing is not None:
        lines.append(Line(Role.SMALL, _(
            "d′ is how far apart the two histories are for you: 0 is guessing, 3 is hardly ever wrong."
        )))  # fmt: skip
    return lines


def _theme(name: str, bearing: Bearing, _: Words) -> Line:
    low, high = bearing.range
    said = _(
        "{theme}: d′ {distance} (between {low} and {high}, from {count} statements)",
        theme=name, distance=f"{bearing.distance:.1f}", low=f"{low:.1f}", high=f"{high:.1f}", count=bearing.items,
    )  # fmt: skip
    return Line(Role.SMALL, f"– {said}")
