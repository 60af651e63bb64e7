"""The Spanish of what Discord itself shows of the commands: their descriptions and choices."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.language import Language, words


class Translator(app_commands.Translator):
    """Gives Discord the Spanish of descriptions and choices; names stay the same in every language."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, _context: app_commands.TranslationContextTypes
    ) -> str | None:
        if Language.of_locale(locale.value) is not Language.ES:
            return None
        translated = words(Language.ES)(string.message)
        return translated if translated != string.message else None
