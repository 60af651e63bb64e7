"""Erasing down to the bytes: after it, nothing in the data folder holds a person's Discord id in any form.

SQLite overwrites what is deleted (`secure_delete`), but the log beside the database keeps pages as they were, and older
copies of the database have it all. So the files themselves are looked through, and made anew where anything is left.
"""

from __future__ import annotations

import logging
import mmap
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from bot.errors import StoreError
from bot.store import copies
from bot.store.manifest import Manifest, beside, describe, put_beside, to_disk

CLEANING = ".cleaning"
"""What the name of a copy ends with while it is being cleaned."""
TRIES = 5
"""How often the log is merged until no reader is in the way."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done to the files."""

    whole: bool
    """Whether nothing is left in any of them."""
    copies: int
    """Older copies that were cleaned."""
    removed: int
    """Older copies that could not be cleaned, and are gone."""


def forms(discord_id: int) -> tuple[bytes, ...]:
    """The ways in which a Discord id could stand in a file: as text, as a whole number, and as SQLite packs one."""
    return (
        str(discord_id).encode(), discord_id.to_bytes(8, "big"), discord_id.to_bytes(8, "little"), varint(discord_id),
    )  # fmt: skip


def varint(number: int) -> bytes:
    """A whole number as SQLite packs keys: seven bits a byte, the first bit saying that more come; a ninth holds eight.

    See https://www.sqlite.org/fileformat2.html, section 1.6.
    """
    if number >= 2**56:
        return bytes(0x80 | (number >> shift) & 0x7F for shift in range(57, 7, -7)) + bytes([number & 0xFF])
    packed = [number & 0x7F]
    while number := number >> 7:
        packed.insert(0, 0x80 | number & 0x7F)
    return bytes(packed)


def holds(path: Path, discord_id: int) -> bool:
    """Whether a file holds a Discord id in any form."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size == 0:
                return False
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                return any(content.find(form) >= 0 for form in forms(discord_id))
    except FileNotFoundError:
        return False


def holders(folder: Path, discord_id: int) -> Iterator[Path]:
    """The files of a data folder that hold a Discord id."""
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and holds(path, discord_id))


def held(folder: Path, discord_id: int) -> bool:
    """Whether any of them does."""
    return any(True for _ in holders(folder, discord_id))


# ---- in the tables ---------------------------------------------------------------------------------------------


def remove(db: Database, discord_id: int) -> bool:
    """Take a person out of every table; whether they were known. What they did stays without them."""
    known = db.execute("DELETE FROM people WHERE discord_id = ?", [discord_id]).rowcount > 0
    _scrub(db.conn, discord_id)
    return known


def _scrub(connection: sqlite3.Connection, discord_id: int) -> None:
    """Somebody else may have written the id down, in a report or a reason: a 0 stands in its place then."""
    alone = re.compile(rf"(?<![0-9]){discord_id}(?![0-9])")
    connection.create_function("without_id", 1, lambda text: alone.sub("0", text), deterministic=True)
    tables = connection.execute(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite_%'"
    )
    for (table,) in tables.fetchall():
        columns = connection.execute("SELECT name FROM pragma_table_info(?) WHERE type = 'TEXT' AND NOT pk", [table])
        for (column,) in columns.fetchall():
            connection.execute(
                f'UPDATE "{table}" SET "{column}" = without_id("{column}")'  # noqa: S608 # names out of the schema
                f' WHERE instr("{column}", ?)',
                [str(discord_id)],
            )


# ---- in the files ----------------------------------------------------------------------------------------------


def purge(db: Database, path: Path, discord_id: int) -> bool:
    """Empty the log beside the database, and make the file anew if it still holds the id; whether it no longer does.

    Not within a transaction; nothing else is written meanwhile.
    """
    merge(db.conn)
    if any(holds(part, discord_id) for part in _parts(path)):
        db.conn.execute("VACUUM")
        merge(db.conn)
    return not any(holds(part, discord_id) for part in _parts(path))


def merge(connection: sqlite3.Connection) -> bool:
    """Bring the log beside the database into it and empty it; whether no reader was in the way."""
    return any(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0 for _ in range(TRIES))


def _parts(path: Path) -> tuple[Path, ...]:
    return path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")


def clean_copies(places: tuple[Path, ...], discord_id: int) -> tuple[int, int]:
    """Take a person out of every older copy of the database; how many were cleaned, and how many had to go.

    A copy is made anew and put in the place of the old one, which is never half of anything; one that cannot be read,
    or holds the id wherever it may be, is removed. A copy that is being made is waited for: it may still hold the id.
    """
    cleaned = removed = 0
    for place in filter(Path.is_dir, places):
        lock = copies.hold(place)
        try:
            for path in sorted(place.rglob("*")):
                if path.name.endswith(CLEANING):  # what an earlier cleaning left that was cut off
                    path.unlink()
                elif path.is_file() and any(holds(part, discord_id) for part in _parts(path)):
                    if _cleaned(path, discord_id):
                        cleaned += 1
                    else:
                        copies.remove(path)
                        removed += 1
        finally:
            lock.release()
    return cleaned, removed


def _cleaned(path: Path, discord_id: int) -> bool:
    new = path.with_name(path.name + CLEANING)
    new.unlink(missing_ok=True)
    try:
        made, told = path.stat(), Manifest.read(path)
        new.touch(mode=0o600)
        with closing(sqlite3.connect(new, isolation_level=None)) as copy:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as old:
                old.backup(copy)
            for pragma in ("journal_mode=MEMORY", "secure_delete=ON", "foreign_keys=ON"):
                copy.execute(f"PRAGMA {pragma}")
            copy.execute("DELETE FROM people WHERE discord_id = ?", [discord_id])
            _scrub(copy, discord_id)
            copy.execute("VACUUM")
        clean = not holds(new, discord_id)
        if clean:
            os.utime(new, (made.st_atime, made.st_mtime))  # it is as old as what it is a copy of
            to_disk(new)
            beside(path).unlink(missing_ok=True)  # a copy without a manifest is fit for use, one unlike it is not
            new.replace(path)
            for part in _parts(path)[1:]:  # its log, which is in the new one
                part.unlink(missing_ok=True)
            if told:
                put_beside(path, describe(path, told.origin))
    except (sqlite3.Error, OSError, StoreError, UnicodeError) as error:
        _log.warning("%s cannot be cleaned (%s) and is removed", path, error)
        clean = False
    new.unlink(missing_ok=True)
    return clean
