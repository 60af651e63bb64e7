"""The words that facts are written with, as they stand there: what is not among them may be a name nobody knows."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass

from bot.history.model import Fact
from bot.history.stems import words


@dataclass(frozen=True, slots=True)
class Either:
    """What one or the other holds; neither is copied."""

    one: Container[str]
    other: Container[str]

    def __contains__(self, word: object) -> bool:
        return word in self.one or word in self.other


def surface_of(facts: Iterable[Fact]) -> frozenset[str]:
    """Every word of the facts as it is written, folded."""
    texts = [text for fact in facts for text in fact.text.values()]
    return frozenset(
        word for text in texts for part in (text.title, text.statement, *text.asked_as) for word in words(part)
    )
