"""What a pack holds for the quiz beside its facts: `items.toml`, read and built. Its rules are in `item_rules`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from bot.history import entries
from bot.history.model import (
    Account,
    Blank,
    BlankText,
    Fact,
    Items,
    Name,
    Statement,
    Variant,
    VariantText,
    Who,
)  # fmt: skip
from bot.language import Language

if TYPE_CHECKING:
    from bot.history.pack import Sheets


@dataclass(slots=True)
class ItemSheet:
    """The entries of `items.toml` as read."""

    statement: list[entries.StatementEntry] = field(default_factory=list)
    variant: list[entries.VariantEntry] = field(default_factory=list)
    account: list[entries.AccountEntry] = field(default_factory=list)
    who: list[entries.WhoEntry] = field(default_factory=list)
    gap: list[entries.BlankEntry] = field(default_factory=list)


SHAPES: Mapping[str, TypeAdapter[Any]] = {
    "statement": entries.STATEMENTS,
    "variant": entries.VARIANTS,
    "account": entries.ACCOUNTS,
    "who": entries.WHOS,
    "gap": entries.BLANKS,
}


def read(sheets: Sheets, name: str) -> None:
    """Put the entries of the file into `sheets.items`, and what is wrong with their shape into its faults."""
    for kind, rows in (sheets.read(name) or {}).items():
        if kind not in SHAPES or not isinstance(rows, list):
            sheets.faults.append(f"{name}: {kind} does not belong here, only [[{']], [['.join(SHAPES)}]]")
            continue
        for number, raw in enumerate(rows, start=1):
            told = raw.get("id") or raw.get("fact") if isinstance(raw, dict) else None
            if (entry := sheets.shape(SHAPES[kind], raw, f"{name}: {kind} {told or number}")) is not None:
                getattr(sheets.items, kind).append(entry)


def build(sheet: ItemSheet, facts: Mapping[str, Fact], names: Mapping[str, Name]) -> Items:
    """The values of a sheet without faults."""
    statements = {
        entry.id: Statement(entry.id, facts[entry.fact], {Language.EN: entry.en, Language.ES: entry.es})
        for entry in sheet.statement
    }
    variants = {
        entry.id: Variant(
            entry.id,
            facts[entry.fact],
            {language: VariantText(text.text, text.right, text.wrong) for language, text in texts_of(entry)},
        )
        for entry in sheet.variant
    }
    sentences: Mapping[str, Statement | Variant] = {**statements, **variants}
    accounts = {
        entry.id: Account(
            entry.id,
            entry.topic,
            tuple(sentences[id] for id in entry.sentences),
            {other.at - 1: statements[other.statement] for other in entry.instead},
        )
        for entry in sheet.account
    }
    whos = [Who(facts[entry.fact], names[entry.name], tuple(names[id] for id in entry.others)) for entry in sheet.who]
    blanks = [
        Blank(
            facts[entry.fact],
            names[entry.name] if entry.name else None,
            {
                language: BlankText(text.blank, tuple(text.accept), tuple(text.almost), tuple(text.reject))
                for language, text in texts_of(entry)
            },
        )
        for entry in sheet.gap
    ]
    return Items(statements, variants, accounts, tuple(whos), tuple(blanks))


def texts_of(entry: Any) -> list[tuple[Language, Any]]:
    """What an entry says in each language."""
    return [(Language.EN, entry.en), (Language.ES, entry.es)]
