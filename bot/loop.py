"""The event loop that the bot lives in: a quick one, kept from standing still by what is never garbage."""

from __future__ import annotations

import asyncio
import gc
import sys
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run(main: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run` on uvloop, whose rounds are shorter; on asyncio's own loop on Windows, which uvloop is not for."""
    if sys.platform == "win32":
        return asyncio.run(main)
    import uvloop

    return uvloop.run(main)


SELDOM = (5_000, 20, 50)
"""How often the garbage collector looks by itself: at what is new, at what is newer, and at everything. The last makes
the loop stand still, after a storm of answers for a fifth of a second and more."""
EVERY, LATEST = 10, 20
"""Beats of the pulse from one look at everything to the next, and after how many it waits for nobody."""


def settle() -> None:
    """Keep the garbage collector from looking through what is held now, which stays until the end of the process.

    From here on it seldom looks at everything else by itself; a `Sweep` does.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


class Sweep:
    """Looks at everything for garbage, now and then and where nobody has to wait for it."""

    def __init__(self, busy: Callable[[], bool]) -> None:
        self._busy = busy
        self._beats = 0

    async def beat(self) -> None:
        """Called by the pulse: look if it is time and nobody is being answered, or if it is high time."""
        self._beats += 1
        if self._beats >= LATEST or (self._beats >= EVERY and not self._busy()):
            self._beats = 0
            gc.collect()


class Turns:
    """Lets so many begin in one round of the event loop, and the others, in order, in the rounds that follow.

    What a thousand people ask at once is not begun at once: heartbeats, timers and answers come in between.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._begun = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def take(self) -> None:
        """Return when it is one's turn to begin."""
        if self._begun == 0:
            asyncio.get_running_loop().call_soon(self._next_round)
        if self._begun < self._most and not self._waiting:
            self._begun += 1
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        await turn

    def _next_round(self) -> None:
        self._begun = 0
        while self._waiting and self._begun < self._most:
            turn = self._waiting.popleft()
            if not turn.done():  # whoever was cut off meanwhile takes nobody's turn
                turn.set_result(None)
                self._begun += 1
        if self._begun:
            asyncio.get_running_loop().call_soon(self._next_round)
