"""The practice server as a running thing: a simulated Discord, the real bot in it, and a clock that can run."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.app import Divergence
from bot.errors import SetupError
from bot.history.subject import Subject
from bot.practice import shims
from bot.practice.world import BOT, World, furnish
from bot.services import Services, open_services
from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simcord import Env, GuildHandle, MemberActor

log = logging.getLogger(__name__)

TICK = 1.0
"""Seconds between two moves of a running clock."""

_STRIDE = 60.0  # seconds moved at once: simcord allows five real seconds for one move, however many timers it passes


class PracticeServer:
    """A furnished guild with the bot in it. Hold `turn` while using `env` or a person: simcord does one thing
    at a time.

    `env`, `bot`, `services` and the people are replaced by `reset`, the bot and its services by `restart`.
    """

    env: Env
    bot: Divergence
    services: Services
    world: World

    def __init__(self, settings: Settings, subject: Subject | None = None, begin: datetime | None = None) -> None:
        self.settings = settings
        self._subject = subject
        self._begin = begin
        self.turn = asyncio.Lock()
        self.locales: dict[int, str] = {}
        """Discord locales by user id; en-US where nothing was chosen."""
        self.on_news: Callable[[], Awaitable[None]] | None = None
        """Called, within `turn`, after the bot did something while the clock moved."""
        self._services = AsyncExitStack()
        self._caught_up = time.monotonic()

    @property
    def guild(self) -> GuildHandle:
        return self.world.guild

    @property
    def people(self) -> Mapping[str, MemberActor]:
        return self.world.people

    def now(self) -> datetime:
        """The simulation's time, which is also the bot's."""
        return self.env.now()

    async def open(self) -> None:
        """Build the world as of the beginning, which is now unless another was given, and start the bot in it."""
        await self._open_services()
        try:
            await self._open_world()
        except BaseException:
            await self._services.aclose()
            raise

    async def _open_world(self) -> None:
        from simcord import Env  # here, so that `require_simcord` can first say that it is missing

        # The Env wants its bot first and the bot its clock, which is the Env's: `now` is looked up when it is called.
        self.bot = Divergence(self.services)
        self.env = Env(self.bot, shard_count=1, check_errors=False)
        self.world = furnish(self.env)
        # simcord's clock starts at 2026-01-01: moved before the bot starts, or its loops would live through the gap.
        begin = self._begin or datetime.now(UTC)
        self.env.backend.advance_clock(max(0.0, (begin - self.env.now()).total_seconds()))
        shims.carry_locales(self.env, self.locales)
        shims.complete_mentions(self.env, BOT)
        shims.settle_briskly(self.env)
        shims.let_create_events(self.env)
        self._caught_up = time.monotonic()
        await self.env.start()
        await self._attached()

    async def close(self) -> None:
        """Stop the bot, then what it works with."""
        try:
            await self.env.shutdown()
        finally:
            await self._services.aclose()

    async def restart(self) -> None:
        """As after a process restart: a new bot object and new services on the same data folder, the same Discord."""
        async with self.turn:
            await self.env.settle()
            await self._services.aclose()  # before the new ones open: one process at a time may use the folder
            await self._open_services()
            self.bot = Divergence(self.services)
            await self.env.restart_bot(self.bot)
            await self._attached()

    async def reset(self) -> None:
        """A new world and an empty store. What the data folder held is kept in a folder beside, never deleted."""
        async with self.turn:
            await self.close()
            _set_aside(self.settings.data)
            self.locales.clear()
            await self.open()

    async def pass_time(self, seconds: float) -> None:
        """Let `seconds` of the simulation's time go by, with everything the bot does in them."""
        async with self.turn:
            while seconds > 0:
                stride = min(seconds, _STRIDE)
                await self.env.advance_time(stride)
                seconds -= stride

    async def catch_up(self) -> None:
        """Move the simulation's time by the real time elapsed since this was last called."""
        from simcord import SetupError as Overlap

        stride = min(time.monotonic() - self._caught_up, _STRIDE)
        async with self.turn:
            before = len(self.env.backend.transcript)
            try:
                await self.env.advance_time(stride)
                if self.on_news is not None and len(self.env.backend.transcript) != before:
                    await self.on_news()
            except Overlap as overlap:
                log.debug("The clock waits for its turn: %s", overlap)
                return
            except TimeoutError:
                log.warning("The bot was still busy five seconds after the clock moved.")
        self._caught_up += stride

    async def run_clock(self) -> None:
        """Catch up about once a second, until cancelled."""
        while True:
            await asyncio.sleep(TICK)
            try:
                await self.catch_up()
            except Exception:  # a clock that stopped would be noticed by nobody
                log.exception("The clock missed a beat.")

    async def _open_services(self) -> None:
        self._services = AsyncExitStack()
        self.services = await self._services.enter_async_context(open_services(self.settings, self.now, self._subject))

    async def _attached(self) -> None:
        shims.honour_nonces(self.env, self.bot)
        shims.put_away_own_threads(self.env, self.bot)
        # With a kept data folder the bot may remember having synced its commands: to a Discord that no longer exists.
        if not self.env.backend.commands.get(None):
            await self.bot.sync(force=True)


@asynccontextmanager
async def practice(
    settings: Settings, *, running: bool = False, subject: Subject | None = None, begin: datetime | None = None
) -> AsyncIterator[PracticeServer]:
    """A practice server on `settings.data`, its clock at now; `running` keeps the clock moving by itself.

    A `subject` that was read before saves reading it again; with `begin` it starts then, and repeats itself.

    Raises SetupError where simcord is not installed.
    """
    require_simcord()
    server = PracticeServer(settings, subject, begin)
    await server.open()
    clock = asyncio.create_task(server.run_clock()) if running else None
    try:
        yield server
    finally:
        if clock is not None:
            clock.cancel()
            with suppress(asyncio.CancelledError):
                await clock
        await server.close()


def require_simcord() -> None:
    """Raise SetupError, saying what to do, unless simcord can be imported."""
    try:
        import simcord  # noqa: F401  # only asked for
    except ImportError as missing:
        raise SetupError(
            "The practice server needs simcord, which is in the development group: run `uv sync` and try again."
        ) from missing


def _set_aside(folder: Path) -> None:
    if not folder.is_dir():
        return
    kept = sorted(folder.glob("before-reset-*"))
    found = [path for path in folder.iterdir() if path not in kept]
    if found:
        aside = folder / f"before-reset-{len(kept) + 1}"
        aside.mkdir()
        for path in found:
            path.rename(aside / path.name)
