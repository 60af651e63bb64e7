"""A game as it stands, and everything that can be read off it; how it changes is in `bot.quiz.game`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.quiz import moves
from bot.quiz.event_steps import halftime_after
from bot.quiz.model import Question
from bot.quiz.moves import Mode, Move, Why
from bot.quiz.rounds import Outcome, Round, Stage

GRACE = timedelta(seconds=1.5)
"""How late an answer may be by Discord's clock and still count."""
KEPT_WAITING = timedelta(days=1)
"""How long a game waits for somebody to go on with it."""


@dataclass(frozen=True, slots=True)
class Position:
    """A game as it stands. Every change makes another value."""

    settings: moves.Settings
    questions: tuple[Question, ...]
    stage: Stage
    deadline: datetime | None
    """When what is being waited for is over; None if the game waits for somebody."""
    since: datetime
    """When its present stage began."""
    players: Mapping[int, int]
    """Everybody who took a seat, by seat, with the time they need, in percent."""
    present: frozenset[int] = frozenset()
    """The seats of those who are in the game now."""
    rounds: tuple[Round, ...] = ()
    removed: frozenset[int] = frozenset()
    """The seats of those who may not come back."""
    paused: moves.Paused | None = None
    closed: Why | None = None
    placed: moves.Placed | None = None
    """The message it is shown in."""
    revision: int = 1
    """How many moves it has taken."""
    delivered: tuple[Mapping[int, Outcome], ...] = ({},)
    """What each interaction led to: a part for each question, so that a move copies only the last."""

    # ---- what it looks like ------------------------------------------------------------------------------------

    @property
    def number(self) -> int:
        """Of the present question, from 0; -1 before the first."""
        return len(self.rounds) - 1

    @property
    def question(self) -> Question:
        """The present question; only after the start."""
        return self.questions[self.number]

    @property
    def answered(self) -> int:
        """How many have answered the present question."""
        return len(self.rounds[-1].given) if self.rounds else 0

    @property
    def everybody_answered(self) -> bool:
        """Whether the present question waits for nobody who is in the game."""
        return bool(self.present and self.rounds) and self.present <= self.rounds[-1].given.keys()

    @property
    def stretch(self) -> int:
        """The time that questions get, in percent: as much as the one who needs most."""
        return max((self.players[seat] for seat in self.present), default=100)

    @property
    def halftime(self) -> bool:
        """Whether the present question is the last of the first half of an event."""
        return self.settings.mode is Mode.EVENT and halftime_after(len(self.questions)) == self.number

    def knows(self, interaction: int | None) -> Outcome | None:
        """What this interaction led to, if it was taken before."""
        return (
            next((part[interaction] for part in self.delivered if interaction in part), None) if interaction else None
        )

    @property
    def has_results(self) -> bool:
        """Whether any question was revealed that counts."""
        return any(round.counts for round in self.rounds)

    # ---- what time brings --------------------------------------------------------------------------------------

    @property
    def due_at(self) -> datetime | None:
        """When `due` will have something to say if nobody does anything before; None once it is over."""
        if self.stage.over:
            return None
        if self.paused is not None:
            return self.paused.at + KEPT_WAITING
        if self.deadline is None:
            return self.since + KEPT_WAITING
        return self.deadline + (GRACE if self.stage is Stage.QUESTION else timedelta())

    def due(self, now: datetime) -> Move | None:
        """The move that time makes by `now`; None if nothing is due."""
        if self.due_at is None or now < self.due_at:
            return None
        if self.paused is not None or self.deadline is None:
            return self.stop(now, Why.EXPIRED)
        if self.stage is Stage.LOBBY:
            return moves.Started(at=now) if self.can_start else moves.Cancelled(at=now, why=Why.NOBODY)
        if self.stage is Stage.QUESTION:
            return moves.Revealed(at=now, number=self.number)
        return moves.Next(at=now, number=self.number)

    @property
    def can_start(self) -> bool:
        return bool(self.present) or self.settings.mode is Mode.DAILY

    def stop(self, now: datetime, why: Why, interaction: int | None = None) -> Move:
        """The move that ends the game: with results if there are any."""
        if self.has_results:
            return moves.Ended(at=now, interaction=interaction)
        return moves.Cancelled(at=now, why=why, interaction=interaction)
