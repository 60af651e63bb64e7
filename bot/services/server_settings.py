"""The settings of one server as one frozen value, and its form as JSON: how it is stored, exported and imported.

Every field is one key of the document, checked by itself, so that changes to different keys never spoil each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictBool,
    StrictInt,
    ValidationError,
)

from bot.errors import BadInput
from bot.language import Language, mark
from bot.quiz.moves import Mode
from bot.services.policy import Feature, Rules, Show
from bot.services.zones import named

VERSION = 1
"""Of the document. A newer one is not read."""
IMPORT_LIMIT = 64 * 1024
"""Bytes of a settings file."""
ROLES, CHANNELS = 25, 100
"""Roles a part is given to, and channels with rules of their own, at most."""

FAULTS_SHOWN = 10

_ID = re.compile(r"[1-9][0-9]{0,18}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def _id(value: object) -> int:
    """A Discord id. In JSON it is text: other programs round numbers that long."""
    if isinstance(value, str) and _ID.fullmatch(value):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63:
        return value
    raise ValueError("is not a Discord id")


def _zone(value: str) -> str:
    zone = named(value)
    if zone is None:
        raise ValueError("is not a time zone")
    return str(zone)


def _time(value: str) -> str:
    if not _TIME.fullmatch(value):
        raise ValueError("is not a time of day")
    return value


def _playable(value: Mode) -> Mode:
    if value in {Mode.DAILY, Mode.EVENT}:
        raise ValueError("is not a mode to begin with")
    return value


Id = Annotated[int, BeforeValidator(_id), PlainSerializer(str, return_type=str)]
Roles = Annotated[tuple[Id, ...], Field(max_length=ROLES), AfterValidator(lambda ids: tuple(sorted(set(ids))))]
Features = Annotated[tuple[Feature, ...], AfterValidator(lambda off: tuple(sorted(set(off))))]


class ChannelRule(BaseModel):
    """What moderators decided for one channel or category."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    show: Show = Show.BOTH
    off: Features = ()
    """What does not run there."""
    private: StrictBool = False
    """Whether answers are shown only to who asked."""


class ServerSettings(BaseModel):
    """What the moderators of a server decided. What they did not touch is as it is here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: Language | None = None
    """Where it is not clear which language somebody speaks; None for the one the server chose on Discord."""
    time_zone: Annotated[str, AfterValidator(_zone)] = "UTC"
    host_roles: Roles = ()
    curator_roles: Roles = ()
    moderators_channel: Id | None = None
    """Where the bot tells moderators what needs them."""
    reminder_role: Id | None = None
    """Who is told of quizzes and events."""
    quiz_questions: Annotated[StrictInt, Field(ge=1, le=20)] = 10
    quiz_mode: Annotated[Mode, AfterValidator(_playable)] = Mode.EVERYONE
    quiz_pace: Annotated[StrictInt, Field(ge=50, le=300)] = 100
    """The time for a question, in percent of the usual."""
    remind_hours: Annotated[StrictInt, Field(ge=0, le=168)] = 24
    """How long before an event its first reminder comes; 0 for none."""
    remind_minutes: Annotated[StrictInt, Field(ge=0, le=120)] = 15
    """How long before an event its last reminder comes; 0 for none."""
    hold_event_words: StrictBool = False
    """Whether the titles and descriptions of events wait for a moderator, unless a moderator wrote them."""
    discussion_days: Annotated[StrictInt, Field(ge=1, le=30)] = 7
    """Until the second vote opens by itself."""
    discussion_nudge: StrictBool = True
    """Whether a quiet discussion gets one gentle word."""
    discussion_vote_hours: Annotated[StrictInt, Field(ge=1, le=168)] = 24
    """How long the second vote lasts."""
    daily_channel: Id | None = None
    """Where the daily post goes; None for no daily post."""
    daily_time: Annotated[str, AfterValidator(_time)] = "09:00"
    """When, in the server's time zone."""
    retention_days: Annotated[StrictInt, Field(ge=30, le=3650)] = 365
    """How long what people did is kept under their name."""
    always_private: StrictBool = False
    """Whether every answer is shown only to who asked, whatever the channel."""
    paused: StrictBool = False
    channels: Annotated[Mapping[Id, ChannelRule], Field(max_length=CHANNELS)] = {}
    """Rules by channel or category; the nearest counts: a thread's channel, then its category."""

    @classmethod
    def read(cls, changed: Mapping[str, object]) -> Self:
        """The settings that differ from the usual ones in these keys; ValueError if a value cannot stand there."""
        return cls.model_validate(_nested(changed))

    def changed(self) -> dict[str, Any]:
        """What differs from the usual, by key, as plain JSON; each channel's rule is a key of its own."""
        changed = self.model_dump(mode="json", exclude_defaults=True)
        rules = {f"{CHANNEL}{id}": rule.model_dump(mode="json") for id, rule in self.channels.items()}
        return {key: value for key, value in changed.items() if key != "channels"} | rules

    @property
    def reminders(self) -> tuple[timedelta, timedelta]:
        """How long before an event its reminders come; nothing for none."""
        return timedelta(hours=self.remind_hours), timedelta(minutes=self.remind_minutes)

    def rules_for(self, chain: tuple[int, ...], *, whole: bool = True) -> Rules:
        """The rules of a place, given by its id and those above it: a thread's channel, a channel's category.

        Where no rule is found and not all that is above is known (`whole`), they are the strictest there are.
        """
        rule = next((self.channels[id] for id in chain if id in self.channels), None if not whole else ChannelRule())
        if rule is None:
            return self._strictest()
        return Rules(rule.show, frozenset(rule.off), self.always_private or rule.private, self.paused)

    def _strictest(self) -> Rules:
        """The rules of a place that cannot be found: nothing is shown there that is not shown everywhere."""
        rules = self.channels.values()
        order = (Show.REAL_ONLY, Show.REAL_FIRST)
        shown = next((show for show in order if any(rule.show is show for rule in rules)), Show.BOTH)
        off = frozenset(feature for rule in rules for feature in rule.off)
        return Rules(shown, off, self.always_private or any(rule.private for rule in rules), self.paused)


