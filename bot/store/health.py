"""How the stored data are, looked at from outside: without the writing connection, also while a bot uses the folder."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.store import copies
from bot.store.folder import FILE

NETWORK = frozenset("nfs nfs4 cifs smb3 smbfs 9p afs ceph glusterfs fuse.sshfs fuse.glusterfs fuse.rclone".split())
"""Kinds of file systems whose locks SQLite cannot rely on: https://www.sqlite.org/faq.html, question 5."""
_MOUNTS = Path("/proc/self/mounts")

sqlite_version = sqlite3.sqlite_version


@dataclass(frozen=True, slots=True)
class Health:
    """What was found in a data folder."""

    size: int
    """Bytes, of the database and what was not yet merged into it; 0 where there is none yet."""
    free: int
    """Bytes that are free on its disk."""
    fault: str | None
    """What is wrong with it; None if nothing is, or nothing was found in time."""
    whole: bool
    """Whether all of it was looked at in time."""
    written: datetime | None
    """When something was last written."""
    backup: datetime | None
    """When the newest copy was made, not counting those before migrations."""
    backups: int
    """Copies, of every kind."""
    network: str | None
    """The kind of file system, if it is one over a network."""


def examine(folder: Path, places: tuple[Path, ...], seconds: float) -> Health:
    """Look at the database in `folder` and at its copies in `places`, at most so long."""
    path = folder / FILE
    found = [part.stat() for part in (path, path.with_name(f"{FILE}-wal")) if part.exists()]
    made = copies.listed(places)
    fault, whole = _checked(path, time.monotonic() + seconds) if path.exists() else (None, True)
    return Health(
        size=sum(part.st_size for part in found),
        free=shutil.disk_usage(folder).free,
        fault=fault,
        whole=whole,
        written=datetime.fromtimestamp(max(part.st_mtime for part in found), UTC) if found else None,
        backup=made[0].made_at if made else None,
        backups=len(copies.everything(places)),
        network=_network(folder),
    )


def _checked(path: Path, deadline: float) -> tuple[str | None, bool]:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            connection.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
            found = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except (sqlite3.Error, UnicodeError) as error:
        if time.monotonic() > deadline:
            return None, False
        return str(error), True
    return (None if found == "ok" else found), True


def _network(folder: Path) -> str | None:
    """What kind of file system over a network a folder is on; None where it is on none, or nothing can be told."""
    try:
        mounts = [line.split()[1:3] for line in _MOUNTS.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeError):
        return None
    own = folder.resolve()
    above = [(len(place), kind) for place, kind in mounts if own.is_relative_to(place.replace(r"\040", " "))]
    kind = max(above, default=(0, ""))[1]
    return kind if kind in NETWORK else None
