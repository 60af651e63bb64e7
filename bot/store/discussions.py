"""Discussions: where each stands, how people voted before and after, which parts they took and what they cited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlite_utils import Database

from bot.store import people


class State(StrEnum):
    """How far a discussion has come."""

    STARTING = "starting"
    """Its thread or its card may not be there yet."""
    OPEN = "open"
    CLOSING = "closing"
    """The second vote is on."""
    CLOSED = "closed"
    """Both votes are over; until nothing is due any more, the result is still to be shown."""
    GONE = "gone"
    """Its thread was deleted."""


@dataclass(frozen=True, slots=True)
class Discussion:
    """One discussion as it stands; ids of Discord, instants in UTC."""

    id: int
    server: int
    parent: int
    """The channel or forum that its thread stands in."""
    channel: int | None
    """Its thread; None until there is one."""
    prompt: str
    language: str
    starter: int | None
    """Who opened it; None once they are forgotten."""
    state: State
    opened_at: datetime
    changed_at: datetime
    """When its state last changed."""
    nudged: bool
    card: int | None
    """The message of its opening card."""
    second_card: int | None
    """The message that asks for the second vote."""


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def begin(
    db: Database, server: int, parent: int, prompt: str, language: str, starter: int, now: datetime, due: datetime,
    at_once: int,
) -> int | None:  # fmt: skip
    """Remember that a discussion is being opened; its id, or None if its starter already has `at_once` open there."""
    person = people.number_of(db, starter, now)
    (having,) = db.execute(
        "SELECT count(*) FROM discussions"
        " WHERE starter = ? AND server = ? AND state IN ('starting', 'open', 'closing')",
        [person, server],
    ).fetchone()
    if having >= at_once:
        return None
    cursor = db.execute(
        "INSERT INTO discussions (server, parent, prompt, language, starter, state, opened_at, changed_at, due_at)"
        " VALUES (?, ?, ?, ?, ?, 'starting', ?, ?, ?)",
        [server, parent, prompt, language, person, _seconds(now), _seconds(now), _seconds(due)],
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def place(db: Database, id: int, channel: int) -> None:
    """Remember the thread that was made for a discussion."""
    db.execute("UPDATE discussions SET channel = ? WHERE id = ?", [channel, id])


def open_up(db: Database, id: int, channel: int, card: int, now: datetime, due: datetime) -> bool:
    """Open a discussion that was starting, now that its card is there; whether it was starting."""
    return _changed(
        db,
        "UPDATE discussions SET state = 'open', channel = ?, card = ?, changed_at = ?, due_at = ?"
        " WHERE id = ? AND state = 'starting'",
        channel, card, _seconds(now), _seconds(due), id,
    )  # fmt: skip


def abandon(db: Database, id: int) -> None:
    """Forget a discussion that could not be opened."""
    db.execute("DELETE FROM discussions WHERE id = ? AND state = 'starting'", [id])


def ask_again(db: Database, id: int, now: datetime, due: datetime) -> bool:
    """Close the first vote and open the second; whether the first was open."""
    return _changed(
        db,
        "UPDATE discussions SET state = 'closing', changed_at = ?, due_at = ? WHERE id = ? AND state = 'open'",
        _seconds(now), _seconds(due), id,
    )  # fmt: skip


def asked_again(db: Database, id: int, message: int, due: datetime) -> None:
    """Remember the message that asks for the second vote."""
    db.execute(
        "UPDATE discussions SET second_card = ?, due_at = ? WHERE id = ? AND state = 'closing'",
        [message, _seconds(due), id],
    )


def finish(db: Database, id: int, now: datetime, due: datetime) -> bool:
    """Close the second vote; whether it was open."""
    return _changed(
        db,
        "UPDATE discussions SET state = 'closed', changed_at = ?, due_at = ? WHERE id = ? AND state = 'closing'",
        _seconds(now), _seconds(due), id,
    )  # fmt: skip


def put_off(db: Database, id: int, due: datetime | None) -> None:
    """Look at a discussion again at `due`, or never."""
    db.execute("UPDATE discussions SET due_at = ? WHERE id = ?", [_seconds(due), id])


def nudge(db: Database, id: int, due: datetime) -> bool:
    """Take the one nudge of a discussion; whether it had not been taken yet."""
    return _changed(
        db,
        "UPDATE discussions SET nudged = 1, due_at = ? WHERE id = ? AND state = 'open' AND nudged = 0",
        _seconds(due), id,
    )  # fmt: skip


def lose(db: Database, channel: int, now: datetime) -> None:
    """Close, without a result, what stood in a thread or channel that was deleted."""
    db.execute(
        "UPDATE discussions SET state = 'gone', changed_at = ?, due_at = NULL"
        " WHERE ? IN (channel, parent) AND state <> 'gone' AND (state <> 'closed' OR due_at IS NOT NULL)",
        [_seconds(now), channel],
    )


_SELECT = """
    SELECT discussions.id, server, parent, channel, prompt, language, people.discord_id, state, opened_at, changed_at,
           nudged, card, second_card
    FROM discussions LEFT JOIN people ON people.id = starter
