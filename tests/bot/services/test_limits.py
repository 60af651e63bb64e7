"""Limits: nobody who reads what they get meets one, and no program gets far."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TooFast
from bot.services import limits
from bot.services.limits import PERSON, SERVER, Limits, Use
from tests.bot.services.makers import StandingClock

ANA, LUIS, HERE, ELSEWHERE = 1, 2, 10, 11


@pytest.fixture
def held(clock) -> Limits:
    return Limits(clock)


def taken(held: Limits, use: Use, person: int, server: int | None, times: int) -> int:
    """How many of so many uses are let through."""
    through = 0
    for _ in range(times):
        try:
            held.take(use, person, server)
            through += 1
        except TooFast:
            pass
    return through


@pytest.mark.parametrize("use", list(Use))
def test_a_burst_is_let_through_and_then_one_every_so_often(held, clock, use):
    rate = PERSON[use]
    assert taken(held, use, ANA, HERE, 500) == rate.burst
    clock.pass_seconds(rate.every)
    assert taken(held, use, ANA, HERE, 5) == 1


def test_the_sentence_says_for_how_long_and_that_was_true(held, clock):
    taken(held, Use.COMMAND, ANA, None, 20)
    with pytest.raises(TooFast, match=r"Wait \{seconds\} s") as refused:
        held.take(Use.COMMAND, ANA, None)
    clock.pass_seconds(refused.value.fields["seconds"])
    held.take(Use.COMMAND, ANA, None)


def test_whoever_was_just_told_is_known_so_that_a_flood_is_not_answered_with_one(held, clock):
    taken(held, Use.COMMAND, ANA, None, 20)
    told = []
    for _ in range(3):
        with pytest.raises(TooFast) as refused:
            held.take(Use.COMMAND, ANA, None)
        told.append(refused.value.again)
    assert told == [False, True, True]
    clock.pass_seconds(60)
    assert taken(held, Use.COMMAND, ANA, None, 25) == 20


def test_one_persons_flood_is_nobody_elses(held):
    taken(held, Use.CLICK, ANA, HERE, 1000)
    held.take(Use.CLICK, LUIS, HERE)
    held.take(Use.ANSWER, ANA, HERE)


def test_a_server_has_a_limit_of_its_own_that_others_do_not_feel(held):
    burst = SERVER[Use.COMMAND].burst
    through = sum(taken(held, Use.COMMAND, person, HERE, 10) for person in range(100, 130))
    assert through == burst
    held.take(Use.COMMAND, 200, ELSEWHERE)
    with pytest.raises(TooFast, match="in this server"):
        held.take(Use.COMMAND, 200, HERE)


def test_a_thousand_people_may_answer_a_quiz_at_once(held):
    assert sum(taken(held, Use.ANSWER, person, HERE, 3) for person in range(1000)) == 3000


def test_what_a_server_refuses_costs_the_person_nothing(held):
    for person in range(100, 130):
        taken(held, Use.COMMAND, person, HERE, 10)
    assert taken(held, Use.COMMAND, ANA, HERE, 50) == 0
    assert taken(held, Use.COMMAND, ANA, None, 50) == PERSON[Use.COMMAND].burst


def test_no_more_is_remembered_than_there_is_room_for(held, monkeypatch):
    monkeypatch.setattr(limits, "REMEMBERED", 50)
    for person in range(1000):
        held.take(Use.CLICK, person, person)
    assert len(held._buckets) <= 51


@given(st.lists(st.tuples(st.sampled_from(list(Use)), st.floats(-5, 20)), max_size=200))
def test_never_more_than_a_burst_and_what_time_has_brought(steps):
    """Whatever comes when, and should the clock even go back."""
    clock = StandingClock()
    held, through, passed = Limits(clock), dict.fromkeys(Use, 0), 0.0
    for use, seconds in steps:
        clock.pass_seconds(seconds)
        passed += max(0.0, seconds)
        through[use] += taken(held, use, ANA, None, 3)
    for use, rate in PERSON.items():
        assert through[use] <= rate.burst + passed / rate.every + 1
