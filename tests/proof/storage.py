"""Spoils, fills, locks and cuts off the store in every way it can be, and counts: `python -m tests.proof storage`.

Everything happens to real files. Processes that are killed are forked, and kill themselves at a chosen step: before
the n-th statement of SQLite, or before the n-th change of a file's name, so that no gap between two steps is left out.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import sqlite_utils

from bot.errors import NotRead, NotSaved, StoreError
from bot.store import copies, manifest, memory, restoring, schema
from bot.store.database import FILE, Database
from bot.store.manifest import Origin
from tests.proof.tables import Table, progress

FORK = get_context("fork")
ORIGIN = Origin("proof")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FLIPS = 1000
FILE_STEPS = frozenset({"os.rename", "os.remove", "shutil.move"})


@dataclass(slots=True)
class Found:
    """What became of one kind of injection. `bad` names each that ended as none may end."""

    tried: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)

    def saw(self, end: str, *, bad: str | None = None) -> None:
        self.tried += 1
        self.ends[end] += 1
        if bad:
            self.bad.append(bad)


async def filled(folder: Path, rows: int = 300) -> None:
    """A database in `folder` that has something in most kinds of its pages."""
    database = await Database.open(folder)
    await asyncio.gather(*(database.write(memory.remember, f"{n:05}", "x" * (n % 400)) for n in range(rows)))
    await database.write(lambda db: db.conn.executemany(
        "INSERT INTO people (discord_id, first_seen) VALUES (?, ?)", [(10**17 + n, n) for n in range(rows)]
    ))  # fmt: skip
    await database.close()


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


def remembered(path: Path) -> set[str]:
    """The names in the file, seen from outside."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {key for (key,) in connection.execute("SELECT key FROM memory WHERE key != 'fingerprint key'")}


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


# ---- processes that die ---------------------------------------------------------------------------------------


def _dying(step: int, work: Callable[[], None], *, files: bool) -> None:
    """In a forked process: do `work`, and die before the `step`-th statement or, if `files`, change of a file name."""
    left = step

    def one_more() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    if files:
        sys.addaudithook(lambda event, _: one_more() if event in FILE_STEPS else None)
    else:
        connect = sqlite3.connect

        def traced(*args: Any, **options: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*args, **options)
            connection.set_trace_callback(lambda _: one_more())
            return connection

        sqlite3.connect = traced  # type: ignore[assignment] # only in this process, which is about to end
    work()


def killed_everywhere(work: Callable[[], None], *, files: bool, look: Callable[[int], None], stride: int = 1) -> None:
    """Fork and kill at every `stride`-th step until the work gets done; `look` is called after each kill."""
    for step in range(0, 5000, stride):
        child = FORK.Process(target=_dying, args=(step, work), kwargs={"files": files})
        child.start()
        child.join()
        if child.exitcode == 0:
            return
        assert child.exitcode == -signal.SIGKILL, f"step {step} ended with {child.exitcode}"
        look(step)
    raise AssertionError("not done after 5000 steps")


def old_database(folder: Path, steps: int = 1) -> list[Any]:
    """A database that has been through so many migrations only, with something in it; what is in it."""
    folder.mkdir(parents=True)
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        db = sqlite_utils.Database(connection, execute_plugins=False)
        schema.migrations.apply(db, stop_before=schema.names()[steps])
        for number in range(50):
            connection.execute("INSERT INTO people (discord_id, first_seen) VALUES (?, ?)", [10**17 + number, number])
            connection.execute("INSERT INTO memory VALUES (?, ?)", [f"{number:05}", "x" * 100])
        return _content(connection)


def _content(connection: sqlite3.Connection) -> list[Any]:
    people = connection.execute("SELECT id, discord_id, first_seen FROM people ORDER BY id").fetchall()
    kept = "SELECT key, value FROM memory WHERE key < 'a' ORDER BY key"  # what a migration adds has a name with letters
    return [*people, *connection.execute(kept).fetchall()]


