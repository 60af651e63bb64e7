"""How people put a fact right and how they get it wrong: the files in `sayings/`, read, checked and built.

Nobody is ever shown them: they are what claims are compared with (`bot.history.verdict`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.history import entries
from bot.history.model import Saying
from bot.language import Language
from bot.text import QUESTION_LIMIT, fold

if TYPE_CHECKING:
    from bot.history.pack import Sheets

FOLDER = "sayings"
KINDS = ("date", "number", "person", "place", "deed", "negation")
"""In what a false saying may differ from its fact."""


def read(sheets: Sheets, name: str) -> None:
    """Put the tables of the file, one for each fact, into `sheets.sayings`, and faults of shape into its faults."""
    for id, entry in sheets.table(name, entries.SAYINGS).items():
        sheets.sayings.append((name, id, entry))


def faults_in(sheets: Sheets) -> Iterator[str]:
    """Every fault of the sayings, by fact: unknown facts, and sentences that are too long, doubled or at odds."""
    facts = {fact.id: fact.world for _, fact in sheets.facts}
    homes: dict[str, str] = {}
    senses: dict[tuple[str, str], tuple[bool, str]] = {}
    for name, id, entry in sheets.sayings:
        here = f"{name}: {id}"
        if id not in facts:
            yield f"{here}: there is no fact of this id"
            continue
        if (other := homes.setdefault(id, name)) != name:
            yield f"{here}: has sayings in {other} already"
        seen: set[tuple[Language, str]] = set()
        for saying in _sayings(id, entry):
            flat = fold(saying.text)
            if saying.what not in ("", *KINDS):
                yield f"{here}: “{saying.what}” is none of {', '.join(KINDS)}"
            if len(saying.text) > QUESTION_LIMIT:
                yield f"{here}: “{saying.text[:40]}…” has {len(saying.text)} characters, at most {QUESTION_LIMIT}"
            if (saying.language, flat) in seen:
                yield f"{here}: “{saying.text}” stands here twice"
            seen.add((saying.language, flat))
            sense, owner = senses.setdefault((facts[id], flat), (bool(saying.what), id))
            if sense != bool(saying.what):
                yield f"{here}: “{saying.text}” is right by one fact and wrong by another, {owner}"


def build(sheets: Sheets) -> tuple[Saying, ...]:
    """The sayings of sheets without faults."""
    return tuple(saying for _name, id, entry in sheets.sayings for saying in _sayings(id, entry))


def _sayings(id: str, entry: entries.SayingsEntry) -> Iterator[Saying]:
    for language, text in ((Language.EN, entry.en), (Language.ES, entry.es)):
        for line in text.said.splitlines():
            if line.strip():
                yield Saying(id, line.strip(), language)
        for line in text.false.splitlines():
            if line.strip():
                what, _, words = line.partition(":")
                yield Saying(id, words.strip(), language, what.strip() or "?")
