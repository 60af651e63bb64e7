"""What is on a picture of somebody's progress, as plain values that can be sent to the process that draws."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Final

from bot.pictures.sheet import Look

KIND: Final = "progress"


@dataclass(frozen=True, slots=True)
class Spot:
    """A value of d′ with what it lies between, at a place from 0 (the left edge) to 1."""

    at: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """A theme: its name, how it stands in words, and the values now and before."""

    name: str
    words: str
    now: Spot
    before: float | None


@dataclass(frozen=True, slots=True)
class Level:
    """How often answers of one sureness were right."""

    words: str
    share: float
    """0 to 1."""
    pays_from: float
    pays_words: str


@dataclass(frozen=True, slots=True)
class ProgressSheet:
    """Everything that is drawn, in words of one language."""

    look: Look
    title: str
    under_title: str
    course_title: str
    spots: tuple[Spot, ...]
    first_day: str
    last_day: str
    now: str
    """The value of the last spot, in words."""
    themes_title: str
    rows: tuple[Row, ...]
    legend: tuple[str, str, str]
    """What a full disc, a ring and a bar mean in the themes."""
    levels_title: str
    levels: tuple[Level, ...]
    notes: tuple[str, ...]

    def encoded(self) -> bytes:
        """As JSON; equal for sheets that look the same."""
        return json.dumps({"kind": KIND, **asdict(self)}, ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def decoded(cls, content: bytes) -> ProgressSheet:
        """Read back what `encoded` wrote."""
        raw = json.loads(content)
        raw.pop("kind")
        disc, ring, bar = raw.pop("legend")
        return cls(**{
            **raw, "look": Look(raw["look"]), "spots": tuple(Spot(**spot) for spot in raw["spots"]),
            "rows": tuple(Row(**{**row, "now": Spot(**row["now"])}) for row in raw["rows"]),
            "levels": tuple(Level(**level) for level in raw["levels"]), "notes": tuple(raw["notes"]),
            "legend": (disc, ring, bar),
        })  # fmt: skip

    @property
    def key(self) -> str:
        """A name for exactly this content."""
        return sha256(self.encoded()).hexdigest()
