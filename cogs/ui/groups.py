"""Command groups that several cogs share."""

from __future__ import annotations

from typing import Any

from discord import app_commands
from discord.ext import commands

CONFIG, EVENT = "config", "event"


def config_group(bot: commands.AutoShardedBot) -> app_commands.Group:
    """The moderators' commands, to which a cog adds its own when it is loaded."""
    group: Any = bot.tree.get_command(CONFIG)
    assert isinstance(group, app_commands.Group)
    return group


def event_group(bot: commands.AutoShardedBot) -> app_commands.Group:
    """The commands of events, to which another cog adds its own when it is loaded."""
    group: Any = bot.tree.get_command(EVENT)
    assert isinstance(group, app_commands.Group)
    return group
