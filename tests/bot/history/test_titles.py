"""Completing a title while it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.history.model import Fact, FactText, Kind, Pack, World
from bot.history.titles import LIMIT, Titles
from bot.language import Language

BOTH = frozenset(World)


@pytest.fixture(scope="module")
def titles(pack: Pack) -> Titles:
    return Titles(pack.facts.values())


def fact(id: str, english: str, spanish: str, world: World = World.REAL, topic: str = "asylum") -> Fact:
    text = {Language.EN: FactText(english, "", ()), Language.ES: FactText(spanish, "", ())}
    return Fact(id, world, Kind.EVENT, text, sources=(), topics=(topic,))


OIL = fact("oil", "The oil boycott", "El boicot petrolero", topic="oil")
FIRMS = fact("firms", "Cárdenas and the oil firms", "Cárdenas y las compañías", topic="oil")
RAID = fact("raid", "The raid in Viena Street", "El asalto de la calle Viena")
POWER = fact("power", "Trotsky takes power", "Trotsky toma el poder", World.ALTERNATE, "power")
FEW = Titles([OIL, FIRMS, RAID, POWER])


def ids(text: str, language: Language = Language.EN) -> list[str]:
    return [found.id for found in FEW.complete(text, language, BOTH)]


def test_the_beginning_of_any_word_of_a_title_finds_it():
    assert ids("viena st") == ["raid"]
    assert ids("tak") == ["power"]


def test_titles_that_begin_with_what_is_typed_come_first():
    assert ids("the o")[0] == "oil"
    assert ids("carde oil") == ["firms"]


def test_a_misspelt_beginning_is_found():
    assert ids("trosky") == ["power"]
    assert ids("boycot") == ["oil"]
    assert ids("bocyo") == ["oil"]


def test_case_and_accents_do_not_matter():
    assert ids("CARDENAS") == ids("Cárdenas") == ["firms"]


def test_titles_are_those_of_the_language_asked_for():
    assert ids("petro", Language.ES) == ["oil"]
    assert ids("petro", Language.EN) == []


def test_an_article_that_the_title_does_not_have_hides_nothing():
    assert ids("the trotsky") == ["power"]


def test_only_titles_of_the_worlds_allowed_are_given():
    assert FEW.complete("trotsky", Language.EN, {World.REAL}) == []
    assert FEW.complete("", Language.EN, {World.ALTERNATE}) == [POWER]


def test_an_empty_text_shows_a_choice_over_the_topics():
    assert ids("") == ["oil", "raid", "power", "firms"]


def test_what_resembles_no_title_gives_none():
    assert ids("zzzzzz") == []


@pytest.mark.parametrize("language", Language)
def test_every_shipped_title_is_found_by_its_own_words(pack: Pack, titles: Titles, language: Language):
    lost = [
        fact.id
        for fact in pack.facts.values()
        if fact not in titles.complete(fact.text[language].title, language, BOTH)
    ]
    assert lost == []


@given(st.text(max_size=200), st.sampled_from(Language))
def test_whatever_is_typed_there_are_never_more_choices_than_discord_shows(
    titles: Titles, text: str, language: Language
):
    found = titles.complete(text, language, BOTH)
    assert len(found) <= LIMIT
    assert len({fact.id for fact in found}) == len(found)
