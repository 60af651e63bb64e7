"""Kills processes at every step of migrations, copies and restores, and looks whether anything was lost or halved.

Processes that are killed are forked, and kill themselves at a chosen step: before the n-th statement of SQLite, or
before the n-th change of a file's name, so that no gap between two steps is left out.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import sqlite_utils

from bot.store import copies, manifest, memory, restoring, schema
from bot.store.database import FILE, Database
from tests.proof.storage_files import NOW, ORIGIN, Found, filled, open_and_close, remembered

FORK = get_context("fork")
FILE_STEPS = frozenset({"os.rename", "os.remove", "shutil.move"})


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
            asyncio.run(open_and_close(work))

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
                asyncio.run(open_and_close(work))
                with closing(sqlite3.connect(work / FILE)) as connection:
                    if _content(connection) != before or manifest.last_migration(connection) != schema.names()[-1]:
                        found.bad.append(f"from {start}, step {step}: not brought up to date afterwards")
            shutil.rmtree(work)
            shutil.copytree(whole, work)

        killed_everywhere(bring_up_to_date, files=False, look=look, stride=stride)
    return found


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
            asyncio.run(open_and_close(work))  # which finishes what was begun
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
