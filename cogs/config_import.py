"""`/config import`: a file of facts or prose is shown first, with what is wrong in it, and then taken in at once."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.app import Act, Divergence, Interaction, actor_of, language_of, server_language
from bot.history.card import SHAPES, shaped_title
from bot.history.model import World
from bot.language import Words, words
from bot.markup import plain, shorten
from bot.services.importing import Preview
from cogs.ui.buttons import Button
from cogs.ui.groups import config_group
from cogs.ui.panels import Part, panel

FAULTS_SHOWN, NEAR_SHOWN = 8, 4
LINE = 160


class ConfigImport:
    """Takes files in."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._importing = bot.services.importing

    async def read(self, interaction: Interaction, file: discord.Attachment, world: World, source: str) -> None:
        """The command: what the file holds, privately."""
        actor = actor_of(interaction)
        self._importing.check(actor, file.filename, file.size)  # before it is fetched
        await interaction.response.defer(ephemeral=True, thinking=True)
        content, language = await file.read(), server_language(self._bot, interaction.guild)
        preview = await self._importing.read(actor, file.filename, content, world, source, language)
        view = panel(_preview(preview, world, source, words(language_of(interaction))))
        await interaction.edit_original_response(view=view)

    async def apply(self, interaction: Interaction, act: Act) -> None:
        """Import: all of it, in one go."""
        await interaction.response.defer()
        batch, count = await self._importing.apply(actor_of(interaction), act.id)
        _ = words(language_of(interaction))
        said = _.plural(
            "{count} entry is taught here from now on.", "{count} entries are taught here from now on.", count
        )
        undo = Button.to("config-own-unfile", batch, label=_("Undo"))
        await interaction.edit_original_response(view=panel([said, [undo]]))

    async def cancel(self, interaction: Interaction, act: Act) -> None:
        """Cancel: the file is forgotten."""
        await self._importing.cancel(actor_of(interaction), act.id)
        _ = words(language_of(interaction))
        await interaction.response.edit_message(view=panel([_("Nothing was changed.")]))

    async def undo(self, interaction: Interaction, act: Act) -> None:
        """Undo: everything of a file is retired."""
        count = await self._importing.undo(actor_of(interaction), act.id)
        _ = words(language_of(interaction))
        said = _.plural("{count} entry is no longer taught.", "{count} entries are no longer taught.", count)
        await interaction.response.edit_message(view=panel([said]))


def _preview(preview: Preview, world: World, source: str, _: Words) -> list[Part]:
    """What a file would bring, what is wrong in it and what is there already."""
    counts = [
        _.plural("{count} fact", "{count} facts", preview.facts),
        _.plural("{count} passage", "{count} passages", preview.passages),
        _.plural("{count} with a date", "{count} with a date", preview.dated),
        _.plural("{count} with people or places", "{count} with people or places", preview.named),
    ]
    seal = _("alternate history") if world is World.ALTERNATE else _("real history")
    parts: list[Part] = [
        f"### {plain(preview.name)}",
        f"{SHAPES[world]} {seal} · {plain(source)}\n{' · '.join(counts)}",
        "\n".join(f"-# “{plain(shorten(content.statement, LINE))}”" for content in preview.first),
    ]
    if preview.faults:
        told = [
            f"- {plain(fault.where.said(_))}: {plain(shorten(fault.what.said(_), LINE))}"
            for fault in preview.faults[:FAULTS_SHOWN]
        ]
        parts.append("\n".join([f"**{_('Problems')}**", *told, *_more(len(preview.faults) - FAULTS_SHOWN, _)]))
    if preview.near:
        told = [
            f"- {plain(shorten(content.listed, LINE))} ≈ {plain(shaped_title(fact, _.language))}"
            for content, fact in preview.near[:NEAR_SHOWN]
        ]
        head = f"**{_('Nearly the same is taught already')}**"
        parts.append("\n".join([head, *told, *_more(len(preview.near) - NEAR_SHOWN, _)]))
    if preview.passages and world is World.ALTERNATE:
        parts.append(_("Passages of the alternate history have no correction yet, and their cards say so."))
    take = Button.to("config-own-import", preview.id, label=_("Import"), style=discord.ButtonStyle.success)
    return [*parts, [take, Button.to("config-own-cancel", preview.id, label=_("Cancel"))]]


def _more(count: int, _: Words) -> list[str]:
    return [_.plural("- and {count} more", "- and {count} more", count)] if count > 0 else []


async def setup(bot: Divergence) -> None:
    shown = ConfigImport(bot)

    @config_group(bot).command(
        name="import", description=locale_str("Bring in a file of facts or prose: TOML, JSON, CSV, Markdown or text")
    )
    @app_commands.describe(
        file=locale_str("UTF-8 text, 1 MiB and 500 entries at most; you see first what comes of it"),
        world=locale_str("Which history it tells"),
        source=locale_str("Where it is from, as its cards will say: author, title, year"),
    )
    @app_commands.choices(
        world=[
            app_commands.Choice(name=locale_str("● real history"), value=World.REAL.value),
            app_commands.Choice(name=locale_str("◆ alternate history"), value=World.ALTERNATE.value),
        ]
    )
    async def read(interaction: Interaction, file: discord.Attachment, world: str, source: str) -> None:
        await shown.read(interaction, file, World(world), source)

    bot.actions |= {
        "config-own-import": shown.apply, "config-own-cancel": shown.cancel, "config-own-unfile": shown.undo,
    }  # fmt: skip
