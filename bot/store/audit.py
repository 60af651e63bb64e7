"""The log of a server: who did what and when, and what was before and after. Rows are only ever added."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from bot.store import people

SETTINGS = "settings"
"""The area of the server's settings; other areas are the business of whoever writes them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was done."""

    server: int
    person: int | None
    """The Discord id of who did it; None once that is no longer known."""
    at: datetime
    area: str
    what: str
    """Within its area: a setting's key, for instance."""
    before: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON, by whatever was changed."""
    after: Mapping[str, Any] = field(default_factory=dict)
    undoes: int | None = None
    """The entry that this one takes back."""
    undone: bool = False
    """Whether a later one took it back."""
    id: int = 0
    """Given by the store."""


def keep(db: Database, entry: Entry, before: Mapping[str, Any], after: Mapping[str, Any]) -> int:
    """Add an entry to the log; its number."""
    assert entry.person is not None
    cursor = db.execute(
        "INSERT INTO audit (server, person, at, area, what, before, after, undoes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            entry.server, people.number_of(db, entry.person, entry.at), int(entry.at.timestamp()), entry.area,
            entry.what, json.dumps(before), json.dumps(after), entry.undoes,
        ],
    )  # fmt: skip
    assert cursor.lastrowid is not None
    return cursor.lastrowid


_SELECT = """
    SELECT audit.server, people.discord_id, audit.at, audit.area, audit.what, audit.before, audit.after, audit.undoes,
           EXISTS (SELECT 1 FROM audit AS later WHERE later.undoes = audit.id), audit.id
    FROM audit LEFT JOIN people ON people.id = audit.person
    WHERE audit.server = :server
"""
_FILTERS = (
    " AND (:person IS NULL OR people.discord_id = :person)"
    " AND (:area IS NULL OR audit.area = :area)"
    " AND (:whats IS NULL OR audit.what IN (SELECT value FROM json_each(:whats)))"
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries of a server's log: all of them, or those of one person, of one area, or with one of these names."""

    server: int
    person: int | None = None
    """Their Discord id."""
    area: str | None = None
    whats: tuple[str, ...] | None = None

    def values(self) -> dict[str, Any]:
        whats = None if self.whats is None else json.dumps(self.whats)
        return {"server": self.server, "person": self.person, "area": self.area, "whats": whats}


def page(db: Database, wanted: Wanted, skip: int, size: int) -> list[Entry]:
    """A page of a log, the newest first."""
    rows = db.execute(
        _SELECT + _FILTERS + " ORDER BY audit.id DESC LIMIT :size OFFSET :skip",
        {**wanted.values(), "size": size, "skip": skip},
    )
    return [_entry(row) for row in rows]


def count(db: Database, wanted: Wanted) -> int:
    """How many entries its pages hold."""
    query = f"SELECT count(*) FROM ({_SELECT}{_FILTERS})"  # noqa: S608 # our own constants
    row: tuple[int] = db.execute(query, wanted.values()).fetchone()
    return row[0]


def areas_in(db: Database, server: int) -> list[str]:
    """The areas in which something was done."""
    return [area for (area,) in db.execute("SELECT DISTINCT area FROM audit WHERE server = ? ORDER BY area", [server])]


def find(db: Database, server: int, id: int) -> Entry | None:
    """The entry with this number, if it is of this server."""
    row = db.execute(_SELECT + " AND audit.id = :id", {"server": server, "id": id}).fetchone()
    return _entry(row) if row else None


def touched_since(db: Database, entry: Entry) -> bool:
    """Whether a later entry of the same area changed any of the same keys."""
    row = db.execute(
        "SELECT 1 FROM audit, json_each(audit.after) AS changed WHERE audit.server = ? AND audit.area = ?"
        " AND audit.id > ? AND changed.key IN (SELECT value FROM json_each(?)) LIMIT 1",
        [entry.server, entry.area, entry.id, json.dumps(list(entry.after))],
    ).fetchone()
    return row is not None


def _entry(row: tuple[Any, ...]) -> Entry:
    server, person, at, area, what, before, after, undoes, undone, id = row
    moment = datetime.fromtimestamp(at, UTC)
    return Entry(server, person, moment, area, what, json.loads(before), json.loads(after), undoes, bool(undone), id)
