"""The labelled questions: what members might ask, and which facts answer it. Half to tune on, half to report."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("questions.toml")


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the ids of the facts that answer it, any of them; none if the corpus does not."""

    text: str
    lang: str
    half: str
    facts: tuple[str, ...] = ()
    style: str = ""
    typos: bool = False
    kind: str = ""
    """Of an unanswerable one: `unrelated`, or `near` to what the corpus holds."""


def labelled(half: str) -> tuple[list[Question], list[Question]]:
    """The answerable and the unanswerable questions of one half, `tune` or `report`."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))
    answerable = [Question(**row | {"facts": tuple(row["facts"])}) for row in rows["question"]]
    unanswerable = [Question(**row) for row in rows["unanswerable"]]
    return (
        [question for question in answerable if question.half == half],
        [question for question in unanswerable if question.half == half],
    )
