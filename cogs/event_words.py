"""Words of events that wait: shown to the moderators, decided on, and carried out wherever the event is shown."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress

import discord
from discord import ui
from discord.ext import commands

from bot.app import Act, Divergence, Interaction, actor_of, language_of, server_language
from bot.language import Language
from bot.services.event_words import Case
from bot.store.event_words import State
from cogs.event_run import run_of
from cogs.ui.buttons import number_in
from cogs.ui.cards import layout
from cogs.ui.event_word_views import outcome_lines, words_list, words_view
from cogs.ui.native_events import change_native
from cogs.ui.quiz_clicks import FAILURES, game_of, is_private

_log = logging.getLogger(__name__)


class WordsForEvents(commands.Cog):
    """Lets moderators decide on titles and descriptions."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._words = bot.services.event_words
        self._telling = asyncio.Lock()

    # ---- what comes in -----------------------------------------------------------------------------------------

    @commands.Cog.listener()
    async def on_event_words_held(self, id: int) -> None:
        """Put words before the moderators, where they named a channel; else they wait under `/config challenges`."""
        case = await self._words.held(id)
        if case is None:
            return
        server = case.held.server
        channel, guild = (
            self._bot.services.governing.settings_of(server).moderators_channel,
            self._bot.get_guild(server),
        )
        if channel is None or guild is None:
            return
        where = self._bot.get_partial_messageable(channel, guild_id=server)
        view = words_view(case, server_language(self._bot, guild), listed=False)
        try:
            sent = await where.send(view=view, nonce=f"words-{id}")
        except FAILURES as error:
            _log.info("The words %s wait in the list: %s", id, type(error).__name__)
            return
        await self._words.posted(case.held, channel, sent.id)

    # ---- deciding ----------------------------------------------------------------------------------------------

    async def page(self, interaction: Interaction, _act: Act) -> None:
        """The list, in place of what is shown."""
        await interaction.response.edit_message(view=await self._list(interaction))

    async def _list(self, interaction: Interaction) -> ui.LayoutView:
        return words_list(await self._words.page(actor_of(interaction)), language_of(interaction))

    async def open(self, interaction: Interaction, act: Act) -> None:
        """One of the list."""
        await self._show(interaction, await self._words.case(actor_of(interaction), number_in(act.values) or 0))

    async def show(self, interaction: Interaction, act: Act) -> None:
        """Show them: the event is called so."""
        await self._decided(interaction, await self._words.show(actor_of(interaction), game_of(act)))

    async def keep(self, interaction: Interaction, act: Act) -> None:
        """Keep the neutral title: the event goes on as it is called."""
        await self._decided(interaction, await self._words.keep(actor_of(interaction), game_of(act)))

    async def undo(self, interaction: Interaction, act: Act) -> None:
        """Undo: they wait again."""
        await self._decided(interaction, await self._words.undo(actor_of(interaction), game_of(act)))

    async def _decided(self, interaction: Interaction, case: Case) -> None:
        await self._show(interaction, case)
        posted, shown = case.held.card, interaction.message
        if posted is not None and (shown is None or shown.id != posted[1]):
            await self._redraw(case, *posted)
        await self.tell()

    async def _show(self, interaction: Interaction, case: Case) -> None:
        """The card that was clicked, as things stand now."""
        listed = is_private(interaction)
        language = language_of(interaction) if listed else server_language(self._bot, interaction.guild)
        await interaction.response.edit_message(view=words_view(case, language, listed=listed))

    async def _redraw(self, case: Case, channel: int, message: int) -> None:
        server = case.held.server
        view = words_view(case, server_language(self._bot, self._bot.get_guild(server)), listed=False)
        where = self._bot.get_partial_messageable(channel, guild_id=server).get_partial_message(message)
        with suppress(*FAILURES):  # a card that is gone need not be right
            await where.edit(view=view, allowed_mentions=discord.AllowedMentions.none())

    # ---- carrying out ------------------------------------------------------------------------------------------

    async def tell(self) -> None:
        """What was decided and not carried out yet, be it before a restart: the announcement, Discord's own event and
        a word to the writer."""
        async with self._telling:
            cases = await self._words.untold()
            for case in cases:
                if case.event.open:
                    run_of(self._bot).touch(case.event.id)
                    await change_native(self._bot, case.event)
                await self._answer(case)
                await self._words.told(case.held)
        if cases:
            await run_of(self._bot).beat()

    async def _answer(self, case: Case) -> None:
        """Tell who wrote the words, privately; some take no direct messages."""
        if case.held.state is State.REPLACED:
            return
        writer = case.held.person
        language = self._bot.services.personal.language_of(writer) or Language(case.event.language)
        with suppress(*FAILURES):
            person = self._bot.get_user(writer) or await self._bot.fetch_user(writer)
            await person.send(view=layout(outcome_lines(case, language)))


async def setup(bot: Divergence) -> None:
    cog = WordsForEvents(bot)
    await bot.add_cog(cog)
    bot.on_pulse.append(cog.tell)
    bot.actions |= {
        "config-words-list": cog.page, "config-words-open": cog.open, "config-words-show": cog.show,
        "config-words-keep": cog.keep, "config-words-undo": cog.undo,
    }  # fmt: skip
