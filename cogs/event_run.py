"""Running events: the one place that takes their steps, each exactly once, and follows Discord's own events.

A step is noted before it is taken. One that may have been taken before a crash is first looked for among the bot's own
messages since then; whatever Discord does not take now is tried again as long as it makes sense.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, cast

import discord
from discord import ui
from discord.ext import commands

from bot.app import Divergence
from bot.errors import UserError
from bot.history.card import Line
from bot.language import Language, mark, words
from bot.quiz.about import find_about
from bot.quiz.event import Event, State
from bot.quiz.event_cards import (
    called_off_card,
    finals_card,
    halftime_card,
    late_line,
    missed_card,
    reminder_card,
)
from bot.quiz.event_steps import NUMBERS, Step
from bot.services.game_views import View
from bot.store.event_steps import Waiting
from cogs.quiz_live import live_of
from cogs.ui.buttons import Button
from cogs.ui.event_views import PINGED, announcement, is_game, is_step, mentions, pings, step_message
from cogs.ui.native_events import change_native, make_native, marked, said_in, unmarked
from cogs.ui.quiz_clicks import FAILURES

BEFORE = timedelta(minutes=1)
"""How long before a step was first tried its message is looked for; clocks differ."""
SEARCHED = 1000
"""Messages looked through at most."""
LOOKUPS = frozenset({"ask", "check", "timeline", "compare", "Check this claim"})
"""Commands that look things up."""

_log = logging.getLogger(__name__)


class EventRun(commands.Cog):
    """Takes the steps of events when they are due."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._plans = bot.services.event_plans
        self._course = bot.services.event_course
        self._now = bot.services.clock
        self._turn = asyncio.Lock()
        self._looked = False
        self._stale: set[int] = set()
        """Events whose announcement says what is no longer so."""

    # ---- the beat ----------------------------------------------------------------------------------------------

    async def beat(self) -> None:
        """Take what is due. Called once a minute, and whenever something new may be."""
        if not self._bot.is_ready():
            return
        async with self._turn:
            if not self._looked:
                await self._look_around()
            for _ in range(len(Step)):  # a step may bring another one
                due = await self._course.due()
                for one in due:
                    if (event := await self._plans.any(one.event)) is not None:
                        await self._take(event, one)
                if not due:
                    break
            await self._refresh()

    async def _look_around(self) -> None:
        """After a start: follow what happened in Discord's own events meanwhile, and in the games."""
        self._looked = True
        for event, view in await self._course.running():
            await self._course.moved(view)
            self._stale.add(event.id)
        for event in await self._plans.standing():
            guild = self._bot.get_guild(event.server)
            if event.native is None or guild is None or guild.unavailable or event.state is not State.PLANNED:
                continue
            native = guild.get_scheduled_event(event.native)
            if native is None:
                await self.native_gone(event)
            else:
                await self.on_scheduled_event_update(native, native)

    async def _take(self, event: Event, one: Waiting) -> None:
        """One step: found, taken, put off or left out."""
        try:
            if one.tried_at is not None and await self._found(event, one):
                return
            if await self._course.too_late(one):
                self._stale.add(event.id)
            elif await self._course.begin(one):
                await self._course.done(one, await self._do(event, one))
        except UserError as told:  # quizzes were switched off there, for instance
            _log.info("A step of event %s waits: %s", event.id, told)
            await self._course.put_off(one)
        except FAILURES as error:
            _log.info("A step of event %s waits: %s", event.id, type(error).__name__)
            await self._course.put_off(one)

    async def _found(self, event: Event, one: Waiting) -> bool:
        """Whether a step that may have been taken was taken; then it is noted so."""
        step = one.step
        if step is Step.NATIVE:
            guild = self._guild(event)
            native = [one for one in await guild.fetch_scheduled_events() if marked(one, event.id, self._me)]
            found = native[0].id if native else None
        elif step is Step.LOBBY:
            found = await self._find_lobby(event, one)
        elif step in {Step.REMIND, Step.REMIND_EARLY}:
            return False  # it has parts, each of which is looked for by itself
        else:
            where = await self._where(event, step)
            found = await self._find(where, one, lambda message: is_step(message, event.id, step)) if where else None
        if found is None:
            return False
        await self._course.done(one, found)
        return True

    async def _find_lobby(self, event: Event, one: Waiting) -> int | None:
        if event.game is None:
            return None
        game = event.game
        found = await self._find(self._channel(event), one, lambda message: is_game(message, game))
        if found is not None:
            live_of(self._bot).touch(await self._bot.services.games.placed(game, event.channel, found))
        return found

    async def _find(
        self, where: discord.abc.Messageable, one: Waiting, fits: Callable[[discord.Message], bool]
    ) -> int | None:
        """The bot's own message that fits, since the step was first tried."""
        if one.tried_at is None:
            return None
        async for message in where.history(limit=SEARCHED, after=one.tried_at - BEFORE, oldest_first=True):
            if message.author.id == self._me and fits(message):
                return message.id
        return None

    # ---- the steps ---------------------------------------------------------------------------------------------

    async def _do(self, event: Event, one: Waiting) -> int | None:
        """Take the step; its message, if it has one."""
        language, step = Language(event.language), one.step
        late = [late_line(words(language))] if one.planned.late(self._now()) else []
        match step:
            case Step.NATIVE:
                return await make_native(self._guild(event), event)
            case Step.ANNOUNCE:
                return await self._send(event, step, await self._announcement(event))
            case Step.REMIND | Step.REMIND_EARLY:
                return await self._remind(event, one, [*late, *reminder_card(event, language)])
            case Step.LOBBY:
                return await self._open_lobby(event, late)
            case Step.HALFTIME:
                view = await self._course.view(event)
                assert view is not None
                return await self._say(event, step, [*late, *halftime_card(view.game, view.players, language)])
            case Step.RESULTS:
                return await self._finals(event, late)
            case Step.CALLED_OFF:
                people = await self._course.to_remind(event.id)
                self._stale.add(event.id)
                await change_native(self._bot, event)
                return await self._say(event, step, called_off_card(event, language), people[:PINGED])
            case Step.TELL_HOST:
                return await self._tell_host(event)

    async def _say(self, event: Event, step: Step, lines: list[Line], people: list[int] | None = None) -> int:
        """A message without more than it says."""
        called = people or []
        view = step_message(event, step, lines, mentions=mentions(called, None))
        return await self._send(event, step, view, people=called)

    async def _send(
        self, event: Event, step: Step, view: ui.LayoutView, *, part: int = 0, people: list[int] | None = None,
        role: int | None = None, where: discord.abc.Messageable | None = None,
    ) -> int:  # fmt: skip
        nonce = f"event-{event.id}-{NUMBERS[step]}-{part}"
        channel = where or self._channel(event)
        return (await channel.send(view=view, nonce=nonce, allowed_mentions=pings(people or [], role))).id

    async def _remind(self, event: Event, one: Waiting, lines: list[Line]) -> int:
        """Those who come, and the role of those who want to be told, are called; nobody else. In as many parts as
        their number needs, each sent once."""
        people = await self._course.to_remind(event.id)
        role = self._bot.services.governing.settings_of(event.server).reminder_role
        first: int | None = None
        for part, start in enumerate(range(0, max(len(people), 1), PINGED)):
            called = people[start : start + PINGED]
            of_part = role if part == 0 else None

            def fits(message: discord.Message, part: int = part) -> bool:
                return is_step(message, event.id, one.step, part)

            sent = await self._find(self._channel(event), one, fits)
            if sent is None:
                view = step_message(event, one.step, lines, mentions=mentions(called, of_part), part=part)
                sent = await self._send(event, one.step, view, part=part, people=called, role=of_part)
            first = first or sent
        assert first is not None
        return first

    async def _open_lobby(self, event: Event, late: list[Line]) -> int | None:
        """The game's live message, from which on the game runs by itself or by its host."""
        view = await self._course.open_game(event)
        if view is None:
            return None
        self._stale.add(event.id)
        if view.record.message is None:
            notice = late[0].text if late else None
            view = await live_of(self._bot).open(view, self._channel(event), event.channel, notice)
        return view.record.message

    async def _finals(self, event: Event, late: list[Line]) -> int:
        view = await self._course.view(event)
        assert view is not None
        language = Language(event.language)
        ranking = await self._course.ranking(event, view)
        mine = Button.to("quiz-mine", view.id, label=words(language)("My result"))
        self._stale.add(event.id)
        card = [*late, *finals_card(event, ranking, view.players, language)]
        return await self._send(event, Step.RESULTS, step_message(event, Step.RESULTS, card, mine))

    async def _tell_host(self, event: Event) -> int | None:
        """The host is told privately what was left out; some take no direct messages."""
        where = await self._where(event, Step.TELL_HOST)
        if where is None:
            return None
        card = missed_card(event, await self._course.missed(event.id), Language(event.language))
        try:
            return await self._send(event, Step.TELL_HOST, step_message(event, Step.TELL_HOST, card), where=where)
        except discord.Forbidden:
            return None

    # ---- announcements that are no longer so -------------------------------------------------------------------

    def touch(self, event: int) -> None:
        """Something that the announcement of an event says has changed."""
        self._stale.add(event)

    async def _refresh(self) -> None:
        """Announcements say what is so now; one that is gone is left alone."""
        for id in tuple(self._stale):
            self._stale.discard(id)
            event = await self._bot.services.event_plans.any(id)
            if event is None or event.card is None:
                continue
            view = await self._announcement(event)
            with suppress(*FAILURES):
                message = self._channel(event).get_partial_message(event.card)
                await message.edit(view=view, allowed_mentions=discord.AllowedMentions.none())

    async def _announcement(self, event: Event) -> ui.LayoutView:
        about = find_about(self._bot.services.pack, event.about) if event.about else None
        coming = len(await self._plans.coming(event.id))
        name = about.name[Language(event.language)] if about else None
        return announcement(event, name, coming, native=event.native is not None)

    # ---- what happens elsewhere --------------------------------------------------------------------------------

    @commands.Cog.listener()
    async def on_quiz_drawn(self, view: View) -> None:
        """The game of an event has come to its halftime, or to its end."""
        if await self._course.moved(view) is not None:
            await self.beat()

    @commands.Cog.listener()
    async def on_scheduled_event_update(self, _before: object, native: discord.ScheduledEvent) -> None:
        """Somebody changed, or cancelled, Discord's own event there."""
        event = await self._plans.of_native(native.guild_id, native.id)
        if event is None:
            return
        if native.status is discord.EventStatus.cancelled:
            await self.native_gone(event)
            return
        told = unmarked(native.description or "") if native.description != said_in(event) else None
        if await self._plans.follow_native(event, native.name, told, native.start_time) is not None:
            self._stale.add(event.id)

    @commands.Cog.listener()
    async def on_scheduled_event_delete(self, native: discord.ScheduledEvent) -> None:
        """Somebody deleted Discord's own event."""
        event = await self._plans.of_native(native.guild_id, native.id)
        if event is not None:
            await self.native_gone(event)

    async def native_gone(self, event: Event) -> None:
        """What was called off in Discord's list is called off; a game that runs goes on."""
        if event.state is State.PLANNED and await self._plans.native_gone(event):
            self._stale.add(event.id)

    async def gate(self, person: int, command: str) -> None:
        """Nobody looks things up while they play with a closed book."""
        if command in LOOKUPS and not await self._course.looks_things_up(person):
            raise UserError(mark("You are playing with a closed book: until it is over I look nothing up for you."))

    # ---- where -------------------------------------------------------------------------------------------------

    @property
    def _me(self) -> int:
        assert self._bot.user is not None
        return self._bot.user.id

    def _guild(self, event: Event) -> discord.Guild:
        guild = self._bot.get_guild(event.server)
        if guild is None:
            raise OSError("that server is not to be reached now")
        return guild

    def _channel(self, event: Event) -> discord.PartialMessageable:
        return self._bot.get_partial_messageable(event.channel, guild_id=event.server)

    async def _where(self, event: Event, step: Step) -> discord.abc.Messageable | None:
        """Where a step's message stands: with the host, or in the event's channel."""
        if step is not Step.TELL_HOST:
            return self._channel(event)
        if event.host is None:
            return None
        host = self._bot.get_user(event.host) or await self._bot.fetch_user(event.host)
        return host.dm_channel or await host.create_dm()


def run_of(bot: Divergence) -> EventRun:
    """The one cog that takes steps."""
    return cast("EventRun", cast("Any", bot.get_cog(EventRun.__name__)))


async def setup(bot: Divergence) -> None:
    cog = EventRun(bot)
    await bot.add_cog(cog)
    bot.on_pulse.append(cog.beat)
    bot.gates.append(cog.gate)
