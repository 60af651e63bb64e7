"""What people want to be asked again: the facts they added to their reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.store import people


def add(db: Database, discord_id: int, facts: Sequence[str], now: datetime) -> int:
    """Remember that this person wants to review these facts; how many of them are new."""
    person = people.number_of(db, discord_id, now)
    before = _count(db, person)
    for fact in facts:
        db.execute(
            "INSERT INTO review_requests (person, fact, requested_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [person, fact, int(now.timestamp())],
        )
    return _count(db, person) - before


def _count(db: Database, person: int) -> int:
    (count,) = db.execute("SELECT count(*) FROM review_requests WHERE person = ?", [person]).fetchone()
    return int(count)


def of(db: Database, discord_id: int) -> tuple[str, ...]:
    """The facts that this person wants to review, in the order they were added."""
    rows = db.execute(
        "SELECT fact FROM review_requests JOIN people ON people.id = person WHERE discord_id = ?"
        " ORDER BY review_requests.rowid",
        [discord_id],
    )
    return tuple(fact for (fact,) in rows.fetchall())
