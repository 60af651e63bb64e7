"""Discussing on Discord: threads that start from the real facts, two locked votes, evidence, and the result."""

from __future__ import annotations

import logging
from contextlib import suppress

import aiohttp
import discord
from discord import app_commands, ui
from discord.app_commands import locale_str
from discord.ext import commands

from bot.app import Act, Divergence, Interaction, actor_of, language_of, place_of
from bot.errors import Gone, NotAllowed, UserError
from bot.history.card import shaped_title
from bot.history.discussion import Part, nudge_card, position, result_card
from bot.history.model import Prompt
from bot.language import Language, mark, words
from bot.markup import shorten
from bot.services.discussion_course import Step
from bot.store.discussions import Discussion
from cogs.ui.buttons import custom_ids
from cogs.ui.cards import layout
from cogs.ui.discussions import (
    AFTER,
    BEFORE,
    FINISH,
    NO_PART,
    PART,
    evidence_view,
    is_opening,
    opening_view,
    second_view,
)
from cogs.ui.limits import CHOICE_NAME, CHOICES
from cogs.ui.threads import check_permissions, discard, open_post, open_thread, opener_of, tag_for

FIRST_MESSAGES = 5
"""How far from its beginning a thread is searched for its card."""
FAILURES = (discord.HTTPException, aiohttp.ClientError)
UNKNOWN_CHANNEL = 10003

_log = logging.getLogger(__name__)