"""
_BY_ID = _SELECT + "WHERE discussions.id = ?"
_IN_THREAD = _SELECT + "WHERE channel = ? AND state IN ('starting', 'open', 'closing') ORDER BY discussions.id DESC"
_DUE = _SELECT + "WHERE due_at <= ? ORDER BY due_at, discussions.id LIMIT ?"


def find(db: Database, id: int) -> Discussion | None:
    """The discussion with this id, or None if it is no longer kept."""
    row = db.execute(_BY_ID, [id]).fetchone()
    return _discussion(*row) if row else None


def standing_in(db: Database, channel: int) -> Discussion | None:
    """The discussion that goes on in this thread."""
    row = db.execute(_IN_THREAD, [channel]).fetchone()
    return _discussion(*row) if row else None


def due(db: Database, now: datetime, limit: int) -> list[Discussion]:
    """At most `limit` discussions that something is to be done about, longest waiting first."""
    return [_discussion(*row) for row in db.execute(_DUE, [_seconds(now), limit]).fetchall()]


def _discussion(
    id: int, server: int, parent: int, channel: int | None, prompt: str, language: str, starter: int | None,
    state: str, opened_at: int, changed_at: int, nudged: int, card: int | None, second_card: int | None,
) -> Discussion:  # fmt: skip
    return Discussion(
        id, server, parent, channel, prompt, language, starter, State(state), datetime.fromtimestamp(opened_at, UTC),
        datetime.fromtimestamp(changed_at, UTC), bool(nudged), card, second_card,
    )  # fmt: skip


def vote(db: Database, id: int, voter: int, option: int, state: State, now: datetime) -> bool:
    """Keep a person's vote of the round that is on in `state`, in place of an earlier one; whether that round is on."""
    if not _is(db, id, state):
        return False
    column = "before" if state is State.OPEN else "after"
    db.execute(
        f"INSERT INTO discussion_votes (discussion, person, {column}) VALUES (?, ?, ?)"  # noqa: S608 # one of two names
        f" ON CONFLICT (discussion, person) DO UPDATE SET {column} = excluded.{column}",
        [id, people.number_of(db, voter, now), option],
    )
    return True


def ballots(db: Database, id: int) -> list[tuple[int | None, int | None]]:
    """The two votes of everybody who voted."""
    rows: list[tuple[int | None, int | None]] = db.execute(
        "SELECT before, after FROM discussion_votes WHERE discussion = ?", [id]
    ).fetchall()
    return rows


def take_part(db: Database, id: int, taker: int, part: str | None, now: datetime) -> bool:
    """Give a person a part, or none; whether the discussion is open."""
    if not _is(db, id, State.OPEN):
        return False
    person = people.number_of(db, taker, now)
    db.execute("DELETE FROM discussion_parts WHERE discussion = ? AND person = ?", [id, person])
    if part is not None:
        db.execute("INSERT INTO discussion_parts (discussion, person, part) VALUES (?, ?, ?)", [id, person, part])
    return True


def part_of(db: Database, id: int, person: int) -> str | None:
    """The part a person took."""
    row: tuple[str] | None = db.execute(
        "SELECT part FROM discussion_parts JOIN people ON people.id = person WHERE discussion = ? AND discord_id = ?",
        [id, person],
    ).fetchone()
    return row[0] if row else None


def cite(db: Database, id: int, citer: int, fact: str, part: str | None, now: datetime) -> bool:
    """Keep that a person cited a fact; whether the discussion is open. Citing it once more counts once."""
    if not _is(db, id, State.OPEN):
        return False
    db.execute(
        "INSERT INTO discussion_citations (discussion, person, fact, part) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (discussion, person, fact) DO UPDATE SET part = excluded.part",
        [id, people.number_of(db, citer, now), fact, part],
    )
    return True


def citations(db: Database, id: int) -> list[tuple[str, int | None, str | None]]:
    """The facts cited, by whom (None once forgotten) and in which part, in the order they were brought."""
    rows: list[tuple[str, int | None, str | None]] = db.execute(
        "SELECT fact, discord_id, part FROM discussion_citations LEFT JOIN people ON people.id = person"
        " WHERE discussion = ? ORDER BY discussion_citations.id",
        [id],
    ).fetchall()
    return rows


def times_discussed(db: Database, server: int) -> dict[str, int]:
    """How often each prompt was opened in a server."""
    return dict(db.execute("SELECT prompt, count(*) FROM discussions WHERE server = ? GROUP BY prompt", [server]))


def forget_before(db: Database, moment: datetime) -> int:
    """Forget the discussions opened before `moment`, with everything that belongs to them; how many."""
    return db.execute("DELETE FROM discussions WHERE opened_at < ?", [_seconds(moment)]).rowcount


def _is(db: Database, id: int, state: State) -> bool:
    row = db.execute("SELECT 1 FROM discussions WHERE id = ? AND state = ?", [id, state.value]).fetchone()
    return row is not None


def _changed(db: Database, statement: str, *values: int | None) -> bool:
    return db.execute(statement, list(values)).rowcount > 0
