"""Asking either history: `/ask`, a mention or a direct message, and the buttons of the answer."""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import Sequence

import aiohttp
import discord
from discord import app_commands, ui
from discord.app_commands import locale_str
from discord.ext import commands

from bot.app import (
    CUSTOM_ID,
    Act,
    Divergence,
    Interaction,
    check_writer,
    language_of,
    place_in,
    place_of,
    writers_language,
)
from bot.errors import NotAllowed, TooFast
from bot.history.card import (
    Line,
    Role,
    about_line,
    fact_card,
    nothing_card,
    shaped_title,
    sources_card,
    suggestion_card,
)
from bot.history.model import Fact, World
from bot.history.search import Scope, Status
from bot.language import Language, mark, words
from bot.markup import shorten
from bot.services.asking import REPORT_LIMIT, Reply
from bot.services.policy import Feature, Place, decide
from bot.store.answers import Answer
from bot.text import QUESTION_LIMIT, clean
from cogs.ui.buttons import Button, Select, custom_ids, form, option
from cogs.ui.cards import layout
from cogs.ui.limits import CHOICE_NAME

ECHO_LIMIT = 60
"""Characters of the question shown above a public answer."""
NONE_OF_THESE = "none"
TITLES_SUGGESTED = 20

_SPOKEN = {discord.MessageType.default, discord.MessageType.reply}
"""What people write, unlike what Discord says in their name, such as that something was pinned."""

_log = logging.getLogger(__name__)


