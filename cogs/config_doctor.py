"""`/config doctor`: what is missing in this server and how to mend it, from permissions to the last failures."""

from __future__ import annotations

from collections.abc import Iterator

import discord
from discord.app_commands import locale_str

from bot.app import PERMISSIONS, Divergence, Interaction, actor_of, language_of
from bot.language import Words, mark, words
from bot.markup import plain
from bot.services import health
from bot.services.daily_posts import SAID
from bot.services.health import Finding
from bot.services.policy import Feature, decide
from cogs.ui.groups import config_group
from cogs.ui.panels import Part, panel

SKEW_SECONDS = 5
"""How far our clock may be off from Discord's: fair answers are told by it."""
CHANNELS_TOLD = 10
FAILURES_TOLD = 5

WHY = {
    "read_messages": mark("to see what I am asked"),
    "send_messages": mark("to answer mentions and to post"),
    "send_messages_in_threads": mark("to answer in threads and discussions"),
    "create_public_threads": mark("to open discussions and quizzes"),
    "read_message_history": mark("to reply to the message that asked"),
    "attach_files": mark("to show pictures"),
    "manage_threads": mark("to close threads"),
    "create_events": mark("to list quiz nights among the server's events"),
}
"""What each permission is for; a test holds this to those that are asked for."""

Channel = discord.TextChannel | discord.ForumChannel


class ConfigDoctor:
    """Looks at everything and says what to do."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._services = bot.services

    async def open(self, interaction: Interaction) -> None:
        """What was found, privately; what needs doing first."""
        self._services.governing.may_change(actor_of(interaction))
        await interaction.response.defer(ephemeral=True)
        _ = words(language_of(interaction))
        found = await self._found(interaction, _)
        bad = [finding for finding in found if not finding.good]
        good = [finding for finding in found if finding.good]
        head = (
            _.plural("{count} thing needs a hand.", "{count} things need a hand.", len(bad))
            if bad
            else _("All is well.")
        )
        parts: list[Part] = [f"### {_('Doctor')}", head]
        parts += ["\n".join(f"✕ {finding.said(_)}" for finding in bad)] if bad else []
        parts += ["\n".join(f"✓ {finding.said(_)}" for finding in good)]
        await interaction.followup.send(view=panel(parts), ephemeral=True)

    async def _found(self, interaction: Interaction, _: Words) -> list[Finding]:
        guild = interaction.guild
        assert guild is not None  # a moderator is one of a server
        roles = frozenset(role.id for role in guild.roles)
        channels = frozenset(channel.id for channel in guild.channels)
        return [
            *self._permissions(guild, _),
            *await self._commands(_),
            *health.deciding(self._services.governing, guild.id, roles, channels),
            *await self._daily(guild.id),
            self._clock(interaction),
            *await health.storage(self._services.settings),
            *health.teaching(self._services.subjects.of(guild.id), _.language),
            *self._failures(guild.id),
        ]

    def _permissions(self, guild: discord.Guild, _: Words) -> Iterator[Finding]:
        """What I lack in each channel where something of mine runs, and how to grant it."""
        lacking = 0
        used = list(self._used(guild))
        for channel in used:
            has = channel.permissions_for(guild.me)
            missing = [name for name, needed in PERMISSIONS if needed and not getattr(has, name)]
            if not missing:
                continue
            lacking += 1
            if lacking <= CHANNELS_TOLD:
                told = ", ".join(f"{_permission(name)} ({_(WHY[name])})" for name in missing)
                yield Finding(False, mark("In {channel} I lack: {permissions}. Edit the channel → Permissions → my "
                                          "role → allow them."),
                              {"channel": channel.mention, "permissions": told})  # fmt: skip
        if lacking > CHANNELS_TOLD:
            yield Finding(False, mark("Permissions are missing in {count} more channels."),
                          {"count": lacking - CHANNELS_TOLD})  # fmt: skip
        if not lacking:
            yield Finding(True, mark("I have every permission I use in {count} channels."), {"count": len(used)})

    def _used(self, guild: discord.Guild) -> Iterator[Channel]:
        """The channels I can be asked in, and those that were named in the settings."""
        governing = self._services.governing
        decided = governing.settings_of(guild.id)
        named = {decided.moderators_channel, decided.daily_channel, *decided.channels}
        channels: list[Channel] = [*guild.text_channels, *guild.forums]
        for channel in channels:
            seen = channel.permissions_for(guild.me).view_channel
            runs = decide(governing.place(guild.id, channel.id), Feature.ASK).allowed
            if channel.id in named or (seen and runs):
                yield channel

    async def _commands(self, _: Words) -> Iterator[Finding]:
        """Whether Discord knows my commands as they are now."""
        known = {command.name for command in await self._bot.tree.fetch_commands()}
        missing = {command.name for command in self._bot.tree.get_commands()} - known
        if missing:
            return iter([
                Finding(False, mark("Discord does not know these commands: {commands}. Whoever runs me can use "
                                    "“divergence sync”."), {"commands": ", ".join(sorted(missing))})
            ])  # fmt: skip
        return iter([Finding(True, mark("Discord knows all {count} commands."), {"count": len(known)})])

    async def _daily(self, server: int) -> list[Finding]:
        """What keeps the daily post from being made, if anything did the last time."""
        found = await self._services.daily_posts.trouble(server)
        if found is None:
            return []
        trouble, _post = found
        channel = self._services.governing.settings_of(server).daily_channel
        return [Finding(False, SAID[trouble], {"channel": f"<#{channel}>"})]

    def _clock(self, interaction: Interaction) -> Finding:
        skew = abs((self._services.clock() - interaction.created_at).total_seconds())
        if skew > SKEW_SECONDS:
            return Finding(False, mark("My clock is {seconds} seconds off from Discord’s. Whoever runs me should set "
                                       "the machine’s clock by the network."), {"seconds": round(skew)})  # fmt: skip
        return Finding(True, mark("My clock agrees with Discord’s to {seconds} seconds."), {"seconds": round(skew, 1)})

    def _failures(self, server: int) -> Iterator[Finding]:
        failures = [failure for failure in self._bot.failures if failure.server in {server, None}]
        for failure in failures[-FAILURES_TOLD:]:
            yield Finding(False, mark("Failure {code}, {time}: {kind}. Whoever runs me finds it in the log by its "
                                      "code."),
                          {"code": failure.code, "time": f"<t:{int(failure.at.timestamp())}:f>",
                           "kind": plain(failure.kind)})  # fmt: skip
        if not failures:
            yield Finding(True, mark("Nothing has failed since I was started."))


def _permission(name: str) -> str:
    """A permission as Discord's English names it, near enough to be found in any language."""
    if name == "read_messages":  # the library's older name of it
        return "View Channel"
    return name.replace("_", " ").title()


async def setup(bot: Divergence) -> None:
    shown = ConfigDoctor(bot)

    @config_group(bot).command(
        name="doctor", description=locale_str("What is missing here and how to mend it: permissions, storage, failures")
    )
    async def open_doctor(interaction: Interaction) -> None:
        await shown.open(interaction)