def migrations_killed(folder: Path, starts: Iterable[int], stride: int = 1) -> Found:
    """Databases of older versions are brought up to date by processes that die at every single statement of it."""
    found = Found()
    for start in starts:
        place = folder / str(start)
        whole = place / "whole"
        before = old_database(whole, start)
        work = place / "work"
        shutil.copytree(whole, work)

        def bring_up_to_date(work: Path = work) -> None:
            asyncio.run(_open_and_close(work))

        def look(
            step: int, whole: Path = whole, work: Path = work, before: list[Any] = before, start: int = start
        ) -> None:
            with closing(sqlite3.connect(work / FILE)) as connection:
                sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                same = _content(connection) == before
                done = len(connection.execute("SELECT name FROM _sqlite_migrations").fetchall())
                whole_steps = manifest.last_migration(connection) == schema.names()[done - 1]
            halves = [path for path in copies.everything(copies.folders(work)) if manifest.faults(path)]
            right = sound and same and whole_steps and not halves
            bad = None if right else f"from {start}, step {step}: {sound} {same} {whole_steps} {halves}"
            found.saw("sound, between two migrations" if right else "bad", bad=bad)

            if step % 20 == 0:  # and the next start goes on from there to the end
                asyncio.run(_open_and_close(work))
                with closing(sqlite3.connect(work / FILE)) as connection:
                    if _content(connection) != before or manifest.last_migration(connection) != schema.names()[-1]:
                        found.bad.append(f"from {start}, step {step}: not brought up to date afterwards")
            shutil.rmtree(work)
            shutil.copytree(whole, work)

        killed_everywhere(bring_up_to_date, files=False, look=look, stride=stride)
    return found


async def _open_and_close(folder: Path) -> None:
    await (await Database.open(folder)).close()


def restores_killed(folder: Path, stride: int = 1) -> Found:
    """A copy is put back by processes that die at every change of a file's name and at every statement."""
    found = Found()
    for files in (True, False):
        place = folder / ("files" if files else "statements")
        asyncio.run(filled(place / "whole", 30))
        copies.make(place / "whole", copies.folders(place / "whole"), ORIGIN, NOW)
        asyncio.run(_remember(place / "whole", "later"))
        work = place / "work"
        shutil.copytree(place / "whole", work)

        def put_back(work: Path = work) -> None:
            restoring.restore(work, copies.folders(work), schema.names())

        def look(step: int, work: Path = work, place: Path = place, files: bool = files) -> None:
            asyncio.run(_open_and_close(work))  # which finishes what was begun
            names = remembered(work / FILE)
            left = [path.name for path in work.iterdir() if path.name.startswith(f"{FILE}.")]
            aside = [path for path in copies.everything(copies.folders(work)) if path.name.startswith("replaced-")]
            old = len(names) == 31 and "later" in names and not aside
            new = len(names) == 30 and len(aside) == 1 and "later" in remembered(aside[0])
            end = "as before" if old else "put back" if new else "bad"
            found.saw(end, bad=None if (old or new) and not left else f"{files} {step}: {len(names)} {left} {aside}")
            shutil.rmtree(work)
            shutil.copytree(place / "whole", work)

        killed_everywhere(put_back, files=files, look=look, stride=1 if files else stride)
    return found


def copies_killed(folder: Path, stride: int = 1) -> Found:
    """A copy is made by processes that die at every step of it: what is there then is whole, and the next one works."""
    found = Found()
    for files in (True, False):
        place = folder / ("files" if files else "statements")
        asyncio.run(filled(place, 30))

        def copy(place: Path = place) -> None:
            copies.make(place, copies.folders(place), ORIGIN, NOW)

        def look(step: int, place: Path = place, files: bool = files) -> None:
            there = copies.everything(copies.folders(place))
            halves = [path.name for path in there if manifest.faults(path)]
            sound = len(remembered(place / FILE)) == 30
            end = "a whole copy" if there else "no copy"
            found.saw(end, bad=None if sound and not halves else f"{files} {step}: {sound} {halves}")
            shutil.rmtree(place / copies.BACKUPS, ignore_errors=True)

        killed_everywhere(copy, files=files, look=look, stride=1 if files else stride)
    return found


async def _remember(folder: Path, name: str) -> None:
    database = await Database.open(folder)
    await database.write(memory.remember, name, "x")
    await database.close()


# ---- how long a restore takes ---------------------------------------------------------------------------------


def drill(folder: Path, megabytes: int) -> dict[str, float]:
    """Make, verify and put back a copy of a database of so many megabytes; seconds for each."""
    asyncio.run(_open_and_close(folder))
    with closing(sqlite3.connect(folder / FILE)) as connection:
        rows = ((f"{number:09}", os.urandom(500).hex()) for number in range(megabytes * 1000))
        connection.executemany("INSERT INTO memory VALUES (?, ?)", rows)
        connection.commit()
    took, places = {"MB": (folder / FILE).stat().st_size / 1e6}, copies.folders(folder)
    for name, work in (
        ("backup", lambda: copies.make(folder, places, ORIGIN, NOW)),
        ("verify", lambda: manifest.faults(copies.listed(places)[0].path)),
        ("restore", lambda: restoring.restore(folder, places, schema.names())),
        ("start", lambda: asyncio.run(_open_and_close(folder))),
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
