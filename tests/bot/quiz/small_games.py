"""Games of small questions in tests: opened, started, revealed and played on, by moves made by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.language import Language
from bot.quiz import moves
from bot.quiz.game import Game
from bot.quiz.model import REAL
from bot.quiz.moves import Mode, Move, Refusal, Refused, Settings
from tests.bot.quiz.samples import NOW, questions

ANA, LUIS, NORA = 1, 2, 3


def after(seconds: float):
    return NOW + timedelta(seconds=seconds)


def opened(mode: Mode = Mode.EVERYONE, asked=None, *, automatic: bool = True, until=None) -> Game:
    chosen = Settings(mode, Language.EN, automatic)
    return Game.open(moves.Opened(at=NOW, settings=chosen, questions=asked or questions(3), until=until))


def play(game: Game, *made: Move) -> Game:
    for move in made:
        game = game.apply(move).game
    return game


def joined(*seats: int, stretch: int = 100) -> list[Move]:
    return [moves.Joined(at=NOW, seat=seat, stretch=stretch) for seat in seats]


def started(mode: Mode = Mode.EVERYONE, asked=None, *, automatic: bool = True, seats=(ANA, LUIS)) -> Game:
    """A game whose first question is shown now."""
    return play(opened(mode, asked, automatic=automatic), *joined(*seats), moves.Started(at=NOW))


def answer(seat=ANA, key=REAL, *, at=2.0, number=0, sure=False, interaction=None) -> moves.Answered:
    return moves.Answered(at=after(at), interaction=interaction, seat=seat, number=number, key=key, sure=sure)


def refusal(game: Game, move: Move) -> Refusal:
    with pytest.raises(Refused) as caught:
        game.apply(move)
    return caught.value.refusal


def revealed(game: Game, at: float = 30) -> Game:
    return play(game, moves.Revealed(at=after(at), number=game.number))
