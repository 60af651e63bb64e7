"""Every way the facts are asked for, found by the words of a question: a search of its own beside the one for facts.

It grows and shrinks one fact at a time, as the postings do.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from heapq import nlargest

from bot.history.postings import Phrase, Term

COMMON = 150
"""Words in more phrasings than this only add to phrasings that rarer words have found."""
WORTH_A_LOOK = 0.45
"""Share of the most that any phrasing covers of a question from which one is compared with it."""
KEPT = 3
NONE = array("I")

Likeness = tuple[float, float]
"""How like a question the best phrasing of a fact is, and the mean over its best three; both 0 to 1."""
NOT_ALIKE: Likeness = (0.0, 0.0)


class Phrasings:
    """The phrasings of all facts, each known by a number."""

    def __init__(self, rarity: Callable[[str], float]) -> None:
        self._rarity = rarity
        self._of: dict[str, range] = {}
        # By number: the fact and the stems of each phrasing; empty once it is forgotten.
        self._owners: list[str] = []
        self._stems: list[tuple[str, ...]] = []
        self._holding: dict[str, array[int]] = {}
        self._masses: dict[int, float] = {}

    def add(self, id: str, phrasings: Iterable[tuple[str, ...]]) -> None:
        """Hold the phrasings of the fact `id`, each a row of stems."""
        self._masses.clear()
        first = len(self._stems)
        for number, phrasing in enumerate(phrasings, first):
            self._owners.append(id)
            self._stems.append(tuple(dict.fromkeys(phrasing)))
            for stem in self._stems[number]:
                self._holding.setdefault(stem, array("I")).append(number)
        if len(self._stems) > first:
            self._of[id] = range(first, len(self._stems))

    def remove(self, id: str) -> None:
        """Forget the phrasings of the fact `id`."""
        self._masses.clear()
        numbers = self._of.pop(id, range(0))
        for number in numbers:
            for stem in self._stems[number]:
                self._holding[stem].remove(number)
                if not self._holding[stem]:
                    del self._holding[stem]
            self._owners[number], self._stems[number] = "", ()
        if numbers and numbers.stop == len(self._stems):
            del self._owners[numbers.start :], self._stems[numbers.start :]

    def likeness(self, terms: Sequence[Term], masses: Sequence[float]) -> dict[str, Likeness]:
        """How like a question the phrasings of each fact are; facts that have none worth a look are left out.

        The likeness of two is Dice's coefficient, each word counting its rarity.
        """
        covered = self._covered(terms, masses)
        least = WORTH_A_LOOK * max(covered.values(), default=0.0)
        whole = sum(masses)
        found: dict[str, list[float]] = {}
        for number, share in covered.items():
            if share >= least:
                likeness = 2 * share / (whole + max(share, self._mass(number)))
                found.setdefault(self._owners[number], []).append(likeness)
        return {id: _best(all_of_it) for id, all_of_it in found.items()}

    def _covered(self, terms: Sequence[Term], masses: Sequence[float]) -> dict[int, float]:
        """The mass of the question that each phrasing covers, counting the best variant of each term only."""
        held = [(mass, self._holders(term)) for mass, term in zip(masses, terms, strict=True)]
        covered: dict[int, float] = {}
        for mass, by_weight in sorted(held, key=lambda entry: sum(len(numbers) for _, numbers in entry[1])):
            for weight, numbers in by_weight:
                gain = weight * mass
                for number in covered.keys() & numbers if covered and len(numbers) > COMMON else numbers:
                    covered[number] = covered.get(number, 0.0) + gain
        return covered

    def _holders(self, term: Term) -> list[tuple[float, Collection[int]]]:
        """The phrasings that hold a term, by the weight of the best variant they hold."""
        if len(term.variants) == 1:
            return [(weight, self._holding_all(phrase)) for phrase, weight in term.variants.items()]
        by_weight: dict[float, set[int]] = {}
        for phrase, weight in term.variants.items():
            by_weight.setdefault(weight, set()).update(self._holding_all(phrase))
        seen: set[int] = set()
        disjoint: list[tuple[float, Collection[int]]] = []
        for weight in sorted(by_weight, reverse=True):
            disjoint.append((weight, by_weight[weight] - seen))
            seen |= by_weight[weight]
        return disjoint

    def _holding_all(self, phrase: Phrase) -> Collection[int]:
        """The phrasings that hold every stem of `phrase`."""
        first, *rest = sorted((self._holding.get(stem, NONE) for stem in phrase), key=len)
        return set(first).intersection(*rest) if rest and first else first

    def _mass(self, number: int) -> float:
        if number not in self._masses:
            self._masses[number] = sum(map(self._rarity, self._stems[number]))
        return self._masses[number]


def _best(likenesses: list[float]) -> Likeness:
    best = nlargest(KEPT, likenesses)
    return best[0], sum(best) / KEPT
