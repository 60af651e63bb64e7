"""How much is stored, in figures only: rows and bytes of each table, and what came in of late."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.errors import StoreError
from bot.store import manifest
from bot.store.folder import FILE

CAME_IN = {
    "answers": "asked_at",
    "audit": "at",
    "blocks": "begun_at",
    "challenges": "made_at",
    "discussions": "opened_at",
    "games": "opened_at",
    "own_batches": "at",
    "people": "first_seen",
    "reports": "reported_at",
    "review_askings": "asked_at",
    "review_cards": "added_at",
    "review_requests": "requested_at",
    "review_sessions": "begun_at",
    "timelines": "asked_at",
    "unanswered": "at",
}
"""By which column a row of a table tells when it came in; the others do not tell."""
_MILLISECONDS = 10**11
"""Instants from here on are in milliseconds."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table."""

    name: str
    rows: int
    size: int | None
    """Bytes with its indexes; None if this SQLite cannot tell."""
    lately: int | None
    """Rows that came in since the instant asked about; None if its rows do not tell when."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is in a data folder."""

    size: int
    log: int
    """Bytes of the log beside the database, which is merged into it by and by."""
    schema: str | None
    tables: tuple[Table, ...]


def statistics(folder: Path, since: datetime, seconds: float) -> Statistics:
    """Count what is in the database in `folder`, also while a bot uses it; StoreError if it cannot be read in time."""
    path, deadline = folder / FILE, time.monotonic() + seconds
    if not path.exists():
        raise StoreError(f"There is no database in {folder} yet.")
    log = path.with_name(f"{FILE}-wal")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)) as one:
            one.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
            one.execute("BEGIN")  # all of it as of one moment
            sizes, counts = _sizes(one), manifest.count(one)
            tables = tuple(
                Table(name, rows, sizes.get(name) if sizes else None, _lately(one, name, since))
                for name, rows in counts.items()
                if not name.startswith("_")
            )
            schema = manifest.last_migration(one)
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be read ({error}).") from error
    return Statistics(path.stat().st_size, log.stat().st_size if log.exists() else 0, schema, tables)


def _sizes(connection: sqlite3.Connection) -> dict[str, int]:
    """Bytes by table; empty if this SQLite was built without the table that tells."""
    try:
        rows = connection.execute(
            "SELECT tbl_name, sum(pgsize) FROM dbstat JOIN sqlite_schema USING (name) GROUP BY tbl_name"
        )
        return {str(name): int(size) for name, size in rows.fetchall()}
    except sqlite3.OperationalError as error:
        if "dbstat" in str(error):
            return {}
        raise


def _lately(connection: sqlite3.Connection, table: str, since: datetime) -> int | None:
    if (column := CAME_IN.get(table)) is None:
        return None
    seconds = f"CASE WHEN {column} >= {_MILLISECONDS} THEN {column} / 1000 ELSE {column} END"
    query = f'SELECT count(*) FROM "{table}" WHERE {seconds} >= ?'  # noqa: S608 # names from above
    return int(connection.execute(query, [int(since.timestamp())]).fetchone()[0])
