"""The moves that the bot makes in a game by itself: what time brings, and what it finds in its way."""

from __future__ import annotations

from datetime import datetime

from bot.quiz import moves
from bot.quiz.moves import Mode, Move, Why
from bot.quiz.rounds import Stage
from bot.store.games import Chooser, Record


def start_waiting(now: datetime) -> Chooser:
    """Starts a game that has no lobby, if that was not done."""
    return lambda record, _seat: [moves.Started(at=now)] if record.game.stage is Stage.LOBBY else []


def what_is_due(now: datetime) -> Chooser:
    """What time has brought, if anything."""

    def choose(record: Record, _seat: int) -> list[Move]:
        move = record.game.due(now)
        return [move] if move is not None else []

    return choose


def take_up(now: datetime, alive: datetime | None) -> Chooser:
    """Time goes on after the program was not there; it was last known to be there at `alive`."""

    def choose(record: Record, _seat: int) -> list[Move]:
        game = record.game
        if game.stage.over or game.paused is not None or game.deadline is None or record.mode is Mode.DAILY:
            return []
        since = min(max(record.moved_at, alive or record.moved_at), now)
        return [moves.Resumed(at=now, since=since)]

    return choose


def hold(now: datetime, why: Why) -> Chooser:
    """Time stands still, if it does not already."""

    def choose(record: Record, _seat: int) -> list[Move]:
        stands = record.game.stage.over or record.game.paused is not None
        return [] if stands else [moves.Paused(at=now, why=why)]

    return choose


def let_on(now: datetime) -> Chooser:
    """Time goes on, unless it was a person who stopped it."""

    def choose(record: Record, _seat: int) -> list[Move]:
        paused = record.game.paused
        return [moves.Resumed(at=now)] if paused is not None and paused.why is not Why.HOST else []

    return choose


def close(now: datetime, why: Why) -> Chooser:
    """The game is over without results, if it is not over already."""
    return lambda record, _seat: [] if record.game.stage.over else [moves.Cancelled(at=now, why=why)]
