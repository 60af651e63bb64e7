"""What a timeline is about: a person, a place, a topic, or some facts; and finding it from what people type."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from bot.history.model import Fact, Name, Pack, World
from bot.history.search import Index, Scope, Status
from bot.history.stems import is_stop
from bot.language import Language
from bot.text import tokens

ALIKE = 80.0
"""How alike (of 100, RapidFuzz's normalized indel similarity) a misspelt name must be to the name it is taken for."""
NEAR = 70.0
"""How alike a name must be to be suggested."""
SUGGESTED = 3
LIKELY = 0.4
"""Confidence from which a fact that a search finds belongs to what was meant."""

LIKE_THE_FIRST = 0.8
"""How much of the confidence of the best fact the others must have."""


class Sort(StrEnum):
    """What sort of thing a timeline is about."""

    PERSON = "person"
    PLACE = "place"
    TOPIC = "topic"
    FACTS = "facts"


@dataclass(frozen=True, slots=True)
class About:
    """A person, a place or a topic by its id, or facts by theirs; written `person:id`, `facts:id,id`."""

    sort: Sort
    ids: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> About:
        """Read back what `str` wrote; ValueError if it is something else."""
        sort, _, ids = text.partition(":")
        return cls(Sort(sort), tuple(ids.split(",")))

    def fits(self, pack: Pack, fact: Fact) -> bool:
        """Whether `fact` is about this."""
        match self.sort:
            case Sort.PERSON:
                return any(person.id in self.ids for person in (*fact.people, *([fact.by] if fact.by else [])))
            case Sort.PLACE:
                return not self.places_around(pack, fact.places).isdisjoint(self.ids)
            case Sort.TOPIC:
                return not set(fact.topics).isdisjoint(self.ids)
            case Sort.FACTS:
                return fact.id in self.ids

    @staticmethod
    def places_around(pack: Pack, places: Iterable[Name]) -> set[str]:
        """The ids of some places and of those they lie in."""
        found: set[str] = set()
        for place in places:
            id: str | None = place.id
            while id is not None and id not in found:
                found.add(id)
                id = pack.places[id].within if id in pack.places else None
        return found

    def name(self, pack: Pack, language: Language) -> str | None:
        """What it is called; None if it is no longer in the pack."""
        id = self.ids[0]
        match self.sort:
            case Sort.PERSON:
                return pack.people[id].name[language] if id in pack.people else None
            case Sort.PLACE:
                return pack.places[id].name[language] if id in pack.places else None
            case Sort.TOPIC:
                return pack.topics[id][language] if id in pack.topics else None
            case Sort.FACTS:
                return pack.facts[id].text[language].title if id in pack.facts else None

    def __str__(self) -> str:
        return f"{self.sort}:{','.join(self.ids)}"


class Abouts:
    """Everything a timeline can be about, findable by what people call it."""

    def __init__(self, pack: Pack, index: Index, on_timelines: Iterable[Fact]) -> None:
        self._pack = pack
        self._index = index
        facts = list(on_timelines)
        self._facts = {fact.id for fact in facts}
        self._worlds = {about: worlds for about in _named(pack) if (worlds := _worlds(pack, about, facts))}
        self._forms: dict[str, About] = {}
        """Every way to write each, folded; what comes first keeps a form that two share."""
        for about in self._worlds:
            for form in _forms_of(pack, about):
                self._forms.setdefault(" ".join(tokens(form)), about)
        self._forms.pop("", None)

    def over(self, pack: Pack, index: Index, own: Sequence[Fact]) -> Abouts:
        """The same for the facts of `pack`: those known here, some left out, and `own`, which stand on timelines."""
        more: Abouts = copy(self)
        more._pack, more._index = pack, index
        more._facts = {id for id in self._facts if id in pack.facts} | {fact.id for fact in own}
        more._worlds, more._forms = dict(self._worlds), dict(self._forms)
        for fact in own:
            for about in _of(fact, pack):
                if about not in more._worlds:
                    for form in _forms_of(pack, about):
                        more._forms.setdefault(" ".join(tokens(form)), about)
                more._worlds[about] = more._worlds.get(about, frozenset()) | {fact.world}
        return more

    def find(self, text: str, worlds: Collection[World]) -> About | None:
        """What `text` means: a name or a topic as people write it, slips forgiven, else what a search finds."""
        wanted = " ".join(tokens(text))
        if not wanted:
            return None
        for about in (self._forms.get(wanted), self._holding(wanted), self._alike(wanted)):
            if about is not None and self._worlds[about] & set(worlds):
                return about
        return self._searched(text, worlds)

    def _holding(self, wanted: str) -> About | None:
        """The one thing among whose names all words of `wanted` stand."""
        said = {word for word in wanted.split() if not is_stop(word, None)}
        if not said:
            return None
        found = {about for form, about in self._forms.items() if said <= set(form.split())}
        return found.pop() if len(found) == 1 else None

    def _alike(self, wanted: str) -> About | None:
        best = process.extractOne(wanted, self._forms.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE)
        return self._forms[best[0]] if best else None

    def _searched(self, text: str, worlds: Collection[World]) -> About | None:
        scope = Scope.REAL_FIRST if len(set(worlds)) > 1 else Scope(next(iter(worlds)))
        found = self._index.search(text, scope)
        if found.status is not Status.ANSWER:
            return None
        least = max(LIKELY, LIKE_THE_FIRST * found.matches[0].confidence)
        meant = [match.fact for match in found.matches if match.confidence >= least and match.fact.id in self._facts]
        return self.of_facts(meant) if meant else None

    def __contains__(self, fact: Fact) -> bool:
        """Whether `fact` stands on the timelines."""
        return fact.id in self._facts

    def of_facts(self, facts: Iterable[Fact]) -> About:
        """These facts, and what stands opposite each in the other world."""
        ids: dict[str, None] = {}
        for fact in facts:
            ids[fact.id] = None
            if (other := self._pack.counterpart(fact)) is not None:
                ids[other.id] = None
        return About(Sort.FACTS, tuple(ids))

    def nearest(self, text: str, worlds: Collection[World], language: Language) -> list[str]:
        """The names most like `text`, at most three, for a “did you mean”."""
        wanted = " ".join(tokens(text))
        hits = process.extract(wanted, self._forms.keys(), scorer=fuzz.WRatio, score_cutoff=NEAR, limit=12)
        near = dict.fromkeys(self._forms[form] for form, _, _ in hits)
        names = (about.name(self._pack, language) for about in near if self._worlds[about] & set(worlds))
        return [name for name in names if name][:SUGGESTED]

    def complete(self, text: str, worlds: Collection[World], limit: int) -> list[About]:
        """At most `limit` things of which some name has words that begin like those of `text`, best first.

        An empty text gives people, places and topics in the order of the pack, in turn.
        """
        parts = tokens(text)
        shown = [about for about, within in self._worlds.items() if within & set(worlds)]
        if not parts:
            return _in_turn(shown)[:limit]
        best: dict[About, tuple[int, int]] = {}
        for form, about in self._forms.items():
            words = form.split()
            if about not in shown or not all(any(word.startswith(part) for word in words) for part in parts):
                continue
            rank = (not form.startswith(parts[0]), len(words))
            best[about] = min(best.get(about, rank), rank)
        order = {about: number for number, about in enumerate(shown)}
        return sorted(best, key=lambda about: (*best[about], order[about]))[:limit]


def _named(pack: Pack) -> Iterator[About]:
    for sort, table in _tables(pack):
        yield from (About(sort, (id,)) for id in table)


def _of(fact: Fact, pack: Pack) -> Iterator[About]:
    """Everything by name that one fact is about."""
    people = (*fact.people, *([fact.by] if fact.by else []))
    places = About.places_around(pack, fact.places)
    for sort, ids in ((Sort.PERSON, (one.id for one in people)), (Sort.TOPIC, fact.topics), (Sort.PLACE, places)):
        yield from (About(sort, (id,)) for id in dict.fromkeys(ids))


def _tables(pack: Pack) -> tuple[tuple[Sort, Collection[str]], ...]:
    return ((Sort.PERSON, pack.people), (Sort.TOPIC, pack.topics), (Sort.PLACE, pack.places))


def _worlds(pack: Pack, about: About, facts: Iterable[Fact]) -> frozenset[World]:
    return frozenset(fact.world for fact in facts if about.fits(pack, fact))


def _forms_of(pack: Pack, about: About) -> Iterator[str]:
    id = about.ids[0]
    if about.sort is Sort.TOPIC:
        yield from (*pack.topics[id].values(), id)
        return
    named = pack.people[id] if about.sort is Sort.PERSON else pack.places[id]
    yield from (*named.name.values(), *named.aliases, *named.misspelt)


def _in_turn(abouts: list[About]) -> list[About]:
    """People, topics and places one after the other, so that the first few show what there is."""
    places: dict[Sort, int] = {}
    numbered = []
    for about in abouts:
        places[about.sort] = places.get(about.sort, 0) + 1
        numbered.append((places[about.sort], about))
    return [about for _, about in sorted(numbered, key=lambda entry: entry[0])]
