"""The one policy seam: what may be shown where. Every answer, suggestion list, button and post asks `decide`.

A `Place` carries the rules that moderators made for it (`Governing.place`), so the answer is a matter of the place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.errors import NotHere
from bot.history.model import World
from bot.language import mark


class Feature(StrEnum):
    """What a place may have switched on."""

    ASK = "ask"
    CHECK = "check"
    TIMELINE = "timeline"
    COMPARE = "compare"
    DISCUSS = "discuss"
    QUIZ = "quiz"
    REVIEW = "review"
    HELP = "help"


class Show(StrEnum):
    """Which of the two histories a channel shows."""

    REAL_ONLY = "real-only"
    REAL_FIRST = "real-first"
    """Both, the scenario covered until it is tapped."""
    BOTH = "both"
    SCENARIO_ROOM = "scenario-room"
    """Both, and the scenario may come first."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What moderators decided for one place."""

    show: Show = Show.BOTH
    off: frozenset[Feature] = frozenset()
    """What does not run there."""
    private: bool = False
    """Whether answers are shown only to those who ask."""
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is about to be shown."""

    channel: int
    server: int | None = None
    """The server, None in direct and group messages."""
    member: bool = True
    """Whether the bot itself is in this place, or only brought along by the person who installed it."""
    rules: Rules = Rules()


@dataclass(frozen=True, slots=True)
class Ruling:
    """What may be shown in a place."""

    allowed: bool
    worlds: frozenset[World]
    public: bool
    """Whether others there may see it too."""
    spoiler: bool = False
    """Whether the scenario must be covered: real frames first, alternate ones as spoilers."""
    alternate_first: bool = False
    """Whether something may begin with the scenario unasked."""

    def listed(self, asked: World | None = None) -> frozenset[World]:
        """The worlds whose titles may stand in lists, where nothing can be covered: a covered one once it is asked for.

        A title of the scenario says what the scenario says.
        """
        if asked is not None:
            return self.worlds & {asked}
        return self.worlds - {World.ALTERNATE} if self.spoiler else self.worlds


def decide(place: Place, feature: Feature) -> Ruling:
    """What of `feature` may be shown in `place`. Where the bot is only a guest, what it says stays private."""
    rules = place.rules
    allowed = feature is Feature.HELP or not (rules.paused or feature in rules.off)
    return Ruling(
        allowed=allowed,
        worlds=frozenset({World.REAL}) if rules.show is Show.REAL_ONLY else frozenset(World),
        public=place.member and not rules.private,
        spoiler=rules.show is Show.REAL_FIRST,
        alternate_first=rules.show is Show.SCENARIO_ROOM,
    )


def check_paused(place: Place) -> None:
    """NotHere if a moderator paused the bot in the server of `place`."""
    if place.rules.paused:
        raise NotHere(mark("A moderator has paused me in this server. Nothing is lost; ask again later."))


def check_switched_on(place: Place, feature: Feature) -> None:
    """NotHere, naming the feature, unless it runs in `place`."""
    check_paused(place)
    if not decide(place, feature).allowed:
        raise NotHere(mark("/{command} is switched off in this channel."), feature, command=str(feature))
