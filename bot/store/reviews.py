"""Reviews: each person's cards, the sessions in which they were asked, and how each answer was graded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlite_utils import Database

from bot.history.model import World
from bot.quiz.review import SITTING, Card, Grade, Origin, Outcome, graded
from bot.store import people

USUAL_PACE = 3
"""New cards a day, until somebody chooses otherwise."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """How somebody wants to review."""

    pace: int = USUAL_PACE
    zone: str = "UTC"
    remind_at: int | None = None
    """Minutes after midnight; None for no reminders."""
    reminded_on: date | None = None
    """The last day on which they were."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A card as it was asked to somebody."""

    id: int
    session: int
    card: int
    pair: str
    person: int
    """Their Discord id."""
    asked_at: datetime
    outcome: Outcome | None
    """None until it was answered."""
    grade: Grade | None
    """None until it was graded."""
    latest: bool
    """Whether the card was not asked again since."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One graded answer of the past."""

    at: datetime
    outcome: Outcome
    grade: Grade
    first: bool
    """Whether the card had never been graded before."""


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())


# ---- why somebody has cards ------------------------------------------------------------------------------------


def reasons(db: Database, discord_id: int) -> list[tuple[str, Origin, datetime, bool]]:
    """What makes cards: a fact, why, when, and whether what the scenario says of it was shown then."""
    rows = db.execute(
        "SELECT fact, CASE WHEN correct = 0 AND sure THEN 1 WHEN correct = 0 THEN 2 ELSE 5 END, seen_at,"
        " 1 FROM results JOIN people ON people.id = person"
        " WHERE discord_id = :who AND answered AND NOT voided AND (correct = 0 OR world = :alternate)"
        " UNION ALL SELECT fact, 3, requested_at, 1 FROM review_requests JOIN people ON people.id = person"
        " WHERE discord_id = :who"
        " UNION ALL SELECT fact, 4, asked_at, 0 FROM answers JOIN people ON people.id = person"
        " WHERE discord_id = :who AND fact IS NOT NULL",
        {"who": discord_id, "alternate": World.ALTERNATE},
    )
    return [(fact, Origin(origin), datetime.fromtimestamp(at, UTC), bool(met)) for fact, origin, at, met in rows]


def take_in(
    db: Database, discord_id: int, cards: Mapping[str, Origin], due: Mapping[str, datetime], now: datetime
) -> None:
    """These pairs are cards, for the best reason there ever was; those that are new are due as said."""
    person = people.number_of(db, discord_id, now)
    for pair, origin in cards.items():
        db.execute(
            "INSERT INTO review_cards (person, pair, origin, added_at, due_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (person, pair) DO UPDATE SET origin = min(origin, excluded.origin)",
            [person, pair, int(origin), _seconds(now), _seconds(due[pair])],
        )


_CARD = "review_cards.id, pair, origin, due_at, stability, difficulty, last_at, leaked_at, apart, closed_at"


def cards(db: Database, discord_id: int) -> list[tuple[Card, datetime]]:
    """Every card of a person, without their meetings, and when it was added."""
    rows = db.execute(
        f"SELECT {_CARD}, added_at FROM review_cards JOIN people ON people.id = person"  # noqa: S608 # our own words
        " WHERE discord_id = ? ORDER BY review_cards.id",
        [discord_id],
    )
    return [(_card(row[:-1]), datetime.fromtimestamp(row[-1], UTC)) for row in rows.fetchall()]


def _card(row: tuple[Any, ...]) -> Card:
    id, pair, origin, due, stability, difficulty, last, leaked, apart, closed = row
    times = tuple(datetime.fromtimestamp(at, UTC) for at in json.loads(apart))
    return Card(
        pair, Origin(origin), datetime.fromtimestamp(due, UTC), stability, difficulty, _instant(last),
        _instant(leaked), times, _instant(closed), (), id,
    )  # fmt: skip


