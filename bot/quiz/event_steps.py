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
    MOVED = "moved"
    """Everybody who comes is told of another time."""


NUMBERS = {step: number for number, step in enumerate(Step, 1)}
"""What stands for a step in the ids of buttons. Only ever added to: messages that are already there refer to it."""

OF_A_TIME = frozenset({Step.REMIND_EARLY, Step.REMIND, Step.MOVED})
"""Steps that tell of the time of an event: by another time they are due anew, whatever became of them before."""

REMINDERS = (timedelta(days=1), timedelta(minutes=15))
"""How long before an event its reminders come where nobody decided otherwise."""
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


def plan(at: datetime, now: datetime, reminders: tuple[timedelta, timedelta] = REMINDERS) -> tuple[Planned, ...]:
    """What is to be done for an event at `at` that is made, or moved, at `now`.

    `reminders` are how long before it they come, nothing for none; none whose time is past.
    """
    early, soon = reminders
    if early == soon:  # one reminder, not two at once
        early = timedelta()
    planned = (
        Planned(Step.REMIND_EARLY, at - early, min(at - early + _REMIND_EARLY_GRACE, at)),
        Planned(Step.REMIND, at - soon, min(at - soon + _REMIND_GRACE, at)),
    )
    return (
        Planned(Step.NATIVE, now, at),
        Planned(Step.ANNOUNCE, now, at),
        *(one for one in planned if now < one.due < at),
        # An event that is made a few minutes before it begins is not late.
        Planned(Step.LOBBY, max(at - LOBBY_BEFORE, now), at - LOBBY_BEFORE + _LOBBY_GRACE),
    )


def told_of_move(at: datetime, now: datetime) -> Planned:
    """That an event was moved to `at`: told at once, and of no use once it has begun."""
    return Planned(Step.MOVED, now, at)


def in_course(step: Step, now: datetime) -> Planned:
    """A step that no time brings but what happens: due at once."""
    return Planned(step, now, now + (_HALFTIME_GRACE if step is Step.HALFTIME else _LONG))


def halftime_after(questions: int) -> int | None:
    """The number, from 0, of the question after whose reveal there is a break; None if the game is too short."""
    return questions // 2 - 1 if questions >= HALFTIME_FROM else None
