"""The database: one thread that owns the only writing connection and commits in groups, and read-only readers.

A write is acknowledged after its commit, never before. That one thread is also the lock: what runs in one function
there cannot race with anything. Many writes at once share a commit (`synchronous=FULL`), so durability stays cheap.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, ParamSpec, TypeVar

import sqlite_utils

from bot.errors import NotSaved, StoreError
from bot.store import copies, restoring, schema
from bot.store.faults import FAILURES, RESTORE, Fault, fault_of, not_read, not_saved, said
from bot.store.folder import FILE as FILE
from bot.store.folder import FolderLock

BATCH = 64
"""Writes that share one commit at most: enough to keep a thousand at once quick, few enough to stay fair."""
BUSY_MILLISECONDS = 2000
"""How long a write waits for another program that holds the file: less than Discord waits for an answer."""
READ_SECONDS = 1.0
"""A read that takes longer is stopped: no question may hold the bot."""

_log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")
Job = tuple[Callable[[sqlite_utils.Database], Any], "Future[Any]", float]
"""What is to be done, who waits for it, and since when."""


@dataclass(slots=True)
class Done:
    """What was done since the file was opened."""

    saved: int = 0
    """Writes that were acknowledged."""
    commits: int = 0
    refused: int = 0
    """Writes that failed because of the file, not because of what was to be written."""


class Database:
    """Everything stored, in one folder that no other process uses meanwhile. Open it with `Database.open`."""

    def __init__(self, path: Path, lock: FolderLock, copied_to: Path | None = None) -> None:
        self.path = path
        self.copies = copies.folders(path.parent, copied_to)
        """Where copies of it may be."""
        self.damage: str | None = None
        """What was found wrong with the file; from then on nothing is written to it."""
        self.done = Done()
        self._held = False
        self._lock = lock
        self._jobs: SimpleQueue[Job] = SimpleQueue()
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="store-reader")
        self._own = threading.local()
        self._open_readers: list[sqlite3.Connection] = []
        self._db: sqlite_utils.Database | None = None

    @classmethod
    async def open(cls, folder: Path, copied_to: Path | None = None) -> Database:
        """The database in `folder`, made or migrated as needed; StoreError says what the operator can do.

        `copied_to` is where copies are made, if that is not the folder's own `backups`.
        """
        lock = await asyncio.to_thread(FolderLock.take, folder)
        database = cls(folder / FILE, lock, copied_to)
        try:
            await asyncio.get_running_loop().run_in_executor(database._writer, database._connect)
        except BaseException:
            await database.close()
            raise
        return database

    def _connect(self) -> None:
        try:
            restoring.finish(self.path.parent)  # one that was cut off between two moves
            self._look()
            connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            db = sqlite_utils.Database(connection, execute_plugins=False, strict=True)
            self._db = db
            for pragma in (
                f"busy_timeout={BUSY_MILLISECONDS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON",
                "trusted_schema=OFF", "secure_delete=ON", "mmap_size=0",
            ):  # fmt: skip
                connection.execute(f"PRAGMA {pragma}")
            schema.migrate(db, self.path)
            # Reading alone would not show that the file cannot be written to.
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except (sqlite3.OperationalError, OSError) as error:
            raise StoreError(
                f"{self.path} cannot be used ({error}). Check that the folder can be written to, that the disk is not "
                "full and that no other program has the file open."
            ) from error
        except (sqlite3.DatabaseError, UnicodeError) as error:  # a damaged file may even spoil the words of its error
            raise StoreError(
                f"{self.path} is damaged or not a database of this bot ({error}). Nothing was written to it. {RESTORE}"
            ) from error

    def _look(self) -> None:
        """Look at the whole file before anything may write to it, so that damage gets no worse by us."""
        if not self.path.exists():
            return
        with closing(sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            if (found := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise StoreError(f"{self.path} is damaged ({found}). Nothing was written to it. {RESTORE}")

    async def write(self, function: Callable[..., T], *values: object) -> T:
        """Run `function(db, *values)` on the writing thread; when this returns, what it wrote is on disk.

        Whatever `function` raises comes back here, and nothing it did is kept; NotSaved if the disk is full, the
        file is held by another program or cannot be written to, or is damaged.
        """
        if self.damage:
            raise NotSaved(lasting=True)
        done: Future[T] = Future()
        # A job handed over is done even if nobody waits for it any more: a click that was cut off is not half a click.
        done.set_running_or_notify_cancel()
        self._jobs.put((lambda db: function(db, *values), done, time.monotonic()))
        # Every job brings one drain, so none is left when all drains have run.
        self._writer.submit(self._drain)
        try:
            return await asyncio.wrap_future(done)
        except FAILURES as error:
            raise self._told(error, not_saved(error), "Nothing was saved") from error

    async def read(self, function: Callable[..., T], *values: object) -> T:
        """Run `function(db, *values)` on a reading thread, where nothing can be written; NotRead if that fails."""
        return await asyncio.get_running_loop().run_in_executor(
            self._readers, lambda: self.read_here(function, *values)
        )

    async def alone(self, function: Callable[..., T], *values: object) -> T:
        """Run `function(db, *values)` on the writing thread outside any transaction: for work on the file itself."""

        def job() -> T:
            assert self._db is not None
            try:
                return function(self._db, *values)
            except FAILURES as error:
                raise self._told(error, not_saved(error), "The file could not be worked on") from error

        return await asyncio.get_running_loop().run_in_executor(self._writer, job)

    def read_here(self, function: Callable[..., T], *values: object) -> T:
        """Run `function(db, *values)` on the calling thread: for the few readings that cannot wait for their turn."""
        try:
            return function(self._reader(), *values)
        except FAILURES as error:
            raise self._told(error, not_read(error), "Nothing was read") from error

    def _told(self, error: Exception, told: Exception, what: str) -> Exception:
        """`told`, after what is wrong was written down; a damaged file is not written to any more."""
        if fault_of(error) is Fault.DAMAGED and self.damage is None:
            self.damage = said(error)
            _log.critical("%s is damaged (%s): nothing is written to it any more. %s", self.path, said(error), RESTORE)
        elif told is not error:
            _log.warning("%s: %s", what, said(error))
        return told

    def _drain(self) -> None:
        """Do the jobs that are waiting, at most a batch, in one commit."""
        batch: list[Job] = []
        with suppress(Empty):
            while len(batch) < BATCH:
                batch.append(self._jobs.get_nowait())
        if not batch:
            return
        assert self._db is not None
        done: list[tuple[Future[Any], Any]] = []
        try:
            self._begin(self._db.conn, batch[0][2])
            for function, future, _ in batch:
                try:
                    with self._db.atomic():  # a savepoint: one bad job does not undo the others
                        result = function(self._db)
                    done.append((future, result))
                except BaseException as error:  # handed to whoever asked for this job
                    future.set_exception(error)
                    if not self._db.conn.in_transaction:  # SQLite gave up the whole of it, as it may when a disk fills
                        raise sqlite3.OperationalError(f"the transaction was lost: {error}") from error
            self._db.conn.execute("COMMIT")
        except sqlite3.Error as error:
            with suppress(sqlite3.Error):
                self._db.conn.execute("ROLLBACK")
            for _, future, _ in batch:
                if not future.done():
                    self.done.refused += 1
                    future.set_exception(error)
            return
        self.done.commits += 1
        self.done.saved += len(done)
        for future, result in done:
            future.set_result(result)

    def _begin(self, connection: sqlite3.Connection, since: float) -> None:
        """Start to write, for jobs of which the first waits `since` then.

        While another program holds the file, what came meanwhile has waited already and does not wait as long again:
        whoever is told that nothing was saved hears it while they can still be told.
        """
        if self._held:
            left = max(0, BUSY_MILLISECONDS - round(1000 * (time.monotonic() - since)))
            connection.execute(f"PRAGMA busy_timeout={left}")
        try:
            # Deferred transactions fail at once when they turn to writing after another writer; this one waits.
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            self._held = fault_of(error) is Fault.BUSY
            raise
        if self._held:
            self._held = False
            connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")

    def _reader(self) -> sqlite_utils.Database:
        """This reading thread's own connection, with a fresh time limit."""
        db: sqlite_utils.Database | None = getattr(self._own, "db", None)
        if db is None:
            address = f"{self.path.resolve().as_uri()}?mode=ro"
            connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
            connection.execute("PRAGMA query_only=ON")
            connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
            self._open_readers.append(connection)
            db = self._own.db = sqlite_utils.Database(connection, execute_plugins=False)
        deadline = time.monotonic() + READ_SECONDS
        db.conn.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
        return db

    async def close(self) -> None:
        """Finish what is waiting, close every connection and let go of the folder."""
        await asyncio.to_thread(self._shut)

    def _shut(self) -> None:
        self._readers.shutdown(wait=True, cancel_futures=True)
        for connection in self._open_readers:
            connection.close()
        self._writer.shutdown(wait=True)  # after the drains that were submitted
        if self._db is not None:
            self._db.close()
        self._lock.release()
