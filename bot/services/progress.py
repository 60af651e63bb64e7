"""What people have shown over all their games, how hard questions turned out to be, and the time each person needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import BadInput
from bot.language import mark
from bot.quiz.compass import Compass
from bot.quiz.known import Asked
from bot.quiz.timing import STRETCHES
from bot.store import items, preferences, results, review_requests
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything that is read from what answers came to."""

    database: Database
    clock: Callable[[], datetime]

    async def compass(self, person: int) -> Compass:
        """How well this person tells the worlds apart, by everything they ever answered."""
        return await self.database.read(results.compass_of, person)

    async def asked(self, item: str) -> Asked:
        """How an item was answered so far, by everybody and everywhere."""
        return await self.database.read(items.asked, item)

    async def stretch(self, person: int) -> int:
        """The time this person needs for a question, in percent of the usual."""
        return await self.database.read(preferences.stretch_of, person)

    async def set_stretch(self, person: int, stretch: int) -> None:
        """From the next time they join, questions get `stretch` percent of the usual time: 100, 150 or 200."""
        if stretch not in STRETCHES:
            raise BadInput(mark("Choose one of the times that are offered."))
        await self.database.write(preferences.set_stretch, person, stretch, self.clock())

    async def add_to_reviews(self, person: int, facts: Sequence[str]) -> int:
        """This person wants to be asked again about these facts; how many of them are new."""
        return await self.database.write(review_requests.add, person, facts, self.clock())
