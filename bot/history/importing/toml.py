"""TOML: `[[fact]]` as in a pack, one language enough, and `[[passage]]`; `[sources.ID]` may say what they rest on."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from bot.errors import BadInput
from bot.history.importing.found import ENTRIES, Found, Wish, check_count
from bot.history.importing.structured import take
from bot.language import Sentence, mark
from bot.text import clean

# Reading a key of so many parts takes time that grows with their square.
_DOTTED = re.compile(r"""(?<![\w"'-])[\w"'-]++(?:[ \t]*+\.[ \t]*+[\w"'-]++){20}""")
_TABLE = re.compile(r"^\s*\[", re.MULTILINE)
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
TABLES = ("fact", "passage", "sources", "pack")


def read(text: str, wish: Wish, known: Mapping[str, str]) -> Found:
    """The entries of a file; `known` are the works of the pack by id. BadInput if it cannot be read at all."""
    if _DOTTED.search(text):
        raise BadInput(mark("That file nests deeper than facts do."))
    check_count(len(_TABLE.findall(text)) // 8)
    try:
        content = tomllib.loads(text)
    except RecursionError as error:
        raise BadInput(mark("That file nests deeper than facts do.")) from error
    except ValueError as error:
        # The library tells the place only in its words, which are English, and may repeat the file.
        if (place := _PLACE.search(str(error))) is None:
            raise BadInput(mark("The TOML cannot be read: it ends too early, or holds what TOML does not.")) from error
        line, column = map(int, place.groups())
        raise BadInput(
            mark("The TOML cannot be read at line {line}, column {column}."), line=line, column=column
        ) from error
    return entries_of(content, wish, known)


def entries_of(content: Mapping[str, Any], wish: Wish, known: Mapping[str, str]) -> Found:
    """The facts and passages of a document; BadInput if it holds none."""
    rows: list[tuple[Sentence, Any]] = []
    for key in ("fact", "passage"):
        listed = content.get(key, [])
        if not isinstance(listed, list):
            raise BadInput(mark("“{key}” must be a list of entries."), key=key)
        check_count(len(rows) + len(listed))
        for number, row in enumerate(listed, start=1):
            if key == "passage" and isinstance(row, Mapping):
                row = {"kind": "passage", **row}
            where = mark("passage {number}") if key == "passage" else mark("fact {number}")
            rows.append((Sentence(where, {"number": number}), row))
    if not rows:
        raise BadInput(mark("That file holds no facts. Each begins with [[fact]], or stands in a list."))
    found = take(rows[:ENTRIES], wish, {**known, **_sources(content)})
    belongs = Sentence(mark("does not belong here, only facts, passages and sources"))
    for stray in [clean(str(key), 40) for key in content if key not in TABLES][:3]:
        found.refuse(Sentence(mark("“{key}”"), {"key": stray}), belongs)
    return found


def _sources(content: Mapping[str, Any]) -> dict[str, str]:
    table = content.get("sources", {})
    rows = table.items() if isinstance(table, Mapping) else ()
    return {
        str(id): clean(str(row.get("short") or row.get("reference") or id), 100)
        for id, row in list(rows)[:ENTRIES]
        if isinstance(row, Mapping)
    }
