"""How hard a question is begins as a guess and ends as what the answers show."""

from __future__ import annotations

import pytest

from bot.history.model import Pack
from bot.quiz.difficulty import learnt, prior


def test_without_answers_it_is_the_first_guess() -> None:
    assert learnt(0.4, 0, 0) == 0.4


def test_many_answers_outweigh_it() -> None:
    assert learnt(0.4, 900, 1000) == pytest.approx(0.1, abs=0.01)
    assert 0.4 < learnt(0.4, 0, 2) < 1


def test_the_document_is_easier_than_its_background(pack: Pack) -> None:
    told, background = pack.facts["cardenas-announces-asylum"], pack.facts["telegram-from-san-pedro"]
    assert prior(0.5, told) < 0.5 < prior(0.5, background)
