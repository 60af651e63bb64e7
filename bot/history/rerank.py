"""A closer look at the facts BM25 found: how much of the question one stretch of their text covers, and how tightly.

Every measure is a share of the question's mass (the summed rarity of its words), so 0 to 1 whatever the question.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.history.phrasings import Likeness
from bot.history.postings import Document, Phrase, Term
from bot.history.wanted import Wanted

WINDOW = 25
"""Content words of one stretch of text."""

# Rounded from `tests/benchmarks/fit.py rank`, which says what it learns from.
COVERAGE, STRETCH, ADJACENT, NEARNESS = 1.0, 0.6, 0.2, 0.5
NAMED, ASKED, WORDING, ANSWERS = 1.2, 2.2, 4.5, 1.4
NEARLY_VERBATIM, VERBATIM = 0.8, 3.0
"""What likeness to a phrasing adds beyond the point given: who asks in the words of a phrasing means its fact."""
UNASKED = 0.6
"""What its wording is worth for a fact without phrasings, as a share of what its text is: as much as wording and
likeness to a phrasing usually give to the right fact."""

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
    titled: float
    """What the title and the names cover."""
    named: float
    """The share of the names in the question that are in the fact; 1 if it names nobody."""
    asked: float
    """How like the question the best phrasing of the fact is."""
    asked_often: float
    """The same, on average over its best three."""
    wording: float | None
    """How much all texts of the fact together sound like the question, 0 to about 3; None if it has no phrasings."""
    answers: float
    """1 if the fact has the sort of thing that the question asks for, or it asks for none; else 0."""
    miscounted: bool
    """Whether the question asks the number of something, and the numbers of the fact are of other things."""
    matched: int
    """Words of the question that the fact holds, or something that stands for them; "united states" is one."""

    @property
    def verbatim(self) -> float:
        """How far the likeness to the best phrasing goes beyond what likeness alone is worth."""
        return max(0.0, self.asked - NEARLY_VERBATIM)

    @property
    def score(self) -> float:
        """What facts are ordered by, 0 to about 20."""
        return (
            self.text + NAMED * self.named + ASKED * self.asked + VERBATIM * self.verbatim
            + WORDING * self.sounds + ANSWERS * self.answers
        )  # fmt: skip

    @property
    def sounds(self) -> float:
        """How much it sounds like the question, by its wording where it has phrasings, else by its text."""
        return UNASKED * self.text if self.wording is None else self.wording

    @property
    def text(self) -> float:
        """How well the words of the fact itself fit."""
        return (
            self.bm25 + COVERAGE * self.coverage + STRETCH * self.window + ADJACENT * self.adjacent
            + NEARNESS * self.nearness
        )  # fmt: skip


class Judge:
    """Measures facts against one question."""

    def __init__(
        self,
        terms: Sequence[Term],
        wanted: Wanted | None,
        masses: Sequence[float],
        named: Sequence[int] = (),
        counted: Term | None = None,
    ) -> None:
        self._terms = terms
        self._counted = {phrase[0] for phrase in counted.variants if len(phrase) == 1} if counted else set[str]()
        self._wanted = wanted
        self._masses = masses
        self._mass = sum(masses)
        self._named = named
        self._concepts = [_concept(number, term) for number, term in enumerate(terms)]
        self._pairs = sum(one + two for one, two in pairwise(masses)) or 1.0
        # Only phrases need a look at the whole fact; single stems, nearly all there is, are looked up directly.
        self._single: Standing = {}
        self._phrases: list[tuple[Phrase, int, float]] = []
        for number, term in enumerate(terms):
            for phrase, weight in term.variants.items():
                if len(phrase) == 1:
                    self._single.setdefault(phrase[0], []).append((number, weight))
                else:
                    self._phrases.append((phrase, number, weight))

    def fit(self, document: Document, bm25: float, alike: Likeness = (0.0, 0.0), wording: float | None = None) -> Fit:
        """How well `document` fits, given its BM25 score, how like its phrasings are, and what its wording is worth."""
        standing = self._standing_in(document)
        present = [(stem, terms) for stem, terms in standing.items() if stem in document.counts]
        best: dict[int, float] = {}
        core: dict[int, float] = {}
        for stem, terms in present:
            titled = stem in document.core
            for number, weight in terms:
                if weight > best.get(number, 0.0):
                    best[number] = weight
                if titled and weight > core.get(number, 0.0):
                    core[number] = weight
        masses, whole = self._masses, self._mass
        window, adjacent, nearness = max(
            (self._stretch(standing, text) for text in document.texts),
            key=lambda measures: STRETCH * measures[0] + ADJACENT * measures[1] + NEARNESS * measures[2],
            default=(0.0, 0.0, 0.0),
        )
        coverage = sum(weight * masses[number] for number, weight in best.items()) / whole
        return Fit(
            bm25=bm25 / whole,
            coverage=coverage,
            window=window,
            adjacent=adjacent,
            nearness=nearness,
            titled=sum(weight * masses[number] for number, weight in core.items()) / whole,
            named=sum(number in best for number in self._named) / len(self._named) if self._named else 1.0,
            asked=alike[0],
            asked_often=alike[1],
            wording=wording,
            answers=float(self._wanted not in document.lacks),
            miscounted=bool(self._counted) and self._counted.isdisjoint(document.counted),
            matched=len({self._concepts[number] for number in best}),
        )

    def _standing_in(self, document: Document) -> Standing:
        """Which terms each stem of this fact stands for; a phrase stands where its first word does."""
        standing = self._single
        for phrase, number, weight in self._phrases:
            if document.counts.keys() >= set(phrase):
                if standing is self._single:
                    standing = dict(standing)
                standing[phrase[0]] = [*standing.get(phrase[0], ()), (number, weight)]
        return standing

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


def _concept(number: int, term: Term) -> Hashable:
    """The same for the words of one phrase of the lexicon, which all stand for the same."""
    synonyms = frozenset(phrase for phrase in term.variants if phrase != (term.word,))
    return synonyms or number
