"""What a server teaches of its own as files: TOML in the shape of a pack, which can be brought in again, and CSV."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.history.importing import csv
from bot.history.model import Kind, World
from bot.history.own import Content

_HEAD = """# Facts and passages of one server, in the shape of a pack; one language is enough.
# Bring it in again with /config import, or with: divergence data import FILE --server ID --world real --source "…"
"""


def as_csv(entries: Iterable[tuple[str, Content]]) -> str:
    """The entries with their ids as a table; what a spreadsheet would run is written as text."""
    return csv.write(entries)


def as_toml(entries: Iterable[tuple[str, Content]]) -> str:
    """The entries with their ids as `[[fact]]` and `[[passage]]`, with what they rest on."""
    known = list(entries)
    sources = {source: f"source-{number}" for number, source in enumerate(_sources(known), start=1)}
    blocks = [_HEAD]
    for source, id in sources.items():
        blocks.append(f"[sources.{id}]\nshort = {_text(source)}\n")
    blocks += [_fact(id, content, sources[content.source]) for id, content in known]
    return "\n".join(blocks)


def _sources(entries: Iterable[tuple[str, Content]]) -> Iterable[str]:
    return dict.fromkeys(content.source for _, content in entries)


def _fact(id: str, content: Content, source: str) -> str:
    passage = content.kind is Kind.PASSAGE
    spot = {"source": source, **content.spot.model_dump(exclude_defaults=True)}
    rows: list[tuple[str, Any]] = [("id", id), ("world", str(content.world))]
    if not passage:
        rows.append(("kind", str(content.kind)))
    rows += [
        ("when", content.when), ("by", content.by), ("people", content.people), ("places", content.places),
        ("names", content.names), ("sources", [spot]),
    ]  # fmt: skip
    lines = [f"[[{'passage' if passage else 'fact'}]]", *_lines(rows)]
    key = "passage" if passage else "fact"
    lines += [f"[{key}.{content.language}]", *_lines([("title", content.title), ("statement", content.statement)])]
    if content.world is World.ALTERNATE and content.why:
        real = [one.replace(":", "-") for one in content.real]
        lines += [f"[{key}.correction]", *_lines([("facts", real)])]
        said = [("why", content.why), ("tell", content.tell), ("needed", content.needed)]
        lines += [f"[{key}.correction.{content.language}]", *_lines(said)]
    return "\n".join(lines) + "\n"


def _lines(rows: Iterable[tuple[str, Any]]) -> Iterator[str]:
    return (f"{key} = {_value(value)}" for key, value in rows if value not in ("", None, []))


def _value(value: Any) -> str:
    match value:
        case str():
            return _text(value)
        case list():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            return f"{{ {', '.join(f'{key} = {_value(one)}' for key, one in value.items())} }}"
        case _:
            return str(value)


def _text(text: str) -> str:
    # A JSON string is a TOML string, as long as nothing in it is a control character; contents hold none.
    return json.dumps(text, ensure_ascii=False)
