"""Finding the facts a question is about: one index over both languages and both worlds, built from facts alone.

Fold, stem, allow for typos, BM25, likeness to phrasings, a closer look at the best dozen, a probability, one of three
outcomes.
`tests/benchmarks` measures it beside what others use.
"""

from __future__ import annotations

import heapq
import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.history.confidence import Evidence, Status, probability
from bot.history.documents import document_of
from bot.history.model import Fact, Kind, Pack, Saying, World
from bot.history.phrasings import NOT_ALIKE, Likeness, Phrasings
from bot.history.postings import Postings, Term
from bot.history.question import Reader, Reading, Thesaurus
from bot.history.rerank import Fit, Judge
from bot.history.stems import Stems, words
from bot.history.vocabulary import Vocabulary
from bot.history.wordings import Wordings
from bot.language import Language

__all__ = ["Found", "Index", "Match", "Scope", "Status"]

CLOSER_LOOK = 12
PROMISE = 2.0
"""What likeness to a phrasing counts beside BM25 when the facts to look at closely are picked."""
SHOWN = 5
LEVEL = 0.99
"""Share of the best score from which a real fact is put before an alternate one."""
ABOUT_AS_WELL = 0.85
"""Share of the first score from which a fact of the other world is offered beside it."""
NEAR = 3.3
"""What a fact gains that shares the whole subject of what was talked about before."""
LEANING = 2.9
"""What a fact of the world a question names gains: enough to break ties, no more."""


class Scope(StrEnum):
    """Which world's facts a search may give."""

    REAL_FIRST = "real-first"
    REAL = "real"
    ALTERNATE = "alternate"

    @property
    def world(self) -> World | None:
        """The only world searched; None for both."""
        match self:
            case Scope.REAL_FIRST:
                return None
            case Scope.REAL:
                return World.REAL
            case Scope.ALTERNATE:
                return World.ALTERNATE


@dataclass(frozen=True, slots=True)
class Match:
    """A fact and how likely it is that the question is about it, 0 to 1."""

    fact: Fact
    confidence: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives."""

    status: Status
    matches: tuple[Match, ...]
    """Best first, at most five; with NOTHING, the nearest there is."""
    twin: Match | None
    """A fact of the other world that fits the question about as well as the first match."""
    language: Language | None
    """The language of the question, where that is clear."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact looked at closely."""

    fact: Fact
    fit: Fit
    score: float


