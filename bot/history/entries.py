"""The shape of a pack's files: what each TOML entry may and must hold. Meaning is checked in `bot.history.rules`."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, TypeAdapter
from pydantic import ValidationError as PydanticError

from bot.history.dates import When
from bot.history.model import Kind, SourceKind, Tier, World


def _read_when(value: object) -> When:
    if not isinstance(value, str):
        raise ValueError(f'must be written in quotes, such as "{value}"')  # noqa: TRY004 # pydantic wants this one
    return When.parse(value)


def _one_line(value: str) -> str:
    if "\n" in value or value != value.strip():
        raise ValueError("must be one line without blanks at its ends")
    return value


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=400), AfterValidator(_one_line)]
Named = Field(strict=False)
"""For an enumeration: written by the name of its value."""


class Entry(BaseModel):
    """Base of every shape: nothing unknown, nothing converted silently."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True, hide_input_in_errors=True
    )


class Bilingual(Entry):
    """One text in every language."""

    en: Line
    es: Line


class CitationEntry(Entry):
    source: Slug
    paragraph: int | None = Field(None, ge=1)
    footnote: int | None = Field(None, ge=1)
    section: int | None = Field(None, ge=1)
    item: int | None = Field(None, ge=1)
    page: Line | None = None
    via: CitationEntry | None = None


class QuantityEntry(Bilingual):
    value: float


class NoteEntry(Bilingual):
    sources: list[CitationEntry] = Field(min_length=1)


class FactTextEntry(Entry):
    title: Line
    statement: Line
    asked_as: list[Line] = Field(min_length=1)


class CorrectionTextEntry(Entry):
    why: Line
    tell: Line
    needed: Line


class CorrectionEntry(Entry):
    facts: list[Slug] = Field(min_length=1)
    en: CorrectionTextEntry
    es: CorrectionTextEntry


class FactEntry(Entry):
    id: Slug
    world: Annotated[World, Named]
    kind: Annotated[Kind, Named]
    tier: Annotated[Tier | None, Named] = None
    when: Annotated[When | None, BeforeValidator(_read_when)] = None
    by: Slug | None = None
    actors: list[Slug] = []
    people: list[Slug] = []
    places: list[Slug] = []
    topics: list[Slug] = Field(min_length=1)
    sources: list[CitationEntry] = Field(min_length=1)
    confidence: Annotated[str, StringConstraints(pattern="^(high|medium|low)$")] | None = None
    quantities: list[QuantityEntry] = []
    notes: list[NoteEntry] = []
    correction: CorrectionEntry | None = None
    en: FactTextEntry
    es: FactTextEntry


class PromptTextEntry(Entry):
    title: Line
    question: Line
    options: list[Line] = Field(min_length=3, max_length=4)
    nudge: Line


class PromptEntry(Entry):
    id: Slug
    topic: Slug
    facts: list[Slug] = Field(min_length=2, max_length=4)
    alternate: Slug
    next: Slug
    en: PromptTextEntry
    es: PromptTextEntry


class NameEntry(Entry):
    name: Bilingual
    aliases: list[Line] = []
    misspelt: list[Line] = []
    line: Bilingual
    group: bool = False
    within: Slug | None = None
    died: Slug | None = None
    """For a person: the real fact that records their death; its last day is the day they died."""


class SourceEntry(Entry):
    kind: Annotated[SourceKind, Named]
    short: Annotated[Line, StringConstraints(max_length=48)]
    reference: Line
    url: Line | None = None


class SayingsTextEntry(Entry):
    said: str
    """Claims that the fact makes true, one a line."""
    false: str
    """Claims that it contradicts, one a line, each behind what is wrong in it and a colon."""


class SayingsEntry(Entry):
    en: SayingsTextEntry
    es: SayingsTextEntry


class GroupEntry(Entry):
    """Words and phrases that members use for one another."""

    en: list[Line] = Field(min_length=1)
    es: list[Line] = Field(min_length=1)


class WorldsEntry(Entry):
    real: Bilingual
    alternate: Bilingual


class PackEntry(Entry):
    id: Slug
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    languages: list[str]
    title: Bilingual
    description: Bilingual
    worlds: WorldsEntry
    topics: dict[Slug, Bilingual] = Field(min_length=1)
    renamed: dict[Slug, Slug] = {}
    retired: list[Slug] = []


class StatementEntry(Bilingual):
    id: Slug
    fact: Slug


class VariantTextEntry(Entry):
    text: Line
    right: Line
    wrong: Line


class VariantEntry(Entry):
    id: Slug
    fact: Slug
    en: VariantTextEntry
    es: VariantTextEntry


class InsteadEntry(Entry):
    at: int = Field(ge=1)
    """Which sentence, counted from 1."""
    statement: Slug


class AccountEntry(Entry):
    id: Slug
    topic: Slug
    sentences: list[Slug] = Field(min_length=3, max_length=4)
    instead: list[InsteadEntry] = []


class WhoEntry(Entry):
    fact: Slug
    name: Slug
    others: list[Slug] = Field(min_length=3)


class BlankTextEntry(Entry):
    blank: Line
    accept: list[Line] = []
    almost: list[Line] = []
    reject: list[Line] = []


class BlankEntry(Entry):
    fact: Slug
    name: Slug | None = None
    en: BlankTextEntry
    es: BlankTextEntry


STATEMENTS = TypeAdapter(StatementEntry)
VARIANTS = TypeAdapter(VariantEntry)
ACCOUNTS = TypeAdapter(AccountEntry)
WHOS = TypeAdapter(WhoEntry)
BLANKS = TypeAdapter(BlankEntry)
FACTS = TypeAdapter(FactEntry)
NAMES = TypeAdapter(NameEntry)
PROMPTS = TypeAdapter(PromptEntry)
SOURCES = TypeAdapter(SourceEntry)
GROUPS = TypeAdapter(GroupEntry)
SAYINGS = TypeAdapter(SayingsEntry)
PACKS = TypeAdapter(PackEntry)


def complaints(error: PydanticError) -> list[str]:
    """Each thing wrong with an entry, as `field: sentence`."""
    said = []
    for fault in error.errors(include_url=False, include_input=False):
        field = ".".join(str(part) for part in fault["loc"]) or "entry"
        match fault["type"]:
            case "missing":
                said.append(f"{field} is missing")
            case "extra_forbidden":
                said.append(f"{field} is not a field that belongs here")
            case "value_error":
                said.append(f"{field}: {fault['ctx']['error']}")
            case _:
                said.append(f"{field}: {fault['msg'][0].lower()}{fault['msg'][1:]}")
    return said
