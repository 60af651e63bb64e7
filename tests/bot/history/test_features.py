"""Which facts have a feature, and how often, whether or not they are laid out yet."""

from __future__ import annotations

from collections.abc import Hashable

import pytest

from bot.history.features import FEW, MOST, WAITING, Features

Counts = dict[Hashable, int]


def held(features: Features, feature: Hashable, ids: list[str]) -> tuple[int, dict[str, int]]:
    [(whole, found)] = features.look_up([feature], ids)
    return whole, dict(found)


def many(number: int) -> Features:
    features = Features()
    for at in range(number):
        features.add(f"fact-{at}", {"all": 1, ("pair", str(at)): at + 1})
    return features


@pytest.mark.parametrize("number", [1, WAITING, WAITING + 1, FEW + 10])
def test_a_feature_is_counted_over_all_facts_and_told_of_those_asked_for(number: int):
    features, last = many(number), number - 1
    assert held(features, "all", ["fact-0", "unheard of"]) == (number, {"fact-0": 1})
    assert held(features, ("pair", str(last)), ["fact-0", f"fact-{last}"])[1][f"fact-{last}"] == number


def test_a_feature_that_no_fact_has_is_held_by_none():
    assert held(many(FEW), "nothing", ["fact-0"]) == (0, {})


@pytest.mark.parametrize("number", [2, FEW + 10])
def test_a_fact_that_was_removed_is_not_counted_and_may_come_back(number: int):
    features = many(number)
    held(features, "all", [])
    features.remove("fact-1")
    assert held(features, "all", ["fact-0", "fact-1"]) == (number - 1, {"fact-0": 1})
    features.add("fact-1", {"all": 5})
    assert held(features, "all", ["fact-1"]) == (number + 4, {"fact-1": 5})
    assert held(features, ("pair", "1"), ["fact-1"]) == (0, {})


def test_what_is_laid_out_again_leaves_out_what_went():
    features = many(WAITING + 1)
    held(features, "all", [])
    features.remove("fact-0")
    for at in range(WAITING + 1):
        features.add(f"more-{at}", {"all": 2})
    assert held(features, "all", ["fact-0", "fact-1", "more-0"]) == (3 * WAITING + 2, {"fact-1": 1, "more-0": 2})


def test_a_count_stops_where_two_bytes_do():
    features = Features()
    features.add("often", {"all": 10 * MOST})
    assert held(features, "all", ["often"]) == (MOST, {"often": MOST})
