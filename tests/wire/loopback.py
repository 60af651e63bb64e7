"""Points discord.py at the small Discord, and at nothing else: no other host can be reached from here on."""

from __future__ import annotations

from typing import Any

import aiohttp
import discord
from yarl import URL

HERE = "127.0.0.1"


class Loopback(aiohttp.TCPConnector):
    """Connects to this machine and refuses every other host, before its name is even looked up."""

    async def connect(self, req: Any, *rest: Any, **more: Any) -> Any:
        if req.url.host != HERE:
            raise PermissionError(f"only {HERE} is to be reached here, not {req.url.host}")
        return await super().connect(req, *rest, **more)


def point_at(port: int) -> None:
    """discord.py in this process means that Discord by Discord."""
    discord.http.Route.BASE = f"http://{HERE}:{port}"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = URL(f"ws://{HERE}:{port}/gateway")


def keep_home(client: discord.Client) -> None:
    """This client can reach nothing but this machine; call it where its loop runs, before it logs in."""
    own = client.http.connector
    client.http.connector = Loopback(limit=0 if own is discord.utils.MISSING else own.limit)
