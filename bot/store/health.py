"""How the stored data are, looked at from outside: without the writing connection, also while a bot uses the folder."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.store.database import FILE


@dataclass(frozen=True, slots=True)
class Health:
    """What was found in a data folder."""

    size: int
    """Bytes, of the database and what was not yet merged into it; 0 where there is none yet."""
    fault: str | None
    """What is wrong with it; None if nothing is, or nothing was found in time."""
    whole: bool
    """Whether all of it was looked at in time."""
    backup: datetime | None
    """Of the newest copy."""


def examine(folder: Path, seconds: float) -> Health:
    """Look at the database in `folder`, at most so long."""
    path = folder / FILE
    size = sum(part.stat().st_size for part in (path, path.with_name(f"{FILE}-wal")) if part.exists())
    copies = [copy.stat().st_mtime for copy in (folder / "backups").glob("*.sqlite")]
    backup = datetime.fromtimestamp(max(copies), UTC) if copies else None
    fault, whole = _checked(path, time.monotonic() + seconds) if path.exists() else (None, True)
    return Health(size, fault, whole, backup)


def _checked(path: Path, deadline: float) -> tuple[str | None, bool]:
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            connection.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
            found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error as error:
        if time.monotonic() > deadline:
            return None, False
        return str(error), True
    return (None if found == "ok" else found), True
