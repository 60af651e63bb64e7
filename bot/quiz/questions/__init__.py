"""Questions made from a pack, one file a kind: every kind says what it can ask (`candidates`) and asks it (`build`).

The same id always gives the same question from the same pack. `maker` puts them together in rounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from bot.history.model import Pack
from bot.quiz.model import Question, QuestionKind
from bot.quiz.questions import date, divergence, gap, order, real_or_alternate, three_way, who
from bot.quiz.questions.parts import Candidate


class Kind(Protocol):
    """What the file of a kind has."""

    SHARE: float
    """Of ten questions of a round, how many are of this kind."""
    HARD: float
    """The share of wrong answers that is expected of it."""
    KEYS: tuple[tuple[str, ...], ...]
    """The keys its options may have."""

    def candidates(self, pack: Pack) -> Iterator[Candidate]:
        """Everything that can be asked in this way."""

    def build(self, pack: Pack, name: str, variant: int) -> Question:
        """One variant of the item with that name; KeyError if there is none."""


KINDS: Mapping[QuestionKind, Kind] = {
    QuestionKind.REAL_OR_ALTERNATE: real_or_alternate,
    QuestionKind.THREE_WAY: three_way,
    QuestionKind.DATE: date,
    QuestionKind.ORDER: order,
    QuestionKind.WHO: who,
    QuestionKind.GAP: gap,
    QuestionKind.DIVERGENCE: divergence,
}


def candidates(pack: Pack) -> list[Candidate]:
    """Everything the pack can ask, kind by kind."""
    return [candidate for kind in KINDS.values() for candidate in kind.candidates(pack)]


def build(pack: Pack, id: str) -> Question:
    """The question with that id (`kind:name#variant`); KeyError if the pack has it no longer."""
    kind, _, rest = id.partition(":")
    name, _, variant = rest.rpartition("#")
    if kind not in set(QuestionKind) or not variant.isascii() or not variant.isdigit():
        raise KeyError(id)
    return KINDS[QuestionKind(kind)].build(pack, name, int(variant))
