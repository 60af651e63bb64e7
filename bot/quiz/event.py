"""An event: a quiz that is announced for a time. What it is, how far it has come, and what was chosen for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """How far an event has come."""

    DRAFT = "draft"
    """Somebody is looking at it; nobody else knows of it yet."""
    PLANNED = "planned"
    RUNNING = "running"
    """Its lobby is open, or its game runs."""
    OVER = "over"
    MISSED = "missed"
    """The bot was away when it should have begun."""
    CANCELLED = "cancelled"


class Book(StrEnum):
    """Whether players may look things up while they play."""

    OPEN = "open"
    CLOSED = "closed"


class Runs(StrEnum):
    """What happens at its time if the host does nothing."""

    BY_ITSELF = "by-itself"
    WITH_HOST = "with-host"


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it stands; ids of Discord, instants in UTC."""

    id: int
    series: int | None
    """The first event of those that come again; its own id for that one."""
    server: int
    channel: int
    host: int | None
    """Who runs it; None once they are forgotten."""
    state: State
    title: str
    description: str
    about: str | None
    questions: int
    book: Book
    runs: Runs
    weekly: bool
    language: str
    wall: datetime
    """What clocks show when it begins, as it was chosen."""
    zone: str
    at: datetime
    made_at: datetime
    native: int | None
    """Discord's own event."""
    card: int | None
    """The message that announced it."""
    game: int | None
    moved: int = 0
    """How often its time was changed; reminders of one time are told apart by it from those of another."""

    @property
    def open(self) -> bool:
        """Whether it is to come, or runs."""
        return self.state in {State.PLANNED, State.RUNNING}
