"""The gateway: sessions that keep what was sent, so that a bot which comes back hears what it missed; its faults."""

from __future__ import annotations

import asyncio
import json
import random
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.wire.faults import Fault, Faults, cut
from tests.wire.shapes import BOT, Json, application, user

KEPT = 20_000
"""Events of a session that can be heard again."""
TOGETHER = 0.02
"""Seconds in which events are gathered to be shuffled."""
COPIES = 5
"""How often an event comes at most."""


@dataclass(slots=True)
class Session:
    """What one bot was told since it said who it is, whether it heard it or not."""

    id: str
    told: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=KEPT))
    sequence: int = 0
    socket: web.WebSocketResponse | None = None
    """None while the bot is away."""


@dataclass(slots=True)
class Gateway:
    """Where events go out. One bot at a time."""

    guilds: Callable[[], Iterable[Json]]
    """Every guild as it stands."""
    faults: Faults
    dice: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311 # a simulation
    port: int = 0
    heartbeat: int = 600_000
    """Milliseconds between a bot's signs of life."""
    session: Session | None = None
    identified: int = 0
    """How often a bot said who it is."""
    resumed: int = 0
    """How often one took up its session again."""
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    """Set while a bot is connected and told of its guilds."""
    _socket: web.WebSocketResponse | None = None
    _transport: asyncio.BaseTransport | None = None
    _silent: bool = False
    _refused_until: float = 0.0
    _gathered: list[tuple[str, Json]] = field(default_factory=list)
    _later: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gateway"

    # ---- a connection ------------------------------------------------------------------------------------------

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """One connection of a bot, until it ends."""
        if asyncio.get_running_loop().time() < self._refused_until:
            return web.Response(status=503)
        socket = web.WebSocketResponse(compress=False, max_msg_size=0)
        await socket.prepare(request)
        self._socket, self._transport, self._silent = socket, request.transport, False
        await self._send(socket, {"op": 10, "d": {"heartbeat_interval": self.heartbeat}})
        async for frame in socket:
            if frame.type is not aiohttp.WSMsgType.TEXT:
                break
            said = json.loads(frame.data)
            match said["op"]:
                case 1 if not (self._silent and self._socket is socket):
                    await self._send(socket, {"op": 11})
                case 2:
                    await self._begin(socket)
                case 6:
                    await self._take_up(socket, said["d"])
        if self.session is not None and self.session.socket is socket:
            self.session.socket = None
            self.ready.clear()
        return socket

    async def _begin(self, socket: web.WebSocketResponse) -> None:
        self.identified += 1
        self.session = Session(f"wire-{self.identified}", socket=socket)
        guilds = list(self.guilds())
        await self.dispatch("READY", {
            "v": 10, "user": user(BOT), "session_id": self.session.id, "resume_gateway_url": self.url,
            "guilds": [{"id": one["id"], "unavailable": True} for one in guilds], "shard": [0, 1],
            "application": {"id": application()["id"], "flags": 0},
        })  # fmt: skip
        for one in guilds:
            await self.dispatch("GUILD_CREATE", one)
        self.ready.set()

    async def _take_up(self, socket: web.WebSocketResponse, asked: Json) -> None:
        """What was missed is told again, in its order, and then whatever comes."""
        session = self.session
        if session is None or asked["session_id"] != session.id:
            await self._send(socket, {"op": 9, "d": False})
            return
        heard = asked["seq"] or 0
        while missed := [one for one in session.told if one[0] > heard]:
            for sequence, text in missed:
                await self._send(socket, text)
                heard = sequence
        session.socket = socket
        self.resumed += 1
        await self.dispatch("RESUMED", {})
        self.ready.set()

    async def _send(self, socket: web.WebSocketResponse, value: Any) -> None:
        try:
            await socket.send_str(value if isinstance(value, str) else json.dumps(value))
        except (ConnectionError, RuntimeError, aiohttp.ClientError):
            return  # whoever is gone will ask again

    # ---- events ------------------------------------------------------------------------------------------------

    async def dispatch(self, event: str, data: Json) -> bool:
        """Tell the bot of an event, now or when it comes back; False if no session would keep it."""
        if self.session is None:
            return False
        fault = self.faults.of_event(event)
        if fault is not None:
            if not self._gathered:
                self._do_later(self._shuffle())
            self._gathered += [(event, data)] * self.dice.randint(1, COPIES)
            return True
        await self._tell(event, data)
        return True

    async def _tell(self, event: str, data: Json) -> None:
        session = self.session
        if session is None:
            return
        session.sequence += 1
        text = json.dumps({"op": 0, "t": event, "s": session.sequence, "d": data})
        session.told.append((session.sequence, text))
        if session.socket is not None and not self._silent:
            await self._send(session.socket, text)

    async def _shuffle(self) -> None:
        """What came together is told in any order."""
        await asyncio.sleep(TOGETHER)
        gathered, self._gathered = self._gathered, []
        self.dice.shuffle(gathered)
        for event, data in gathered:
            await self._tell(event, data)

    def _do_later(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._later.add(task)
        task.add_done_callback(self._later.discard)

    # ---- faults ------------------------------------------------------------------------------------------------

    async def strike(self, fault: Fault) -> None:
        """Let this happen to the connection, now."""
        kind, _, detail = fault.kind.partition("/")
        socket = self._socket
        if socket is None or socket.closed:
            return
        match kind:
            case "op7":
                await self._send(socket, {"op": 7, "d": None})
            case "op9":
                self.session = self.session if detail == "true" else None
                await self._send(socket, {"op": 9, "d": detail == "true"})
            case "close":
                # After 4009 there is no session to come back to; whoever tries is told so.
                self.session = None if detail == "4009" else self.session
                await socket.close(code=int(detail))
            case "abort":
                cut(self._transport)
            case "zombie":
                self._silent = True
            case "refuse":
                self._refused_until = asyncio.get_running_loop().time() + fault.seconds
                cut(self._transport)
            case _:
                raise ValueError(f"not a fault of the gateway: {fault.kind}")
        self.ready.clear()