# ---- asking and grading ----------------------------------------------------------------------------------------

_ASKING = """
    SELECT review_askings.id, session, card, pair, discord_id, asked_at, outcome, grade,
    review_askings.id = (SELECT max(id) FROM review_askings AS later WHERE later.card = review_askings.card)
    FROM review_askings
    JOIN review_cards ON review_cards.id = card JOIN people ON people.id = review_askings.person
"""


def _asking(row: tuple[Any, ...] | None) -> Asking | None:
    if row is None:
        return None
    id, session, card, pair, person, asked, outcome, grade, latest = row
    return Asking(
        id, session, card, pair, person, datetime.fromtimestamp(asked, UTC), Outcome(outcome) if outcome else None,
        Grade(grade) if grade else None, bool(latest),
    )  # fmt: skip


def unfinished(db: Database, discord_id: int, since: datetime) -> Asking | None:
    """What this person was asked last, no earlier than `since`, and has not graded yet."""
    return _asking(
        db.execute(
            _ASKING
            + "WHERE discord_id = ? AND asked_at >= ? AND grade IS NULL ORDER BY review_askings.id DESC LIMIT 1",
            [discord_id, _seconds(since)],
        ).fetchone()
    )


def new_session(db: Database, discord_id: int, server: int | None, now: datetime) -> int:
    """A new session of this person; its id."""
    cursor = db.execute(
        "INSERT INTO review_sessions (person, begun_in, begun_at) VALUES (?, ?, ?)",
        [people.number_of(db, discord_id, now), server, _seconds(now)],
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def ask(
    db: Database, session: int | None, card: Card, discord_id: int, server: int | None, now: datetime
) -> Asking | None:  # fmt: skip
    """A card is asked, once in a session however often this is said; None if it was graded since it was read.

    Without a session one begins, unless the same card was just asked in another, which is gone on with.
    """
    if session is None:
        waiting = unfinished(db, discord_id, now - SITTING)
        if waiting is not None and waiting.card == card.id and waiting.latest:
            return waiting
        session = new_session(db, discord_id, server, now)
    db.execute(
        "INSERT INTO review_askings (session, card, person, asked_at, first) SELECT ?, id, person, ?, last_at IS NULL"
        " FROM review_cards WHERE id = ? AND last_at IS ? ON CONFLICT DO NOTHING",
        [session, _seconds(now), card.id, _seconds(card.last)],
    )
    return _asking(db.execute(_ASKING + "WHERE session = ? AND card = ?", [session, card.id]).fetchone())


def asking(db: Database, id: int) -> Asking | None:
    """The asking with this id; None if it is no longer kept."""
    return _asking(db.execute(_ASKING + "WHERE review_askings.id = ?", [id]).fetchone())


def asked_in(db: Database, session: int) -> list[Asking]:
    """Everything that was asked in a session, in order."""
    rows = db.execute(_ASKING + "WHERE session = ? ORDER BY review_askings.id", [session]).fetchall()
    return [asking for asking in map(_asking, rows) if asking]


def answer(db: Database, id: int, outcome: Outcome) -> Asking | None:
    """The first answer to an asking counts; the asking as it is then."""
    db.execute("UPDATE review_askings SET outcome = ? WHERE id = ? AND outcome IS NULL", [outcome, id])
    return asking(db, id)


def grade(db: Database, id: int, given: Grade, now: datetime) -> tuple[Card, bool] | None:
    """The card after an asking was graded, and whether this grade is the one that counts: the first one does.

    None if there is nothing to grade any more: its card was asked again since, or it was erased, on another device.
    ValueError if it was not answered, or cannot be graded so.
    """
    done = asking(db, id)
    if done is None or not done.latest:
        return None
    if done.outcome is None:
        raise ValueError("it was not answered")
    row = db.execute(f"SELECT {_CARD} FROM review_cards WHERE id = ?", [done.card]).fetchone()  # noqa: S608 # our own words
    card = _card(row)
    if done.grade is not None:
        return card, False
    after = graded(card, done.outcome, given, now)
    db.execute("UPDATE review_askings SET grade = ?, graded_at = ? WHERE id = ?", [int(given), _seconds(now), id])
    db.execute(
        "UPDATE review_cards SET due_at = ?, stability = ?, difficulty = ?, last_at = ?, leaked_at = ?, apart = ?,"
        " closed_at = ? WHERE id = ?",
        [
            _seconds(after.due), after.stability, after.difficulty, _seconds(after.last), _seconds(after.leaked),
            json.dumps([_seconds(at) for at in after.apart]), _seconds(after.closed), done.card,
        ],
    )  # fmt: skip
    return after, True


def history(db: Database, discord_id: int) -> list[Reviewed]:
    """Every graded answer of a person, oldest first."""
    rows = db.execute(
        "SELECT graded_at, outcome, grade, first FROM review_askings JOIN people ON people.id = person"
        " WHERE discord_id = ? AND grade IS NOT NULL ORDER BY graded_at, review_askings.id",
        [discord_id],
    )
    return [
        Reviewed(datetime.fromtimestamp(at, UTC), Outcome(outcome), Grade(given), bool(first))
        for at, outcome, given, first in rows.fetchall()
    ]


def everything(
    db: Database, discord_id: int
) -> tuple[list[tuple[str, Origin, datetime, bool]], list[tuple[Card, datetime]], list[Reviewed], Chosen]:
    """Why a person has cards, the cards, how they were graded, and how the person wants it."""
    found = chosen(db, discord_id) or Chosen()
    return reasons(db, discord_id), cards(db, discord_id), history(db, discord_id), found


# ---- how somebody wants it -------------------------------------------------------------------------------------


def chosen(db: Database, discord_id: int) -> Chosen | None:
    """How this person wants to review; None if they never said."""
    row = db.execute(
        "SELECT pace, zone, remind_at, reminded_on FROM review_settings JOIN people ON people.id = person"
        " WHERE discord_id = ?",
        [discord_id],
    ).fetchone()
    return _chosen(row) if row else None


def _chosen(row: tuple[Any, ...]) -> Chosen:
    pace, zone, remind_at, reminded = row
    return Chosen(pace, zone, remind_at, date.fromisoformat(reminded) if reminded else None)


def choose(db: Database, discord_id: int, wanted: Chosen, now: datetime) -> None:
    """From now on they review like this. On which day they were last reminded stays as it is."""
    db.execute(
        "INSERT INTO review_settings (person, pace, zone, remind_at, changed_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (person) DO UPDATE SET pace = excluded.pace, zone = excluded.zone,"
        " remind_at = excluded.remind_at, changed_at = excluded.changed_at",
        [people.number_of(db, discord_id, now), wanted.pace, wanted.zone, wanted.remind_at, _seconds(now)],
    )


def to_remind(db: Database) -> list[tuple[int, Chosen]]:
    """Everybody who wants to be reminded, by Discord id."""
    rows = db.execute(
        "SELECT discord_id, pace, zone, remind_at, reminded_on FROM review_settings"
        " JOIN people ON people.id = review_settings.person"
        " LEFT JOIN preferences ON preferences.person = review_settings.person"
        " WHERE remind_at IS NOT NULL AND coalesce(reminders, 1)"
    )
    return [(row[0], _chosen(row[1:])) for row in rows.fetchall()]


def remind(db: Database, discord_id: int, day: date) -> bool:
    """Note that this person is reminded on this day; False if they were already, or no longer want it."""
    return (
        db.execute(
            "UPDATE review_settings SET reminded_on = ? WHERE person = (SELECT id FROM people WHERE discord_id = ?)"
            " AND remind_at IS NOT NULL AND (reminded_on IS NULL OR reminded_on < ?)",
            [day.isoformat(), discord_id, day.isoformat()],
        ).rowcount
        > 0
    )
