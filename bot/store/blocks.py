"""Who is blocked in which server, why and until when.

A block names its person by a fingerprint too, made with a key of this database, so that it outlives the erasure of
everything else about them without holding their id.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from bot.store import audit, memory, people

AREA = "blocks"
"""Of the log."""
_KEY = "fingerprint key"


@dataclass(frozen=True, slots=True)
class Block:
    """One block as it stands."""

    id: int
    server: int
    person: int | None
    """The Discord id; None once they erased their data."""
    whose: str
    """The fingerprint of it."""
    reason: str
    until: datetime | None
    """None until a moderator lifts it."""
    begun_at: datetime


def key(db: Database) -> bytes:
    """What fingerprints are made with; it never leaves this database."""
    kept = memory.recall(db, _KEY)
    assert kept is not None
    return bytes.fromhex(kept)


def fingerprint(key: bytes, discord_id: int) -> str:
    """What stands for a Discord id, and cannot be turned back into it without the key."""
    return hmac.new(key, str(discord_id).encode(), "sha256").hexdigest()


_SELECT = """
    SELECT blocks.id, server, discord_id, whose, reason, until, begun_at
    FROM blocks LEFT JOIN people ON people.id = person WHERE lifted_at IS NULL
"""
_OF_SERVER = _SELECT + " AND server = ? AND (until IS NULL OR until > ?) ORDER BY blocks.id DESC"


def standing(db: Database) -> list[Block]:
    """Every block that was not lifted, in all servers."""
    return [_block(*row) for row in db.execute(_SELECT).fetchall()]


def of_server(db: Database, server: int, now: datetime) -> list[Block]:
    """The blocks that hold in a server, the newest first."""
    return [_block(*row) for row in db.execute(_OF_SERVER, [server, int(now.timestamp())]).fetchall()]


def find(db: Database, server: int, id: int) -> Block | None:
    """The block with this number, if it is of this server and was not lifted."""
    row = db.execute(_SELECT + " AND server = ? AND blocks.id = ?", [server, id]).fetchone()
    return _block(*row) if row else None


def _block(
    id: int, server: int, person: int | None, whose: str, reason: str, until: int | None, begun_at: int
) -> Block:  # fmt: skip
    end = None if until is None else datetime.fromtimestamp(until, UTC)
    return Block(id, server, person, whose, reason, end, datetime.fromtimestamp(begun_at, UTC))


def begin(
    db: Database, server: int, person: int, reason: str, until: datetime | None, blocker: int, now: datetime
) -> Block:  # fmt: skip
    """Block a person in a server, in place of an earlier block of theirs there; it is in the log."""
    whose = fingerprint(key(db), person)
    db.execute(
        "UPDATE blocks SET lifted_at = ? WHERE server = ? AND whose = ? AND lifted_at IS NULL",
        [int(now.timestamp()), server, whose],
    )
    end = None if until is None else int(until.timestamp())
    cursor = db.execute(
        "INSERT INTO blocks (server, person, whose, reason, begun_at, until, blocker) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            server, people.number_of(db, person, now), whose, reason, int(now.timestamp()), end,
            people.number_of(db, blocker, now),
        ],
    )  # fmt: skip
    assert cursor.lastrowid is not None
    _log(db, server, blocker, now, cursor.lastrowid, {}, {"reason": reason, "until": until and until.isoformat()})
    block = find(db, server, cursor.lastrowid)
    assert block is not None
    return block


def lift(db: Database, server: int, id: int, blocker: int, now: datetime) -> Block | None:
    """Lift a block; it as it was, or None if it does not hold."""
    block = find(db, server, id)
    if block is not None:
        db.execute("UPDATE blocks SET lifted_at = ? WHERE id = ?", [int(now.timestamp()), id])
        _log(db, server, blocker, now, id, {"reason": block.reason}, {"reason": None})
    return block


def restore(db: Database, server: int, id: int, blocker: int, now: datetime) -> Block | None:
    """Take back that a block was lifted; None if it is no longer kept, or the person is blocked anew."""
    row = db.execute("SELECT whose FROM blocks WHERE server = ? AND id = ? AND lifted_at IS NOT NULL", [server, id])
    whose = row.fetchone()
    if whose is None:
        return None
    anew = "SELECT 1 FROM blocks WHERE server = ? AND whose = ? AND lifted_at IS NULL"
    if db.execute(anew, [server, *whose]).fetchone():
        return None
    db.execute("UPDATE blocks SET lifted_at = NULL WHERE id = ?", [id])
    block = find(db, server, id)
    assert block is not None
    _log(db, server, blocker, now, id, {"reason": None}, {"reason": block.reason})
    return block


def _log(
    db: Database, server: int, who: int, now: datetime, id: int, before: dict[str, object], after: dict[str, object]
) -> None:  # fmt: skip
    # The block's number and no id of a person: the log must not know whom they erase.
    audit.keep(db, audit.Entry(server, who, now, AREA, f"block {id}"), before, after)
