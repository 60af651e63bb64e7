"""The questions of a game from a number: the same seed, wish, pack and answers always give the same questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from bot.errors import BadInput
from bot.history.model import Pack
from bot.language import mark
from bot.quiz.about import find_about
from bot.quiz.known import Known
from bot.quiz.model import Question, QuestionKind
from bot.quiz.questions import KINDS
from bot.quiz.questions.maker import Maker, Wish


@dataclass(slots=True)
class Composer:
    """Makes the questions of games from a pack."""

    pack: Pack
    _maker: Maker | None = None

    def round(self, count: int, seed: int, known: Known, about: str | None) -> tuple[Question, ...]:
        """At most `count` questions, on a topic, person or place if one is named; BadInput if it is not known."""
        subject = find_about(self.pack, about) if about else None
        if about and subject is None:
            raise BadInput(mark("I have no topic, person or place of that name. Choose one from the list."))
        return self._make(Wish(count, None, subject, known), seed)

    def daily(self, seed: int, known: Known) -> Question:
        """One statement to be told apart; BadInput where moderators left none."""
        made = self._make(Wish(1, QuestionKind.REAL_OR_ALTERNATE, None, known), seed)
        if not made:
            raise BadInput(mark("There is no statement left to ask here: moderators have left them out."))
        return made[0]

    def items(self) -> Sequence[str]:
        """Everything that can be asked."""
        return [candidate.item for candidate in self._prepared().candidates]

    def item(self, item: str) -> Question | None:
        """The question that an item asks, in its first variant; None if the pack has it no longer."""
        maker = self._prepared()
        found = next((candidate for candidate in maker.candidates if candidate.item == item), None)
        return KINDS[found.kind].build(self.pack, found.name, found.parity or 0) if found else None

    def _prepared(self) -> Maker:
        # Looking through the pack takes as long as a start may take: only who plays pays for it, once.
        self._maker = self._maker or Maker.of(self.pack)
        return self._maker

    def _make(self, wish: Wish, seed: int) -> tuple[Question, ...]:
        dice = Random(seed)  # noqa: S311 # questions, not secrets: the same seed must give the same ones
        return self._prepared().make(wish, dice).questions
