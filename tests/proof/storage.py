"""Spoils, fills, locks and cuts off the store in every way it can be, and counts: `python -m tests.proof storage`.

Everything happens to real files. What is killed at every step of its work is in `tests/proof/storage_kills.py`.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlite_utils

from bot.errors import NotRead, NotSaved, StoreError
from bot.store import copies, manifest, memory, restoring, schema
from bot.store.database import FILE, Database
from tests.proof.storage_files import NOW, ORIGIN, Found, filled, open_and_close, remembered
from tests.proof.storage_kills import copies_killed, migrations_killed, restores_killed
from tests.proof.tables import Table, progress

FLIPS = 1000


# ---- damage ---------------------------------------------------------------------------------------------------


async def flips(folder: Path, count: int, seed: int = 1) -> Found:
    """`count` copies of a database, each with one to eight bytes changed anywhere, opened and used."""
    await filled(folder / "whole")
    content, dice, found = (folder / "whole" / FILE).read_bytes(), random.Random(seed), Found()  # noqa: S311 # no secret
    for number in range(count):
        spoilt, place = bytearray(content), folder / "spoilt"
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(len(spoilt))
            spoilt[at] ^= 1 << dice.randrange(8)
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        (place / FILE).write_bytes(spoilt)
        before = (place / FILE).read_bytes()
        try:
            database = await Database.open(place)
        except StoreError:
            same = (place / FILE).read_bytes() == before
            found.saw("refused at the start", bad=None if same else f"{seed}/{number}: a refused file was written to")
            continue
        end, bad = await _used(database, f"{seed}/{number}")
        found.saw(end, bad=bad)
    return found


async def _used(database: Database, name: str) -> tuple[str, str | None]:
    """How a database does that was opened although bytes of it are not what they were."""

    def all_of_it(db: sqlite_utils.Database) -> list[Any]:
        return [db.execute(f'SELECT * FROM "{table}"').fetchall() for table in db.table_names()]  # noqa: S608

    end = "harmless"
    try:
        await database.read(all_of_it)
        await database.write(memory.remember, "new", "y")
        if await database.read(memory.recall, "new") != "y":
            return "lost", f"{name}: what was acknowledged is not there"
    except (NotRead, NotSaved):
        end = "told when it was met"
    except Exception as error:  # anything else would be a traceback to a user
        return "bad", f"{name}: {type(error).__name__}: {error}"
    finally:
        await database.close()
    return end, None


def spoilt_copies(folder: Path, count: int, seed: int = 2) -> Found:
    """`count` times one bit of a copy is changed: each must be noticed, and the next older copy be put back."""
    asyncio.run(filled(folder, 50))
    found, dice = Found(), random.Random(seed)  # noqa: S311 # no secret
    places = copies.folders(folder)
    made = copies.make(folder, places, ORIGIN, NOW)
    content = made.path.read_bytes()
    for number in range(count):
        spoilt = bytearray(content)
        spoilt[dice.randrange(len(spoilt))] ^= 1 << dice.randrange(8)
        made.path.write_bytes(spoilt)
        noticed = manifest.faults(made.path)
        found.saw("noticed" if noticed else "missed", bad=None if noticed else f"{seed}/{number}")
    return found


# ---- a full disk, a lock --------------------------------------------------------------------------------------


async def fill_up(folder: Path, size: int) -> tuple[set[str], bool]:
    """Write until the disk (or what is allowed of it) is full; the names that were acknowledged, and whether it was."""
    database = await Database.open(folder)
    stored: set[str] = set()
    full = False
    try:
        for number in range(10_000):
            await database.write(memory.remember, name := f"{number:06}", "x" * size)
            stored.add(name)
    except NotSaved:
        full = True
    finally:
        await database.close()
    return stored, full


async def locked(folder: Path, seconds: float, writes: int = 20) -> Found:
    """Another program holds the file for so long while people write; what each is told, and within what time."""
    database, found = await Database.open(folder), Found()
    other = await asyncio.to_thread(sqlite3.connect, database.path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    released = asyncio.get_running_loop().call_later(seconds, other.execute, "ROLLBACK")

    async def one(number: int) -> tuple[str, bool, float]:
        await asyncio.sleep(number * seconds / writes)
        start = time.monotonic()
        try:
            await database.write(memory.remember, f"{seconds}/{number}", "x")
        except NotSaved:
            return f"{seconds}/{number}", False, time.monotonic() - start
        return f"{seconds}/{number}", True, time.monotonic() - start

    outcomes = await asyncio.gather(*(one(number) for number in range(writes)))
    await asyncio.sleep(max(0.0, released.when() - asyncio.get_running_loop().time()) + 0.05)
    other.close()
    await database.write(memory.remember, f"{seconds}/after", "x")
    await database.close()
    there = remembered(database.path)
    for name, told, took in outcomes:
        wrong = (name in there) != told
        found.saw("stored" if told else "told that it was not", bad=f"{name}: told {told}" if wrong else None)
        found.ends["longest wait, ms"] = max(found.ends["longest wait, ms"], round(took * 1000))
    return found


# ---- how long a restore takes ---------------------------------------------------------------------------------


def drill(folder: Path, megabytes: int) -> dict[str, float]:
    """Make, verify and put back a copy of a database of so many megabytes; seconds for each."""
    asyncio.run(open_and_close(folder))
    with closing(sqlite3.connect(folder / FILE)) as connection:
        rows = ((f"{number:09}", os.urandom(500).hex()) for number in range(megabytes * 1000))
        connection.executemany("INSERT INTO memory VALUES (?, ?)", rows)
        connection.commit()
    took, places = {"MB": (folder / FILE).stat().st_size / 1e6}, copies.folders(folder)
    for name, work in (
        ("backup", lambda: copies.make(folder, places, ORIGIN, NOW)),
        ("verify", lambda: manifest.faults(copies.listed(places)[0].path)),
        ("restore", lambda: restoring.restore(folder, places, schema.names())),
        ("start", lambda: asyncio.run(open_and_close(folder))),
    ):
        start = time.monotonic()
        work()
        took[name] = round(time.monotonic() - start, 2)
    return took


def prove(*, short: bool) -> list[Table]:
    """Everything, as tables."""
    logging.disable(logging.CRITICAL)
    flipped, stride, last = (40, 19, 2) if short else (FLIPS, 1, len(schema.names()))
    seconds = (0.1, 2.5) if short else (0.1, 0.5, 1, 2, 5, 10)
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        trials: dict[str, Callable[[], Found]] = {
            "1 to 8 bits flipped anywhere in the database": lambda: asyncio.run(flips(root / "flips", flipped)),
            "one bit flipped in a copy": lambda: spoilt_copies(root / "copy", flipped // 5),
            **{
                f"held by another program for {held} s": lambda held=held: asyncio.run(locked(root / "locked", held))
                for held in seconds
            },
            "killed at every statement of every migration": lambda: migrations_killed(
                root / "migrations", range(1, last), stride
            ),
            "killed at every step of a restore": lambda: restores_killed(root / "restore", stride),
            "killed at every step of a copy": lambda: copies_killed(root / "copies", stride),
        }
        done = Table("What is done to the store", ("", "tried", "how it ended", "lost, doubled or told wrongly"))
        with progress("storage", len(trials)) as bar:
            for name, trial in trials.items():
                found = trial()
                ends = ", ".join(f"{end}: {count:,}" for end, count in sorted(found.ends.items()))
                done.add(name, f"{found.tried:,}", ends, len(found.bad))
                done.wrong += [f"{name}: {bad}" for bad in found.bad]
                bar.update(1)
        done.note = (
            "*Harmless* may mean that a letter or a figure is another: SQLite keeps no checksums of what is stored. Of "
            "copies the manifest does, so there every bit is noticed. “Killed” is SIGKILL; no power cut is simulated."
        )
        drills = Table("Copying and putting back", ("database", "copy", "verify", "put back", "start after it"))
        for megabytes in (2,) if short else (10, 100):
            took = drill(root / f"drill-{megabytes}", megabytes)
            cells = (f"{took[name]:.2f} s" for name in ("backup", "verify", "restore", "start"))
            drills.add(f"{took['MB']:.0f} MB", *cells)
    logging.disable(logging.NOTSET)
    return [done, drills]
