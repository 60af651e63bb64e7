"""Blocked people, from the panel's page on people: who they are, why and until when; block somebody, let them in."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.app import Act, Divergence, Interaction, actor_of, language_of
from bot.errors import BadInput
from bot.language import Words, mark, words
from bot.markup import plain, shorten
from bot.services.blocks import REASON_LIMIT
from bot.store.blocks import Block
from cogs.ui.buttons import Button, Select, UserSelect, form, number_in, option
from cogs.ui.limits import CHOICES
from cogs.ui.panels import Part, panel
from cogs.ui.settings_pages import page_of

SHOWN = 10
DAYS_LENGTH = 4


class ConfigBlocks:
    """Shows the blocks of a server and hands what is chosen to `Blocks`, which decides who may."""

    def __init__(self, bot: Divergence) -> None:
        self._blocks = bot.services.blocks
        self._governing = bot.services.governing

    async def show(self, interaction: Interaction, _act: Act) -> None:
        """Blocked people: the list."""
        await self._show(interaction)

    async def ask(self, interaction: Interaction, act: Act) -> None:
        """Somebody was chosen: a form for why and how long."""
        self._governing.may_change(actor_of(interaction))
        chosen = number_in(act.values)
        if chosen is None:
            await self._show(interaction)
            return
        if chosen == interaction.client.application_id or chosen == getattr(interaction.guild, "owner_id", None):
            raise BadInput(mark("That one cannot be blocked."))
        _ = words(language_of(interaction))
        why: ui.TextInput[ui.Modal] = ui.TextInput(
            style=discord.TextStyle.paragraph, max_length=REASON_LIMIT, placeholder=_("They read this.")
        )
        days: ui.TextInput[ui.Modal] = ui.TextInput(
            max_length=DAYS_LENGTH, required=False, placeholder=_("Empty: until you let them in again")
        )
        await interaction.response.send_modal(
            form(
                "config-block",
                chosen,
                title=_("Block somebody"),
                why=(_("Why"), why),
                days=(_("For how many days"), days),
            )
        )

    async def block(self, interaction: Interaction, act: Act) -> None:
        """The filled form."""
        typed = act.fields.get("days", "").strip()
        days = number_in([typed])
        if typed and days is None:
            raise BadInput(mark("Write the number of days in digits, or leave it empty."))
        person = act.id
        block = await self._blocks.block(actor_of(interaction), person, act.fields.get("why", ""), days)
        _ = words(language_of(interaction))
        said = _("{who} is blocked. They are told when they next use me.", who=_who(block, _))
        await self._show(interaction, [said, [Button.to("config-unblock", block.id, label=_("Undo"))]])

    async def lift(self, interaction: Interaction, act: Act) -> None:
        """Let in again: chosen from the list, or Undo right after a block."""
        id = number_in(act.values) or act.id
        block = await self._blocks.lift(actor_of(interaction), id)
        _ = words(language_of(interaction))
        said = _("{who} is no longer blocked.", who=_who(block, _))
        await self._show(interaction, [said, [Button.to("config-reblock", block.id, label=_("Undo"))]])

    async def restore(self, interaction: Interaction, act: Act) -> None:
        """Undo, right after somebody was let in again."""
        block = await self._blocks.restore(actor_of(interaction), act.id)
        _ = words(language_of(interaction))
        await self._show(interaction, [_("{who} is blocked again.", who=_who(block, _))])

    async def _show(self, interaction: Interaction, notice: Sequence[Part] = ()) -> None:
        holding = await self._blocks.holding(actor_of(interaction))
        _ = words(language_of(interaction))
        await interaction.response.edit_message(
            view=panel(_page(holding, _), notice), allowed_mentions=discord.AllowedMentions.none()
        )


def _page(holding: Sequence[Block], _: Words) -> list[Part]:
    parts: list[Part] = [f"### {_('Blocked people')}"]
    parts += [
        f"{_who(block, _)}: {plain(block.reason)}\n-# #{block.id} · {_until(block, _)}" for block in holding[:SHOWN]
    ]
    if not holding:
        parts.append(_("Nobody is blocked here."))
    if (more := len(holding) - SHOWN) > 0:
        parts.append(_.plural("And {count} more.", "And {count} more.", more))
    parts.append(
        _("Whoever is blocked can use nothing of mine here but /me and /help, and is told why and until when.")
    )
    if holding:
        options = [option(f"#{block.id}: {shorten(block.reason, 80)}", str(block.id)) for block in holding[:CHOICES]]
        parts.append([Select.to("config-unblock", placeholder=_("Let somebody in again …"), options=options)])
    parts.append([UserSelect.to("config-blocking", placeholder=_("Block somebody …"))])
    return [*parts, [Button.to("config-page", page_of("host_roles"), label=_("Back"))]]


def _who(block: Block, _: Words) -> str:
    return f"<@{block.person}>" if block.person else _("somebody who was erased")


def _until(block: Block, _: Words) -> str:
    if block.until is None:
        return _("until a moderator lets them in again")
    return _("until {when}", when=f"<t:{block.until.timestamp():.0f}:f>")


async def setup(bot: Divergence) -> None:
    shown = ConfigBlocks(bot)
    bot.actions |= {
        "config-blocks": shown.show, "config-blocking": shown.ask, "config-block": shown.block,
        "config-unblock": shown.lift, "config-reblock": shown.restore,
    }  # fmt: skip
