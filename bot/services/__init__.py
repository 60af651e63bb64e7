"""The composition root: the only place that builds things and wires them together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.history.followup import Conversation
from bot.history.model import Pack
from bot.history.pack import load_pack
from bot.history.search import Index
from bot.history.titles import Titles
from bot.services.asking import Asking
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

    async def tidy(self) -> None:
        """The work that time brings; called by the pulse."""
        await self.asking.tidy()


@asynccontextmanager
async def open_services(settings: Settings, clock: Clock) -> AsyncIterator[Services]:
    """Everything, built from `settings`; SetupError says what the operator must change."""
    pack = await asyncio.to_thread(load_pack, settings.pack)
    facts = tuple(pack.facts.values())
    index = await asyncio.to_thread(Index, facts, pack.lexicon)
    database = await Database.open(settings.data)
    try:
        asking = Asking(pack, Conversation(pack, index), Titles(facts), database, clock)
        yield Services(settings, clock, pack, database, asking)
    finally:
        await database.close()
