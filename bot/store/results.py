"""What answers came to, written at the reveal: from it the compass and all standings are read."""

from __future__ import annotations

import json
from datetime import datetime

from sqlite_utils import Database

from bot.history.model import World
from bot.quiz.compass import Compass, Share, Told, compass
from bot.quiz.event_ranking import unusual
from bot.quiz.model import Question, QuestionKind
from bot.quiz.moves import Mode
from bot.quiz.position import Position
from bot.quiz.sheet import answered
from bot.store.own_facts import own_number


def write_round(db: Database, id: int, game: Position, number: int, at: datetime) -> None:
    """What the question came to for each who was there: that they saw it, and what they made of it."""
    question, language = game.questions[number], game.settings.language
    persons = dict(db.execute("SELECT seat, person FROM players WHERE game = ?", [id]).fetchall())
    (server,) = db.execute("SELECT server FROM games WHERE id = ?", [id]).fetchone()
    knowing = _knowing(db, server, question) if game.settings.mode is Mode.EVENT and server else set[int]()
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


def reviewed(db: Database, id: int) -> set[int]:
    """The seats of those in a game who knew one of its questions when it was revealed."""
    return {seat for (seat,) in db.execute("SELECT DISTINCT seat FROM results WHERE game = ? AND reviewed", [id])}


def _knowing(db: Database, server: int, question: Question) -> set[int]:
    """The numbers of the people in a server who wrote or decided on a fact that is asked, or ruled on the question."""
    entries = [number for fact in question.facts if (number := own_number(fact)) is not None]
    rows = db.execute(
        "SELECT own_versions.person FROM own_versions JOIN own_entries ON own_entries.id = entry"
        " WHERE server = ? AND entry IN (SELECT value FROM json_each(?))"
        " UNION SELECT audit.person FROM challenges JOIN audit ON audit.id = challenges.entry"
        " WHERE challenges.server = ? AND item = ?",
        [server, json.dumps(entries), server, question.item],
    )
    return {one for (one,) in rows.fetchall() if one is not None}


def told(db: Database, discord_id: int) -> tuple[Told, ...]:
    """Everything this person said about statements of one world or the other, oldest first."""
    rows = db.execute(
        "SELECT theme, world, said, sure FROM results JOIN people ON people.id = person"
        " WHERE discord_id = ? AND kind = ? AND world IS NOT NULL AND said IS NOT NULL AND NOT voided"
        " ORDER BY seen_at, game, number",
        [discord_id, QuestionKind.REAL_OR_ALTERNATE],
    )
    return tuple(Told(theme, World(world), said, bool(sure)) for theme, world, said, sure in rows.fetchall())


def compass_of(db: Database, discord_id: int) -> Compass:
    """What this person has shown so far, in all their games."""
    rows = db.execute(
        "SELECT sure, sum(correct), count(correct) FROM results JOIN people ON people.id = person"
        " WHERE discord_id = ? AND kind <> ? AND correct IS NOT NULL AND NOT voided GROUP BY sure",
        [discord_id, QuestionKind.REAL_OR_ALTERNATE],
    )
    shares = {bool(sure): Share(right, of) for sure, right, of in rows.fetchall()}
    return compass(told(db, discord_id), *(shares.get(sure, Share(0, 0)) for sure in (True, False)))
