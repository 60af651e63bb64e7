"""The database: what is acknowledged is on disk, one bad job spoils nothing else, and readers only read."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.errors import NotRead, NotSaved, StoreError
from bot.settings import ROOT
from bot.store import database as database_module
from bot.store import memory
from bot.store.database import BATCH, FILE, Database

KILLS = 10
PAGE = 4096


def remembered(path: Path) -> set[str]:
    """The names that are remembered in the file, seen from outside."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {
            key for (key,) in connection.execute("SELECT key FROM memory WHERE key != 'fingerprint key'")
        }  # made with the tables


@contextmanager
def busy(database: Database) -> Iterator[None]:
    """Keeps the writing thread busy meanwhile, so that jobs wait and then share a commit."""
    go_on = threading.Event()
    database._writer.submit(go_on.wait)
    try:
        yield
    finally:
        go_on.set()


def hand_over(database: Database, *names: str) -> list[asyncio.Task[None]]:
    return [asyncio.create_task(database.write(memory.remember, name, "x")) for name in names]


def lose_everything(db: Any) -> None:
    """What SQLite itself may do in the middle of a transaction, when a disk is full for example."""
    db.execute("ROLLBACK")
    raise ValueError("mine")


# ---- acknowledged is on disk --------------------------------------------------------------------------------


def test_every_number_acknowledged_before_a_sigkill_is_in_the_file(folder):
    acknowledged: set[str] = set()
    for kill in range(KILLS):
        command = [sys.executable, "-m", "tests.bot.store.write_until_killed", str(folder), str(kill * 1_000_000)]
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603 # our own script
        assert child.stdout is not None
        acknowledged.add(child.stdout.readline().strip())
        time.sleep(random.uniform(0, 0.2))  # noqa: S311 # a moment nobody chose
        child.kill()
        acknowledged.update(
            line.strip() for line in child.communicate()[0].splitlines(keepends=True) if line[-1] == "\n"
        )
    assert len(acknowledged) > KILLS
    assert acknowledged <= remembered(folder / FILE)


async def test_writes_at_once_are_all_stored_in_far_fewer_commits(database):
    commits: list[str] = []
    await database.write(
        lambda db: db.conn.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)
    )
    names = [str(number) for number in range(500)]
    await asyncio.gather(*hand_over(database, *names))
    assert remembered(database.path) == set(names)
    assert len(commits) <= 500 / BATCH * 4


async def test_a_write_gives_back_what_its_function_returns(database):
    assert await database.write(lambda _db, one, two: one + two, 1, 2) == 3


async def test_the_file_is_kept_as_durably_as_sqlite_can(database):
    wanted = {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0}
    assert wanted == await database.write(
        lambda db: {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
    )


async def test_a_full_disk_is_reported_and_nothing_acknowledged_is_lost(database):
    pages = await database.write(lambda db: db.execute("PRAGMA page_count").fetchone()[0])
    await database.write(lambda db: db.execute(f"PRAGMA max_page_count={pages + 20}"))
    stored: set[str] = set()

    async def fill_up():
        while True:
            await database.write(memory.remember, name := f"{len(stored)}", "x" * PAGE)
            stored.add(name)

    with pytest.raises(NotSaved):
        await fill_up()
    assert remembered(database.path) == stored
    await database.write(lambda db: db.execute("PRAGMA max_page_count=100000"))
    await database.write(memory.remember, "afterwards", "x")
    assert remembered(database.path) == stored | {"afterwards"}


# ---- one bad job --------------------------------------------------------------------------------------------


async def test_a_job_that_raises_undoes_only_itself_and_tells_only_its_caller(database):
    def spoil(db):
        memory.remember(db, "spoilt", "x")
        raise ValueError("mine")

    with busy(database):
        (before,) = hand_over(database, "before")
        bad = asyncio.create_task(database.write(spoil))
        (after,) = hand_over(database, "after")
        await asyncio.sleep(0)
    await asyncio.gather(before, after)
    with pytest.raises(ValueError, match="mine"):
        await bad
    assert remembered(database.path) == {"before", "after"}


async def test_a_job_that_loses_the_whole_transaction_leaves_nobody_with_a_false_promise(database):
    with busy(database):
        (before,) = hand_over(database, "before")
        bad = asyncio.create_task(database.write(lose_everything))
        (after,) = hand_over(database, "after")
        await asyncio.sleep(0)
    told = await asyncio.gather(before, bad, after, return_exceptions=True)
    assert [type(outcome) for outcome in told] == [NotSaved, ValueError, NotSaved]
    assert remembered(database.path) == set()
    await asyncio.gather(*hand_over(database, "next"))
    assert remembered(database.path) == {"next"}


async def test_what_was_handed_over_is_done_even_if_nobody_waits_for_it_any_more(database):
    left = [str(number) for number in range(BATCH + 1)]
    with busy(database):
        tasks = hand_over(database, *left)
        await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        waited = hand_over(database, "waited for")
        await asyncio.sleep(0)
    await asyncio.gather(*waited)
    assert remembered(database.path) == {*left, "waited for"}


# ---- another program ----------------------------------------------------------------------------------------


async def test_a_write_waits_while_another_program_holds_the_file_briefly(database):
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        (waiting,) = hand_over(database, "patient")
        await asyncio.sleep(0.1)
        assert not waiting.done()
        other.execute("ROLLBACK")
        await waiting
    assert remembered(database.path) == {"patient"}


async def test_a_write_that_cannot_be_done_is_reported_not_acknowledged(database):
    await database.write(lambda db: db.execute("PRAGMA busy_timeout=20"))
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(NotSaved):
            await database.write(memory.remember, "refused", "x")
        other.execute("ROLLBACK")
    await database.write(memory.remember, "afterwards", "x")
    assert remembered(database.path) == {"afterwards"}


# ---- readers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "statement", ["INSERT INTO memory VALUES ('a', 'b')", "DELETE FROM people", "DROP TABLE memory", "VACUUM"]
)
async def test_a_reader_cannot_write(database, statement):
    with pytest.raises(sqlite3.OperationalError, match=r"readonly|read-only"):
        await database.read(lambda db: db.execute(statement))


