"""The daily question as a game: one for a server and a day of its time zone, revealed the day after."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.errors import NotAllowed
from bot.language import Language
from bot.quiz.moves import Refusal
from bot.quiz.rounds import Stage
from bot.quiz.scoring import PASS
from bot.quiz.sheet import tally
from bot.services.game_views import Click
from bot.services.games import Games
from bot.services.policy import Place
from bot.store.database import Database
from tests.bot.services.makers import SmallMaker
from tests.bot.services.quiz_table import ANA, LUIS, NORA, QUIZ, refused, right


async def test_the_daily_question_is_one_for_a_server_and_is_revealed_the_day_after(games, clock):
    assert await games.yesterday(QUIZ) is None
    first = await games.daily(QUIZ, Language.EN)
    again = await games.daily(Place(6, 1), Language.ES)
    assert (first.new, again.new, again.id) == (True, False, first.id)
    assert (await games.daily(Place(9, 2), Language.EN)).id != first.id
    locked = await games.answer(first.id, Place(6, 1), Click(LUIS), 0, right(first))
    assert (locked.outcome.given.key, locked.game.stage, locked.seat) == (right(first), Stage.QUESTION, 1)
    assert (await games.answer(first.id, QUIZ, Click(ANA), 0, PASS)).seat == 2
    clock.pass_seconds(86400)
    tomorrow = await games.daily(QUIZ, Language.EN)
    assert tomorrow.game.question.item != first.game.question.item
    yesterday = await games.yesterday(QUIZ)
    assert (yesterday.id, tally(yesterday.game, 0).right) == (first.id, 1)
    assert (await refused(games.answer(first.id, QUIZ, Click(NORA), 0, PASS))).refusal in {Refusal.LATE, Refusal.OVER}


async def test_the_same_server_and_day_always_give_the_same_question(games, tmp_path, clock):
    other = Games(SmallMaker(), await Database.open(tmp_path / "other"), clock)
    assert (await games.daily(QUIZ, Language.EN)).game.questions == (
        await other.daily(QUIZ, Language.EN)
    ).game.questions
    await other.database.close()


async def test_the_day_of_a_daily_question_is_that_of_the_servers_time_zone(games, clock):
    west, east = ZoneInfo("America/Mexico_City"), ZoneInfo("Asia/Tokyo")  # NOW is 12:00 there, and 3:00 of the next day
    here, there = await games.daily(QUIZ, Language.EN, west), await games.daily(Place(9, 2), Language.EN, east)
    assert (here.record.day, there.record.day) == ("2026-11-22", "2026-11-23")
    assert here.game.deadline == clock.now + timedelta(hours=12)
    assert there.game.deadline == clock.now + timedelta(hours=21)


async def test_the_daily_question_belongs_to_a_server(games):
    with pytest.raises(NotAllowed, match="needs a server that I was added to"):
        await games.daily(Place(5), Language.EN)
