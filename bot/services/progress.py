"""What people have shown over all their games, what odd questions that betrays, and the time each person needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import BadInput
from bot.language import mark
from bot.quiz.compass import Compass, compass
from bot.quiz.difficulty import learnt
from bot.quiz.model import Question
from bot.quiz.oddities import OddItem, odd_items
from bot.quiz.timing import STRETCHES
from bot.store import preferences, results, review_requests
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything that is read from what answers came to."""

    database: Database
    clock: Callable[[], datetime]

    async def compass(self, person: int) -> Compass:
        """How well this person tells the worlds apart, by everything they ever answered."""
        return compass(await self.database.read(results.told, person))

    async def odd_items(self, server: int | None) -> tuple[OddItem, ...]:
        """The items that behave oddly in this server, or everywhere if None."""
        return odd_items(await self.database.read(results.tried, server))

    async def difficulty(self, question: Question) -> float:
        """How hard a question is: the share of wrong answers, 0 to 1, expected first and then learnt."""
        return learnt(question.difficulty, *await self.database.read(results.share_right, question.item))

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
