"""What checking is held to on claims written before and apart from it: the half that was never tuned on."""

from __future__ import annotations

import pytest

from bot.history.subject import Subject
from tests.labelled.claims import Figures, blind, development, judged, labelled

ACCURACY = 0.78
FICTION_CALLED_REAL = 0.04
ABSENT_CALLED_NEITHER = 0.035
UNDECIDED = 0.12
DIFFERENCES_RIGHT = 0.94


@pytest.fixture(scope="module")
def report(subject: Subject) -> Figures:
    return judged(subject.claims, labelled("report"))


def test_most_claims_get_the_verdict_of_a_careful_reader(report):
    assert report.accuracy >= ACCURACY


def test_fiction_is_hardly_ever_called_real(report):
    assert report.fiction_called_real <= FICTION_CALLED_REAL


def test_true_claims_the_sources_do_not_hold_are_hardly_ever_called_contradicted(report):
    assert report.absent_called_neither <= ABSENT_CALLED_NEITHER


def test_what_the_facts_decide_is_not_left_open_to_be_safe(report):
    assert report.undecided <= UNDECIDED


def test_what_a_contradicted_claim_differs_in_is_named_rightly(report):
    assert report.differences_right >= DIFFERENCES_RIGHT


def test_every_fact_a_claim_names_exists(pack):
    sets = (labelled("tune"), labelled("report"), *blind().values(), *development().values())
    claims = [claim for claims in sets for claim in claims]
    assert {id for claim in claims for id in claim.facts} <= pack.facts.keys()
