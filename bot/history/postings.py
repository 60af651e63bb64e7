"""Which facts hold which stems, and how well a fact's words answer a question's: BM25 over plain dictionaries.

Everything here grows and shrinks one fact at a time; nothing is ever rebuilt.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from bot.history.wanted import Wanted

K1 = 1.2
B = 0.7
COMMON_SHARE = 0.05
COMMON_LEAST = 200
"""A stem in more facts than this, and than the share above, only adds to facts that rarer words have found."""


@dataclass(frozen=True, slots=True)
class Document:
    """A fact as the index sees it: stems only."""

    texts: tuple[tuple[str, ...], ...]
    """Running texts, one a language: title and statement."""
    asked: tuple[tuple[str, ...], ...]
    """Ways it is asked for, one a phrasing."""
    spoken: tuple[tuple[str, ...], ...]
    """Every word of its titles, statements and phrasings, one row a text; empty for a fact without phrasings."""
    counts: Mapping[str, float]
    """Every stem of the fact with its weighted frequency."""
    surface: tuple[str, ...]
    """The words as written, for the typo look-up."""
    core: frozenset[str] = frozenset()
    """The stems of its titles and its names: what it is about."""
    names: frozenset[str] = frozenset()
    """The stems of the names of its people and places."""
    meant: Mapping[str, str] = field(default_factory=dict)
    """Usual misspellings of its names, each with the stem that was meant."""
    lacks: frozenset[Wanted] = frozenset()
    """What this fact has no answer to in a word or two."""
    counted: frozenset[str] = frozenset()
    """The stems of what it gives numbers of."""

    @property
    def length(self) -> float:
        return sum(self.counts.values())


Phrase = tuple[str, ...]
"""One or more stems that must stand together in a fact to count."""


@dataclass(frozen=True, slots=True)
class Term:
    """One content word of a question and everything that may stand for it, each with a weight in (0, 1]."""

    word: str
    variants: Mapping[Phrase, float]


class Postings:
    """The inverted index."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self._holding: dict[str, dict[str, float]] = {}
        self._lengths: dict[str, float] = {}
        self._total = 0.0
        self._names: Counter[str] = Counter()
        self._meant: dict[str, Counter[str]] = {}
        self._rarities: dict[str, float] = {}
        self._impacts: dict[str, dict[str, float]] = {}

    def add(self, id: str, document: Document) -> None:
        """Hold `document` under `id`, which must be free."""
        self._forget()
        self.documents[id] = document
        self._lengths[id] = document.length
        self._total += document.length
        self._names.update(document.names)
        for slip, stem in document.meant.items():
            self._meant.setdefault(slip, Counter())[stem] += 1
        for stem, count in document.counts.items():
            self._holding.setdefault(stem, {})[id] = count

    def remove(self, id: str) -> Document:
        """Forget the document of `id` and return it."""
        self._forget()
        document = self.documents.pop(id)
        del self._lengths[id]
        # Sums of floats drift; an empty index must be exactly empty again.
        self._total = self._total - document.length if self.documents else 0.0
        self._names.subtract(document.names)
        for slip, stem in document.meant.items():
            self._meant[slip] -= Counter([stem])
        for stem in document.counts:
            holders = self._holding[stem]
            del holders[id]
            if not holders:
                del self._holding[stem]
        return document

    def _forget(self) -> None:
        """Drop what was worked out for the facts held so far."""
        self._rarities.clear()
        self._impacts.clear()

    def __contains__(self, stem: object) -> bool:
        return stem in self._holding

    def names(self, term: Term) -> bool:
        """Whether a term is a year or part of a name, rightly or wrongly spelt."""
        if len(term.word) == 4 and term.word.isdigit():
            return True
        return any(len(phrase) == 1 and self._names[phrase[0]] > 0 for phrase in term.variants)

    def meant(self, stem: str) -> Iterable[str]:
        """What `stem` stands for if it is a usual misspelling of names."""
        return self._meant.get(stem, ())

    @property
    def size(self) -> int:
        """How many facts there are."""
        return len(self.documents)

    @property
    def average(self) -> float:
        """The average length of a fact."""
        return self._total / max(1, self.size)

    def frequency(self, stem: str) -> int:
        """How many facts hold `stem`."""
        return len(self._holding.get(stem, ()))

    def rarity(self, stem: str) -> float:
        """The inverse document frequency of `stem`, above 0 (Robertson and Spärck Jones, smoothed)."""
        if stem not in self._rarities:
            frequency = self.frequency(stem)
            # A bound, not a policy: nobody may fill the memory with words that nothing holds.
            if not frequency:
                return math.log1p((self.size + 0.5) / 0.5)
            self._rarities[stem] = math.log1p((self.size - frequency + 0.5) / (frequency + 0.5))
        return self._rarities[stem]

    def weigh(self, phrase: Phrase) -> float:
        """The rarity of a phrase: that of its rarest stem."""
        return max(map(self.rarity, phrase))

    def mass(self, term: Term) -> float:
        """How much a term matters: the rarity of the word itself where it is known, else of what stands for it."""
        if term.word in self or not term.variants:
            return self.rarity(term.word)
        best = max(term.variants.values())
        return max(self.weigh(phrase) for phrase, weight in term.variants.items() if weight == best)

    def rank(self, terms: Iterable[Term], within: Set[str] | None = None) -> dict[str, float]:
        """The BM25 score of every fact that holds some term, counting the best variant of each term only.

        With `within`, facts of other ids are left out.
        """
        held = [self._held(term) for term in terms]
        scores: dict[str, float] = {}
        common = max(COMMON_LEAST, COMMON_SHARE * len(self.documents))
        for hits in sorted(held, key=len):
            few = scores and len(hits) > common
            for id in (scores.keys() & hits.keys()) if few else hits:
                scores[id] = scores.get(id, 0.0) + hits[id]
        return scores if within is None else {id: score for id, score in scores.items() if id in within}

    def _held(self, term: Term) -> Mapping[str, float]:
        if len(term.variants) == 1:
            phrase, weight = next(iter(term.variants.items()))
            if weight == 1.0:
                return self._impact(phrase)
        best: dict[str, float] = {}
        for phrase, weight in term.variants.items():
            for id, impact in self._impact(phrase).items():
                score = weight * impact
                if score > best.get(id, 0.0):
                    best[id] = score
        return best

    def _impact(self, phrase: Phrase) -> Mapping[str, float]:
        """What a phrase adds to the score of each fact that holds it: that of its rarest stem, as often as it can."""
        if len(phrase) == 1:
            stem = phrase[0]
            if stem not in self._impacts:
                self._impacts[stem] = self._scored(self._holding.get(stem, {}), self.rarity(stem))
            return self._impacts[stem]
        first, *rest = sorted((self._holding.get(stem, {}) for stem in phrase), key=len)
        together = {
            id: min(count, *(other[id] for other in rest))
            for id, count in first.items()
            if all(id in other for other in rest)
        }
        return self._scored(together, self.weigh(phrase))

    def _scored(self, counts: Mapping[str, float], rarity: float) -> dict[str, float]:
        average, factor, lengths = self.average, rarity * (K1 + 1), self._lengths
        return {id: factor * count / (count + K1 * (1 - B + B * lengths[id] / average)) for id, count in counts.items()}
