"""Making an event: `/event create` reads when it is to be, a form asks for its title, and a preview for a last word."""

from __future__ import annotations

from dataclasses import replace

import discord
from discord import app_commands, ui
from discord.app_commands import locale_str
from discord.ext import commands

from bot.app import Act, Divergence, Interaction, actor_of, language_of, place_of, server_language
from bot.errors import BadInput, NotAllowed
from bot.history.card import CHANNEL, DATE, INSTANT, Line, Role
from bot.language import Words, mark, words
from bot.markup import shorten
from bot.quiz.about import find_about
from bot.quiz.choices import offered
from bot.quiz.event import Book, Event, Runs
from bot.quiz.event_cards import preview_card
from bot.quiz.event_steps import LOBBY_BEFORE
from bot.quiz.when import WHEN_LIMIT
from bot.services.event_plans import DESCRIPTION, TITLE, Wish, written
from cogs.event_run import run_of
from cogs.ui.buttons import Button, form
from cogs.ui.cards import layout
from cogs.ui.event_word_views import waiting_line
from cogs.ui.groups import EVENT
from cogs.ui.limits import CHOICE_NAME, CHOICES
from cogs.ui.native_events import may_create
from cogs.ui.quiz_clicks import game_of

MOST = 20
"""Questions in an event at most."""
BOOKS = [
    app_commands.Choice(name=locale_str("open: players may look things up"), value="open"),
    app_commands.Choice(name=locale_str("closed: I look nothing up for players"), value="closed"),
]
REPEATS = [app_commands.Choice(name=locale_str("weekly, at the same time of day"), value="weekly")]
RUNS = [
    app_commands.Choice(name=locale_str("it runs by itself"), value="by-itself"),
    app_commands.Choice(name=locale_str("it waits for its host to start it"), value="with-host"),
]


