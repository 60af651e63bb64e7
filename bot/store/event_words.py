"""Titles and descriptions of events that wait for a moderator, and what was decided on them.

Words are `replaced` once the event is called otherwise, or other words wait in their place: nothing is decided on them
any more.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from bot.quiz.event import Event
from bot.quiz.event_steps import REMINDERS
from bot.store import audit, events, people
from bot.store.events import Reminders

AREA = "events"
"""The area of the log that tells of them."""


class State(StrEnum):
    """What became of words."""

    WAITING = "waiting"
    SHOWN = "shown"
    """They are what the event is called now."""
    KEPT = "kept"
    """The event goes on as it was called."""
    REPLACED = "replaced"


class Hindrance(StrEnum):
    """Why nothing is decided."""

    GONE = "gone"
    """The words are no longer kept."""
    OVER = "over"
    """The event has been called off, or is over."""
    REPLACED = "replaced"
    """The words were changed since."""
    DECIDED = "decided"
    """Somebody has decided already; of an undo, nothing is decided any more."""


@dataclass(frozen=True, slots=True)
class Held:
    """A title and a description that somebody wants an event to have."""

    id: int
    server: int
    event: int
    person: int
    """The Discord id of who wrote them."""
    title: str
    description: str
    made_at: datetime
    state: State
    judge: int | None = None
    """The Discord id of who decided."""
    card: tuple[int, int] | None = None
    """The channel and the message of the moderators' card."""

    @property
    def words(self) -> tuple[str, str]:
        """The title and the description."""
        return self.title, self.description


_SELECT = """
    SELECT event_words.id, event_words.server, event, writers.discord_id, title, description, made_at, state,
           judges.discord_id, card_channel, card
    FROM event_words JOIN people AS writers ON writers.id = event_words.person LEFT JOIN audit ON audit.id = entry
    LEFT JOIN people AS judges ON judges.id = audit.person
"""


def _held(row: tuple[Any, ...]) -> Held:
    id, server, event, person, title, description, made_at, state, judge, channel, message = row
    card = (channel, message) if message else None
    made = datetime.fromtimestamp(made_at, UTC)
    return Held(id, server, event, person, title, description, made, State(state), judge, card)


# ---- reading ---------------------------------------------------------------------------------------------------


def find(db: Database, id: int) -> Held | None:
    """The words with this number."""
    row = db.execute(_SELECT + "WHERE event_words.id = ?", [id]).fetchone()
    return _held(row) if row else None


def waiting_of(db: Database, event: int) -> Held | None:
    """The words of an event that wait."""
    row = db.execute(_SELECT + "WHERE event = ? AND state = 'waiting'", [event]).fetchone()
    return _held(row) if row else None


def listed(db: Database, server: int, most: int) -> list[Held]:
    """What of the events of a server that are to come or run waits, and then what was decided, the newest first."""
    rows = db.execute(
        _SELECT + "WHERE event_words.server = ? AND state <> 'replaced'"  # noqa: S608 # our own names
        " AND event IN (SELECT id FROM events WHERE state IN ('planned', 'running'))"
        " ORDER BY state <> 'waiting', event_words.id DESC LIMIT ?",
        [server, most],
    )
    return [_held(row) for row in rows.fetchall()]


def untold(db: Database) -> list[Held]:
    """What was decided, or taken back, and not carried out to its end."""
    return [_held(row) for row in db.execute(_SELECT + "WHERE NOT told ORDER BY event_words.id").fetchall()]


# ---- holding ---------------------------------------------------------------------------------------------------


def publish(
    db: Database, id: int, neutral: str, person: int, now: datetime, reminders: Reminders = REMINDERS
) -> tuple[Event | None, bool]:
    """Make an event of a draft under a neutral title while its own words wait; and whether it was a draft still."""
    event, new = events.publish(db, id, now, reminders)
    if event is None or not new:
        return event, False
    _hold(db, event, (event.title, event.description), person, now)
    _name(db, id, (neutral, ""))
    return events.find(db, id), True


