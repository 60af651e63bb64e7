"""The compass: knowing is a distance from zero, believing everything or nothing is none, and luck averages out."""

from __future__ import annotations

import random
from math import isclose
from statistics import NormalDist, fmean, pstdev

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from bot.history.model import World
from bot.quiz.compass import SHOWN_AFTER, Bearing, Told, bearing, compass
from bot.quiz.model import ALTERNATE, REAL
from bot.quiz.oddities import Oddity, Tried, odd_items
from bot.quiz.scoring import PASS


def found(*counts: int) -> Bearing:
    result = bearing(*counts)
    assert result is not None
    return result


def told(count: int, right: float, *, sure: bool = False, theme: str = "asylum") -> list[Told]:
    """So many answers, by turns on each world, of which this share is right."""
    worlds = [World.REAL, World.ALTERNATE]
    answers = []
    for number in range(count):
        world = worlds[number % 2]
        hit = (number // 2 + 0.5) / (count / 2) < right
        answers.append(Told(theme, world, world if hit else world.other, sure))
    return answers


# ---- d′ and bias --------------------------------------------------------------------------------------------


def test_the_textbook_case_eighteen_of_twenty_and_three_of_twenty():
    z = NormalDist().inv_cdf
    assert isclose(found(18, 20, 3, 20).distance, z(18.5 / 21) - z(3.5 / 21))
    assert round(found(18, 20, 3, 20).distance, 2) == 2.15


@drawn(st.integers(1, 300), st.integers(1, 300))
def test_who_always_says_the_same_has_a_distance_of_exactly_zero(real, alternate):
    always_real, always_alternate = found(real, real, alternate, alternate), found(0, real, 0, alternate)
    assert always_real.distance == always_alternate.distance == 0
    assert always_real.bias < 0 < always_alternate.bias


def test_believing_everything_and_doubting_everything_are_equally_far_from_the_middle():
    assert round(found(20, 20, 20, 20).bias, 2) == -1.98
    assert round(found(0, 20, 0, 20).bias, 2) == 1.98


def test_who_is_always_right_is_far_from_zero_without_bias():
    assert found(20, 20, 0, 20).distance > 3.5
    assert isclose(found(20, 20, 0, 20).bias, 0, abs_tol=1e-12)


@drawn(st.data(), st.integers(1, 60), st.integers(1, 60))
def test_swapping_the_worlds_turns_the_bias_round_and_keeps_the_distance(data, real, alternate):
    hits, alarms = data.draw(st.integers(0, real)), data.draw(st.integers(0, alternate))
    one, other = found(hits, real, alarms, alternate), found(alternate - alarms, alternate, real - hits, real)
    assert isclose(one.distance, other.distance, abs_tol=1e-9)
    assert isclose(one.bias, -other.bias, abs_tol=1e-9)


def test_a_thousand_random_players_average_to_nothing():
    dice = random.Random(1940)  # noqa: S311 # the same players each time
    players = [compass([_guess(dice, number) for number in range(40)]).bearing for number in range(1000)]
    assert all(players)
    assert abs(fmean(player.distance for player in players if player)) < 0.1
    assert abs(fmean(player.bias for player in players if player)) < 0.1


def _guess(dice: random.Random, number: int) -> Told:
    world = [World.REAL, World.ALTERNATE][number % 2]
    return Told("asylum", world, dice.choice([REAL, ALTERNATE]), dice.random() < 0.5)


@pytest.mark.parametrize(("hit_rate", "alarm_rate"), [(0.5, 0.5), (0.75, 0.3), (0.85, 0.2)])
def test_the_standard_error_is_the_spread_that_players_of_one_ability_show(hit_rate, alarm_rate):
    dice = random.Random(1917)  # noqa: S311 # the same players each time
    spread, told_errors = [], []
    for _ in range(2000):
        player = found(
            sum(dice.random() < hit_rate for _ in range(100)),
            100,
            sum(dice.random() < alarm_rate for _ in range(100)),
            100,
        )
        spread.append(player.distance)
        told_errors.append(player.distance_error)
    assert isclose(pstdev(spread), fmean(told_errors), rel_tol=0.1)


def test_more_statements_make_it_surer():
    few, many = found(15, 20, 6, 20), found(150, 200, 60, 200)
    assert many.distance_error < few.distance_error / 2
    assert few.range[0] < many.range[0] < many.distance < many.range[1] < few.range[1]


def test_one_world_alone_gives_no_bearing():
    assert bearing(5, 10, 0, 0) is None
    assert compass([Told("asylum", World.REAL, REAL, True)] * 30).bearing is None


# ---- when it is shown ---------------------------------------------------------------------------------------


def test_it_is_shown_after_twenty_statements_and_passes_are_not_among_them():
    passes = [Told("asylum", World.REAL, PASS, False)] * 5
    before = compass([*told(SHOWN_AFTER - 1, 0.7), *passes])
    assert (before.bearing, before.items, before.passed, before.missing) == (None, SHOWN_AFTER - 1, 5, 1)
    after = compass([*told(SHOWN_AFTER, 0.7), *passes])
    assert after.bearing is not None
    assert (after.items, after.missing) == (SHOWN_AFTER, 0)


def test_each_theme_with_enough_statements_has_a_bearing_of_its_own():
    shown = compass([*told(20, 1.0, theme="asylum"), *told(20, 0.5, theme="murals"), *told(4, 1.0, theme="coast")])
    assert set(shown.themes) == {"asylum", "murals"}
    assert shown.themes["asylum"].distance > 2 > 0.5 > abs(shown.themes["murals"].distance)


def test_it_says_how_often_one_is_right_when_sure_and_when_not():
    shown = compass([*told(20, 0.9, sure=True), *told(20, 0.6)])
    assert (shown.sure.value, shown.lean.value) == (0.9, 0.6)
    assert compass(told(4, 1.0, sure=True)).sure.value is None


# ---- odd items ----------------------------------------------------------------------------------------------


def tried(odd: float, *, players: int = 40, knowing_wrong: bool = False) -> list[Tried]:
    """Players of rising knowledge on ten ordinary items, and on one that this share of them answers right."""
    answers = []
    for player in range(players):
        knows = player / players
        answers += [Tried(f"ordinary-{item}", player, (item * 7 + player) % 10 < 1 + 9 * knows) for item in range(10)]
        right = knows < odd if knowing_wrong else (player * 7) % players < odd * players
        answers.append(Tried("odd", player, right))
    return answers


def test_items_that_nearly_all_or_hardly_any_get_right_are_named():
    assert [(found.item, found.oddity, found.right) for found in odd_items(tried(1.0))] == [("odd", Oddity.TOO_EASY, 1)]
    assert [(found.item, found.oddity) for found in odd_items(tried(0.1))] == [("odd", Oddity.TOO_HARD)]


def test_items_that_those_who_know_more_get_wrong_more_often_are_named():
    (item,) = odd_items(tried(0.6, knowing_wrong=True))
    assert (item.item, item.oddity, item.answers) == ("odd", Oddity.AGAINST_KNOWLEDGE, 40)
    assert item.discrimination is not None
    assert item.discrimination < -0.5


def test_ordinary_items_and_items_with_few_answers_are_not_named():
    assert odd_items(tried(0.6)) == ()
    assert odd_items(tried(1.0, players=19)) == ()
    assert odd_items(tried(0.6, players=19, knowing_wrong=True)) == ()
