"""The questions of a game from a number: the same seed, wish and pack always give the same questions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from random import Random

from bot.errors import BadInput
from bot.history.model import Pack
from bot.language import mark
from bot.quiz.about import find_about
from bot.quiz.model import Question, QuestionKind
from bot.quiz.questions.maker import Maker, Wish


@dataclass(slots=True)
class Composer:
    """Makes the questions of games from a pack."""

    pack: Pack
    _maker: Maker | None = None

    def round(self, count: int, seed: int, seen: Collection[str], about: str | None) -> tuple[Question, ...]:
        """At most `count` questions, on a topic, person or place if one is named; BadInput if it is not known."""
        subject = find_about(self.pack, about) if about else None
        if about and subject is None:
            raise BadInput(mark("I have no topic, person or place of that name. Choose one from the list."))
        return self._make(Wish(count, None, subject, seen), seed)

    def daily(self, seed: int, seen: Collection[str]) -> Question:
        """One statement to be told apart."""
        return self._make(Wish(1, QuestionKind.REAL_OR_ALTERNATE, None, seen), seed)[0]

    def _make(self, wish: Wish, seed: int) -> tuple[Question, ...]:
        # Looking through the pack takes as long as a start may take: only who plays pays for it, once.
        self._maker = self._maker or Maker.of(self.pack)
        dice = Random(seed)  # noqa: S311 # questions, not secrets: the same seed must give the same ones
        return self._maker.make(wish, dice).questions
