"""Copies by the clock: when they are due, what becomes of failures, and nobody who erased their data in any of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.services import Services, backups, open_services
from bot.services.policy import Place
from bot.settings import Settings
from bot.store import copies, erasure, manifest
from bot.store.folder import FolderLock

ANA, LUIS = 1034567890123456789, 1045678901234567891
PLACE = Place(20, 10)
HOUR = timedelta(hours=1)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    return tmp_path / "another disk"


@pytest.fixture
async def services(settings: Settings, subject, clock, elsewhere) -> AsyncIterator[Services]:
    chosen = settings.model_copy(update={"backups": elsewhere})
    async with open_services(chosen, clock, subject) as services:
        yield services


async def ticked(services: Services) -> list[Path]:
    """What is there after a beat of the pulse, the newest first."""
    await services.backups.tick()
    if services.backups._running is not None:
        await services.backups._running
    return [copy.path for copy in backups.listed(services.settings)]


# ---- by the clock ---------------------------------------------------------------------------------------------------


async def test_the_first_copy_is_made_at_once_and_the_next_when_it_is_due(services, clock, elsewhere):
    (first,) = await ticked(services)
    assert first.parent == elsewhere
    assert manifest.Manifest.read(first).origin.pack == services.pack.id
    clock.now += HOUR / 2
    assert await ticked(services) == [first]
    clock.now += HOUR / 2
    newest, before = await ticked(services)
    assert before == first
    assert services.backups.last == clock.now.replace(microsecond=0)
    assert manifest.faults(newest) == []


async def test_after_a_restart_a_copy_is_due_when_it_would_have_been_without(services, clock):
    await ticked(services)
    clock.now += HOUR / 2
    again = backups.Backups(services.settings, clock, backups.origin())
    await again.tick()
    assert again._running is None
    clock.now += HOUR / 2
    await again.tick()
    await again._running
    assert len(backups.listed(services.settings)) == 2


async def test_none_is_made_where_none_is_wanted(services, clock):
    services.backups.settings = services.settings.model_copy(update={"backup_hours": 0})
    assert await ticked(services) == []


async def test_what_could_not_be_made_is_said_and_tried_again_in_a_while(services, clock, elsewhere, caplog):
    elsewhere.write_text("not a folder")
    assert await ticked(services) == []
    assert str(elsewhere) in services.backups.failure
    assert "No copy was made" in caplog.text
    elsewhere.unlink()
    assert await ticked(services) == []
    clock.now += backups.AGAIN
    assert len(await ticked(services)) == 1
    assert services.backups.failure is None


async def test_a_stop_gives_up_the_copy_that_is_being_made(services, elsewhere):
    held = FolderLock.take(elsewhere)
    await services.backups.tick()
    closing = asyncio.create_task(services.backups.close())
    await asyncio.sleep(0.1)
    held.release()
    await closing
    assert backups.listed(services.settings) == []
    assert services.backups.failure is None


# ---- by hand --------------------------------------------------------------------------------------------------------


async def test_all_copies_are_looked_at_and_the_spoilt_one_is_named(services, clock, elsewhere):
    good = (await ticked(services))[0]
    clock.now += HOUR
    bad = (await ticked(services))[0]
    bad.write_bytes(bad.read_bytes()[:-1])
    looked = {one.path: one.faults for one in backups.verify(services.settings)}
    assert looked[good] == ()
    assert "bytes" in looked[bad][0]
    (missing,) = backups.verify(services.settings, (elsewhere / "nowhere.sqlite",))
    assert missing.faults


async def test_what_is_stored_is_counted_without_anybody_being_named(services, clock):
    await services.asking.ask("who let trotsky into mexico", PLACE, ANA)
    before = {one.name: (one.rows, one.lately) for one in backups.count(services.settings, clock.now).tables}
    assert before["answers"] == before["people"] == (1, 1)
    later = {one.name: one.lately for one in backups.count(services.settings, clock.now + 25 * HOUR).tables}
    assert (later["answers"], later["people"]) == (0, 0)
    assert str(ANA) not in repr(backups.count(services.settings, clock.now))


async def test_every_table_that_tells_when_its_rows_came_in_is_one_and_has_that_column(services):
    from bot.store.statistics import CAME_IN

    columns = await services.database.read(
        lambda db: {name: {column.name for column in db[name].columns} for name in db.table_names()}
    )
    assert all(column in columns[table] for table, column in CAME_IN.items())


# ---- who erased their data ----------------------------------------------------------------------------------------


def holding(places: tuple[Path, ...], person: int) -> set[str]:
    """The files that hold an id in any form, found the slow way: byte by byte."""
    return {
        path.name
        for place in places
        for path in place.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in erasure.forms(person))
    }


async def test_whoever_erased_their_data_is_in_no_copy_neither_older_nor_the_next(services, clock, settings, elsewhere):
    everywhere = (settings.data, elsewhere)
    for person in (ANA, LUIS):
        await services.asking.ask("who let trotsky into mexico", PLACE, person)
    older = (await ticked(services))[0]
    before = manifest.Manifest.read(older)
    assert older.name in holding(everywhere, ANA)
    erased = await services.privacy.erase(ANA)
    assert (erased.whole, erased.copies, erased.removed) == (True, 1, 0)
    clock.now += HOUR
    newest = (await ticked(services))[0]
    assert holding(everywhere, ANA) == set()
    assert {older.name, newest.name} <= holding(everywhere, LUIS)
    # The older one is another file now, and its manifest says which.
    assert manifest.faults(older) == manifest.faults(newest) == []
    after = manifest.Manifest.read(older)
    assert (after.made_at, after.origin) == (before.made_at, before.origin)
    assert (before.rows["people"], after.rows["people"]) == (2, 1)


async def test_a_copy_that_is_being_made_while_somebody_erases_their_data_does_not_keep_them(
    services, elsewhere, settings
):
    """It was begun when they were still there; erasing waits for it, and cleans it."""
    await services.asking.ask("who let trotsky into mexico", PLACE, ANA)
    held = FolderLock.take(elsewhere)
    copying = asyncio.create_task(
        asyncio.to_thread(backups.make, services.settings, backups.origin(), services.clock())
    )
    erasing = asyncio.create_task(services.privacy.erase(ANA))
    await asyncio.sleep(0.2)
    assert not erasing.done()
    held.release()
    await copying
    assert (await erasing).whole
    assert holding((settings.data, elsewhere), ANA) == set()


async def test_a_database_that_was_replaced_by_a_restore_is_cleaned_too(services, settings, elsewhere, clock, subject):
    await services.asking.ask("who let trotsky into mexico", PLACE, ANA)
    await ticked(services)
    with pytest.raises(StoreError, match="stop it first"):
        backups.restore(services.settings)
    await services.database.close()
    done = backups.restore(services.settings)
    assert done.aside.name in holding((settings.data,), ANA)
    async with open_services(services.settings, clock, subject) as again:
        assert (await again.privacy.erase(ANA)).whole
    assert holding((settings.data, elsewhere), ANA) == set()
    assert copies.everything((settings.data / copies.BACKUPS,)) == [done.aside]
