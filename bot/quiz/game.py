"""A game as a value: the fold of its moves. It has no timers, no clock and no dice; every instant comes with a move.

    LOBBY → QUESTION → REVEAL → QUESTION → … → RESULTS      (CLOSED from anywhere, if it ends without results)

Time may stand still in between (`paused`). What must happen when nobody does anything is said by `due`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from bot.quiz import moves, timing
from bot.quiz.keys import checked_key, checked_ruling
from bot.quiz.moves import Mode, Move, Refusal, Refused
from bot.quiz.position import GRACE, Position
from bot.quiz.rounds import Outcome, Round, Ruling, Stage
from bot.quiz.scoring import Given

SETTLING = timedelta(seconds=5)
"""How long answers can still be changed when everybody has answered before the time is up."""
HALFTIME_SECONDS = 45
"""How much longer the reveal before the second half of an event is shown."""
RETURNING = timedelta(seconds=20)
"""What is being waited for gets this, and its time back, when the program was not there."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A game after a move, and the outcome of that move."""

    game: Game
    outcome: Outcome
    new: bool
    """Whether the move changed the game; False if it had been delivered before."""


@dataclass(frozen=True, slots=True)
class Game(Position):
    """A game that takes moves."""

    @classmethod
    def open(cls, move: moves.Opened) -> Game:
        """The game that an opening makes."""
        return cls(move.settings, move.questions, Stage.LOBBY, move.until, move.at, {})

    @classmethod
    def fold(cls, taken: Iterable[Move]) -> Game:
        """The game that these moves led to, the opening first; Refused if one of them cannot have been taken."""
        first, *rest = taken
        if not isinstance(first, moves.Opened):
            raise Refused(Refusal.NOT_STARTED)
        game = cls.open(first)
        for move in rest:
            game = game.apply(move).game
        return game

    # ---- moves -------------------------------------------------------------------------------------------------

    def apply(self, move: Move) -> Turn:
        """The game after `move`; Refused, and nothing has changed, if it may not be made now.

        A move whose interaction was taken before changes nothing either, and has the same outcome as then.
        """
        if (known := self.knows(move.interaction)) is not None:
            return Turn(self, known, new=False)
        game, outcome = self._answer(move) if isinstance(move, moves.Answered) else self._take(move)
        game = replace(game, revision=self.revision + 1)
        if move.interaction is not None:
            *before, last = game.delivered
            game = replace(game, delivered=(*before, {**last, move.interaction: outcome}))
        return Turn(game, outcome, new=True)

    def _take(self, move: Move) -> tuple[Game, Outcome]:
        settled = isinstance(move, moves.Voided | moves.Ruled | moves.Unruled) and self.stage is Stage.RESULTS
        if self.stage.over and not (settled or isinstance(move, moves.Placed)):
            raise Refused(Refusal.OVER)
        game = self._changed(move)
        added = move.seconds if isinstance(move, moves.Extended) else 0
        if isinstance(move, moves.Resumed) and self.paused is None and game.deadline is not None:
            added = round(RETURNING.total_seconds())
        return game, Outcome(game.stage, game.number, game.deadline, added=added)

    def _changed(self, move: Move) -> Game:
        match move:
            case moves.Joined():
                return self._join(move)
            case moves.Left():
                return self._leave(move)
            case moves.Removed():
                self._check_player(move.seat)
                out = replace(self, present=self.present - {move.seat}, removed=self.removed | {move.seat})
                return _settled(out, move.at)
            case moves.Started():
                return self._start(move)
            case moves.Revealed():
                return self._reveal(move)
            case moves.Next():
                return self._next(move)
            case moves.Voided():
                return self._void(move)
            case moves.Ruled() | moves.Unruled():
                return self._rule(move)
            case moves.Ended():
                return self._end(move)
            case moves.Cancelled():
                return replace(self._finish(move.at), stage=Stage.CLOSED, closed=move.why)
            case moves.Placed():
                return replace(self, placed=move)
            case _:
                return self._timed(move)

    def _timed(self, move: moves.Extended | moves.Paused | moves.Resumed | moves.Opened | moves.Answered) -> Game:
        match move:
            case moves.Extended():
                return self._extend(move)
            case moves.Paused():
                return self._pause(move)
            case moves.Resumed():
                return self._resume(move)
            case moves.Opened() | moves.Answered():
                raise Refused(Refusal.ALREADY_OPENED)
            case _:
                assert_never(move)

    def _end(self, move: moves.Ended) -> Game:
        if not self.rounds:
            raise Refused(Refusal.NOT_STARTED)
        return self._finish(move.at)

    def _finish(self, now: datetime) -> Game:
        return replace(self, stage=Stage.RESULTS, deadline=None, since=now, paused=None)

    def _join(self, move: moves.Joined) -> Game:
        if move.seat in self.removed:
            raise Refused(Refusal.REMOVED)
        if self.settings.mode is Mode.SOLO and self.players and move.seat not in self.players:
            raise Refused(Refusal.SOLO)
        return replace(self, players={**self.players, move.seat: move.stretch}, present=self.present | {move.seat})

    def _leave(self, move: moves.Left) -> Game:
        self._check_player(move.seat)
        return _settled(replace(self, present=self.present - {move.seat}), move.at)

    def _check_player(self, seat: int) -> None:
        """Refused if nobody sits there now."""
        if seat in self.removed:
            raise Refused(Refusal.REMOVED)
        if seat not in self.players:
            raise Refused(Refusal.SOLO if self.settings.mode is Mode.SOLO else Refusal.NOT_A_PLAYER)
        if seat not in self.present:
            raise Refused(Refusal.LEFT)

    def _start(self, move: moves.Started) -> Game:
        if self.stage is not Stage.LOBBY:
            raise Refused(Refusal.ALREADY_STARTED)
        if not self.can_start:
            raise Refused(Refusal.NOBODY_JOINED)
        return self._ask(move.at)

    def _ask(self, now: datetime) -> Game:
        """The next question is shown. A daily one lasts until its day is over."""
        deadline, chosen = self.deadline, self.settings
        if chosen.mode is not Mode.DAILY:
            question = self.questions[len(self.rounds)]
            seconds = timing.answering(question, chosen.language, chosen.pace, self.stretch)
            deadline = now + timedelta(seconds=seconds)
        return replace(
            self, stage=Stage.QUESTION, since=now, paused=None, deadline=deadline,
            rounds=(*self.rounds, Round(now, {})), delivered=(*self.delivered, {}),
        )  # fmt: skip

    def _answer(self, move: moves.Answered) -> tuple[Game, Outcome]:
        if self.stage.over:
            raise Refused(Refusal.OVER)
        self._at_question(move.number)
        self._check_player(move.seat)
        self._in_time(move.at)
        *before, last = self.rounds
        key = checked_key(self.question, move.key, self.settings.language)
        given = Given(key, move.sure, max(0.0, (move.at - last.asked_at).total_seconds()), move.at)
        held = last.given.get(move.seat)
        if held is not None and held.at > given.at:
            given = held  # the later one arrived first
        rounds = (*before, replace(last, given={**last.given, move.seat: given}))
        game = _settled(replace(self, rounds=rounds), move.at)
        changed = held is not None and held is not given
        return game, Outcome(game.stage, game.number, game.deadline, given, changed)

    def _in_time(self, at: datetime) -> None:
        """Refused if an answer of that instant does not count for the present question."""
        if self.stage is not Stage.QUESTION or (self.deadline is not None and at > self.deadline + GRACE):
            raise Refused(Refusal.LATE)
        if self.paused is not None and at > self.paused.at:
            raise Refused(Refusal.PAUSED)

    def _at_question(self, number: int) -> None:
        if not self.rounds:
            raise Refused(Refusal.NOT_STARTED)
        if number != self.number:
            raise Refused(Refusal.OTHER_QUESTION)

    def _reveal(self, move: moves.Revealed) -> Game:
        self._at_question(move.number)
        if self.stage is not Stage.QUESTION:
            raise Refused(Refusal.LATE)
        return self._revealed(move.at, voided=False)

    def _revealed(self, now: datetime, *, voided: bool) -> Game:
        *before, last = self.rounds
        seconds = timing.reading(self.question, self.settings.language, self.settings.pace, self.stretch)
        if self.halftime:
            seconds += HALFTIME_SECONDS
        return replace(
            self, stage=Stage.REVEAL, since=now, paused=None,
            deadline=now + timedelta(seconds=seconds) if self.settings.automatic else None,
            rounds=(*before, replace(last, revealed=True, left_out=voided)),
        )  # fmt: skip

    def _next(self, move: moves.Next) -> Game:
        self._at_question(move.number)
        if self.stage is not Stage.REVEAL:
            raise Refused(Refusal.NOT_REVEALED)
        return self._ask(move.at) if len(self.rounds) < len(self.questions) else self._finish(move.at)

    def _extend(self, move: moves.Extended) -> Game:
        if self.deadline is None:
            raise Refused(Refusal.NOTHING_TO_EXTEND)
        return replace(self, deadline=self.deadline + timedelta(seconds=move.seconds))

    def _pause(self, move: moves.Paused) -> Game:
        if self.paused is not None:
            raise Refused(Refusal.PAUSED)
        return replace(self, paused=move)

    def _resume(self, move: moves.Resumed) -> Game:
        stood = self.paused.at if self.paused else move.since
        if stood is None:
            raise Refused(Refusal.NOT_PAUSED)
        away = max(timedelta(), move.at - stood)
        deadline = self.deadline
        if deadline is not None and self.paused is not None:
            deadline += away
        elif deadline is not None:
            deadline = max(deadline + away, move.at) + RETURNING
        rounds = self.rounds
        if self.stage is Stage.QUESTION:
            *before, last = rounds
            shift = max(timedelta(), move.at - max(stood, last.asked_at))
            rounds = (*before, replace(last, asked_at=last.asked_at + shift))
        return replace(self, paused=None, deadline=deadline, rounds=rounds)

    def _void(self, move: moves.Voided) -> Game:
        if not 0 <= move.number < len(self.rounds):
            raise Refused(Refusal.NOT_ASKED)
        if self.rounds[move.number].voided:
            raise Refused(Refusal.ALREADY_VOIDED)
        if self.stage is Stage.QUESTION and move.number == self.number:
            return self._revealed(move.at, voided=True)
        rounds = list(self.rounds)
        rounds[move.number] = replace(rounds[move.number], left_out=True)
        return replace(self, rounds=tuple(rounds))

    def _rule(self, move: moves.Ruled | moves.Unruled) -> Game:
        if not 0 <= move.number < len(self.rounds) or not self.rounds[move.number].revealed:
            raise Refused(Refusal.NOT_REVEALED)
        round = self.rounds[move.number]
        others = tuple(ruling for ruling in round.rulings if ruling.id != move.ruling)
        if isinstance(move, moves.Ruled):
            accept = tuple(
                checked_ruling(self.questions[move.number], key, self.settings.language) for key in move.accept
            )
            others = (*others, Ruling(move.ruling, accept, move.void))
        elif len(others) == len(round.rulings):
            raise Refused(Refusal.NOT_RULED)
        rounds = list(self.rounds)
        rounds[move.number] = replace(round, rulings=others)
        return replace(self, rounds=tuple(rounds))


def _settled(game: Game, now: datetime) -> Game:
    """The game, where everybody has answered, with little time left: nobody waits long for nothing."""
    waits = game.stage is Stage.QUESTION and game.paused is None and game.settings.mode.together
    if not waits or game.deadline is None or not game.everybody_answered:
        return game
    return replace(game, deadline=min(game.deadline, now + SETTLING))
