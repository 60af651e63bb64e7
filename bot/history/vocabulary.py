"""The words an index knows, and which of them a misspelt or half-typed word may have been meant for.

RapidFuzz runs over this vocabulary only, never over the texts: that is what keeps it quick.
"""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
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
CLASSES = 32
"""Sets of letters told apart by the first, cheap look at a word: a letter of the alphabet each, digits beside them."""
PREFIX_LEAST = 4
MOST = 12


def edits_allowed(word: str) -> int:
    """How many edits (swaps of neighbours count as one) away a known word may lie from `word`."""
    if not LEAST <= len(word) <= LONGEST or any(character.isdigit() for character in word):
        return 0
    return 1 if len(word) <= SHORT else 2


class Shelf:
    """Words of one length, a column of bits for each class of letters: all are looked at in one go."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._places: dict[str, int] = {}
        self._free: list[int] = []
        self._columns = [0] * CLASSES

    def add(self, word: str) -> None:
        if self._free:
            place = self._free.pop()
            self._words[place] = word
        else:
            place = len(self._words)
            self._words.append(word)
        self._places[word] = place
        for letter in _letters(word):
            self._columns[letter] |= 1 << place

    def remove(self, word: str) -> None:
        place = self._places.pop(word)
        self._words[place] = ""
        self._free.append(place)
        for letter in _letters(word):
            self._columns[letter] ^= 1 << place

    def near(self, word: str, edits: int) -> list[tuple[str, int]]:
        """The words at most `edits` (0 to 2) away from `word`, each with how many."""
        if not self._places:
            return []
        length = len(next(iter(self._places)))
        # A letter put in or left out changes one class at most, a wrong letter two, a swap none.
        likely = self._alike(word, 2 * edits - abs(len(word) - length))
        hits = process.extract(word, likely, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return [(known, int(distance)) for known, distance, _ in hits]

    def _alike(self, word: str, most: int) -> list[str]:
        """The words with at most `most` (0 to 4) classes of letters that only one of them and `word` has."""
        every, own = (1 << len(self._words)) - 1, _letters(word)
        # Counters of three bits, one for each word, counting the classes that differ; `many` are those past seven.
        ones = twos = fours = many = 0
        for letter, column in enumerate(self._columns):
            differing = column ^ every if letter in own else column
            ones, carried = ones ^ differing, ones & differing
            twos, carried = twos ^ carried, twos & carried
            fours, carried = fours ^ carried, fours & carried
            many |= carried
        above = (ones | twos | fours, twos | fours, ones & twos | fours, fours, (ones | twos) & fours)[most]
        left = f"{every & ~(above | many):b}"
        places = (len(left) - 1 - found.start() for found in re.finditer("1", left))
        return [self._words[place] for place in places if self._words[place]]


def _letters(word: str) -> set[int]:
    return {ord(character) % CLASSES for character in word}


class Vocabulary:
    """A bag of folded words. Adding and removing are exact opposites."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._uses: dict[str, int] = {}
        self._shelves: dict[int, Shelf] = defaultdict(Shelf)
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
                self._shelves[len(word)].add(word)
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
                self._shelves[len(word)].remove(word)
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
        for length in range(len(word) - edits, len(word) + edits + 1) if edits else ():
            for known, distance in self._shelves[length].near(word, edits) if length in self._shelves else ():
                if distance and len(known) >= LEAST and (len(word) > LEAST or known[0] == word[0]):
                    yield known, EDIT_WEIGHT**distance

    def _continued(self, word: str) -> Iterator[tuple[str, float]]:
        if not PREFIX_LEAST <= len(word) <= LONGEST or word.isdigit():
            return
        start = bisect_left(self._sorted, word)
        for known in self._sorted[start : start + MOST]:
            if not known.startswith(word):
                return
            if known != word:
                yield known, EDIT_WEIGHT
