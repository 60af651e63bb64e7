"""Entries of a structured file, in the pack's own shape or as a flat list, become facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from pydantic import ValidationError

from bot.history.importing.faults import faults_of
from bot.history.importing.found import Found, Wish, check_count
from bot.history.model import Kind, World
from bot.history.own import Content
from bot.language import Language, Sentence, Unfit, mark
from bot.text import clean

_TEXTS = {"title": "title", "statement": "statement", "why": "why", "tell": "tell", "needed": "needed"}
_KNOWN = frozenset(
    """id world kind tier when by actors people places names topics sources source confidence quantities notes
    correction title statement why tell needed real language asked_as passage paragraph item footnote heading en
    es""".split()
)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST = 4000
"""Characters of one text that are looked at: far more than any may have, so that what is too long is said to be."""


def take(rows: Iterable[tuple[Sentence, Any]], wish: Wish, sources: Mapping[str, str]) -> Found:
    """The rows, each with where it stands, as facts; `sources` are the works that the file names by id."""
    found = Found()
    for number, (where, row) in enumerate(rows, start=1):
        check_count(number)
        if not isinstance(row, Mapping):
            found.refuse(where, Sentence(mark("is not an entry with fields")))
            continue
        try:
            found.add(Content.read(_flat(row, wish, sources)), str(row.get("id") or "")[:80])
        except ValidationError as error:
            for fault in islice(faults_of(error), 3):
                found.refuse(where, fault)
        except Unfit as error:
            found.refuse(where, error.sentence)
    return found


def _flat(row: Mapping[str, Any], wish: Wish, sources: Mapping[str, str]) -> dict[str, Any]:
    """One entry as the fields of a content."""
    if unknown := sorted(str(key)[:40] for key in row if key not in _KNOWN):
        raise Unfit(mark("{field} is not a field that belongs here"), field=unknown[0])
    language, inner = _language(row, wish)
    given: dict[str, Any] = {
        "world": _word(row, "world") or str(wish.world), "language": str(language),
        "source": wish.source, "kind": _word(row, "kind") or Kind.EVENT, "when": _word(row, "when"),
    }  # fmt: skip
    for field, key in _TEXTS.items():
        given[field] = _word(inner, key) or _word(row, key)
    correction = row.get("correction")
    if isinstance(correction, str):
        given["why"] = _one(correction)
    elif isinstance(correction, Mapping):
        said: Any = correction.get(str(language)) or next(
            (correction[key] for key in Language if key in correction), {}
        )
        given |= {key: _word(said, key) for key in ("why", "tell", "needed")} if isinstance(said, Mapping) else {}
        given["real"] = _list(correction, "facts")
    given["real"] = given.get("real") or _list(row, "real")
    typed = [_word(row, "names")]
    for key in ("people", "places"):
        given[key] = [one for one in _list(row, key) if _ID.fullmatch(one)]
        typed += [_one(one) for one in _list(row, key) if one not in given[key]]
    given["names"] = ", ".join(filter(None, typed))
    given["by"] = _word(row, "by") or None
    given |= _cited(row, sources)
    if given["world"] == World.REAL:
        given |= {"tell": "", "needed": ""}
    return given


def _language(row: Mapping[str, Any], wish: Wish) -> tuple[Language, Mapping[str, Any]]:
    """The language of an entry and its texts: those of the wish if it has several."""
    if "language" in row:
        named = _word(row, "language")
        if named not in set(Language):
            raise Unfit(mark("{field}: must be one of {expected}"), field="language", expected=", ".join(Language))
        return Language(named), row
    for language in (wish.language, *Language):
        if isinstance(inner := row.get(str(language)), Mapping):
            return language, inner
    return wish.language, row


def _cited(row: Mapping[str, Any], sources: Mapping[str, str]) -> dict[str, Any]:
    """Where an entry is from, if it says so: by the id of a work and a place in it, or in words."""
    given: dict[str, Any] = {}
    cited = row.get("sources")
    first = cited[0] if isinstance(cited, list) and cited and isinstance(cited[0], Mapping) else {}
    if isinstance(named := first.get("source"), str) and named:
        given["source"] = sources.get(named) or _one(named)
    elif _word(row, "source"):
        given["source"] = _word(row, "source")
    spot = {key: first.get(key, row.get(key)) for key in ("paragraph", "item", "footnote")}
    spot["heading"] = _word(row, "heading") or _word(first, "heading")
    kept = {
        key: _number(value) if key != "heading" else value for key, value in spot.items() if value not in (None, "")
    }
    return given | ({"spot": kept} if kept else {})


def _number(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 7 else value


def _word(row: Mapping[str, Any], key: str) -> str:
    """A text of an entry; nothing where it is not there. Unfit for what is no text."""
    value = row.get(key, "")
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unfit(mark("{field}: must be text in quotes"), field=key)
    return _one(value)


def _one(value: str) -> str:
    return clean(value, _LONGEST)


def _list(row: Mapping[str, Any], key: str) -> list[str]:
    value = row.get(key, [])
    if isinstance(value, str):
        value = [part for part in (part.strip() for part in value.replace(";", ",").split(",")) if part]
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Unfit(mark("{field}: must be a list of names"), field=key)
    return value
