"""What a server's answers came to, for what is told of all together, and what its questions found nothing for."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from sqlite_utils import Database

from bot.history.model import World
from bot.quiz.insights import LEAST, Seen, Told
from bot.quiz.model import QuestionKind
from bot.quiz.scoring import PASS
from bot.store import blocks, people


def claims(db: Database, server: int) -> list[Told]:
    """Who was asked about a claim of the scenario, in quizzes and reviews, and whether they took it for the record."""
    rows = db.execute(
        "SELECT fact, person, said = :real FROM results JOIN games ON games.id = game WHERE server = :server"
        " AND person IS NOT NULL AND kind = :kind AND world = :alternate AND said <> :pass AND NOT voided"
        " UNION ALL SELECT pair, review_askings.person, outcome = 'leak' FROM review_askings"
        " JOIN review_cards ON review_cards.id = card JOIN review_sessions ON review_sessions.id = session"
        " WHERE begun_in = :server AND outcome IN ('right', 'leak', 'forgotten')"
        # A session that was begun here may have gone on in another server, with what that one added itself.
        " AND (pair NOT LIKE 'own:%' OR EXISTS (SELECT 1 FROM own_entries WHERE own_entries.server = :server"
        " AND 'own:' || own_entries.id = pair))",
        {
            "server": server, "kind": QuestionKind.REAL_OR_ALTERNATE, "alternate": World.ALTERNATE,
            "real": World.REAL, "pass": PASS,
        },
    )  # fmt: skip
    return [Told(fact, person, bool(wrong)) for fact, person, wrong in rows.fetchall()]


def items(db: Database, server: int) -> list[Told]:
    """The first answer of each person to each item of the quiz."""
    rows = db.execute(
        "SELECT item, person, NOT correct FROM results JOIN games ON games.id = game"
        " WHERE server = ? AND person IS NOT NULL AND correct IS NOT NULL AND NOT voided"
        " ORDER BY seen_at, game, number",
        [server],
    )
    first: dict[tuple[str, int], Told] = {}
    for item, person, wrong in rows.fetchall():
        first.setdefault((item, person), Told(item, person, bool(wrong)))
    return list(first.values())


def subjects(db: Database, server: int) -> dict[str, tuple[QuestionKind, str]]:
    """Of each item that was asked in a server, how it is asked and the fact it is about; of an order one of them."""
    rows = db.execute(
        "SELECT DISTINCT item, kind, fact FROM results JOIN games ON games.id = game WHERE server = ?", [server]
    )
    return {item: (QuestionKind(kind), fact) for item, kind, fact in rows.fetchall()}


def statements(db: Database, server: int) -> list[Seen]:
    """Every answer to a statement of one of the worlds, oldest first."""
    rows = db.execute(
        "SELECT fact, person, world, said = ? FROM results JOIN games ON games.id = game WHERE server = ?"
        " AND person IS NOT NULL AND kind = ? AND world IS NOT NULL AND said <> ? AND NOT voided"
        " ORDER BY seen_at, game, number",
        [World.REAL, server, QuestionKind.REAL_OR_ALTERNATE, PASS],
    )
    return [Seen(fact, person, World(world), bool(real)) for fact, person, world, real in rows.fetchall()]


def count_unanswered(db: Database, server: int, words: str, discord_id: int, now: datetime) -> None:
    """This person asked something here that found nothing. Its words are kept from the fifth person on, not before."""
    person = people.number_of(db, discord_id, now)
    question = hmac.new(blocks.key(db), f"{server} {words}".encode(), hashlib.sha256).hexdigest()
    at = int(now.timestamp())
    db.execute(
        "INSERT INTO unanswered (server, question, person, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (server, question, person) DO UPDATE SET at = excluded.at",
        [server, question, person, at],
    )
    (count,) = db.execute(
        "SELECT count(*) FROM unanswered WHERE server = ? AND question = ?", [server, question]
    ).fetchone()
    if count >= LEAST:
        db.execute(
            "INSERT INTO unanswered_words (server, question, words, people, at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (server, question) DO UPDATE SET people = max(people, excluded.people), at = excluded.at",
            [server, question, words, count, at],
        )


def unanswered(db: Database, server: int) -> list[tuple[str, int]]:
    """What five people or more asked in vain, and how many they were, the most first."""
    rows = db.execute(
        "SELECT words, people FROM unanswered_words WHERE server = ? AND people >= ? ORDER BY people DESC, words",
        [server, LEAST],
    )
    return [(str(words), int(count)) for words, count in rows.fetchall()]


def forget_unanswered(db: Database, before: datetime) -> None:
    """Forget what nobody has asked in vain since then."""
    db.execute("DELETE FROM unanswered_words WHERE at < ?", [int(before.timestamp())])
