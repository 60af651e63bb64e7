"""What people are about to suggest or to bring in, kept until they confirm it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.store import people


def keep(db: Database, server: int, person: int, document: Mapping[str, Any], now: datetime) -> int:
    """Remember what a person is about to do until they confirm it; its number."""
    cursor = db.execute(
        "INSERT INTO own_drafts (server, person, document, at) VALUES (?, ?, ?, ?)",
        [server, people.number_of(db, person, now), json.dumps(document), int(now.timestamp())],
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def find(db: Database, server: int, person: int, id: int, since: datetime) -> dict[str, Any] | None:
    """What is remembered under this number, if it is this person's, in this server, and no older."""
    row: tuple[str] | None = db.execute(
        "SELECT document FROM own_drafts JOIN people ON people.id = person"
        " WHERE own_drafts.id = ? AND server = ? AND discord_id = ? AND at >= ?",
        [id, server, person, int(since.timestamp())],
    ).fetchone()
    return json.loads(row[0]) if row else None


def drop(db: Database, id: int) -> bool:
    """Forget one; whether it was still there."""
    return db.execute("DELETE FROM own_drafts WHERE id = ?", [id]).rowcount > 0


def forget_before(db: Database, moment: datetime) -> int:
    """Forget those never confirmed; how many."""
    return db.execute("DELETE FROM own_drafts WHERE at < ?", [int(moment.timestamp())]).rowcount
