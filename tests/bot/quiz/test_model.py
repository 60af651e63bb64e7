"""A question is a value: it goes into JSON and comes back, and says what part of an order is right."""

from __future__ import annotations

import pytest

from bot.quiz.model import Question, QuestionKind
from tests.bot.quiz.samples import question


@pytest.mark.parametrize("kind", QuestionKind)
def test_it_comes_back_from_json_as_it_was(kind: QuestionKind) -> None:
    asked = question(kind)
    assert Question.from_json(asked.to_json()) == asked


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"item": 1}', "nonsense"])
def test_what_is_no_question_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Question.from_json(text)


def test_part_of_an_order_is_the_share_of_its_pairs() -> None:
    order = question(QuestionKind.ORDER)  # b, a, c
    assert order.share_in_order("bac") == 1
    assert order.share_in_order("abc") == pytest.approx(2 / 3)
    assert order.share_in_order("cab") == 0
    assert order.share_in_order("b") == 0
    assert order.share_in_order("bbac") == 1


def test_guessing_earns_what_the_options_give() -> None:
    assert question().chance == 1 / 2
    assert question(QuestionKind.DATE).chance == 1 / 4
    assert question(QuestionKind.DIVERGENCE).chance == 1 / 5
    assert question(QuestionKind.GAP).chance == 0


def test_a_key_that_was_made_up_is_no_option() -> None:
    assert question().option("z") is None
    assert not question().is_right("z")
