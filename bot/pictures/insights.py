"""What is on a picture of what a server's answers say together, as plain values for the process that draws."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final, Self

from bot.pictures.progress import Spot
from bot.pictures.sheet import Look

KIND: Final = "insights"


class Shape(StrEnum):
    """How a value is marked."""

    DIAMOND = "diamond"
    SQUARE = "square"
    RING = "ring"
    DISC = "disc"


@dataclass(frozen=True, slots=True)
class Bar:
    """A thing, what is said of it, and the value with what it lies between; None for words alone."""

    name: str
    words: str
    spot: Spot | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Bars under one heading, all on one scale and with one shape."""

    title: str
    shape: Shape
    bars: tuple[Bar, ...]
    under: tuple[str, ...]
    """What is said below them, or instead of them."""


@dataclass(frozen=True, slots=True)
class InsightsSheet:
    """Everything that is drawn, in words of one language."""

    look: Look
    title: str
    under_title: str
    shares: tuple[Part, ...]
    """Their values are shares, 0 to 1."""
    growth_title: str
    growth: tuple[Bar, ...]
    """d′ at first and later; empty while there is too little."""
    growth_words: tuple[str, ...]
    legend: tuple[tuple[Shape, str], ...]
    range_words: str
    """What a bar means; empty where nothing has one."""
    notes: tuple[str, ...]

    def encoded(self) -> bytes:
        """As JSON; equal for sheets that look the same."""
        return json.dumps({"kind": KIND, **asdict(self)}, ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def decoded(cls, content: bytes) -> Self:
        """Read back what `encoded` wrote."""
        raw = json.loads(content)
        raw.pop("kind")
        return cls(**{
            **raw, "look": Look(raw["look"]), "shares": tuple(_part(part) for part in raw["shares"]),
            "growth": tuple(_bar(bar) for bar in raw["growth"]), "growth_words": tuple(raw["growth_words"]),
            "legend": tuple((Shape(shape), words) for shape, words in raw["legend"]), "notes": tuple(raw["notes"]),
        })  # fmt: skip

    @property
    def key(self) -> str:
        """A name for exactly this content."""
        return sha256(self.encoded()).hexdigest()


def _part(raw: dict[str, Any]) -> Part:
    bars = tuple(_bar(bar) for bar in raw["bars"])
    return Part(**{**raw, "shape": Shape(raw["shape"]), "bars": bars, "under": tuple(raw["under"])})


def _bar(raw: dict[str, Any]) -> Bar:
    return Bar(raw["name"], raw["words"], Spot(**raw["spot"]) if raw["spot"] else None)
