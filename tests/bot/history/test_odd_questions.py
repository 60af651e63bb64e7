"""Questions nobody planned for: other languages, two at once, endless words. Each has a defined outcome."""

from __future__ import annotations

import pytest

from bot.history.model import Pack
from bot.history.search import Index, Status
from bot.language import Language


@pytest.fixture(scope="module")
def index(pack: Pack) -> Index:
    return Index.of(pack)


@pytest.mark.parametrize(
    "question",
    ["Wann wurde Leo Trotzki ermordet?", "Кто убил Троцкого?", "托洛茨基是谁", "qui a tué trotsky", "من هو تروتسكي"],
)
def test_a_question_in_a_third_language_gets_what_its_names_find_or_nothing(index, question):
    found = index.search(question)
    assert found.status in Status
    assert found.language is None or found.language in Language


@pytest.mark.parametrize(
    "question", ["cuando did trotsky llegar a mexico", "who mató a trotsky", "dewey comisión verdict"]
)
def test_two_languages_in_one_question_find_the_same_facts(index, question):
    assert index.search(question).status is not Status.NOTHING


@pytest.mark.parametrize("question", ["a" * 300, "trotsky" * 50, "who " * 100, "¿" * 300, "0" * 300, "\u0301" * 300])
def test_endless_words_find_nothing_and_take_no_time(index, question):
    assert index.search(question).status is not Status.ANSWER
