"""The outbox of daily posts: one row a server and day, planned before it is due, and what became of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlite_utils import Database

from bot.quiz.daily import Planned
from bot.store import audit


@dataclass(frozen=True, slots=True)
class Post:
    """The daily post of one server on one day."""

    id: int
    server: int
    planned: Planned
    state: str
    """`waiting`, `done` or `missed`."""
    tried_at: datetime | None
    """When it was first tried, if it was: it may have been made, so it is looked for from then on."""
    message: int | None
    fact: str | None
    trouble: str | None
    told: bool


_SELECT = "SELECT id, server, day, due, until, state, tried_at, message, fact, trouble, told FROM daily_posts "


def _post(row: tuple[Any, ...]) -> Post:
    id, server, day, due, until, state, tried_at, message, fact, trouble, told = row
    planned = Planned(date.fromisoformat(day), _instant(due), _instant(until))
    return Post(
        id, server, planned, state, _instant(tried_at) if tried_at else None, message, fact, trouble, bool(told)
    )


def plan(db: Database, server: int, one: Planned) -> None:
    """Plan a day's post, in place of whatever was planned and not tried yet; a day that has its post keeps it."""
    drop(db, server)
    db.execute(
        "INSERT INTO daily_posts (server, day, due, until, state) VALUES (?, ?, ?, ?, 'waiting')"
        " ON CONFLICT (server, day) DO NOTHING",
        [server, str(one.day), _seconds(one.due), _seconds(one.until)],
    )


def drop(db: Database, server: int) -> None:
    """What was planned for a server and not tried yet is not to be made."""
    db.execute(
        "DELETE FROM daily_posts WHERE server = ? AND state = 'waiting' AND tried_at IS NULL AND trouble IS NULL",
        [server],
    )


def waiting(db: Database) -> dict[int, list[Post]]:
    """What is planned and not made, by server."""
    found: dict[int, list[Post]] = {}
    for row in db.execute(_SELECT + "WHERE state = 'waiting' ORDER BY due").fetchall():
        found.setdefault(row[1], []).append(_post(row))
    return found


def days(db: Database, server: int) -> Collection[date]:
    """The days that have their post, or had their chance."""
    rows = db.execute(
        "SELECT day FROM daily_posts WHERE server = ? AND (state <> 'waiting' OR tried_at IS NOT NULL OR trouble IS"
        " NOT NULL) ORDER BY day DESC LIMIT 10",
        [server],
    )
    return {date.fromisoformat(day) for (day,) in rows.fetchall()}


def find(db: Database, id: int) -> Post | None:
    """The post with this number."""
    row = db.execute(_SELECT + "WHERE id = ?", [id]).fetchone()
    return _post(row) if row else None


def latest(db: Database, server: int) -> Post | None:
    """The last post of a server that was made, or could not be."""
    row = db.execute(
        _SELECT + "WHERE server = ? AND (state <> 'waiting' OR trouble IS NOT NULL) ORDER BY day DESC LIMIT 1", [server]
    ).fetchone()
    return _post(row) if row else None


def begin(db: Database, id: int, fact: str | None, now: datetime) -> bool:
    """The post is about to be made, with this fact if it has none yet; False if it is not to be any more."""
    return bool(
        db.execute(
            "UPDATE daily_posts SET tried_at = coalesce(tried_at, ?), fact = coalesce(fact, ?)"
            " WHERE id = ? AND state = 'waiting'",
            [_seconds(now), fact, id],
        ).rowcount
    )


def done(db: Database, id: int, message: int | None) -> None:
    """The post was made, in this message."""
    db.execute("UPDATE daily_posts SET state = 'done', message = ?, trouble = NULL WHERE id = ?", [message, id])


def miss(db: Database, id: int) -> None:
    """The day is over."""
    db.execute("UPDATE daily_posts SET state = 'missed' WHERE id = ? AND state = 'waiting'", [id])


def put_off(db: Database, id: int, due: datetime) -> None:
    """The post is tried again later."""
    db.execute("UPDATE daily_posts SET due = ? WHERE id = ? AND state = 'waiting'", [_seconds(due), id])


def stop(db: Database, id: int, trouble: str, again: datetime, entry: audit.Entry) -> bool:
    """The post cannot be made for now; whether that is news, which moderators are told and the log keeps: once, not
    every day."""
    put_off(db, id, again)
    post = find(db, id)
    if post is None or (post.told and post.trouble == trouble):
        return False
    before = db.execute(
        "SELECT trouble, told FROM daily_posts WHERE server = ? AND day < ? ORDER BY day DESC LIMIT 1",
        [post.server, str(post.planned.day)],
    ).fetchone()
    db.execute("UPDATE daily_posts SET trouble = ?, told = 1 WHERE id = ?", [trouble, id])
    if before == (trouble, 1):
        return False
    audit.keep(db, entry, {}, {})
    return True


def forget_before(db: Database, day: date) -> None:
    """Forget the posts of the days before."""
    db.execute("DELETE FROM daily_posts WHERE day < ? AND state <> 'waiting'", [str(day)])


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
