"""How much of the bot anybody may use at once: buckets of tokens, generous to people and soon empty for programs.

In memory only: after a restart everybody begins with a full bucket, which does no harm.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from math import ceil

from bot.errors import TooFast
from bot.language import mark

REMEMBERED = 10_000
"""Buckets kept; of more, those that were used longest ago are full again anyway."""


class Use(Enum):
    """What somebody does."""

    COMMAND = auto()
    """A command or a mention: a search, a card, a message."""
    CLICK = auto()
    ANSWER = auto()
    """A click that answers a question of a quiz, for which a thousand people have a few seconds."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and then one every so many seconds."""

    burst: int
    every: float


PERSON = {Use.COMMAND: Rate(20, 3), Use.CLICK: Rate(60, 0.5), Use.ANSWER: Rate(20, 0.5)}
SERVER = {Use.COMMAND: Rate(200, 0.05), Use.CLICK: Rate(2000, 0.005)}
"""Of everybody in a server together; a quiz has no such limit."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    refused: bool = False


Key = tuple[str, Use, int]


@dataclass(slots=True)
class Limits:
    """Who used what lately."""

    clock: Callable[[], datetime]
    _buckets: OrderedDict[Key, _Bucket] = field(default_factory=OrderedDict)

    def take(self, use: Use, person: int, server: int | None) -> None:
        """Count one use. TooFast, with the seconds to wait, if it is one too many; that one is not counted."""
        now = self.clock().timestamp()
        mine = self._bucket(("person", use, person), PERSON[use], now)
        _check(mine, PERSON[use], mark("That was a lot at once. Wait {seconds} s, then go on."))
        if server is not None and use in SERVER:
            theirs = self._bucket(("server", use, server), SERVER[use], now)
            _check(theirs, SERVER[use], mark("A lot is going on in this server. Wait {seconds} s, then go on."))
            theirs.tokens -= 1
        mine.tokens -= 1

    def _bucket(self, key: Key, rate: Rate, now: float) -> _Bucket:
        """A bucket, filled up to this moment."""
        bucket = self._buckets.setdefault(key, _Bucket(rate.burst, now))
        self._buckets.move_to_end(key)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        bucket.tokens = min(rate.burst, bucket.tokens + max(0.0, now - bucket.at) / rate.every)
        bucket.at = now
        return bucket


def _check(bucket: _Bucket, rate: Rate, message: str) -> None:
    if bucket.tokens < 1:
        again, bucket.refused = bucket.refused, True
        raise TooFast(message, again=again, seconds=max(1, ceil((1 - bucket.tokens) * rate.every)))
    bucket.refused = False
