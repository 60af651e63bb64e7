"""Comparing on Discord: the two halves of a divergence side by side, pair after pair."""

from __future__ import annotations

from discord import app_commands, ui
from discord.app_commands import locale_str
from discord.ext import commands

from bot.app import Act, Divergence, Interaction, language_of, place_of
from bot.errors import NotAllowed
from bot.history.card import shaped_title, suggestion_card
from bot.history.compare import no_pair_card, pair_card, pair_title
from bot.language import mark, words
from bot.markup import shorten
from bot.services.comparing import Comparison
from bot.services.policy import Feature, Place, decide
from bot.store.answers import Answer
from cogs.ui.buttons import Button, Select, option
from cogs.ui.cards import layout
from cogs.ui.limits import CHOICE_NAME, CHOICES

NONE_OF_THESE = "none"


class Compare(commands.Cog):
    """Shows what was beside what the scenario says."""

    def __init__(self, bot: Divergence) -> None:
        self._asking = bot.services.asking
        self._comparing = bot.services.comparing

    @app_commands.command(description=locale_str("What was, beside what the scenario says, and how to tell them apart"))
    @app_commands.describe(
        topic=locale_str("A person, a year or a deed; typos and missing accents are fine"),
        private=locale_str("Show the answer only to you"),
    )
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def compare(self, interaction: Interaction, topic: str, private: bool = False) -> None:
        place = place_of(interaction)
        private = private or not decide(place, Feature.COMPARE).public
        found = await self._comparing.compare(topic, place, interaction.user.id, language_of(interaction))
        await interaction.response.send_message(view=self._view(found, place, private), ephemeral=private)

    @compare.autocomplete("topic")
    async def _topics(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        language = language_of(interaction)
        pairs = self._comparing.suggest_titles(current, place_of(interaction), language)
        typed = " ".join(current.split())
        if len(typed) > CHOICE_NAME:
            return []
        own = [app_commands.Choice(name=typed, value=typed)] if typed and pairs else []
        covered = decide(place_of(interaction), Feature.COMPARE).spoiler
        titled: dict[str, app_commands.Choice[str]] = {}
        for pair in pairs:
            value = shaped_title(pair.real if covered else pair.alternate, language)
            if len(value) <= CHOICE_NAME:  # of several that part from one real fact, the nearest
                named = shorten(pair_title(pair, language, covered=covered), CHOICE_NAME)
                titled.setdefault(value, app_commands.Choice(name=named, value=value))
        return [*own, *titled.values()][:CHOICES]

    async def next(self, interaction: Interaction, act: Act) -> None:
        """Next pair: in place of a card that is the presser's own, privately beside anybody else's."""
        answer, place = await self._answer(interaction, act)
        found = await self._comparing.next(answer, place, interaction.user.id)
        await self._show(interaction, found, place, mine=interaction.user.id == answer.asker)

    async def pick(self, interaction: Interaction, act: Act) -> None:
        """Did you mean: the chosen pair, or an honest nothing."""
        answer, place = await self._answer(interaction, act)
        chosen = act.values[0] if act.values else NONE_OF_THESE
        if chosen == NONE_OF_THESE:
            found = self._comparing.none(answer)
        else:
            found = await self._comparing.choose(answer, chosen, place, interaction.user.id)
        await self._show(interaction, found, place, mine=interaction.user.id == answer.asker)

    async def show(self, interaction: Interaction, act: Act) -> None:
        """Show everyone: a private pair, once more, for all to see."""
        answer, place = await self._answer(interaction, act)
        if not decide(place, Feature.COMPARE).public:
            raise NotAllowed(mark("In this place my answers stay private."))
        view = self._view(self._comparing.shown(answer, place), place, private=False)
        await interaction.response.send_message(view=view)

    async def _answer(self, interaction: Interaction, act: Act) -> tuple[Answer, Place]:
        place = place_of(interaction)
        return await self._asking.answered(act.id, place), place

    async def _show(self, interaction: Interaction, found: Comparison, place: Place, *, mine: bool) -> None:
        private = interaction.message is not None and interaction.message.flags.ephemeral
        if private or mine:
            await interaction.response.edit_message(view=self._view(found, place, private))
        else:
            await interaction.response.send_message(view=self._view(found, place, private=True), ephemeral=True)

    def _view(self, found: Comparison, place: Place, private: bool) -> ui.LayoutView:
        _ = words(found.language)
        delete = [] if private else [Button.to("ask-delete", found.id, label=_("Delete"))]
        if found.pair is not None:
            buttons = [
                Button.to("compare-next", found.id, label=_("Next pair")),
                Button.to("ask-sources", found.id, label=_("Sources")),
                Button.to("ask-wrong", found.id, label=_("Wrong?")),
            ]
            if private and place.server and decide(place, Feature.COMPARE).public:
                buttons.append(Button.to("compare-show", found.id, label=_("Show everyone")))
            covered = decide(place, Feature.COMPARE).spoiler
            return layout(pair_card(found.pair, found.language), [*buttons, *delete], spoiler=covered)
        if found.nearest:
            return layout(
                suggestion_card(found.language), [_menu(found, covered=decide(place, Feature.COMPARE).spoiler)], delete
            )
        return layout(no_pair_card(found.language), delete)


def _menu(found: Comparison, *, covered: bool) -> Select:
    _ = words(found.language)
    options = [option(pair_title(pair, found.language, covered=covered), pair.alternate.id) for pair in found.nearest]
    options.append(option(_("None of these"), NONE_OF_THESE))
    return Select.to("compare-pick", found.id, placeholder=_("Choose what you meant"), options=options)


async def setup(bot: Divergence) -> None:
    cog = Compare(bot)
    await bot.add_cog(cog)
    bot.actions |= {"compare-next": cog.next, "compare-pick": cog.pick, "compare-show": cog.show}
