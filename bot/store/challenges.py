"""Challenges of revealed questions, and what was ruled on them: the moves of every game concerned, in one transaction.

Functions that change games run on the writing thread with the live games, as those in `bot.store.games`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from bot.quiz.moves import Move
from bot.quiz.position import Position
from bot.store import audit, games, people
from bot.store.games import Live, Record

AREA = "challenges"
"""The area of the log that tells of them."""


class State(StrEnum):
    """What became of a challenge."""

    OPEN = "open"
    ACCEPTED = "accepted"
    """Upheld: other answers are right too."""
    VOIDED = "voided"
    """Upheld: the question does not count."""
    REJECTED = "rejected"

    @property
    def upheld(self) -> bool:
        return self in {State.ACCEPTED, State.VOIDED}


@dataclass(frozen=True, slots=True)
class Challenge:
    """What somebody says is wrong with a question."""

    server: int
    game: int
    number: int
    """Of the question in its game, from 0."""
    item: str
    person: int | None
    """The Discord id of who challenged; None once they are forgotten."""
    reason: str
    words: str
    made_at: datetime
    state: State = State.OPEN
    accepted: tuple[str, ...] = ()
    """Keys of the answers that were ruled right too, as in that game."""
    reply: str | None = None
    """Why it was rejected."""
    judge: int | None = None
    """The Discord id of who decided."""
    card: tuple[int, int] | None = None
    """The channel and the message of the moderators' card."""
    id: int = 0
    """Given by the store."""


class Hindrance(StrEnum):
    """Why a challenge is not taken."""

    OPEN = "open"
    """The same person challenges the same item already."""
    DECIDED = "decided"
    """It was decided on their challenge of this very question."""
    TOO_MANY = "too-many"


@dataclass(frozen=True, slots=True)
class Concerned:
    """A question of a game that a ruling is about."""

    game: int
    number: int


@dataclass(frozen=True, slots=True)
class Note:
    """A game in which something was ruled that its players are to be told."""

    challenge: int
    game: int
    number: int
    holds: bool
    """False if it was taken back."""
    moved: int


_SELECT = """
    SELECT challenges.id, challenges.server, game, number, item, people.discord_id, reason, words, made_at, state,
           accepted, reply, judges.discord_id, card_channel, card
    FROM challenges LEFT JOIN people ON people.id = challenges.person LEFT JOIN audit ON audit.id = entry
    LEFT JOIN people AS judges ON judges.id = audit.person
"""


def _challenge(row: tuple[Any, ...]) -> Challenge:
    (id, server, game, number, item, person, reason, words, made_at, state, accepted, reply, judge, channel,
     message) = row  # fmt: skip
    return Challenge(
        server, game, number, item, person, reason, words, datetime.fromtimestamp(made_at, UTC), State(state),
        tuple(json.loads(accepted)), reply, judge, (channel, message) if message else None, id,
    )  # fmt: skip


# ---- challenging -----------------------------------------------------------------------------------------------


def keep(db: Database, challenge: Challenge, since: datetime, most: int) -> int | Hindrance:
    """Keep a challenge; its number, or why it is not taken: at most `most` a person and server `since` then."""
    assert challenge.person is not None
    person = people.number_of(db, challenge.person, challenge.made_at)
    if _any(db, "server = ? AND item = ? AND state = 'open'", person, challenge.server, challenge.item):
        return Hindrance.OPEN
    if _any(db, "game = ? AND number = ?", person, challenge.game, challenge.number):
        return Hindrance.DECIDED
    (made,) = db.execute(
        "SELECT count(*) FROM challenges WHERE person = ? AND server = ? AND made_at > ?",
        [person, challenge.server, int(since.timestamp())],
    ).fetchone()
    if made >= most:
        return Hindrance.TOO_MANY
    cursor = db.execute(
        "INSERT INTO challenges (server, game, number, item, person, reason, words, made_at, state)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open')",
        [
            challenge.server, challenge.game, challenge.number, challenge.item, person, challenge.reason,
            challenge.words, int(challenge.made_at.timestamp()),
        ],
    )  # fmt: skip
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _any(db: Database, of: str, person: int, *values: object) -> bool:
    query = f"SELECT 1 FROM challenges WHERE person = ? AND {of} LIMIT 1"  # noqa: S608 # our own words
    return db.execute(query, [person, *values]).fetchone() is not None


def posted(db: Database, id: int, channel: int, message: int) -> None:
    """The moderators see it in this message."""
    db.execute("UPDATE challenges SET card_channel = ?, card = ? WHERE id = ?", [channel, message, id])


# ---- reading ---------------------------------------------------------------------------------------------------


def find(db: Database, id: int) -> Challenge | None:
    """The challenge with this number."""
    row = db.execute(_SELECT + "WHERE challenges.id = ?", [id]).fetchone()
    return _challenge(row) if row else None


def page(db: Database, server: int, skip: int, size: int) -> tuple[list[Challenge], int]:
    """The challenges of a server, open ones first and then the newest; and how many there are."""
    rows = db.execute(
        _SELECT + "WHERE challenges.server = ? ORDER BY state <> 'open', challenges.id DESC LIMIT ? OFFSET ?",
        [server, size, skip],
    )
    (count,) = db.execute("SELECT count(*) FROM challenges WHERE server = ?", [server]).fetchone()
    return [_challenge(row) for row in rows.fetchall()], count


def also(db: Database, challenge: Challenge) -> int:
    """How many others have challenged the same item in this server and wait."""
    (count,) = db.execute(
        "SELECT count(*) FROM challenges WHERE server = ? AND item = ? AND state = 'open' AND id <> ?",
        [challenge.server, challenge.item, challenge.id],
    ).fetchone()
    return int(count)


