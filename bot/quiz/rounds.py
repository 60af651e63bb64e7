"""The parts of a game: where it stands, what was asked and answered, and what a move led to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.quiz.scoring import Given


class Stage(StrEnum):
    """Where a game stands."""

    LOBBY = "lobby"
    QUESTION = "question"
    REVEAL = "reveal"
    RESULTS = "results"
    CLOSED = "closed"

    @property
    def over(self) -> bool:
        return self in {Stage.RESULTS, Stage.CLOSED}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was ruled on a question after a challenge."""

    id: int
    """Of the challenge."""
    accept: tuple[str, ...]
    """The keys of answers that are right too: of an order all keys, of a gap the words."""
    void: bool
    """Whether the question does not count."""


@dataclass(frozen=True, slots=True)
class Round:
    """One question that was asked, and what the seats answered."""

    asked_at: datetime
    """Moved on by pauses, so that the time to answer is counted without them."""
    given: Mapping[int, Given]
    revealed: bool = False
    left_out: bool = False
    """Whether the host or a moderator took it out of the game."""
    rulings: tuple[Ruling, ...] = ()
    """What holds now, one for each challenge."""

    @property
    def voided(self) -> bool:
        """Whether it does not count: left out, or ruled so."""
        return self.left_out or any(ruling.void for ruling in self.rulings)

    @property
    def accepted(self) -> frozenset[str]:
        """The keys of answers that are right by a ruling, beside those that always were."""
        return frozenset(key for ruling in self.rulings for key in ruling.accept)

    @property
    def counts(self) -> bool:
        return self.revealed and not self.voided


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a move led to, for the one who made it."""

    stage: Stage
    number: int
    """Of the present question, from 0; -1 before the first."""
    deadline: datetime | None
    given: Given | None = None
    """Of an answer: what is locked now."""
    changed: bool = False
    """Of an answer: whether it took the place of another."""
    added: int = 0
    """Of more time: the seconds that were added to what was left."""
