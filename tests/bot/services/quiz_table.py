"""Who plays games in tests and where, a game for everyone, its right and wrong answers, waiting, and a restart."""

from __future__ import annotations

import pytest

from bot.errors import UserError
from bot.language import Language
from bot.quiz.model import ALTERNATE, REAL
from bot.quiz.moves import Mode
from bot.services.game_views import Click, View
from bot.services.games import Games
from bot.services.policy import Place
from bot.store.database import Database
from tests.bot.services.makers import StandingClock

ANA, LUIS, NORA, MARTA = 11, 22, 33, 44
QUIZ = Place(5, 1)


async def everyone(games: Games, *others: int, count: int = 3, place: Place = QUIZ) -> View:
    """A started game of ana's for everyone, in which the others are."""
    view = await games.open(place, Click(ANA), Mode.EVERYONE, Language.EN, count)
    for other in others:
        await games.join(view.id, place, Click(other))
    return await games.start(view.id, place, Click(ANA))


def right(view: View) -> str:
    return view.game.question.answer[0]


def wrong(view: View) -> str:
    return ALTERNATE if right(view) == REAL else REAL


async def wait_and_advance(games: Games, clock: StandingClock, view: View) -> View:
    """The game after nobody did anything until it was due."""
    due = await games.next_due()
    assert due is not None
    clock.now = due
    assert await games.due() == (view.id,)
    return await games.advance(view.id)


async def refused(coroutine) -> UserError:
    with pytest.raises(UserError) as caught:
        await coroutine
    return caught.value


async def restarted(games: Games, clock: StandingClock) -> Games:
    """The same games in a program that was started again."""
    await games.database.close()
    database = await Database.open(games.database.path.parent)
    games.database = database
    return Games(games.maker, database, clock)
