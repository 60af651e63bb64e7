"""*Reviews*, under `/me` and Settings: how many new pairs a day, when to be reminded, and one's cards for Anki."""

from __future__ import annotations

import io

import discord
from discord import ui

from bot.app import Act, Divergence, Interaction, language_of
from bot.errors import BadInput
from bot.history.card import Line, Role
from bot.language import Words, mark, words
from bot.quiz.review_cards import to_csv
from bot.services.reviewing import PACES
from bot.services.zones import NAME_LIMIT
from bot.store.reviews import Chosen
from cogs.me import leaves, show
from cogs.ui.buttons import Button, Select, form, number_in, option
from cogs.ui.cards import layout

FILE = "divergence-cards.csv"
NEVER = 24
"""Stands among the hours for no reminder."""
ZONE = "zone"


class MyReviews:
    """How somebody wants to review. Everything is about whoever clicks, and only they see it."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._reviewing = bot.services.reviewing

    async def show(self, interaction: Interaction, _act: Act) -> None:
        """Reviews: what is chosen, and the controls that change it."""
        _ = words(language_of(interaction))
        chosen = await self._reviewing.chosen(interaction.user.id)
        await show(interaction, _page(chosen, _))

    async def pace(self, interaction: Interaction, act: Act) -> None:
        """How many new pairs a day."""
        pace = number_in(act.values)
        await self._reviewing.pace(interaction.user.id, -1 if pace is None else pace, self._usual_zone(interaction))
        await self.show(interaction, act)

    async def hour(self, interaction: Interaction, act: Act) -> None:
        """When to be reminded, or not at all."""
        hour = number_in(act.values)
        if hour is None:
            raise BadInput(mark("Choose one of the hours that are offered."))
        wanted = None if hour == NEVER else hour
        await self._reviewing.remind(interaction.user.id, wanted, self._usual_zone(interaction))
        if wanted is not None:
            await self._bot.services.personal.remind(interaction.user.id, reminders=True)
        await self.show(interaction, act)

    async def zone(self, interaction: Interaction, _act: Act) -> None:
        """Time zone: a form."""
        _ = words(language_of(interaction))
        text: ui.TextInput[ui.Modal] = ui.TextInput(max_length=NAME_LIMIT, placeholder="America/Mexico_City")
        await interaction.response.send_modal(
            form("me-review-zoned", title=_("Time zone"), **{ZONE: (_("A city of your zone"), text)})
        )

    async def zoned(self, interaction: Interaction, act: Act) -> None:
        """The zone that was typed."""
        await self._reviewing.live_in(interaction.user.id, act.fields.get(ZONE, ""))
        await self.show(interaction, act)

    async def export(self, interaction: Interaction, _act: Act) -> None:
        """Cards for Anki, privately."""
        language = language_of(interaction)
        _, cards = words(language), await self._reviewing.cards(interaction.user.id, interaction.guild_id)
        if not cards:
            raise BadInput(mark("You have no cards yet. /review begins with a few new pairs a day."))
        content = to_csv(self._bot.services.subjects.of(interaction.guild_id).pack, cards, language)
        await interaction.response.send_message(
            _("Your cards as a file that Anki imports: File, Import. Both halves of each pair are on it."),
            file=discord.File(io.BytesIO(content), FILE), ephemeral=True,
        )  # fmt: skip

    def _usual_zone(self, interaction: Interaction) -> str:
        return self._bot.services.governing.settings_of(interaction.guild_id).time_zone


def _page(chosen: Chosen, _: Words) -> ui.LayoutView:
    reminder = _("none") if chosen.remind_at is None else _clock(chosen.remind_at // 60)
    lines = [
        Line(Role.HEADING, _("Your reviews")),
        Line(Role.BODY, _("New pairs a day: {count}", count=chosen.pace)),
        Line(Role.SMALL, _("What you mixed up comes by itself and does not count.")),
        Line(Role.BODY, _("Reminder: {value}", value=reminder)),
        Line(Role.SMALL, _("A direct message, once a day at most, and only if something is due.")),
        Line(Role.BODY, _("Time zone: {value}", value=chosen.zone)),
    ]
    # A menu shows what is chosen in place of its name, so each line says what it is about.
    paces = [
        option(_.plural("{count} new pair a day", "{count} new pairs a day", one), str(one), chosen=one == chosen.pace)
        for one in PACES
    ]
    hours = [option(_("No reminder"), str(NEVER), chosen=chosen.remind_at is None)]
    hours += [
        option(_("Remind me at {time}", time=_clock(hour)), str(hour), chosen=chosen.remind_at == 60 * hour)
        for hour in range(24)
    ]
    return layout(
        lines,
        [Select.to("me-review-pace", placeholder=_("New pairs a day"), options=paces)],
        [Select.to("me-review-hour", placeholder=_("Reminder"), options=hours)],
        [
            Button.to("me-review-zone", label=_("Time zone …")),
            Button.to("me-review-export", label=_("Cards for Anki")),
            Button.to("review-begin", label=_("Review now"), style=discord.ButtonStyle.primary),
        ],
        leaves("me-review", _),
    )


def _clock(hour: int) -> str:
    return f"{hour:02}:00"


async def setup(bot: Divergence) -> None:
    mine = MyReviews(bot)
    bot.actions |= {
        "me-review": mine.show, "me-review-pace": mine.pace, "me-review-hour": mine.hour,
        "me-review-zone": mine.zone, "me-review-zoned": mine.zoned, "me-review-export": mine.export,
    }  # fmt: skip
