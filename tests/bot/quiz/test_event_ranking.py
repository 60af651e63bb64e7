"""Who stands where in an event, and who does not count."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.language import Language
from bot.quiz import moves
from bot.quiz.event_ranking import event_ranking, too_fast, unusual
from bot.quiz.event_steps import Step, halftime_after, plan
from bot.quiz.game import HALFTIME_SECONDS, Game
from bot.quiz.moves import Mode, Refusal, Refused, Settings
from bot.quiz.scoring import Given
from tests.bot.quiz.samples import NOW, question


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def played(seconds: dict[int, float], count: int = 1) -> Game:
    """An event of so many questions, in which these seats answered the first after so many seconds."""
    asked = tuple(question(item=f"item-{number}") for number in range(count))
    game = Game.open(moves.Opened(at=NOW, settings=Settings(Mode.EVENT, Language.EN, True), questions=asked))
    for seat in seconds:
        game = game.apply(moves.Joined(at=NOW, seat=seat)).game
    game = game.apply(moves.Started(at=NOW)).game
    for seat, passed in seconds.items():
        key = game.question.answer[0]
        move = moves.Answered(at=after(passed), seat=seat, number=0, key=key, sure=True)
        game = game.apply(move).game
    return game.apply(moves.Revealed(at=after(14), number=0)).game


def test_three_players_make_an_event_count_and_two_do_not():
    assert event_ranking(played({1: 5, 2: 6, 3: 7})).counts
    assert not event_ranking(played({1: 5, 2: 6})).counts


def test_who_decided_on_what_was_asked_plays_without_being_ranked_and_does_not_make_it_count():
    ranking = event_ranking(played({1: 5, 2: 6, 3: 7}), unranked=[2])
    assert [one.player for one in ranking.standings] == [1, 3]
    assert ranking.unranked == (2,)
    assert not ranking.counts


def test_an_answer_faster_than_anybody_reads_brings_its_player_nothing():
    game = played({1: 0.2, 2: 6, 3: 7})
    assert too_fast(game, 1) == (0,)
    assert too_fast(game, 2) == ()
    points = {one.player: one.score.points for one in event_ranking(game).standings}
    assert points == {1: 0, 2: 10, 3: 10}


def test_a_pass_can_be_as_quick_as_one_likes():
    given = Given("pass", False, 0.1, NOW)
    assert not unusual(question(), given, Language.EN)
    assert unusual(question(), replace(given, key="real"), Language.EN)


def test_the_reveal_before_the_second_half_is_shown_longer():
    long, short = played({1: 5}, count=2), played({1: 5}, count=6)
    assert halftime_after(5) is None
    assert halftime_after(6) == 2
    assert not short.halftime
    for number in (1, 2):
        short = short.apply(moves.Next(at=after(20), number=number - 1)).game
        short = short.apply(moves.Revealed(at=after(30), number=number)).game
    assert short.halftime
    assert short.deadline is not None
    assert long.deadline is not None
    assert (short.deadline - after(30)) - (long.deadline - after(14)) >= HALFTIME_SECONDS * (after(1) - NOW)


def test_two_reminders_for_the_same_instant_are_one():
    hour = timedelta(hours=1)
    planned = [one.step for one in plan(after(7200), NOW, (hour, timedelta(minutes=60)))]
    assert planned == [Step.NATIVE, Step.ANNOUNCE, Step.REMIND, Step.LOBBY]
    assert Step.REMIND_EARLY in [one.step for one in plan(after(7200), NOW, (hour, timedelta(minutes=59)))]


def test_who_was_removed_can_neither_answer_nor_come_back():
    game = played({1: 5, 2: 6}, count=2).apply(moves.Removed(at=after(15), seat=2)).game
    assert game.present == {1}
    for move in (
        moves.Joined(at=after(16), seat=2),
        moves.Answered(at=after(16), seat=2, number=0, key="real", sure=False),
    ):
        with pytest.raises(Refused) as told:
            game.apply(move)
        assert told.value.refusal in {Refusal.REMOVED, Refusal.LATE}
