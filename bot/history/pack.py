"""Reading a pack: a folder of TOML becomes a `Pack`, or every fault in it is named at once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.errors import PackError
from bot.history import entries, items, prompts, rules, sayings
from bot.history.model import (
    Citation,
    Correction,
    CorrectionText,
    Fact,
    FactText,
    Name,
    Note,
    Pack,
    Quantity,
    Source,
    World,
)  # fmt: skip
from bot.language import Language

FACT_FOLDERS = ("real", "background", "alternate")
TABLES = ("pack.toml", "people.toml", "places.toml", "sources.toml", "lexicon.toml")
ITEMS = "items.toml"
PROMPTS = "discussions.toml"
"""What the quiz and the discussions have beside the facts; a pack may do without either."""

T = TypeVar("T")
Key = TypeVar("Key", bound=str)


@dataclass(slots=True)
class Sheets:
    """The entries of a pack as read, each with the file it stands in, and the faults met so far."""

    folder: Path
    pack: entries.PackEntry | None = None
    facts: list[tuple[str, entries.FactEntry]] = field(default_factory=list)
    people: dict[str, entries.NameEntry] = field(default_factory=dict)
    places: dict[str, entries.NameEntry] = field(default_factory=dict)
    sources: dict[str, entries.SourceEntry] = field(default_factory=dict)
    lexicon: list[entries.GroupEntry] = field(default_factory=list)
    items: items.ItemSheet = field(default_factory=items.ItemSheet)
    prompts: list[entries.PromptEntry] = field(default_factory=list)
    sayings: list[tuple[str, str, entries.SayingsEntry]] = field(default_factory=list)
    """How people put facts: file, fact and entry."""
    faults: list[str] = field(default_factory=list)

    def read(self, name: str) -> dict[str, Any] | None:
        """One TOML file of the folder; None and a fault if it cannot be read."""
        try:
            return tomllib.loads((self.folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.faults.append(f"{name}: the file is missing")
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
            self.faults.append(f"{name}: cannot be read: {error}")
        return None

    def shape(self, adapter: TypeAdapter[T], raw: object, where: str) -> T | None:
        """`raw` in its shape, or None and one fault for each thing wrong with it."""
        try:
            return adapter.validate_python(raw)
        except ValidationError as error:
            self.faults.extend(f"{where}: {complaint}" for complaint in entries.complaints(error))
            return None

    def table(self, name: str, adapter: TypeAdapter[T]) -> dict[str, T]:
        """A file whose tables are named by id."""
        shaped = {id: self.shape(adapter, raw, f"{name}: {id}") for id, raw in (self.read(name) or {}).items()}
        return {id: entry for id, entry in shaped.items() if entry is not None}


def read_sheets(folder: Path) -> Sheets:
    """Read every file of the pack in `folder`; faults of reading and shape are in the result."""
    sheets = Sheets(folder)
    try:
        files = sorted(path.relative_to(folder) for path in folder.rglob("*.toml")) if folder.is_dir() else None
    except OSError:
        files = None
    if files is None:
        sheets.faults.append(f"{folder} is not a folder that can be read")
        return sheets
    if (head := sheets.read("pack.toml")) is not None:
        sheets.pack = sheets.shape(entries.PACKS, head, "pack.toml")
    sheets.people = sheets.table("people.toml", entries.NAMES)
    sheets.places = sheets.table("places.toml", entries.NAMES)
    sheets.sources = sheets.table("sources.toml", entries.SOURCES)
    for number, raw in enumerate(_rows(sheets, "lexicon.toml", "group"), start=1):
        if (group := sheets.shape(entries.GROUPS, raw, f"lexicon.toml: group {number}")) is not None:
            sheets.lexicon.append(group)
    if Path(ITEMS) in files:
        items.read(sheets, ITEMS)
    if Path(PROMPTS) in files:
        prompts.read(sheets, PROMPTS)
    for path in files:
        if path.parent.as_posix() in FACT_FOLDERS:
            _read_facts(sheets, path.as_posix())
        elif path.parent.as_posix() == sayings.FOLDER:
            sayings.read(sheets, path.as_posix())
        elif path.as_posix() not in (*TABLES, ITEMS, PROMPTS):
            sheets.faults.append(f"{path.as_posix()}: nothing reads this; facts stand in {', '.join(FACT_FOLDERS)}")
    return sheets


def _read_facts(sheets: Sheets, name: str) -> None:
    for number, raw in enumerate(_rows(sheets, name, "fact"), start=1):
        where = f"{name}: {raw.get('id') or f'entry {number}' if isinstance(raw, dict) else f'entry {number}'}"
        if (fact := sheets.shape(entries.FACTS, raw, where)) is not None:
            sheets.facts.append((name, fact))


def _rows(sheets: Sheets, name: str, key: str) -> list[Any]:
    """The `[[key]]` entries of a file that may hold nothing else."""
    content = sheets.read(name) or {}
    rows = content.get(key, [])
    stray = [other for other in content if other != key or not isinstance(rows, list)]
    sheets.faults.extend(f"{name}: {other} does not belong here, only [[{key}]]" for other in stray)
    return rows if isinstance(rows, list) else []


def load_pack(folder: Path, *, thorough: bool = False) -> Pack:
    """The pack in `folder`; PackError names every fault at once, by file and entry.

    `thorough` also looks for facts that say nearly the same, which takes time that grows with their square.
    """
    sheets = read_sheets(folder)
    faults = sheets.faults + rules.faults_in(sheets, thorough=thorough)
    if faults or sheets.pack is None:
        raise PackError(str(folder), faults)
    return _build(sheets, sheets.pack)


def _both(entry: entries.Bilingual) -> Mapping[Language, str]:
    return {Language.EN: entry.en, Language.ES: entry.es}


def _names(table: Mapping[str, entries.NameEntry]) -> dict[str, Name]:
    return {
        id: Name(id, _both(entry.name), tuple(entry.aliases), tuple(entry.misspelt), _both(entry.line), entry.group,
                 entry.within, entry.died)
        for id, entry in table.items()
    }  # fmt: skip


def _build(sheets: Sheets, head: entries.PackEntry) -> Pack:
    """The values of a pack without faults."""
    sources = {
        id: Source(id, entry.kind, entry.short, entry.reference, entry.url) for id, entry in sheets.sources.items()
    }
    people, places = _names(sheets.people), _names(sheets.places)

    def cite(entry: entries.CitationEntry) -> Citation:
        return Citation(
            sources[entry.source], entry.paragraph, entry.footnote, entry.section, entry.item, entry.page,
            cite(entry.via) if entry.via else None,
        )  # fmt: skip

    facts = {entry.id: _fact(entry, people, places, cite) for _, entry in sheets.facts}
    return Pack(
        id=head.id,
        version=head.version,
        title=_both(head.title),
        description=_both(head.description),
        worlds={World.REAL: _both(head.worlds.real), World.ALTERNATE: _both(head.worlds.alternate)},
        topics={id: _both(label) for id, label in head.topics.items()},
        facts=facts,
        people=people,
        places=places,
        sources=sources,
        lexicon=tuple((*group.en, *group.es) for group in sheets.lexicon),
        items=items.build(sheets.items, facts, {**people, **places}),
        prompts=prompts.build(sheets.prompts, facts),
        sayings=sayings.build(sheets),
        renamed=head.renamed,
    )


def _correction_text(entry: entries.CorrectionTextEntry) -> CorrectionText:
    return CorrectionText(entry.why, entry.tell, entry.needed)


def _fact(
    entry: entries.FactEntry,
    people: Mapping[str, Name],
    places: Mapping[str, Name],
    cite: Callable[[entries.CitationEntry], Citation],
) -> Fact:
    correction = (
        None
        if entry.correction is None
        else Correction(
            tuple(entry.correction.facts),
            {
                Language.EN: _correction_text(entry.correction.en),
                Language.ES: _correction_text(entry.correction.es),
            },
        )
    )
    return Fact(
        id=entry.id,
        world=entry.world,
        kind=entry.kind,
        text={
            language: FactText(text.title, text.statement, tuple(text.asked_as))
            for language, text in ((Language.EN, entry.en), (Language.ES, entry.es))
        },
        sources=tuple(cite(citation) for citation in entry.sources),
        when=entry.when,
        tier=entry.tier,
        confidence=entry.confidence,
        by=people[entry.by] if entry.by else None,
        actors=tuple(people[id] for id in entry.actors),
        people=tuple(people[id] for id in entry.people),
        places=tuple(places[id] for id in entry.places),
        topics=tuple(entry.topics),
        quantities=tuple(Quantity(quantity.value, _both(quantity)) for quantity in entry.quantities),
        notes=tuple(Note(_both(note), tuple(cite(citation) for citation in note.sources)) for note in entry.notes),
        correction=correction,
    )
