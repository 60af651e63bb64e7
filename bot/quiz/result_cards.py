"""What the cards at the end of a game say: the ranking for all, and each player's own card for them alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from bot.history.card import INSTANT, SOMEBODY, Line, Role
from bot.history.timeline_card import shortened
from bot.language import Language, Words, words
from bot.quiz.answers import given_answer, right_answer
from bot.quiz.compass import Bearing, Compass
from bot.quiz.model import Question, QuestionKind
from bot.quiz.moves import Mode, Why
from bot.quiz.position import Position
from bot.quiz.refereeing import provisional_until
from bot.quiz.reveal import row
from bot.quiz.scoring import Standing
from bot.quiz.sheet import Answered, standings

RANKED: Final = 10
"""Players in the ranking on the card; everybody finds their own place under *My result*."""
STREAK: Final = 3
"""Right answers in a row that are worth a word; they pay nothing."""
MISTAKES: Final = 8
"""Mistakes told one by one."""
PROMPT_LIMIT: Final = 110
CLEAR, SOME = 1.5, 0.5
"""d′ from which on a player tells the histories apart well, or at all."""
TILT = 0.3
"""Bias from which on it is said which way a player leans."""


def results_card(
    game: Position, players: Mapping[int, int | None], language: Language, *, final: bool = False
) -> list[Line]:
    """The ranking, best first; those who tie share a rank. Names nobody who was erased.

    An event has its ranking in a message of its own; this one says so. `final` once nothing can be challenged any more.
    """
    _ = words(language)
    if game.settings.mode is Mode.EVENT:
        said = _("The quiz is over. Who won stands in the finals, a message of their own.")
        return [Line(Role.HEADING, _("Results")), Line(Role.BODY, said), *ruled_lines(game, language, final=final)]
    ranked = standings(game)
    lines = [Line(Role.HEADING, _("Results"))]
    lines += ranking_lines(ranked, players, RANKED, _)
    if not ranked:
        lines.append(Line(Role.BODY, _("Nobody played.")))
    return [*lines, *ruled_lines(game, language, final=final)]


def ranking_lines(ranked: Sequence[Standing], players: Mapping[int, int | None], shown: int, _: Words) -> list[Line]:
    """The first of a ranking, how many more there are, and what separates those who have equal points."""
    points = Counter(standing.score.points for standing in ranked)
    told = {one.score.points for one in ranked if one.score.stood_by and points[one.score.points] > 1}
    lines = [
        standing_line(one, players.get(one.player), _, level=one.score.points in told) for one in ranked[:shown]
    ]  # fmt: skip
    if (more := len(ranked) - shown) > 0:
        lines.append(Line(Role.BODY, _.plural("and {count} more player", "and {count} more players", more)))
    if any(points[one.score.points] > 1 for one in ranked[:shown]):
        lines.append(Line(Role.SMALL, _(
            "Of equal points, whoever was right more often with “I'm sure” is ahead, then who was quicker. Level in "
            "both, they share a place."
        )))  # fmt: skip
    return lines


def ruled_lines(game: Position, language: Language, *, final: bool) -> list[Line]:
    """Of a game that is over: what does not count, what was ruled right, and until it is `final` how long that can
    change."""
    _ = words(language)
    lines = []
    voided = [str(number + 1) for number, round in enumerate(game.rounds) if round.voided]
    if voided:
        lines.append(Line(Role.SMALL, _("Does not count: question {numbers}.", numbers=", ".join(voided))))
    ruled = [str(number + 1) for number, round in enumerate(game.rounds) if round.accepted and not round.voided]
    if ruled:
        text = _("More answers count as right, after a challenge: question {numbers}.", numbers=", ".join(ruled))
        lines.append(Line(Role.SMALL, text))
    until = provisional_until(game)
    if until is not None and not final and any(round.revealed for round in game.rounds):
        text = _("Provisional results, final {when}: until then a question can be challenged.", when=INSTANT)
        lines.append(Line(Role.SMALL, text, at=until))
    return lines


def standing_line(standing: Standing, person: int | None, _: Words, *, level: bool = False) -> Line:
    """One player's place and points; `person` is their Discord id, None for somebody who was erased.

    Where others have as many points (`level`), what puts them ahead of those is said too.
    """
    score = standing.score
    said = _(
        "{points} · {right} of {answers} right",
        points=_.plural("{count} point", "{count} points", score.points), right=score.right,
        answers=score.right + score.wrong,
    )  # fmt: skip
    if level:
        said += " · " + _.plural("“I'm sure”: {count} right", "“I'm sure”: {count} right", score.stood_by)
    name = SOMEBODY if person is not None else _("somebody who is gone")
    return Line(Role.BODY, f"{standing.rank}. {name} · {said}", id=person)


def closed_card(game: Position, language: Language) -> list[Line]:
    """Why a game ended without results."""
    _ = words(language)
    match game.closed:
        case Why.NOBODY:
            why = _("Nobody had joined. Start another with /quiz.")
        case Why.EXPIRED:
            why = _("Nobody went on with it for a day, so it is over.")
        case Why.CHANNEL_GONE:
            why = _("Where it was played is gone.")
        case _other:
            why = _("It was ended before a question was revealed.")
    return [Line(Role.HEADING, _("Quiz")), Line(Role.BODY, why)]


def own_card(
    game: Position, standing: Standing | None, mistakes: Sequence[Answered], right: Sequence[Answered],
    others: Sequence[Answered], compass: Compass, language: Language, among: int | None = None,
) -> list[Line]:  # fmt: skip
    """What one player had right and wrong, sure mistakes first, and their compass so far. For them alone.

    `among` is how many are ranked, if not everybody who played.
    """
    _ = words(language)
    if standing is None:
        return [Line(Role.HEADING, _("Your result")), Line(Role.BODY, _("You were not in this game."))]
    players = len(standings(game)) if among is None else among
    count = len(mistakes) + len(right) + len(others)
    points = _.plural("{count} point", "{count} points", standing.score.points)
    head = _("Your result: {points}", points=points)
    if players > 1 and standing.rank:
        head = _("{head}, place {rank} of {players}", head=head, rank=standing.rank, players=players)
    lines = [Line(Role.HEADING, head)]
    if not standing.rank:
        lines.append(Line(Role.SMALL, _("You are not ranked: you did not answer, or you decided on what was asked.")))
    for name, part in ((_("Right"), right), (_("Wrong"), mistakes), (_("Passed or not answered"), others)):
        lines.append(Line(Role.BODY, row(name, len(part), count, _) + _numbers(part)))
    if standing.score.streak >= STREAK:
        lines.append(Line(Role.SMALL, _("Longest run of right answers: {count}.", count=standing.score.streak)))
    if mistakes:
        lines.append(Line(Role.RULE))
    for one in mistakes[:MISTAKES]:
        lines += _mistake(one, game.settings.language, _)
    if (more := len(mistakes) - MISTAKES) > 0:
        lines.append(Line(Role.SMALL, _.plural("And {count} more mistake.", "And {count} more mistakes.", more)))
    return [*lines, Line(Role.RULE), *compass_lines(compass, language)]


def _numbers(part: Sequence[Answered]) -> str:
    return " · " + ", ".join(str(one.number + 1) for one in part) if part else ""


def _mistake(one: Answered, played_in: Language, _: Words) -> list[Line]:
    """A mistake with its own correction: which question, what was said, and what is so instead."""
    asked = one.question.prompt[_.language] or one.question.ask[_.language]
    first = f"{one.number + 1}. {shortened(asked.splitlines()[0], PROMPT_LIMIT)}"
    assert one.given is not None
    said = _("You: {answer}.", answer=given_answer(one.question, one.given, _))
    return [Line(Role.BODY, first), Line(Role.SMALL, f"{said} {_put_right(one.question, one.given.key, played_in, _)}")]


def _put_right(question: Question, key: str, played_in: Language, _: Words) -> str:
    """What is so instead of a wrong answer."""
    option = question.option(key) if question.kind is not QuestionKind.ORDER else None
    right = _("Right: {answer}.", answer=right_answer(question, played_in, _).rstrip("."))
    return f"{option.feedback[_.language]} {right}" if option else right


def compass_lines(compass: Compass, language: Language) -> list[Line]:
    """How well somebody tells the histories apart, or how much is missing until that can be said."""
    _ = words(language)
    if compass.bearing is None:
        missing = max(1, compass.missing)
        return [Line(Role.SMALL, _.plural(
            "Your compass is shown after {count} more statement told apart.",
            "Your compass is shown after {count} more statements told apart.", missing,
        )), *_other_kinds(compass, _)]  # fmt: skip
    bearing = compass.bearing
    low, high = bearing.range
    lines = [
        Line(Role.BODY, _(
            "Your compass: d′ {distance} (between {low} and {high}, from {count} statements). {reading}",
            distance=f"{bearing.distance:.1f}", low=f"{low:.1f}", high=f"{high:.1f}", count=bearing.items,
            reading=_reading(bearing, _),
        ))
    ]  # fmt: skip
    if compass.sure.value is not None:
        text = _("When you are sure, you are right {percent} % of the time.", percent=round(100 * compass.sure.value))
        lines.append(Line(Role.SMALL, text))
    if compass.lean.value is not None:
        text = _("When you lean, you are right {percent} % of the time.", percent=round(100 * compass.lean.value))
        lines.append(Line(Role.SMALL, text))
    return [*lines, *_other_kinds(compass, _)]


def _other_kinds(compass: Compass, _: Words) -> list[Line]:
    """How well somebody judges themselves where being sure earns nothing."""
    lines = []
    if (sure := compass.stood_by).value is not None:
        text = _(
            "Other questions: with “I'm sure” you are right {percent} % of the time ({count} answers).",
            percent=round(100 * sure.value), count=sure.of,
        )  # fmt: skip
        lines.append(Line(Role.SMALL, text))
    if (doubted := compass.doubted).value is not None:
        text = _(
            "Other questions: without it you are right {percent} % of the time ({count} answers).",
            percent=round(100 * doubted.value), count=doubted.of,
        )  # fmt: skip
        lines.append(Line(Role.SMALL, text))
    return lines


def _reading(bearing: Bearing, _: Words) -> str:
    if bearing.distance >= CLEAR:
        apart = _("You tell the two histories apart well.")
    elif bearing.distance >= SOME:
        apart = _("You tell the two histories apart more often than not.")
    else:
        apart = _("You do not tell the two histories apart yet.")
    if bearing.bias <= -TILT:
        return apart + " " + _("In doubt you believe the scenario.")
    if bearing.bias >= TILT:
        return apart + " " + _("In doubt you doubt real history.")
    return apart
