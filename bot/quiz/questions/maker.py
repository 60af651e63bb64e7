"""The maker composes rounds: a mix of kinds, the worlds in balance, nothing twice, nothing a player has just seen.

What it draws depends on the pack, the wish and the dice alone, so a seed always gives the same round. The wish holds
how items were answered: rounds come out about equally hard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from random import Random

from bot.history.model import Pack
from bot.quiz.about import About
from bot.quiz.difficulty import MIDDLE, learnt, prior, says_little
from bot.quiz.known import Known
from bot.quiz.model import ALTERNATE, CONTRADICTED, REAL, Question, QuestionKind
from bot.quiz.questions import KINDS, candidates
from bot.quiz.questions.parts import Candidate

STATEMENTS = (QuestionKind.REAL_OR_ALTERNATE, QuestionKind.THREE_WAY)
"""The kinds of which half must be of each world; others fill up a round where these have too little."""
ROW = 3
"""At most so many equal answers follow one another."""
LONG = 10
"""Questions of a round in a series."""
TRIES = 4
"""Variants of one item that are tried before another item is."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a round should be."""

    count: int = 10
    kind: QuestionKind | None = None
    """Only this kind; the mix if None."""
    about: About | None = None
    known: Known = field(default_factory=Known)
    """Items that players saw lately, and those that tell nobody from anybody, wait until no others are left."""


@dataclass(frozen=True, slots=True)
class Round:
    """The questions of a game, in their order."""

    questions: tuple[Question, ...]
    wanted: int
    """How many were asked for; more than there are questions if the pack has too little on the matter."""


@dataclass(frozen=True, slots=True)
class Maker:
    """A pack with everything it can ask; building it once saves looking for that with every round."""

    pack: Pack
    candidates: Sequence[Candidate]
    divergences: Mapping[str, Sequence[tuple[str, str]]]
    """Of each fact the divergences (alternate fact, real fact) it is part of."""

    @classmethod
    def of(cls, pack: Pack) -> Maker:
        """The maker for `pack`."""
        divergences: dict[str, list[tuple[str, str]]] = {id: [] for id in pack.facts}
        for fact in pack.facts.values():
            for real in filter(lambda real: real.id in pack.facts, pack.real_counterparts(fact)):
                divergences[fact.id].append((fact.id, real.id))
                divergences[real.id].append((fact.id, real.id))
        return cls(pack, candidates(pack), divergences)

    def make(self, wish: Wish, dice: Random) -> Round:
        """A round after `wish`; shorter than wished for where the pack has no more on the matter.

        Of the statements to be told apart half are of each world, and no divergence comes twice.
        """
        round = self._draw(wish, dice, loose=False)
        if len(round.questions) == wish.count:
            return round
        return max(round, self._draw(wish, dice, loose=True), key=lambda round: len(round.questions))

    def _draw(self, wish: Wish, dice: Random, *, loose: bool) -> Round:
        """A round; a loose one, where there is little, may ask for a fact that another's correction mentions."""
        drawing = _Drawing(self, wish, dice, loose)
        counts = {wish.kind: wish.count} if wish.kind else _shares(wish.count, dice)
        # Statements first: they have the hardest conditions.
        drawing.statements(*(counts.pop(kind, 0) for kind in STATEMENTS))
        for kind, count in counts.items():
            drawing.some(kind, count)
        if wish.kind is None:
            drawing.fill_up()
        return Round(_arranged(drawing.questions, dice), wish.count)


def series(maker: Maker, wish: Wish, seed: int) -> Iterator[Question]:
    """The questions of one round after another, none again while others are left, at most as many as are wished for.

    Of a matter that the pack has little on, each item comes once.
    """
    dice = Random(seed)  # noqa: S311 - repeatable is what a seed is for
    seen = dict(wish.known.seen)
    left = wish.count
    while left:
        known = replace(wish.known, seen=dict(seen))
        round = maker.make(replace(wish, count=min(left, LONG), known=known), dice)
        fresh = [question for question in round.questions if question.item not in seen]
        if not round.questions or (wish.about and not fresh):
            return
        told = fresh if wish.about else round.questions
        yield from told
        seen |= {question.item: 1 for question in told}
        left -= len(told)


