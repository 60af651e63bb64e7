"""Copies of everything stored: by the clock while the bot runs, and by hand; checked, kept by rule, put back."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot import __version__
from bot.errors import StoreError
from bot.settings import Settings
from bot.store import copies, manifest, restoring, schema
from bot.store.copies import Copy
from bot.store.manifest import Manifest, Origin
from bot.store.restoring import Restored
from bot.store.statistics import Statistics, statistics

AGAIN = timedelta(minutes=10)
"""How soon it is tried again after a copy could not be made."""
LATELY = timedelta(hours=24)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of looking at one copy."""

    path: Path
    faults: tuple[str, ...]
    """What is wrong with it; nothing if it is fit to be put back."""
    manifest: Manifest | None


def places(settings: Settings) -> tuple[Path, ...]:
    """Where copies may be; new ones are made in the first of them."""
    return copies.folders(settings.data, settings.backups)


def make(settings: Settings, origin: Origin, now: datetime, stopped: Callable[[], bool] = bool) -> Copy:
    """A checked copy of everything stored, as of now, also while a bot runs; and let go of what the rule does not keep.

    StoreError says why there is none.
    """
    return copies.make(settings.data, places(settings), origin, now, stopped)


def restore(settings: Settings, chosen: Path | None = None) -> Restored:
    """Put `chosen`, or the newest fit copy, in the place of the database; StoreError if a bot runs or none is fit."""
    return restoring.restore(settings.data, places(settings), schema.names(), chosen)


def verify(settings: Settings, chosen: tuple[Path, ...] = ()) -> list[Looked]:
    """Look at every byte of the chosen copies, or of all there are."""
    return [_looked(path) for path in chosen or copies.everything(places(settings))]


def _looked(path: Path) -> Looked:
    if not path.is_file():
        return Looked(path, ("it is not there",), None)
    faults = tuple(manifest.faults(path))
    return Looked(path, faults, None if faults else Manifest.read(path))


def listed(settings: Settings) -> list[Copy]:
    """The copies that were made by the clock or by hand, the newest first."""
    return copies.listed(places(settings))


def count(settings: Settings, now: datetime, seconds: float = 60.0) -> Statistics:
    """How much is stored."""
    return statistics(settings.data, now - LATELY, seconds)


@dataclass(slots=True)
class Backups:
    """Makes copies by the clock, beside everything else the bot does."""

    settings: Settings
    clock: Callable[[], datetime]
    origin: Origin
    failure: str | None = None
    """Why the last copy that was due was not made; None if it was."""
    last: datetime | None = None
    """When the newest copy was made, as far as this process knows."""
    _tried: datetime | None = None
    _running: asyncio.Task[None] | None = None
    _stopped: threading.Event = field(default_factory=threading.Event)

    async def tick(self) -> None:
        """Begin a copy if one is due; called by the pulse, which is not held up by it."""
        hours = self.settings.backup_hours
        if not hours or self._stopped.is_set() or (self._running and not self._running.done()):
            return
        now = self.clock()
        if self.last is None:
            newest = await asyncio.to_thread(copies.listed, places(self.settings))
            self.last = newest[0].made_at if newest else None
        due = self.last is None or now - self.last >= timedelta(hours=hours)
        again = self._tried is None or now - self._tried >= (AGAIN if self.failure else timedelta(0))
        if due and again:
            self._tried = now
            self._running = asyncio.create_task(self._copy(now))

    async def _copy(self, now: datetime) -> None:
        try:
            made = await asyncio.to_thread(make, self.settings, self.origin, now, self._stopped.is_set)
        except StoreError as error:
            if not self._stopped.is_set():
                self.failure = str(error)
                _log.error("No copy was made: %s", error)
            return
        self.failure, self.last = None, made.made_at
        _log.info("A copy was made: %s", made.path.name)

    async def close(self) -> None:
        """Give up what is being copied; there are no copies after."""
        self._stopped.set()
        if self._running is not None:
            await asyncio.wait({self._running})


def origin(pack: str | None = None, pack_version: str | None = None) -> Origin:
    """Where copies made now come from."""
    return Origin(__version__, pack, pack_version)
