"""Games as their moves: each is applied to the live game and stored in one transaction, on the one writing thread.

A live game is folded once and kept in `Live`. Every function here runs on the writing thread, where nothing races; an
exception leaves neither rows nor a changed game behind.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlite_utils import Database

from bot.quiz import moves
from bot.quiz.game import Game, Turn
from bot.quiz.moves import Mode, Move
from bot.quiz.refereeing import provisional_until
from bot.quiz.rounds import Outcome, Stage
from bot.store import people, preferences, results

REMEMBERED = 256
"""Games kept folded."""


@dataclass(frozen=True, slots=True)
class Record:
    """A stored game: where it is, whose it is, and how it stands."""

    id: int
    mode: Mode
    server: int | None
    channel: int
    """Where it was opened."""
    played_in: int | None
    """Where its message stands, once there is one."""
    message: int | None
    starter: int | None
    """The Discord id of who opened it; None for a daily one, and if they were erased."""
    day: str | None
    """Of a daily one: its date."""
    moved_at: datetime
    """When its last move was made."""
    shown: int
    """The revision up to which it was drawn."""
    game: Game


@dataclass(frozen=True, slots=True)
class Opening:
    """A game that is to be opened."""

    mode: Mode
    server: int | None
    channel: int
    starter: int | None
    """Their Discord id; they take the first seat."""
    day: str | None
    move: moves.Opened
    seated: bool = True
    """Whether its starter plays too."""


@dataclass(frozen=True, slots=True)
class Played:
    """What came of playing: the game afterwards, and for whoever played."""

    record: Record
    seat: int | None
    """Where the person who played sits."""
    outcome: Outcome | None
    """Of the last move; None if none was due."""
    new: bool
    """Whether anything changed."""


@dataclass(slots=True)
class Live:
    """The games being played, folded once. Handed to the functions here, and touched by the writing thread only."""

    _games: OrderedDict[int, Game] = field(default_factory=OrderedDict)

    def game(self, db: Database, id: int, revision: int) -> Game:
        """The game as it is stored; `revision` is how many moves are."""
        held = self._games.get(id)
        # A move that was applied but not kept (a full disk, a lost transaction) shows in the number of moves.
        return held if held is not None and held.revision == revision else fold(db, id)

    def keep(self, id: int, game: Game) -> None:
        """Remember how a game stands; the one that nobody asked for longest goes, for it can be folded again."""
        self._games[id] = game
        self._games.move_to_end(id)
        if len(self._games) > REMEMBERED:
            self._games.popitem(last=False)


Chooser = Callable[[Record, int], Sequence[Move]]
"""Which moves to make, given the game and the seat of whoever plays: theirs, else the next free one.

It may raise what the person should read.
"""

_SELECT = """
    SELECT games.id, mode, server, channel, played_in, message, people.discord_id, day, moved_at, shown, revision
    FROM games JOIN moves AS opening ON opening.game = games.id AND opening.number = 1
    LEFT JOIN people ON people.id = starter
