"""Everything that can happen in a game, as values that are stored one after another, and why a move may be refused.

A move says when it happened, never when it arrived: for what people do that is the instant of Discord's interaction.
Players are seats of their game, numbered from 1, so that what is stored names nobody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, TypeAdapter

from bot.errors import UserError
from bot.language import Language, mark
from bot.quiz.model import Question


class Mode(StrEnum):
    """Who plays, and how."""

    SOLO = "solo"
    """One person, privately; what they answer is revealed at once."""
    EVERYONE = "everyone"
    """Whoever joins, in one channel or thread; casual."""
    DAILY = "daily"
    """One question a day for a server, the same for all, revealed the day after."""
    EVENT = "event"
    """Whoever joins, at a time that was announced; may count for the standing."""

    @property
    def together(self) -> bool:
        """Whether whoever joins plays it at one pace, in one message for all."""
        return self in {Mode.EVERYONE, Mode.EVENT}


class Why(StrEnum):
    """Why a game is paused, or was closed before its end."""

    HOST = "host"
    """Its starter, a host or a moderator wanted it."""
    NO_PERMISSION = "no-permission"
    """The bot may no longer write where it is played."""
    SWITCHED_OFF = "switched-off"
    """Moderators switched quizzes, or one of the histories, off where it is played."""
    CHANNEL_GONE = "channel-gone"
    NOBODY = "nobody"
    """Nobody had joined when it was to start."""
    EXPIRED = "expired"
    """Nobody went on with it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What was chosen when a game was opened."""

    mode: Mode
    language: Language
    automatic: bool
    """Whether the next question comes by itself some time after the reveal."""
    about: str | None = None
    """The topic that was asked for."""
    pace: int = 100
    """The time for questions, in percent of the usual, as the server's moderators chose."""
    wanted: int = 0
    """How many questions were asked for; 0 where nobody asked for a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    at: datetime
    """When it happened, in UTC."""
    interaction: int | None = None
    """Discord's id of what a person did, by which a second delivery of the same is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(_Move):
    """A game exists, with the questions it will ask. Always the first move, and only that."""

    settings: Settings
    questions: tuple[Question, ...]
    until: datetime | None = None
    """When it starts by itself; of a daily question, when it is revealed."""
    kind: Literal["opened"] = "opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined(_Move):
    """A player takes a seat, or comes back to it."""

    seat: int
    stretch: int = 100
    """How much time they need, in percent of the usual."""
    kind: Literal["joined"] = "joined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Left(_Move):
    """A player leaves; what they answered stays."""

    seat: int
    kind: Literal["left"] = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed(_Move):
    """A player is taken out by whoever runs the game, and cannot come back to it."""

    seat: int
    kind: Literal["removed"] = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Started(_Move):
    """The first question is shown."""

    kind: Literal["started"] = "started"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(_Move):
    """A player answers a question, or changes their answer to it."""

    seat: int
    number: int
    """Of the question, from 0."""
    key: str
    """An option's key or a pass; of an order all keys; of a gap the words."""
    sure: bool
    kind: Literal["answered"] = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extended(_Move):
    """What is being waited for gets more time."""

    seconds: int
    kind: Literal["extended"] = "extended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(_Move):
    """Time stands still."""

    why: Why
    kind: Literal["paused"] = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resumed(_Move):
    """Time goes on: after a pause, or after the program was not there since `since`."""

    since: datetime | None = None
    kind: Literal["resumed"] = "resumed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided(_Move):
    """A question does not count, for anybody."""

    number: int
    kind: Literal["voided"] = "voided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled(_Move):
    """A challenge of a revealed question was upheld: other answers are right too, or the question does not count.

    A second ruling on the same challenge takes the place of the first.
    """

    number: int
    ruling: int
    """The number of the challenge."""
    accept: tuple[str, ...] = ()
    """Keys of answers that are right too: of an order all keys, of a gap the words."""
    void: bool = False
    kind: Literal["ruled"] = "ruled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unruled(_Move):
    """What was ruled on a challenge is taken back."""

    number: int
    ruling: int
    kind: Literal["unruled"] = "unruled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Revealed(_Move):
    """The answer is shown; nobody answers any more."""

    number: int
    kind: Literal["revealed"] = "revealed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Next(_Move):
    """The next question is shown, or after the last one the results."""

    number: int
    """Of the question that was shown before."""
    kind: Literal["next"] = "next"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(_Move):
    """The results are shown, of the questions that were revealed."""

    kind: Literal["ended"] = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled(_Move):
    """The game is closed without results."""

    why: Why
    kind: Literal["cancelled"] = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed(_Move):
    """The game is shown in this message from now on."""

    channel: int
    message: int | None
    """None while it is being sent: after a crash it is known where."""
    kind: Literal["placed"] = "placed"


