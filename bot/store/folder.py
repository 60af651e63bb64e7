"""The data folder: made if need be, and held by one process at a time."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from bot.errors import StoreError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


FILE = "divergence.sqlite"
"""The name of the database in its folder."""


class Taken(StoreError):
    """Another process has the folder."""


class FolderLock:
    """Holds a folder for this process; the system lets go of it when the process ends, however it ends."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    @classmethod
    def take(cls, folder: Path, seconds: float = 0, stopped: Callable[[], bool] = bool) -> FolderLock:
        """Make `folder` if it is not there and hold it; StoreError if it cannot be used or another process has it.

        So many seconds are waited for whoever has it, or until `stopped`.
        """
        deadline = time.monotonic() + seconds
        while True:
            try:
                return cls._take(folder)
            except Taken:
                if time.monotonic() >= deadline or stopped():
                    raise
                time.sleep(0.05)

    @classmethod
    def _take(cls, folder: Path) -> FolderLock:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file = (folder / "lock").open("a+", encoding="utf-8")
        except OSError as error:
            raise StoreError(
                f"The data folder {folder} cannot be used ({error.strerror}). Make it writable for this user, or "
                "choose another (DIVERGENCE_DATA, or --data)."
            ) from error
        try:
            file.seek(0)  # Windows locks from where the file stands, and for appending that is its end
            if sys.platform == "win32":
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            # Elsewhere than a local disk a lock may fail for other reasons than that somebody holds it.
            taken = isinstance(error, BlockingIOError | PermissionError)
            why = "is already used by another bot; stop it first" if taken else f"cannot be locked ({error.strerror})"
            kind = Taken if taken else StoreError
            raise kind(f"The data folder {folder} {why}, or choose another (DIVERGENCE_DATA, or --data).") from error
        with suppress(OSError):  # whose it is stands there for people only, and the disk may be full
            os.ftruncate(file.fileno(), 0)
            os.write(file.fileno(), str(os.getpid()).encode())
        return cls(file)

    def release(self) -> None:
        """Let go of the folder."""
        self._file.close()
