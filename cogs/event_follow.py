"""Following what happens to events elsewhere: in Discord's own list of events, and what players look up meanwhile."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.app import Divergence
from bot.errors import UserError
from bot.language import mark
from bot.quiz.event import Event, State
from cogs.event_run import run_of
from cogs.ui.native_events import change_native, said_in, told_by

LOOKUPS = frozenset({"ask", "check", "timeline", "compare", "Check this claim"})
"""Commands that look things up."""


class EventFollow(commands.Cog):
    """Takes over what people change in Discord's own events."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._plans = bot.services.event_plans

    async def catch_up(self) -> None:
        """After a start: what happened in Discord's own events meanwhile."""
        for event in await self._plans.standing():
            guild = self._bot.get_guild(event.server)
            if event.native is None or guild is None or guild.unavailable or event.state is not State.PLANNED:
                continue
            native = guild.get_scheduled_event(event.native)
            if native is None:
                await self._gone(event)
            else:
                await self._follow(event, native)

    @commands.Cog.listener()
    async def on_scheduled_event_update(self, before: discord.ScheduledEvent, native: discord.ScheduledEvent) -> None:
        """Somebody changed, or cancelled, Discord's own event there."""
        event = await self._plans.of_native(native.guild_id, native.id)
        if event is None:
            return
        if native.status is discord.EventStatus.cancelled:
            await self._gone(event)
            return
        await self._follow(event, native, said=(before.name, before.description) != (native.name, native.description))

    async def _follow(self, event: Event, native: discord.ScheduledEvent, *, said: bool = True) -> None:
        """What Discord's own event says is so; but its words, where `said` anew, are put back where words wait for
        moderators."""
        told = told_by(native, event) if native.description != said_in(event) else None
        if await self._plans.follow_native(event, native.name, told, native.start_time) is not None:
            run_of(self._bot).touch(event.id)
        now = await self._plans.any(event.id)
        if not said or now is None or now.state is not State.PLANNED or not self._plans.holds(now.server):
            return
        if (native.name, native.description) != (now.title, said_in(now)):
            await change_native(self._bot, now)

    @commands.Cog.listener()
    async def on_scheduled_event_delete(self, native: discord.ScheduledEvent) -> None:
        """Somebody deleted Discord's own event."""
        event = await self._plans.of_native(native.guild_id, native.id)
        if event is not None:
            await self._gone(event)

    async def _gone(self, event: Event) -> None:
        """What was called off in Discord's list is called off; a game that runs goes on."""
        if event.state is State.PLANNED and await self._plans.native_gone(event):
            run_of(self._bot).touch(event.id)

    async def gate(self, person: int, command: str) -> None:
        """Nobody looks things up while they play with a closed book."""
        if command in LOOKUPS and not await self._bot.services.event_course.looks_things_up(person):
            raise UserError(mark("You are playing with a closed book: until it is over I look nothing up for you."))


async def setup(bot: Divergence) -> None:
    cog = EventFollow(bot)
    await bot.add_cog(cog)
    run_of(bot).first.append(cog.catch_up)
    bot.gates.append(cog.gate)
