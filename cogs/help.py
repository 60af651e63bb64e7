"""Help, made from the command tree itself: what this reader can use in this place, in their language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from discord import app_commands
from discord.app_commands import locale_str
from discord.ext import commands

from bot import __version__
from bot.app import Divergence, Interaction, language_of, place_of
from bot.errors import BadInput
from bot.history.card import Line, Role, seal
from bot.history.model import World
from bot.language import Words, mark, words
from bot.markup import plain
from bot.services.policy import Feature, decide
from bot.text import clean, fold
from cogs.ui.cards import layout
from cogs.ui.limits import CHOICES

ABOUT = mark("about")
TOPIC_LIMIT = 40

AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.Group


class Help(commands.Cog):
    """Says what there is to do, and what this bot is."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot

    @app_commands.command(description=locale_str("What you can do here, and what this bot is"))
    @app_commands.describe(topic=locale_str("A command, or “about”"))
    @app_commands.allowed_installs(guilds=True, users=True)
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    async def help(self, interaction: Interaction, topic: str = "") -> None:
        _ = words(language_of(interaction))
        wanted = fold(clean(topic, TOPIC_LIMIT)).strip("/ ")
        if not wanted:
            lines = self._overview(interaction, _)
        elif wanted in {ABOUT, fold(_(ABOUT))}:
            lines = self._about(_)
        else:
            lines = self._topic(interaction, wanted, _)
        await interaction.response.send_message(view=layout(lines), ephemeral=True)

    @help.autocomplete("topic")
    async def _topics(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        _ = words(language_of(interaction))
        names = [command.qualified_name for command in self._usable(interaction)] + [_(ABOUT)]
        return [app_commands.Choice(name=name, value=name) for name in names if fold(current) in fold(name)][:CHOICES]

    def _overview(self, interaction: Interaction, _: Words) -> list[Line]:
        lines = [Line(Role.HEADING, self._bot.services.pack.title[_.language])]
        lines.append(Line(Role.BODY, self._bot.services.pack.description[_.language]))
        lines += [seal(world, _.language) for world in World]
        lines.append(Line(Role.RULE))
        for command in self._usable(interaction):
            lines += self._entry(command, _)
        lines.append(Line(Role.RULE))
        lines.append(Line(Role.SMALL, _("You can also mention me with a question, or write to me directly.")))
        lines.append(Line(Role.SMALL, _("More: /help topic:{about}", about=_(ABOUT))))
        return lines

    def _topic(self, interaction: Interaction, wanted: str, _: Words) -> list[Line]:
        for command in self._usable(interaction):
            if fold(command.qualified_name) == wanted:
                lines = self._entry(command, _)
                if isinstance(command, app_commands.Command):
                    lines += [
                        Line(Role.SMALL, f"{parameter.display_name}: {_(str(parameter.description))}")
                        for parameter in command.parameters
                    ]
                return lines
        raise BadInput(
            mark("There is no help on “{topic}” here. /help alone lists what there is."), topic=plain(wanted)
        )

    def _entry(self, command: AnyCommand, _: Words) -> list[Line]:
        """A command as a mention that can be clicked, and what it does."""
        root = command.qualified_name.split()[0]
        id = self._bot.command_ids.get(root)
        return [Line(Role.COMMAND, command.qualified_name, id=id), Line(Role.SMALL, _(command.description))]

    def _usable(self, interaction: Interaction) -> Iterator[AnyCommand]:
        """The commands this reader can use in this place."""
        place = place_of(interaction)
        for root in sorted(self._bot.tree.get_commands(), key=lambda command: command.name):
            if not isinstance(root, app_commands.Command | app_commands.Group):
                continue
            if root.name in set(Feature) and not decide(place, Feature(root.name)).allowed:
                continue
            contexts = root.allowed_contexts
            if contexts and not (contexts.guild if interaction.guild_id else contexts.dm_channel):
                continue
            if not place.member and not (root.allowed_installs and root.allowed_installs.user):
                continue  # the bot was only brought along
            needed = root.default_permissions
            if needed and interaction.guild_id and not needed <= interaction.permissions:
                continue
            yield from root.walk_commands() if isinstance(root, app_commands.Group) else (root,)

    def _about(self, _: Words) -> list[Line]:
        services = self._bot.services
        pack, language = services.pack, _.language
        lines = [
            Line(Role.HEADING, f"Divergence {__version__}"),
            Line(Role.BODY, _("A study bot that keeps two histories apart and cites its sources.")),
        ]
        for world in World:
            count = sum(fact.world is world for fact in pack.facts.values())
            lines += [seal(world, language), Line(Role.BODY, pack.worlds[world][language])]
            lines.append(Line(Role.SMALL, _.plural("{count} fact", "{count} facts", count)))
        lines += [
            Line(Role.RULE),
            Line(Role.SMALL, _("Collection: {title}, version {version}; {count} sources, each shown under “Sources”.",
                               title=pack.title[language], version=pack.version, count=len(pack.sources))),
            Line(Role.SMALL, _("Kept about you: your Discord id, what you were shown and when, your quiz answers and "
                               "reviews, your votes and citations, what you report or suggest, and your settings. "
                               "Your questions are not kept under your name. After a year, or what the moderators "
                               "chose, your name goes from it. /me shows, exports and erases all of it."),
                 url=services.settings.privacy_url),
        ]  # fmt: skip
        if services.settings.terms_url:
            lines.append(Line(Role.SMALL, _("Terms of use:"), url=services.settings.terms_url))
        if services.settings.source_url:
            lines.append(Line(Role.SMALL, _("Free software under the MIT licence. Source code:"),
                              url=services.settings.source_url))  # fmt: skip
        else:
            lines.append(
                Line(
                    Role.SMALL, _("Free software under the MIT licence; whoever runs this bot can show you its source.")
                )
            )
        return lines


async def setup(bot: Divergence) -> None:
    await bot.add_cog(Help(bot))
