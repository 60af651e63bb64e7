"""What members say is wrong with a fact, kept for the moderators of their server."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.store import people


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
