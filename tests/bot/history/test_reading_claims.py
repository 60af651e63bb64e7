"""How a claim is read: who only says so, who was alive when, what follows from what, and plain short sentences."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.history.model import World
from bot.history.subject import Subject
from bot.history.verdict.checker import Verdict
from bot.history.verdict.comparing import What
from bot.history.verdict.message import MessageChecker
from bot.history.verdict_card import ruling_card, summary_card
from bot.language import Language


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
        ("Trotsky murió después de Lev Sedov", Verdict.REAL),
        ("Natalia Sedova died some years before her husband Trotsky.", Verdict.NEITHER),
        ("Natalia Sedova did not die before Trotsky", Verdict.REAL),
        ("Trotsky wasn't still alive in 1943", Verdict.REAL),
    ],
)
def test_who_was_alive_when_is_told_by_the_fact_of_their_death(checker, claim, verdict):
    ruling = checker.one(claim)
    assert ruling.verdict is verdict
    if verdict is Verdict.NEITHER:
        assert [one.what for one in ruling.differs] == [What.DATE]


@pytest.mark.parametrize(
    "claim", ["Trotsky would have died before Lev Sedov", "In the scenario Trotsky was already dead by 1943"]
)
def test_what_might_have_been_or_is_of_the_scenario_is_not_told_by_a_real_death(checker, claim):
    assert checker.one(claim).verdict is Verdict.UNKNOWN


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
    assert (difference.what, difference.claimed, difference.recorded) == (What.NUMBER, "5,000", "456 minors")


@pytest.mark.parametrize(
    "claim",
    [
        "el imss se creo en 1943",
        "Trotsky pidió asilo a muchos países de agosto a diciembre de 1936.",
        "Mexico resumed relations with Moscow in November 1942.",
        "The Dewey commission cleared Trotsky of all charges.",
    ],
)
def test_short_and_plain_truths_are_real(checker, claim):
    assert checker.one(claim).verdict is Verdict.REAL


@pytest.mark.parametrize("language", list(Language))
def test_what_a_fact_states_is_of_its_world(pack, checker, language):
    for fact in pack.facts.values():
        ruling = checker.checker.check(fact.text[language].statement, language)
        assert (fact.id, ruling.verdict.value) == (fact.id, fact.world.value)


@pytest.mark.parametrize("claim", ["Land was given to Mexican peasants.", "El gobierno repartió tierras."])
def test_what_names_nobody_may_still_be_of_both_histories(checker, claim):
    assert checker.one(claim).verdict is Verdict.BOTH


def test_a_verdict_that_is_not_certain_says_so_on_its_card(pack, checker):
    ruling = checker.one("Trotsky landed in Tampico on 9 January 1937.")
    doubt = "Not certain: compare it with the fact yourself."
    sure, unsure = (replace(ruling, confidence=confidence) for confidence in (0.8, 0.79))
    assert (sure.certain, unsure.certain) == (True, False)
    for shown in (frozenset(World), frozenset({World.REAL})):
        assert doubt not in [line.text for line in ruling_card(pack, sure, shown)]
        assert doubt in [line.text for line in ruling_card(pack, unsure, shown)]
    assert doubt in [line.text for line in summary_card(pack, [sure, unsure], frozenset(World), more=False)]


def test_that_something_stays_open_needs_no_word_of_doubt(checker):
    assert replace(checker.one("Trotsky liked cactus."), confidence=0.1).certain


@pytest.mark.parametrize(
    ("claim", "recorded"),
    [
        ("Trotsky was the lawyer of Albert Goldman at the hearings.", "Albert Goldman"),
        ("John Dewey was Trotsky's lawyer at the Blue House", "Albert Goldman"),
        ("El canciller de Cárdenas era Diego Rivera", "Eduardo Hay"),
    ],
)
def test_what_one_person_was_is_not_said_of_another_in_the_same_fact(checker, claim, recorded):
    ruling = checker.one(claim)
    assert ruling.verdict is Verdict.NEITHER
    assert [(one.what, one.recorded) for one in ruling.differs] == [(What.PERSON, recorded)]


@pytest.mark.parametrize("claim", ["Albert Goldman was Trotsky's lawyer", "Vyshinsky was the prosecutor"])
def test_who_somebody_was_is_real_where_a_fact_says_so(checker, claim):
    assert checker.one(claim).verdict is Verdict.REAL
