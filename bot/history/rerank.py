"""A closer look at the facts BM25 found: how much of the question one stretch of their text covers, and how tightly.

Every measure is a share of the question's mass (the summed rarity of its words), so 0 to 1 whatever the question.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.history.postings import Document, Term
from bot.history.wanted import Wanted

WINDOW = 25
"""Content words of one stretch of text."""

# Rounded from a search over the public tuning sets, phrasings held out of the corpus, and questions written apart
# from it.
COVERAGE, STRETCH, ADJACENT, NEARNESS, ASKED, ANSWERS = 0.7, 1.2, 0.15, 0.4, 0.9, 0.3

Standing = dict[str, list[tuple[int, float]]]
"""Which terms of the question, by number, a stem stands for, and with what weight."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well one fact fits a question."""

    bm25: float
    coverage: float
    window: float
    adjacent: float
    nearness: float
    asked: float
    answers: float
    """1 if the fact has the sort of thing that the question asks for, or it asks for none; else 0."""

    @property
    def score(self) -> float:
        """What facts are ordered by, 0 to about 5."""
        return (
            self.bm25 + COVERAGE * self.coverage + STRETCH * self.window + ADJACENT * self.adjacent
            + NEARNESS * self.nearness + ASKED * self.asked + ANSWERS * self.answers
        )  # fmt: skip


class Judge:
    """Measures facts against one question."""

    def __init__(
        self, terms: Sequence[Term], wanted: Wanted | None, masses: Sequence[float], rarity: Callable[[str], float]
    ) -> None:
        self._terms = terms
        self._wanted = wanted
        self._masses = masses
        self._mass = sum(masses)
        self._rarity = rarity
        self._pairs = sum(one + two for one, two in pairwise(masses)) or 1.0
        # Only phrases need a look at the whole fact; single stems, nearly all there is, are looked up directly.
        self._single: Standing = {}
        for number, term in enumerate(terms):
            for phrase, weight in term.variants.items():
                if len(phrase) == 1:
                    self._single.setdefault(phrase[0], []).append((number, weight))

    def fit(self, document: Document, bm25: float) -> Fit:
        """How well `document` fits, given its BM25 score."""
        standing = self._standing_in(document)
        covered = self._covered(standing, document.counts)
        window, adjacent, nearness = max(
            (self._stretch(standing, text) for text in (*document.texts, *document.asked)),
            key=lambda measures: STRETCH * measures[0] + ADJACENT * measures[1] + NEARNESS * measures[2],
            default=(0.0, 0.0, 0.0),
        )
        asked = max((self._likeness(standing, phrasing) for phrasing in document.asked), default=0.0)
        answers = float(self._wanted not in document.lacks)
        return Fit(bm25 / self._mass, covered / self._mass, window, adjacent, nearness, asked, answers)

    def _standing_in(self, document: Document) -> Standing:
        """Which terms each stem of this fact stands for; a phrase stands where its first word does."""
        phrases = [
            (phrase[0], number, weight)
            for number, term in enumerate(self._terms)
            for phrase, weight in term.variants.items()
            if len(phrase) > 1 and all(stem in document.counts for stem in phrase)
        ]
        if not phrases:
            return self._single
        standing = {stem: list(terms) for stem, terms in self._single.items()}
        for stem, number, weight in phrases:
            standing.setdefault(stem, []).append((number, weight))
        return standing

    def _covered(self, standing: Standing, stems: Container[str]) -> float:
        best: dict[int, float] = {}
        for stem, terms in standing.items():
            if stem in stems:
                for number, weight in terms:
                    best[number] = max(weight, best.get(number, 0.0))
        return sum(weight * self._masses[number] for number, weight in best.items())

    def _likeness(self, standing: Standing, phrasing: tuple[str, ...]) -> float:
        """Dice's coefficient of question and phrasing, each word counting its rarity."""
        covered = self._covered(standing, phrasing)
        if not covered:
            return 0.0
        return 2 * covered / (self._mass + max(covered, sum(map(self._rarity, phrasing))))

    def _stretch(self, standing: Standing, text: tuple[str, ...]) -> tuple[float, float, float]:
        """The best window's share of the question, and how much of it stands in the same order and near together."""
        hits = [
            (place, number, weight)
            for place, stem in enumerate(text)
            if stem in standing
            for number, weight in standing[stem]
        ]
        if not hits:
            return 0.0, 0.0, 0.0
        return self._window(hits), *self._closeness(hits)

    def _window(self, hits: list[tuple[int, int, float]]) -> float:
        best = 0.0
        for first, (start, _, _) in enumerate(hits):
            weights: dict[int, float] = {}
            for place, number, weight in hits[first:]:
                if place >= start + WINDOW:
                    break
                weights[number] = max(weight, weights.get(number, 0.0))
            best = max(best, sum(weight * self._masses[number] for number, weight in weights.items()))
            if hits[-1][0] < start + WINDOW:
                break
        return best / self._mass

    def _closeness(self, hits: list[tuple[int, int, float]]) -> tuple[float, float]:
        places: dict[int, list[int]] = {}
        for place, number, _ in hits:
            places.setdefault(number, []).append(place)
        adjacent = nearness = 0.0
        for number in range(len(self._masses) - 1):
            if number not in places or number + 1 not in places:
                continue
            gaps = [two - one for one in places[number] for two in places[number + 1] if two != one]
            mass = self._masses[number] + self._masses[number + 1]
            adjacent += mass * (1 in gaps)
            nearness += mass / min(map(abs, gaps), default=1)
        return adjacent / self._pairs, nearness / self._pairs
