"""Settings files that were read and wait to be applied, as what they would change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.store import people


def keep(db: Database, server: int, person: int, changes: Mapping[str, Any], now: datetime) -> int:
    """Remember what `person` (their Discord id) may do to a server's settings; its number."""
    cursor = db.execute(
        "INSERT INTO settings_drafts (server, person, changes, read_at) VALUES (?, ?, ?, ?)",
        [server, people.number_of(db, person, now), json.dumps(changes), int(now.timestamp())],
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def find(db: Database, server: int, person: int, id: int, since: datetime) -> dict[str, Any] | None:
    """The changes with this number, if they are this person's, in this server, and were read no earlier."""
    row: tuple[str] | None = db.execute(
        "SELECT changes FROM settings_drafts JOIN people ON people.id = person"
        " WHERE settings_drafts.id = ? AND server = ? AND discord_id = ? AND read_at >= ?",
        [id, server, person, int(since.timestamp())],
    ).fetchone()
    return json.loads(row[0]) if row else None


def drop(db: Database, id: int) -> None:
    """Forget one, after it was applied or refused."""
    db.execute("DELETE FROM settings_drafts WHERE id = ?", [id])


def forget_before(db: Database, moment: datetime) -> int:
    """Forget those read before `moment`; how many."""
    return db.execute("DELETE FROM settings_drafts WHERE read_at < ?", [int(moment.timestamp())]).rowcount
