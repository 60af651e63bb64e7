"""What a challenge can come to: why somebody challenges a question, and which answers could be ruled right too."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.quiz.model import Question, QuestionKind
from bot.quiz.position import Position
from bot.quiz.scoring import PASS, Given, mark_answer
from bot.quiz.sheet import score_of
from bot.text import fold

PROVISIONAL: Final = timedelta(hours=24)
"""How long after a game its questions can be challenged; its results are provisional until then."""
CANDIDATES: Final = 25
"""Answers offered to be ruled right."""


class Reason(StrEnum):
    """Why a question is challenged. The order is that of the menu; only ever added to."""

    WRONG_DATE = "wrong-date"
    AMBIGUOUS = "ambiguous"
    TRUE_IN_BOTH = "true-in-both"
    BAD_SOURCE = "bad-source"
    TYPED_RIGHT = "typed-right"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An answer that was wrong, and could be ruled right."""

    key: str
    """As it is kept: of a gap the words as they were first typed."""
    count: int
    """How many gave it."""


def provisional_until(game: Position) -> datetime | None:
    """Until when questions of a game can be challenged; None while it runs, since that is not known yet."""
    return game.since + PROVISIONAL if game.stage.over else None


def final(game: Position, now: datetime) -> bool:
    """Whether no question of a game can be challenged any more."""
    until = provisional_until(game)
    return until is not None and now > until


def challengeable(game: Position, now: datetime) -> tuple[int, ...]:
    """The numbers, from 0, of the questions that can be challenged now."""
    if final(game, now):
        return ()
    return tuple(number for number, round in enumerate(game.rounds) if round.counts)


def candidates(game: Position, number: int) -> tuple[Candidate, ...]:
    """The wrong answers to question `number`, however it was ruled on: options as shown, else the most given first."""
    question, given = game.questions[number], game.rounds[number].given.values()
    counts = Counter(one.key for one in given if one.key != PASS)
    if question.options and question.kind is not QuestionKind.ORDER:
        return tuple(Candidate(one.key, counts[one.key]) for one in question.options if not one.correct)
    language = game.settings.language
    first: dict[str, str] = {}
    times: Counter[str] = Counter()
    for one in sorted(given, key=lambda one: (one.at, one.key)):
        if not mark_answer(question, one, language).right:
            form = fold(one.key)
            first.setdefault(form, one.key)
            times[form] += 1
    ordered = sorted(first, key=lambda form: (-times[form], form))
    return tuple(Candidate(first[form], times[form]) for form in ordered[:CANDIDATES])


def same_answer(key: str, of: Question, to: Question) -> str | None:
    """The key that an answer to `of` has in `to`, which asks the same with other options; None if it is not there."""
    if of.id == to.id or of.kind in {QuestionKind.GAP, QuestionKind.REAL_OR_ALTERNATE, QuestionKind.THREE_WAY}:
        return key
    if of.kind is QuestionKind.DIVERGENCE:  # another account, with its sentences elsewhere
        return None
    there = {tuple(sorted(option.text.items())): option.key for option in to.options}
    here = {option.key: tuple(sorted(option.text.items())) for option in of.options}
    keys = [there.get(here[one]) for one in key] if of.kind is QuestionKind.ORDER else [there.get(here[key])]
    return "".join(one for one in keys if one) if all(keys) else None


def moved(before: Position, after: Position) -> int:
    """How many players have other points after something was ruled."""
    seats = {seat for round in after.rounds for seat in round.given}
    return sum(score_of(before, seat).points != score_of(after, seat).points for seat in seats)


def gave(game: Position, number: int, seat: int | None) -> Given | None:
    """What this seat answered to the question."""
    return game.rounds[number].given.get(seat) if seat is not None else None
