"""The servers the bot is in, and those it was taken out of: what is kept of these goes when their time is over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlite_utils import Database


def joined(db: Database, server: int) -> None:
    """The bot is in this server, now or again."""
    db.execute("INSERT INTO servers (server) VALUES (?) ON CONFLICT (server) DO UPDATE SET left_at = NULL", [server])


def left(db: Database, server: int, now: datetime) -> None:
    """The bot is no longer in this server. Leaving once more changes nothing: the time runs from the first."""
    db.execute(
        "INSERT INTO servers (server, left_at) VALUES (:server, :now)"
        " ON CONFLICT (server) DO UPDATE SET left_at = coalesce(left_at, excluded.left_at)",
        {"server": server, "now": int(now.timestamp())},
    )


def compare(db: Database, present: Collection[int], now: datetime) -> set[int]:
    """These are all the servers the bot is in; it left the others while it was not running. All that were left."""
    known = {server for (server,) in db.execute("SELECT server FROM servers").fetchall()}
    for server in sorted(present):
        joined(db, server)
    for server in sorted(known - set(present)):
        left(db, server, now)
    return known - set(present)


def forget(db: Database, before: datetime) -> tuple[int, ...]:
    """Forget everything of the servers left before that; which they were."""
    rows = db.execute("SELECT server FROM servers WHERE left_at < ?", [int(before.timestamp())]).fetchall()
    gone = tuple(server for (server,) in rows)
    if gone:
        db.execute("PRAGMA defer_foreign_keys = ON")  # rows of one server may refer to each other in any order
    for server in gone:
        for (table,) in _scoped(db):
            db.execute(f"DELETE FROM {table} WHERE server = ?", [server])  # noqa: S608 # names out of the schema
    return gone


def _scoped(db: Database) -> list[tuple[str]]:
    """The tables that say of each row which server it is of."""
    found: list[tuple[str]] = db.execute(
        "SELECT tables.name FROM pragma_table_list AS tables, pragma_table_info(tables.name) AS columns"
        " WHERE tables.type = 'table' AND tables.schema = 'main' AND columns.name = 'server'"
    ).fetchall()
    return found
