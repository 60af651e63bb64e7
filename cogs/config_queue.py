"""The curators' queue: suggestions and reports as cards in the moderators' channel, and what is decided on them."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import aiohttp
import discord
from discord import ui
from discord.ext import commands

from bot.app import Act, Divergence, Interaction, actor_of, language_of, server_language
from bot.history.card import Line, Role
from bot.history.own import NOTE, Content
from bot.language import words
from bot.services.authority import Actor
from bot.services.suggesting import News
from bot.store.own_facts import Entry, State
from bot.store.reports import Report
from cogs.ui.buttons import Button
from cogs.ui.cards import layout
from cogs.ui.own_cards import (
    decided_lines,
    fact_form,
    given_by,
    news_lines,
    report_view,
    said_form,
    suggestion_view,
)

_log = logging.getLogger(__name__)


class Queue(commands.Cog):
    """Shows what waits to the curators, does what they decide, and tells members of it."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._suggesting = bot.services.suggesting
        self._curating = bot.services.curating
        self._subjects = bot.services.subjects

    # ---- what comes in -----------------------------------------------------------------------------------------

    @commands.Cog.listener()
    async def on_fact_suggested(self, server: int, id: int) -> None:
        """Put a suggestion before the curators, where the moderators named a channel for it."""
        looked = await self._suggesting.look(Actor(0, server, manages=True), id)
        language = server_language(self._bot, self._bot.get_guild(server))
        await self._send(server, suggestion_view(self._subjects.of(server).pack, looked, language))

    @commands.Cog.listener()
    async def on_fact_reported(self, server: int | None, number: int) -> None:
        """Put a report before the curators, where the moderators named a channel for it."""
        if server is None:
            return
        report = await self._curating.report(Actor(0, server, manages=True), number)
        language = server_language(self._bot, self._bot.get_guild(server))
        await self._send(server, report_view(self._subjects.of(server).pack, report, language))

    async def _send(self, server: int, view: ui.LayoutView) -> None:
        channel_id = self._bot.services.governing.settings_of(server).moderators_channel
        channel = self._bot.get_channel(channel_id) if channel_id else None
        if not isinstance(channel, discord.abc.Messageable):
            return
        try:
            await channel.send(view=view)
        except (discord.HTTPException, aiohttp.ClientError) as error:
            # It waits in /config facts all the same.
            _log.warning("The moderators' channel of %s could not be written to: %s", server, type(error).__name__)

    # ---- decisions on suggestions ------------------------------------------------------------------------------

    async def accept(self, interaction: Interaction, act: Act) -> None:
        """Accept: taught from now on."""
        await interaction.response.defer()
        entry = await self._suggesting.accept(actor_of(interaction), *_two(act))
        await self._decided(interaction, entry)

    async def ask(self, interaction: Interaction, act: Act) -> None:
        """Ask back, Reject: a form for the words."""
        await self._suggesting.waiting(actor_of(interaction), _two(act)[0])
        _ = words(language_of(interaction))
        await interaction.response.send_modal(
            said_form("config-own-asked", *_two(act), title=_("Ask back"), label=_("What do you want to know?"))
        )

    async def asked(self, interaction: Interaction, act: Act) -> None:
        """The filled form: back to its author."""
        await interaction.response.defer()
        id, version = _two(act)
        entry = await self._suggesting.ask_back(actor_of(interaction), id, version, act.fields.get("said", ""))
        await self._decided(interaction, entry)

    async def reject(self, interaction: Interaction, act: Act) -> None:
        """Reject: a form for the reason."""
        await self._suggesting.waiting(actor_of(interaction), _two(act)[0])
        _ = words(language_of(interaction))
        await interaction.response.send_modal(
            said_form("config-own-rejected", *_two(act), title=_("Reject"), label=_("Why? The member will read it."))
        )

    async def rejected(self, interaction: Interaction, act: Act) -> None:
        """The filled form: not taught."""
        await interaction.response.defer()
        id, version = _two(act)
        entry = await self._suggesting.reject(actor_of(interaction), id, version, act.fields.get("said", ""))
        await self._decided(interaction, entry)

    async def rewrite(self, interaction: Interaction, act: Act) -> None:
        """Edit: the form with the suggestion."""
        entry = await self._suggesting.waiting(actor_of(interaction), _two(act)[0])
        content = Content.read(entry.document)
        modal = fact_form(
            "config-own-rewritten", *_two(act), world=content.world, given=given_by(content),
            _=words(language_of(interaction)),
        )  # fmt: skip
        await interaction.response.send_modal(modal)

    async def rewritten(self, interaction: Interaction, act: Act) -> None:
        """The filled form: the card with the new words."""
        await interaction.response.defer()
        actor, language = actor_of(interaction), language_of(interaction)
        entry = await self._suggesting.rewrite(actor, *_two(act), act.fields, language)
        looked = await self._suggesting.look(actor, entry.id)
        pack = self._subjects.of(entry.server).pack
        await interaction.edit_original_response(view=suggestion_view(pack, looked, language))

    async def _decided(self, interaction: Interaction, entry: Entry) -> None:
        """Say on the card what was decided and by whom, and tell the author."""
        pack = self._subjects.of(entry.server).pack
        lines = decided_lines(pack, entry, interaction.user.id, language_of(interaction))
        await interaction.edit_original_response(view=layout(lines))
        if entry.author is None:
            return
        language = server_language(self._bot, interaction.guild)
        buttons = []
        if entry.state is State.RETURNED:
            buttons.append(Button.to("suggest-reopen", entry.id, label=words(language)("Write anew")))
        if await self._tell(entry.author, news_lines(pack, entry, language), buttons):
            await self._suggesting.told(News((entry,), ()))

    async def _tell(self, person: int, lines: Sequence[Line], buttons: Sequence[Button] = ()) -> bool:
        """Write to somebody directly; whether they let us."""
        try:
            user = self._bot.get_user(person) or await self._bot.fetch_user(person)
            await user.send(view=layout(lines, buttons))
        except (discord.HTTPException, aiohttp.ClientError):
            return False  # they hear it with their next /suggest
        return True

    # ---- decisions on reports ----------------------------------------------------------------------------------

    async def done(self, interaction: Interaction, act: Act) -> None:
        """Done: there is nothing more to it."""
        await interaction.response.defer()
        await self._closed(interaction, await self._curating.close(actor_of(interaction), _two(act)[0]))

    async def reply(self, interaction: Interaction, act: Act) -> None:
        """Reply: a form for what the reporter will read."""
        report = await self._curating.report(actor_of(interaction), _two(act)[0])
        _ = words(language_of(interaction))
        label = _("What should the member read?")
        await interaction.response.send_modal(
            said_form("config-report-replied", report.id, title=_("Reply"), label=label)
        )

    async def replied(self, interaction: Interaction, act: Act) -> None:
        """The filled form: the reporter hears it, and the report is done."""
        await interaction.response.defer()
        report = await self._curating.close(actor_of(interaction), _two(act)[0], act.fields.get("said", ""))
        await self._closed(interaction, report)
        _ = words(server_language(self._bot, interaction.guild))
        said = _("On your report {number}: {reply}", number=report.id, reply=report.reply or "")
        if await self._tell(report.reporter, [Line(Role.BODY, said)]):
            await self._suggesting.told(News((), (report,)))

    async def hide(self, interaction: Interaction, act: Act) -> None:
        """Hide the fact here: it is no longer taught in this server, and the report is done."""
        await interaction.response.defer()
        actor = actor_of(interaction)
        report = await self._curating.report(actor, _two(act)[0])
        await self._curating.hide(actor, report.fact, hidden=True)
        await self._closed(interaction, await self._curating.close(actor, report.id))

    async def note(self, interaction: Interaction, act: Act) -> None:
        """Annotate: a form for the note."""
        report = await self._curating.report(actor_of(interaction), _two(act)[0])
        _ = words(language_of(interaction))
        modal = said_form(
            "config-report-noted", report.id, title=_("Annotate"), label=_("Note of this server"), limit=NOTE
        )
        await interaction.response.send_modal(modal)

    async def noted(self, interaction: Interaction, act: Act) -> None:
        """The filled form: the note stands under the fact here, and the report is done."""
        await interaction.response.defer()
        actor = actor_of(interaction)
        report = await self._curating.report(actor, _two(act)[0])
        await self._curating.annotate(actor, report.fact, act.fields.get("said", ""))
        await self._closed(interaction, await self._curating.close(actor, report.id))

    async def _closed(self, interaction: Interaction, report: Report) -> None:
        language = language_of(interaction)
        view = report_view(self._subjects.of(report.server).pack, report, language, done_by=interaction.user.id)
        await interaction.edit_original_response(view=view)


def _two(act: Act) -> tuple[int, int]:
    id, version, *_rest = (*act.ids, 0, 0)
    return id, version


async def setup(bot: Divergence) -> None:
    cog = Queue(bot)
    await bot.add_cog(cog)
    bot.actions |= {
        "config-own-accept": cog.accept, "config-own-ask": cog.ask, "config-own-asked": cog.asked,
        "config-own-reject": cog.reject, "config-own-rejected": cog.rejected, "config-own-rewrite": cog.rewrite,
        "config-own-rewritten": cog.rewritten, "config-report-done": cog.done, "config-report-reply": cog.reply,
        "config-report-replied": cog.replied, "config-report-hide": cog.hide, "config-report-note": cog.note,
        "config-report-noted": cog.noted,
    }  # fmt: skip
