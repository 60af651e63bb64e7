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
    about: str | None = None
    """The fact the question was taken to be about, if it leaned on what was said before."""
    alone: str | None = None
    """What it would have found by itself then."""
    id: int = 0
    """Given by the store."""


def keep(db: Database, answer: Answer) -> int:
    """Remember an answer; its id."""
    person = people.number_of(db, answer.asker, answer.asked_at)
    cursor = db.execute(
        "INSERT INTO answers (person, server, channel, fact, other, direct, language, asked_at, about, alone)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            person, answer.server, answer.channel, answer.fact, answer.other, answer.direct, answer.language,
            int(answer.asked_at.timestamp()), answer.about, answer.alone,
        ],
    )  # fmt: skip
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def choose(db: Database, id: int, fact: str | None, other: str | None) -> None:
    """Record which fact was meant."""
    db.execute("UPDATE answers SET fact = ?, other = ? WHERE id = ?", [fact, other, id])


_SELECT = """
    SELECT people.discord_id, server, channel, fact, other, direct, language, asked_at, about, alone, answers.id
    FROM answers JOIN people ON people.id = person
"""
_BY_ID = _SELECT + "WHERE answers.id = ?"
_LATEST = _SELECT + (
    "WHERE people.discord_id = ? AND channel = ? AND asked_at >= ? AND fact IS NOT NULL"
    " ORDER BY answers.id DESC LIMIT 1"
)


def find(db: Database, id: int) -> Answer | None:
    """The answer with this id, or None if it is no longer kept."""
    return _one(db, _BY_ID, id)


def latest(db: Database, asker: int, channel: int, since: datetime) -> Answer | None:
    """The last answer with a fact that this person was given in this channel, no earlier than `since`."""
    return _one(db, _LATEST, asker, channel, int(since.timestamp()))


def _one(db: Database, query: str, *values: int) -> Answer | None:
    row = db.execute(query, list(values)).fetchone()
    if row is None:
        return None
    asker, server, channel, fact, other, direct, language, asked_at, about, alone, id = row
    moment = datetime.fromtimestamp(asked_at, UTC)
    return Answer(asker, server, channel, fact, other, direct, language, moment, about, alone, id)


def forget_before(db: Database, moment: datetime) -> int:
    """Forget the answers given before `moment`; how many."""
    return db.execute("DELETE FROM answers WHERE asked_at < ?", [int(moment.timestamp())]).rowcount