def concerned(db: Database, challenge: Challenge, since: datetime) -> tuple[Concerned, ...]:
    """Every question that a ruling is about: the one challenged, and the same item in those games of the server that
    revealed it since then. Their moves must still be kept."""
    rows = db.execute(
        "SELECT DISTINCT game, results.number FROM results JOIN games ON games.id = game"
        " JOIN moves USING (game) WHERE moves.number = 1 AND server = ? AND item = ?"
        " AND (seen_at >= ? OR (game = ? AND results.number = ?)) ORDER BY game, results.number",
        [challenge.server, challenge.item, int(since.timestamp()), challenge.game, challenge.number],
    )
    own = Concerned(challenge.game, challenge.number)
    found = (Concerned(game, number) for game, number in rows.fetchall())
    return own, *(one for one in found if one != own)


# ---- deciding --------------------------------------------------------------------------------------------------

Ruler = Callable[[Record, int], Sequence[Move]]
"""What is ruled on a question of a game: its moves, given the game and the question's number; none leave it alone."""
Measure = Callable[[Position, Position], int]
"""How many players have other points, given the game before and after."""


def decide(
    db: Database, live: Live, decided: Challenge, concerning: Sequence[Concerned], rule: Ruler, measure: Measure,
    entry: audit.Entry,
) -> bool:  # fmt: skip
    """Write down what was decided, with the moves of every game concerned; False if it was decided before."""
    held = find(db, decided.id)
    if held is None or held.state is not State.OPEN:
        return False
    moved = _ruled(db, live, decided.id, concerning, rule, measure, holds=True)
    after = {"state": decided.state, "games": len(concerning) if decided.state.upheld else 0, "players": moved}
    number = audit.keep(db, entry, {"state": State.OPEN}, after)
    db.execute(
        "UPDATE challenges SET state = ?, accepted = ?, reply = ?, entry = ?, told = 0 WHERE id = ?",
        [decided.state, json.dumps(decided.accepted), decided.reply, number, decided.id],
    )
    return True


def undo(db: Database, live: Live, id: int, rule: Ruler, measure: Measure, entry: audit.Entry) -> bool:
    """Take back what was decided, in every game; the challenge is open again. False if nothing is decided."""
    held = find(db, id)
    if held is None or held.state is State.OPEN:
        return False
    rows = db.execute("SELECT game, number FROM rulings WHERE challenge = ? AND holds ORDER BY game, number", [id])
    moved = _ruled(db, live, id, [Concerned(*row) for row in rows.fetchall()], rule, measure, holds=False)
    (undoes,) = db.execute("SELECT entry FROM challenges WHERE id = ?", [id]).fetchone()
    audit.keep(db, replace(entry, undoes=undoes), {"state": held.state}, {"state": State.OPEN, "players": moved})
    db.execute(
        "UPDATE challenges SET state = 'open', accepted = '[]', reply = NULL, entry = NULL, told = 0 WHERE id = ?", [id]
    )
    return True


def _ruled(
    db: Database, live: Live, id: int, concerning: Sequence[Concerned], rule: Ruler, measure: Measure, *, holds: bool
) -> int:
    """Make the moves of a ruling in every game; how many players have other points by it."""
    total = 0
    for one in concerning:
        before: list[Position] = []

        def choose(record: Record, _seat: int, one: Concerned = one, before: list[Position] = before) -> Sequence[Move]:
            before.append(record.game)
            return rule(record, one.number)

        played = games.play(db, live, one.game, None, choose)
        if played is None or not played.new:
            continue
        moved = measure(before[0], played.record.game)
        total += moved
        db.execute(
            "INSERT INTO rulings (challenge, game, number, holds, moved) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (challenge, game, number) DO UPDATE SET holds = excluded.holds, moved = excluded.moved,"
            " told = 0",
            [id, one.game, one.number, holds, moved],
        )
    return total


# ---- telling ---------------------------------------------------------------------------------------------------


def notes(db: Database) -> list[Note]:
    """What was ruled, or taken back, and not told yet where it was played."""
    rows = db.execute("SELECT challenge, game, number, holds, moved FROM rulings WHERE NOT told")
    return [Note(challenge, game, number, bool(holds), moved) for challenge, game, number, holds, moved in rows]


def noted(db: Database, note: Note) -> None:
    """It was told where the game was played, unless something else was ruled meanwhile."""
    db.execute(
        "UPDATE rulings SET told = 1 WHERE challenge = ? AND game = ? AND number = ? AND holds = ?",
        [note.challenge, note.game, note.number, note.holds],
    )


def settling(db: Database, now: datetime) -> tuple[int, ...]:
    """The games whose results have become final, while their messages may still say that they are provisional."""
    query = "SELECT id FROM games WHERE provisional_until < ? ORDER BY provisional_until"
    return tuple(id for (id,) in db.execute(query, [int(now.timestamp())]).fetchall())


def settled(db: Database, game: int) -> None:
    """What is shown of a game says no more that its results are provisional."""
    db.execute("UPDATE games SET provisional_until = NULL WHERE id = ?", [game])


def untold(db: Database) -> list[Challenge]:
    """The challenges of which somebody is to be told what became of them."""
    return [_challenge(row) for row in db.execute(_SELECT + "WHERE NOT challenges.told ORDER BY challenges.id")]


def told(db: Database, challenge: Challenge) -> None:
    """Who challenged was told, or cannot be, unless it changed meanwhile."""
    db.execute("UPDATE challenges SET told = 1 WHERE id = ? AND state = ?", [challenge.id, challenge.state])