class Ask(commands.Cog):
    """Answers questions, sealed and cited, or says honestly that the sources do not say."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._pack = bot.services.pack
        self._asking = bot.services.asking

    # ---- the three ways to ask --------------------------------------------------------------------------------

    @app_commands.command(description=locale_str("Ask either history in your own words; the answer names its source"))
    @app_commands.describe(
        question=locale_str("In your own words; typos and missing accents are fine"),
        world=locale_str("Which history to ask; both, real first, if you leave it out"),
        private=locale_str("Show the answer only to you"),
    )
    @app_commands.choices(
        world=[
            app_commands.Choice(name=locale_str("● real history"), value="real"),
            app_commands.Choice(name=locale_str("◆ alternate history"), value="alternate"),
            app_commands.Choice(name=locale_str("both, real first"), value="real-first"),
        ]
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def ask(
        self, interaction: Interaction, question: str, world: str = Scope.REAL_FIRST.value, private: bool = False
    ) -> None:
        place = place_of(interaction)
        private = private or not decide(place, Feature.ASK).public
        reply = await self._asking.ask(question, place, interaction.user.id, Scope(world), language_of(interaction))
        above = None if private else _echo(question, reply.language)
        await interaction.response.send_message(view=self._view(reply, place, private, above), ephemeral=private)

    @ask.autocomplete("question")
    async def _titles(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        typed = " ".join(current.split())
        if len(typed) > CHOICE_NAME:
            return []  # a choice could not hold it, and taking one would cut the question short
        chosen = str(getattr(interaction.namespace, "world", None) or Scope.REAL_FIRST)
        world = Scope(chosen).world if chosen in set(Scope) else None
        titles = self._asking.suggest_titles(current, place_of(interaction), language_of(interaction), world)
        # What was typed comes first: Enter takes the first choice, and must not ask something else instead.
        offered = dict.fromkeys([*([typed] if typed and titles else []), *titles[:TITLES_SUGGESTED]])
        return [app_commands.Choice(name=choice, value=choice) for choice in offered]

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a mention, a reply to the bot or a direct message, as `/ask` would."""
        me = self._bot.user
        if message.author.bot or me is None or message.type not in _SPOKEN:
            return
        if message.guild and me not in message.mentions:
            return
        self._bot.working()
        try:
            check_writer(self._bot, message)
            view = await self._answer_to(message, clean(re.sub(rf"<@!?{me.id}>", " ", message.content), QUESTION_LIMIT))
        except NotAllowed:
            return  # a channel where questions are switched off stays quiet
        except TooFast as error:
            if error.again:
                return  # said once; one sentence for each of a flood would be a flood of its own
            view = self._said(error, message)
        except Exception as error:  # noqa: BLE001 # as with a command, nobody is left without an answer
            view = self._said(error, message)
        try:
            await message.reply(view=view, mention_author=False)
        except (discord.HTTPException, aiohttp.ClientError) as error:
            # The channel may be gone or closed to us by now.
            _log.info("A mention could not be answered: %s", type(error).__name__)

    def _said(self, error: Exception, message: discord.Message) -> ui.LayoutView:
        return layout([Line(Role.BODY, self._bot.explain(error, message.id, writers_language(self._bot, message)))])

    async def _answer_to(self, message: discord.Message, question: str) -> ui.LayoutView:
        if not question:
            return layout(self._greeting(message))
        for gate in self._bot.gates:
            await gate(message.author.id, "ask")
        place = place_in(self._bot, message)
        return self._view(await self._answer_message(message, question, place), place, private=False)

    async def _answer_message(self, message: discord.Message, question: str, place: Place) -> Reply:
        """Answer a message, which may lean on the answer it replies to or on the last one its author got here."""
        previous = await self._asking.previous(place, message.author.id, _answer_replied_to(message))
        return await self._asking.ask(
            question, place, message.author.id, locale=writers_language(self._bot, message), previous=previous
        )

    def _greeting(self, message: discord.Message) -> Sequence[Line]:
        """For a mention without a question."""
        _ = words(writers_language(self._bot, message))
        return [
            Line(Role.HEADING, self._pack.title[_.language]),
            Line(Role.BODY, _("Mention me with a question, or use /ask. I say which history the answer belongs to.")),
        ]

    # ---- the buttons of an answer -----------------------------------------------------------------------------

    async def turn(self, interaction: Interaction, act: Act) -> None:
        """Other world: the counterpart, in place of a private card or privately beside a public one."""
        answer, place = await self._answer(interaction, act)
        reply = await self._asking.turn(answer, place, interaction.user.id)
        await self._show(interaction, reply, place)

    async def alone(self, interaction: Interaction, act: Act) -> None:
        """Not about that: the question's answer without what was said before it."""
        answer, place = await self._answer(interaction, act)
        reply = await self._asking.alone(answer, place, interaction.user.id)
        await self._show(interaction, reply, place, mine=interaction.user.id == answer.asker)

    async def sources(self, interaction: Interaction, act: Act) -> None:
        """Sources: every reference in full, privately."""
        answer, place = await self._answer(interaction, act)
        reply = self._asking.shown(answer, place)
        assert reply.fact is not None
        card = sources_card(self._asking.pack(place), reply.fact, reply.language)
        covered = decide(place, Feature.ASK).spoiler
        await interaction.response.send_message(view=layout(card, spoiler=covered), ephemeral=True)

    async def wrong(self, interaction: Interaction, act: Act) -> None:
        """Wrong?: a form for what is wrong with the fact."""
        answer, place = await self._answer(interaction, act)
        self._asking.shown(answer, place)
        _ = words(language_of(interaction))
        said: ui.TextInput[ui.Modal] = ui.TextInput(
            style=discord.TextStyle.paragraph,
            placeholder=_("A date, a name, a source … moderators will read this."),
            max_length=REPORT_LIMIT,
        )
        label = _("What is wrong, and how do you know?")
        await interaction.response.send_modal(
            form("ask-report", answer.id, title=_("Report a mistake"), said=(label, said))
        )

    async def report(self, interaction: Interaction, act: Act) -> None:
        """The filled form: kept for the moderators."""
        answer, place = await self._answer(interaction, act)
        number = await self._asking.report(answer, place, interaction.user.id, act.fields.get("said", ""))
        self._bot.dispatch("fact_reported", interaction.guild_id, number)
        _ = words(language_of(interaction))
        await interaction.response.send_message(
            _("Thank you. This is kept for the moderators as report {number}.", number=number), ephemeral=True
        )

    async def show(self, interaction: Interaction, act: Act) -> None:
        """Show everyone: a private answer, once more, for all to see."""
        answer, place = await self._answer(interaction, act)
        if not decide(place, Feature.ASK).public:
            raise NotAllowed(mark("In this place my answers stay private."))
        view = self._view(self._asking.shown(answer, place), place, private=False)
        await interaction.response.send_message(view=view)

    async def delete(self, interaction: Interaction, act: Act) -> None:
        """Delete: for whoever asked, and for those who may delete messages here."""
        answer, _place = await self._answer(interaction, act)
        if interaction.user.id != answer.asker and not interaction.permissions.manage_messages:
            raise NotAllowed(mark("Only the person who asked, or a moderator, can delete this."))
        await interaction.response.defer()
        with contextlib.suppress(discord.NotFound):  # somebody else was quicker
            await interaction.delete_original_response()

    async def pick(self, interaction: Interaction, act: Act) -> None:
        """Did you mean: the chosen fact, or an honest nothing."""
        answer, place = await self._answer(interaction, act)
        chosen = act.values[0] if act.values else NONE_OF_THESE
        if chosen == NONE_OF_THESE:
            reply = Reply(answer.id, Language(answer.language), Status.NOTHING)
        else:
            reply = await self._asking.choose(answer, chosen, place, interaction.user.id)
        await self._show(interaction, reply, place, mine=interaction.user.id == answer.asker)

    # ---- how replies are shown --------------------------------------------------------------------------------

    async def _answer(self, interaction: Interaction, act: Act) -> tuple[Answer, Place]:
        """The answer a button belongs to, looked up afresh, and where it was pressed."""
        place = place_of(interaction)
        return await self._asking.answered(act.id, place), place

    async def _show(self, interaction: Interaction, reply: Reply, place: Place, *, mine: bool = False) -> None:
        """Put a reply where the card was if that is the presser's own to change, else privately beside it."""
        private = interaction.message is not None and interaction.message.flags.ephemeral
        if private or mine:
            await interaction.response.edit_message(view=self._view(reply, place, private))
        else:
            await interaction.response.send_message(view=self._view(reply, place, private=True), ephemeral=True)

    def _view(self, reply: Reply, place: Place, private: bool, above: str | None = None) -> ui.LayoutView:
        """A reply as a card with its buttons."""
        covered = decide(place, Feature.ASK).spoiler
        match reply.status:
            case Status.ANSWER:
                assert reply.fact is not None
                twin = reply.other if reply.twin and not covered else None
                lines = fact_card(
                    self._asking.pack(place),
                    reply.fact,
                    reply.language,
                    direct=reply.direct,
                    twin=twin,
                    about=_about(reply, covered=covered),
                )
                return layout(lines, self._buttons(reply, place, private), above=above, spoiler=covered)
            case Status.SUGGEST:
                lines = [*about_line(_about(reply, covered=covered), reply.language), *suggestion_card(reply.language)]
                return layout(lines, [_menu(reply)], self._buttons_of_none(reply, private), above=above)
            case Status.NOTHING:
                lines = nothing_card(reply.nearest, reply.language, covered=reply.covered)
                return layout(lines, _delete_button(reply, private), above=above)

    def _buttons_of_none(self, reply: Reply, private: bool) -> list[Button]:
        """Under suggestions: a way back from what the question was taken to be about."""
        return [*_alone_button(reply), *_delete_button(reply, private)]

    def _buttons(self, reply: Reply, place: Place, private: bool) -> list[Button]:
        _ = words(reply.language)
        buttons = []
        if reply.other:
            buttons.append(Button.to("ask-turn", reply.id, label=_("Other world")))
        buttons.append(Button.to("ask-sources", reply.id, label=_("Sources")))
        buttons.append(Button.to("ask-wrong", reply.id, label=_("Wrong?")))
        if private and place.server and decide(place, Feature.ASK).public:
            buttons.append(Button.to("ask-show", reply.id, label=_("Show everyone")))
        buttons += _alone_button(reply)
        return [*buttons, *_delete_button(reply, private)]


