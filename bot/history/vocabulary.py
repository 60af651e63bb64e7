"""The words an index knows, and which of them a misspelt or half-typed word may have been meant for.

RapidFuzz runs over this vocabulary only, never over the texts: that is what keeps it quick.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORT = 5
"""Letters up to which a word is short: one edit instead of two."""
LEAST = 3
"""Letters below which nothing is a slip; of words just so long the first letter must be right."""
LONGEST = 40
EDIT_WEIGHT = 0.75
"""How much a word counts that is one edit away; two edits count its square."""
CLASSES = 16
"""Sets of letters told apart by the first, cheap look at a word."""
PREFIX_LEAST = 4
MOST = 12


def _letters(word: str) -> int:
    """The letters of `word` as a set of bits. Some letters share one, so that few distinct sets have to be compared."""
    letters = 0
    for character in word:
        letters |= 1 << ord(character) % CLASSES
    return letters


def edits_allowed(word: str) -> int:
    """How many edits (swaps of neighbours count as one) away a known word may lie from `word`."""
    if not LEAST <= len(word) <= LONGEST or any(character.isdigit() for character in word):
        return 0
    return 1 if len(word) <= SHORT else 2


class Vocabulary:
    """A bag of folded words. Adding and removing are exact opposites."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._uses: dict[str, int] = {}
        self._groups: dict[int, dict[int, list[str]]] = {}
        self._sorted: list[str] = []
        self._found: dict[str, tuple[tuple[str, float], ...]] = {}
        self.add(words)

    def __contains__(self, word: object) -> bool:
        return word in self._uses

    def __len__(self) -> int:
        return len(self._uses)

    def add(self, words: Iterable[str]) -> None:
        """Count every word of `words` once more."""
        fresh = []
        for word in words:
            if word not in self._uses:
                fresh.append(word)
                self._groups.setdefault(len(word), {}).setdefault(_letters(word), []).append(word)
            self._uses[word] = self._uses.get(word, 0) + 1
        # One sort for a whole pack, an insertion for the words of one fact.
        if len(fresh) > 1000:
            self._sorted = sorted(self._uses)
        else:
            for word in fresh:
                insort(self._sorted, word)
        if fresh:
            self._found.clear()

    def remove(self, words: Iterable[str]) -> None:
        """Count every word of `words` once less; a word nobody uses any more is forgotten."""
        for word in words:
            self._uses[word] -= 1
            if not self._uses[word]:
                del self._uses[word]
                self._groups[len(word)][_letters(word)].remove(word)
                del self._sorted[bisect_left(self._sorted, word)]
                self._found.clear()

    def near(self, word: str) -> tuple[tuple[str, float], ...]:
        """The known words that `word` may have been meant for, each with its weight in (0, 1), best first, at most 12.

        They lie within the edits allowed (optimal string alignment distance) or begin with `word`.
        """
        if word not in self._found:
            # A bound, not a policy: members repeat their typos, an attacker must not fill the memory.
            if len(self._found) >= 4096:
                self._found.clear()
            weights = dict(self._continued(word))
            weights |= {known: max(weight, weights.get(known, 0)) for known, weight in self._misspelt(word)}
            best = sorted(weights.items(), key=lambda entry: (-entry[1], abs(len(entry[0]) - len(word)), entry[0]))
            self._found[word] = tuple(best[:MOST])
        return self._found[word]

    def _misspelt(self, word: str) -> Iterator[tuple[str, float]]:
        edits = edits_allowed(word)
        if not edits:
            return
        for length in range(len(word) - edits, len(word) + edits + 1):
            likely = self._alike(word, length, edits)
            hits = process.extract(word, likely, scorer=OSA.distance, score_cutoff=edits, limit=None)
            for known, distance, _ in hits:
                if distance and len(known) >= LEAST and (len(word) > LEAST or known[0] == word[0]):
                    yield known, EDIT_WEIGHT**distance

    def _alike(self, word: str, length: int, edits: int) -> list[str]:
        """The known words of `length` letters whose letters do not already rule out that few edits."""
        own = _letters(word)
        # A letter put in or left out changes one bit at most, a wrong letter two, a swap none.
        most = 2 * edits - abs(len(word) - length)
        return [
            known
            for letters, group in self._groups.get(length, {}).items()
            if (letters ^ own).bit_count() <= most
            for known in group
        ]

    def _continued(self, word: str) -> Iterator[tuple[str, float]]:
        if not PREFIX_LEAST <= len(word) <= LONGEST or word.isdigit():
            return
        start = bisect_left(self._sorted, word)
        for known in self._sorted[start : start + MOST]:
            if not known.startswith(word):
                return
            if known != word:
                yield known, EDIT_WEIGHT
