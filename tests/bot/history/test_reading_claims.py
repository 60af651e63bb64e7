"""How a claim is read: who only says so, who was alive when, what follows from what, and plain short sentences."""

from __future__ import annotations

import pytest

from bot.history.subject import Subject
from bot.history.verdict.checker import Verdict
from bot.history.verdict.comparing import What
from bot.history.verdict.message import MessageChecker


@pytest.fixture(scope="module")
def checker(subject: Subject) -> MessageChecker:
    return subject.claims


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("En 1942 Trotsky ya estaba muerto.", Verdict.REAL),
        ("Trotsky no llegó vivo a 1941.", Verdict.REAL),
        ("Trotsky was already dead before Mexico declared war on Germany", Verdict.REAL),
        ("Natalia Sedova was still alive in 1950", Verdict.REAL),
        ("Trotsky was dead by 1939.", Verdict.NEITHER),
        ("Lev Sedov todavía vivía cuando Mercader mató a Trotsky.", Verdict.NEITHER),
        ("Trotsky was still alive in 1943", Verdict.ALTERNATE),
    ],
)
def test_who_was_alive_when_is_told_by_the_fact_of_their_death(checker, claim, verdict):
    ruling = checker.one(claim)
    assert ruling.verdict is verdict
    if verdict is Verdict.NEITHER:
        assert [one.what for one in ruling.differs] == [What.DATE]


def test_whoever_lives_on_in_the_scenario_only_does_so_while_it_lasts(checker):
    assert checker.one("Trotsky was still alive in 1970").verdict not in {Verdict.ALTERNATE, Verdict.REAL}


@pytest.mark.parametrize(
    "claim",
    [
        "Trotsky wasn't alive in 1943, so he couldn't have fought any Cristeros.",
        "Trotsky murió en agosto de 1940, así que no pudo gobernar México en 1942.",
        "Trotsky was already dead by 1942 so no, he didn't take over Mexico",
    ],
)
def test_a_claim_is_judged_by_what_it_says_and_not_by_what_then_cannot_have_been(checker, claim):
    ruling = checker.one(claim)
    assert (ruling.verdict, ruling.fact.id) == (Verdict.REAL, "mercader-kills-trotsky")


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Según contó Fernández, a Cárdenas le bastaron cinco minutos para decir que sí.", Verdict.REAL),
        ("Según Alberto Fernández, el telegrama de San Pedro es del 3 de diciembre", Verdict.REAL),
        ("Gall says that Roosevelt turned down a plea to let Trotsky into the United States in 1934.", Verdict.REAL),
        ("Fernández remembered that Cárdenas took five weeks to make up his mind.", Verdict.NEITHER),
    ],
)
def test_whoever_only_says_so_is_not_who_did_it(checker, claim, verdict):
    assert checker.one(claim).verdict is verdict


@pytest.mark.parametrize(
    "claim",
    [
        "Harte went off with the raiders.",
        "El hijo de Trotsky murió en París tras una operación, rodeado de sospechas.",
        "Ningún país quería recibir a Trotsky en el otoño de 1936.",
        "Nobody saw Mexico's offer to Trotsky coming, not even Stalin.",
        "After Cedillo's rising there was no other rebellion of soldiers in Mexico.",
    ],
)
def test_true_sentences_are_not_contradicted_by_the_words_they_use(checker, claim):
    assert checker.one(claim).verdict is Verdict.REAL


def test_a_number_is_compared_with_what_counts_the_same_under_another_word(checker):
    (difference,) = checker.one("Some 5,000 children of Morelia landed at Veracruz in 1937.").differs
    assert (difference.what, difference.recorded) == (What.NUMBER, "456 minors")
