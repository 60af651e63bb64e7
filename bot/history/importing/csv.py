"""CSV: a row of headings and a row for each fact, as spreadsheets write it, and as it is handed out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping

from bot.errors import BadInput
from bot.history.importing.found import Found, Wish, check_count
from bot.history.importing.structured import take
from bot.history.own import Content
from bot.language import Sentence, mark

COLUMNS = (
    "id", "world", "kind", "language", "title", "statement", "when", "by", "people", "places", "names", "source",
    "heading", "paragraph", "item", "footnote", "why", "tell", "needed", "real",
)  # fmt: skip
MOST_COLUMNS = 40
FIELD = 8000
"""Characters of one cell that are read."""
# What a spreadsheet would take for a formula, after whatever blanks and signs it skips.
_FORMULA = re.compile(r"\s*(?:[=@\t\r]|[+-](?!\d[\d\s.,/-]*$))")


def read(text: str, wish: Wish, known: Mapping[str, str]) -> Found:
    """The entries of a file; BadInput if it cannot be read at all, or would do something in a spreadsheet."""
    first = text.split("\n", 1)[0]
    if max(map(first.count, ",;\t")) >= MOST_COLUMNS:
        raise BadInput(mark("That file has more than {count} columns."), count=MOST_COLUMNS)
    delimiter = max(",;\t", key=first.count)
    rows = _rows(text, delimiter)
    headings = [heading.strip().lower() for heading in next(rows, (0, []))[1]]
    if "statement" not in headings:
        raise BadInput(mark("The first row must name the columns; one of them is “statement”."))
    if len(set(headings)) != len(headings):
        raise BadInput(mark("Two columns have one name."))
    return take(_entries(rows, headings), wish, known)


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the line each ends on."""
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            sentence = mark("Line {line} of the CSV cannot be read: a cell is too long, or its quotes do not match.")
            raise BadInput(sentence, line=reader.line_num) from error
        if any(cell.strip() for cell in row):
            yield reader.line_num, row


def _entries(
    rows: Iterable[tuple[int, list[str]]], headings: list[str]
) -> Iterator[tuple[Sentence, dict[str, str] | None]]:
    for number, (line, row) in enumerate(rows, start=1):
        check_count(number)
        if len(row) > MOST_COLUMNS or any(len(cell) > FIELD for cell in row):
            raise BadInput(mark("Line {line} is far too long for a fact."), line=line)
        if any(_FORMULA.match(cell) for cell in row):
            raise BadInput(mark("Line {line} holds a spreadsheet formula. Write it as text."), line=line)
        cells = {
            heading: cell.removeprefix("'") if _FORMULA.match(cell[1:]) else cell
            for heading, cell in zip(headings, row, strict=False)
            if heading and cell.strip()
        }
        yield Sentence(mark("line {number}"), {"number": line}), cells if len(row) <= len(headings) else None


def write(entries: Iterable[tuple[str, Content]]) -> str:
    """The entries with their ids as CSV; what a spreadsheet would run is written as text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for id, content in entries:
        row = {**content.document(), **content.document().get("spot", {}), "id": id, "language": str(content.language),
               "kind": str(content.kind)}  # fmt: skip
        writer.writerow([_cell(row.get(column)) for column in COLUMNS])
    return out.getvalue()


def _cell(value: object) -> str:
    text = ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return harmless(text)


def harmless(text: str) -> str:
    """`text` so that no spreadsheet runs it."""
    return f"'{text}" if _FORMULA.match(text) else text
