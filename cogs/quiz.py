"""Opening a quiz: `/quiz` answers with a card, and one more tap begins: alone, for everyone, or the one of the day."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import discord
from discord import app_commands, ui
from discord.app_commands import locale_str
from discord.ext import commands

from bot.app import Act, Divergence, Interaction, language_of, place_of, server_language
from bot.errors import BadInput, Gone, NotAllowed
from bot.history.card import CHANNEL, Line, Role
from bot.history.model import Pack
from bot.language import Language, Words, mark, words
from bot.markup import shorten
from bot.quiz.about import About, find_about
from bot.quiz.choices import number_of, numbered, offered
from bot.quiz.moves import Mode
from bot.quiz.sheet import answered
from bot.services.game_views import View
from bot.services.gates import check_quiz
from bot.services.policy import Feature, Place, decide
from bot.services.server_settings import ServerSettings
from cogs.quiz_live import live_of
from cogs.ui.buttons import Button, link
from cogs.ui.cards import layout
from cogs.ui.limits import CHOICE_NAME, CHOICES
from cogs.ui.quiz_clicks import FAILURES, address, click_of
from cogs.ui.quiz_views import own_view
from cogs.ui.threads import discard, open_thread

MOST = 20
"""Questions in a quiz at most."""


class Quiz(commands.Cog):
    """Opens quizzes."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._games = bot.services.games

    # ---- the command and its card ------------------------------------------------------------------------------

    @app_commands.command(description=locale_str("A quiz that tells the two histories apart: alone, together, daily"))
    @app_commands.describe(
        about=locale_str("A topic, a person or a place; everything, if you leave it out"),
        questions=locale_str("How many questions"),
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def quiz(
        self, interaction: Interaction, about: str = "", questions: app_commands.Range[int, 1, MOST] | None = None
    ) -> None:
        subject = find_about(self._pack(interaction.guild_id), about) if about.strip() else None
        if subject is None and about.strip():
            raise BadInput(mark("I have no topic, person or place of that name. Choose one from the list."))
        place, settings = place_of(interaction), self._settings(interaction)
        count = questions or settings.quiz_questions
        language = language_of(interaction)
        await interaction.response.send_message(
            view=self._start_card(place, settings, subject, count, language), ephemeral=True
        )

    @quiz.autocomplete("about")
    async def _abouts(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        language = language_of(interaction)
        found = offered(self._pack(interaction.guild_id), current[:CHOICE_NAME], language)[:CHOICES]
        return [app_commands.Choice(name=shorten(about.name[language], CHOICE_NAME), value=about.id) for about in found]

    def _start_card(
        self, place: Place, settings: ServerSettings, about: About | None, count: int, language: Language
    ) -> ui.LayoutView:
        """What there is to choose here, and how answers are paid."""
        _, ids = words(language), (count, number_of(about))
        wanted = [
            _.plural("{count} question", "{count} questions", count),
            *([_("about {about}", about=about.name[language])] if about else []),
        ]
        lines = [Line(Role.HEADING, _("Quiz: which history is it from?")), Line(Role.BODY, ", ".join(wanted))]
        lines.append(Line(Role.BODY, _("Solo: you alone, and only you see it.")))
        here = place.server is not None and place.member
        buttons = [self._choice("quiz-solo", ids, _("Solo"), first=not here)]
        if here and decide(place, Feature.QUIZ).public:
            lines.append(Line(Role.BODY, _("Everyone: whoever joins, in a thread of this channel where that can be.")))
            buttons.append(self._choice("quiz-everyone", ids, _("Everyone"), first=settings.quiz_mode is Mode.EVERYONE))
        if here:
            lines.append(
                Line(Role.BODY, _("Daily: one statement a day, the same for all here; the answer is tomorrow."))
            )
            buttons.append(self._choice("quiz-daily", (), _("Daily"), first=False))
        else:
            lines.append(Line(Role.SMALL, _("Playing together and the question of the day need a server that I was "
                                            "added to.")))  # fmt: skip
        lines.append(Line(Role.SMALL, _(
            "Real or alternate: sure 10 points or 0, lean 9 or 4, pass 7. Everything else: 10 if right, else 4, or 0 "
            "after “I'm sure”, which breaks ties when right; speed comes after that."
        )))  # fmt: skip
        return layout(lines, buttons)

    def _choice(self, action: str, ids: tuple[int, ...], label: str, *, first: bool) -> Button:
        style = discord.ButtonStyle.primary if first else discord.ButtonStyle.secondary
        return Button.to(action, *ids, label=label, style=style)

    def _settings(self, interaction: Interaction) -> ServerSettings:
        return self._bot.services.governing.settings_of(interaction.guild_id)

    def _pack(self, server: int | None) -> Pack:
        """All that is taught in a server."""
        return self._bot.services.subjects.of(server).pack

    def _wish(self, act: Act, server: int | None) -> tuple[int, str | None]:
        """How many questions a button asks for, and about what; Gone if that is no longer taught."""
        count, number = (*act.ids, 0, 0)[:2]
        about = numbered(self._pack(server), number)
        if number and about is None:
            raise Gone(mark("That is no longer in the collection. Choose something else with /quiz."))
        return max(1, min(count, MOST)), about.id if about else None

    # ---- alone -------------------------------------------------------------------------------------------------

    async def solo(self, interaction: Interaction, act: Act) -> None:
        """Solo: the card becomes the first question; or the one that stands, in a game not yet over."""
        count, about = self._wish(act, interaction.guild_id)
        place, language = place_of(interaction), language_of(interaction)
        await interaction.response.defer()
        view = await self._games.open(
            place, click_of(interaction), Mode.SOLO, language, count, about, self._settings(interaction).quiz_pace
        )
        _ = words(language)
        notice = None if view.new else _("This game of yours is still running.")
        await interaction.edit_original_response(view=self._own(view, place, language, notice))
        live_of(self._bot).touch(view)

    def _own(self, view: View, place: Place, language: Language, notice: str | None = None) -> ui.LayoutView:
        own = answered(view.game, view.seat or 0, view.game.number)
        spoiler = decide(place, Feature.QUIZ).spoiler
        return own_view(
            view.id,
            view.game,
            language,
            own,
            spoiler=spoiler,
            notice=notice,
            moderated=place.server is not None and place.member,
        )

    # ---- for everyone ------------------------------------------------------------------------------------------

    async def everyone(self, interaction: Interaction, act: Act) -> None:
        """Everyone: a lobby in a thread, or here; or the way to the game that already runs here."""
        count, about = self._wish(act, interaction.guild_id)
        place, settings = place_of(interaction), self._settings(interaction)
        check_quiz(place, Mode.EVERYONE)
        _require_room(interaction)
        await interaction.response.defer()
        language = settings.language or language_of(interaction)
        view = await self._games.open(
            place, click_of(interaction), Mode.EVERYONE, language, count, about, settings.quiz_pace
        )
        new = view.new
        if new:
            view = await self._place(interaction, view, words(language))
        await interaction.edit_original_response(view=_way_to(view, words(language_of(interaction)), new=new))

    async def _place(self, interaction: Interaction, view: View, _: Words) -> View:
        """The lobby in a thread of this channel, else in the channel itself, else nowhere and the game is over."""
        here = interaction.channel
        thread: discord.Thread | None = None
        about = find_about(self._pack(interaction.guild_id), view.game.settings.about or "")
        name = _("Quiz: {about}", about=about.name[_.language]) if about else _("Quiz: which history is it from?")
        try:
            if isinstance(here, discord.TextChannel) and _may_open_threads(here, interaction):
                thread = await open_thread(here, name)
            where = thread or here
            assert isinstance(where, discord.abc.Messageable)
            view = await self._games.placed(view.id, thread.id if thread else view.record.channel, None)
            return await live_of(self._bot).open(view, where, thread.id if thread else view.record.channel)
        except BaseException as error:
            await self._games.channel_gone(view.id)
            if thread is not None:
                await discard(self._bot, thread)
            if not isinstance(error, FAILURES):
                raise
            raise Gone(mark("Discord did not let me open it. Nothing of it is left; try again later.")) from error

    # ---- the one of the day ------------------------------------------------------------------------------------

    async def daily(self, interaction: Interaction, _act: Act) -> None:
        """Daily: today's question, privately; whoever is first also has it shown to all, where that may be."""
        place, language, settings = place_of(interaction), language_of(interaction), self._settings(interaction)
        zone, person = ZoneInfo(settings.time_zone), interaction.user.id
        await interaction.response.defer()
        yesterday = await self._games.yesterday(place, zone)
        view = await self._games.daily(place, server_language(self._bot, interaction.guild), zone)
        # Where it is posted by itself, at its time, whoever is first does not post it elsewhere before.
        posted = settings.daily_channel is not None
        if view.new and not posted and decide(place, Feature.QUIZ).public and _may_write(interaction):
            view = await self._show_all(interaction, view)
        live_of(self._bot).touch(view)
        view = await self._games.view(view.id, place, person)
        card, _ = self._own(view, place, language), words(language)
        below: list[Button | ui.Button[ui.LayoutView]] = []
        if yesterday is not None:
            below.append(Button.to("quiz-yesterday", yesterday.id, label=_("Yesterday's answer")))
        if (url := address(view)) is not None:
            below.append(link(_("Where all see it"), url))
        if below:
            card.add_item(ui.ActionRow(*below))
        await interaction.edit_original_response(view=card)

    async def _show_all(self, interaction: Interaction, view: View) -> View:
        """Today's question as a message; if Discord does not take it, everybody still has it privately."""
        here = interaction.channel
        assert isinstance(here, discord.abc.Messageable)
        try:
            return await live_of(self._bot).open(view, here, view.record.channel)
        except FAILURES:
            return view

    async def yesterday(self, interaction: Interaction, act: Act) -> None:
        """Yesterday's answer: its reveal, with what the reader had said."""
        place, language = place_of(interaction), language_of(interaction)
        view = await self._games.view(act.id, place, interaction.user.id)
        if view.record.mode is not Mode.DAILY or not view.game.rounds or not view.game.rounds[0].revealed:
            raise Gone(mark("The answer has not been revealed yet."))
        await interaction.response.send_message(view=self._own(view, place, language), ephemeral=True)


def _way_to(view: View, _: Words, *, new: bool) -> ui.LayoutView:
    """Where a game for everyone is."""
    said = _("The quiz is open: {channel}", channel=CHANNEL)
    if not new:
        said = _("A quiz is already running here: {channel}", channel=CHANNEL)
    line = Line(Role.BODY, said, id=view.record.played_in or view.record.channel)
    url = address(view)
    return layout([line], [link(_("Go to the quiz"), url)] if url else [])


def _require_room(interaction: Interaction) -> None:
    """NotAllowed, naming the permission, unless both the person and the bot may write here."""
    if not _may_write(interaction):
        raise NotAllowed(mark("I may not write in this channel. A moderator can allow it; you can play alone here."))
    allowed = interaction.permissions
    if not (
        allowed.send_messages_in_threads if isinstance(interaction.channel, discord.Thread) else allowed.send_messages
    ):
        raise NotAllowed(mark("You may not write in this channel, so you can only play alone here."))


def _may_write(interaction: Interaction) -> bool:
    here, mine = interaction.channel, interaction.app_permissions
    if not isinstance(here, discord.abc.Messageable):
        return False
    return mine.view_channel and (
        mine.send_messages_in_threads if isinstance(here, discord.Thread) else mine.send_messages
    )


def _may_open_threads(here: discord.TextChannel, interaction: Interaction) -> bool:
    """Whether both the person and the bot may open one in `here` and write in it."""
    both = (here.permissions_for(here.guild.me), interaction.permissions)
    return all(allowed.create_public_threads and allowed.send_messages_in_threads for allowed in both)


async def setup(bot: Divergence) -> None:
    cog = Quiz(bot)
    await bot.add_cog(cog)
    bot.actions |= {
        "quiz-solo": cog.solo, "quiz-everyone": cog.everyone, "quiz-daily": cog.daily, "quiz-yesterday": cog.yesterday,
    }  # fmt: skip
