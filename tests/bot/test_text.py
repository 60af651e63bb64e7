"""Text: folding for comparing, and cleaning what people type. Properties hold for any text there is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text import clean, fold, tokens

ANYTHING = st.text(st.characters())
LIMIT = st.integers(1, 40)


@pytest.mark.parametrize(
    "written", ["Coyoacán", "COYOACÁN", "coyoaca\u0301n", "ＣＯＹＯＡＣＡＮ", "𝐂𝐨𝐲𝐨𝐚𝐜𝐚́𝐧", "𝕮𝖔𝖞𝖔𝖆𝖈𝖆𝖓"]
)
def test_a_word_folds_to_the_same_whatever_its_case_accents_and_style(written):
    assert fold(written) == "coyoacan"


@given(ANYTHING)
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(codec="ascii")))
def test_plain_text_folds_to_lower_case(text):
    assert fold(text) == text.lower()


@given(ANYTHING)
def test_tokens_are_folded_words_and_numbers(text):
    assert all(token.isascii() and token.isalnum() and token == fold(token) for token in tokens(text))


@given(ANYTHING, LIMIT)
@example("a b", 2)
@example("e\u200d\u0301", 5)
@example("one\ntwo\u2028three\u0085four\vfive", 40)
@example("\u202e\x1b[31m\x00\ufeff\ud800", 40)
def test_clean_text_is_one_line_of_visible_characters_within_its_limit(text, limit):
    cleaned = clean(text, limit)
    assert len(cleaned) <= limit
    assert cleaned.splitlines() in ([], [cleaned])
    assert cleaned == " ".join(cleaned.split())
    assert not [character for character in cleaned if unicodedata.category(character).startswith("C")]


@given(ANYTHING, LIMIT)
@example("a b", 2)
@example("e\u200d\u0301", 5)
def test_cleaning_again_changes_nothing(text, limit):
    assert clean(clean(text, limit), limit) == clean(text, limit)


@given(st.text(st.sampled_from("Trótski ¿?¡!@#*_`{}<>()'\"\\/%$;:-—“”123日本語"), max_size=40))
def test_words_signs_and_markup_stay_as_they_are(text):
    assert clean(text, 40) == " ".join(text.split())


@given(st.text(st.sampled_from("za\u0300\u0301\u0302\u0335\u0336\u20dd")))
def test_no_letter_keeps_more_than_two_marks(text):
    marks = "".join("m" if unicodedata.category(character) in {"Mn", "Me"} else "-" for character in clean(text, 40))
    assert "mmm" not in marks
