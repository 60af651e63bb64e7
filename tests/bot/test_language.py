"""The two languages: which one a text is in, and sentences whose values stay what they are."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.language import Language, guess_language, words

BRACES = st.text(st.one_of(st.characters(), st.sampled_from("{}%$._[]!")))


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("en-US", Language.EN), ("en-GB", Language.EN), ("es-ES", Language.ES), ("es-419", Language.ES),
        ("ES", Language.ES), ("fr", None), ("", None), (None, None), ("english", None), ("{0}", None),
    ],
)  # fmt: skip
def test_a_locale_of_discord_stands_for_a_language_or_for_none_we_speak(locale, language):
    assert Language.of_locale(locale) is language


def test_a_sentence_is_said_in_its_language():
    assert words(Language.EN)("When: {date}", date="1936") == "When: 1936"
    assert words(Language.ES)("When: {date}", date="1936") == "Cuándo: 1936"


def test_a_sentence_that_has_no_translation_is_said_in_english():
    assert words(Language.ES)("No catalogue holds this.") == "No catalogue holds this."


@pytest.mark.parametrize("language", Language)
@given(value=BRACES)
@example("{0.__class__}")
@example("{date}")
@example("%(date)s ${date} {{}} {")
def test_a_value_comes_out_unchanged_whatever_it_holds(language, value):
    around = words(language)("When: {date}", date="|").split("|")
    assert words(language)("When: {date}", date=value) == value.join(around)
    assert value in words(language).plural("{count} of {name}", "{count} of {name}", count=2, name=value)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("who let trotsky into mexico", Language.EN),
        ("quien dejo entrar a trozky", Language.ES),
        ("¿Trotsky?", Language.ES),
        ("when did Cárdenas nationalize the oil", Language.EN),
        ("cuando llego trotsky", Language.ES),
        ("Lázaro Cárdenas", None),
        ("trotsky 1937", None),
        ("", None),
        ("🤷", None),
    ],
)
def test_a_language_is_guessed_only_where_it_is_clear(text, language):
    assert guess_language(text) is language


@given(st.text())
def test_any_text_is_in_a_language_or_in_none(text):
    assert guess_language(text) in {*Language, None}
