"""What is taught in each server: the pack everybody shares, and over it what the server adds, hides and annotates.

Kept in memory for the servers in use; whoever changes something in a server has it taken anew before anybody asks.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from bot.history.model import Fact
from bot.history.own import Content, fact_of, with_own
from bot.history.subject import Subject
from bot.quiz.composing import Composer
from bot.store import own_facts, own_views
from bot.store.database import Database
from bot.store.own_facts import name_of
from bot.store.own_views import View

REMEMBERED = 256
"""Servers whose subjects are kept in memory at once."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Taught:
    """A server's subject, and what makes its questions."""

    subject: Subject
    composer: Composer


Stored: TypeAlias = tuple[list[tuple[int, Mapping[str, Any]]], list[View]]
"""Documents by number, and what is hidden or annotated."""


@dataclass(slots=True)
class Subjects:
    """The subject as each server knows it. Open it with `Subjects.load`."""

    shared: Subject
    database: Database
    _composer: Composer
    _servers: set[int] = field(default_factory=set)
    """Those that teach anything of their own, or otherwise."""
    _known: OrderedDict[int, Taught] = field(default_factory=OrderedDict)
    _building: asyncio.Lock = field(default_factory=asyncio.Lock)

    @classmethod
    async def load(cls, shared: Subject, database: Database) -> Subjects:
        """With the servers that teach something of their own known, none of it in memory yet."""
        return cls(shared, database, Composer(shared.pack), await database.read(own_facts.servers))

    def of(self, server: int | None) -> Subject:
        """What is taught in a server; what everybody shares outside servers."""
        taught = self._taught(server)
        return taught.subject if taught else self.shared

    def composer(self, server: int | None) -> Composer:
        """What makes the questions of a server."""
        taught = self._taught(server)
        return taught.composer if taught else self._composer

    async def ready(self, server: int | None) -> None:
        """What a server teaches is in memory, read without holding anybody up."""
        if server in self._servers and server not in self._known:
            await self._take(server)

    async def refresh(self, server: int) -> None:
        """What a server teaches is as it now is on disk."""
        self._servers.add(server)
        await self._take(server)

    async def tidy(self) -> None:
        """Servers that teach nothing of their own any more, such as those that were left, are known as such."""
        self._servers &= await self.database.read(own_facts.servers)
        for server in set(self._known) - self._servers:
            del self._known[server]

    def _taught(self, server: int | None) -> Taught | None:
        if server is None or server not in self._servers:
            return None
        if server not in self._known:
            self._remember(server, self._build(self.database.read_here(own_views.taught, server)))
        self._known.move_to_end(server)
        return self._known[server]

    async def _take(self, server: int) -> None:
        # One after the other: what was read last must be what is known last.
        async with self._building:
            stored = await self.database.read(own_views.taught, server)
            self._remember(server, await asyncio.to_thread(self._build, stored))

    def _build(self, stored: Stored) -> Taught:
        documents, views = stored
        own = list(filter(None, (self._fact(id, document) for id, document in documents)))
        hidden = [view.fact for view in views if view.hidden]
        notes = {view.fact: view.note for view in views if view.note}
        pack = with_own(self.shared.pack, own, hidden, notes)
        return Taught(self.shared.over(pack, own), Composer(pack))

    def _fact(self, id: int, document: Mapping[str, Any]) -> Fact | None:
        try:
            return fact_of(name_of(id), Content.read(document), self.shared.pack)
        except ValueError:
            # One entry that an older version kept otherwise must not take the others with it.
            _log.exception("The entry %s of a server cannot be read", id)
            return None

    def _remember(self, server: int, taught: Taught) -> None:
        self._known[server] = taught
        self._known.move_to_end(server)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
