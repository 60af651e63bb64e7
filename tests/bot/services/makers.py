"""A maker of small questions by hand, and a clock that stands until it is moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.history.model import World
from bot.quiz.known import Known
from bot.quiz.model import Question
from tests.bot.quiz.samples import NOW, question

WORLDS = (World.REAL, World.ALTERNATE)
ITEMS = 30


@dataclass(frozen=True, slots=True)
class SmallMaker:
    """Asks for statements of the two worlds by turns: of what was not seen, as its seed shuffles them."""

    def round(self, count: int, seed: int, known: Known, about: str | None) -> Sequence[Question]:
        if about == "nothing":
            return ()
        numbers = sorted(range(ITEMS), key=lambda number: (f"item-{number}" in known.seen, hash((seed, number))))
        return tuple(question(item=f"item-{number}", world=WORLDS[number % 2]) for number in numbers[:count])

    def daily(self, seed: int, known: Known) -> Question:
        return self.round(1, seed, known, None)[0]


@dataclass(slots=True)
class StandingClock:
    """Tells the same instant until it is moved."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
