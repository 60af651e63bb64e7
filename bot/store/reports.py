"""What members say is wrong with a fact, kept for the moderators of their server."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from bot.store import audit, people


def keep(db: Database, reporter: int, server: int | None, fact: str, words: str, now: datetime) -> int:
    """Keep a report by the person with this Discord id; its number.

    One person's later words on a fact replace the earlier.
    """
    person = people.number_of(db, reporter, now)
    db.execute("DELETE FROM reports WHERE person = ? AND server IS ? AND fact = ?", [person, server, fact])
    cursor = db.execute(
        "INSERT INTO reports (person, server, fact, words, reported_at) VALUES (?, ?, ?, ?, ?)",
        [person, server, fact, words, int(now.timestamp())],
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody says is wrong with a fact."""

    id: int
    server: int
    fact: str
    words: str
    reporter: int
    """A Discord id."""
    at: datetime
    done: bool
    reply: str | None


_SELECT = """
    SELECT reports.id, server, fact, words, discord_id, reported_at, done_at IS NOT NULL, reply
    FROM reports JOIN people ON people.id = person
"""


def waiting(db: Database, server: int, skip: int, size: int) -> list[Report]:
    """The reports of a server that nobody has dealt with, the oldest first."""
    rows = db.execute(
        f"{_SELECT} WHERE server = ? AND done_at IS NULL ORDER BY reports.id LIMIT ? OFFSET ?", [server, size, skip]
    )
    return [_report(row) for row in rows]


def count_waiting(db: Database, server: int) -> int:
    """How many there are."""
    row: tuple[int] = db.execute(
        "SELECT count(*) FROM reports WHERE server = ? AND done_at IS NULL", [server]
    ).fetchone()
    return row[0]


def find(db: Database, server: int, id: int) -> Report | None:
    """The report with this number, if it is of this server."""
    row = db.execute(f"{_SELECT} WHERE reports.id = ? AND server = ?", [id, server]).fetchone()
    return _report(row) if row else None


def close(db: Database, server: int, id: int, person: int, now: datetime, reply: str | None = None) -> Report | None:
    """Somebody dealt with a report, which the log says; with a `reply`, its reporter has yet to be told it.

    None if there is no such report, or it was dealt with before.
    """
    report = find(db, server, id)
    if report is None or report.done:
        return None
    db.execute(
        "UPDATE reports SET done_at = ?, reply = ?, told = ? WHERE id = ?",
        [int(now.timestamp()), reply, 0 if reply else 1, id],
    )
    audit.keep(db, audit.Entry(server, person, now, "facts", "report"), {report.fact: "open"}, {report.fact: "done"})
    return find(db, server, id)


def untold(db: Database, server: int, reporter: int) -> list[Report]:
    """The reports whose reply the person with this Discord id has yet to hear."""
    rows = db.execute(f"{_SELECT} WHERE server = ? AND discord_id = ? AND told = 0", [server, reporter])
    return [_report(row) for row in rows]


def told(db: Database, ids: Collection[int]) -> None:
    """The reporters have heard."""
    db.execute("UPDATE reports SET told = 1 WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))])


def _report(row: tuple[Any, ...]) -> Report:
    id, server, fact, words, reporter, at, done, reply = row
    return Report(id, server, fact, words, reporter, datetime.fromtimestamp(at, UTC), bool(done), reply)
