"""What is on a picture of the timelines, as plain values that can be sent to the process that draws."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256

from bot.history.model import World


class Look(StrEnum):
    """The ground a picture is drawn on."""

    DARK = "dark"
    LIGHT = "light"

    @property
    def other(self) -> Look:
        return Look.LIGHT if self is Look.DARK else Look.DARK


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry: days as proleptic Gregorian ordinals."""

    world: World
    date: str
    title: str
    under: str
    """How to tell an alternate entry from the record; empty for a real one."""
    start: int
    end: int
    exact: bool
    """Whether the first day is known; if not, the entry is some day, or days, from `start` to `end`."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is drawn, in words of one language."""

    look: Look
    title: str
    seals: dict[World, str]
    """Of the worlds that have a track, real first."""
    marks: tuple[Mark, ...]
    """In the order of their dates."""
    parting: str
    """What stands where the alternate track leaves the record."""
    parted: int | None
    """The day of that; None if there is no alternate track."""
    legend: tuple[str, str]
    """What a full bar and what an outlined bar means."""
    notes: tuple[str, ...]
    """Under the tracks."""

    def encoded(self) -> bytes:
        """As JSON; equal for sheets that look the same."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def decoded(cls, content: bytes) -> Sheet:
        """Read back what `encoded` wrote."""
        raw = json.loads(content)
        marks = tuple(Mark(**{**mark, "world": World(mark["world"])}) for mark in raw["marks"])
        seals = {world: raw["seals"][world] for world in World if world in raw["seals"]}
        first, second = raw["legend"]
        return cls(
            Look(raw["look"]), raw["title"], seals, marks, raw["parting"], raw["parted"],
            (first, second), tuple(raw["notes"]),
        )  # fmt: skip

    @property
    def key(self) -> str:
        """A name for exactly this content."""
        return sha256(self.encoded()).hexdigest()


def kind_of(content: bytes) -> str:
    """The kind of an encoded sheet; empty for one of the timelines."""
    return str(json.loads(content).get("kind", ""))
