"""The outbox of events: every step that is to be taken, with its time, and what became of it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from bot.quiz.event_steps import OF_A_TIME, Planned, Step


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that is to be taken now."""

    event: int
    planned: Planned
    tried_at: datetime | None
    """When it was first tried, if it was: it may have been taken, so it is looked for from then on."""
    moved: int = 0
    """By the how-manieth other time of the event it is planned; whoever moves the event takes the step back."""

    @property
    def step(self) -> Step:
        return self.planned.step


def add(db: Database, event: int, planned: Iterable[Planned]) -> bool:
    """Plan these steps, where they are not planned or taken already; whether any is new."""
    new = [
        db.execute(
            "INSERT INTO event_steps (event, step, due, until, state, moved)"
            " SELECT id, ?, ?, ?, 'waiting', moved FROM events WHERE id = ? ON CONFLICT (event, step) DO NOTHING",
            [one.step, _seconds(one.due), _seconds(one.until), event],
        ).rowcount
        for one in planned
    ]
    return any(new)


def move(db: Database, event: int, planned: Iterable[Planned]) -> None:
    """Plan anew what tells of the time of an event, whatever became of it, and of the others what was not taken."""
    db.execute(
        "DELETE FROM event_steps WHERE event = ?"
        " AND (step IN (SELECT value FROM json_each(?)) OR (state <> 'done' AND NOT tried))",
        [event, json.dumps(sorted(OF_A_TIME))],
    )
    add(db, event, planned)
    for one in planned:
        db.execute(
            "UPDATE event_steps SET due = ?, until = ?, state = 'waiting',"
            " moved = (SELECT moved FROM events WHERE id = event) WHERE event = ? AND step = ? AND state <> 'done'",
            [_seconds(one.due), _seconds(one.until), event, one.step],
        )


def reminded(db: Database, event: int) -> bool:
    """Whether anybody was, or may have been, reminded of the time it has now."""
    steps = json.dumps(sorted(OF_A_TIME))
    query = "SELECT 1 FROM event_steps WHERE event = ? AND tried AND step IN (SELECT value FROM json_each(?)) LIMIT 1"
    return db.execute(query, [event, steps]).fetchone() is not None


def drop(db: Database, event: int) -> None:
    """What was still to be done is not done any more."""
    db.execute("DELETE FROM event_steps WHERE event = ? AND state = 'waiting' AND NOT tried", [event])
    db.execute("UPDATE event_steps SET state = 'dropped' WHERE event = ? AND state = 'waiting'", [event])


def reminders(db: Database, event: int) -> list[datetime]:
    """When those who come are still going to be reminded, the earliest first."""
    rows = db.execute(
        "SELECT due FROM event_steps WHERE event = ? AND step IN (?, ?) AND state = 'waiting' AND NOT tried"
        " ORDER BY due",
        [event, Step.REMIND_EARLY, Step.REMIND],
    )
    return [_instant(at) for (at,) in rows.fetchall()]


def due(db: Database, now: datetime, most: int) -> list[Waiting]:
    """The steps whose time has come, in its order."""
    rows = db.execute(
        "SELECT event, step, due, until, tried_at, moved FROM event_steps WHERE state = 'waiting' AND due <= ?"
        " ORDER BY due, event, CASE step WHEN 'native' THEN 0 ELSE 1 END LIMIT ?",
        [_seconds(now), most],
    )
    return [
        Waiting(event, Planned(Step(step), _instant(at), _instant(until)), _instant(tried) if tried else None, moved)
        for event, step, at, until, tried, moved in rows.fetchall()
    ]


def next_due(db: Database) -> datetime | None:
    """When the next step is due."""
    (at,) = db.execute("SELECT min(due) FROM event_steps WHERE state = 'waiting'").fetchone()
    return None if at is None else _instant(at)


def begin(db: Database, one: Waiting, now: datetime) -> bool:
    """The step is about to be taken; False if it is not to be any more, or by another time."""
    return bool(
        db.execute(
            "UPDATE event_steps SET tried = 1, tried_at = coalesce(tried_at, ?)"
            " WHERE state = 'waiting' AND event = ? AND step = ? AND moved = ?",
            [_seconds(now), *_it(one)],
        ).rowcount
    )


def done(db: Database, one: Waiting, message: int | None) -> None:
    """The step was taken, in this message if it has one; unless the event was moved meanwhile."""
    db.execute(
        "UPDATE event_steps SET state = 'done', tried = 1, message = ? WHERE event = ? AND step = ? AND moved = ?",
        [message, *_it(one)],
    )


def miss(db: Database, one: Waiting) -> bool:
    """The step comes too late, and is not taken; whether it was still waiting."""
    return bool(
        db.execute(
            "UPDATE event_steps SET state = 'missed' WHERE state = 'waiting' AND event = ? AND step = ? AND moved = ?",
            _it(one),
        ).rowcount
    )


def put_off(db: Database, one: Waiting, due: datetime) -> None:
    """The step is tried again later."""
    db.execute(
        "UPDATE event_steps SET due = ? WHERE state = 'waiting' AND event = ? AND step = ? AND moved = ?",
        [_seconds(due), *_it(one)],
    )


def _it(one: Waiting) -> list[object]:
    return [one.event, one.step, one.moved]


def missed(db: Database, event: int) -> list[Step]:
    """The steps of an event that were missed."""
    rows = db.execute("SELECT step FROM event_steps WHERE event = ? AND state = 'missed' ORDER BY due", [event])
    return [Step(step) for (step,) in rows.fetchall()]


def states(db: Database, event: int) -> dict[Step, tuple[str, int | None]]:
    """What became of every step of an event, with its message."""
    rows = db.execute("SELECT step, state, message FROM event_steps WHERE event = ?", [event])
    return {Step(step): (state, message) for step, state, message in rows.fetchall()}


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
