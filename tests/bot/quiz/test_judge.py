"""What is typed into a gap: slips are forgiven, other answers and denials are not, and parts never count."""

from __future__ import annotations

import pytest

from bot.quiz.judge import Judgement, confusable, judge, slips
from bot.quiz.model import Gap

COYOACAN = Gap(("Coyoacán", "Coyoacan, Mexico City"), ("Mexico City", "Mexico"), ("Cuernavaca",))
CARDENAS = Gap(("Lázaro Cárdenas", "Cárdenas"), ("Lázaro",), ("Cárdenas Rodríguez",))
SEDOVA = Gap(("Natalia Sedova", "Sedova"), ("Natalia",), ("Lev Sedov", "Sedov"))
YEAR = Gap(("1938",))
OIL = Gap(("oil",), ("fuel",), ("soil",))


@pytest.mark.parametrize(
    ("answer", "gap", "judgement"),
    [
        ("Coyoacán", COYOACAN, Judgement.RIGHT),
        ("COYOACAN!", COYOACAN, Judgement.RIGHT),
        ("in Coyoacán", COYOACAN, Judgement.RIGHT),
        ("Coyocan", COYOACAN, Judgement.RIGHT),
        ("Cooyacan", COYOACAN, Judgement.RIGHT),
        ("Koyoakan", COYOACAN, Judgement.RIGHT),
        ("Mexico City", COYOACAN, Judgement.ALMOST),
        ("it was in México", COYOACAN, Judgement.ALMOST),
        ("Cuernavaca", COYOACAN, Judgement.WRONG),
        ("General Cardenas", CARDENAS, Judgement.RIGHT),
        ("presidente Lazaro Cardenas", CARDENAS, Judgement.RIGHT),
        ("Lázaro", CARDENAS, Judgement.ALMOST),
        ("Cárdenas Rodríguez", CARDENAS, Judgement.WRONG),
        ("not Cárdenas", CARDENAS, Judgement.WRONG),
        ("no fue Cárdenas", CARDENAS, Judgement.WRONG),
        ("anyone but Cárdenas", CARDENAS, Judgement.WRONG),
        ("Cárdenas or Calles", CARDENAS, Judgement.WRONG),
        ("I think that Cárdenas did it", CARDENAS, Judgement.WRONG),
        ("Sedova", SEDOVA, Judgement.RIGHT),
        ("Sedov", SEDOVA, Judgement.WRONG),
        ("1938", YEAR, Judgement.RIGHT),
        ("in the year 1938", YEAR, Judgement.RIGHT),
        ("1939", YEAR, Judgement.WRONG),
        ("1983", YEAR, Judgement.WRONG),
        ("oil", OIL, Judgement.RIGHT),
        ("soil", OIL, Judgement.WRONG),
        ("il", OIL, Judgement.WRONG),
        ("", OIL, Judgement.WRONG),
        ("   ?!", OIL, Judgement.WRONG),
        ("the", OIL, Judgement.WRONG),
        ("oil" * 2000, OIL, Judgement.WRONG),
    ],
)
def test_an_answer_is_judged_whole(answer: str, gap: Gap, judgement: Judgement) -> None:
    assert judge(answer, gap) is judgement


@pytest.mark.parametrize(("form", "allowed"), [("pri", 0), ("1938", 0), ("bajio", 1), ("tampico", 1), ("monterrey", 2)])
def test_the_longer_a_word_the_more_slips(form: str, allowed: int) -> None:
    assert slips(form) == allowed


def test_only_what_a_slip_could_be_taken_for_is_confusable() -> None:
    assert confusable(["Sedova"], ["Sedov", "Sedoff", "Trotsky", "Stalin"]) == ["Sedov", "Sedoff"]
