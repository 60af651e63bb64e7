"""Timelines that are shown: what their buttons find again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.store import people, timelines
from bot.store.timelines import Shown

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SHOWN = Shown(2**63 - 1, 10, "1936/1940", "person:trotsky", "real", "es", NOW)


async def test_a_timeline_is_found_again_as_it_was_asked_for(database):
    for shown in (SHOWN, replace(SHOWN, server=None, period=None, about=None, world=None)):
        id = await database.write(timelines.keep, shown)
        assert await database.read(timelines.find, id) == replace(shown, id=id)


async def test_an_id_that_was_never_given_finds_nothing(database):
    assert await database.read(timelines.find, 1) is None


async def test_what_is_past_its_time_is_forgotten_and_its_asker_with_it(database):
    old = await database.write(timelines.keep, SHOWN)
    new = await database.write(timelines.keep, replace(SHOWN, asker=2, asked_at=NOW + timedelta(days=2)))
    assert await database.write(timelines.forget_before, NOW + timedelta(days=1)) == 1
    assert await database.read(timelines.find, old) is None
    assert await database.read(timelines.find, new) is not None
    assert await database.write(people.forget_idle) == 1
