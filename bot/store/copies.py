"""Copies of the database: made while it is in use, checked before they count as made, found, and let go of in time.

A copy is read by a connection that can neither write nor merge the log, so the one writer stays alone (two at once can
spoil a database, see https://www.sqlite.org/wal.html, “the WAL-reset bug”); writing goes on meanwhile.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import __version__
from bot.errors import StoreError
from bot.store.folder import FILE, FolderLock, Taken
from bot.store.manifest import Manifest, Origin, beside, check, describe, put_beside, reading, to_disk
from bot.store.rotation import OLDEST, kept

BACKUPS = "backups"
PART = ".part"
"""What the name of a copy ends with until it is one."""
SPARE = 16 * 1024 * 1024
"""Bytes of the disk that a copy leaves to the database: it must never be what fills the disk."""
PATIENCE = 120.0
"""Seconds that are waited for another who makes, cleans or puts back a copy."""

_NAME = re.compile(r"divergence-(\d{8}T\d{6}Z)\.sqlite")
_TIME = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that was made by this program."""

    path: Path
    made_at: datetime


def folders(folder: Path, chosen: Path | None = None) -> tuple[Path, ...]:
    """Where copies of the database in `folder` may be; new ones are made in the first of them."""
    own = folder / BACKUPS
    return (chosen, own) if chosen and chosen.resolve() != own.resolve() else (own,)


def listed(places: tuple[Path, ...]) -> list[Copy]:
    """The copies that were made by the clock or by hand, the newest first."""
    found = [
        Copy(path, datetime.strptime(name[1], _TIME).replace(tzinfo=UTC))
        for place in places
        for path in place.glob("*.sqlite")
        if (name := _NAME.fullmatch(path.name))
    ]
    return sorted(found, key=lambda copy: (copy.made_at, copy.path.name), reverse=True)


def everything(places: tuple[Path, ...]) -> list[Path]:
    """Every copy there is, those before a migration and those that were replaced among them."""
    return sorted(path for place in places for path in place.glob("*.sqlite"))


def hold(place: Path, stopped: Callable[[], bool] = bool) -> FolderLock:
    """Nobody else makes or cleans copies there until it is released; StoreError if somebody does for long."""
    try:
        return FolderLock.take(place, PATIENCE, stopped)
    except Taken:
        raise StoreError(f"Somebody else works on the copies in {place}. Try again in a minute.") from None


def make(
    folder: Path, places: tuple[Path, ...], origin: Origin, now: datetime, stopped: Callable[[], bool] = bool
) -> Copy:
    """A copy, in the first of `places`, of the database in `folder` as of this moment, also while a bot uses it.

    Copies that are not kept any more are gone afterwards. StoreError if none could be made; `stopped` is asked
    meanwhile whether to give it up.
    """
    source, place = folder / FILE, places[0]
    if not source.exists():
        raise StoreError(f"There is no database in {folder} yet.")
    lock = hold(place, stopped)
    try:
        while (target := place / f"divergence-{now:{_TIME}}.sqlite").exists():
            now += timedelta(seconds=1)
        # Not `reading`: the bot may begin to write while this looks.
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)) as old:
            old.execute("PRAGMA busy_timeout=5000")
            old.set_progress_handler(stopped, 10_000)
            write(old, target, origin, stopped)
        prune(places, now)
    except sqlite3.Error as error:
        raise StoreError(f"No copy could be made of {source} ({error}).") from error
    except OSError as error:
        raise StoreError(f"No copy could be made in {place} ({error.strerror}).") from error
    finally:
        lock.release()
    return Copy(target, now)


def write(connection: sqlite3.Connection, target: Path, origin: Origin, stopped: Callable[[], bool] = bool) -> Manifest:
    """Copy what `connection` sees to `target`, check it, and only then give it its name, with its manifest beside it.

    Whatever cuts this off leaves a part that is no copy and is swept away by the next. Not within a transaction.
    """
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sweep(target.parent)
    needed = connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()[0]
    if shutil.disk_usage(target.parent).free < needed + SPARE:
        raise StoreError(f"There is too little room on the disk for a copy in {target.parent}: {needed} bytes needed.")
    part = target.with_name(target.name + PART)
    try:
        part.touch(mode=0o600)  # as private as the database should be; SQLite fills an empty file
        connection.execute("VACUUM INTO ?", [str(part)])
        _check(part, stopped)
        manifest = describe(part, origin)
        to_disk(part)
        put_beside(part, manifest, named=target)  # first: a copy is never without
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise
    with suppress(OSError):
        to_disk(target.parent)
    return manifest


def _check(part: Path, stopped: Callable[[], bool]) -> None:
    if stopped():
        raise StoreError("The copy was given up.")
    with reading(part) as copy:
        copy.set_progress_handler(stopped, 10_000)
        if found := check(copy):
            raise StoreError(f"The database is damaged, so no copy was made of it: {found[0]}")


def before(connection: sqlite3.Connection, folder: Path, step: str) -> None:
    """A copy of a database that is about to be changed by a migration."""
    target = folder / BACKUPS / f"before-{step}.sqlite"
    remove(target)
    write(connection, target, Origin(__version__))


def sweep(place: Path) -> None:
    """Take away what a copy that was cut off left, and manifests whose copy is gone."""
    for path in _left_over(place):
        path.unlink(missing_ok=True)


def _left_over(place: Path) -> Iterator[Path]:
    for path in place.iterdir():
        cut_off = path.name.endswith((f".sqlite{PART}", f".sqlite{PART}-journal", ".json-part"))
        if cut_off or (path.suffix == ".json" and not path.with_suffix(".sqlite").exists()):
            yield path


def remove(copy: Path) -> None:
    """A copy and what belongs to it are gone, the copy itself first."""
    for path in (copy, copy.with_name(f"{copy.name}-wal"), copy.with_name(f"{copy.name}-shm"), beside(copy)):
        path.unlink(missing_ok=True)


def prune(places: tuple[Path, ...], now: datetime) -> int:
    """Let go of what the rule does not keep; how many copies. What was not made by this program stays."""
    made = listed(places)
    keep = kept((copy.made_at for copy in made), now)
    gone = [copy.path for copy in made if copy.made_at not in keep]
    for path in everything(places):
        ours = path.name.startswith(("before-", "replaced-"))
        if ours and now - datetime.fromtimestamp(path.stat().st_mtime, UTC) > OLDEST:
            gone.append(path)
    for path in gone:
        remove(path)
    return len(gone)
