"""`/config insights`: which facts leak, which questions confuse, what was asked in vain, and whether d′ grows."""

from __future__ import annotations

import io

import discord
from discord import ui
from discord.app_commands import locale_str

from bot.app import Act, Divergence, Interaction, actor_of, language_of, place_of
from bot.language import words
from bot.quiz.insights_report import insights_card
from bot.services.policy import Feature, decide
from bot.services.timelines import Look
from cogs.ui.buttons import Button
from cogs.ui.cards import layout
from cogs.ui.groups import config_group
from cogs.ui.pages import picture_layout

FILE, PICTURE = "divergence-insights.csv", "insights.png"
LOOKS = tuple(Look)
"""By their numbers in custom ids."""


class ConfigInsights:
    """Shows moderators what their server's answers say together; no name is anywhere in it."""

    def __init__(self, bot: Divergence) -> None:
        self._insights = bot.services.insights

    async def open(self, interaction: Interaction) -> None:
        """The card."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(view=await self._card(interaction))

    async def text(self, interaction: Interaction, _act: Act) -> None:
        """Text version: the card, in place of the picture."""
        await interaction.response.defer()
        await interaction.edit_original_response(view=await self._card(interaction), attachments=[])

    async def _card(self, interaction: Interaction) -> ui.LayoutView:
        language, _ = language_of(interaction), words(language_of(interaction))
        place = place_of(interaction)
        lines = insights_card(await self._insights.told(actor_of(interaction), place, language))
        buttons = [
            Button.to("config-insights-picture", 0, label=_("Picture")),
            Button.to("config-insights-csv", label=_("As a table")),
        ]
        return layout(lines, buttons, spoiler=decide(place, Feature.QUIZ).spoiler)

    async def picture(self, interaction: Interaction, act: Act) -> None:
        """Picture, Dark, Light: drawn meanwhile, in place of the text version."""
        language, _ = language_of(interaction), words(language_of(interaction))
        look = LOOKS[act.id % len(LOOKS)]
        await interaction.response.defer()
        place = place_of(interaction)
        picture = await self._insights.picture(actor_of(interaction), place, language, look)
        file = discord.File(io.BytesIO(picture.png), PICTURE, description=picture.alt)
        other = LOOKS.index(look.other)
        buttons = [
            Button.to("config-insights", label=_("Text version")),
            Button.to("config-insights-picture", other, label=_("Light") if other else _("Dark")),
            Button.to("config-insights-csv", label=_("As a table")),
        ]
        view = picture_layout(file, _("Insights"), buttons, spoiler=decide(place, Feature.QUIZ).spoiler)
        await interaction.edit_original_response(view=view, attachments=[file])

    async def export(self, interaction: Interaction, _act: Act) -> None:
        """All of it as a table."""
        language, _ = language_of(interaction), words(language_of(interaction))
        await interaction.response.defer(ephemeral=True, thinking=True)
        content = await self._insights.table(actor_of(interaction), place_of(interaction), language)
        said = _("Everything as a table; no name or id of a member is in it.")
        file = discord.File(io.BytesIO(content), FILE)
        await interaction.edit_original_response(content=said, attachments=[file])


async def setup(bot: Divergence) -> None:
    shown = ConfigInsights(bot)

    @config_group(bot).command(
        name="insights", description=locale_str("What this server mixes up and asks in vain, without names")
    )
    async def open_insights(interaction: Interaction) -> None:
        await shown.open(interaction)

    bot.actions |= {
        "config-insights": shown.text, "config-insights-picture": shown.picture, "config-insights-csv": shown.export,
    }  # fmt: skip
