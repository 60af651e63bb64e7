"""Joining real Discord: the token, the signals that stop the bot, and a sentence for every way it can fail."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable
from datetime import UTC, datetime

import aiohttp
import discord
from discord import app_commands

from bot.app import Divergence
from bot.errors import SetupError
from bot.services import open_services
from bot.settings import Settings

GRACE_SECONDS = 10
"""How long a stop may take."""

_log = logging.getLogger(__name__)


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)


async def run(settings: Settings) -> None:
    """Join Discord and stay until stopped; SetupError says what the operator must change."""
    token = settings.token()
    async with open_services(settings, utc_now) as services, Divergence(services) as bot:
        await _until_stopped(bot, token)


async def sync(settings: Settings) -> None:
    """Tell Discord the commands, changed or not."""
    token = settings.token()
    async with open_services(settings, utc_now) as services, Divergence(services, always_sync=True) as bot:
        await _explained(bot.login(token))


async def _until_stopped(bot: Divergence, token: str) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers here; Ctrl+C still works
            loop.add_signal_handler(name, stopped.set)
    running = asyncio.create_task(_explained(bot.start(token)))
    waiting = asyncio.create_task(stopped.wait())
    await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if stopped.is_set():
        _log.info("Stopping")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(GRACE_SECONDS):
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
