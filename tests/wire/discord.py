"""A small Discord on loopback: what events, games and cards need of its REST side and gateway, and a record of it all.

People press what they see, it keeps time by the clock it is given, honours enforced nonces as Discord does, holds every
request against Discord's limits, and outlives any bot. What goes wrong on it is data (`tests.wire.faults`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import web

from tests.wire import routes, shapes
from tests.wire.faults import Fault, Faults, strike
from tests.wire.gateway import Gateway
from tests.wire.people import People, seconds
from tests.wire.shapes import CHANNEL, EPOCH, GUILD, Json
from tests.wire.shapes import HOST as HOST
from tests.wire.shapes import PEOPLE as PEOPLE

DEADLINE = 3.0
"""Seconds in which an interaction can be answered first, where that is held to."""


@dataclass(slots=True)
class Told:
    """What the bot answered to an interaction, the latest if it was more than one thing."""

    id: int
    kind: int
    """Discord's kind of the callback."""
    data: Json
    after: float
    """Seconds from when it was asked until it was first answered."""
    last: float = 0.0
    """Until the latest answer."""
    all: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class Asked:
    """An interaction: what can be said with its token."""

    id: int
    channel: int
    at: datetime
    moment: float
    source: Json | None
    """The message that was pressed."""
    message: Json | None = None
    """The first answer, as it stands."""
    kind: int | None = None
    """How it was first answered; None until then."""


@dataclass(slots=True)
class WireDiscord(People):
    """The state of that Discord. `serve` opens it to bots; what people do is in `People`."""

    clock: Callable[[], datetime]
    guilds: dict[int, int] = field(default_factory=lambda: {GUILD: 1})
    """Every guild, and how many roles it has."""
    channels: dict[int, Json] = field(default_factory=lambda: {CHANNEL: shapes.channel(CHANNEL, GUILD)})
    """Every channel and thread, as it stands."""
    messages: dict[int, Json] = field(default_factory=dict)
    """Every message by id, as it stands."""
    posted: list[Json] = field(default_factory=list)
    """All messages that were made for all to see, in their order, as they were made."""
    natives: dict[int, Json] = field(default_factory=dict)
    told: dict[int, Told] = field(default_factory=dict)
    asked: dict[str, Asked] = field(default_factory=dict)
    """Interactions by their tokens."""
    commands: list[Json] = field(default_factory=list)
    nonces: dict[tuple[int, str], int] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    deadline: float | None = None
    """Seconds in which an interaction must be answered first; not held to if None."""
    calls: list[str] = field(default_factory=list)
    """Every request, in order, if `counting`."""
    counting: bool = False
    swallowed: int = 0
    """Posts that had the nonce of an earlier one, and made no message."""
    late: list[int] = field(default_factory=list)
    """Interactions that were answered too late, or are not known."""
    twice: list[int] = field(default_factory=list)
    """Interactions that were answered again."""
    unknown: list[str] = field(default_factory=list)
    """Requests for which there is no route here: a run with any has failed."""
    broken: list[str] = field(default_factory=list)
    """Limits of Discord that requests broke: a run with any has failed."""
    waiting: dict[int, asyncio.Event] = field(default_factory=dict)
    gateway: Gateway = field(init=False)
    port: int = 0
    _last: int = 0

    def __post_init__(self) -> None:
        self.gateway = Gateway(self._all_guilds, self.faults)

    def add_guilds(self, count: int, channels: int = 1, roles: int = 1) -> list[int]:
        """So many guilds more; the first channel of each."""
        first = []
        for _ in range(count):
            guild = max(self.guilds) // 1_000_000 * 1_000_000 + 1_000_000
            self.guilds[guild] = roles
            for number in range(channels):
                id = guild + 100 + number
                self.channels[id] = shapes.channel(id, guild, f"channel-{number}", position=number)
            first.append(guild + 100)
        return first

    async def add_channel(self, guild: int = GUILD) -> int:
        """One more channel in a guild, of which the bot is told."""
        id = self.snowflake()
        self.channels[id] = shapes.channel(id, guild, f"channel-{id % 10000}")
        await self.gateway.dispatch("CHANNEL_CREATE", self.channels[id])
        return id

    # ---- ids and times -----------------------------------------------------------------------------------------

    def snowflake(self) -> int:
        """A new id of now, greater than all before it."""
        now = (int(self.clock().timestamp() * 1000) - EPOCH) << 22
        self._last = max(self._last + 1, now)
        return self._last

    def now(self) -> str:
        return self.clock().isoformat()

    # ---- what the routes keep here -----------------------------------------------------------------------------

    def note(self, id: int, token: str, channel: int, source: Json | None) -> None:
        """Somebody is going to ask something."""
        self.asked[token] = Asked(id, channel, self.clock(), seconds(), source)

    def is_late(self, asked: Asked) -> bool:
        return self.deadline is not None and seconds() - asked.moment > self.deadline

    def tell(self, asked: Asked, data: Json) -> None:
        """Somebody is told something."""
        told = self.told.get(asked.id)
        if told is None:
            told = self.told[asked.id] = Told(asked.id, asked.kind or 4, data, seconds() - asked.moment)
        told.data, told.last = data, seconds() - asked.moment
        told.all.append(data)
        if (waiting := self.waiting.get(asked.id)) is not None:
            waiting.set()

    def direct(self, person: int) -> Json:
        """The direct messages with a person."""
        id = 10_000_000_000 + person
        return self.channels.setdefault(id, routes.direct_channel(id, person))

    def natives_of(self, guild: int) -> list[Json]:
        return [one for one in self.natives.values() if int(one["guild_id"]) == guild]

    def forget(self) -> None:
        """What was said so far; for long runs."""
        self.told.clear()
        self.posted.clear()
        longest = self.clock() - timedelta(minutes=16)
        self.asked = {token: one for token, one in self.asked.items() if one.at > longest}

    @property
    def faultless(self) -> bool:
        """Whether the bot asked for nothing unknown and broke no limit."""
        return not (self.unknown or self.broken)

    def _all_guilds(self) -> Iterator[Json]:
        by_guild: dict[int, list[Json]] = {id: [] for id in self.guilds}
        for one in self.channels.values():
            if (guild := int(one.get("guild_id") or 0)) in by_guild:
                by_guild[guild].append(one)
        for id, roles in self.guilds.items():
            open_ones = [one for one in self.natives_of(id) if one["status"] < 3] if self.natives else []
            yield shapes.guild(id, by_guild[id], roles, open_ones)

    # ---- the sockets -------------------------------------------------------------------------------------------

    async def strike(self, kind: str, seconds: float = 0.3) -> None:
        """Let this happen to the connection of events, now."""
        await self.gateway.strike(Fault(kind, seconds=seconds))

    async def rest(self, request: web.Request) -> web.StreamResponse:
        """Everything a bot asks over HTTP."""
        what = f"{request.method} {request.path}"
        if self.counting:
            self.calls.append(what)
        if self.faults.set and (fault := self.faults.of_request(what)) is not None:
            await request.read()
            return await strike(fault, request, lambda: routes.handle(self, request))
        return await routes.handle(self, request)

    async def serve(self) -> web.AppRunner:
        """Open it on a free port of this machine alone, which `port` then is."""
        application = web.Application(client_max_size=64 * 1024 * 1024)
        application.router.add_get("/gateway", self.gateway.connect)
        application.router.add_get("/gateway/", self.gateway.connect)
        application.router.add_route("*", "/{rest:.*}", self.rest)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        assert runner.addresses
        self.port = self.gateway.port = runner.addresses[0][1]
        return runner
