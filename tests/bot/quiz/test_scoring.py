"""Scoring: whoever says honestly how sure they are does best, and speed only breaks ties."""

from __future__ import annotations

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from bot.history.model import World
from bot.language import Language
from bot.quiz.model import ALTERNATE, REAL, QuestionKind
from bot.quiz.scoring import FULL, PASS, Given, Mark, Score, mark_answer, ranking, score
from tests.bot.quiz.samples import NOW, question

KINDS_WITH_ONE_CHOICE = [QuestionKind.THREE_WAY, QuestionKind.DATE, QuestionKind.WHO, QuestionKind.DIVERGENCE]


def marked(kind: QuestionKind, key: str, *, sure: bool = False, world: World = World.REAL) -> Mark:
    return mark_answer(question(kind, world=world), Given(key, sure, 3.0, NOW), Language.EN)


def belief_points(key: str, *, sure: bool, world: World) -> int:
    return marked(QuestionKind.REAL_OR_ALTERNATE, key, sure=sure, world=world).points


def expected_points(key: str, sure: bool, belief: float) -> float:
    """What an answer is worth to somebody who holds the statement to be real with this probability."""
    return belief * belief_points(key, sure=sure, world=World.REAL) + (1 - belief) * belief_points(
        key, sure=sure, world=World.ALTERNATE
    )


def best_answer(belief: float) -> set[tuple[str, bool]]:
    answers = [(REAL, True), (REAL, False), (PASS, False), (ALTERNATE, False), (ALTERNATE, True)]
    worth = {answer: expected_points(*answer, belief) for answer in answers}
    return {answer for answer in answers if worth[answer] > max(worth.values()) - 1e-9}


# ---- real or alternate --------------------------------------------------------------------------------------


@pytest.mark.parametrize("world", list(World))
def test_sure_is_worth_ten_or_nothing_lean_nine_or_four_and_a_pass_seven(world):
    assert belief_points(world, sure=True, world=world) == 10
    assert belief_points(world, sure=False, world=world) == 9
    assert belief_points(PASS, sure=False, world=world) == 7
    assert belief_points(world.other, sure=False, world=world) == 4
    assert belief_points(world.other, sure=True, world=world) == 0


def test_honest_answers_are_best_lean_from_sixty_percent_belief_and_sure_from_eighty():
    for percent in range(101):
        likelier = REAL if percent >= 50 else ALTERNATE
        belief = max(percent, 100 - percent)
        honest = {(PASS, False)} if belief <= 60 else set()
        honest |= {(likelier, False)} if 60 <= belief <= 80 else set()
        honest |= {(likelier, True)} if belief >= 80 else set()
        assert best_answer(percent / 100) == honest


def test_neither_suspicion_nor_trust_pays():
    statements = [World.REAL, World.ALTERNATE] * 10
    knows_most = sum(belief_points(w if n % 10 < 7 else w.other, sure=False, world=w) for n, w in enumerate(statements))
    for strategy in (REAL, ALTERNATE):
        for sure in (True, False):
            assert sum(belief_points(strategy, sure=sure, world=world) for world in statements) < knows_most
    assert sum(belief_points(PASS, sure=False, world=world) for world in statements) < knows_most


def test_no_answer_is_worth_nothing_and_is_neither_right_nor_wrong():
    for kind in QuestionKind:
        assert mark_answer(question(kind), None, Language.EN) == Mark(0, None)


def test_a_pass_is_neither_right_nor_wrong():
    assert marked(QuestionKind.REAL_OR_ALTERNATE, PASS).right is None


# ---- the other kinds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS_WITH_ONE_CHOICE)
def test_a_choice_is_worth_ten_if_right_four_if_wrong_and_nothing_if_sure_and_wrong(kind):
    right, wrong = question(kind).answer[0], question(kind).options[1].key
    assert marked(kind, right) == Mark(10, True)
    assert marked(kind, right, sure=True) == Mark(10, True, stood_by=True)
    assert marked(kind, wrong) == Mark(4, False)
    assert marked(kind, wrong, sure=True) == Mark(0, False)


