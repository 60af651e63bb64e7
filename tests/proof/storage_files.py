"""A database with something in it, what is found in it afterwards, and the count of what became of each injection."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.store import memory
from bot.store.database import Database
from bot.store.manifest import Origin

ORIGIN = Origin("proof")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


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


def remembered(path: Path) -> set[str]:
    """The names in the file, seen from outside."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {key for (key,) in connection.execute("SELECT key FROM memory WHERE key != 'fingerprint key'")}


async def open_and_close(folder: Path) -> None:
    await (await Database.open(folder)).close()
