"""How hard a question is begins as a guess and ends as what the answers show."""

from __future__ import annotations

import pytest

from bot.history.model import Pack
from bot.quiz.difficulty import learnt, prior, says_little
from bot.quiz.known import Asked


def test_without_answers_it_is_the_first_guess() -> None:
    assert learnt(0.4, None) == learnt(0.4, Asked(0, 0)) == 0.4


def test_many_answers_outweigh_it() -> None:
    assert learnt(0.4, Asked(1000, 900)) == pytest.approx(0.1, abs=0.01)
    assert 0.4 < learnt(0.4, Asked(2, 0)) < 1


def test_the_document_is_easier_than_its_background(pack: Pack) -> None:
    told, background = pack.facts["cardenas-announces-asylum"], pack.facts["telegram-from-san-pedro"]
    assert prior(0.5, told) < 0.5 < prior(0.5, background)


def test_an_item_says_little_once_it_was_asked_often_and_all_or_hardly_any_know_it() -> None:
    assert [says_little(Asked(20, right)) for right in (0, 5, 6, 18, 19, 20)] == [True, True, False, False, True, True]
    assert not says_little(Asked(19, 19))
    assert not says_little(None)
