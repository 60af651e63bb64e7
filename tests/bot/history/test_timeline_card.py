"""What a page of the timelines says."""

from __future__ import annotations

import pytest

from bot.history.card import SHAPES, Role, plain_text
from bot.history.dates import When
from bot.history.model import World
from bot.history.periods import Anniversary
from bot.history.timeline import Query, take
from bot.history.timeline_card import brief, page_card, shortened, whole_card
from bot.language import Language

QUERIES = (
    Query(), Query(When.parse("1937")), Query(When.parse("1942/1946")),
    Query(Anniversary(12, 7)), Query(Anniversary(6)),
    Query(world=World.REAL), Query(world=World.ALTERNATE), Query(When.parse("1944/1945"), world=World.ALTERNATE),
)  # fmt: skip


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("query", QUERIES)
def test_every_entry_stands_under_the_seal_of_its_world_with_its_date(pack, query, language):
    taken = take(pack, query)
    for number in range(taken.pages):
        lines = page_card(taken, number, language)
        assert lines[0].role is Role.SEAL
        assert [line.world for line in lines if line.role is Role.SEAL] == [w for w in World if w in taken.worlds]
        texts, world = [], None
        for line in lines:
            world = line.world or world
            texts.append((world, line.text))
        for fact in taken.page(number):
            at = texts.index((fact.world, fact.text[language].title))
            assert fact.when is None or any(fact.when.show(language) in text for _, text in texts[:at])


@pytest.mark.parametrize("language", Language)
def test_no_alternate_entry_goes_without_how_to_tell_it(pack, language):
    for fact in take(pack, Query(world=World.ALTERNATE)).entries:
        assert fact.correction.text[language].tell in brief(fact, language)


def test_entries_of_one_date_stand_together_and_say_that_their_order_is_unknown(pack):
    told = plain_text(whole_card(take(pack, Query(When.parse("1936-12-07"))), Language.EN))
    assert told.count("7 December 1936 · in which order is not known") == 1


def test_entries_dated_only_by_the_year_say_that_they_may_have_come_earlier_or_later(pack):
    note = "may have come before or after"
    assert note in plain_text(whole_card(take(pack, Query(When.parse("1937"))), Language.EN))
    assert note not in plain_text(whole_card(take(pack, Query(Anniversary(3, 18))), Language.EN))


def test_what_only_went_on_meanwhile_stands_apart_and_last(pack):
    taken = take(pack, Query(When.parse("1937-06-07")))
    told = plain_text(whole_card(taken, Language.EN))
    assert taken.through
    assert told.index("The children of Morelia") < told.index("In a longer time:")


def test_the_alternate_track_says_where_it_leaves_the_record(pack):
    assert "it leaves the record in 1942" in plain_text(page_card(take(pack, Query()), 0, Language.EN))
    real = plain_text(page_card(take(pack, Query(world=World.REAL)), 0, Language.EN))
    assert SHAPES[World.ALTERNATE] not in real


@pytest.mark.parametrize(("limit", "short"), [(5, "one…"), (3, "on…"), (100, "one two three")])
def test_a_text_is_cut_at_a_word(limit, short):
    assert shortened("one two three", limit) == short
