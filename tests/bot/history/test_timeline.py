"""The timelines: what stands on them, in which order, and what is never shown unasked."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.history.dates import When
from bot.history.model import Kind, World
from bot.history.periods import Anniversary
from bot.history.timeline import (
    PAGE,
    Query,
    by_date,
    falls_in,
    first_departure,
    in_order,
    most_telling,
    on_timelines,
    order_unknown,
    take,
)
from bot.history.walking import walk
from bot.language import Language

BOTH = frozenset(World)
TODAY = date(2026, 12, 7)

moments = st.builds(
    lambda day, size: day.isoformat()[:size],
    st.dates(date(1936, 1, 1), date(1938, 12, 31)),
    st.sampled_from([4, 7, 10]),
)


def days_of(text: str) -> set[date]:
    """The slow oracle: every day on which something dated so may have begun."""
    start = When.parse(text).start
    return {start.earliest + timedelta(number) for number in range((start.latest - start.earliest).days + 1)}


@given(moments, moments)
def test_two_dates_are_in_order_only_if_every_day_of_one_is_before_every_day_of_the_other(first, second):
    known = all(one < other for one in days_of(first) for other in days_of(second))
    assert in_order(When.parse(first), When.parse(second)) == known


@given(moments, moments)
def test_dates_that_are_not_in_order_lie_inside_one_another(first, second):
    one, other = days_of(first), days_of(second)
    ordered = in_order(When.parse(first), When.parse(second)) or in_order(When.parse(second), When.parse(first))
    assert ordered != (one <= other or other <= one)


def test_entries_stand_by_their_earliest_day_and_then_by_their_latest(pack):
    dated = take(pack, Query()).dated
    assert [(fact.when.earliest, fact.when.latest) for fact in dated] == sorted(
        (fact.when.earliest, fact.when.latest) for fact in dated
    )


def test_that_an_order_is_unknown_is_found_among_neighbours(pack):
    dated = sorted((fact for fact in on_timelines(pack) if fact.when), key=by_date)
    for size in (2, 3):
        for facts in combinations(dated[:: max(1, len(dated) // 25)], size):
            slow = any(
                not in_order(one.when, other.when) and one.when.start != other.when.start
                for one, other in combinations(facts, 2)
            )
            assert order_unknown(facts) == slow


def test_only_what_happened_or_was_said_stands_on_a_timeline(pack):
    assert {fact.kind for fact in take(pack, Query()).entries} == {Kind.EVENT, Kind.SAID}


def test_an_anniversary_brings_no_alternate_event_unless_asked_for(pack):
    for month in range(1, 13):
        assert not [fact for fact in take(pack, Query(Anniversary(month))).entries if fact.world is World.ALTERNATE]
    asked = take(pack, Query(Anniversary(6), world=World.ALTERNATE), BOTH)
    assert asked.worlds == {World.ALTERNATE}


def test_a_day_in_december_finds_the_announcement_of_that_day(pack):
    assert "cardenas-announces-asylum" in [fact.id for fact in take(pack, Query(Anniversary(12, 7))).entries]


def test_a_world_that_may_not_be_shown_is_not_shown(pack):
    for query in (Query(), Query(When.parse("1944/1945")), Query(world=World.ALTERNATE)):
        taken = take(pack, query, {World.REAL})
        assert not [fact for fact in taken.entries if fact.world is World.ALTERNATE]
        assert taken.parting is None


def test_a_year_brings_all_that_may_have_been_in_it_and_nothing_else(pack):
    year = When.parse("1937")
    taken = take(pack, Query(year))
    expected = {fact.id for fact in on_timelines(pack) if fact.when and falls_in(fact.when, year)}
    assert {fact.id for fact in taken.entries} == expected
    assert all(fact.when.earliest.year < 1937 < fact.when.latest.year for fact in taken.through)


def test_the_timelines_part_at_the_earliest_alternate_date(pack):
    assert str(first_departure(pack)) == "1942"


def test_the_pages_hold_every_entry_once(pack):
    taken = take(pack, Query())
    pages = [taken.page(number) for number in range(taken.pages)]
    assert [fact for page in pages for fact in page] == list(taken.entries)
    assert all(0 < len(page) <= PAGE for page in pages)
    assert taken.page(taken.pages) == ()


@pytest.mark.parametrize("limit", [1, 2, 5, 11, 14, 500])
def test_the_most_telling_entries_are_in_order_and_no_more_than_asked_for(pack, limit):
    taken = take(pack, Query())
    chosen = most_telling(pack, taken, limit)
    assert len(chosen) == min(limit, len(taken.dated))
    assert list(chosen) == [fact for fact in taken.dated if fact in chosen]


@pytest.mark.parametrize(
    ("when", "about", "says"),
    [
        ("1850", "", "1879"), ("3000", "", "1962"), ("1950", "frida kahlo", "Frida Kahlo"),
            ("", "qwertyuiop", "nothing on that"),
        ("", "Lavaro Kardemas Rio", "Lázaro Cárdenas"), ("4 July", "", "next day in the calendar"),
    ],
)  # fmt: skip
def test_what_cannot_be_found_is_said_with_what_could_be(subject, when, about, says):
    with pytest.raises(BadInput) as refused:
        walk(subject, when, about, None, BOTH, TODAY, Language.EN)
    assert says in refused.value.message.format_map(refused.value.fields)


def test_today_is_the_day_handed_in(subject):
    taken = walk(subject, "hoy", "", None, BOTH, TODAY, Language.ES)
    assert {(fact.when.start.earliest.month, fact.when.start.earliest.day) for fact in taken.entries} == {(12, 7)}
