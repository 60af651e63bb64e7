"""The typo look-up, held to a slow and obvious one."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.history.vocabulary import LEAST, MOST, PREFIX_LEAST, Vocabulary, edits_allowed

# Few letters make many near misses.
WORDS = st.text("abcdo", min_size=1, max_size=9)


def meant(word: str, known: set[str]) -> set[str]:
    """What the look-up must find, said as slowly as possible."""
    edits = edits_allowed(word)
    return {
        other
        for other in known
        if other != word
        and (
            (OSA.distance(word, other) <= edits and len(other) >= LEAST and (len(word) > LEAST or other[0] == word[0]))
            or (len(word) >= PREFIX_LEAST and other.startswith(word))
        )
    }


@given(st.sets(WORDS, max_size=30), WORDS)
def test_it_finds_exactly_the_words_within_the_edits_allowed_or_beginning_so(known: set[str], word: str):
    expected = meant(word, known)
    found = {other for other, _ in Vocabulary(known).near(word)}
    assert found <= expected
    assert len(found) == min(len(expected), MOST)


@given(st.sets(WORDS, max_size=30), WORDS)
def test_nearer_words_come_first_and_none_weighs_as_much_as_the_word_itself(known: set[str], word: str):
    weights = [weight for _, weight in Vocabulary(known).near(word)]
    assert weights == sorted(weights, reverse=True)
    assert all(0 < weight < 1 for weight in weights)


@given(st.lists(WORDS, max_size=30), st.lists(WORDS, max_size=30), WORDS)
def test_removing_what_was_added_leaves_what_was_there_before(kept: list[str], passing: list[str], word: str):
    vocabulary = Vocabulary(kept)
    vocabulary.add(passing)
    vocabulary.near(word)
    vocabulary.remove(passing)
    untouched = Vocabulary(kept)
    assert vocabulary.near(word) == untouched.near(word)
    assert len(vocabulary) == len(Counter(kept))
    assert all(known in vocabulary for known in kept)


@pytest.mark.parametrize(
    ("typed", "intended"),
    [
        ("trozky", "trotsky"),
        ("mexcio", "mexico"),
        ("asilum", "asylum"),
        ("comision", "commission"),
        ("exprop", "expropriation"),
    ],
)
def test_it_knows_what_members_meant(typed: str, intended: str):
    vocabulary = Vocabulary(["trotsky", "mexico", "asylum", "commission", "expropriation", "oil", "land"])
    assert vocabulary.near(typed)[0][0] == intended


@pytest.mark.parametrize("word", ["", "a", "ox", "1937", "b2b", "x" * 300, "é", "\x00"])
def test_numbers_scraps_and_monsters_are_never_taken_for_slips(word: str):
    assert Vocabulary(["1936", "oxen", "box", "xxxx", "a1b2"]).near(word) == ()
