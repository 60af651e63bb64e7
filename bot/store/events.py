"""Events: what was announced for when, and who comes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from sqlite_utils import Database

from bot.quiz.event import Book, Event, Runs, State
from bot.quiz.event_steps import REMINDERS, Planned, plan, told_of_move
from bot.store import event_steps, games, people, preferences
from bot.store.games import Live, Opening

Reminders: TypeAlias = tuple[timedelta, timedelta]
"""How long before an event its reminders come; nothing for none."""

_COLUMNS = (
    "id, series, server, channel, (SELECT discord_id FROM people WHERE people.id = host), state, title, description,"
    " about, questions, book, runs, weekly, language, wall, zone, at, made_at, native, card, game,"
    " moved"
)
_SELECT = f"SELECT {_COLUMNS} FROM events "  # noqa: S608 # our own names


def _event(row: tuple[Any, ...]) -> Event:
    (id, series, server, channel, host, state, title, description, about, questions, book, runs, weekly, language, wall,
     zone, at, made_at, native, card, game, moved) = row  # fmt: skip
    return Event(
        id, series, server, channel, host, State(state), title, description, about, questions, Book(book), Runs(runs),
        bool(weekly), language, datetime.fromisoformat(wall), zone, datetime.fromtimestamp(at, UTC),
        datetime.fromtimestamp(made_at, UTC), native, card, game, moved,
    )  # fmt: skip


# ---- reading --------------------------------------------------------------------------------------------------


def find(db: Database, id: int) -> Event | None:
    """The event with this number."""
    row = db.execute(_SELECT + "WHERE id = ?", [id]).fetchone()
    return _event(row) if row else None


def of_game(db: Database, game: int) -> Event | None:
    """The event that this game is played for."""
    row = db.execute(_SELECT + "WHERE game = ?", [game]).fetchone()
    return _event(row) if row else None


def of_native(db: Database, server: int, native: int) -> Event | None:
    """The event that Discord's own stands for, if it is still to come or runs."""
    row = db.execute(
        _SELECT + "WHERE server = ? AND native = ? AND state IN ('planned', 'running')", [server, native]
    ).fetchone()
    return _event(row) if row else None


def upcoming(db: Database, server: int, most: int) -> list[Event]:
    """What is to come or runs in a server, the next first."""
    rows = db.execute(
        _SELECT + "WHERE server = ? AND state IN ('planned', 'running') ORDER BY at, id LIMIT ?", [server, most]
    )
    return [_event(row) for row in rows.fetchall()]


def past(db: Database, server: int, most: int) -> list[Event]:
    """What was played in a server, the latest first."""
    rows = db.execute(_SELECT + "WHERE server = ? AND state = 'over' ORDER BY at DESC, id DESC LIMIT ?", [server, most])
    return [_event(row) for row in rows.fetchall()]


def standing(db: Database) -> list[Event]:
    """Every event that is to come or runs, in all servers."""
    return [_event(row) for row in db.execute(_SELECT + "WHERE state IN ('planned', 'running') ORDER BY at").fetchall()]


def coming(db: Database, id: int) -> list[int]:
    """The Discord ids of those who said that they come, in the order of their numbers."""
    rows = db.execute(
        "SELECT discord_id FROM event_people JOIN people ON people.id = person WHERE event = ? ORDER BY person", [id]
    )
    return [one for (one,) in rows.fetchall()]


def to_remind(db: Database, id: int) -> list[int]:
    """Of those who come, the ones who want to be reminded."""
    return [one for one in coming(db, id) if preferences.of(db, one).reminders]


# ---- making and changing --------------------------------------------------------------------------------------


def draft(db: Database, event: Event, most: int) -> int | None:
    """Keep an event that somebody is making; its number, or None if the server has `most` already."""
    (having,) = db.execute(
        "SELECT count(*) FROM events WHERE server = ? AND state IN ('planned', 'running')", [event.server]
    ).fetchone()
    return _insert(db, event) if having < most else None


def _insert(db: Database, event: Event) -> int:
    host = people.number_of(db, event.host, event.made_at) if event.host is not None else None
    cursor = db.execute(
        "INSERT INTO events (series, server, channel, host, state, title, description, about, questions, book, runs,"
        " weekly, language, wall, zone, at, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            event.series, event.server, event.channel, host, event.state, event.title, event.description, event.about,
            event.questions, event.book, event.runs, event.weekly, event.language, event.wall.isoformat(), event.zone,
            _seconds(event.at), _seconds(event.made_at),
        ],
    )  # fmt: skip
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def describe(db: Database, id: int, title: str, description: str, wall: datetime, at: datetime) -> Event | None:
    """Change what a draft says."""
    db.execute(
        "UPDATE events SET title = ?, description = ?, wall = ?, at = ? WHERE id = ? AND state = 'draft'",
        [title, description, wall.isoformat(), _seconds(at), id],
    )
    return find(db, id)


def publish(db: Database, id: int, now: datetime, reminders: Reminders = REMINDERS) -> tuple[Event | None, bool]:
    """Make an event of a draft, with its steps; and whether it was one still. A second time changes nothing."""
    new = bool(db.execute("UPDATE events SET state = 'planned' WHERE id = ? AND state = 'draft'", [id]).rowcount)
    event = find(db, id)
    if event is None or not new:
        return event, False
    if event.weekly:
        db.execute("UPDATE events SET series = id WHERE id = ? AND series IS NULL", [id])
    event_steps.add(db, id, plan(event.at, now, reminders))
    return find(db, id), True


