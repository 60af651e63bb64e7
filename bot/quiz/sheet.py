"""What a game amounts to: points and ranking, how a question was answered, and each player's own card."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.quiz.model import Question, QuestionKind
from bot.quiz.position import Position
from bot.quiz.scoring import NOTHING, Given, Mark, Score, Standing, mark_answer, ranking, score


@dataclass(frozen=True, slots=True)
class Answered:
    """One question as one player answered it."""

    number: int
    question: Question
    given: Given | None
    mark: Mark
    voided: bool

    @property
    def confident_mistake(self) -> bool:
        """Sure, and wrong: what is remembered best once it is put right."""
        return self.mark.right is False and self.given is not None and self.given.sure


@dataclass(frozen=True, slots=True)
class Tally:
    """How a question was answered, without names."""

    players: int
    """In the game when it was revealed, or with an answer."""
    answered: int
    right: int
    wrong: int
    choices: Mapping[tuple[str, bool], int]
    """How many gave each key, apart for those who were sure; empty for what is typed."""

    def of(self, key: str) -> int:
        """How many gave this key, sure or not."""
        return self.choices.get((key, True), 0) + self.choices.get((key, False), 0)


def tally(game: Position, number: int) -> Tally:
    """How question `number` of the game was answered."""
    question, round = game.questions[number], game.rounds[number]
    given = round.given
    marks = [mark_answer(question, one, game.settings.language, round.accepted) for one in given.values()]
    typed = question.kind is QuestionKind.GAP
    return Tally(
        len({*game.present, *given}),
        len(given),
        sum(mark.right is True for mark in marks),
        sum(mark.right is False for mark in marks),
        {} if typed else Counter((one.key, one.sure) for one in given.values()),
    )


def card(game: Position, seat: int) -> tuple[Answered, ...]:
    """Every revealed question as this player answered it, in the order they were asked."""
    return tuple(answered(game, seat, number) for number, round in enumerate(game.rounds) if round.revealed)


def answered(game: Position, seat: int, number: int) -> Answered:
    """Question `number` as this player answered it; what it came to is nothing if it does not count."""
    question, round = game.questions[number], game.rounds[number]
    given = round.given.get(seat)
    mark = mark_answer(question, given, game.settings.language, round.accepted) if round.counts else NOTHING
    return Answered(number, question, given, mark, round.voided)


def score_of(game: Position, seat: int) -> Score:
    """What a player has come to over the revealed questions that count."""
    return score([(one.mark, one.given) for one in card(game, seat) if not one.voided])


def standings(game: Position) -> tuple[Standing, ...]:
    """Everybody who is in the game or answered something in it, best first; `player` is a seat."""
    seats = {*game.present, *(seat for round in game.rounds if round.revealed for seat in round.given)}
    return ranking({seat: score_of(game, seat) for seat in seats})
