"""Putting a copy in the place of the database, in steps that can be cut off anywhere and are finished later.

Once a checked copy lies under `NEXT` it will be the database: whoever opens the folder next finishes what is left.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import StoreError
from bot.store import manifest
from bot.store.copies import BACKUPS, SPARE, listed
from bot.store.folder import FILE, FolderLock
from bot.store.manifest import Manifest, to_disk

STAGED = f"{FILE}.staged"
"""A copy while it is brought here and looked at; nothing depends on it yet."""
NEXT = f"{FILE}.next"
"""The same, checked and on disk."""
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back."""

    copy: Path
    manifest: Manifest | None
    rows: int
    aside: Path | None
    """Where the database is that was replaced; None if there was none."""
    skipped: tuple[tuple[Path, str], ...] = ()
    """Newer copies that are not fit to be used, and why."""


def restore(folder: Path, places: tuple[Path, ...], known: Iterable[str], chosen: Path | None = None) -> Restored:
    """Put `chosen`, or the newest copy that is fit, in the place of the database in `folder`.

    `known` are the migrations of this program. StoreError if a bot uses the folder, or nothing fit is found; then
    nothing was changed.
    """
    lock = FolderLock.take(folder)
    try:
        finish(folder)
        skipped: list[tuple[Path, str]] = []
        for copy in [chosen] if chosen else [copy.path for copy in listed(places)]:
            if not copy.is_file():
                raise StoreError(f"There is no copy at {copy}.")
            if not (wrong := _unfit(copy, frozenset(known))):
                break
            if chosen:
                raise StoreError(f"{copy} cannot be put back: {wrong}.")
            skipped.append((copy, wrong))
        else:
            told = "".join(f"\n{path}: {wrong}." for path, wrong in skipped)
            raise StoreError(f"There is no copy that can be put back in {', '.join(map(str, places))}.{told}")
        rows = _stage(copy, folder)
        (folder / STAGED).replace(folder / NEXT)
        aside = finish(folder)
        return Restored(copy, Manifest.read(copy), rows, aside, tuple(skipped))
    except OSError as error:
        raise StoreError(f"Nothing could be put back in {folder} ({error.strerror}).") from error
    finally:
        lock.release()


def _unfit(copy: Path, known: frozenset[str]) -> str | None:
    """Why a copy cannot be used."""
    if found := manifest.faults(copy):
        return found[0].removesuffix(".")
    with manifest.reading(copy) as connection:
        schema = manifest.last_migration(connection)
    if schema is None:
        return "it is not a database of this bot"
    return None if schema in known else f"a newer version of this bot made it (it knows “{schema}”)"


def _stage(copy: Path, folder: Path) -> int:
    """Bring a copy into the folder, as one file without a log, on disk and checked once more; how many rows it has."""
    if shutil.disk_usage(folder).free < copy.stat().st_size + SPARE:
        raise StoreError(f"There is too little room on the disk in {folder}: {copy.stat().st_size} bytes needed.")
    staged = folder / STAGED
    staged.unlink(missing_ok=True)
    try:
        with manifest.reading(copy) as old, closing(sqlite3.connect(staged, isolation_level=None)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")
            if found := manifest.check(new):
                raise StoreError(f"{copy} cannot be put back: {found[0]}.")
            rows = sum(count for table, count in manifest.count(new).items() if not table.startswith("_"))
        staged.chmod(0o600)
        to_disk(staged)
    except sqlite3.Error as error:
        raise StoreError(f"{copy} cannot be put back ({error}).") from error
    return rows


def finish(folder: Path) -> Path | None:
    """Do what is left of a restore, if one was begun; where the replaced database is. The folder is held meanwhile."""
    coming = folder / NEXT
    (folder / STAGED).unlink(missing_ok=True)
    if not coming.exists():
        return None
    # Its own time, so that one that was cut off goes on in the same place.
    made = datetime.fromtimestamp(coming.stat().st_mtime, UTC)
    aside = folder / BACKUPS / f"replaced-{made:{_TIME}}.sqlite"
    aside.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _merged(folder / FILE)
    # The old log must not be read into the new database, so it goes with the old one before the new one comes.
    for end in ("", "-wal"):
        if (old := folder / f"{FILE}{end}").exists():
            shutil.move(old, aside.with_name(f"{aside.name}{end}"))
    (folder / f"{FILE}-shm").unlink(missing_ok=True)
    coming.replace(folder / FILE)
    with suppress(OSError):
        to_disk(aside.parent)
        to_disk(folder)
    return aside if aside.exists() else None


def _merged(old: Path) -> None:
    """The log beside a database that is to be replaced is brought into it, where that can still be done."""
    if not old.exists():
        return
    with suppress(sqlite3.Error, UnicodeError), closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("PRAGMA quick_check(1)")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