def change(
    db: Database, wanted: Event, person: int, now: datetime, reminders: Reminders = REMINDERS
) -> Event | None:  # fmt: skip
    """The event has the time of `wanted` and is called as it was; the words of `wanted`, if they are others, wait."""
    before = events.find(db, wanted.id)
    if before is None:
        return None
    shown, asked = (before.title, before.description), (wanted.title, wanted.description)
    after, _ = events.change(db, wanted.id, *shown, wanted.wall, wanted.at, now, reminders)
    waiting = waiting_of(db, wanted.id)
    if before.open and asked != (waiting.words if waiting else shown):
        events.replace_words(db, wanted.id)
        if asked != shown:
            _hold(db, before, asked, person, now)
    return after


def _hold(db: Database, event: Event, words: tuple[str, str], person: int, now: datetime) -> None:
    db.execute(
        "INSERT INTO event_words (server, event, person, title, description, made_at, state)"
        " VALUES (?, ?, ?, ?, ?, ?, 'waiting')",
        [event.server, event.id, people.number_of(db, person, now), *words, int(now.timestamp())],
    )


def _name(db: Database, event: int, words: tuple[str, str]) -> None:
    db.execute("UPDATE events SET title = ?, description = ? WHERE id = ?", [*words, event])


def posted(db: Database, id: int, channel: int, message: int) -> None:
    """The moderators see the words in this message."""
    db.execute("UPDATE event_words SET card_channel = ?, card = ? WHERE id = ?", [channel, message, id])


# ---- deciding --------------------------------------------------------------------------------------------------


def decide(db: Database, id: int, state: State, entry: audit.Entry) -> Hindrance | None:
    """The event is called as these words say, or goes on as it is called; or why that cannot be decided."""
    held, hindrance = _open(db, id)
    if held is None or hindrance:
        return hindrance
    if held.state is not State.WAITING:
        return Hindrance.DECIDED
    event = events.find(db, held.event)
    assert event is not None
    if state is State.SHOWN:
        _name(db, event.id, held.words)
    number = audit.keep(db, entry, {entry.what: held.state}, {entry.what: state})
    db.execute(
        "UPDATE event_words SET state = ?, entry = ?, before_title = ?, before_description = ?, told = 0 WHERE id = ?",
        [state, number, event.title, event.description, id],
    )
    return None


def undo(db: Database, id: int, entry: audit.Entry) -> Hindrance | None:
    """What was decided is taken back, and the words wait again; or why that cannot be."""
    held, hindrance = _open(db, id)
    if held is None or hindrance:
        return hindrance
    if held.state is State.WAITING:
        return Hindrance.DECIDED
    undoes, *before = db.execute(
        "SELECT entry, before_title, before_description FROM event_words WHERE id = ?", [id]
    ).fetchone()
    if held.state is State.SHOWN:
        _name(db, held.event, (before[0], before[1]))
    after = {entry.what: State.WAITING}
    audit.keep(db, replace(entry, undoes=undoes), {entry.what: held.state}, after)
    db.execute("UPDATE event_words SET state = 'waiting', entry = NULL, told = 0 WHERE id = ?", [id])
    return None


def _open(db: Database, id: int) -> tuple[Held | None, Hindrance | None]:
    """The words, and why nothing can be decided on them, if that is so."""
    held = find(db, id)
    event = events.find(db, held.event) if held else None
    if held is None or event is None:
        return None, Hindrance.GONE
    if not event.open:
        return held, Hindrance.OVER
    return held, Hindrance.REPLACED if held.state is State.REPLACED else None


def told(db: Database, held: Held) -> None:
    """What was decided is carried out, and its writer was told or cannot be; unless it was decided anew meanwhile."""
    db.execute("UPDATE event_words SET told = 1 WHERE id = ? AND state = ?", [held.id, held.state])
