"""What goes wrong, as data: a fault has a kind, what it is to meet, and how often it strikes."""

from __future__ import annotations

import asyncio
import re
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

from tests.wire.shapes import answer, refusal

HTTP_KINDS: Final = (
    "401/0", "403/50001", "403/50013", "404/10003", "404/10008", "404/10062", "400/40060",
    "429/user", "429/shared", "429/global", "500/0", "502/0", "slow", "reset", "lost",
)  # fmt: skip
"""What can become of a request: a status and Discord's code, a late answer, a connection cut before the request was
taken up, or after (`lost`: done, and nobody hears of it)."""

GATEWAY_KINDS: Final = (
    "op7", "op9/true", "op9/false", "close/4000", "close/4009", "abort", "zombie", "refuse",
)  # fmt: skip
"""What can become of the connection on which events come."""
EVENT_KINDS: Final = ("shuffle",)
"""What can become of an event: it comes one to five times, among others, in any order."""

_SAID = {
    "401": "Unauthorized", "50001": "Missing Access", "50013": "Missing Permissions", "10003": "Unknown Channel",
    "10008": "Unknown Message", "10062": "Unknown interaction", "40060": "Interaction has already been acknowledged.",
}  # fmt: skip


@dataclass(slots=True)
class Fault:
    """Strikes what matches, `count` times, after it let so many pass."""

    kind: str
    match: str = ""
    """What of `METHOD /path`, or of the name of an event, it is to meet, as an expression; everything if empty."""
    count: int = 1
    after: int = 0
    seconds: float = 0.3
    """How long: the `retry_after` of a 429, the delay of a slow answer, the time connections are refused."""
    struck: list[str] = field(default_factory=list)
    """What it met."""

    def meets(self, what: str) -> bool:
        """Whether it strikes this one; if so, that is counted."""
        if self.count <= 0 or not re.search(self.match, what):
            return False
        if self.after > 0:
            self.after -= 1
            return False
        self.count -= 1
        self.struck.append(what)
        return True


@dataclass(slots=True)
class Faults:
    """All faults that are set."""

    set: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> Fault:
        if fault.kind not in HTTP_KINDS + EVENT_KINDS:
            raise ValueError(f"not a fault of requests or events: {fault.kind}")
        self.set.append(fault)
        return fault

    def clear(self) -> None:
        self.set.clear()

    def of_event(self, event: str) -> Fault | None:
        return next((one for one in self.set if one.kind in EVENT_KINDS and one.meets(event)), None)

    def of_request(self, what: str) -> Fault | None:
        return next((one for one in self.set if one.kind in HTTP_KINDS and one.meets(what)), None)


async def strike(
    fault: Fault, request: web.Request, handle: Callable[[], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """What is answered instead of, or after, what `handle` would."""
    name, _, detail = fault.kind.partition("/")
    match name:
        case "slow":
            await asyncio.sleep(fault.seconds)
            return await handle()
        case "reset":
            cut(request.transport)
        case "lost":
            await handle()
            cut(request.transport)
        case "429":
            return too_many(detail, fault.seconds)
        case "500" | "502":
            return web.Response(status=int(name), text="upstream connect error")
        case _:
            return refusal(int(name), int(detail), _SAID.get(detail, _SAID.get(name, "")))
    raise ConnectionResetError("cut off, as was asked for")


def too_many(scope: str, seconds: float) -> web.Response:
    """A 429 as Discord itself sends it: discord.py takes one without `Via` for a ban."""
    body = {"message": "You are being rate limited.", "retry_after": seconds, "global": scope == "global"}
    headers = {"Via": "1.1 wire", "Retry-After": str(seconds), "X-RateLimit-Scope": scope}
    if scope == "global":
        headers["X-RateLimit-Global"] = "true"
    return answer(body, status=429, headers=headers)


def cut(transport: asyncio.BaseTransport | None) -> None:
    """End a connection as a broken network does: with a reset, and without a word."""
    if not isinstance(transport, asyncio.Transport):
        return
    held = transport.get_extra_info("socket")
    if held is not None:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
