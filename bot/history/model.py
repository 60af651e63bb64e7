"""What is taught: facts of two worlds, the people and places in them, and where each comes from.

Every value is frozen. A fact cannot be built without its world, nor a real one without a source, nor an alternate
one without a correction: the pack loader refuses it (`bot.history.pack`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    PASSAGE = "passage"
    """A piece of prose that a server brought in: searchable and sealed, but nobody made a fact of it yet."""


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
    heading: str | None = None
    """What stands above it, where the source is prose that a server brought in."""


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
    died: str | None = None
    """For a person: the id of the real fact that records their death; its last day is the day they died."""


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
    local: bool = False
    """Whether the curators of a server put it there, for that server alone."""


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
class Saying:
    """How people put a fact, rightly or wrongly: never shown, but what claims are compared with."""

    fact: str
    """Its id."""
    text: str
    language: Language
    what: str = ""
    """In what it differs from the fact (`verdict.comparing.What`); empty if it is true."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A quiz item: one fact said without what would give its world away, true in that world, to be told apart."""

    id: str
    fact: Fact
    text: Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class VariantText:
    """A sentence with one place, `{}`, that is right filled one way and contradicted by the record the other."""

    text: str
    right: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A quiz item: a real fact that can be said rightly, or with one thing changed."""

    id: str
    fact: Fact
    text: Mapping[Language, VariantText]


@dataclass(frozen=True, slots=True)
class Account:
    """A quiz item: sentences of the record in a row, and what may stand at a place (from 0) instead of one."""

    id: str
    topic: str
    sentences: tuple[Statement | Variant, ...]
    instead: Mapping[int, Statement]


@dataclass(frozen=True, slots=True)
class Who:
    """A quiz item: who said or did a fact, and others of the kind who did not."""

    fact: Fact
    name: Name
    others: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class BlankText:
    """What is left out of a fact's statement, and how what people write there is judged."""

    blank: str
    accept: tuple[str, ...]
    almost: tuple[str, ...]
    reject: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """A quiz item: a fact's statement with one thing to fill in; `name` if that is somebody or some place."""

    fact: Fact
    name: Name | None
    text: Mapping[Language, BlankText]


@dataclass(frozen=True, slots=True)
class Items:
    """What a pack holds for the quiz beside its facts, by id where it has one."""

    statements: Mapping[str, Statement]
    variants: Mapping[str, Variant]
    accounts: Mapping[str, Account]
    whos: tuple[Who, ...] = ()
    blanks: tuple[Blank, ...] = ()


@dataclass(frozen=True, slots=True)
class PromptText:
    """What people read of a prompt, in one language."""

    title: str
    question: str
    options: tuple[str, ...]
    """The positions one can take, three or four, in a fixed order."""
    nudge: str
    """A gentle question for when the talk has gone quiet."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a discussion starts from: real facts, the scenario's departure from them, and a question of cause."""

    id: str
    topic: str
    facts: tuple[Fact, ...]
    """Real facts, in the order they are shown."""
    alternate: Fact
    """What departs from one of them."""
    next: str
    """The prompt of the same topic to go on to."""
    text: Mapping[Language, PromptText]


@dataclass(frozen=True, slots=True, repr=False)
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
    items: Items = field(default_factory=lambda: Items({}, {}, {}))
    prompts: Mapping[str, Prompt] = field(default_factory=dict)
    """What discussions start from, by id."""
    sayings: tuple[Saying, ...] = ()
    """How people put its facts."""
    hidden: Mapping[str, Fact] = field(default_factory=dict)
    """Facts that are not shown, by id; corrections may still rest on them."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """What facts are called now, by what they were called in an earlier version."""

    def called_now(self, id: str) -> str:
        """The id under which a fact is known now, whatever it was called when the id was written down."""
        while id in self.renamed:
            id = self.renamed[id]
        return id

    def real_counterparts(self, fact: Fact) -> tuple[Fact, ...]:
        """The real facts an alternate fact departs from, most specific first; empty for a real fact.

        Empty too for an alternate fact of a server whose correction names none.
        """
        ids = fact.correction.facts if fact.correction else ()
        return tuple(real for id in ids if (real := self.facts.get(id) or self.hidden.get(id)))

    def counterpart(self, fact: Fact) -> Fact | None:
        """What stands opposite `fact` in the other world: its correction's first fact, or what departs from it."""
        opposite = self.real_counterparts(fact) if fact.correction else self.departures_from(fact)
        return next((other for other in opposite if other.id in self.facts), None)

    def departures_from(self, fact: Fact) -> tuple[Fact, ...]:
        """The alternate facts whose correction names `fact`, those naming it first before the rest."""
        named = [
            (other.correction.facts.index(fact.id), number, other)
            for number, other in enumerate(self.facts.values())
            if other.correction and fact.id in other.correction.facts
        ]
        return tuple(other for _, _, other in sorted(named, key=lambda entry: entry[:2]))
