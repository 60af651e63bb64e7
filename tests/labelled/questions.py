"""The labelled questions: what members might ask, and which facts answer it. Half to tune on, half to report."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

FILE = Path(__file__).with_name("questions.toml")
DEVELOPMENT = tuple(
    Path(__file__).with_name(name) for name in ("development.toml", "development_hard.toml", "development_blind.toml")
)
ASIDE = Path(__file__).with_name("aside.toml")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the ids of the facts that answer it, any of them; none if the corpus does not."""

    text: str
    lang: str = ""
    half: str = ""
    facts: tuple[str, ...] = ()
    style: str = ""
    typos: bool = False
    kind: str = ""
    """Of an unanswerable one: `unrelated`, or `near` to what the corpus holds."""


def labelled(half: str) -> tuple[list[Question], list[Question]]:
    """The answerable and the unanswerable questions of one half, `tune` or `report`."""
    answerable, unanswerable = _read(FILE)
    return (
        [question for question in answerable if question.half == half],
        [question for question in unanswerable if question.half == half],
    )


def development() -> tuple[list[Question], list[Question]]:
    """The questions the matcher is developed on, answerable and unanswerable: they measure nothing."""
    answerable, unanswerable = zip(*development_sets().values(), strict=True)
    return list(chain.from_iterable(answerable)), list(chain.from_iterable(unanswerable))


def development_sets() -> dict[str, tuple[list[Question], list[Question]]]:
    """The same, by the name of the file they stand in."""
    return {file.stem: _read(file) for file in DEVELOPMENT}


def aside() -> tuple[list[Question], list[Question]]:
    """Questions that are not read while the matcher is changed: what a change is worth, without touching the report."""
    return _read(ASIDE)


def _read(file: Path) -> tuple[list[Question], list[Question]]:
    rows = tomllib.loads(file.read_text(encoding="utf-8"))
    answerable = [Question(**row | {"facts": tuple(row["facts"])}) for row in rows["question"]]
    return answerable, [Question(**row) for row in rows["unanswerable"]]