class Index:
    """Facts, ready to be asked for. Not to be shared between threads."""

    def __init__(
        self,
        facts: Iterable[Fact] = (),
        lexicon: Iterable[Iterable[str]] = (),
        sayings: Iterable[Saying] = (),
    ) -> None:
        """Of `sayings`, those that put a fact rightly are part of its wording."""
        self._stems = Stems()
        self._sayings = _by_fact(sayings)
        self._facts: dict[str, Fact] = {}
        self._ids: dict[World, set[str]] = {world: set() for world in World}
        self._vocabulary = Vocabulary()
        self._postings = Postings()
        self._phrasings = Phrasings(self._postings.rarity)
        self._wordings = Wordings(self._stems)
        self._thesaurus = Thesaurus(lexicon, self._stems)
        self._reader = Reader(self._stems, self._vocabulary, self._postings, self._thesaurus)
        fresh: list[str] = []
        for fact in facts:
            fresh.extend(self._hold(fact))
        self._vocabulary.add(fresh)
        self._wordings.settle()

    @classmethod
    def of(cls, pack: Pack) -> Index:
        """All of a pack, ready to be asked for."""
        return Index(pack.facts.values(), pack.lexicon, pack.sayings)

    def __len__(self) -> int:
        return len(self._facts)

    @property
    def shared(self) -> tuple[Vocabulary, Postings, Thesaurus]:
        """What an index over this one goes on using: its words, where they stand, and what they may stand for."""
        return self._vocabulary, self._postings, self._thesaurus

    def add(self, fact: Fact) -> None:
        """Searches may give `fact` from now on; a fact of the same id is replaced."""
        self.remove(fact.id)
        self._vocabulary.add(self._hold(fact))

    def remove(self, id: str) -> None:
        """No search gives the fact of this id any more; an unknown id is no error."""
        if (fact := self._facts.pop(id, None)) is not None:
            self._ids[fact.world].discard(id)
            self._phrasings.remove(id)
            self._wordings.remove(id)
            self._vocabulary.remove(self._postings.remove(id).surface)

    def _hold(self, fact: Fact) -> tuple[str, ...]:
        """Index `fact` and return the words its vocabulary gains."""
        document = document_of(fact, self._stems)
        self._facts[fact.id] = fact
        self._ids[fact.world].add(fact.id)
        # What only the other two need is not kept twice.
        self._postings.add(fact.id, replace(document, asked=(), spoken=()))
        self._phrasings.add(fact.id, document.asked)
        self._wordings.add(fact.id, document.spoken + self._said(fact.id) if document.spoken else ())
        return document.surface

    def _said(self, id: str) -> tuple[tuple[str, ...], ...]:
        """How people put a fact, each as a row of folded words."""
        return tuple(tuple(map(sys.intern, words(saying))) for saying in self._sayings.get(id, ()))

    def read(self, question: str) -> Reading:
        """`question` as this index sees it."""
        return self._reader.read(question)

    def search(self, question: str, scope: Scope = Scope.REAL_FIRST, about: Fact | None = None) -> Found:
        """The facts `question` is about and what to do with them. Safe and quick for any text.

        `about` is a fact the question leans on: among facts that fit the question, those of its subject come first.
        """
        reading = self._reader.read(question)
        ranked = self.closer_look(reading, scope, self._reader.subject(about) if about else ())
        if not ranked:
            return Found(Status.NOTHING, (), None, reading.language)
        ranked = _ordered(reading, ranked, scope)
        matches = self._believe(reading, ranked)
        twin = self._twin(matches, ranked) if scope is Scope.REAL_FIRST else None
        status = Status.of(matches[0].confidence)
        return Found(status, matches[:SHOWN], None if status is Status.NOTHING else twin, reading.language)

    def scores(self, question: str, scope: Scope = Scope.REAL_FIRST) -> list[tuple[str, float]]:
        """The ids of the facts looked at closely, at most twelve, with the scores they are ordered by, best first."""
        ranked = self.closer_look(self._reader.read(question), scope)
        return [(candidate.fact.id, candidate.score) for candidate in ranked]

    def closer_look(self, reading: Reading, scope: Scope, subject: tuple[Term, ...] = ()) -> list[Candidate]:
        """The likeliest facts, best first; those that share `subject` gain by it."""
        if not any(term.variants for term in reading.terms):
            return []
        postings = self._postings
        scores = postings.rank(reading.terms, self._ids[scope.world] if scope.world else None)
        masses = [postings.mass(term) for term in reading.terms]
        alike = self._phrasings.likeness(reading.terms, masses)
        likely = _promising(scores, alike, sum(masses))
        named = [number for number, term in enumerate(reading.terms) if postings.names(term)]
        judge = Judge(reading.terms, reading.wanted, masses, named, reading.counted)
        near = Judge(subject, None, [postings.mass(term) for term in subject]) if subject else None
        sounds = self._wordings.likeness(reading.words, likely)
        candidates = []
        for id in likely:
            fact = self._facts[id]
            fit = judge.fit(postings.documents[id], scores[id], alike.get(id, NOT_ALIKE), sounds.get(id))
            favoured = scope is Scope.REAL_FIRST and fact.world is reading.leaning
            shared = NEAR * near.fit(postings.documents[id], 0.0).coverage if near else 0.0
            candidates.append(Candidate(fact, fit, fit.score + LEANING * favoured + shared))
        return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.fact.id))

    def evidence(self, question: str) -> tuple[Fact, Evidence] | None:
        """The fact that comes first, and what its probability rests on; None if nothing is found."""
        reading = self.read(question)
        if not (found := self.closer_look(reading, Scope.REAL_FIRST)):
            return None
        ranked = _ordered(reading, found, Scope.REAL_FIRST)
        return ranked[0].fact, _evidence(reading, ranked, 0)

    def _believe(self, reading: Reading, ranked: list[Candidate]) -> tuple[Match, ...]:
        """Every candidate with its probability, never above that of the one before it."""
        matches: list[Match] = []
        for place, candidate in enumerate(ranked[: 2 * SHOWN]):
            confidence = probability(_evidence(reading, ranked, place))
            matches.append(Match(candidate.fact, min(confidence, matches[-1].confidence if matches else 1.0)))
        return tuple(matches)

    def _twin(self, matches: tuple[Match, ...], ranked: list[Candidate]) -> Match | None:
        first = ranked[0]
        for match, candidate in zip(matches, ranked, strict=False):
            if candidate.fact.world is not first.fact.world:
                return match if candidate.score >= ABOUT_AS_WELL * first.score else None
        return None


