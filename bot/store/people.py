"""People: the one table with Discord ids. Everything else knows a person by the number given here."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database


def number_of(db: Database, discord_id: int, now: datetime) -> int:
    """The number of the person with this Discord id, who is remembered from `now` on if new."""
    db.execute(
        "INSERT INTO people (discord_id, first_seen) VALUES (?, ?) ON CONFLICT (discord_id) DO NOTHING",
        [discord_id, int(now.timestamp())],
    )
    row: tuple[int] = db.execute("SELECT id FROM people WHERE discord_id = ?", [discord_id]).fetchone()
    return row[0]


def forget_idle(db: Database) -> int:
    """Forget the people of whom nothing is kept any more; how many."""
    return db.execute(
        "DELETE FROM people WHERE id NOT IN (SELECT person FROM answers) AND id NOT IN (SELECT person FROM reports)"
    ).rowcount
