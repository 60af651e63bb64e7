"""What is kept about people: shown to them, handed out, erased down to the bytes, and forgotten by itself in time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.errors import UserError
from bot.quiz.moves import Mode
from bot.services.blocks import Blocks
from bot.services.game_views import Click
from bot.services.games import Games
from bot.services.governing import Governing
from bot.services.personal import Personal
from bot.services.policy import Place
from bot.services.server_settings import ServerSettings
from bot.store import erasure, presence, privacy, retention
from bot.store.database import Database
from bot.store.erasure import Erased

AFTER_LEAVING = timedelta(days=30)
"""How long what is kept of a server stays after the bot left it."""
EVERY = timedelta(hours=1)
"""How often it is looked whether anything is past its time."""
_MILLISECONDS = 10**11
"""Instants from here on are in milliseconds."""
_SAFE = 2**53
"""Whole numbers from here on are written as text: other programs round numbers that long."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is kept about somebody."""

    since: datetime | None
    """None if nothing is."""
    counts: Mapping[str, int]
    """Rows, by table; only tables that have any."""


@dataclass(slots=True)
class Privacy:
    """Everything about what is kept of people and of servers."""

    database: Database
    clock: Callable[[], datetime]
    governing: Governing
    games: Games
    personal: Personal
    blocks: Blocks
    _erasing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _aged: datetime | None = None
    _leaving: set[int] = field(default_factory=set)
    """The servers that were left and are still kept."""

    # ---- one person --------------------------------------------------------------------------------------------

    async def found(self, person: int) -> Found:
        """How much is kept about somebody, by table."""
        since = await self.database.read(privacy.first_seen, person)
        if since is None:
            return Found(None, {})
        counts = {table: await self.database.read(privacy.count, person, table) for table in await self._tables()}
        return Found(datetime.fromtimestamp(since, UTC), {table: count for table, count in counts.items() if count})

    async def export(self, person: int) -> bytes:
        """Everything that refers to somebody, as JSON; ids and other long numbers are text in it."""
        document: dict[str, Any] = {"discord_id": str(person), "written_at": self.clock().isoformat()}
        since = await self.database.read(privacy.first_seen, person)
        document["known_since"] = None if since is None else datetime.fromtimestamp(since, UTC).isoformat()
        if since is not None:
            for table in await self._tables():
                rows = await self.database.read(privacy.rows, person, table)
                document[table] = [{name: _plain(name, value) for name, value in row.items()} for row in rows]
            moves = await self.database.read(privacy.own_moves, person)
            document["moves"] = [{"game": game, "move": json.loads(move)} for game, move in moves]
        return json.dumps(document, ensure_ascii=False, indent=1).encode()

    async def _tables(self) -> tuple[str, ...]:
        return await self.database.read(privacy.tables)

    async def erase(self, person: int) -> Erased:
        """Nothing in the data folder says any more who this was, down to the bytes; what they did stays nameless.

        They leave the games they are in. Older copies are cleaned or, where they cannot be, removed.
        """
        async with self._erasing:
            await self._leave_games(person)
            await self.database.write(erasure.remove, person)
            self.personal.forget(person)
            copies = await asyncio.to_thread(erasure.clean_copies, self.database.copies, person)
            whole = await self.database.alone(erasure.purge, self.database.path, person)
            places = {self.database.path.parent, *self.database.copies}
            rest = [await asyncio.to_thread(erasure.held, place, person) for place in places]
            return Erased(whole and not any(rest), *copies)

    async def _leave_games(self, person: int) -> None:
        click = Click(person)
        for id, server, channel, mode in await self.database.read(privacy.live_games, person):
            go = self.games.end if mode == Mode.SOLO else self.games.leave
            with suppress(UserError):  # they may have left it, or it has just ended
                await go(id, Place(channel, server), click)

    # ---- servers -----------------------------------------------------------------------------------------------

    async def joined(self, server: int) -> None:
        """The bot is in this server; if it was to be forgotten, it no longer is."""
        await self.database.write(presence.joined, server)
        self._leaving.discard(server)

    async def back(self, server: int) -> None:
        """The same, for a server that is there all the time but for outages."""
        if server in self._leaving:
            await self.joined(server)

    async def left(self, server: int) -> None:
        """The bot was taken out of this server: 30 days from now, everything of it goes."""
        await self.database.write(presence.left, server, self.clock())
        self._leaving.add(server)

    async def compare(self, present: Collection[int]) -> None:
        """These are all the servers the bot is in, those that Discord cannot reach just now among them."""
        self._leaving = set(await self.database.write(presence.compare, frozenset(present), self.clock()))

    # ---- what time brings --------------------------------------------------------------------------------------

    async def tidy(self) -> None:
        """Once an hour, forget what is past its time."""
        now = self.clock()
        if self._aged is not None and now - self._aged < EVERY:
            return
        self._aged = now
        usual = now - timedelta(days=ServerSettings().retention_days)
        cutoffs = {server: now - timedelta(days=days) for server, days in self.governing.retention().items()}
        await self.database.write(retention.age, cutoffs, usual)
        for server in await self.database.write(presence.forget, now - AFTER_LEAVING):
            self.governing.forget(server)
            self.blocks.forget(server)


def _plain(name: str, value: object) -> object:
    """A value of a row as it is written out: instants by the calendar, long numbers as text."""
    if not isinstance(value, int):
        return value
    if name in {"at", "until"} or name.endswith("_at"):
        seconds = value / 1000 if value >= _MILLISECONDS else value
        return datetime.fromtimestamp(seconds, UTC).isoformat()
    return str(value) if value >= _SAFE else value
