"""The settings of each server as one JSON document, and every change to them as a row of the log.

Changes go key by key on the writing thread, so that two moderators at once never undo each other unseen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.store import audit


@dataclass(frozen=True, slots=True)
class Stored:
    """The document of a server as it stands."""

    server: int
    version: int
    revision: int
    """One more with every change."""
    document: str


def read_all(db: Database) -> list[Stored]:
    """Every server's document."""
    return [Stored(*row) for row in db.execute("SELECT server, version, revision, document FROM server_settings")]


def change(
    db: Database, server: int, version: int, changes: Mapping[str, Any], entry: audit.Entry, starting: str = "{}"
) -> tuple[Stored, int | None]:
    """Put `changes` into a server's document, where null takes a key out, and write `entry` to the log.

    `starting` is the document of a server that has none. What was before and after is filled in here, by key. The
    document as it stands now, and the number of the log's row; None if nothing changed.
    """
    row = db.execute("SELECT revision, document FROM server_settings WHERE server = ?", [server]).fetchone()
    revision, document = (row[0], json.loads(row[1])) if row else (0, json.loads(starting))
    new = {key: value for key, value in changes.items() if document.get(key) != value}
    before = {key: document.get(key) for key in new}
    if not new:
        return Stored(server, version, revision, json.dumps(document)), None
    document |= new
    kept = {key: value for key, value in document.items() if value is not None}
    stored = Stored(server, version, revision + 1, json.dumps(kept, sort_keys=True))
    db.execute(
        "INSERT INTO server_settings (server, version, revision, document, changed_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (server) DO UPDATE SET version = excluded.version, revision = excluded.revision,"
        " document = excluded.document, changed_at = excluded.changed_at",
        [server, version, stored.revision, stored.document, int(entry.at.timestamp())],
    )
    return stored, audit.keep(db, entry, before, new)


def undo(
    db: Database, server: int, version: int, id: int, person: int, at: datetime
) -> tuple[Stored, int | None] | None:
    """Put back what the change `id` found, as a change of its own; None if a later one touched the same keys."""
    undone = audit.find(db, server, id)
    if undone is None or undone.area != audit.SETTINGS or audit.touched_since(db, undone):
        return None
    entry = audit.Entry(server, person, at, undone.area, undone.what, undoes=id)
    return change(db, server, version, undone.before, entry)
