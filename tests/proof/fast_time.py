"""Time that runs many times as fast, the same for several processes, and can leap ahead."""

from __future__ import annotations

import asyncio
import selectors
import time
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from types import SimpleNamespace
from typing import Any

SPEED = 150


class FastTime:
    """Gives the present instant, in UTC. Copies of it in forked processes leap together."""

    def __init__(self, speed: float = SPEED) -> None:
        self.speed = speed
        self._begun = time.time()
        self._leapt = get_context("fork").Value("d", 0.0)

    def __call__(self) -> datetime:
        passed = (time.time() - self._begun) * self.speed + self._leapt.value
        return datetime.fromtimestamp(self._begun, UTC) + timedelta(seconds=passed)

    def leap_to(self, instant: datetime) -> None:
        """From here on it is at least `instant`."""
        self._leapt.value += max(0.0, (instant - self()).total_seconds())


class _Selector(selectors.DefaultSelector):  # type: ignore[misc, valid-type]  # chosen for the machine
    """Waits only as long as the fast time takes."""

    speed: float = SPEED

    def select(self, timeout: float | None = None) -> Any:
        return super().select(timeout / self.speed if timeout is not None and timeout > 0 else timeout)


class _Loop(asyncio.SelectorEventLoop):
    speed: float = SPEED

    def time(self) -> float:
        return super().time() * self.speed


def fast_loop(fast: FastTime) -> asyncio.AbstractEventLoop:
    """A loop whose timers go as fast, for this process; discord.py's loops count in the same time from now on."""
    import datetime as dt

    import aiohttp
    import discord
    from discord.ext import tasks

    class Fast(datetime):
        @classmethod
        def now(cls, _tz: Any = None) -> datetime:
            return fast()

    def left(instant: datetime) -> float:
        return max((instant - fast()).total_seconds(), 0)

    tasks.datetime = SimpleNamespace(**{**vars(dt), "datetime": Fast})  # type: ignore[attr-defined]
    discord.utils.compute_timedelta = left
    # Five minutes of the fast time are two seconds: a machine that is busy may take longer to answer itself.
    aiohttp.client.DEFAULT_TIMEOUT = aiohttp.ClientTimeout(total=300 * SPEED)
    selector = _Selector()
    selector.speed = fast.speed
    loop = _Loop(selector)
    loop.speed = fast.speed
    asyncio.set_event_loop(loop)
    return loop
