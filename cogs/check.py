"""Checking claims on Discord: `/check`, the message menu, and the public correction that may follow."""

from __future__ import annotations

import discord
from discord import app_commands, ui
from discord.app_commands import locale_str
from discord.ext import commands

from bot.app import Act, Divergence, Interaction, language_of, place_of
from bot.errors import BadInput, NotAllowed
from bot.history.card import fact_card
from bot.history.verdict_card import chatter_card, correction_card, ruling_card, summary_card, verdict_seal
from bot.language import Language, mark, words
from bot.services.checking import Checked
from bot.services.policy import Feature, Place, decide
from bot.store.answers import Answer
from cogs.ui.buttons import Button, Select, option
from cogs.ui.cards import layout


class Check(commands.Cog):
    """Says whether a claim is real, from the scenario, both, against the record, or not in the sources."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._pack = bot.services.pack
        self._asking = bot.services.asking
        self._checking = bot.services.checking
        self._menu = app_commands.ContextMenu(
            name=locale_str("Check this claim"),
            callback=self.check_message,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        )

    async def cog_load(self) -> None:
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    @app_commands.command(description=locale_str("Is it real, from the scenario, or neither? With its source"))
    @app_commands.describe(claim=locale_str("One claim or a few, as somebody made them; only you see the answer"))
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def check(self, interaction: Interaction, claim: str) -> None:
        await self._check(interaction, claim, typed=True)

    async def check_message(self, interaction: Interaction, message: discord.Message) -> None:
        """Check this claim: what a message says; its text comes along without the content intent."""
        if not message.content.strip():
            raise BadInput(
                mark("That message has no text, only a picture, a file or a card. Use /check and type the claim.")
            )
        await self._check(interaction, message.content)

    async def _check(self, interaction: Interaction, text: str, *, typed: bool = False) -> None:
        place = place_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        checked = await self._checking.check(text, place, interaction.user.id, language_of(interaction), typed=typed)
        await interaction.edit_original_response(view=self._view(checked, place, interaction))

    # ---- buttons ----------------------------------------------------------------------------------------------

    async def open(self, interaction: Interaction, act: Act) -> None:
        """One of several claims: the fact that decides it, in full, beside the list."""
        chosen = int(act.values[0]) if act.values and act.values[0].isdigit() else 0
        answer, place = await self._answer(interaction, Act((chosen,)))
        reply = self._asking.shown(answer, place)
        assert reply.fact is not None
        card = fact_card(self._asking.pack(place), reply.fact, reply.language)
        view = layout(card, self._buttons(answer.id, reply.language, place, interaction), spoiler=_covered(place))
        await interaction.response.send_message(view=view, ephemeral=True)

    async def post(self, interaction: Interaction, act: Act) -> None:
        """Post correction: the fact first, for everybody, with nothing of what was claimed or by whom."""
        answer, place = await self._answer(interaction, act)
        fact = self._checking.correction(answer, place)
        if not _may_write(interaction):
            raise NotAllowed(mark("You cannot write in this channel, so I do not post there for you."))
        language = Language(answer.language)
        card = correction_card(self._asking.pack(place), fact, language, self._checking.worlds(place))
        _ = words(language)
        buttons = [
            Button.to("ask-sources", answer.id, label=_("Sources")),
            Button.to("ask-wrong", answer.id, label=_("Wrong?")),
            Button.to("ask-delete", answer.id, label=_("Delete")),
        ]
        await interaction.response.send_message(view=layout(card, buttons, spoiler=_covered(place)))

    async def _answer(self, interaction: Interaction, act: Act) -> tuple[Answer, Place]:
        place = place_of(interaction)
        return await self._asking.answered(act.id, place), place

    # ---- how verdicts are shown -------------------------------------------------------------------------------

    def _view(self, checked: Checked, place: Place, interaction: Interaction) -> ui.LayoutView:
        worlds = self._checking.worlds(place)
        if not checked.rulings:
            return layout(chatter_card(self._pack, checked.language))
        if len(checked.rulings) == 1:
            card = ruling_card(self._asking.pack(place), checked.rulings[0], worlds)
            id = checked.ids[0]
            buttons = self._buttons(id, checked.language, place, interaction) if id is not None else []
            return layout(card, buttons, spoiler=_covered(place))
        card = summary_card(self._asking.pack(place), checked.rulings, worlds, checked.more)
        return layout(card, _menu(checked), spoiler=_covered(place))

    def _buttons(self, id: int, language: Language, place: Place, interaction: Interaction) -> list[Button]:
        _ = words(language)
        buttons = [Button.to("ask-sources", id, label=_("Sources"))]
        if self._checking.may_post(place) and _may_write(interaction):
            buttons.insert(0, Button.to("check-post", id, label=_("Post correction")))
        return buttons


def _menu(checked: Checked) -> list[Select]:
    """The claims that a fact decides, to look at one more closely."""
    _ = words(checked.language)
    options = [
        option(f"{number}. {verdict_seal(ruling.verdict, checked.language).text}", str(id), ruling.claim)
        for number, (ruling, id) in enumerate(zip(checked.rulings, checked.ids, strict=True), start=1)
        if id is not None
    ]
    return [Select.to("check-open", placeholder=_("Look at one more closely"), options=options)] if options else []


def _covered(place: Place) -> bool:
    return decide(place, Feature.CHECK).spoiler


def _may_write(interaction: Interaction) -> bool:
    """Whether the person may send messages where they pressed the button."""
    allowed = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    return allowed.send_messages_in_threads if in_thread else allowed.send_messages


async def setup(bot: Divergence) -> None:
    cog = Check(bot)
    await bot.add_cog(cog)
    bot.actions |= {"check-open": cog.open, "check-post": cog.post}
