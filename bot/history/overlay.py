"""An index over another: a few facts more, searched together with all of the other's and weighed by its words.

So each server can have facts of its own at the cost of these alone: what is shared is built once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.history.model import Fact, Kind, World
from bot.history.phrasings import Phrasings
from bot.history.postings import Postings, Term
from bot.history.question import Reader, Reading
from bot.history.search import LEVEL, Candidate, Index, Scope
from bot.history.stems import Stems
from bot.history.vocabulary import MOST, Vocabulary
from bot.history.wordings import Wordings


class Overlay(Index):
    """Some facts over an index that others use too. Not to be shared between threads."""

    def __init__(self, shared: Index, facts: Iterable[Fact], shown: Mapping[str, Fact]) -> None:
        """`shown` has all facts by id, as they are to be found: of the shared ones, what it lacks is not found."""
        vocabulary, postings, thesaurus = shared.shared
        self._shared = shared
        self._shown = shown
        self._stems = Stems()
        self._sayings = {}
        self._facts: dict[str, Fact] = {}
        self._ids = {world: set() for world in World}
        self._vocabulary = _OverVocabulary(vocabulary)
        self._postings = _OverPostings(postings)
        self._phrasings = Phrasings(self._postings.rarity)
        self._wordings = Wordings(self._stems)
        self._thesaurus = thesaurus
        self._reader = Reader(self._stems, self._vocabulary, self._postings, thesaurus)
        fresh: list[str] = []
        for fact in facts:
            fresh.extend(self._hold(fact))
        self._vocabulary.add(fresh)

    def __len__(self) -> int:
        return len(self._shown)

    def closer_look(self, reading: Reading, scope: Scope, subject: tuple[Term, ...] = ()) -> list[Candidate]:
        """The likeliest facts of both, best first: they are measured alike, by the words of the question."""
        shared = (
            replace(candidate, fact=self._shown[candidate.fact.id])
            for candidate in self._shared.closer_look(reading, scope, subject)
            if candidate.fact.id in self._shown
        )
        both = [*shared, *super().closer_look(reading, scope, subject)]
        return sorted(both, key=_rank)


def _rank(candidate: Candidate) -> tuple[float, str]:
    """Best first; a fact, which has its correction, before a passage that fits hardly better."""
    behind = candidate.fact.kind is Kind.PASSAGE
    return -candidate.score * (LEVEL if behind else 1.0), candidate.fact.id


class _OverPostings(Postings):
    """Where the words of some facts stand; how rare a word is, is counted with what is shared."""

    def __init__(self, shared: Postings) -> None:
        super().__init__()
        self._shared = shared

    def __contains__(self, stem: object) -> bool:
        return super().__contains__(stem) or stem in self._shared

    def names(self, term: Term) -> bool:
        return super().names(term) or self._shared.names(term)

    def meant(self, stem: str) -> Iterable[str]:
        return dict.fromkeys((*self._shared.meant(stem), *super().meant(stem)))

    @property
    def size(self) -> int:
        return len(self.documents) + self._shared.size

    @property
    def average(self) -> float:
        return (self._total + self._shared.average * self._shared.size) / max(1, self.size)

    def frequency(self, stem: str) -> int:
        return super().frequency(stem) + self._shared.frequency(stem)


class _OverVocabulary(Vocabulary):
    """The words of some facts, beside those that are shared."""

    def __init__(self, shared: Vocabulary) -> None:
        super().__init__()
        self._shared = shared

    def __contains__(self, word: object) -> bool:
        return super().__contains__(word) or word in self._shared

    def near(self, word: str) -> tuple[tuple[str, float], ...]:
        weights = dict(self._shared.near(word))
        for known, weight in super().near(word):
            weights[known] = max(weight, weights.get(known, 0.0))
        best = sorted(weights.items(), key=lambda entry: (-entry[1], abs(len(entry[0]) - len(word)), entry[0]))
        return tuple(best[:MOST])
