"""Games as people play them: opened once, every answer told and counted once, and a sentence for whoever may not."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.errors import BadInput, Gone, NotAllowed
from bot.language import Language
from bot.quiz.known import Asked
from bot.quiz.model import ALTERNATE, REAL
from bot.quiz.moves import Mode, Refusal, Refused, Why
from bot.quiz.rounds import Stage
from bot.quiz.scoring import PASS
from bot.quiz.sheet import standings, tally
from bot.services.game_views import Click
from bot.services.policy import Feature, Place, Rules, Show
from bot.services.progress import Progress
from tests.bot.services.quiz_table import (
    ANA,
    LUIS,
    MARTA,
    NORA,
    QUIZ,
    everyone,
    refused,
    right,
    wait_and_advance,
    wrong,
)

# ---- opening ------------------------------------------------------------------------------------------------


async def test_a_game_for_everyone_waits_in_its_lobby_with_its_opener_in_it(games, clock):
    view = await games.open(QUIZ, Click(ANA), Mode.EVERYONE, Language.ES, 5)
    assert (view.new, view.game.stage, dict(view.players), view.record.starter) == (True, Stage.LOBBY, {1: ANA}, ANA)
    assert len(view.game.questions) == 5
    assert view.game.deadline == clock.now + timedelta(seconds=60)


async def test_a_game_alone_starts_at_once(games):
    view = await games.open(QUIZ, Click(ANA), Mode.SOLO, Language.EN, 3)
    assert (view.new, view.game.stage, view.game.number) == (True, Stage.QUESTION, 0)


async def test_starting_twice_shows_the_running_game(games):
    first = await everyone(games)
    again = await games.open(QUIZ, Click(LUIS), Mode.EVERYONE, Language.EN)
    assert (again.id, again.new, again.game.stage) == (first.id, False, Stage.QUESTION)
    await games.placed(first.id, 77, 900)
    in_the_thread = await games.open(Place(77, 1), Click(LUIS), Mode.EVERYONE, Language.EN)
    assert (in_the_thread.id, in_the_thread.new) == (first.id, False)
    elsewhere = await games.open(Place(6, 1), Click(LUIS), Mode.EVERYONE, Language.EN)
    assert elsewhere.new


async def test_many_who_start_at_once_start_one_game(games):
    views = await asyncio.gather(
        *(games.open(QUIZ, Click(person), Mode.EVERYONE, Language.EN) for person in range(1, 21))
    )
    assert len({view.id for view in views}) == sum(view.new for view in views) == 1


async def test_a_game_alone_that_is_opened_by_a_double_click_is_one_game(games):
    first, second = await asyncio.gather(*(games.open(QUIZ, Click(ANA, id), Mode.SOLO, Language.EN) for id in (1, 2)))
    assert (first.id, first.game.questions) == (second.id, second.game.questions)
    assert sorted([first.new, second.new]) == [False, True]


async def test_games_alone_do_not_disturb_one_another_or_a_game_for_everyone(games):
    views = [await games.open(QUIZ, Click(person), Mode.SOLO, Language.EN) for person in (ANA, LUIS)]
    views.append(await games.open(QUIZ, Click(ANA), Mode.EVERYONE, Language.EN))
    assert len({view.id for view in views}) == 3
    again = await games.open(QUIZ, Click(ANA), Mode.SOLO, Language.EN)
    assert (again.id, again.new) == (views[0].id, False)


async def test_where_there_is_no_quiz_nobody_opens_one(games):
    for rules in (Rules(off=frozenset({Feature.QUIZ})), Rules(paused=True), Rules(show=Show.REAL_ONLY)):
        with pytest.raises(NotAllowed):
            await games.open(Place(5, 1, rules=rules), Click(ANA), Mode.SOLO, Language.EN)
    with pytest.raises(NotAllowed, match="needs a server that I was added to"):
        await games.open(Place(5, 1, member=False), Click(ANA), Mode.EVERYONE, Language.EN)
    with pytest.raises(NotAllowed, match="only play alone"):
        await games.open(Place(5, 1, rules=Rules(private=True)), Click(ANA), Mode.EVERYONE, Language.EN)
    assert (await games.open(Place(5, 1, member=False), Click(ANA), Mode.SOLO, Language.EN)).new
    with pytest.raises(BadInput):
        await games.open(QUIZ, Click(LUIS), Mode.SOLO, Language.EN, about="nothing")


async def test_nobody_is_asked_again_what_they_saw_in_the_last_fourteen_days(games, clock):
    view = await games.open(QUIZ, Click(ANA), Mode.SOLO, Language.EN, 20)
    for number in range(10):
        await games.reveal(view.id, QUIZ, Click(ANA), number)
        view = await games.next(view.id, QUIZ, Click(ANA), number)
    seen = {question.item for question in view.game.questions[:10]}
    await games.end(view.id, QUIZ, Click(ANA))
    fresh = await games.open(QUIZ, Click(ANA), Mode.SOLO, Language.EN, 20)
    assert not seen & {question.item for question in fresh.game.questions}
    await games.end(fresh.id, QUIZ, Click(ANA))
    clock.pass_seconds(15 * 86400)
    later = await games.open(QUIZ, Click(ANA), Mode.SOLO, Language.EN, 20)
    assert seen & {question.item for question in later.game.questions}


# ---- playing ------------------------------------------------------------------------------------------------


async def test_a_whole_game_from_the_lobby_to_the_results(games, clock):
    view = await everyone(games, LUIS, NORA)
    for number in range(3):
        await games.answer(view.id, QUIZ, Click(ANA), number, right(view), sure=True)
        await games.answer(view.id, QUIZ, Click(LUIS), number, wrong(view))
        if number:
            await games.answer(view.id, QUIZ, Click(NORA), number, PASS)
        revealed = await wait_and_advance(games, clock, view)
        assert (revealed.game.stage, tally(revealed.game, number).right) == (Stage.REVEAL, 1)
        view = await wait_and_advance(games, clock, view)
    assert view.game.stage is Stage.RESULTS
    places = [(one.rank, view.players[one.player], one.score.points) for one in standings(view.game)]
    assert places == [(1, ANA, 30), (2, NORA, 14), (3, LUIS, 12)]
    assert await games.next_due() is None


async def test_an_answer_is_told_to_its_player_alone_and_can_be_changed(games):
    view = await everyone(games, LUIS)
    locked = await games.answer(view.id, QUIZ, Click(LUIS), 0, REAL)
    assert (locked.outcome.given.key, locked.outcome.given.sure, locked.seat, dict(locked.players)) == (
        REAL,
        False,
        2,
        {},
    )
    changed = await games.answer(view.id, QUIZ, Click(LUIS), 0, ALTERNATE, sure=True)
    assert (changed.outcome.changed, changed.game.answered) == (True, 1)


async def test_whoever_answers_is_in_the_game_even_after_leaving_it_but_not_by_an_old_click(games):
    view = await everyone(games)
    assert (await games.answer(view.id, QUIZ, Click(LUIS, id=5), 0, REAL)).seat == 2
    await games.leave(view.id, QUIZ, Click(LUIS))
    await games.answer(view.id, QUIZ, Click(LUIS, id=5), 0, REAL)
    assert (await games.view(view.id, QUIZ)).game.present == {1}
    await games.answer(view.id, QUIZ, Click(LUIS, id=6), 0, ALTERNATE)
    view = await games.view(view.id, QUIZ)
    assert (view.game.present, dict(view.players)) == ({1, 2}, {1: ANA, 2: LUIS})


async def test_what_was_chosen_can_be_called_sure_afterwards(games):
    view = await everyone(games)
    assert "Choose an answer first" in str(await refused(games.sure(view.id, QUIZ, Click(ANA), 0)))
    await games.answer(view.id, QUIZ, Click(ANA), 0, REAL)
    now_sure = await games.sure(view.id, QUIZ, Click(ANA), 0)
    assert (now_sure.outcome.given.key, now_sure.outcome.given.sure) == (REAL, True)


async def test_an_answer_counts_by_when_it_was_given_not_by_when_it_came(games, clock):
    view = await everyone(games, LUIS)
    deadline = view.game.deadline
    clock.now = deadline + timedelta(seconds=30)  # a slow connection; nothing was revealed meanwhile
    in_time = Click(ANA, at=deadline + timedelta(seconds=1.5))
    assert (await games.answer(view.id, QUIZ, in_time, 0, REAL)).new
    late = await refused(games.answer(view.id, QUIZ, Click(LUIS, at=deadline + timedelta(seconds=1.6)), 0, REAL))
    assert late.refusal is Refusal.LATE


async def test_an_interaction_that_is_delivered_twice_counts_once(games):
    view = await everyone(games)
    click = Click(ANA, id=987)
    first = await games.answer(view.id, QUIZ, click, 0, REAL)
    again = await games.answer(view.id, QUIZ, click, 0, REAL)
    assert (again.outcome, again.new, again.game) == (first.outcome, False, first.game)


async def test_in_a_game_alone_the_player_reveals_and_goes_on(games):
    view = await games.open(QUIZ, Click(ANA), Mode.SOLO, Language.EN, 1)
    await games.answer(view.id, QUIZ, Click(ANA), 0, wrong(view), sure=True)
    revealed = await games.reveal(view.id, QUIZ, Click(ANA), 0)
    assert (revealed.game.stage, revealed.game.deadline) == (Stage.REVEAL, None)
    mine = await games.mine(view.id, QUIZ, ANA, 0)
    assert (mine.mark.points, mine.confident_mistake) == (0, True)
    assert (await games.next(view.id, QUIZ, Click(ANA), 0)).game.stage is Stage.RESULTS
    assert (await refused(games.join(view.id, QUIZ, Click(LUIS)))).refusal is Refusal.OVER


async def test_a_person_who_needs_more_time_gets_it_for_all(games):
    await Progress(games.database, games.clock).set_stretch(LUIS, 200)
    usual = (await everyone(games, NORA)).game
    longer = (await everyone(games, LUIS, place=Place(6, 1))).game
    assert (usual.stretch, longer.stretch) == (100, 200)
    assert longer.deadline - longer.since > 1.8 * (usual.deadline - usual.since)
    with pytest.raises(BadInput):
        await Progress(games.database, games.clock).set_stretch(LUIS, 1000)


async def test_how_hard_a_question_is_shows_in_the_answers(games):
    progress = Progress(games.database, games.clock)
    view = await everyone(games, LUIS)
    item = view.game.question.item
    assert await progress.asked(item) == Asked(0, 0)
    await games.answer(view.id, QUIZ, Click(ANA), 0, wrong(view))
    await games.answer(view.id, QUIZ, Click(LUIS), 0, right(view))
    await games.reveal(view.id, QUIZ, Click(ANA), 0)
    assert await progress.asked(item) == Asked(2, 1)


async def test_a_game_remembers_how_many_questions_were_asked_for(games):
    view = await games.open(QUIZ, Click(ANA), Mode.EVERYONE, Language.EN, 7)
    assert (view.game.settings.wanted, len(view.game.questions)) == (7, 7)


async def test_the_private_card_has_sure_mistakes_first(games):
    view = await everyone(games, count=4)
    for number, (key, sure) in enumerate([(wrong, False), (right, True), (wrong, True)]):
        await games.answer(view.id, QUIZ, Click(ANA), number, key(view), sure=sure)
        await games.reveal(view.id, QUIZ, Click(ANA), number)
        view = await games.next(view.id, QUIZ, Click(ANA), number)
    await games.reveal(view.id, QUIZ, Click(ANA), 3)
    card = await games.card(view.id, QUIZ, ANA)
    assert [one.number for one in (*card.mistakes, *card.right, *card.others)] == [2, 0, 1, 3]
    assert (card.standing.rank, card.standing.score.points, card.compass.items) == (1, 14, 3)
    assert (await games.card(view.id, QUIZ, NORA)).standing is None


# ---- who may not --------------------------------------------------------------------------------------------


async def test_only_the_starter_and_moderators_run_a_game(games):
    view = await everyone(games, LUIS)
    for act in (games.pause, games.go_on, games.extend, games.end):
        with pytest.raises(NotAllowed):
            await act(view.id, QUIZ, Click(LUIS))
    for act in (games.reveal, games.next, games.void):
        with pytest.raises(NotAllowed):
            await act(view.id, QUIZ, Click(LUIS), 0)
    assert (await games.extend(view.id, QUIZ, Click(MARTA, moderator=True))).outcome.added == 30
    assert (await games.void(view.id, QUIZ, Click(ANA), 0)).game.stage is Stage.REVEAL
    assert (await games.end(view.id, QUIZ, Click(MARTA, moderator=True))).game.closed is Why.HOST


async def test_a_forged_button_meets_a_sentence_and_changes_nothing(games):
    view = await everyone(games, LUIS)
    alone = await games.open(QUIZ, Click(NORA), Mode.SOLO, Language.EN)
    before = (await games.view(view.id, QUIZ)).game
    for expected, coroutine in [
        (Gone, games.answer(view.id, Place(5, 2), Click(ANA), 0, REAL)),
        (Gone, games.answer(view.id, Place(6, 1), Click(ANA), 0, REAL)),
        (Gone, games.answer(view.id, Place(5, None), Click(ANA), 0, REAL)),
        (Gone, games.answer(999, QUIZ, Click(ANA), 0, REAL)),
        (Gone, games.end(view.id, Place(6, 1), Click(ANA))),
        (Refused, games.answer(alone.id, QUIZ, Click(ANA), 0, REAL)),
        (Refused, games.answer(view.id, QUIZ, Click(ANA), 1, REAL)),
        (Refused, games.answer(view.id, QUIZ, Click(MARTA), 1, REAL)),
        (Refused, games.answer(view.id, QUIZ, Click(ANA), 10**17, REAL)),
        (Refused, games.answer(view.id, QUIZ, Click(ANA), 0, "z")),
        (BadInput, games.sure(view.id, QUIZ, Click(ANA), 5)),
        (Refused, games.mine(view.id, QUIZ, ANA, 0)),
        (Refused, games.mine(view.id, QUIZ, ANA, 7)),
    ]:
        assert isinstance(await refused(coroutine), expected)
    assert (await games.view(view.id, QUIZ)).game == before


async def test_fifty_clicks_of_one_person_at_once_leave_one_answer(games):
    view = await everyone(games, LUIS)
    await asyncio.gather(
        *(games.answer(view.id, QUIZ, Click(ANA, id=id), 0, [REAL, ALTERNATE][id % 2]) for id in range(1, 51))
    )
    assert (await games.view(view.id, QUIZ)).game.answered == 1
