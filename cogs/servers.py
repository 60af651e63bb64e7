"""The servers the bot is in: what is kept of one it was taken out of goes after 30 days. An outage is no leaving."""

from __future__ import annotations

import discord
from discord.ext import commands

from bot.app import Divergence


class Servers(commands.Cog):
    """Notes where the bot is, and where no longer."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._privacy = bot.services.privacy

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """What changed while the bot was not there: Discord now named every server, those it cannot reach too."""
        await self._privacy.compare({guild.id for guild in self._bot.guilds})

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """New, or back within the 30 days."""
        await self._privacy.joined(guild.id)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """There after all, should it have been missing from what Discord named."""
        await self._privacy.back(guild.id)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Taken out. Of a server that it cannot reach Discord says something else, which nothing here listens to."""
        await self._privacy.left(guild.id)


async def setup(bot: Divergence) -> None:
    await bot.add_cog(Servers(bot))
