"""The bot and the small Discord in one process, over real sockets, in time that may run faster."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from bot.app import Divergence
from bot.history.subject import Subject
from bot.services import Services, open_services
from bot.settings import ROOT, Settings
from tests.wire.discord import Told, WireDiscord
from tests.wire.loopback import keep_home, point_at
from tests.wire.people import text_of
from tests.wire.shapes import Json

INNARDS = re.compile(r"Traceback|Error\b|Exception|\bNone\b|object at 0x|<class|sqlite|discord\.|aiohttp")
"""What somebody would see who is shown what went wrong inside."""
SORRY = "Something went wrong on my side"


@cache
def subject() -> Subject:
    """The pack that is shipped, read once."""
    read = Subject.read(ROOT / "data" / "trotsky-in-mexico")
    read.claims.prepare()
    return read


class Unanswered(RuntimeError):
    """Somebody did something and heard nothing that fits, however often they tried."""


@dataclass(slots=True)
class Stage:
    """Everything there is."""

    wire: WireDiscord
    bot: Divergence
    services: Services
    patience: float = 60.0
    """Seconds of the loop until somebody tries again."""
    tries: int = 3
    persons: int = 1000
    spilt: list[str] = field(default_factory=list)
    """Texts that showed somebody what went on inside."""
    sorry: int = 0
    """How often somebody was told that something went wrong."""
    tried_again: int = 0

    def person(self) -> int:
        """Somebody who was not here before."""
        self.persons += 1
        return self.persons

    async def told(
        self, act: Callable[[], Awaitable[int | None]], fits: Callable[[Told], bool] = lambda _told: True
    ) -> Told:  # fmt: skip
        """What the bot answers; whoever hears nothing, or that something went wrong, tries again as people do."""
        for _ in range(self.tries):
            id = await act()
            if id is None:  # no bot is there; nobody presses a thousand times a second
                await asyncio.sleep(self.patience / 10)
            told = await self.wire.answer_to(id, self.patience, lambda one: _said(one) and fits(one))
            if told is not None:
                text = text_of(told.data)
                self.look_at(text)
                if SORRY not in text:
                    return told
                self.sorry += 1
            self.tried_again += 1
        raise Unanswered

    def look_at(self, text: str) -> None:
        """Note what nobody should have been shown."""
        if INNARDS.search(text):
            self.spilt.append(text)

    def tasks(self) -> int:
        return len(asyncio.all_tasks())


def _said(told: Told) -> bool:
    """Whether it is more than that an answer will follow."""
    return told.kind != 5 or len(told.all) > 1


def has(told: Told, *actions: str) -> bool:
    """Whether an answer has buttons of these actions."""
    text = str(told.data)
    return all(re.search(rf"'[a-z]1:{action}[:']", text) for action in actions)


@asynccontextmanager
async def staged(
    folder: Path, clock: Callable[[], datetime], *, heartbeat: int = 600_000, silence: float = 10**9
) -> AsyncIterator[Stage]:  # fmt: skip
    """The bot has joined; what it logs is not shown. After so many seconds of silence it gives a connection up."""
    logging.disable(logging.CRITICAL)
    wire = WireDiscord(clock)
    wire.gateway.heartbeat = heartbeat
    runner = await wire.serve()
    point_at(wire.port)
    try:
        async with open_services(Settings(data=folder), clock, subject()) as services, Divergence(services) as bot:
            keep_home(bot)
            bot._connection.heartbeat_timeout = silence  # in fast time a minute without a word is soon over
            running = asyncio.create_task(bot.start("token"))
            await wire.gateway.ready.wait()
            await bot.wait_until_ready()
            yield Stage(wire, bot, services)
            await bot.close()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    finally:
        await runner.cleanup()
        logging.disable(logging.NOTSET)


def id_in(shown: Json, action: str) -> str | None:
    """The custom id of an action on a message or in an answer."""
    found = re.search(rf"'([a-z]1:{action}(?::[0-9]+)*)'", str(shown))
    return found[1] if found else None


async def press(stage: Stage, person: int, shown: Json, action: str, fits: Callable[[Told], bool] = bool) -> Told:
    """Press the button of an action on a card."""
    key = id_in(shown, action)
    if key is None:
        raise Unanswered
    return await stage.told(lambda: stage.wire.press(person, shown, key), fits)
