"""What a copy of the database should be, written beside it, and whether it still is."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import StoreError

FORMAT = 1
FAULTS = 5
"""Of the faults that SQLite finds in a file, how many are told."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a copy comes from: the version of the program, and what it taught."""

    program: str
    pack: str | None = None
    pack_version: str | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was written down when a copy was made."""

    made_at: datetime
    origin: Origin
    schema: str | None
    """The last migration it has been through."""
    size: int
    """In bytes."""
    sha256: str
    rows: Mapping[str, int] = field(default_factory=dict)
    """How many each table has."""

    def written(self) -> bytes:
        """As the file beside the copy has it."""
        facts = {
            "format": FORMAT, "made_at": self.made_at.isoformat(), **asdict(self.origin), "schema": self.schema,
            "size": self.size, "sha256": self.sha256, "rows": dict(self.rows),
        }  # fmt: skip
        return json.dumps(facts, indent=1, sort_keys=True).encode()

    @classmethod
    def read(cls, copy: Path) -> Manifest | None:
        """That of a copy; None if it has none, StoreError if what stands there is none."""
        try:
            facts = json.loads(beside(copy).read_bytes())
            origin = Origin(facts["program"], facts["pack"], facts["pack_version"])
            rows = {str(table): int(count) for table, count in facts["rows"].items()}
            made_at = datetime.fromisoformat(facts["made_at"])
            return cls(made_at, origin, facts["schema"], int(facts["size"]), str(facts["sha256"]), rows)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(f"{beside(copy)} cannot be read ({type(error).__name__}).") from error


def beside(copy: Path) -> Path:
    """Where the manifest of a copy is."""
    return copy.with_suffix(".json")


def describe(copy: Path, origin: Origin) -> Manifest:
    """What a copy is now."""
    with reading(copy) as connection:
        schema, rows = last_migration(connection), count(connection)
    found = copy.stat()
    return Manifest(datetime.fromtimestamp(int(found.st_mtime), UTC), origin, schema, found.st_size, digest(copy), rows)


def put_beside(copy: Path, manifest: Manifest, *, named: Path | None = None) -> None:
    """Write the manifest of `copy`, under the name it will have; there is never half of one."""
    part = beside(copy).with_suffix(".json-part")
    part.write_bytes(manifest.written())
    part.chmod(0o600)
    to_disk(part)
    part.replace(beside(named or copy))


def faults(copy: Path) -> list[str]:
    """What is wrong with a copy: against its manifest, within itself, and between its tables; nothing if it is fit."""
    found: list[str] = []
    try:
        manifest = Manifest.read(copy)
        # One that is not what was written down is damaged, even where SQLite does not notice.
        found += _against(copy, manifest) if manifest else []
        with reading(copy) as connection:
            found += check(connection)
            if manifest and not found and count(connection) != manifest.rows:
                found.append("its tables have other numbers of rows than its manifest says")
    except (StoreError, sqlite3.Error, OSError, UnicodeError) as error:
        found.append(str(error))
    return found


def _against(copy: Path, manifest: Manifest) -> Iterator[str]:
    size = copy.stat().st_size
    if size != manifest.size:
        yield f"it has {size} bytes and should have {manifest.size}"
    elif digest(copy) != manifest.sha256:
        yield "its content is not what its manifest says (sha256)"


def check(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong: with pages and indexes, and with rows that refer to nothing."""
    found = [str(row[0]) for row in connection.execute(f"PRAGMA integrity_check({FAULTS})") if row[0] != "ok"]
    orphans = connection.execute("PRAGMA foreign_key_check").fetchmany(FAULTS) if not found else []
    found += [f"a row of {table} refers to a row of {other} that is not there" for table, _, other, _ in orphans]
    return found


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that leaves a file and its folder as they are; where there is a log beside it, it is read too."""
    alone = not path.with_name(f"{path.name}-wal").exists()
    address = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
        yield connection


def last_migration(connection: sqlite3.Connection) -> str | None:
    """The last step a database has been through; None if it is none of ours."""
    there = "SELECT count(*) FROM sqlite_schema WHERE name = '_sqlite_migrations'"
    if not connection.execute(there).fetchone()[0]:
        return None
    steps = "SELECT max(name) FROM _sqlite_migrations WHERE migration_set = 'divergence'"
    found: str | None = connection.execute(steps).fetchone()[0]
    return found


def count(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has."""
    tables = [name for (name,) in connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )]  # fmt: skip
    one = "SELECT count(*) FROM "
    return {table: int(connection.execute(f'{one}"{table}"').fetchone()[0]) for table in tables}


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def to_disk(path: Path) -> None:
    """What was written to a file, or into a folder, survives the machine from here on."""
    if path.is_dir() and sys.platform == "win32":  # which cannot do it for folders
        return
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