CHANNEL = "channels."
"""How the key of a channel's rule begins; the channel's id follows."""


def _nested(changed: Mapping[str, object]) -> dict[str, object]:
    """The document that keys make up."""
    nested = {key: value for key, value in changed.items() if not key.startswith(CHANNEL)}
    if rules := {key.removeprefix(CHANNEL): value for key, value in changed.items() if key.startswith(CHANNEL)}:
        nested["channels"] = rules
    return nested


def faults(error: ValidationError) -> list[str]:
    """Where a document cannot be read: its keys, as `channels.123.show`."""
    places = (".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False, include_url=False))
    return list(dict.fromkeys(place.removesuffix(".[key]") for place in places))


class File(BaseModel):
    """A settings file as it is exported: what it is of, so that nothing else is taken for one."""

    model_config = ConfigDict(extra="forbid")

    divergence_settings: StrictInt
    """Its version."""
    settings: ServerSettings


def write_file(settings: ServerSettings) -> bytes:
    """The settings as a file, which `read_file` reads."""
    return (File(divergence_settings=VERSION, settings=settings).model_dump_json(indent=2) + "\n").encode()


def read_file(content: bytes) -> ServerSettings:
    """The settings in a file; BadInput says what is wrong with it."""
    if len(content) > IMPORT_LIMIT:
        raise BadInput(mark("A settings file has at most {kib} KiB."), kib=IMPORT_LIMIT // 1024)
    try:
        file = File.model_validate_json(content.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        wrong = [place.removeprefix("settings.") for place in faults(error)]
        if not wrong[0] or not content.lstrip().startswith(b"{"):
            raise BadInput(mark("That is not a settings file: it is not JSON.")) from None
        # Keys are whatever somebody wrote: what could be markup or a mention is not repeated.
        shown = ", ".join(re.sub(r"[^A-Za-z0-9_.]", "?", place[:60]) for place in wrong[:FAULTS_SHOWN])
        raise BadInput(
            mark("Nothing was changed. These entries of the file cannot be used: {places}"), places=shown
        ) from None
    if file.divergence_settings != VERSION:
        raise BadInput(mark("That settings file is of another version of this bot, which cannot be read here."))
    return file.settings
