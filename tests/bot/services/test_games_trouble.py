"""What goes wrong with games: no permission, a channel gone, a restart, a crowd; what was acknowledged is on disk."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.language import Language
from bot.quiz.model import ALTERNATE, REAL
from bot.quiz.moves import Mode, Why
from bot.quiz.rounds import Stage
from bot.quiz.scoring import PASS
from bot.services.game_views import Click
from tests.bot.services.quiz_table import ANA, LUIS, QUIZ, everyone, restarted, wait_and_advance

# ---- what goes wrong ----------------------------------------------------------------------------------------


async def test_without_permission_the_game_is_paused_its_starter_told_once_and_it_ends_after_a_day(games, clock):
    view = await everyone(games)
    paused = await games.lost_permission(view.id)
    assert (paused.new, paused.game.paused.why, paused.record.starter) == (True, Why.NO_PERMISSION, ANA)
    assert not (await games.lost_permission(view.id)).new
    clock.pass_seconds(3600)
    back = await games.go_on(view.id, QUIZ, Click(ANA))
    assert back.game.deadline == view.game.deadline + timedelta(hours=1)
    await games.lost_permission(view.id)
    assert (await wait_and_advance(games, clock, view)).game.closed is Why.EXPIRED


async def test_a_game_whose_channel_is_gone_is_closed_once(games):
    view = await everyone(games)
    gone = await games.channel_gone(view.id)
    assert (gone.new, gone.game.closed) == (True, Why.CHANNEL_GONE)
    assert not (await games.channel_gone(view.id)).new
    assert (await games.open(QUIZ, Click(LUIS), Mode.EVERYONE, Language.EN)).new


async def test_a_lobby_that_nobody_is_in_closes_by_itself(games, clock):
    view = await games.open(QUIZ, Click(ANA), Mode.EVERYONE, Language.EN)
    await games.leave(view.id, QUIZ, Click(ANA))
    assert (await wait_and_advance(games, clock, view)).game.closed is Why.NOBODY


async def test_what_is_due_is_done_once_however_often_it_is_asked_for(games, clock):
    view = await everyone(games)
    clock.now = await games.next_due()
    views = await asyncio.gather(*(games.advance(view.id) for _ in range(10)))
    assert sum(one.new for one in views) == 1
    assert {one.game.stage for one in views} == {Stage.REVEAL}


# ---- restarts -----------------------------------------------------------------------------------------------


async def test_after_a_restart_the_question_goes_on_with_at_least_twenty_seconds_more(games, clock):
    view = await everyone(games, LUIS)
    await games.answer(view.id, QUIZ, Click(LUIS), 0, REAL)
    again = await restarted(games, clock)
    clock.now = view.game.deadline + timedelta(seconds=300)
    assert await again.due() == ()  # nothing is due before it has looked around
    (resumed,) = await again.resume()
    assert (resumed.id, resumed.game.stage, resumed.game.answered) == (view.id, Stage.QUESTION, 1)
    assert resumed.outcome.added == 20
    assert resumed.game.deadline >= clock.now + timedelta(seconds=20)
    assert await again.due() == ()


async def test_the_time_the_program_was_not_there_is_known_from_its_last_sign_of_life(games, clock):
    view = await everyone(games)
    clock.pass_seconds(12)
    await games.due()
    again = await restarted(games, clock)
    clock.pass_seconds(100)
    (resumed,) = await again.resume()
    assert resumed.game.deadline == view.game.deadline + timedelta(seconds=120)


async def test_what_ended_without_having_been_shown_is_shown_after_a_restart(games, clock):
    view = await everyone(games)
    await games.placed(view.id, 5, 900)
    ended = await games.end(view.id, QUIZ, Click(ANA))
    again = await restarted(games, clock)
    assert [one.id for one in await again.resume()] == [view.id]
    await again.shown(ended)
    assert await again.resume() == ()


async def test_a_paused_game_stays_paused(games, clock):
    view = await everyone(games)
    await games.pause(view.id, QUIZ, Click(ANA))
    again = await restarted(games, clock)
    (resumed,) = await again.resume()
    assert (resumed.game.paused.why, resumed.new) == (Why.HOST, False)


# ---- many at once -------------------------------------------------------------------------------------------


async def test_a_thousand_answers_at_once_are_all_stored_and_acknowledged(games, clock):
    people = range(1, 1001)
    view = await games.open(QUIZ, Click(1), Mode.EVERYONE, Language.EN, 1)
    await asyncio.gather(*(games.join(view.id, QUIZ, Click(person)) for person in people))
    view = await games.start(view.id, QUIZ, Click(1))
    answers = {person: [REAL, ALTERNATE, PASS][person % 3] for person in people}
    locked = await asyncio.gather(
        *(games.answer(view.id, QUIZ, Click(person, id=person), 0, key) for person, key in answers.items())
    )
    assert [one.outcome.given.key for one in locked] == list(answers.values())
    again = await restarted(games, clock)
    (view,) = await again.resume()
    stored = {view.players[seat]: given.key for seat, given in view.game.rounds[0].given.items()}
    assert stored == answers
