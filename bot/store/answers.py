"""What was answered to whom and where: what the buttons of a card refer to. No question is ever stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from bot.store import people


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it was given; `fact` is None while the asker still has to choose what was meant."""

    asker: int
    """The asker's Discord id."""
    server: int | None
    """The server it was given in; None outside servers."""
    channel: int
    fact: str | None
    other: str | None
    """The fact of the other world that goes with it."""
    direct: str | None
    """The direct answer line, as it was shown."""
    language: str
    asked_at: datetime
    id: int = 0
    """Given by the store."""


def keep(db: Database, answer: Answer) -> int:
    """Remember an answer; its id."""
    person = people.number_of(db, answer.asker, answer.asked_at)
    cursor = db.execute(
        "INSERT INTO answers (person, server, channel, fact, other, direct, language, asked_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            person, answer.server, answer.channel, answer.fact, answer.other, answer.direct, answer.language,
            int(answer.asked_at.timestamp()),
        ],
    )  # fmt: skip
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def choose(db: Database, id: int, fact: str | None, other: str | None) -> None:
    """Record which fact was meant."""
    db.execute("UPDATE answers SET fact = ?, other = ? WHERE id = ?", [fact, other, id])


def find(db: Database, id: int) -> Answer | None:
    """The answer with this id, or None if it is no longer kept."""
    row = db.execute(
        "SELECT people.discord_id, server, channel, fact, other, direct, language, asked_at"
        " FROM answers JOIN people ON people.id = person WHERE answers.id = ?",
        [id],
    ).fetchone()
    if row is None:
        return None
    asker, server, channel, fact, other, direct, language, asked_at = row
    return Answer(asker, server, channel, fact, other, direct, language, datetime.fromtimestamp(asked_at, UTC), id)


def forget_before(db: Database, moment: datetime) -> int:
    """Forget the answers given before `moment`; how many."""
    return db.execute("DELETE FROM answers WHERE asked_at < ?", [int(moment.timestamp())]).rowcount
