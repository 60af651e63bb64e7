"""What a timeline is about: found by any name, with slips, or by what a search finds."""

from __future__ import annotations

import pytest

from bot.history.about import About
from bot.history.model import World
from bot.history.timeline import Query, take
from bot.language import Language

BOTH = frozenset(World)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("trotsky", "person:trotsky"), ("Troski", "person:trotsky"), ("lazaro cardenaz", "person:cardenas"),
        ("frida", "person:frida-kahlo"), ("oil", "topic:oil"), ("petróleo", "topic:oil"),
        ("coyoacan", "place:coyoacan"),
        ("casa azul", "place:casa-azul"), ("women", "topic:women"), ("asdfghjk", None), ("", None), ("el la los", None),
    ],
)  # fmt: skip
def test_a_name_is_found_as_people_write_it(subject, typed, found):
    about = subject.abouts.find(typed, BOTH)
    assert (str(about) if about else None) == found


def test_anything_else_is_what_a_search_finds_with_its_counterparts(subject):
    about = subject.abouts.find("when were the railways nationalized", BOTH)
    assert {"cardenas-nationalizes-railways", "trotsky-nationalizes-foreign-firms"} <= set(about.ids)


def test_nothing_of_a_world_that_is_not_shown_is_found_or_offered(subject, pack):
    real = {World.REAL}
    for about in subject.abouts.complete("", BOTH, 1000):
        offered = about in subject.abouts.complete("", real, 1000)
        assert offered == bool(take(pack, Query(about=about), real).entries)


def test_everything_offered_is_found_by_its_name_and_leads_somewhere(subject, pack):
    for about in subject.abouts.complete("", BOTH, 1000):
        assert About.parse(str(about)) == about
        for language in Language:
            found = subject.abouts.find(about.name(pack, language), BOTH)
            assert found is not None
            assert take(pack, Query(about=found)).entries


def test_a_place_holds_what_happened_within_it(subject, pack):
    house = {fact.id for fact in take(pack, Query(about=subject.abouts.find("casa azul", BOTH))).entries}
    district = {fact.id for fact in take(pack, Query(about=subject.abouts.find("coyoacán", BOTH))).entries}
    assert house
    assert house <= district


def test_what_begins_like_the_typed_words_comes_first(subject, pack):
    names = [about.name(pack, Language.EN) for about in subject.abouts.complete("tro", BOTH, 5)]
    assert names[0] == "Leon Trotsky"
