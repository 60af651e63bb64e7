"""*My data*, under `/me`: what is kept about whoever asks and why, all of it as a file, and the way to erase it."""

from __future__ import annotations

import gzip
import io

import discord
from discord import ui

from bot.app import Act, Divergence, Interaction, language_of
from bot.errors import BadInput
from bot.history.card import INSTANT, Line, Role
from bot.language import Words, mark, words
from bot.services.kept import KEPT
from bot.services.privacy import Found
from bot.store.erasure import Erased
from cogs.me import leaves, show
from cogs.ui.buttons import Button
from cogs.ui.cards import layout

FILE = "divergence-my-data.json"
MOST_BYTES = 8 * 1024 * 1024
"""A larger file is packed: Discord takes no more than 10 MB."""


class MyData:
    """Everything here is about whoever clicks, and only they see it."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._privacy = bot.services.privacy

    async def show(self, interaction: Interaction, _act: Act) -> None:
        """My data: what is kept, why, and for how long."""
        found = await self._privacy.found(interaction.user.id)
        await show(interaction, self._page(found, words(language_of(interaction))))

    async def export(self, interaction: Interaction, _act: Act) -> None:
        """Export: everything as a file, privately."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        content, name = await self._privacy.export(interaction.user.id), FILE
        if len(content) > MOST_BYTES:
            content, name = gzip.compress(content), f"{FILE}.gz"
        _ = words(language_of(interaction))
        await interaction.followup.send(
            _("Everything that is kept about you, as JSON. Only you see this message; keep the file to yourself."),
            file=discord.File(io.BytesIO(content), name), ephemeral=True,
        )  # fmt: skip

    async def ask(self, interaction: Interaction, _act: Act) -> None:
        """Erase: what that means, and a second button."""
        found = await self._privacy.found(interaction.user.id)
        if found.since is None:
            raise BadInput(mark("Nothing is kept about you, so there is nothing to erase."))
        _ = words(language_of(interaction))
        lines = [
            Line(Role.HEADING, _("Erase everything about you?")),
            Line(Role.BODY, _(
                "Your Discord id is erased from the database, from what belongs to it and from its backups, and with "
                "it your settings, your reviews, your reports and what you were shown."
            )),
            Line(Role.BODY, _(
                "You leave the games you are in. Points, votes and citations that others counted on stay, under "
                "“deleted player”; nobody can tell any more whose they were."
            )),
            Line(Role.SMALL, _(
                "Messages in Discord that mention you stay there, and so does a block by a server’s moderators until "
                "it ends. This cannot be undone; export your data first if you want to keep it."
            )),
        ]  # fmt: skip
        erase = Button.to("me-erase", label=_("Yes, erase everything"), style=discord.ButtonStyle.danger)
        await show(interaction, layout(lines, [erase, Button.to("me-data", label=_("Keep everything"))]))

    async def erase(self, interaction: Interaction, _act: Act) -> None:
        """Yes: it is done before this is answered."""
        # Looking through every file may take longer than Discord waits.
        _ = words(language_of(interaction))
        await interaction.response.defer(ephemeral=True, thinking=True)
        erased = await self._privacy.erase(interaction.user.id)
        await interaction.followup.send(view=layout(_erased(erased, _)), ephemeral=True)

    def _page(self, found: Found, _: Words) -> ui.LayoutView:
        lines = [Line(Role.HEADING, _("Your data"))]
        if found.since is None:
            lines.append(Line(Role.BODY, _("Nothing is kept about you.")))
        else:
            lines.append(Line(Role.BODY, _("Your Discord id; first seen {when}.", when=INSTANT), at=found.since))
            lines += [_kept(table, count, _) for table, count in found.counts.items()]
        settings = self._bot.services.settings
        lines.append(Line(Role.SMALL, _("Your questions are not kept under your name.")))
        if settings.privacy_url:
            lines.append(Line(Role.SMALL, _("The whole privacy notice:"), url=settings.privacy_url))
        buttons = []
        if found.since is not None:
            buttons = [
                Button.to("me-export", label=_("Export")),
                Button.to("me-erasing", label=_("Erase …"), style=discord.ButtonStyle.danger),
            ]
        return layout(lines, buttons, leaves("me-data", _))


def _kept(table: str, count: int, _: Words) -> Line:
    """A table in words; by its name where it has none yet."""
    if table not in KEPT:
        return Line(Role.SMALL, f"– {table} ({count})")
    kept = KEPT[table]
    return Line(Role.SMALL, _(
        "– {what} ({count}): {why}; {how_long}.",
        what=_(kept.what), count=count, why=_(kept.why), how_long=_(kept.how_long),
    ))  # fmt: skip


def _erased(erased: Erased, _: Words) -> list[Line]:
    lines = [Line(Role.HEADING, _("Erased"))]
    if erased.whole:
        lines.append(Line(Role.BODY, _("I looked through every file: your Discord id is in none of them any more.")))
    else:
        lines.append(Line(Role.BODY, _(
            "You are erased from every table, but a file that I could not clean still holds your Discord id. "
            "Try again later, or tell whoever runs this bot."
        )))  # fmt: skip
    if erased.copies:
        lines.append(Line(Role.SMALL, _.plural(
            "{count} older copy of the database was cleaned too.",
            "{count} older copies of the database were cleaned too.", erased.copies,
        )))  # fmt: skip
    if erased.removed:
        lines.append(Line(Role.SMALL, _.plural(
            "{count} older copy could not be cleaned, so I removed it.",
            "{count} older copies could not be cleaned, so I removed them.", erased.removed,
        )))  # fmt: skip
    lines.append(Line(Role.SMALL, _("If you use me again, you begin anew.")))
    return lines


async def setup(bot: Divergence) -> None:
    cog = MyData(bot)
    bot.actions |= {
        "me-data": cog.show, "me-export": cog.export, "me-erasing": cog.ask, "me-erase": cog.erase,
    }  # fmt: skip
