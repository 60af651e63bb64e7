"""What is taught: facts of two worlds, the people and places in them, and where each comes from.

Every value is frozen. A fact cannot be built without its world, nor a real one without a source, nor an alternate
one without a correction: the pack loader refuses it (`bot.history.pack`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.history.dates import When
from bot.language import Language


class World(StrEnum):
    """Which history a fact belongs to."""

    REAL = "real"
    ALTERNATE = "alternate"

    @property
    def other(self) -> World:
        return World.ALTERNATE if self is World.REAL else World.REAL


class Kind(StrEnum):
    """What sort of claim a fact is. Only events, and who said what, become questions."""

    EVENT = "event"
    SAID = "said"
    JUDGEMENT = "judgement"
    CITATION = "citation"


class Tier(StrEnum):
    """How near a real fact stands to the pack's own document."""

    DOCUMENT = "document"
    BACKGROUND = "background"


class SourceKind(StrEnum):
    """What sort of work a source is, strongest first."""

    ARCHIVE = "archive"
    OFFICIAL = "official"
    SCHOLARLY = "scholarly"
    PRIMARY = "primary"
    PRESS = "press"
    ENCYCLOPAEDIA = "encyclopaedia"
    FICTION = "fiction"


@dataclass(frozen=True, slots=True)
class Source:
    """A work that facts come from."""

    id: str
    kind: SourceKind
    short: str
    """What a card shows: author and year, or institution and short title."""
    reference: str
    """The full reference, without an address."""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a source, and the work through which it was read where that is another one."""

    source: Source
    paragraph: int | None = None
    footnote: int | None = None
    section: int | None = None
    item: int | None = None
    page: str | None = None
    via: Citation | None = None


@dataclass(frozen=True, slots=True)
class Name:
    """A person, a group or a place: what it is called, how people write it, and one line on what it is."""

    id: str
    name: Mapping[Language, str]
    aliases: tuple[str, ...]
    misspelt: tuple[str, ...]
    line: Mapping[Language, str]
    group: bool = False
    within: str | None = None
    """For a place: the id of the place it lies in."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a fact with its unit in words: what answers "how many", "how much", "how long"."""

    value: float
    words: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class Note:
    """Where scholarship differs from the document, or what a figure rests on; shown under the fact."""

    words: Mapping[Language, str]
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class FactText:
    """What people read of a fact, in one language."""

    title: str
    statement: str
    asked_as: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CorrectionText:
    """Why an alternate fact differs from the record, one cue to tell them apart, and what it would have taken."""

    why: str
    tell: str
    needed: str
    """What would have had to be true for it to happen."""


@dataclass(frozen=True, slots=True)
class Correction:
    """The real facts an alternate fact departs from (ids, most specific first) and what to say about it."""

    facts: tuple[str, ...]
    text: Mapping[Language, CorrectionText]


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim of one world, in our own words: the unit of everything."""

    id: str
    world: World
    kind: Kind
    text: Mapping[Language, FactText]
    sources: tuple[Citation, ...]
    when: When | None = None
    tier: Tier | None = None
    confidence: str | None = None
    by: Name | None = None
    """Who said it, or who argues it."""
    actors: tuple[Name, ...] = ()
    """Who did it; a part of `people`."""
    people: tuple[Name, ...] = ()
    places: tuple[Name, ...] = ()
    """Where it happened, most specific first."""
    topics: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    notes: tuple[Note, ...] = ()
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything known on one subject, in every language it is taught in."""

    id: str
    version: str
    title: Mapping[Language, str]
    description: Mapping[Language, str]
    worlds: Mapping[World, Mapping[Language, str]]
    topics: Mapping[str, Mapping[Language, str]]
    facts: Mapping[str, Fact]
    people: Mapping[str, Name]
    places: Mapping[str, Name]
    sources: Mapping[str, Source]
    lexicon: tuple[tuple[str, ...], ...]
    """Groups of words and phrases of both languages that members use for one another."""

    def real_counterparts(self, fact: Fact) -> tuple[Fact, ...]:
        """The real facts an alternate fact departs from, most specific first; empty for a real fact."""
        return tuple(self.facts[id] for id in fact.correction.facts) if fact.correction else ()

    def counterpart(self, fact: Fact) -> Fact | None:
        """What stands opposite `fact` in the other world: its correction's first fact, or what departs from it."""
        opposite = self.real_counterparts(fact) if fact.correction else self.departures_from(fact)
        return opposite[0] if opposite else None

    def departures_from(self, fact: Fact) -> tuple[Fact, ...]:
        """The alternate facts whose correction names `fact`, those naming it first before the rest."""
        named = [
            (other.correction.facts.index(fact.id), number, other)
            for number, other in enumerate(self.facts.values())
            if other.correction and fact.id in other.correction.facts
        ]
        return tuple(other for _, _, other in sorted(named, key=lambda entry: entry[:2]))
