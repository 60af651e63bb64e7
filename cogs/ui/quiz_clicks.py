"""What a click brings into a game: who clicked and when, by Discord's clock, and where the game's message can be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

import aiohttp
import discord

from bot.app import Act, Interaction, actor_of
from bot.quiz.moves import Refusal, Refused
from bot.services.authority import Part, has_part
from bot.services.game_views import Click, View

FAILURES: Final = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError)
"""What may come of anything that is asked of Discord."""


def click_of(interaction: Interaction) -> Click:
    """Who clicked, when by the interaction's snowflake, and whether they may manage what others started."""
    settings = interaction.client.services.governing.settings_of(interaction.guild_id)
    host = has_part(actor_of(interaction), Part.HOST, settings)
    moderator = interaction.guild_id is not None and (host or interaction.permissions.manage_messages)
    return Click(interaction.user.id, interaction.id, interaction.created_at, moderator)


def numbers(act: Act, count: int) -> tuple[int, ...]:
    """The first `count` numbers of a custom id; Refused if it was cut short."""
    if len(act.ids) < count:
        raise Refused(Refusal.NOT_AN_OPTION)
    return act.ids[:count]


def game_of(act: Act) -> int:
    """The game that a button belongs to."""
    return numbers(act, 1)[0]


def is_private(interaction: Interaction) -> bool:
    """Whether what was clicked stands on a card that only one person sees."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def address(view: View) -> str | None:
    """Where the message of a game is; None if it has none."""
    record = view.record
    if record.message is None:
        return None
    return (
        f"https://discord.com/channels/{record.server or '@me'}/{record.played_in or record.channel}/{record.message}"
    )


@dataclass(slots=True)
class _Queue:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    last: int = 0


@dataclass(slots=True)
class Turns:
    """The clicks of one person are taken one after another, and of those that wait only the last one counts."""

    _queues: dict[Hashable, _Queue] = field(default_factory=dict)

    @asynccontextmanager
    async def take(self, whose: Hashable, click: int) -> AsyncIterator[bool]:
        """Wait for one's turn; False if a later click has come in the meantime, so that this one is void."""
        queue = self._queues.setdefault(whose, _Queue())
        queue.waiting += 1
        queue.last = click
        try:
            async with queue.lock:
                yield queue.last == click
        finally:
            queue.waiting -= 1
            if not queue.waiting:
                self._queues.pop(whose, None)
