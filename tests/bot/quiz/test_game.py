"""A game from its lobby to its results: how long each of its stages lasts, and what a pause and a restart change."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.language import Language
from bot.quiz import moves, timing
from bot.quiz.game import RETURNING, SETTLING
from bot.quiz.moves import Mode, Refusal, Settings, Why
from bot.quiz.position import GRACE, KEPT_WAITING
from bot.quiz.rounds import Stage
from tests.bot.quiz.samples import NOW, question, questions
from tests.bot.quiz.small_games import ANA, LUIS, after, answer, joined, opened, play, refusal, revealed, started

# ---- from lobby to results ----------------------------------------------------------------------------------


def test_it_goes_from_the_lobby_over_questions_and_reveals_to_the_results():
    game = opened()
    stages = [game.stage]
    for move in [
        *joined(ANA), moves.Started(at=NOW), moves.Revealed(at=NOW, number=0), moves.Next(at=NOW, number=0),
        moves.Revealed(at=NOW, number=1), moves.Next(at=NOW, number=1), moves.Revealed(at=NOW, number=2),
        moves.Next(at=NOW, number=2),
    ]:  # fmt: skip
        game = play(game, move)
        stages.append(game.stage)
    assert " ".join(stages) == "lobby lobby question reveal question reveal question reveal results"


def test_a_question_is_shown_for_as_long_as_it_takes_to_read():
    short, long = question(prompt="Short."), question(prompt="word " * 80)
    assert timing.answering(short, Language.EN) == 15
    # 12 seconds, and 0.35 for each of 80 words, 1 of what is asked and 4 of the options: 41.75.
    assert timing.answering(long, Language.EN) == 42
    assert started(asked=(long,)).deadline == after(42)


@pytest.mark.parametrize(("stretch", "seconds"), [(100, 15), (150, 23), (200, 30)])
def test_the_one_who_needs_most_time_lengthens_it_for_all(stretch, seconds):
    asked = (question(prompt="Short."),)
    game = play(opened(asked=asked), *joined(ANA), *joined(LUIS, stretch=stretch), moves.Started(at=NOW))
    assert game.deadline == after(seconds)
    assert play(opened(asked=asked), *joined(LUIS, stretch=stretch), moves.Left(at=NOW, seat=LUIS)).stretch == 100


def test_a_server_may_want_more_or_less_time_but_never_less_than_fifteen_seconds():
    long = question(prompt="word " * 80)
    assert [timing.answering(long, Language.EN, pace) for pace in (50, 100, 200)] == [21, 42, 84]
    assert timing.answering(question(prompt="Short."), Language.EN, 50, stretch=200) == 30


def test_a_game_keeps_the_questions_it_began_with():
    move = moves.Opened(at=NOW, settings=Settings(Mode.SOLO, Language.ES, False), questions=questions(2))
    assert moves.from_json(moves.to_json(move)) == move


# ---- what time brings ---------------------------------------------------------------------------------------


def test_the_lobby_starts_by_itself_or_closes_if_nobody_came():
    waiting = opened(until=after(60))
    assert waiting.due(after(59.9)) is None
    assert play(waiting, waiting.due(after(60))).closed is Why.NOBODY
    full = play(waiting, *joined(ANA))
    assert full.due(after(60)) == moves.Started(at=after(60))


def test_a_question_is_revealed_when_its_time_and_the_grace_are_over():
    game = started()
    over = game.deadline + GRACE
    assert game.due(over - timedelta(milliseconds=1)) is None
    assert game.due(over) == moves.Revealed(at=over, number=0)


def test_the_next_question_comes_by_itself_only_where_that_was_chosen():
    by_itself, waiting = revealed(started()), revealed(started(automatic=False))
    assert by_itself.due(by_itself.deadline) == moves.Next(at=by_itself.deadline, number=0)
    assert waiting.deadline is None
    assert waiting.due(after(3600)) is None


def test_a_game_that_nobody_goes_on_with_ends_after_a_day_with_what_results_there_are():
    waiting = revealed(started(automatic=False))
    assert play(waiting, waiting.due(after(30) + KEPT_WAITING)).stage is Stage.RESULTS
    paused = play(started(), moves.Paused(at=after(5), why=Why.NO_PERMISSION))
    closed = play(paused, paused.due(after(5) + KEPT_WAITING))
    assert (closed.stage, closed.closed) == (Stage.CLOSED, Why.EXPIRED)
    assert closed.due(after(10**6)) is None


def test_when_everybody_has_answered_nobody_waits_long():
    one = play(started(), answer(ANA, at=2))
    assert one.deadline == started().deadline
    assert play(one, answer(LUIS, at=4)).deadline == after(4) + SETTLING
    assert play(one, moves.Left(at=after(3), seat=LUIS)).deadline == after(3) + SETTLING
    alone = play(started(Mode.SOLO, seats=(ANA,)), answer(ANA, at=2))
    assert alone.deadline == started(Mode.SOLO, seats=(ANA,)).deadline


def test_a_daily_question_lasts_until_its_day_is_over_and_needs_nobody_to_start():
    game = play(opened(Mode.DAILY, questions(1), until=after(3600)), moves.Started(at=NOW))
    assert game.deadline == after(3600)
    game = play(game, *joined(ANA), answer(ANA, at=3000))
    assert game.deadline == after(3600)
    assert game.due(after(3602)) == moves.Revealed(at=after(3602), number=0)


# ---- pauses and restarts ------------------------------------------------------------------------------------


def test_a_pause_stops_the_time_and_answers_given_before_it_still_count():
    paused = play(started(), moves.Paused(at=after(10), why=Why.HOST))
    assert refusal(paused, answer(at=11)) is Refusal.PAUSED
    assert play(paused, answer(at=9)).answered == 1
    assert refusal(paused, moves.Paused(at=after(11), why=Why.HOST)) is Refusal.PAUSED
    game = play(paused, moves.Resumed(at=after(110)))
    assert game.deadline == started().deadline + timedelta(seconds=100)
    assert play(game, answer(at=113)).rounds[0].given[ANA].seconds == 13


def test_after_a_restart_a_question_gets_its_time_back_and_twenty_seconds_more():
    game = started(asked=(question(prompt="word " * 80),))
    for away in (0, 1, 290):
        turn = game.apply(moves.Resumed(at=after(10 + away), since=after(10)))
        assert turn.game.deadline == game.deadline + timedelta(seconds=away) + RETURNING
        assert turn.outcome.added == 20
    just_over = game.apply(moves.Resumed(at=after(100), since=after(43)))
    assert just_over.game.deadline == after(100) + RETURNING


def test_more_time_can_be_given():
    turn = started().apply(moves.Extended(at=after(3), seconds=30))
    assert turn.game.deadline == started().deadline + timedelta(seconds=30)
    assert turn.outcome.added == 30
    paused = play(started(), moves.Paused(at=after(3), why=Why.HOST))
    assert paused.apply(moves.Extended(at=after(90), seconds=30)).outcome.added == 30
