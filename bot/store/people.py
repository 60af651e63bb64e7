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
    """Forget the people whom nothing that is kept refers to any more; how many."""
    # The tables themselves say who refers to people, so that a new one cannot be forgotten here.
    kept = " UNION ".join(
        f"SELECT {key.column} FROM {table.name} WHERE {key.column} IS NOT NULL"  # noqa: S608 # our own names
        for table in db.tables
        for key in table.foreign_keys
        if key.other_table == "people"
    )
    return db.execute(f"DELETE FROM people WHERE id NOT IN ({kept})").rowcount  # noqa: S608 # as above
