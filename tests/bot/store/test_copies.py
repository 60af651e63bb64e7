"""Copies: whole or not there, told what they should be, made while everything goes on, and kept by the rule."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import StoreError
from bot.store import copies, manifest, memory, schema
from bot.store.database import Database
from bot.store.manifest import Manifest, Origin
from bot.store.rotation import DAYS, HOURS, OLDEST, WEEKS, kept
from tests.proof.storage_files import NOW, filled, remembered

ORIGIN = Origin("1.2.3", "apollo", "4.5.6")


def make(folder, now=NOW):
    return copies.make(folder, copies.folders(folder), ORIGIN, now).path


# ---- making ---------------------------------------------------------------------------------------------------------


async def test_a_copy_holds_what_was_stored_and_its_manifest_says_what_that_is(folder):
    await filled(folder, 20)
    copy = make(folder)
    told = Manifest.read(copy)
    assert remembered(copy) == {f"{number:05}" for number in range(20)}
    assert (told.origin, told.schema, told.rows["people"]) == (ORIGIN, schema.names()[-1], 20)
    assert (told.size, told.sha256) == (copy.stat().st_size, manifest.digest(copy))
    assert json.loads(manifest.beside(copy).read_text())["made_at"] == told.made_at.isoformat()
    assert manifest.faults(copy) == []
    assert copy.stat().st_mode & 0o077 == 0


async def test_a_copy_is_made_while_the_bot_writes_and_holds_what_was_acknowledged_before(folder):
    database = await Database.open(folder)
    acknowledged: set[str] = set()

    async def go_on():
        for number in range(10_000):
            await database.write(memory.remember, f"{number:05}", "x" * 500)
            acknowledged.add(f"{number:05}")

    writing = asyncio.create_task(go_on())
    for attempt in range(5):
        while len(acknowledged) < 50 * (attempt + 1):  # noqa: ASYNC110 # as long as it takes
            await asyncio.sleep(0.005)
        before = set(acknowledged)
        copy = await asyncio.to_thread(make, folder, NOW + timedelta(hours=attempt))
        assert before <= remembered(copy)
        assert manifest.faults(copy) == []
    writing.cancel()
    await asyncio.wait({writing})
    await database.close()


async def test_copying_leaves_the_log_of_a_running_bot_alone(database, folder):
    """Two who write or merge at once can spoil a database in old versions of SQLite: the bot alone does either."""
    await database.write(memory.remember, "here", "x")
    log = folder / f"{database.path.name}-wal"
    before = log.read_bytes(), database.path.read_bytes()
    make(folder)
    assert (log.read_bytes(), database.path.read_bytes()) == before


def test_where_nothing_is_stored_there_is_nothing_to_copy(folder):
    with pytest.raises(StoreError, match="no database"):
        make(folder)
    assert not folder.exists()


async def test_a_copy_that_is_given_up_leaves_nothing(folder):
    await filled(folder, 2000)
    with pytest.raises(StoreError, match="interrupted"):
        copies.make(folder, copies.folders(folder), ORIGIN, NOW, lambda: True)
    assert {path.name for path in (folder / copies.BACKUPS).iterdir()} == {"lock"}


async def test_a_damaged_database_is_not_copied_over_good_copies(folder):
    await filled(folder)
    good = make(folder)
    content = bytearray((folder / "divergence.sqlite").read_bytes())
    content[len(content) // 2 : len(content) // 2 + 8192] = b"\xff" * 8192
    (folder / "divergence.sqlite").write_bytes(content)
    with pytest.raises(StoreError):
        make(folder, NOW + timedelta(hours=1))
    assert copies.everything(copies.folders(folder)) == [good]


async def test_two_copies_in_one_second_are_two(folder):
    await filled(folder, 1)
    assert make(folder) != make(folder)


async def test_what_a_cut_off_copy_left_is_swept_away_by_the_next(folder):
    await filled(folder, 1)
    place = folder / copies.BACKUPS
    place.mkdir()
    for name in ("divergence-20260101T000000Z.sqlite.part", "divergence-20260101T000000Z.json", "x.json-part"):
        (place / name).write_text("half")
    copy = make(folder)
    assert {path.name for path in place.iterdir()} == {copy.name, manifest.beside(copy).name, "lock"}


# ---- looking --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda content: content[:-1], "bytes"),
        (lambda content: content[:-1] + b"x", "sha256"),
        (lambda content: content[:0], "bytes"),
        (lambda content: b"x" * len(content), "sha256"),
    ],
)
async def test_a_copy_that_is_not_what_its_manifest_says_is_named(folder, change, told):
    await filled(folder, 20)
    copy = make(folder)
    copy.write_bytes(change(copy.read_bytes()))
    assert told in manifest.faults(copy)[0]


async def test_a_manifest_that_is_none_is_named_and_a_missing_one_is_no_fault(folder):
    await filled(folder, 1)
    copy = make(folder)
    manifest.beside(copy).write_text("{}")
    assert "cannot be read" in manifest.faults(copy)[0]
    manifest.beside(copy).unlink()
    assert manifest.faults(copy) == []


# ---- keeping --------------------------------------------------------------------------------------------------------


def test_of_a_year_of_hourly_copies_a_day_of_hours_a_week_of_days_and_a_month_of_weeks_are_kept():
    made = [NOW - timedelta(hours=hours) for hours in range(24 * 365)]
    left = kept(made, NOW)
    assert HOURS + DAYS + WEEKS - 3 <= len(left) <= HOURS + DAYS + WEEKS
    assert set(made[:HOURS]) <= left
    assert all(NOW - at <= OLDEST for at in left)


def test_the_rule_applied_every_hour_comes_to_the_same_as_applied_once():
    left: set[datetime] = set()
    for hours in range(24 * 60):
        now = NOW + timedelta(hours=hours)
        left = kept(left | {now}, now)
        assert len(left) <= HOURS + DAYS + WEEKS + 1
    spans = {at.date() for at in left}
    assert len(spans) >= DAYS
    assert min(left) <= now - timedelta(weeks=WEEKS - 2)  # the present week, not over yet, is one of them


def test_the_newest_copy_is_kept_however_old_it_is_and_young_ones_all():
    assert kept([NOW - timedelta(days=1000), NOW - timedelta(days=999)], NOW) == {NOW - timedelta(days=999)}
    young = {NOW - timedelta(minutes=minutes) for minutes in range(0, 60, 7)}
    assert kept(young, NOW) == young


async def test_copies_that_are_not_kept_go_with_their_manifests_and_strangers_stay(folder):
    await filled(folder, 1)
    place = folder / copies.BACKUPS
    for days in range(60, 0, -1):
        make(folder, NOW - timedelta(days=days))
    (place / "mine.sqlite").write_text("my own")
    make(folder)
    left = copies.listed(copies.folders(folder))
    assert {copy.made_at for copy in left} == kept((copy.made_at for copy in left), NOW)
    assert {path.stem for path in place.glob("*.json")} == {copy.path.stem for copy in left}
    assert (place / "mine.sqlite").exists()


async def test_copies_from_before_migrations_go_in_time_too(folder):
    import os

    await filled(folder, 1)
    (folder / copies.BACKUPS).mkdir()
    for name, age in (("before-m900_x", OLDEST + timedelta(days=1)), ("replaced-20260101T000000Z", timedelta(days=1))):
        path = folder / copies.BACKUPS / f"{name}.sqlite"
        path.write_text("x")
        then = (datetime.now(UTC) - age).timestamp()
        os.utime(path, (then, then))
    copies.prune(copies.folders(folder), datetime.now(UTC))
    assert [path.name for path in copies.everything(copies.folders(folder))] == ["replaced-20260101T000000Z.sqlite"]
