"""A question as a value: what is shown, what is right, and what is told afterwards, in every language at once.

A game stores the questions it started with as JSON, so that later changes of the pack change nothing in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pydantic import TypeAdapter

from bot.history.model import World
from bot.language import Language

Text = Mapping[Language, str]
"""The same words in every language."""

REAL, ALTERNATE, CONTRADICTED = "real", "alternate", "contradicted"
"""Keys of the options that are verdicts."""
NONE = "none"
"""Key of the option that no sentence leaves the record."""


class QuestionKind(StrEnum):
    """How a question is asked and answered."""

    REAL_OR_ALTERNATE = "real-or-alternate"
    """A statement: which history is it from? Answered with how sure one is. Keys: real, alternate."""
    THREE_WAY = "three-way"
    """A statement: real, alternate, or contradicted by the record. Keys: real, alternate, contradicted."""
    DATE = "date"
    """An event: when was it? One of four, keys a to d."""
    ORDER = "order"
    """Three to five events to be put in order; the options are the events as shown, keys a to e."""
    WHO = "who"
    """Who said it, or did it? One of four, keys a to d."""
    GAP = "gap"
    """A statement with a gap; the answer is typed (`bot.quiz.judge`). No options."""
    DIVERGENCE = "divergence"
    """A short account: which sentence is the first to leave the record? Keys 1 to 4, and none."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen, and what a person who chose it reads afterwards."""

    key: str
    text: Text
    correct: bool
    """Of an event to be put in order: always true, for each belongs in the answer."""
    feedback: Text


@dataclass(frozen=True, slots=True)
class Gap:
    """How a typed answer is judged, in one language; all forms as people write them."""

    accept: tuple[str, ...]
    """Right; the first is how the answer is shown."""
    almost: tuple[str, ...] = ()
    """Not wrong but not enough: the person is asked to be more precise."""
    reject: tuple[str, ...] = ()
    """Wrong however near it comes to a right one."""


@dataclass(frozen=True, slots=True)
class Reveal:
    """What is told after the answer, in one language. Shown in this order; what is None is left out."""

    record: str
    """What the record shows: a real fact's statement."""
    source: str
    """Where the record is from, as a card cites it."""
    scenario: str | None = None
    """What the scenario says instead."""
    why: str | None = None
    """Why the two differ, or what is wrong with a statement that the record contradicts."""
    tell: str | None = None
    """One cue to tell them apart."""


@dataclass(frozen=True, slots=True)
class Question:
    """A quiz item ready to be shown; the same `id` in the same version of the pack always gives the same question."""

    item: str
    """What is asked, whatever its options: `date:telegram-from-san-pedro`. People are not asked the same one twice."""
    variant: int
    """The seed of what varies: options and their order."""
    kind: QuestionKind
    version: str
    """Of the pack it was made from."""
    theme: str
    """A topic of the pack."""
    world: World | None
    """The right answer where worlds are told apart; None if contradicted by the record, and for all other kinds."""
    seal: World | None
    """The world whose seal is shown above it, of kinds that ask within one world; None where a seal would tell."""
    facts: tuple[str, ...]
    """Ids of the facts it is made from, the one that decides it first."""
    ask: Text
    """What to do: `Which history is this from?` The same for all questions of a kind."""
    prompt: Text
    """What it is about: a statement, a title, an account with numbered lines; empty for an order."""
    reveal: Mapping[Language, Reveal]
    options: tuple[Option, ...] = ()
    """In the order they are shown in, the same in every language; empty for a gap."""
    answer: tuple[str, ...] = ()
    """Keys of the right option; of all events in their order; empty for a gap."""
    pairs: tuple[tuple[str, str], ...] = ()
    """Of an order: the keys (earlier, later) that are demanded; overlapping dates demand nothing."""
    gap: Mapping[Language, Gap] | None = None
    difficulty: float = 0.5
    """The expected share of wrong answers, 0 to 1, before anyone has answered."""
    counterpart: str | None = None
    """Id of the fact that stands opposite in the other world, if there is one."""

    @property
    def id(self) -> str:
        """`item#variant`, from which `bot.quiz.questions.build` makes it again."""
        return f"{self.item}#{self.variant}"

    @property
    def tells_worlds(self) -> bool:
        """Whether it counts for the compass: one statement, of one world or the other."""
        return self.kind is QuestionKind.REAL_OR_ALTERNATE

    @property
    def chance(self) -> float:
        """The share of the points that blind guessing earns: 0 for what is typed, a half of the pairs of an order."""
        match self.kind:
            case QuestionKind.GAP:
                return 0.0
            case QuestionKind.ORDER:
                return 0.5
            case _:
                return 1 / len(self.options)

    def option(self, key: str) -> Option | None:
        """The option with that key; None if there is none, as for a forged answer."""
        return next((option for option in self.options if option.key == key), None)

    def is_right(self, key: str) -> bool:
        """Whether the option with that key is the answer (of kinds with one)."""
        return self.answer == (key,)

    def share_in_order(self, keys: Sequence[str]) -> float:
        """Of an order: the share of the demanded pairs that `keys` has in order, 0 to 1.

        A key that is left out has no place, so its pairs are not in order; 1 only if all are.
        """
        place = {key: number for number, key in reversed(list(enumerate(keys)))}
        kept = sum(one in place and two in place and place[one] < place[two] for one, two in self.pairs)
        return kept / len(self.pairs) if self.pairs else 0.0

    def to_json(self) -> str:
        """The whole question as JSON, for `from_json`."""
        return _QUESTIONS.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Question:
        """The question that `to_json` wrote; ValueError if it is none."""
        return _QUESTIONS.validate_json(text)


_QUESTIONS = TypeAdapter(Question)
