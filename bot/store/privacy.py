"""Everything that is kept about one person, read off the tables themselves: a new one cannot be forgotten here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

PEOPLE = "people"
NEVER_SHOWN = frozenset({"whose"})
"""Columns that stand for a person in another way, and would tell one person of another."""


def references(db: Database) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The tables that refer to people, and by which columns."""
    for table in sorted(db.tables, key=lambda table: table.name):
        columns = tuple(str(key.column) for key in table.foreign_keys if key.other_table == PEOPLE)
        if columns:
            yield table.name, columns


def number_of(db: Database, discord_id: int) -> int | None:
    """The number of a person who is known; None for anybody else."""
    row: tuple[int] | None = db.execute("SELECT id FROM people WHERE discord_id = ?", [discord_id]).fetchone()
    return row[0] if row else None


def tables(db: Database) -> tuple[str, ...]:
    """The tables that refer to people."""
    return tuple(table for table, _columns in references(db))


def count(db: Database, discord_id: int, table: str) -> int:
    """How many rows of a table refer to this person."""
    number, columns = number_of(db, discord_id), dict(references(db))[table]
    (found,) = db.execute(f"SELECT count(*) FROM {table} WHERE {_whose(columns)}", {"number": number}).fetchone()  # noqa: S608 # names out of the schema
    return int(found)


def rows(db: Database, discord_id: int, table: str) -> list[dict[str, Any]]:
    """The rows of a table that refer to this person, without whoever else they refer to."""
    number, columns = number_of(db, discord_id), dict(references(db))[table]
    found = db.query(f"SELECT * FROM {table} WHERE {_whose(columns)}", {"number": number})  # noqa: S608 # as above
    return [
        {
            name: "you" if name in columns else value
            for name, value in row.items()
            if name not in NEVER_SHOWN and (name not in columns or value == number)
        }
        for row in found
    ]


def own_moves(db: Database, discord_id: int) -> list[tuple[int, str]]:
    """The moves this person made in games that are still kept whole: the game, and the move as JSON."""
    found: list[tuple[int, str]] = db.execute(
        "SELECT moves.game, move FROM players JOIN moves ON moves.game = players.game"
        " JOIN people ON people.id = players.person"
        " WHERE discord_id = ? AND json_extract(move, '$.seat') = seat ORDER BY moves.game, number",
        [discord_id],
    ).fetchall()
    return found


def first_seen(db: Database, discord_id: int) -> int | None:
    """Since when a person is known, in seconds since 1970; None if they are not."""
    row: tuple[int] | None = db.execute("SELECT first_seen FROM people WHERE discord_id = ?", [discord_id]).fetchone()
    return row[0] if row else None


def live_games(db: Database, discord_id: int) -> list[tuple[int, int | None, int, str]]:
    """The games this person is in that are not over: the game, its server, its channel and its mode."""
    found: list[tuple[int, int | None, int, str]] = db.execute(
        "SELECT games.id, server, channel, mode FROM games JOIN players ON game = games.id"
        " JOIN people ON people.id = players.person WHERE live AND discord_id = ?",
        [discord_id],
    ).fetchall()
    return found


def _whose(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"{column} = :number" for column in columns)
