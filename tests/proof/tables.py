"""What a proof came to: figures with their targets beside them, as Markdown, and the place in a document they go to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from bot.settings import ROOT

DOCUMENT = ROOT / "docs" / "PROOF.md"


@dataclass(slots=True)
class Table:
    """Rows under a heading."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    note: str = ""
    missed: list[str] = field(default_factory=list)
    """Targets that were not met."""
    wrong: list[str] = field(default_factory=list)
    """What must never be, whatever the machine: something lost, doubled, unanswered or over a limit."""

    def add(self, *cells: object) -> None:
        self.rows.append(tuple(map(str, cells)))

    def hold(self, what: str, measured: str, target: str, *, met: bool | None, never: bool = False) -> None:
        """A row with its target, not held to it if `met` is None; one that is `never` to be missed fails the run."""
        self.add(what, measured, target, {True: "met", False: "**missed**", None: "short run"}[met])
        if met is False:
            (self.wrong if never else self.missed).append(f"{what}: {measured}, target {target}")

    def markdown(self) -> str:
        lines = [f"### {self.title}", "", f"| {' | '.join(self.head)} |", "|" + " --- |" * len(self.head)]
        lines += [f"| {' | '.join(row)} |" for row in self.rows]
        return "\n".join([*lines, *(["", self.note] if self.note else [])])


HELD = ("", "measured", "target", "")
"""The head of a table whose rows are held to targets."""


def milliseconds(seconds: float | None, digits: int = 1) -> str:
    return "–" if seconds is None else f"{seconds * 1000:.{digits}f} ms"


def mebibytes(size: float) -> str:
    return f"{size / 2**20:.0f} MB"


@contextmanager
def progress(label: str, length: int) -> Iterator[Any]:
    """A progress bar; `update(n)` moves it."""
    with click.progressbar(length=length, label=f"{label:<34}", show_pos=True) as bar:
        yield bar


def written_into(document: str, part: str, tables: list[Table]) -> str:
    """The document with these tables between the marks of their part."""
    begin, end = f"<!-- {part} -->", f"<!-- end of {part} -->"
    between = "\n\n".join(table.markdown() for table in tables)
    pattern = re.compile(rf"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(document):
        raise click.ClickException(f"{DOCUMENT.name} has no place for {part}: the lines {begin} and {end}")
    return pattern.sub(lambda _: f"{begin}\n\n{between}\n\n{end}", document)


def write(part: str, tables: list[Table], document: Path = DOCUMENT) -> None:
    """The document holds these tables from now on."""
    document.write_text(written_into(document.read_text(encoding="utf-8"), part, tables), encoding="utf-8")
