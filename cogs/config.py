"""The moderators' commands as a group: in servers only, on bots that are installed there, for Manage Server.

Discord keeps the commands from others; whoever gets here all the same is checked again by the services.
"""

from __future__ import annotations

import discord
from discord import app_commands
from discord.app_commands import locale_str

from bot.app import Divergence
from cogs.ui.groups import CONFIG


async def setup(bot: Divergence) -> None:
    bot.tree.add_command(
        app_commands.Group(
            name=CONFIG,
            description=locale_str("For moderators: settings, log and health of the bot in this server"),
            guild_only=True,
            # Said outright: what a group leaves open is filled in from elsewhere when Discord is told of it.
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            default_permissions=discord.Permissions(manage_guild=True),
        )
    )
