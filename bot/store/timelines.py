"""What of the timelines was asked for, by whom and in which server: what the buttons under a page refer to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from bot.store import people


@dataclass(frozen=True, slots=True)
class Shown:
    """A timeline as it was asked for: what was read out of the words, never the words themselves."""

    asker: int
    """The asker's Discord id."""
    server: int | None
    """The server it was shown in; None outside servers."""
    period: str | None
    about: str | None
    world: str | None
    """The only world asked for; None for both."""
    language: str
    asked_at: datetime
    id: int = 0
    """Given by the store."""


def keep(db: Database, shown: Shown) -> int:
    """Remember a timeline that is shown; its id."""
    person = people.number_of(db, shown.asker, shown.asked_at)
    cursor = db.execute(
        "INSERT INTO timelines (person, server, period, about, world, language, asked_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            person, shown.server, shown.period, shown.about, shown.world, shown.language,
            int(shown.asked_at.timestamp()),
        ],
    )  # fmt: skip
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def find(db: Database, id: int) -> Shown | None:
    """The timeline with this id, or None if it is no longer kept."""
    row = db.execute(
        "SELECT people.discord_id, server, period, about, world, language, asked_at, timelines.id"
        " FROM timelines JOIN people ON people.id = person WHERE timelines.id = ?",
        [id],
    ).fetchone()
    if row is None:
        return None
    asker, server, period, about, world, language, asked_at, id = row
    return Shown(asker, server, period, about, world, language, datetime.fromtimestamp(asked_at, UTC), id)


def forget_before(db: Database, moment: datetime) -> int:
    """Forget the timelines shown before `moment`; how many."""
    return db.execute("DELETE FROM timelines WHERE asked_at < ?", [int(moment.timestamp())]).rowcount
