"""The ranking of an event: who counts, and which of their answers; everything follows from the game's stored moves."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from bot.language import Language
from bot.quiz.model import Question
from bot.quiz.moves import Mode
from bot.quiz.position import Position
from bot.quiz.scoring import NOTHING, PASS, Given, Score, Standing, ranking, score
from bot.quiz.sheet import card, standings

RANKED_FROM: Final = 3
"""Players that make an event count."""
WORDS_A_SECOND: Final = 15
"""Nobody reads faster than that; three times what quick readers do (Brysbaert 2019: 238 words a minute on average)."""
LEAST_SECONDS: Final = 0.8
"""Nobody sees a question and presses a button faster than that."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Who stands where in an event."""

    standings: tuple[Standing, ...]
    """Of those who count, best first; `player` is a seat."""
    unranked: tuple[int, ...]
    """The seats of those who played without counting: reviewers of what was asked."""
    counts: bool
    """Whether enough played."""


def unusual(question: Question, given: Given, language: Language) -> bool:
    """Whether an answer came faster than anybody can read what was asked."""
    if given.key == PASS:
        return False
    words = len(f"{question.ask[language]} {question.prompt[language]}".split())
    return given.seconds < max(LEAST_SECONDS, words / WORDS_A_SECOND)


def too_fast(game: Position, seat: int) -> tuple[int, ...]:
    """The numbers, from 0, of the revealed questions that do not count for this player because of their pace."""
    language = game.settings.language
    return tuple(
        one.number for one in card(game, seat) if one.given is not None and unusual(one.question, one.given, language)
    )


def ranking_of(game: Position, unranked: Collection[int] = ()) -> Ranking:
    """The ranking of any game: of an event by its own rules, else of everybody by all their answers."""
    if game.settings.mode is Mode.EVENT:
        return event_ranking(game, unranked)
    return Ranking(standings(game), (), counts=True)


def event_ranking(game: Position, unranked: Collection[int] = ()) -> Ranking:
    """The ranking without the seats in `unranked`, and without the answers that nobody gives at that pace."""
    answered = {seat for round in game.rounds if round.counts for seat in round.given}
    ranked = answered - set(unranked)
    scores = {seat: event_score(game, seat) for seat in ranked}
    return Ranking(ranking(scores), tuple(sorted(answered - ranked)), len(ranked) >= RANKED_FROM)


def event_score(game: Position, seat: int) -> Score:
    """What a player of an event has come to, without the answers that nobody gives at that pace."""
    fast = set(too_fast(game, seat))
    # What does not count is no answer: neither its points nor its quickness.
    answers = [one for one in card(game, seat) if not one.voided]
    return score([(NOTHING, None) if one.number in fast else (one.mark, one.given) for one in answers])