def _alone_button(reply: Reply) -> list[Button]:
    _ = words(reply.language)
    return [Button.to("ask-alone", reply.id, label=_("Not about that"))] if reply.about else []


def _delete_button(reply: Reply, private: bool) -> list[Button]:
    """Only public cards need one: a private one is dismissed."""
    _ = words(reply.language)
    return [] if private else [Button.to("ask-delete", reply.id, label=_("Delete"))]


def _about(reply: Reply, *, covered: bool) -> Fact | None:
    """What the question leaned on, unless its title would uncover the scenario in a frame that is not covered."""
    about = reply.about
    in_the_open = covered and about is not None and about.world is World.ALTERNATE
    return None if in_the_open and (reply.fact is None or reply.fact.world is World.REAL) else about


def _menu(reply: Reply) -> Select:
    _ = words(reply.language)
    options = [
        option(shaped_title(fact, reply.language), fact.id, fact.when.show(reply.language) if fact.when else "")
        for fact in reply.nearest
    ]
    options.append(option(_("None of these"), NONE_OF_THESE))
    return Select.to("ask-pick", reply.id, placeholder=_("Choose what you meant"), options=options)


def _echo(question: str, language: Language) -> str | None:
    shown = shorten(clean(question, QUESTION_LIMIT), ECHO_LIMIT)
    _ = words(language)
    return _("Asked: {question}", question=shown) if shown else None


def _answer_replied_to(message: discord.Message) -> int | None:
    """The answer that a message replies to, read off the buttons of the card it replies to."""
    resolved = message.reference.resolved if message.reference else None
    if not isinstance(resolved, discord.Message):
        return None
    for id in custom_ids(resolved.components):
        if (found := CUSTOM_ID.fullmatch(id)) and found["action"].startswith("ask-") and found["ids"]:
            return int(found["ids"].split(":")[1])
    return None


async def setup(bot: Divergence) -> None:
    cog = Ask(bot)
    await bot.add_cog(cog)
    bot.actions |= {
        "ask-turn": cog.turn, "ask-alone": cog.alone, "ask-sources": cog.sources, "ask-wrong": cog.wrong,
        "ask-report": cog.report, "ask-show": cog.show, "ask-delete": cog.delete, "ask-pick": cog.pick,
    }  # fmt: skip
