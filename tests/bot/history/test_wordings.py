"""How like a question all texts of a fact together are."""

from __future__ import annotations

import pytest

from bot.history.stems import Stems
from bot.history.wordings import Wordings

BEFORE = ["who came before him", "who was president before him", "whom did he follow"]
AFTER = ["who came after him", "who was president after him", "who followed him"]


def rows(texts: list[str]) -> list[list[str]]:
    return [text.split() for text in texts]


@pytest.fixture
def wordings() -> Wordings:
    made = Wordings(Stems())
    made.add("before", rows(BEFORE))
    made.add("after", rows(AFTER))
    return made


def best(wordings: Wordings, question: str) -> str:
    found = wordings.likeness(question.split(), ["before", "after"])
    return max(found, key=lambda id: found[id])


@pytest.mark.parametrize(("question", "id"), [("who came after", "after"), ("who came before", "before")])
def test_small_words_count_too(wordings: Wordings, question: str, id: str):
    assert best(wordings, question) == id


@pytest.mark.parametrize(("question", "id"), [("aftr the president", "after"), ("befroe the president", "before")])
def test_half_a_word_counts_where_the_word_is_misspelt(wordings: Wordings, question: str, id: str):
    assert best(wordings, question) == id


def test_what_more_texts_of_a_fact_say_counts_more(wordings: Wordings):
    wordings.add("once", rows(["the oil was taken", "a great day", "in the spring"]))
    wordings.add("often", rows(["the oil was taken", "the oil", "who took the oil"]))
    found = wordings.likeness(["oil"], ["once", "often", "after"])
    assert found["often"] > found["once"] > found["after"] == 0


def test_facts_without_texts_are_left_out(wordings: Wordings):
    wordings.add("bare", [])
    assert wordings.likeness(["oil"], ["bare", "unheard of"]) == {}


def test_what_was_removed_leaves_what_was_there_before(wordings: Wordings):
    question, ids = "who came after the president".split(), ["before", "after"]
    untouched = wordings.likeness(question, ids)
    wordings.add("third", rows(["who came after the war", "the president came"]))
    assert wordings.likeness(question, ids) != untouched
    wordings.remove("third")
    wordings.remove("third")
    assert wordings.likeness(question, ids) == untouched
