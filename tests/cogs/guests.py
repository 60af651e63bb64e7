"""The bot where a person who installed it brings it along: a server it is not in, and a group of friends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot.practice.server import PracticeServer

ELSEWHERE = 900_000_000_000_000_001
"""A server that the bot is not in."""
GROUP = 3


@contextmanager
def brought_along(server: PracticeServer, *, group: bool = False) -> Iterator[None]:
    """Meanwhile, what people do in the practice server's channels reaches the bot as from a server it is not in.

    With `group`, as from a group of friends. Discord then names the person's own install, and sends a thinner channel.
    """

    def change(event: str, payload: Mapping[str, Any]) -> None:
        if event != "INTERACTION_CREATE" or not isinstance(payload, dict) or "guild_id" not in payload:
            return
        person = payload["member"]["user"]
        payload["authorizing_integration_owners"] = {"1": str(person["id"])}
        del payload["guild_id"]
        payload["channel_id"] = str(int(payload["channel_id"]) + 1 + group)
        if group:
            del payload["member"]
            payload |= {"user": person, "context": 2}
            payload["channel"] = {"id": payload["channel_id"], "type": GROUP, "name": None, "recipients": []}
        else:
            payload |= {"guild_id": str(ELSEWHERE), "context": 0}
            payload["guild"] = {"id": str(ELSEWHERE), "locale": "en-US", "features": []}
            payload["channel"] = payload.get("channel", {}) | {
                "id": payload["channel_id"], "guild_id": str(ELSEWHERE),
            }  # fmt: skip

    # After the practice server's own addition to each interaction, before the bot's feed.
    server.env.backend.subscribers.insert(1, change)
    try:
        yield
    finally:
        server.env.backend.subscribers.remove(change)
