"""Questions that stand out, from `/config challenges`: which ones, why, and leaving them out of quizzes here."""

from __future__ import annotations

from discord import ui
from discord.ext import commands

from bot.app import Act, Divergence, Interaction, actor_of, language_of, place_of
from bot.language import words
from bot.quiz.insights_report import ASKED
from bot.quiz.oddity_cards import in_one_line, item_card, list_card
from bot.services.oddities import Page, Shown, number_of
from bot.services.policy import Feature, decide
from cogs.config_facts import show_facts
from cogs.ui.buttons import Button, Select, number_in, option
from cogs.ui.cards import layout
from cogs.ui.quiz_views import covered


class ConfigItems(commands.Cog):
    """Shows single questions to moderators, and does with them what they decide."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._oddities = bot.services.oddities

    async def page(self, interaction: Interaction, act: Act) -> None:
        """The list, or another page of it."""
        await interaction.response.defer()
        number = act.id
        page = await self._oddities.page(actor_of(interaction), place_of(interaction), number)
        await interaction.edit_original_response(view=self._list(interaction, page))

    def _list(self, interaction: Interaction, page: Page) -> ui.LayoutView:
        language, spoiler = language_of(interaction), self._covered(interaction)
        _ = words(language)
        lines = list_card([(one.question, one.odd, one.out) for one in page.found], language)
        options = []
        for number, one in enumerate(page.found, 1):
            # A menu cannot be covered.
            said = _(ASKED[one.question.kind]) if spoiler else in_one_line(one.question, language)
            options.append(option(f"{number}. {said}", str(number_of(one.question.item))))
        menu = [Select.to("config-items-open", placeholder=_("Open …"), options=options)] if options else []
        leaves = [Button.to("config-items-page", page.number - 1, label=_("‹ Before"))] if page.number else []
        if page.number + 1 < page.pages:
            leaves.append(Button.to("config-items-page", page.number + 1, label=_("After ›")))
        back = Button.to("referee-page", 0, label=_("All challenges"))
        return covered(layout(lines, menu, [*leaves, back]), spoiler)

    async def open(self, interaction: Interaction, act: Act) -> None:
        """One of the list."""
        await interaction.response.defer()
        number = number_in(act.values) or 0
        shown = await self._oddities.show(actor_of(interaction), place_of(interaction), number)
        await self._show(interaction, shown)

    async def leave_out(self, interaction: Interaction, act: Act) -> None:
        """Leave it out, or ask it again."""
        await interaction.response.defer()
        number, out, *_rest = (*act.ids, 0, 0)
        actor, place = actor_of(interaction), place_of(interaction)
        await self._show(interaction, await self._oddities.leave_out(actor, place, number, out=bool(out)))

    async def fact(self, interaction: Interaction, act: Act) -> None:
        """Edit the fact: what it rests on, as curators see it under `/config facts`."""
        number = act.id
        question = await self._oddities.question(actor_of(interaction), place_of(interaction), number)
        await show_facts(self._bot, interaction, question.facts)

    async def _show(self, interaction: Interaction, shown: Shown) -> None:
        language, number = language_of(interaction), number_of(shown.question.item)
        _, pack = words(language), self._bot.services.subjects.of(interaction.guild_id).pack
        lines = item_card(pack, shown.question, shown.odd, shown.asked, out=shown.out, language=language)
        label = _("Ask it here again") if shown.out else _("Leave it out of quizzes here")
        buttons = [
            Button.to("config-items-leave", number, int(not shown.out), label=label),
            Button.to("config-items-fact", number, label=_("Edit the fact")),
            Button.to("config-items-page", 0, label=_("All that stand out")),
        ]
        view = covered(layout(lines, buttons), self._covered(interaction))
        await interaction.edit_original_response(view=view)

    def _covered(self, interaction: Interaction) -> bool:
        """Whether the scenario is to be covered where the moderators look at it."""
        return decide(place_of(interaction), Feature.QUIZ).spoiler


async def setup(bot: Divergence) -> None:
    cog = ConfigItems(bot)
    await bot.add_cog(cog)
    bot.actions |= {
        "config-items-page": cog.page, "config-items-open": cog.open, "config-items-leave": cog.leave_out,
        "config-items-fact": cog.fact,
    }  # fmt: skip
