"""Insights: intervals that are right, and nothing that could be told of fewer than five people."""

from __future__ import annotations

from random import Random

import pytest

from bot.history.model import World
from bot.quiz.insights import LEAST, STATEMENTS, Seen, Told, growth, shares, wilson


def rolled(seed: int) -> Random:
    return Random(seed)  # noqa: S311 # answers, not secrets


@pytest.mark.parametrize(
    ("count", "of", "low", "high"), [(5, 10, 0.2366, 0.7634), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0)]
)
def test_the_interval_is_wilsons(count, of, low, high):
    assert wilson(count, of) == pytest.approx((low, high), abs=1e-4)


def test_nothing_is_told_of_fewer_than_five_people_however_often_they_answered():
    for seed in range(500):
        dice = rolled(seed)
        told = [
            Told(f"fact-{dice.randint(0, 5)}", dice.randint(1, 9), dice.random() < 0.4)
            for _answer in range(dice.randint(0, 80))
        ]
        people = {what: {one.person for one in told if one.what == what} for what in {one.what for one in told}}
        found = shares(told)
        assert {share.what for share in found} == {what for what, ones in people.items() if len(ones) >= LEAST}
        for share in found:
            wrong = {one.person for one in told if one.what == share.what and one.wrong}
            assert (share.wrong, share.people) == (len(wrong), len(people[share.what]))
            assert share.low <= share.wrong / share.people <= share.high


def answers(people: int, facts: int, first: float, later: float) -> list[Seen]:
    """Everybody meets every fact twice; the shares of right answers, as evenly as can be."""
    found = []
    for right in (first, later):
        for person in range(people):
            for fact in range(facts):
                world = list(World)[fact % 2]
                correct = (person * facts + fact) // 2 % 10 < round(10 * right)
                found.append(Seen(f"fact-{fact}", person, world, (world is World.REAL) == correct))
    return found


def test_growth_is_told_with_an_interval_once_there_is_enough():
    found = growth(answers(20, 20, 0.6, 0.9))
    assert found is not None
    assert found.first.items == found.later.items == 400
    assert found.low < found.difference < found.high
    assert found.certain
    assert found.difference > 1
    same = growth(answers(20, 20, 0.7, 0.7))
    assert same is not None
    assert not same.certain


def test_growth_is_not_told_of_too_few_people_or_answers():
    assert growth([]) is None
    assert growth(answers(LEAST - 1, 60, 0.6, 0.9)) is None
    assert growth(answers(LEAST, STATEMENTS // LEAST - 2, 0.6, 0.9)) is None
    assert growth(answers(20, 20, 0.6, 0.9)[:400]) is None  # nobody met anything again
