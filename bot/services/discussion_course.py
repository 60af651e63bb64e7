"""The course of a discussion: how long its parts last, and which step is due at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from bot.store.discussions import Discussion, State

QUIET = timedelta(hours=24)
"""Without a message, until a gentle word."""
GIVE_UP = timedelta(days=1)
"""How long a result that cannot be posted is tried again."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How long the parts of a discussion last in a server."""

    lasting: timedelta = timedelta(days=7)
    """Until the second vote opens by itself."""
    second_vote: timedelta = timedelta(hours=24)
    quiet: timedelta | None = QUIET
    """Without a message, until a gentle word; None for never."""

    def next_look(self, discussion: Discussion, now: datetime, *, nudged: bool = False) -> datetime:
        """When to look at an open discussion again: at its end, or before that when it may have gone quiet."""
        end = discussion.opened_at + self.lasting
        return end if nudged or self.quiet is None else min(end, now + self.quiet)


class Step(Enum):
    """What is to be done about a discussion that is due."""

    MEND = auto()
    """Find out whether its card was posted, else take back what there is."""
    NUDGE = auto()
    ASK_AGAIN = auto()
    """Open the second vote, or post its card."""
    SHOW = auto()
    """Close the second vote, or post the result."""
    GIVE_UP = auto()


def step(discussion: Discussion, terms: Terms, now: datetime) -> Step:
    """What is due in `discussion`, given that something is."""
    match discussion.state:
        case State.STARTING:
            return Step.MEND
        case State.OPEN:
            return Step.ASK_AGAIN if now >= discussion.opened_at + terms.lasting else Step.NUDGE
        case State.CLOSING:
            return Step.SHOW if now >= discussion.changed_at + terms.second_vote else Step.ASK_AGAIN
        case State.CLOSED | State.GONE:
            return Step.SHOW if now < discussion.changed_at + GIVE_UP else Step.GIVE_UP
