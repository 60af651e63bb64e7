"""`/suggest`: a member's fact on its way: the form, what is taught that is like it, and what became of it."""

from __future__ import annotations

from discord import app_commands, ui
from discord.app_commands import locale_str
from discord.ext import commands

from bot.app import Act, Divergence, Interaction, language_of, place_of
from bot.history.card import Line, Role, fact_card
from bot.history.model import World
from bot.history.own import Content
from bot.language import Language, words
from bot.services.policy import Feature, decide
from bot.services.suggesting import News, Suggestion
from bot.store.own_facts import Entry, State
from cogs.ui.buttons import Button
from cogs.ui.cards import layout
from cogs.ui.own_cards import WORLDS, fact_form, given_by, likeness_lines, news_lines


class Suggest(commands.Cog):
    """Takes suggestions, and tells members what became of them."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._suggesting = bot.services.suggesting
        self._subjects = bot.services.subjects

    # ---- by members --------------------------------------------------------------------------------------------

    @app_commands.command(description=locale_str("Suggest a fact for this server; its curators look at it first"))
    @app_commands.describe(world=locale_str("Which history it belongs to"))
    @app_commands.choices(
        world=[
            app_commands.Choice(name=locale_str("● real history"), value=World.REAL.value),
            app_commands.Choice(name=locale_str("◆ alternate history"), value=World.ALTERNATE.value),
        ]
    )
    @app_commands.guild_only()
    @app_commands.allowed_installs(guilds=True, users=False)
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    async def suggest(self, interaction: Interaction, world: str) -> None:
        chosen = World(world)
        place = place_of(interaction)
        self._suggesting.may_suggest(place, chosen)
        assert place.server is not None
        news = await self._suggesting.news(place.server, interaction.user.id)
        if not (news.entries or news.reports):
            await interaction.response.send_modal(self._form(interaction, "suggest-filled", chosen))
            return
        view = self._news(news, chosen, language_of(interaction))
        await interaction.response.send_message(view=view, ephemeral=True)
        await self._suggesting.told(news)

    async def new(self, interaction: Interaction, act: Act) -> None:
        """Suggest: the form, from below the news."""
        world = WORLDS[act.id % len(WORLDS)]
        self._suggesting.may_suggest(place_of(interaction), world)
        await interaction.response.send_modal(self._form(interaction, "suggest-filled", world))

    async def filled(self, interaction: Interaction, act: Act) -> None:
        """The filled form."""
        world = WORLDS[act.id % len(WORLDS)]
        await interaction.response.defer(ephemeral=True, thinking=True)
        place, language = place_of(interaction), language_of(interaction)
        found = await self._suggesting.suggest(place, interaction.user.id, world, act.fields, language)
        await interaction.edit_original_response(view=self._suggestion(found, interaction))
        self._queue(found.entry)

    async def again(self, interaction: Interaction, act: Act) -> None:
        """Edit: the form with what was typed, before it is sent."""
        draft = act.id
        world, fields = await self._suggesting.draft(place_of(interaction), interaction.user.id, draft)
        await interaction.response.send_modal(self._form(interaction, "suggest-filled", world, given=fields))

    async def send(self, interaction: Interaction, act: Act) -> None:
        """Send anyway."""
        draft = act.id
        found = await self._suggesting.send(place_of(interaction), interaction.user.id, draft)
        await interaction.response.edit_message(view=self._suggestion(found, interaction))
        self._queue(found.entry)

    async def reopen(self, interaction: Interaction, act: Act) -> None:
        """Write anew: the form with a suggestion that the curators gave back."""
        entry = await self._suggesting.returned(interaction.user.id, act.id)
        content = Content.read(entry.document)
        modal = self._form(interaction, "suggest-answered", content.world, entry.id, given=given_by(content))
        await interaction.response.send_modal(modal)

    async def answered(self, interaction: Interaction, act: Act) -> None:
        """The filled form: back to the curators."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        language = language_of(interaction)
        entry = await self._suggesting.answer(
            interaction.user.id, act.id, act.fields, language
        )  # fmt: skip
        _ = words(language)
        said = _("Thank you. The curators of this server look at it, and you hear what becomes of it.")
        await interaction.edit_original_response(view=layout([Line(Role.BODY, said)]))
        self._queue(entry)

    def _queue(self, entry: Entry | None) -> None:
        """Whoever shows suggestions to the curators hears of it."""
        if entry is not None:
            self._bot.dispatch("fact_suggested", entry.server, entry.id)

    def _form(
        self, interaction: Interaction, action: str, world: World, *ids: int, given: dict[str, str] | None = None
    ) -> ui.Modal:
        ids = ids or (WORLDS.index(world),)
        return fact_form(action, *ids, world=world, given=given or {}, _=words(language_of(interaction)))

    def _suggestion(self, found: Suggestion, interaction: Interaction) -> ui.LayoutView:
        language, place = language_of(interaction), place_of(interaction)
        _ = words(language)
        card = fact_card(self._subjects.of(place.server).pack, found.fact, language)
        covered = decide(place, Feature.ASK).spoiler
        if found.entry is None:
            buttons = [
                Button.to("suggest-send", found.draft, label=_("Send anyway")),
                Button.to("suggest-again", found.draft, label=_("Edit")),
            ]
            return layout([*card, *likeness_lines(found.likeness, language)], buttons, spoiler=covered)
        said = _("Thank you. The curators of this server look at it, and you hear what becomes of it.")
        return layout([*card, Line(Role.BREAK), Line(Role.BODY, said)], spoiler=covered)

    def _news(self, news: News, world: World, language: Language) -> ui.LayoutView:
        """What became of suggestions and reports, the last few, with a way on."""
        _ = words(language)
        lines: list[Line] = []
        buttons = [Button.to("suggest-new", WORLDS.index(world), label=_("Suggest a fact"))]
        for entry in news.entries[-3:]:
            lines += [*news_lines(self._subjects.of(entry.server).pack, entry, language), Line(Role.BREAK)]
            if entry.state is State.RETURNED:
                buttons.append(Button.to("suggest-reopen", entry.id, label=_("Write anew #{number}", number=entry.id)))
        for report in news.reports[-3:]:
            lines += [
                Line(Role.BODY, _("On your report {number}: {reply}", number=report.id, reply=report.reply or ""))
            ]
        return layout(lines[:-1] if lines and lines[-1].role is Role.BREAK else lines, buttons)


async def setup(bot: Divergence) -> None:
    cog = Suggest(bot)
    await bot.add_cog(cog)
    bot.actions |= {
        "suggest-new": cog.new, "suggest-filled": cog.filled, "suggest-again": cog.again, "suggest-send": cog.send,
        "suggest-reopen": cog.reopen, "suggest-answered": cog.answered,
    }  # fmt: skip
