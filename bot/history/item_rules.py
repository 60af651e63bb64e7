"""What the items of a quiz must keep to beyond their shape: they name what exists, and never say which world it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.history.entries import AccountEntry, BlankEntry, FactEntry, StatementEntry, VariantEntry, WhoEntry
from bot.history.items import texts_of
from bot.history.model import Kind, World
from bot.text import fold

if TYPE_CHECKING:
    from bot.history.pack import Sheets

SENTENCE_LIMIT = 150
QUIZZED = frozenset({Kind.EVENT, Kind.SAID})
"""Only what happened, and who said what, is asked; a scholar's reading is not a thing to be right about."""
_YEAR = re.compile(r"\b(1[0-9]|20)\d\d")


def faults_in(sheets: Sheets) -> Iterator[str]:
    """Every fault of the items, by kind and entry."""
    facts = {fact.id: fact for _, fact in sheets.facts}
    items = sheets.items
    for statement in items.statement:
        yield from _told(f"items.toml: statement {statement.id}", _statement(statement, facts))
    for variant in items.variant:
        yield from _told(f"items.toml: variant {variant.id}", _variant(variant, facts))
    for account in items.account:
        yield from _told(f"items.toml: account {account.id}", _account(account, sheets, facts))
    for who in items.who:
        yield from _told(f"items.toml: who {who.fact}", _who(who, sheets, facts))
    for gap in items.gap:
        yield from _told(f"items.toml: gap {gap.fact}", _gap(gap, sheets, facts))
    seen: set[str] = set()
    for id in (entry.id for kind in (items.statement, items.variant, items.account) for entry in kind):
        if id in seen:
            yield f"items.toml: {id}: the id is used twice"
        seen.add(id)


def _told(where: str, faults: Iterator[str]) -> Iterator[str]:
    yield from (f"{where}: {fault}" for fault in faults)


def _asked(id: str, facts: dict[str, FactEntry]) -> Iterator[str]:
    if id not in facts:
        yield f"unknown fact “{id}”"
    elif facts[id].kind not in QUIZZED:
        yield f"“{id}” is of kind {facts[id].kind}, which is not asked"


def _sentence(language: str, text: str) -> Iterator[str]:
    if len(text) > SENTENCE_LIMIT:
        yield f"{language} has {len(text)} characters, at most {SENTENCE_LIMIT}"
    if found := _YEAR.search(text):
        yield f"{language} names a year: {found[0]}"
    if not text.endswith("."):
        yield f"{language} does not end with a full stop"


def _statement(entry: StatementEntry, facts: dict[str, FactEntry]) -> Iterator[str]:
    yield from _asked(entry.fact, facts)
    for language, text in texts_of(entry):
        yield from _sentence(language, text)


def _variant(entry: VariantEntry, facts: dict[str, FactEntry]) -> Iterator[str]:
    yield from _asked(entry.fact, facts)
    if entry.fact in facts and facts[entry.fact].world is not World.REAL:
        yield f"“{entry.fact}” is not a real fact"
    for language, text in texts_of(entry):
        if text.text.count("{}") != 1 or re.search(r"[{}]", text.text.replace("{}", "")):
            yield f"{language} must have one place {{}}"
        elif fold(text.right) == fold(text.wrong):
            yield f"{language} is the same both ways"
        for filling in (text.right, text.wrong):
            yield from _sentence(language, text.text.replace("{}", filling))


def _account(entry: AccountEntry, sheets: Sheets, facts: dict[str, FactEntry]) -> Iterator[str]:
    statements = {statement.id: statement for statement in sheets.items.statement}
    variants = {variant.id for variant in sheets.items.variant}
    if sheets.pack and entry.topic not in sheets.pack.topics:
        yield f"unknown topic “{entry.topic}”"

    def world(id: str) -> World | None:
        fact = facts.get(statements[id].fact) if id in statements else None
        return fact.world if fact else None

    for id in entry.sentences:
        if id not in statements and id not in variants:
            yield f"unknown sentence “{id}”"
        elif id in statements and world(id) is World.ALTERNATE:
            yield f"“{id}” is not of the record"
    for other in entry.instead:
        if other.at > len(entry.sentences):
            yield f"has no sentence {other.at}"
        if other.statement not in statements:
            yield f"unknown statement “{other.statement}”"
        elif world(other.statement) is not World.ALTERNATE:
            yield f"“{other.statement}” does not leave the record"
    if not entry.instead and not variants & set(entry.sentences):
        yield "never leaves the record"


def _who(entry: WhoEntry, sheets: Sheets, facts: dict[str, FactEntry]) -> Iterator[str]:
    yield from _asked(entry.fact, facts)
    unknown = [id for id in (entry.name, *entry.others) if id not in sheets.people]
    yield from (f"unknown person “{id}”" for id in unknown)
    if unknown or not (fact := facts.get(entry.fact)):
        return
    if entry.name not in {*fact.actors, fact.by}:
        yield f"“{entry.name}” neither said nor did it"
    for id in entry.others:
        if id in {*fact.people, fact.by}:
            yield f"“{id}” has a part in it"
        if sheets.people[id].group != sheets.people[entry.name].group:
            yield f"“{id}” is not of the kind that “{entry.name}” is"


def _gap(entry: BlankEntry, sheets: Sheets, facts: dict[str, FactEntry]) -> Iterator[str]:
    yield from _asked(entry.fact, facts)
    if entry.name and entry.name not in {**sheets.people, **sheets.places}:
        yield f"unknown name “{entry.name}”"
    if not (fact := facts.get(entry.fact)):
        return
    for language, text in texts_of(entry):
        statement = getattr(fact, language).statement
        if (count := len(re.findall(rf"(?<!\w){re.escape(text.blank)}(?!\w)", statement))) != 1:
            yield f"{language} “{text.blank}” stands {count} times in the statement, not once"
        for form in map(fold, (*text.almost, *text.reject)):
            if form in map(fold, (text.blank, *text.accept)):
                yield f"{language} “{form}” is both right and not"