def _shares(count: int, dice: Random) -> dict[QuestionKind, int]:
    """How many of each kind: the mix by largest remainders, equal ones in the order of the dice."""
    whole = sum(kind.SHARE for kind in KINDS.values())
    exact = {name: kind.SHARE * count / whole for name, kind in KINDS.items()}
    counts = {kind: int(share) for kind, share in exact.items()}
    order = dice.sample(list(KINDS), len(KINDS))
    for kind in sorted(order, key=lambda kind: counts[kind] - exact[kind])[: count - sum(counts.values())]:
        counts[kind] += 1
    return counts


@dataclass(slots=True)
class _Drawing:
    """A round as it is put together."""

    maker: Maker
    wish: Wish
    dice: Random
    loose: bool
    questions: list[Question] = field(default_factory=list)
    items: set[str] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    """The divergences (alternate fact, real fact) that the questions touch."""

    def statements(self, two_way: int, three_way: int) -> None:
        """Statements to be told apart, as many of one world as of the other."""
        changed = self._near_misses(two_way, three_way)
        left = {QuestionKind.REAL_OR_ALTERNATE: two_way, QuestionKind.THREE_WAY: three_way - changed}
        first, second = self.dice.sample([REAL, ALTERNATE], 2)
        for kind, count in left.items():
            for _ in range(count // 2):
                # A pair or nothing: half of them are of each world, or worlds could be guessed.
                if not self._one_of_each(kind):
                    break
        odd = [kind for kind, count in left.items() if count % 2]
        for kind, verdict in zip(odd, (first, second), strict=False):
            self._one(kind, verdict)
        for _ in range(changed):
            self._one(QuestionKind.THREE_WAY, CONTRADICTED)

    def _near_misses(self, two_way: int, three_way: int) -> int:
        """How many of the three-way statements are in neither history: a third, so that the rest can be halved."""
        even = [count for count in range(three_way + 1) if (two_way + three_way - count) % 2 == 0]
        if three_way < 2 or not even:
            even = list(range(three_way + 1))
        below = max((count for count in even if count <= three_way / 3), default=even[0])
        above = min((count for count in even if count >= three_way / 3), default=even[-1])
        if below == above:
            return below
        return above if self.dice.random() < (three_way / 3 - below) / (above - below) else below

    def _one_of_each(self, kind: QuestionKind) -> bool:
        if not self._one(kind, REAL):
            return False
        if self._one(kind, ALTERNATE):
            return True
        self._take_back()
        return False

    def some(self, kind: QuestionKind, count: int) -> None:
        """So many more questions of a kind, as far as there are."""
        for _ in range(count):
            if not self._one(kind):
                return

    def fill_up(self) -> None:
        """What is missing, from the kinds that need no balance, in turn."""
        kinds = [kind for kind in KINDS if kind not in STATEMENTS]
        while kinds and len(self.questions) < self.wish.count:
            kinds = [kind for kind in kinds if len(self.questions) < self.wish.count and self._one(kind)]

    def _one(self, kind: QuestionKind, verdict: str | None = None) -> bool:
        """One more question of a kind; False if there is none that fits."""
        fitting = [
            candidate
            for candidate in self.maker.candidates
            if candidate.kind is kind
            and candidate.verdict == (verdict if verdict else candidate.verdict)
            and candidate.item not in self.items
            and candidate.item not in self.wish.known.left_out
            # What its period alone would decide is asked only of those who wish to hear of that period.
            and (candidate.matched or self.wish.about)
            and self._possible(candidate)
        ]
        self.dice.shuffle(fitting)
        fitting.sort(key=self._waits)
        return any(self._take(candidate) for candidate in self._levelled(fitting))

    def _waits(self, candidate: Candidate) -> tuple[int, bool]:
        """What is asked later than others: what was seen lately, and what nobody or everybody knows."""
        known = self.wish.known
        return known.seen.get(candidate.item, 0), says_little(known.asked.get(candidate.item))

    def _levelled(self, fitting: list[Candidate]) -> list[Candidate]:
        """The same, with that one of the first two first that brings the round nearer to being as hard as it should.

        Only where both were answered before: without answers the dice decide alone.
        """
        first, asked = fitting[:2], self.wish.known.asked
        if (
            len(first) < 2
            or self._waits(first[0]) != self._waits(first[1])
            or any(one.item not in asked for one in first)
        ):
            return fitting
        so_far = sum(question.difficulty for question in self.questions)
        aim = MIDDLE * (len(self.questions) + 1)
        return [*sorted(first, key=lambda one: abs(so_far + self._difficulty(one) - aim)), *fitting[2:]]

    def _difficulty(self, candidate: Candidate) -> float:
        guess = prior(KINDS[candidate.kind].HARD, self.maker.pack.facts[candidate.facts[0]])
        return learnt(guess, self.wish.known.asked.get(candidate.item))

    def _possible(self, candidate: Candidate) -> bool:
        """Whether it is worth building: cheaper than to build it and see."""
        about = self.wish.about
        if about and not any(about.fits_fact(self.maker.pack.facts[id]) for id in candidate.facts):
            return False
        return len(candidate.facts) > 1 or not self._touched(candidate.facts) & self.pairs

    def _take(self, candidate: Candidate) -> bool:
        for _ in range(TRIES if len(candidate.facts) > 1 else 1):
            variant = self.dice.getrandbits(16)
            if candidate.parity is not None:
                variant = variant // 2 * 2 + candidate.parity
            question = KINDS[candidate.kind].build(self.maker.pack, candidate.name, variant)
            pairs = self._touched(question.facts)
            about = self.wish.about
            if pairs & self.pairs or (about and not about.fits(self.maker.pack, question)):
                continue
            hard = learnt(question.difficulty, self.wish.known.asked.get(question.item))
            self.questions.append(replace(question, difficulty=hard))
            self.items.add(question.item)
            self.pairs |= pairs
            return True
        return False

    def _take_back(self) -> None:
        question = self.questions.pop()
        self.items.discard(question.item)
        self.pairs -= self._touched(question.facts)

    def _touched(self, facts: Iterable[str]) -> set[tuple[str, str]]:
        """The divergences that facts are part of; a fact by itself counts as one."""
        touched = {(id, id) for id in facts}
        for id in facts:
            for alternate, real in self.maker.divergences[id]:
                counterparts = self.maker.pack.real_counterparts(self.maker.pack.facts[alternate])
                if not self.loose or counterparts[0].id == real:
                    touched.add((alternate, real))
        return touched


def _arranged(questions: Sequence[Question], dice: Random) -> tuple[Question, ...]:
    """The questions in an order of the dice in which no answer comes more than three times in a row.

    Whichever answer is most in the rest goes first where the row allows it, so that none is left over at the end.
    """
    rest = dice.sample(list(questions), len(questions))
    placed: list[Question] = []
    while rest:
        last = [question.answer for question in placed[-ROW:]]
        stuck = last[0] if len(last) == ROW and last[0] and all(one == two for one, two in pairwise(last)) else None
        open_ = [question for question in rest if question.answer != stuck] or rest
        answers = [question.answer for question in open_]
        most = max(answers, key=answers.count)
        crowded = 2 * answers.count(most) > len(rest) + 1
        chosen = next(question for question in open_ if question.answer == most) if crowded else open_[0]
        placed.append(chosen)
        rest.remove(chosen)
    return tuple(placed)
