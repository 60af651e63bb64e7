"""Follow-up questions: what leans on the talk before it, what stands alone, and what each finds."""

from __future__ import annotations

import pytest

from bot.history.direct import direct
from bot.history.followup import Conversation
from bot.history.model import Pack, World
from bot.history.search import Index, Status
from bot.language import Language

ASYLUM, OIL = "cardenas-announces-asylum", "cardenas-expropriates-oil"
SCENARIO_OIL = "trotsky-nationalizes-foreign-firms"


@pytest.fixture(scope="module")
def talk(pack: Pack) -> Conversation:
    return Conversation(pack, Index.of(pack))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("and when was that?", "7 December 1936"),
        ("when?", "7 December 1936"),
        ("who did it?", "Lázaro Cárdenas"),
        ("¿y quién lo hizo?", "Lázaro Cárdenas"),
        ("¿cuándo fue eso?", "7 de diciembre de 1936"),
    ],
)
def test_a_question_without_a_word_of_its_own_is_about_what_was_just_said(talk, pack, question, answer):
    understood = talk.ask(question, pack.facts[ASYLUM])
    assert understood.about is understood.found.matches[0].fact is pack.facts[ASYLUM]
    assert direct(pack.facts[ASYLUM], question, understood.found.language or Language.EN) == answer


@pytest.mark.parametrize(
    "question", ["and in the scenario?", "¿y en el escenario?", "what about the alternate history"]
)
def test_asking_for_the_other_world_leads_to_the_counterpart(talk, pack, question):
    understood = talk.ask(question, pack.facts[OIL])
    assert understood.found.status is Status.ANSWER
    assert understood.found.matches[0].fact.id == SCENARIO_OIL


def test_asking_for_reality_leads_back(talk, pack):
    assert talk.ask("and in real life?", pack.facts[SCENARIO_OIL]).found.matches[0].fact.id == OIL


def test_where_the_other_world_has_no_counterpart_its_nearest_facts_are_suggested(talk, pack):
    found = talk.ask("and in the scenario?", pack.facts[ASYLUM]).found
    assert found.status is Status.SUGGEST
    assert {match.fact.world for match in found.matches} == {World.ALTERNATE}


@pytest.mark.parametrize(
    ("about", "question", "fact"),
    [
        (OIL, "what about the mines?", "mining-stays-private"),
        ("commission-verdict-not-guilty", "who headed it?", "dewey-heads-the-commission"),
        ("rivera-and-fernandez-visit-cardenas", "and what letter did they carry?", "mugica-letter-of-support"),
        ("mercader-kills-trotsky", "¿y con qué arma?", "mercader-kills-trotsky"),
    ],
)
def test_a_question_with_words_of_its_own_finds_the_fact_of_the_same_subject(talk, pack, about, question, fact):
    understood = talk.ask(question, pack.facts[about])
    assert understood.about is pack.facts[about]
    assert understood.found.matches[0].fact.id == fact


@pytest.mark.parametrize(
    "question",
    [
        "who let trotsky into mexico", "when did women get the vote", "what was squadron 201",
        "quién pintó los murales", "did stalin send grain", "cuándo murió natalia sedova", "best pizza in town",
        "what is the capital of france",
    ],
)  # fmt: skip
@pytest.mark.parametrize("about", [OIL, "mercader-kills-trotsky", "free-state-healthcare"])
def test_a_question_that_stands_alone_is_never_bent(talk, pack, question, about):
    understood = talk.ask(question, pack.facts[about])
    assert understood.about is None
    assert understood.found == talk.ask(question).found


def test_without_anything_said_before_nothing_is_assumed(talk):
    understood = talk.ask("and when was that?")
    assert understood.about is None
    assert understood.found.status is Status.NOTHING


@pytest.mark.parametrize("question", ["", "   ", "🤷", "?!", "a" * 5000, "and " * 500])
def test_no_follow_up_breaks_anything(talk, pack, question):
    talk.ask(question, pack.facts[OIL])
