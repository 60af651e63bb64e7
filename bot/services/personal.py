"""What is a person's own: how they want things, and what they have done. Nobody else is ever shown it under their name.

Languages are in memory, read once when the bot starts, since every sentence asks for one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.language import Language
from bot.store import preferences, rankings
from bot.store.database import Database
from bot.store.preferences import Preferences
from bot.store.rankings import Totals


@dataclass(slots=True)
class Personal:
    """Everything a person decides for themselves. Open it with `Personal.load`."""

    database: Database
    clock: Callable[[], datetime]
    _languages: dict[int, Language] = field(default_factory=dict)

    @classmethod
    async def load(cls, database: Database, clock: Callable[[], datetime]) -> Personal:
        """With the language of everybody who chose one."""
        return cls(database, clock, await database.read(preferences.languages))

    def language_of(self, person: int) -> Language | None:
        """The language somebody chose; None for the one they read Discord in."""
        return self._languages.get(person)

    async def preferences(self, person: int) -> Preferences:
        """Everything somebody chose."""
        return await self.database.read(preferences.of, person)

    async def speak(self, person: int, language: Language | None) -> Preferences:
        """From now on speak this language with them, or the one they read Discord in."""
        return await self._change(person, language=language)

    async def remind(self, person: int, *, reminders: bool) -> Preferences:
        """From now on they are reminded, or not."""
        return await self._change(person, reminders=reminders)

    async def hide(self, person: int, *, hidden: bool) -> Preferences:
        """From now on rankings leave them out, or not."""
        return await self._change(person, hidden=hidden)

    async def _change(self, person: int, **changes: object) -> Preferences:
        chosen = await self.database.write(preferences.change, person, changes, self.clock())
        self.forget(person)
        if chosen.language is not None:
            self._languages[person] = chosen.language
        return chosen

    def forget(self, person: int) -> None:
        """Nothing of theirs is remembered any more; for whoever erases them."""
        self._languages.pop(person, None)

    async def totals(self, person: int) -> Totals:
        """What somebody has done in all their games."""
        return await self.database.read(rankings.totals, person)
