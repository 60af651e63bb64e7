"""Joining real Discord: the token, the signals that stop the bot, and a sentence for every way it can fail."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import threading
from collections.abc import Awaitable, Iterator
from datetime import UTC, datetime

import aiohttp
import discord
from discord import app_commands

from bot.app import Divergence
from bot.errors import SetupError
from bot.loop import Sweep, settle
from bot.metrics import serve
from bot.services import open_services
from bot.settings import Settings
from bot.watch import Watch

GRACE_SECONDS = 10
"""How long a stop may take from the signal to the end of the process."""
LEAVING_SECONDS = 6
"""How much of that the answers being given and Discord may take; the rest is for what waits to be stored."""

_log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


async def run(settings: Settings) -> None:
    """Join Discord and stay until stopped; SetupError says what the operator must change."""
    token, started = settings.token(), utc_now()
    with _until_signalled() as stopped:  # from here on: a stop while everything is read and opened is one as well
        async with open_services(settings, utc_now) as services, Divergence(services) as bot:
            settle()
            bot.told_to_stop = stopped.is_set  # from the signal on, not some rounds of the loop later
            watch = Watch(bot, started)
            bot.on_pulse[:0] = [watch.beat]
            bot.on_pulse += [services.backups.tick, Sweep(bot.is_busy).beat]
            for change in ("on_ready", "on_resumed", "on_disconnect"):
                bot.add_listener(watch.beat, change)
            with contextlib.ExitStack() as exits:
                if settings.metrics_port:
                    exits.callback(serve(settings.metrics_port, watch.figures).close)
                exits.callback(watch.stopped)
                await _until_stopped(bot, token, stopped)


async def sync(settings: Settings) -> None:
    """Tell Discord the commands, changed or not."""
    token = settings.token()
    async with open_services(settings, utc_now) as services, Divergence(services, always_sync=True) as bot:
        await _explained(bot.login(token))


@contextlib.contextmanager
def _until_signalled() -> Iterator[asyncio.Event]:
    """An event that is set when the bot is told to stop. Whatever hangs then, the process ends when its time is up."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    names = (signal.SIGTERM, signal.SIGINT)

    def stop() -> None:
        if not stopped.is_set():
            stopped.set()
            _log.info("Stopping")
            end = threading.Timer(GRACE_SECONDS, _abandon)
            end.daemon = True
            end.start()

    for name in names:
        with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers here; Ctrl+C still works
            loop.add_signal_handler(name, stop)
    try:
        yield stopped
    finally:
        for name in names:
            with contextlib.suppress(NotImplementedError):
                loop.remove_signal_handler(name)


def _abandon() -> None:
    """End at once; what was acknowledged is on disk, as it would be if the machine were switched off."""
    _log.error("The stop took longer than %d seconds and is cut short; nothing acknowledged is lost", GRACE_SECONDS)
    os._exit(1)


async def _until_stopped(bot: Divergence, token: str, stopped: asyncio.Event) -> None:
    if stopped.is_set():
        return
    running = asyncio.create_task(_explained(bot.start(token)))
    waiting = asyncio.create_task(stopped.wait())
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if stopped.is_set():
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LEAVING_SECONDS):
                await bot.close()
        running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def _explained(start: Awaitable[None]) -> None:
    """Await `start`, and say in a sentence why Discord could not be joined."""
    try:
        await start
    except discord.LoginFailure:
        raise SetupError(
            "Discord does not accept this token. Reset it on the “Bot” page of your application at "
            "https://discord.com/developers and put the new one into DISCORD_TOKEN."
        ) from None
    except discord.ConnectionClosed as error:
        raise SetupError(
            f"Discord closed the connection for good (code {error.code}). If the token was reset, put the new one into "
            "DISCORD_TOKEN; otherwise wait a minute and start again."
        ) from None
    except app_commands.CommandSyncFailure as error:
        raise SetupError(f"Discord refused the commands; please report this as a bug. {error}") from None
    except discord.PrivilegedIntentsRequired:
        raise SetupError("Discord refused the connection because of intents; please report this as a bug.") from None
    except (aiohttp.ClientError, OSError) as error:
        raise SetupError(
            f"Discord could not be reached ({type(error).__name__}). Check this machine's internet connection "
            "and try again."
        ) from None
    except (discord.HTTPException, discord.GatewayNotFound) as error:
        status = getattr(error, "status", "no gateway")
        raise SetupError(f"Discord refused the connection ({status}). Wait a minute and try again.") from None
