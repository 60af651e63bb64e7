"""The one policy seam: what may be shown where. Every answer, suggestion list, button and post asks `decide`.

Its rulings are the same everywhere for now; moderators' settings will fill it without changing who asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.history.model import World


class Feature(StrEnum):
    """What a place may have switched on."""

    ASK = "ask"
    CHECK = "check"
    TIMELINE = "timeline"
    COMPARE = "compare"
    DISCUSS = "discuss"
    QUIZ = "quiz"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is about to be shown."""

    channel: int
    server: int | None = None
    """The server, None in direct and group messages."""
    member: bool = True
    """Whether the bot itself is in this place, or only brought along by the person who installed it."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What may be shown in a place."""

    allowed: bool
    worlds: frozenset[World]
    public: bool
    """Whether others there may see it too."""


def decide(place: Place, feature: Feature) -> Ruling:
    """What of `feature` may be shown in `place`. Where the bot is only a guest, what it says stays private."""
    return Ruling(allowed=feature in Feature, worlds=frozenset(World), public=place.member)
