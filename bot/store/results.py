"""What answers came to, written at the reveal: from it the compass, the 14-day rule and all standings are read."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from sqlite_utils import Database

from bot.history.model import World
from bot.quiz.compass import Told
from bot.quiz.event_ranking import unusual
from bot.quiz.model import QuestionKind
from bot.quiz.moves import Mode
from bot.quiz.oddities import Tried
from bot.quiz.position import Position
from bot.quiz.sheet import answered


def write_round(db: Database, id: int, game: Position, number: int, at: datetime) -> None:
    """What the question came to for each who was there: that they saw it, and what they made of it."""
    question, language = game.questions[number], game.settings.language
    persons = dict(db.execute("SELECT seat, person FROM players WHERE game = ?", [id]).fetchall())
    (server,) = db.execute("SELECT server FROM games WHERE id = ?", [id]).fetchone()
    knowing = _reviewers(db, server, question.facts) if game.settings.mode is Mode.EVENT and server else set[int]()
    for seat in sorted({*game.present, *game.rounds[number].given}):
        one = answered(game, seat, number)
        said = one.given.key if one.given and question.kind is not QuestionKind.GAP else None
        ranked = game.settings.mode is not Mode.EVENT or not (one.given and unusual(question, one.given, language))
        db.execute(
            "INSERT INTO results VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                id, number, seat, persons.get(seat), question.item, question.kind, question.theme, _world(game, number),
                question.facts[0], question.version, one.given is not None, said,
                one.given is not None and one.given.sure, one.mark.right, one.mark.points, int(at.timestamp()),
                one.voided, ranked, persons.get(seat) in knowing,
            ],
        )  # fmt: skip


def rewrite_round(db: Database, id: int, game: Position, number: int) -> None:
    """What the question comes to now, for each who was there when it was revealed."""
    seats = db.execute("SELECT seat FROM results WHERE game = ? AND number = ?", [id, number]).fetchall()
    for (seat,) in seats:
        one = answered(game, seat, number)
        db.execute(
            "UPDATE results SET correct = ?, points = ?, voided = ?, world = ?"
            " WHERE game = ? AND number = ? AND seat = ?",
            [one.mark.right, one.mark.points, one.voided, _world(game, number), id, number, seat],
        )


def _world(game: Position, number: int) -> World | None:
    """The one history a question is from; None where, as ruled, it is of neither alone: then it measures nobody."""
    return None if game.rounds[number].accepted else game.questions[number].world


def reviewers(db: Database, server: int, facts: Collection[str]) -> set[int]:
    """The Discord ids of those in a server who wrote or decided on one of these facts."""
    numbers = json.dumps(sorted(_reviewers(db, server, facts)))
    rows = db.execute("SELECT discord_id FROM people WHERE id IN (SELECT value FROM json_each(?))", [numbers])
    return {one for (one,) in rows.fetchall()}


def _reviewers(db: Database, server: int, facts: Collection[str]) -> set[int]:
    rows = db.execute(
        "SELECT DISTINCT own_versions.person FROM own_versions JOIN own_entries ON own_entries.id = entry"
        " WHERE server = ? AND own_versions.person IS NOT NULL"
        " AND json_extract(own_versions.document, '$.id') IN (SELECT value FROM json_each(?))",
        [server, json.dumps(sorted(facts))],
    )
    return {one for (one,) in rows.fetchall()}


def items_seen(db: Database, discord_id: int, channel: int, since: datetime) -> frozenset[str]:
    """The items this person was asked since then, and those asked in this channel."""
    rows = db.execute(
        "SELECT item FROM results JOIN people ON people.id = person WHERE discord_id = ? AND seen_at >= ?"
        " UNION SELECT item FROM results JOIN games ON games.id = game"
        " WHERE (channel = ? OR played_in = ?) AND mode = 'everyone' AND seen_at >= ?",
        [discord_id, int(since.timestamp()), channel, channel, int(since.timestamp())],
    )
    return frozenset(item for (item,) in rows.fetchall())


def items_of_days(db: Database, server: int, since: str) -> frozenset[str]:
    """The items of this server's daily questions since that date, answered or not."""
    rows = db.execute(
        "SELECT json_extract(move, '$.questions[0].item') FROM games JOIN moves ON game = games.id AND number = 1"
        " WHERE mode = 'daily' AND server = ? AND day >= ?",
        [server, since],
    )
    return frozenset(item for (item,) in rows.fetchall())


def told(db: Database, discord_id: int) -> tuple[Told, ...]:
    """Everything this person said about statements of one world or the other, oldest first."""
    rows = db.execute(
        "SELECT theme, world, said, sure FROM results JOIN people ON people.id = person"
        " WHERE discord_id = ? AND kind = ? AND world IS NOT NULL AND said IS NOT NULL AND NOT voided"
        " ORDER BY seen_at, game, number",
        [discord_id, QuestionKind.REAL_OR_ALTERNATE],
    )
    return tuple(Told(theme, World(world), said, bool(sure)) for theme, world, said, sure in rows.fetchall())


def tried(db: Database, server: int | None) -> tuple[Tried, ...]:
    """The first answer of each person to each item, in this server, or anywhere if None."""
    rows = db.execute(
        "SELECT item, person, correct FROM results JOIN games ON games.id = game"
        " WHERE person IS NOT NULL AND correct IS NOT NULL AND NOT voided AND (? IS NULL OR server = ?)"
        " ORDER BY seen_at DESC, game DESC, number DESC",
        [server, server],
    )
    first = {(item, person): Tried(item, person, bool(correct)) for item, person, correct in rows.fetchall()}
    return tuple(first.values())


def share_right(db: Database, item: str) -> tuple[int, int]:
    """Of the answers to an item: how many were right, and how many there were. Passes are not among them."""
    right, answers = db.execute(
        "SELECT coalesce(sum(correct), 0), count(correct) FROM results WHERE item = ? AND NOT voided", [item]
    ).fetchone()
    return right, answers
