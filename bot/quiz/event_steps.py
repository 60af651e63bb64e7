"""The steps of an event, from its announcement to its results: when each is due, and how late it may still be taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Step(StrEnum):
    """What the bot does for an event, each at most once. Every one but the first is a message."""

    NATIVE = "native"
    """Discord's own event is made."""
    ANNOUNCE = "announce"
    REMIND_EARLY = "remind-early"
    REMIND = "remind"
    LOBBY = "lobby"
    """The game's live message."""
    HALFTIME = "halftime"
    RESULTS = "results"
    CALLED_OFF = "called-off"
    """Everybody who comes is told that it does not take place."""
    TELL_HOST = "tell-host"
    """The host is told, privately, which steps were missed."""


NUMBERS = {step: number for number, step in enumerate(Step, 1)}
"""What stands for a step in the ids of buttons. Only ever added to: messages that are already there refer to it."""

REMINDERS = (timedelta(days=1), timedelta(minutes=15))
LOBBY_BEFORE = timedelta(minutes=10)
LATE = timedelta(minutes=3)
"""From here on a step that is taken says that it is late."""
AT_LEAST_OPEN = timedelta(minutes=2)
"""How long a lobby that opens late is open at least."""
HALFTIME_FROM = 6
"""Questions an event must have for a halftime."""

_REMIND_EARLY_GRACE = timedelta(hours=12)
_REMIND_GRACE = timedelta(minutes=10)
_LOBBY_GRACE = timedelta(minutes=40)
_HALFTIME_GRACE = timedelta(minutes=5)
_LONG = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Planned:
    """A step that is to be taken: from when on, and until when it still makes sense."""

    step: Step
    due: datetime
    until: datetime

    def late(self, now: datetime) -> bool:
        """Whether it is so late that it should say so."""
        return now - self.due > LATE


def plan(at: datetime, now: datetime) -> tuple[Planned, ...]:
    """What is to be done for an event at `at` that is made, or moved, at `now`; no reminder whose time is past."""
    early, soon = REMINDERS
    reminders = (
        Planned(Step.REMIND_EARLY, at - early, at - early + _REMIND_EARLY_GRACE),
        Planned(Step.REMIND, at - soon, at - soon + _REMIND_GRACE),
    )
    return (
        Planned(Step.NATIVE, now, at),
        Planned(Step.ANNOUNCE, now, at),
        *(one for one in reminders if one.due > now),
        # An event that is made a few minutes before it begins is not late.
        Planned(Step.LOBBY, max(at - LOBBY_BEFORE, now), at - LOBBY_BEFORE + _LOBBY_GRACE),
    )


def in_course(step: Step, now: datetime) -> Planned:
    """A step that no time brings but what happens: due at once."""
    return Planned(step, now, now + (_HALFTIME_GRACE if step is Step.HALFTIME else _LONG))


def halftime_after(questions: int) -> int | None:
    """The number, from 0, of the question after whose reveal there is a break; None if the game is too short."""
    return questions // 2 - 1 if questions >= HALFTIME_FROM else None
