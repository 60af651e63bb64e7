"""What a role may not do in a channel, in tests."""

from __future__ import annotations

import discord
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.practice.server import PracticeServer


def deny(server: PracticeServer, channel: str, role: str, permission: str) -> None:
    """Take a permission from a role in a channel."""
    overwrite = Overwrite(
        server.guild.roles[role].id, OverwriteType.ROLE, 0, discord.Permissions(**{permission: True}).value
    )
    server.env.backend.edit_channel(server.guild.channels[channel].id, {}, overwrites=[overwrite])
