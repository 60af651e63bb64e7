"""The small Discord in a process of its own: `python -m tests.wire` answers commands, a JSON line each.

It keeps real time and listens on 127.0.0.1 alone; `port` tells where.
"""

from __future__ import annotations

import argparse
import asyncio
from datetime import UTC, datetime
from typing import Any

from tests.wire.control import serve_lines
from tests.wire.discord import DEADLINE, WireDiscord
from tests.wire.faults import Fault
from tests.wire.storms import Crowd


async def live(guilds: int, channels: int, roles: int) -> None:
    """Serve until nobody asks any more."""
    wire = WireDiscord(lambda: datetime.now(UTC))
    crowd = Crowd(wire, wire.add_guilds(guilds, channels, roles))
    runner = await wire.serve()

    async def port() -> int:
        return wire.port

    async def ready(seconds: float = 60.0) -> bool:
        async with asyncio.timeout(seconds):
            await wire.gateway.ready.wait()
        return True

    async def storm(deed: str, total: int, at_once: int) -> Any:
        done = await crowd.run(getattr(crowd, deed), total, at_once)
        wire.forget()
        return done.plain()

    async def card(question: str) -> Any:
        """The card that answers a question: for a bot that sends just the same."""
        told = await wire.answer_to(await wire.slash(500, "ask", where=crowd.places[0], question=question))
        assert told is not None
        return told.data["components"]

    async def open_quiz(place: int, questions: int, players: int) -> Any:
        joined = await crowd.open_quiz(crowd.places[place], questions, players)
        return joined.plain() | {"game": crowd.game}

    async def strict(*, on: bool) -> int:
        """Whether an interaction must be answered within three seconds; how many were not, so far."""
        wire.deadline = DEADLINE if on else None
        return len(wire.late)

    async def fault(**given: Any) -> None:
        wire.faults.add(Fault(**given))

    async def state() -> Any:
        return {
            "unknown": wire.unknown, "broken": wire.broken, "late": len(wire.late), "twice": len(wire.twice),
            "identified": wire.gateway.identified, "resumed": wire.gateway.resumed, "posted": len(wire.posted),
        }  # fmt: skip

    commands = (port, ready, storm, card, open_quiz, strict, fault, state)
    named = {command.__name__: command for command in commands}
    await serve_lines({**named, "begin": crowd.begin, "onward": crowd.onward, "strike": wire.strike})
    await runner.cleanup()


def main() -> None:
    """Read how large it is to be, and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--guilds", type=int, default=50)
    parser.add_argument("--channels", type=int, default=1, help="of each guild")
    parser.add_argument("--roles", type=int, default=1, help="of each guild")
    given = parser.parse_args()
    asyncio.run(live(given.guilds, given.channels, given.roles))


if __name__ == "__main__":
    main()