Move: TypeAlias = (
    Opened | Joined | Left | Removed | Started | Answered | Extended | Paused | Resumed | Voided | Revealed
    | Next | Ended | Cancelled | Placed | Ruled | Unruled
)  # fmt: skip

_MOVES: TypeAdapter[Move] = TypeAdapter(Annotated[Move, Field(discriminator="kind")])


def to_json(move: Move) -> str:
    """The move as JSON, for `from_json`."""
    return _MOVES.dump_json(move, exclude_defaults=False).decode()


def from_json(text: str | bytes) -> Move:
    """The move that `to_json` wrote; ValueError if it is none."""
    return _MOVES.validate_json(text)


class Refusal(StrEnum):
    """Every reason for which a game does not take a move, and what the person is told."""

    NOT_A_PLAYER = "not-a-player"
    LEFT = "left"
    REMOVED = "removed"
    NOT_STARTED = "not-started"
    ALREADY_STARTED = "already-started"
    ALREADY_OPENED = "already-opened"
    NOBODY_JOINED = "nobody-joined"
    LATE = "late"
    OTHER_QUESTION = "other-question"
    NOT_REVEALED = "not-revealed"
    NOT_AN_OPTION = "not-an-option"
    NO_WORDS = "no-words"
    TOO_LONG = "too-long"
    MORE_PRECISE = "more-precise"
    PAUSED = "paused"
    NOT_PAUSED = "not-paused"
    NOTHING_TO_EXTEND = "nothing-to-extend"
    ALREADY_VOIDED = "already-voided"
    NOT_ASKED = "not-asked"
    SOLO = "solo"
    OVER = "over"
    NOT_RULED = "not-ruled"

    @property
    def sentence(self) -> str:
        """What the person reads: a message id."""
        return _SENTENCES[self]


_SENTENCES = {
    Refusal.NOT_A_PLAYER: mark("You are not in this game yet. Press Join, then answer."),
    Refusal.LEFT: mark("You have left this game. Press Join to come back."),
    Refusal.REMOVED: mark("Whoever runs this game has taken you out of it."),
    Refusal.NOT_STARTED: mark("This game has not started yet."),
    Refusal.ALREADY_STARTED: mark("This game has already started."),
    Refusal.ALREADY_OPENED: mark("This game is already open."),
    Refusal.NOBODY_JOINED: mark("Nobody has joined yet."),
    Refusal.LATE: mark("Time was up for this question, so this did not count."),
    Refusal.OTHER_QUESTION: mark("That question is over. Answer the one that is shown now."),
    Refusal.NOT_REVEALED: mark("The answer has not been revealed yet."),
    Refusal.NOT_AN_OPTION: mark("That is not one of the options."),
    Refusal.NO_WORDS: mark("Write your answer in letters or numbers."),
    Refusal.TOO_LONG: mark("That is too long. Write only the missing words."),
    Refusal.MORE_PRECISE: mark("Not wrong, but it could be something else: be more precise. Nothing is locked yet."),
    Refusal.PAUSED: mark("The game is paused. Wait until it goes on."),
    Refusal.NOT_PAUSED: mark("The game is not paused."),
    Refusal.NOTHING_TO_EXTEND: mark("Nothing is waiting for a time here."),
    Refusal.ALREADY_VOIDED: mark("That question already does not count."),
    Refusal.NOT_ASKED: mark("That question has not been asked yet."),
    Refusal.SOLO: mark("Somebody is playing this game alone. Start your own with /quiz."),
    Refusal.OVER: mark("This game is over."),
    Refusal.NOT_RULED: mark("That was taken back already."),
}


class Refused(UserError):
    """A move that the game does not take; nothing has changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.sentence)
        self.refusal = refusal