def test_typed_words_are_worth_as_much_and_forgive_accents_and_slips():
    assert marked(QuestionKind.GAP, "ármstrong") == Mark(10, True)
    assert marked(QuestionKind.GAP, "Neil Armstrng", sure=True) == Mark(10, True, stood_by=True)
    assert marked(QuestionKind.GAP, "Gagarin") == Mark(4, False)
    assert marked(QuestionKind.GAP, "Louis Armstrong", sure=True) == Mark(0, False)


@pytest.mark.parametrize(("keys", "points"), [("bac", 10), ("abc", 6), ("bca", 6), ("acb", 3), ("cba", 3), ("cab", 0)])
def test_an_order_gives_credit_for_every_pair_in_order(keys, points):
    assert marked(QuestionKind.ORDER, keys) == Mark(points, points == FULL)


def test_a_sure_order_with_a_mistake_is_a_sure_mistake():
    assert marked(QuestionKind.ORDER, "abc", sure=True) == Mark(0, False)


# ---- ranking ------------------------------------------------------------------------------------------------


def scored(points: int, seconds: float | None = 0.0, stood_by: int = 0) -> Score:
    return Score(points, 0, 0, 0, seconds, stood_by)


def ranks(*scores: Score) -> list[tuple[int, int]]:
    return [(standing.rank, standing.player) for standing in ranking(dict(enumerate(scores, 1)))]


def test_ties_share_a_rank_and_the_next_rank_is_left_out():
    assert ranks(scored(20), scored(30), scored(30), scored(10)) == [(1, 2), (1, 3), (3, 1), (4, 4)]


def test_quickness_only_breaks_ties_and_only_in_bands_of_five_seconds():
    assert ranks(scored(30, 4.9), scored(30, 0.1)) == [(1, 1), (1, 2)]
    assert ranks(scored(30, 5.0), scored(30, 4.9)) == [(1, 2), (2, 1)]
    assert ranks(scored(29, 0.1), scored(30, 99.0)) == [(1, 2), (2, 1)]


def test_of_equal_points_who_was_rightly_sure_more_often_is_ahead_whatever_the_pace():
    assert ranks(scored(30, 1.0, 1), scored(30, 90.0, 2)) == [(1, 2), (2, 1)]
    assert ranks(scored(30, 1.0, 2), scored(31, 90.0, 0)) == [(1, 2), (2, 1)]
    assert ranks(scored(30, 9.0, 2), scored(30, 1.0, 2)) == [(1, 2), (2, 1)]


def test_being_sure_breaks_ties_only_where_it_earns_no_points_and_only_if_it_was_right():
    def stood_by(kind, key):
        given = Given(key, True, 1.0, NOW)
        return score([(mark_answer(question(kind), given, Language.EN), given)]).stood_by

    assert stood_by(QuestionKind.DATE, question(QuestionKind.DATE).answer[0]) == 1
    assert stood_by(QuestionKind.DATE, question(QuestionKind.DATE).options[1].key) == 0
    assert stood_by(QuestionKind.ORDER, "bac") == 1
    assert stood_by(QuestionKind.ORDER, "abc") == 0
    assert stood_by(QuestionKind.REAL_OR_ALTERNATE, REAL) == 0


def test_who_never_answered_comes_after_who_tried():
    assert ranks(scored(0, None), scored(0, 50.0)) == [(1, 2), (2, 1)]


def test_quickness_is_the_median_so_one_slow_answer_changes_little():
    answers = [(Mark(10, True), Given(REAL, True, seconds, NOW)) for seconds in (2.0, 90.0, 4.0)]
    assert score(answers).seconds == 4.0


def test_a_streak_is_the_longest_run_of_right_answers_and_pays_nothing():
    rights = [True, True, False, True, True, True, None, True]
    total = score([(Mark(1, right), None) for right in rights])
    assert (total.streak, total.points, total.right, total.wrong) == (3, 8, 6, 1)


@drawn(st.lists(st.tuples(st.integers(0, 3), st.one_of(st.none(), st.floats(0, 30))), max_size=8))
def test_ranks_say_how_many_are_better(entries):
    scores = [scored(points, seconds) for points, seconds in entries]
    found = ranking(dict(enumerate(scores)))
    for standing in found:
        mine = (-standing.score.points, standing.score.band)
        assert standing.rank == 1 + sum((-other.points, other.band) < mine for other in scores)