class EventCog(commands.Cog):
    """Makes events."""

    event = app_commands.Group(
        name=EVENT,
        description=locale_str("Quizzes at a time that is announced"),
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
    )

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._plans = bot.services.event_plans
        self._subjects = bot.services.subjects

    # ---- the command -------------------------------------------------------------------------------------------

    @event.command(description=locale_str("Announce a quiz for a time: “Friday 8pm”, “2026-12-04 20:00”"))
    @app_commands.describe(
        when=locale_str("Day and hour on the clocks of this server: Friday 8pm, tomorrow 20:00, in 2 hours"),
        about=locale_str("A topic, a person or a place; everything, if you leave it out"),
        questions=locale_str("How many questions"),
        book=locale_str("Whether players may look things up; they may, if you leave it out"),
        repeat=locale_str("Whether it comes again every week"),
        start=locale_str("What happens at its time; it runs by itself, if you leave it out"),
    )
    @app_commands.choices(book=BOOKS, repeat=REPEATS, start=RUNS)
    async def create(
        self, interaction: Interaction, when: app_commands.Range[str, 1, WHEN_LIMIT], about: str = "",
        questions: app_commands.Range[int, 1, MOST] | None = None, book: str = Book.OPEN, repeat: str = "",
        start: str = Runs.BY_ITSELF,
    ) -> None:  # fmt: skip
        pack = self._subjects.of(interaction.guild_id).pack
        subject = find_about(pack, about) if about.strip() else None
        if subject is None and about.strip():
            raise BadInput(mark("I have no topic, person or place of that name. Choose one from the list."))
        settings = self._bot.services.governing.settings_of(interaction.guild_id)
        language = settings.language or server_language(self._bot, interaction.guild)
        _require_room(interaction)
        wish = Wish(when, subject.id if subject else None, questions, Book(book), Runs(start), bool(repeat))
        draft = await self._plans.draft(actor_of(interaction), place_of(interaction), wish, language)
        await self._bot.services.event_course.there(draft)  # before anybody describes what cannot be played
        _ = words(language_of(interaction))
        named = replace(draft, title=self._plans.neutral(draft))
        await interaction.response.send_modal(event_form("event-described", named, _, with_time=False))

    @create.autocomplete("about")
    async def _abouts(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        language = language_of(interaction)
        pack = self._subjects.of(interaction.guild_id).pack
        found = offered(pack, current[:CHOICE_NAME], language)[:CHOICES]
        return [app_commands.Choice(name=shorten(about.name[language], CHOICE_NAME), value=about.id) for about in found]

    # ---- the preview -------------------------------------------------------------------------------------------

    async def described(self, interaction: Interaction, act: Act) -> None:
        """The filled form: what the event would look like, for its maker alone."""
        preview = await self._preview(await self._describe(interaction, act), interaction)
        await interaction.response.send_message(view=preview, ephemeral=True)

    async def redescribed(self, interaction: Interaction, act: Act) -> None:
        """The form of Change: the preview anew."""
        preview = await self._preview(await self._describe(interaction, act), interaction)
        await interaction.response.edit_message(view=preview)

    async def _describe(self, interaction: Interaction, act: Act) -> Event:
        title, description = act.fields.get("heading", ""), act.fields.get("description", "")
        return await self._plans.describe(
            game_of(act), actor_of(interaction), title, description, act.fields.get("when")
        )

    async def _preview(self, draft: Event, interaction: Interaction) -> ui.LayoutView:
        language, there = language_of(interaction), await self._bot.services.event_course.there(draft)
        _ = words(language)
        make = Button.to("event-make", draft.id, label=_("Create"), style=discord.ButtonStyle.primary)
        change = Button.to("event-change", draft.id, label=_("Change"))
        card = preview_card(draft, self._plans.about(draft, language), language, there)
        if self._plans.waits(draft, actor_of(interaction)):
            card.append(
                Line(Role.SMALL, _("A moderator looks at the title and the description before they are shown."))
            )
        return layout(card, [make, change])

    async def change(self, interaction: Interaction, act: Act) -> None:
        """Change: the form again, with the time in it."""
        draft = await self._plans.own_draft(game_of(act), actor_of(interaction))
        _ = words(language_of(interaction))
        await interaction.response.send_modal(event_form("event-redescribed", draft, _, with_time=True))

    async def make(self, interaction: Interaction, act: Act) -> None:
        """Create: the event is kept, then announced. A second press finds it made."""
        event, new = await self._plans.make(game_of(act), actor_of(interaction))
        _ = words(language_of(interaction))
        head = _("The event is made.") if new else _("The event was made already.")
        lines = [
            Line(Role.HEADING, head),
            Line(Role.BODY, _("In {channel}, {when}.", channel=CHANNEL, when=DATE), id=event.channel, at=event.at),
        ]
        if (held := await self._plans.waiting(event)) is not None:
            lines.append(waiting_line(event, _))
        if interaction.guild is not None and not may_create(interaction.guild):
            lines.append(Line(Role.SMALL, _(
                "It does not show in Discord's own list of events: a moderator can allow me Create Events. Everything "
                "else works without it."
            )))  # fmt: skip
        lines.append(Line(Role.SMALL, _("Change or cancel it under /event list. The lobby opens {when}.", when=INSTANT),
                          at=event.at - LOBBY_BEFORE))  # fmt: skip
        await interaction.response.edit_message(view=layout(lines))
        if new and held is not None:
            self._bot.dispatch("event_words_held", held.id)
        await run_of(self._bot).beat()


def event_form(action: str, event: Event, _: Words, *, with_time: bool) -> ui.Modal:
    """The form for what an event is called and what is said of it, and for its time if that may be changed."""
    title: ui.TextInput[ui.Modal] = ui.TextInput(max_length=TITLE, default=event.title or None)
    described: ui.TextInput[ui.Modal] = ui.TextInput(
        max_length=DESCRIPTION, required=False, style=discord.TextStyle.paragraph, default=event.description or None
    )
    when: ui.TextInput[ui.Modal] = ui.TextInput(max_length=WHEN_LIMIT, default=written(event))
    asked = {"heading": (_("Title"), title), "description": (_("Description (optional)"), described)}
    if with_time:
        asked["when"] = (_("When (in this server’s time zone)"), when)
    return form(action, event.id, title=_("An event"), **asked)


def _require_room(interaction: Interaction) -> None:
    """NotAllowed unless this is a channel of a server in which the bot may write."""
    here, mine = interaction.channel, interaction.app_permissions
    if not isinstance(here, discord.TextChannel | discord.Thread | discord.VoiceChannel):
        raise BadInput(mark("An event needs a text channel. Use /event create in the one where it is to be."))
    if not (mine.view_channel and (mine.send_messages_in_threads if isinstance(here, discord.Thread)
                                   else mine.send_messages)):  # fmt: skip
        raise NotAllowed(mark("I may not write in this channel. A moderator can allow it, or choose another channel."))


async def setup(bot: Divergence) -> None:
    cog = EventCog(bot)
    await bot.add_cog(cog)
    bot.actions |= {
        "event-described": cog.described, "event-redescribed": cog.redescribed, "event-make": cog.make,
        "event-change": cog.change,
    }  # fmt: skip
