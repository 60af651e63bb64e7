"""Quiz items over all games: how each was answered, who saw it lately, and which ones a server leaves out."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlite_utils import Database

from bot.quiz.known import NEVER, Asked, Known
from bot.quiz.moves import Mode
from bot.quiz.oddities import Tried
from bot.store import audit

AREA = "questions"
"""In the log of a server."""
LOOKED_AT = 20_000
"""Answers, the latest, that are looked through for questions that stand out: read within a moment, and enough."""


def known(
    db: Database, server: int | None, channel: int, mode: Mode, players: Collection[int], since: datetime
) -> Known:  # fmt: skip
    """What a round heeds that these people (by Discord id) are going to play in this channel.

    Of a game together it is not known yet who will come: whoever played here since then probably will.
    """
    seen = seen_by(db, players, since) if mode is Mode.SOLO else seen_here(db, server, channel, players, since)
    return Known(seen, tallies(db), left_out(db, server))


def known_of_days(db: Database, server: int, since: str) -> Known:
    """What the daily question of a server heeds: those since that date, answered or not."""
    rows = db.execute(
        "SELECT json_extract(move, '$.questions[0].item') FROM games JOIN moves ON game = games.id AND number = 1"
        " WHERE mode = 'daily' AND server = ? AND day >= ?",
        [server, since],
    )
    return Known({item: 1 for (item,) in rows.fetchall()}, tallies(db), left_out(db, server))


def seen_by(db: Database, players: Collection[int], since: datetime) -> Mapping[str, int]:
    """The items these people were asked since then, with how many of them."""
    rows = db.execute(
        "SELECT item, count(DISTINCT person) FROM results WHERE seen_at >= ?"
        " AND person IN (SELECT id FROM people WHERE discord_id IN (SELECT value FROM json_each(?))) GROUP BY item",
        [int(since.timestamp()), json.dumps(sorted(players))],
    )
    return dict(rows.fetchall())


_SEEN_HERE = """
    WITH played AS (
        SELECT id FROM games WHERE server IS :server AND mode IN ('everyone', 'event')
        AND :channel IN (channel, played_in) AND opened_at >= :since
    ), who AS (
        SELECT id FROM people WHERE discord_id IN (SELECT value FROM json_each(:players))
        UNION SELECT person FROM players JOIN played ON game = played.id WHERE person IS NOT NULL
    )
    SELECT item, max(1, count(DISTINCT CASE WHEN person IN who THEN person END)) FROM results
    WHERE seen_at >= :since AND (person IN who OR game IN played) GROUP BY item
"""


def seen_here(
    db: Database, server: int | None, channel: int, players: Collection[int], since: datetime
) -> Mapping[str, int]:
    """The items that were asked in this channel since then, or of these people, or of anybody who played there."""
    values = {
        "server": server,
        "channel": channel,
        "since": int(since.timestamp()),
        "players": json.dumps(sorted(players)),
    }
    return dict(db.execute(_SEEN_HERE, values).fetchall())


def tallies(db: Database) -> Mapping[str, Asked]:
    """How every item that was ever answered was answered, in all servers together."""
    rows = db.execute("SELECT item, answers, rights FROM item_tallies WHERE answers > 0")
    return {item: Asked(answers, right) for item, answers, right in rows.fetchall()}


def asked(db: Database, item: str) -> Asked:
    """How one item was answered."""
    row = db.execute("SELECT answers, rights FROM item_tallies WHERE item = ?", [item]).fetchone()
    return Asked(*row) if row else NEVER


def tried(db: Database) -> tuple[Tried, ...]:
    """The first answer of each person to each item, in any server, among the latest; people are numbers here only."""
    rows = db.execute(
        "SELECT item, person, correct FROM results WHERE person IS NOT NULL AND correct IS NOT NULL AND NOT voided"
        " ORDER BY game DESC, number DESC, seat DESC LIMIT ?",
        [LOOKED_AT],
    )
    first = {(item, person): Tried(item, person, bool(correct)) for item, person, correct in rows.fetchall()}
    return tuple(first.values())


def left_out(db: Database, server: int | None) -> frozenset[str]:
    """The items that are not asked in a server."""
    rows = db.execute("SELECT item FROM left_out_items WHERE server = ?", [server])
    return frozenset(item for (item,) in rows.fetchall())


def leave_out(db: Database, server: int, item: str, person: int, now: datetime, out: bool) -> bool:
    """An item is asked no more in a server, or again; whether that is new. The log says who decided it."""
    if (item in left_out(db, server)) is out:
        return False
    if out:
        db.execute("INSERT INTO left_out_items (server, item) VALUES (?, ?)", [server, item])
    else:
        db.execute("DELETE FROM left_out_items WHERE server = ? AND item = ?", [server, item])
    told = ["asked", "left out"]
    entry = audit.Entry(server, person, now, AREA, told[out])
    audit.keep(db, entry, {item: told[not out]}, {item: told[out]})
    return True
