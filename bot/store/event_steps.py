"""The outbox of events: every step that is to be taken, with its time, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from bot.quiz.event_steps import Planned, Step


@dataclass(frozen=True, slots=True)
class Waiting:
    """A step that is to be taken now."""

    event: int
    planned: Planned
    tried_at: datetime | None
    """When it was first tried, if it was: it may have been taken, so it is looked for from then on."""

    @property
    def step(self) -> Step:
        return self.planned.step


def add(db: Database, event: int, planned: Iterable[Planned]) -> bool:
    """Plan these steps, where they are not planned or taken already; whether any is new."""
    new = [
        db.execute(
            "INSERT INTO event_steps (event, step, due, until, state) VALUES (?, ?, ?, ?, 'waiting')"
            " ON CONFLICT (event, step) DO NOTHING",
            [event, one.step, _seconds(one.due), _seconds(one.until)],
        ).rowcount
        for one in planned
    ]
    return any(new)


def move(db: Database, event: int, planned: Iterable[Planned]) -> None:
    """Plan anew what was not taken yet; reminders that were missed by the old time get their chance by the new one."""
    db.execute("DELETE FROM event_steps WHERE event = ? AND state <> 'done' AND NOT tried", [event])
    add(db, event, planned)
    for one in planned:
        db.execute(
            "UPDATE event_steps SET due = ?, until = ?, state = 'waiting' WHERE event = ? AND step = ?"
            " AND state <> 'done'",
            [_seconds(one.due), _seconds(one.until), event, one.step],
        )


def drop(db: Database, event: int) -> None:
    """What was still to be done is not done any more."""
    db.execute("DELETE FROM event_steps WHERE event = ? AND state = 'waiting' AND NOT tried", [event])
    db.execute("UPDATE event_steps SET state = 'dropped' WHERE event = ? AND state = 'waiting'", [event])


def due(db: Database, now: datetime, most: int) -> list[Waiting]:
    """The steps whose time has come, in its order."""
    rows = db.execute(
        "SELECT event, step, due, until, tried_at FROM event_steps WHERE state = 'waiting' AND due <= ?"
        " ORDER BY due, event, CASE step WHEN 'native' THEN 0 ELSE 1 END LIMIT ?",
        [_seconds(now), most],
    )
    return [
        Waiting(event, Planned(Step(step), _instant(at), _instant(until)), _instant(tried) if tried else None)
        for event, step, at, until, tried in rows.fetchall()
    ]


def next_due(db: Database) -> datetime | None:
    """When the next step is due."""
    (at,) = db.execute("SELECT min(due) FROM event_steps WHERE state = 'waiting'").fetchone()
    return None if at is None else _instant(at)


def begin(db: Database, event: int, step: Step, now: datetime) -> bool:
    """The step is about to be taken; False if it is not to be any more."""
    return bool(
        db.execute(
            "UPDATE event_steps SET tried = 1, tried_at = coalesce(tried_at, ?)"
            " WHERE event = ? AND step = ? AND state = 'waiting'",
            [_seconds(now), event, step],
        ).rowcount
    )


def done(db: Database, event: int, step: Step, message: int | None) -> None:
    """The step was taken, in this message if it has one."""
    db.execute(
        "UPDATE event_steps SET state = 'done', tried = 1, message = ? WHERE event = ? AND step = ?",
        [message, event, step],
    )


def miss(db: Database, event: int, step: Step) -> bool:
    """The step comes too late, and is not taken; whether it was still waiting."""
    return bool(
        db.execute(
            "UPDATE event_steps SET state = 'missed' WHERE event = ? AND step = ? AND state = 'waiting'", [event, step]
        ).rowcount
    )


def put_off(db: Database, event: int, step: Step, due: datetime) -> None:
    """The step is tried again later."""
    db.execute(
        "UPDATE event_steps SET due = ? WHERE event = ? AND step = ? AND state = 'waiting'",
        [_seconds(due), event, step],
    )


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