async def test_a_reader_sees_what_was_just_acknowledged(database):
    await database.write(memory.remember, "here", "now")
    assert await database.read(memory.recall, "here") == "now"


async def test_a_read_that_takes_too_long_is_stopped_and_the_next_one_is_not(database, monkeypatch):
    monkeypatch.setattr(database_module, "READ_SECONDS", 0.05)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(NotRead):
        await database.read(lambda db: db.execute(endless).fetchone())
    assert await database.read(memory.recall, "nothing") is None


# ---- opening and closing ------------------------------------------------------------------------------------


async def test_closing_finishes_the_writes_that_wait(folder):
    database = await Database.open(folder)
    names = [str(number) for number in range(BATCH * 2)]
    with busy(database):
        waiting = hand_over(database, *names)
        await asyncio.sleep(0)
        closed = asyncio.create_task(database.close())
        await asyncio.sleep(0.05)
        assert not closed.done()
    await closed
    await asyncio.gather(*waiting)
    assert remembered(folder / FILE) == set(names)


async def test_a_write_after_closing_is_refused(folder):
    database = await Database.open(folder)
    await database.close()
    with pytest.raises(RuntimeError):
        await database.write(memory.remember, "late", "x")
    assert remembered(folder / FILE) == set()


async def test_a_file_that_is_no_database_is_refused_with_a_sentence_and_left_alone(folder):
    folder.mkdir()
    (folder / FILE).write_text("somebody's notes\n" * 100)
    with pytest.raises(StoreError, match="not a database of this bot"):
        await Database.open(folder)
    assert (folder / FILE).read_text().startswith("somebody's notes")


async def test_a_file_cut_short_is_refused_with_a_sentence(folder):
    database = await Database.open(folder)
    await asyncio.gather(*hand_over(database, *(f"{number:0500}" for number in range(100))))
    await database.close()
    whole = (folder / FILE).read_bytes()
    (folder / FILE).write_bytes(whole[: len(whole) // PAGE // 2 * PAGE])
    with pytest.raises(StoreError, match="is damaged"):
        await Database.open(folder)


@pytest.mark.parametrize("seed", range(10))
async def test_damage_is_told_in_a_sentence_or_does_no_harm(folder, seed):
    database = await Database.open(folder)
    await asyncio.gather(*hand_over(database, *(f"{number:050}" for number in range(300))))
    await database.close()
    content, dice = bytearray((folder / FILE).read_bytes()), random.Random(seed)  # noqa: S311 # the same damage each time
    for _ in range(1000):
        content[dice.randrange(len(content))] = dice.randrange(256)
    (folder / FILE).write_bytes(content)
    with pytest.raises(StoreError, match=r"divergence\.sqlite"):
        await Database.open(folder)


async def test_a_refused_file_leaves_the_folder_free(folder):
    folder.mkdir()
    (folder / FILE).write_text("not a database at all, but long enough to be asked what it is" * 20)
    with pytest.raises(StoreError):
        await Database.open(folder)
    (folder / FILE).unlink()
    await (await Database.open(folder)).close()