"""
_RUNNING = _SELECT + "WHERE live AND mode = ? AND (channel = ? OR played_in = ?)"
_RUNNING_ALONE = _SELECT + "WHERE live AND mode = ? AND channel = ? AND people.discord_id = ?"
_OF_THE_DAY = _SELECT + "WHERE mode = ? AND server = ? AND day = ?"
_BY_ID = _SELECT + "WHERE games.id = ?"


# ---- reading --------------------------------------------------------------------------------------------------


def fold(db: Database, id: int) -> Game:
    """The game made again from its moves alone."""
    rows = db.execute("SELECT move FROM moves WHERE game = ? ORDER BY number", [id]).fetchall()
    return Game.fold(moves.from_json(move) for (move,) in rows)


def find(db: Database, live: Live, id: int) -> Record | None:
    """The game with this id; None if there is none, or its moves are no longer kept."""
    return _one(db, live, _BY_ID, id)


def running(db: Database, live: Live, mode: Mode, channel: int, person: int) -> Record | None:
    """The game for everyone that runs in this channel or thread, or the one that this person plays alone here."""
    if mode is Mode.SOLO:
        return _one(db, live, _RUNNING_ALONE, mode, channel, person)
    return _one(db, live, _RUNNING, mode, channel, channel)


def of_the_day(db: Database, live: Live, server: int, day: str) -> Record | None:
    """The daily game of a server on that date."""
    return _one(db, live, _OF_THE_DAY, Mode.DAILY, server, day)


def _one(db: Database, live: Live, query: str, *values: object) -> Record | None:
    row = db.execute(query, list(values)).fetchone()
    if row is None:
        return None
    id, mode, server, channel, played_in, message, starter, day, moved_at, shown, revision = row
    game = live.game(db, id, revision)
    live.keep(id, game)
    moment = datetime.fromtimestamp(moved_at / 1000, UTC)
    return Record(id, Mode(mode), server, channel, played_in, message, starter, day, moment, shown, game)


def players(db: Database, id: int) -> Mapping[int, int | None]:
    """The Discord ids at the seats of a game; None for a person who was erased."""
    return dict(
        db.execute(
            "SELECT seat, discord_id FROM players LEFT JOIN people ON people.id = person WHERE game = ? ORDER BY seat",
            [id],
        ).fetchall()
    )


def due(db: Database, now: datetime) -> tuple[int, ...]:
    """The games for which time has brought a move, the longest waiting first."""
    rows = db.execute("SELECT id FROM games WHERE live AND due_at <= ? ORDER BY due_at", [_milliseconds(now)])
    return tuple(id for (id,) in rows.fetchall())


def next_due(db: Database) -> datetime | None:
    """When the next game will be due; None if none is running."""
    (instant,) = db.execute("SELECT min(due_at) FROM games WHERE live").fetchone()
    return datetime.fromtimestamp(instant / 1000, UTC) if instant is not None else None


def to_show(db: Database, since: datetime) -> tuple[int, ...]:
    """The games that run, and those opened since then whose last moves were never drawn."""
    rows = db.execute(
        "SELECT id FROM games WHERE live OR (shown < revision AND message IS NOT NULL AND opened_at >= ?) ORDER BY id",
        [int(since.timestamp())],
    )
    return tuple(id for (id,) in rows.fetchall())


# ---- playing --------------------------------------------------------------------------------------------------


def open(db: Database, live: Live, opening: Opening) -> tuple[Record, bool]:  # what it does
    """The opened game with its starter in the first seat, and True; or the one already running there, and False."""
    if (found := _in_the_way(db, live, opening)) is not None:
        return found, False
    at = opening.move.at
    starter = people.number_of(db, opening.starter, at) if opening.starter is not None else None
    game = Game.open(opening.move)
    cursor = db.execute(
        "INSERT INTO games (mode, server, channel, starter, day, opened_at, moved_at, stage, live, due_at, revision)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, 1)",
        [
            opening.mode, opening.server, opening.channel, starter, opening.day, int(at.timestamp()),
            _milliseconds(at), game.stage, _due(game),
        ],
    )  # fmt: skip
    assert cursor.lastrowid is not None
    _append(db, cursor.lastrowid, 1, opening.move)
    live.keep(cursor.lastrowid, game)
    if opening.starter is not None and opening.seated:
        play(db, live, cursor.lastrowid, opening.starter, lambda _record, seat: [moves.Joined(at=at, seat=seat)])
    record = find(db, live, cursor.lastrowid)
    assert record is not None
    return record, True


def _in_the_way(db: Database, live: Live, opening: Opening) -> Record | None:
    if opening.mode is Mode.EVENT:
        return None  # an event has its one game by another way, and another event may run in the same channel
    if opening.day is not None and opening.server is not None:
        return of_the_day(db, live, opening.server, opening.day)
    return running(db, live, opening.mode, opening.channel, opening.starter or 0)


def play(db: Database, live: Live, id: int, who: int | None, choose: Chooser) -> Played | None:
    """Make the moves that `choose` names, all or none; None if there is no such game.

    `who` is the Discord id of the person who plays. With `Joined` they take the seat, and the time they need is added.
    """
    record = find(db, live, id)
    if record is None:
        return None
    held = _seat(db, id, who) if who is not None else None
    seat = held or max(record.game.players, default=0) + 1
    game, outcome, new = record.game, None, False
    for chosen in choose(record, seat):
        move = _seating(db, id, who, chosen) if isinstance(chosen, moves.Joined) and who is not None else chosen
        turn = game.apply(move)
        outcome = turn.outcome
        if not turn.new:
            break
        _store(db, id, game, turn, move)
        game, new = turn.game, True
        record = _moved(record, game, move.at)
    live.keep(id, game)
    return Played(record, seat if who is not None and seat in game.players else None, outcome, new)


def _moved(record: Record, game: Game, at: datetime) -> Record:
    """The record as it is stored now."""
    played_in, message = (game.placed.channel, game.placed.message) if game.placed else (None, None)
    return replace(record, game=game, moved_at=max(record.moved_at, at), played_in=played_in, message=message)


def _seat(db: Database, id: int, who: int) -> int | None:
    row: tuple[int] | None = db.execute(
        "SELECT seat FROM players JOIN people ON people.id = person WHERE discord_id = ? AND game = ?", [who, id]
    ).fetchone()
    return row[0] if row else None


def _seating(db: Database, id: int, who: int, move: moves.Joined) -> moves.Joined:
    """The move of sitting down, with the time this person needs; the seat is theirs from now on."""
    db.execute(
        "INSERT INTO players (game, seat, person) VALUES (?, ?, ?) ON CONFLICT (game, seat) DO NOTHING",
        [id, move.seat, people.number_of(db, who, move.at)],
    )
    return replace(move, stretch=preferences.stretch_of(db, who))


def _store(db: Database, id: int, before: Game, turn: Turn, move: Move) -> None:
    """The move, and all that follows from it, into the tables."""
    game = turn.game
    _append(db, id, game.revision, move)
    db.execute(
        "UPDATE games SET stage = ?, live = ?, due_at = ?, revision = ?, moved_at = max(moved_at, ?) WHERE id = ?",
        [game.stage, not game.stage.over, _due(game), game.revision, _milliseconds(move.at), id],
    )
    if game.stage is Stage.RESULTS and not before.stage.over and (until := provisional_until(game)) is not None:
        db.execute("UPDATE games SET provisional_until = ? WHERE id = ?", [int(until.timestamp()), id])
    if isinstance(move, moves.Placed):
        db.execute("UPDATE games SET played_in = ?, message = ? WHERE id = ?", [move.channel, move.message, id])
    for number, round in enumerate(game.rounds):
        then = before.rounds[number] if number < len(before.rounds) else None
        if round.revealed and not (then and then.revealed):
            results.write_round(db, id, game, number, move.at)
        elif then is not None and (round.voided, round.accepted) != (then.voided, then.accepted):
            results.rewrite_round(db, id, game, number)


def _append(db: Database, id: int, number: int, move: Move) -> None:
    db.execute("INSERT INTO moves (game, number, move) VALUES (?, ?, ?)", [id, number, moves.to_json(move)])


def _due(game: Game) -> int | None:
    return _milliseconds(game.due_at) if game.due_at else None


def _milliseconds(instant: datetime) -> int:
    # Rounded up: a game is never looked at before it is due.
    return -int(-instant.timestamp() * 1000 // 1)


def show(db: Database, id: int, revision: int) -> None:
    """Remember that this revision of the game was drawn."""
    db.execute("UPDATE games SET shown = max(shown, ?) WHERE id = ?", [revision, id])


def hand_over(db: Database, id: int, person: int, now: datetime) -> None:
    """Whoever started the game, it is this person's from now on; by their Discord id."""
    db.execute("UPDATE games SET starter = ? WHERE id = ?", [people.number_of(db, person, now), id])


def seat_of(db: Database, id: int, person: int) -> int | None:
    """Where the person with this Discord id sits."""
    return _seat(db, id, person)


def forget_moves_before(db: Database, moment: datetime) -> int:
    """Forget the moves of games that were over before `moment`; how many moves. Results stay."""
    return db.execute(
        "DELETE FROM moves WHERE game IN (SELECT id FROM games WHERE NOT live AND moved_at < ?)",
        [_milliseconds(moment)],
    ).rowcount
