"""What the matcher is held to on questions written before and apart from it: the half that was never tuned on."""

from __future__ import annotations

import pytest

from bot.history.model import Pack
from bot.history.pack import load_pack
from bot.history.search import Index, Status
from bot.history.stems import words
from bot.settings import ROOT
from tests.labelled.questions import Question, development, labelled

RIGHT_FIRST = 0.91
AMONG_THREE = 0.96
ANSWERS_RIGHT = 0.95
UNRELATED_REFUSED = 0.95
NEAR_REFUSED = 0.65


@pytest.fixture(scope="module")
def corpus() -> Pack:
    return load_pack(ROOT / "data" / "trotsky-in-mexico")


@pytest.fixture(scope="module")
def index(corpus: Pack) -> Index:
    return Index.of(corpus)


def everything() -> list[Question]:
    return [question for half in ("tune", "report") for questions in labelled(half) for question in questions]


def shares(index: Index, among: int) -> float:
    answerable, _ = labelled("report")
    hits = [
        not {match.fact.id for match in index.search(question.text).matches[:among]}.isdisjoint(question.facts)
        for question in answerable
    ]
    return sum(hits) / len(hits)


def refused(index: Index, kind: str) -> float:
    _, unanswerable = labelled("report")
    statuses = [index.search(question.text).status for question in unanswerable if question.kind == kind]
    return sum(status is not Status.ANSWER for status in statuses) / len(statuses)


def test_the_right_fact_comes_first(index: Index):
    assert shares(index, among=1) >= RIGHT_FIRST


def test_the_right_fact_is_among_three(index: Index):
    assert shares(index, among=3) >= AMONG_THREE


def test_what_is_given_as_the_answer_is_the_answer(index: Index):
    answerable, _ = labelled("report")
    found = [(question, index.search(question.text)) for question in answerable]
    right = [f.matches[0].fact.id in question.facts for question, f in found if f.status is Status.ANSWER]
    assert sum(right) / len(right) >= ANSWERS_RIGHT


def test_no_answer_is_of_another_world_than_what_was_asked_for(corpus: Pack, index: Index):
    for question in labelled("report")[0]:
        found = index.search(question.text)
        if found.status is Status.ANSWER:
            assert found.matches[0].fact.world in {corpus.facts[id].world for id in question.facts}


def test_a_question_about_something_else_is_not_answered(index: Index):
    assert refused(index, "unrelated") >= UNRELATED_REFUSED


def test_what_the_sources_do_not_say_is_not_always_answered(index: Index):
    assert refused(index, "near") >= NEAR_REFUSED


def test_every_fact_a_question_names_exists(corpus: Pack):
    assert {id for question in everything() for id in question.facts} <= corpus.facts.keys()


def test_every_fact_a_development_question_names_exists(corpus: Pack):
    assert {id for question in development()[0] for id in question.facts} <= corpus.facts.keys()


def test_no_question_stands_word_for_word_in_what_the_matcher_reads(corpus: Pack):
    phrasings = (
        phrasing for fact in corpus.facts.values() for text in fact.text.values() for phrasing in text.asked_as
    )
    lexicon = {tuple(words(entry)) for group in corpus.lexicon for entry in group}
    asked = {tuple(words(phrasing)) for phrasing in phrasings}
    questions = [tuple(words(question.text)) for question in everything()]
    assert lexicon.isdisjoint(questions)
    assert asked.isdisjoint(questions)