class Discuss(commands.Cog):
    """Opens discussions, keeps their votes and evidence, and closes them."""

    discuss = app_commands.Group(
        name="discuss",
        description=locale_str("Discussions that start from the real facts"),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._discussing = bot.services.discussing

    # ---- the three commands -----------------------------------------------------------------------------------

    @discuss.command(description=locale_str("Open a thread: the real facts, one question, and a vote before and after"))
    @app_commands.describe(
        topic=locale_str("A topic or a question from the list; left out, one not yet discussed here"),
        where=locale_str("A text channel or forum; here, if you leave it out"),
    )
    async def start(
        self,
        interaction: Interaction,
        topic: str = "",
        where: discord.TextChannel | discord.ForumChannel | None = None,
    ) -> None:
        language = language_of(interaction)
        channel = opener_of(where or interaction.channel)
        place = self._bot.services.governing.place(interaction.guild_id, channel.id)
        prompt = await self._discussing.choose(topic, place, language)
        assert isinstance(interaction.user, discord.Member)
        check_permissions(channel, interaction.user, words(language))
        tag = tag_for(channel, self._bot.services.pack.topics[prompt.topic].values())
        await interaction.response.defer(ephemeral=True)
        discussion = await self._discussing.begin(prompt, place, interaction.user.id, language)
        thread = await self._open(discussion, prompt, channel, tag)
        _ = words(language)
        await interaction.followup.send(_("The discussion is open: {thread}", thread=thread.mention), ephemeral=True)

    @start.autocomplete("topic")
    async def _topics(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        offered = self._discussing.suggest(current, place_of(interaction), language_of(interaction))
        return [app_commands.Choice(name=shorten(name, CHOICE_NAME), value=id) for name, id in offered[:CHOICES]]

    @discuss.command(description=locale_str("Show a fact as evidence, with its seal and its source"))
    @app_commands.describe(fact=locale_str("Part of its title; pick it from the list"))
    async def cite(self, interaction: Interaction, fact: str) -> None:
        place = place_of(interaction)
        discussion = await self._discussing.standing_in(place)
        _refuse_locked(interaction)
        language = Language(discussion.language)
        named = self._discussing.fact_named(fact, discussion, language_of(interaction))
        cited = await self._discussing.cite(discussion, interaction.user.id, named)
        spoiler = self._discussing.ruling(discussion).spoiler
        answer = await self._discussing.answer_with(cited, discussion, interaction.user.id, place)
        await interaction.response.send_message(
            view=evidence_view(answer, self._discussing.pack(discussion), cited, language, spoiler=spoiler)
        )

    @cite.autocomplete("fact")
    async def _facts(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        language = language_of(interaction)
        facts = await self._discussing.suggest_facts(current, place_of(interaction), interaction.user.id, language)
        return [app_commands.Choice(name=shorten(shaped_title(fact, language), CHOICE_NAME), value=fact.id)
                for fact in facts[:CHOICES]]  # fmt: skip

    @discuss.command(description=locale_str("Close the first vote and open the second, for whoever opened it"))
    async def close(self, interaction: Interaction) -> None:
        discussion = await self._discussing.standing_in(place_of(interaction))
        view = self._second_view(discussion)
        await self._discussing.ask_again(discussion, actor_of(interaction))
        sent = await interaction.response.send_message(view=view)
        assert sent.message_id is not None
        await self._discussing.asked_again(discussion, sent.message_id)
        await self._retire(discussion, discussion.card)

    # ---- the buttons ------------------------------------------------------------------------------------------

    async def before(self, interaction: Interaction, act: Act) -> None:
        """A letter on the opening card: a first vote, acknowledged privately."""
        await self._vote(interaction, act, second=False)

    async def after(self, interaction: Interaction, act: Act) -> None:
        """A letter on the second card: a second vote, acknowledged privately."""
        await self._vote(interaction, act, second=True)

    async def _vote(self, interaction: Interaction, act: Act, *, second: bool) -> None:
        discussion = await self._clicked(interaction, act)
        chosen = act.number(1, -1)
        _refuse_locked(interaction)
        prompt = await self._discussing.vote(discussion, interaction.user.id, chosen, second=second)
        _ = words(language_of(interaction))
        text = position(prompt, chosen, _.language)
        said = (
            _("Your second vote: {position}", position=text)
            if second
            else _("Your first vote: {position}", position=text)
        )
        hidden = _("You can change it until this vote closes. The counts stay hidden until the result.")
        await interaction.response.send_message(f"{said}\n{hidden}", ephemeral=True)

    async def take_part(self, interaction: Interaction, act: Act) -> None:
        """Take a part: shown beside whatever its taker cites from now on."""
        discussion = await self._clicked(interaction, act)
        _refuse_locked(interaction)
        chosen = act.values[0] if act.values else NO_PART
        part = Part(chosen) if chosen in set(Part) else None
        await self._discussing.take_part(discussion, interaction.user.id, part)
        _ = words(language_of(interaction))
        match part:
            case Part.ARCHIVIST:
                told = _("You are an Archivist: what you cite is real history only.")
            case Part.SCENARIST:
                told = _("You are a Scenarist: the scenario facts you cite name what they depart from.")
            case None:
                told = _("You have no part, and may cite from either history that is shown here.")
        await interaction.response.send_message(told, ephemeral=True)

    async def finish(self, interaction: Interaction, act: Act) -> None:
        """Finish: the second vote closes and the result follows."""
        discussion = await self._clicked(interaction, act)
        await self._discussing.finish(discussion, actor_of(interaction))
        await interaction.response.send_message(view=await self._result_view(discussion))
        await self._discussing.settle(discussion)
        await self._retire(discussion, discussion.second_card)

    async def _clicked(self, interaction: Interaction, act: Act) -> Discussion:
        """The discussion that a button belongs to, looked up afresh."""
        card = interaction.message.id if interaction.message else 0
        return await self._discussing.clicked(act.id, place_of(interaction), card)

    # ---- opening ----------------------------------------------------------------------------------------------

    async def _open(
        self,
        discussion: Discussion,
        prompt: Prompt,
        where: discord.TextChannel | discord.ForumChannel,
        tag: discord.ForumTag | None,
    ) -> discord.Thread:
        """The thread of a discussion with its card in it, or nothing at all and a sentence."""
        thread: discord.Thread | None = None
        name, view = prompt.text[Language(discussion.language)].title, self._opening_view(discussion)
        try:
            if isinstance(where, discord.ForumChannel):
                thread, card = await open_post(where, name, view, tag)
            else:
                thread = await open_thread(where, name)
                await self._discussing.place(discussion, thread.id)
                card = (await thread.send(view=view)).id
            await self._discussing.open_up(discussion, thread.id, card)
        except BaseException as error:
            if thread is not None:
                await discard(self._bot, thread)
            await self._discussing.abandon(discussion)
            if isinstance(error, FAILURES):
                raise Gone(mark("Discord did not let me open it. Nothing of it is left; try again later.")) from error
            raise
        return thread

    # ---- what time brings -------------------------------------------------------------------------------------

    async def beat(self) -> None:
        """Do what is due in every discussion. What Discord refuses is tried again, or given up in the end."""
        if not self._bot.is_ready():
            return
        for discussion, step in await self._discussing.due():
            try:
                await self._take(discussion, step)
            except UserError as told:  # its prompt is no longer taught, or discussions were switched off there
                _log.info("Discussion %s cannot go on: %s", discussion.id, told)
                await self._discussing.try_later(discussion)
            except FAILURES as error:
                if isinstance(error, discord.NotFound) and error.code == UNKNOWN_CHANNEL and discussion.channel:
                    await self._discussing.lose(discussion.channel)
                else:
                    _log.info("Discussion %s waits: %s", discussion.id, type(error).__name__)
                    await self._discussing.try_later(discussion)

    async def _take(self, discussion: Discussion, step: Step) -> None:
        match step:
            case Step.MEND:
                await self._mend(discussion)
            case Step.NUDGE:
                await self._nudge(discussion)
            case Step.ASK_AGAIN:
                await self._discussing.time_to_ask_again(discussion)
                sent = await self._send(discussion, self._second_view(discussion), "second")
                await self._discussing.asked_again(discussion, sent)
                await self._retire(discussion, discussion.card)
            case Step.SHOW:
                await self._discussing.time_to_show(discussion)
                await self._send(discussion, await self._result_view(discussion), "result")
                await self._discussing.settle(discussion)
                await self._retire(discussion, discussion.second_card)
            case Step.GIVE_UP:
                await self._discussing.settle(discussion)

    async def _mend(self, discussion: Discussion) -> None:
        """Opening was interrupted: take up the card if it was posted, else take back the thread."""
        if discussion.channel is not None:
            thread = await self._bot.fetch_channel(discussion.channel)
            assert isinstance(thread, discord.Thread)
            async for message in thread.history(limit=FIRST_MESSAGES, oldest_first=True):
                if is_opening(custom_ids(message.components), discussion.id):
                    await self._discussing.open_up(discussion, thread.id, message.id)
                    return
            await discard(self._bot, thread)
        await self._discussing.abandon(discussion)

    async def _nudge(self, discussion: Discussion) -> None:
        """One gentle word, if nobody has said anything for long enough: Discord knows when the last message was."""
        assert discussion.channel is not None
        thread = await self._bot.fetch_channel(discussion.channel)
        assert isinstance(thread, discord.Thread)
        last = thread.last_message_id or discussion.card or thread.id
        if await self._discussing.may_nudge(discussion, discord.utils.snowflake_time(last)):
            prompt, language = self._discussing.prompt(discussion), Language(discussion.language)
            card = nudge_card(prompt, self._discussing.following(discussion), language)
            await self._send(discussion, layout(card), "nudge")

    async def _send(self, discussion: Discussion, view: ui.LayoutView, what: str) -> int:
        """Post in the thread of a discussion, which wakes it if Discord had put it away; the message's id."""
        assert discussion.channel is not None
        thread = self._bot.get_partial_messageable(discussion.channel, guild_id=discussion.server)
        return (await thread.send(view=view, nonce=f"{what}-{discussion.id}")).id

    async def _retire(self, discussion: Discussion, card: int | None) -> None:
        """Take the buttons off a card whose vote is over; they would only say so."""
        if discussion.channel is None or card is None:
            return
        thread = self._bot.get_partial_messageable(discussion.channel, guild_id=discussion.server)
        first = card == discussion.card
        view = self._opening_view(discussion, voting=False) if first else self._second_view(discussion, voting=False)
        with suppress(*FAILURES):
            await thread.get_partial_message(card).edit(view=view, allowed_mentions=discord.AllowedMentions.none())

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A deleted thread takes its discussion with it."""
        await self._discussing.lose(payload.thread_id)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A deleted channel takes its threads with it."""
        await self._discussing.lose(channel.id)

    # ---- how it looks -----------------------------------------------------------------------------------------

    def _opening_view(self, discussion: Discussion, *, voting: bool = True) -> ui.LayoutView:
        prompt, language = self._discussing.prompt(discussion), Language(discussion.language)
        ruling = self._discussing.ruling(discussion)
        return opening_view(discussion.id, prompt, ruling.worlds, language, voting=voting, spoiler=ruling.spoiler)

    def _second_view(self, discussion: Discussion, *, voting: bool = True) -> ui.LayoutView:
        prompt, language = self._discussing.prompt(discussion), Language(discussion.language)
        hours = int(self._discussing.terms(discussion.server).second_vote.total_seconds() // 3600)
        return second_view(discussion.id, prompt, hours, language, voting=voting)

    async def _result_view(self, discussion: Discussion) -> ui.LayoutView:
        prompt = self._discussing.prompt(discussion)
        ballots, cited = await self._discussing.result(discussion)
        lines = result_card(self._discussing.pack(discussion), prompt, ballots, cited, Language(discussion.language))
        return layout(lines, spoiler=self._discussing.ruling(discussion).spoiler)


def _refuse_locked(interaction: Interaction) -> None:
    """A locked thread is left as a moderator wanted it."""
    thread = interaction.channel
    if isinstance(thread, discord.Thread) and thread.locked:
        raise NotAllowed(mark("This thread is locked. A moderator can unlock it, or close the discussion."))


async def setup(bot: Divergence) -> None:
    cog = Discuss(bot)
    await bot.add_cog(cog)
    bot.actions |= {BEFORE: cog.before, AFTER: cog.after, PART: cog.take_part, FINISH: cog.finish}
    bot.on_pulse.append(cog.beat)
