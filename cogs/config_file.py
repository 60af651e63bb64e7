"""Settings as a file, from `/config panel`: exported as an attachment; imported in a form, and shown before applied."""

from __future__ import annotations

import io
from collections.abc import Iterable

import discord
from discord import ui

from bot.app import Act, Divergence, Interaction, actor_of, language_of
from bot.errors import BadInput
from bot.language import Words, mark, words
from bot.markup import shorten
from bot.services.server_settings import IMPORT_LIMIT
from bot.services.settings_files import Draft
from cogs.ui.buttons import Button, form
from cogs.ui.panels import NOTICE_TEXT, Part, panel, told
from cogs.ui.settings_words import name_of, value_of

FILE = "divergence-settings.json"


class ConfigFile:
    """Hands settings files out and takes them in."""

    def __init__(self, bot: Divergence) -> None:
        self._files = bot.services.settings_files
        self._governing = bot.services.governing

    async def export(self, interaction: Interaction, _act: Act) -> None:
        """Export: the file, privately."""
        content = self._files.export(actor_of(interaction))
        _ = words(language_of(interaction))
        await interaction.response.send_message(
            _("The settings of this server. They hold ids of roles and channels, and nothing about members."),
            file=discord.File(io.BytesIO(content), FILE), ephemeral=True,
        )  # fmt: skip

    async def ask(self, interaction: Interaction, _act: Act) -> None:
        """Import: a form for the file."""
        self._governing.may_change(actor_of(interaction))
        _ = words(language_of(interaction))
        upload: ui.FileUpload[ui.Modal] = ui.FileUpload(min_values=1, max_values=1)
        label = _("A settings file, {kib} KiB at most", kib=IMPORT_LIMIT // 1024)
        await interaction.response.send_modal(form("config-read", title=_("Import settings"), file=(label, upload)))

    async def read(self, interaction: Interaction, act: Act) -> None:
        """The filled form: what the file would change."""
        actor = actor_of(interaction)
        self._governing.may_change(actor)
        if not act.files:
            raise BadInput(mark("Choose a settings file first."))
        if act.files[0].size > IMPORT_LIMIT:  # before it is fetched
            raise BadInput(mark("A settings file has at most {kib} KiB."), kib=IMPORT_LIMIT // 1024)
        content, guild = await act.files[0].read(), interaction.guild
        assert guild is not None  # a moderator is one of a server
        draft = await self._files.read(
            actor, content, frozenset(role.id for role in guild.roles),
            frozenset(channel.id for channel in guild.channels),
        )  # fmt: skip
        view = panel(_draft(draft, words(language_of(interaction))))
        await interaction.response.send_message(view=view, ephemeral=True)

    async def apply(self, interaction: Interaction, act: Act) -> None:
        """Apply: what was shown, as one change."""
        change = await self._files.apply(actor_of(interaction), act.id)
        _ = words(language_of(interaction))
        await interaction.response.edit_message(view=panel(told(change, _)))

    async def cancel(self, interaction: Interaction, _act: Act) -> None:
        """Cancel: nothing happens; the file is forgotten within the hour."""
        _ = words(language_of(interaction))
        await interaction.response.edit_message(view=panel([_("Nothing was changed.")]))


def _draft(draft: Draft, _: Words) -> list[Part]:
    """What a file would change, and what of it cannot be."""
    change = draft.change
    lines = [
        f"**{name_of(key, _)}**: {shorten(value_of(key, change.before, _), 200)} → "
        f"{shorten(value_of(key, change.after, _), 200)}"
        for key in change.keys
    ]
    shown = list(_fitting(lines))
    if (more := len(lines) - len(shown)) > 0:
        shown.append(_.plural("And {count} more change.", "And {count} more changes.", more))
    parts: list[Part] = [f"### {_('This file would change')}", "\n".join(shown)]
    missing = [str(id) for id in (*draft.missing_roles, *draft.missing_channels)]
    if missing:
        parts.append(
            _("Left out, since these roles and channels are not in this server: {ids}",
              ids=shorten(", ".join(missing), 600))
        )  # fmt: skip
    apply = Button.to("config-apply", draft.id, label=_("Apply"), style=discord.ButtonStyle.success)
    return [*parts, [apply, Button.to("config-cancel", label=_("Cancel"))]]


def _fitting(lines: Iterable[str]) -> Iterable[str]:
    room = NOTICE_TEXT
    for line in lines:
        room -= len(line)
        if room < 0:
            return
        yield line


async def setup(bot: Divergence) -> None:
    shown = ConfigFile(bot)
    bot.actions |= {
        "config-export": shown.export, "config-import": shown.ask, "config-read": shown.read,
        "config-apply": shown.apply, "config-cancel": shown.cancel,
    }  # fmt: skip