def change(
    db: Database, id: int, title: str, description: str, wall: datetime, at: datetime, now: datetime,
    reminders: Reminders = REMINDERS,
) -> tuple[Event | None, bool]:  # fmt: skip
    """Change an event that has not begun; and whether anything is other than before.

    With the time, the steps that time brings are planned anew, reminders also where they were sent for the old time.
    Those who come, and those who were reminded of the old time, are told of the new one.
    """
    before = find(db, id)
    if before is None or before.state is not State.PLANNED:
        return before, False
    db.execute(
        "UPDATE events SET title = ?, description = ?, wall = ?, at = ? WHERE id = ?",
        [title, description, wall.isoformat(), _seconds(at), id],
    )
    if (before.title, before.description) != (title, description):
        replace_words(db, id)
    if before.at != at:
        db.execute("UPDATE events SET moved = moved + 1 WHERE id = ?", [id])
        expected = bool(coming(db, id)) or event_steps.reminded(db, id)
        event_steps.move(db, id, [*plan(at, now, reminders), *([told_of_move(at, now)] if expected else [])])
    after = find(db, id)
    return after, after != before


def replace_words(db: Database, id: int) -> None:
    """What waits to be said of an event, or was decided on that, counts no more: it is called otherwise."""
    db.execute("UPDATE event_words SET state = 'replaced' WHERE event = ? AND state <> 'replaced'", [id])


def follow_on(
    db: Database, id: int, wall: datetime, at: datetime, now: datetime, reminders: Reminders = REMINDERS
) -> Event | None:
    """The next of a series after one that is no longer to come, made with its steps; None if there is none, or it is
    there already. Words that wait for a moderator wait for that one then."""
    last = find(db, id)
    if last is None or not last.weekly:
        return None
    if db.execute("SELECT 1 FROM events WHERE series = ? AND at >= ? LIMIT 1", [last.series, _seconds(at)]).fetchone():
        return None
    host = db.execute("SELECT host FROM events WHERE id = ?", [id]).fetchone()[0]
    cursor = db.execute(
        "INSERT INTO events (series, server, channel, host, state, title, description, about, questions, book, runs,"
        " weekly, language, wall, zone, at, made_at) SELECT series, server, channel, ?, 'planned', title, description,"
        " about, questions, book, runs, weekly, language, ?, zone, ?, ? FROM events WHERE id = ?",
        [host, wall.isoformat(), _seconds(at), _seconds(now), id],
    )
    assert cursor.lastrowid is not None
    event_steps.add(db, cursor.lastrowid, plan(at, now, reminders))
    db.execute("UPDATE event_words SET event = ? WHERE event = ? AND state = 'waiting'", [cursor.lastrowid, id])
    return find(db, cursor.lastrowid)


def end(db: Database, id: int, state: State, *planned: Planned) -> bool:
    """An event that was to come, or ran, is over in this way: what was still to be done for it is not, but this is."""
    ended = db.execute(
        "UPDATE events SET state = ? WHERE id = ? AND state IN ('planned', 'running')", [state, id]
    ).rowcount
    if ended:
        event_steps.drop(db, id)
        event_steps.add(db, id, planned)
    return bool(ended)


def stop_repeating(db: Database, id: int) -> None:
    """Nothing follows this event."""
    db.execute("UPDATE events SET weekly = 0 WHERE id = ?", [id])


def open_game(db: Database, live: Live, id: int, opening: Opening) -> int | None:
    """The number of the game of an event, which is opened with this if there is none yet; None if it has ended."""
    event = find(db, id)
    if event is None or event.state not in {State.PLANNED, State.RUNNING}:
        return None
    if event.game is not None:
        return event.game
    record, _ = games.open(db, live, opening)
    db.execute("UPDATE events SET game = ?, state = 'running' WHERE id = ?", [record.id, id])
    return record.id


def hand_over(db: Database, id: int, person: int, now: datetime) -> None:
    """The event is run by this person from now on, and so is its game."""
    db.execute("UPDATE events SET host = ? WHERE id = ?", [people.number_of(db, person, now), id])
    event = find(db, id)
    if event is not None and event.game is not None:
        games.hand_over(db, event.game, person, now)


def announced(db: Database, id: int, message: int) -> None:
    """It was announced in this message."""
    db.execute("UPDATE events SET card = ? WHERE id = ?", [message, id])


def made_native(db: Database, id: int, native: int | None) -> None:
    """Discord's own event for it; None if there is none any more."""
    db.execute("UPDATE events SET native = ? WHERE id = ?", [native, id])


def come(db: Database, id: int, person: int, now: datetime, *, coming: bool) -> bool:
    """Somebody comes, or does not after all; whether that is new."""
    number = people.number_of(db, person, now)
    if coming:
        query = "INSERT INTO event_people (event, person) VALUES (?, ?) ON CONFLICT DO NOTHING"
    else:
        query = "DELETE FROM event_people WHERE event = ? AND person = ?"
    return bool(db.execute(query, [id, number]).rowcount)


def closed_book(db: Database, person: int) -> bool:
    """Whether somebody is in the game of an event, now, whose players do not look things up."""
    row = db.execute(
        "SELECT 1 FROM events JOIN games ON games.id = events.game JOIN players ON players.game = games.id"
        " JOIN people ON people.id = players.person WHERE games.live AND book = 'closed' AND discord_id = ? LIMIT 1",
        [person],
    ).fetchone()
    return row is not None


def forget_drafts_before(db: Database, moment: datetime) -> int:
    """Forget what was never made; how many."""
    return db.execute("DELETE FROM events WHERE state = 'draft' AND made_at < ?", [_seconds(moment)]).rowcount


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
