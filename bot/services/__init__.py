"""The composition root: the only place that builds things and wires them together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.history.model import Pack
from bot.history.subject import Subject
from bot.services.asking import Asking
from bot.services.comparing import Comparing
from bot.settings import Settings
from bot.store.database import Database

Clock = Callable[[], datetime]
"""Gives the present instant, in UTC."""


@dataclass(frozen=True, slots=True)
class Services:
    """What the conversations are made of."""

    settings: Settings
    clock: Clock
    pack: Pack
    database: Database
    asking: Asking
    comparing: Comparing

    async def tidy(self) -> None:
        """The work that time brings; called by the pulse."""
        await self.asking.tidy()


@asynccontextmanager
async def open_services(settings: Settings, clock: Clock, subject: Subject | None = None) -> AsyncIterator[Services]:
    """Everything, built from `settings`; SetupError says what the operator must change.

    A `subject` that was read before saves reading it again.
    """
    if subject is None:
        subject = await asyncio.to_thread(Subject.read, settings.pack)
    database = await Database.open(settings.data)
    try:
        asking = Asking(subject, database, clock)
        comparing = Comparing(subject, database, clock)
        yield Services(settings, clock, subject.pack, database, asking, comparing)
    finally:
        await database.close()