def _by_fact(sayings: Iterable[Saying]) -> dict[str, list[str]]:
    """What is said rightly of each fact."""
    said: dict[str, list[str]] = {}
    for saying in sayings:
        if not saying.what:
            said.setdefault(saying.fact, []).append(saying.text)
    return said


def _promising(scores: dict[str, float], alike: dict[str, Likeness], mass: float) -> list[str]:
    """The ids worth a closer look, by their BM25 score and how like the question their phrasings are."""
    # Neither the best by BM25 nor like the question: no chance, and in a large index nearly all there is.
    least = min(heapq.nlargest(CLOSER_LOOK, scores.values()), default=0.0)
    promise = {
        id: score / mass + PROMISE * alike.get(id, NOT_ALIKE)[0]
        for id, score in scores.items()
        if score >= least or id in alike
    }
    return heapq.nsmallest(CLOSER_LOOK, promise, key=lambda id: (-promise[id], id))


def _ordered(reading: Reading, ranked: list[Candidate], scope: Scope) -> list[Candidate]:
    """`ranked` as it is shown: real facts before alternate ones, unless one world was asked for."""
    if scope is not Scope.REAL_FIRST or reading.leaning is World.ALTERNATE:
        return ranked
    return _real_first(ranked, ABOUT_AS_WELL if reading.is_bare else LEVEL)


def _evidence(reading: Reading, ranked: list[Candidate], place: int) -> Evidence:
    """What speaks for the candidate at `place`; only the first has a lead."""
    unmatched = sum(not term.variants for term in reading.terms) / len(reading.terms)
    margin = _margin(ranked[0], ranked, reading.is_bare) if place == 0 else 0.0
    return Evidence(ranked[place].fit, margin, len(reading.terms), unmatched)


def _real_first(ranked: list[Candidate], level: float) -> list[Candidate]:
    """`ranked` with the best real fact in front if its score is at least `level` of an alternate one's that leads."""
    best = ranked[0]
    for candidate in ranked:
        if candidate.fact.world is World.REAL and candidate.score >= level * best.score:
            return [candidate, *(other for other in ranked if other is not candidate)]
    return ranked


def _margin(first: Candidate, ranked: list[Candidate], bare: bool) -> float:
    """The lead of the first over the next of its own sort: a twin in the other world is no rival.

    Nor is a passage beside a fact: one may well be made from the other. But a `bare` word means either world.
    """
    rivals = (other.score for other in ranked if other is not first and (bare or _sort(other) == _sort(first)))
    return max(0.0, (first.score - next(rivals, 0.0)) / first.score)


def _sort(candidate: Candidate) -> tuple[World, bool]:
    return candidate.fact.world, candidate.fact.kind is Kind.PASSAGE
