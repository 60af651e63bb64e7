"""Running events: the one place that takes their steps, each exactly once.

A step is noted before it is taken. One that may have been taken before a crash is first looked for among the bot's own
messages since then; whatever Discord does not take now is tried again as long as it makes sense.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, cast

import discord
from discord import ui
from discord.ext import commands

from bot.app import Divergence
from bot.errors import UserError
from bot.history.card import Line
from bot.language import Language, words
from bot.quiz.event import Event
from bot.quiz.event_cards import (
    called_off_card,
    finals_card,
    halftime_card,
    late_line,
    missed_card,
    moved_card,
    reminder_card,
)
from bot.quiz.event_steps import OF_A_TIME, Step
from bot.quiz.refereeing import final
from bot.services.game_views import View
from bot.store.event_steps import Waiting
from cogs.quiz_live import live_of
from cogs.ui.event_views import PINGED, announcement, is_game, is_step, mentions, pings, step_ids, step_message
from cogs.ui.native_events import change_native, end_native, make_native, marked
from cogs.ui.quiz_clicks import FAILURES
from cogs.ui.quiz_views import results_buttons

BEFORE = timedelta(minutes=1)
"""How long before a step was first tried its message is looked for; clocks differ."""
IN_PARTS = OF_A_TIME | {Step.CALLED_OFF}
"""Steps whose messages call people, in as many parts as their number needs."""
SEARCHED = 1000
"""Messages looked through at most."""

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
        self.first: list[Callable[[], Awaitable[None]]] = []
        """What is looked at once, after a start, before any step is taken."""
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
        """After a start: follow what happened meanwhile, in Discord's own events and in the games."""
        self._looked = True
        for event, view in await self._course.running():
            await self._course.moved(view)
            self._stale.add(event.id)
        for look in self.first:
            await look()

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
        elif step in IN_PARTS:
            return False  # it has parts, each of which is looked for by itself
        else:
            where = await self._where(event, step)
            found = await self._find(where, one, lambda message: is_step(message, event, step)) if where else None
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
                role = self._bot.services.governing.settings_of(event.server).reminder_role
                return await self._call(event, one, [*late, *reminder_card(event, language)], role)
            case Step.MOVED:
                reminded = bool(await self._plans.to_remind(event))
                return await self._call(event, one, moved_card(event, language, reminded=reminded))
            case Step.LOBBY:
                return await self._open_lobby(event, late)
            case Step.HALFTIME:
                view = await self._course.view(event)
                assert view is not None
                return await self._say(event, step, [*late, *halftime_card(view.game, view.players, language)])
            case Step.RESULTS:
                return await self._finals(event, late)
            case Step.CALLED_OFF:
                self._stale.add(event.id)
                await change_native(self._bot, event)
                return await self._call(event, one, called_off_card(event, language))
            case Step.TELL_HOST:
                return await self._tell_host(event)

    async def _say(self, event: Event, step: Step, lines: list[Line]) -> int:
        """A message without more than it says."""
        return await self._send(event, step, step_message(event, step, lines))

    async def _send(
        self, event: Event, step: Step, view: ui.LayoutView, *, part: int = 0, people: list[int] | None = None,
        role: int | None = None, where: discord.abc.Messageable | None = None,
    ) -> int:  # fmt: skip
        nonce = "-".join(map(str, ("event", *step_ids(event, step, part))))
        channel = where or self._channel(event)
        return (await channel.send(view=view, nonce=nonce, allowed_mentions=pings(people or [], role))).id

    async def _call(self, event: Event, one: Waiting, lines: list[Line], role: int | None = None) -> int:
        """Those who come, and this role, are called; nobody else. In as many parts as their number needs, each sent
        once."""
        people = await self._course.to_tell(one)
        first: int | None = None
        for part, start in enumerate(range(0, max(len(people), 1), PINGED)):
            called = people[start : start + PINGED]
            of_part = role if part == 0 else None

            def fits(message: discord.Message, part: int = part) -> bool:
                return is_step(message, event, one.step, part)

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
        self._stale.add(event.id)
        await end_native(self._bot, event)
        return await self._send(event, Step.RESULTS, await self._finals_message(event, view, late))

    async def _finals_message(self, event: Event, view: View, late: list[Line]) -> ui.LayoutView:
        """The finals as they stand now: who won, and until when that can change."""
        language, over = Language(event.language), final(view.game, self._now())
        ranking = await self._course.ranking(view)
        card = [*late, *finals_card(event, view.game, ranking, view.players, language, final=over)]
        buttons = results_buttons(view.id, words(language), final=over)
        return step_message(event, Step.RESULTS, card, *buttons)

    async def correct(self, view: View) -> None:
        """Something was ruled in the game of an event, or its results became final: the finals, if they are there
        still, say so."""
        if (found := await self._finals_of(view)) is not None:
            event, finals = found
            drawn = await self._finals_message(event, view, [])
            with suppress(discord.NotFound, discord.Forbidden):
                await finals.edit(view=drawn, allowed_mentions=discord.AllowedMentions.none())

    async def finals_url(self, view: View) -> str | None:
        """Where the finals of a game stand; None if it is of no event, or they are not there yet."""
        found = await self._finals_of(view)
        return found[1].jump_url if found else None

    async def _finals_of(self, view: View) -> tuple[Event, discord.PartialMessage] | None:
        """The event that a game was played for, and the message of its finals."""
        event = await self._course.of_game(view.id)
        if event is None:
            return None
        _state, message = (await self._plans.steps(event.id)).get(Step.RESULTS, ("", None))
        return (event, self._channel(event).get_partial_message(message)) if message is not None else None

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
        coming = len(await self._plans.coming(event.id))
        name = self._plans.about(event, Language(event.language))
        return announcement(event, name, coming, native=event.native is not None)

    # ---- the game ----------------------------------------------------------------------------------------------

    @commands.Cog.listener()
    async def on_quiz_drawn(self, view: View) -> None:
        """The game of an event has come to its halftime, or to its end."""
        if await self._course.moved(view) is not None:
            await self.beat()

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
