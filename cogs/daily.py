"""The daily post: at its time the question of the day and yesterday's answer appear in the channel moderators chose.

Where only real history is shown, a real fact appears instead. What may have been posted before a crash is looked for
among the bot's own messages first, so that a day never has two.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from zoneinfo import ZoneInfo

import discord
from discord.ext import commands

from bot.app import Act, Divergence, Interaction, language_of, place_of, server_language
from bot.errors import BadInput, UserError
from bot.history.card import CHANNEL, Line, Role, fact_card, sources_card
from bot.history.model import Fact
from bot.language import Language, words
from bot.quiz.reveal import reveal_card
from bot.services.daily_posts import SAID, Trouble
from bot.services.game_views import View
from bot.services.policy import Feature, Place, check_switched_on, decide
from bot.store.daily_posts import Post
from cogs.quiz_live import live_of
from cogs.ui.buttons import Button, custom_ids
from cogs.ui.cards import layout
from cogs.ui.event_views import is_game
from cogs.ui.quiz_clicks import FAILURES

BEFORE = timedelta(minutes=1)
"""How long before a post was first tried its messages are looked for; clocks differ."""
SEARCHED = 1000
"""Messages looked through at most."""
NEEDED = discord.Permissions(view_channel=True, send_messages=True, read_message_history=True)

_log = logging.getLogger(__name__)


class Daily(commands.Cog):
    """Makes the daily posts when they are due."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._posts = bot.services.daily_posts
        self._games = bot.services.games
        self._governing = bot.services.governing

    async def beat(self) -> None:
        """Plan what is to come and post what is due. Called once a minute."""
        if not self._bot.is_ready():
            return
        await self._posts.plan()
        for post in await self._posts.due():
            guild = self._bot.get_guild(post.server)
            if guild is not None and not guild.unavailable and not self._governing.settings_of(guild.id).paused:
                await self._make(post, guild)
        await self._posts.plan()

    async def _make(self, post: Post, guild: discord.Guild) -> None:
        """One day's post: made, put off, or told to moderators as impossible."""
        try:
            await self._bot.services.subjects.ready(guild.id)
            channel = guild.get_channel(self._governing.settings_of(guild.id).daily_channel or 0)
            trouble = self._trouble(guild, channel)
            if trouble is not None:
                await self._stop(post, guild, trouble)
                return
            assert isinstance(channel, discord.TextChannel)
            place = self._governing.place(guild.id, channel.id)
            begun, fact = await self._posts.begin(post, place)
            if begun:
                sent = await (self._fact(post, fact, channel) if fact else self._question(post, place, channel))
                await self._posts.done(post, sent)
        except discord.Forbidden:
            await self._stop(post, guild, Trouble.FORBIDDEN)
        except BadInput:  # no question can be made here, and no fact is left
            await self._stop(post, guild, Trouble.EMPTY)
        except UserError as told:
            _log.info("The daily post of server %s waits: %s", post.server, told)
            await self._posts.put_off(post)
        except FAILURES as error:
            _log.info("The daily post of server %s waits: %s", post.server, type(error).__name__)
            await self._posts.put_off(post)

    def _trouble(self, guild: discord.Guild, channel: object) -> Trouble | None:
        """What stands in the way."""
        if not isinstance(channel, discord.TextChannel):
            return Trouble.GONE
        if not channel.permissions_for(guild.me) >= NEEDED:
            return Trouble.FORBIDDEN
        ruling = decide(self._governing.place(guild.id, channel.id), Feature.QUIZ)
        return None if ruling.allowed and ruling.public else Trouble.OFF

    # ---- what is posted ----------------------------------------------------------------------------------------

    async def _question(self, post: Post, place: Place, channel: discord.TextChannel) -> int | None:
        """Yesterday's answer, then today's question, each unless it is there already; the question's message."""
        settings = self._governing.settings_of(post.server)
        zone = ZoneInfo(settings.time_zone)
        yesterday = await self._games.yesterday(place, zone)
        if yesterday is not None and yesterday.game.rounds and yesterday.game.rounds[0].revealed:
            await self._reveal(post, yesterday, place, channel)
        language = server_language(self._bot, channel.guild)
        view = await self._games.daily(place, language, zone)
        if view.record.message is None:
            sent = await self._find(post, channel, lambda message: is_game(message, view.id))
            if sent is None:
                view = await live_of(self._bot).open(view, channel, channel.id)
            else:
                view = await self._games.placed(view.id, channel.id, sent)
        live_of(self._bot).touch(view)
        return view.record.message

    async def _reveal(self, post: Post, view: View, place: Place, channel: discord.TextChannel) -> None:
        mark = f"b1:quiz-yesterday:{view.id}"
        if await self._find(post, channel, lambda message: mark in custom_ids(message.components)) is not None:
            return
        _ = words(view.game.settings.language)
        card = [Line(Role.SMALL, _("Yesterday's answer")), *reveal_card(view.game, 0, _.language)]
        mine = Button.to("quiz-yesterday", view.id, label=_("How I answered"))
        shown = layout(card, [mine], spoiler=decide(place, Feature.QUIZ).spoiler)
        await channel.send(view=shown, nonce=f"daily-{post.id}-1")

    async def _fact(self, post: Post, fact: Fact, channel: discord.TextChannel) -> int:
        """A real fact, where nothing else may be shown."""
        mark = f"b1:daily-sources:{post.id}"
        sent = await self._find(post, channel, lambda message: mark in custom_ids(message.components))
        if sent is not None:
            return sent
        _ = words(server_language(self._bot, channel.guild))
        pack = self._bot.services.subjects.of(post.server).pack
        card = [Line(Role.SMALL, _("From the record, today")), *fact_card(pack, fact, _.language)]
        shown = layout(card, [Button.to("daily-sources", post.id, label=_("Sources"))])
        return (await channel.send(view=shown, nonce=f"daily-{post.id}-0")).id

    async def sources(self, interaction: Interaction, act: Act) -> None:
        """Sources, under the fact of a day: every reference in full, privately."""
        place = place_of(interaction)
        check_switched_on(place, Feature.QUIZ)
        fact = await self._posts.told(act.id, place)
        pack = self._bot.services.subjects.of(place.server).pack
        await interaction.response.send_message(
            view=layout(sources_card(pack, fact, language_of(interaction))), ephemeral=True
        )

    async def _find(
        self, post: Post, channel: discord.TextChannel, fits: Callable[[discord.Message], bool]
    ) -> int | None:
        """The bot's own message that fits, since the post was first tried."""
        assert self._bot.user is not None
        if post.tried_at is None:
            return None
        async for message in channel.history(limit=SEARCHED, after=post.tried_at - BEFORE, oldest_first=True):
            if message.author.id == self._bot.user.id and fits(message):
                return message.id
        return None

    # ---- what stands in the way --------------------------------------------------------------------------------

    async def _stop(self, post: Post, guild: discord.Guild, trouble: Trouble) -> None:
        """It cannot be made: moderators are told in their channel, once."""
        assert self._bot.user is not None
        if not await self._posts.stop(post, trouble, self._bot.user.id):
            return
        _log.warning("The daily post of server %s cannot be made: %s", post.server, trouble)
        settings = self._governing.settings_of(guild.id)
        told = guild.get_channel(settings.moderators_channel or 0)
        if isinstance(told, discord.abc.Messageable):
            _ = words(server_language(self._bot, guild))
            with suppress(*FAILURES):
                await told.send(view=layout([trouble_line(trouble, settings.daily_channel, _.language)]))


def trouble_line(trouble: Trouble, channel: int | None, language: Language) -> Line:
    """What stands in the way of the daily post, and what to do."""
    return Line(Role.BODY, words(language)(SAID[trouble], channel=CHANNEL), id=channel)


async def setup(bot: Divergence) -> None:
    cog = Daily(bot)
    await bot.add_cog(cog)
    bot.actions |= {"daily-sources": cog.sources}
    bot.on_pulse.append(cog.beat)
