"""Completing a title while it is typed: word beginnings first, then misspelt beginnings."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable
from heapq import nsmallest
from itertools import chain, product, zip_longest

from bot.history.model import Fact, World
from bot.history.stems import is_stop, words
from bot.history.vocabulary import Shelf, edits_allowed
from bot.language import Language

LIMIT = 25
"""Choices Discord shows."""
READ = 100
"""Characters of what is typed that are read: what Discord sends, and as much as a title could need."""
MOST_WORDS = 8
EDIT_PENALTY = 0.45
BEGINS = 0.5
"""What a title gains that begins with all that is typed."""
SHORT = 2
"""Letters of the beginnings, each of many titles, that are looked up and not put together."""

Hits = dict[int, tuple[float, int]]
"""Titles by number, each with how good the match is and the first place of a word that matches."""


class _Column:
    """The titles of one language, by their words."""

    def __init__(self, facts: list[Fact], language: Language) -> None:
        titles = [words(fact.text[language].title) if language in fact.text else [] for fact in facts]
        self.titles = [" ".join(title) for title in titles]
        """Every title folded, its words one blank apart."""
        starts: dict[str, list[tuple[int, int]]] = {}
        self._short: defaultdict[str, Hits] = defaultdict(dict)
        for number, title in enumerate(titles):
            for place, word in enumerate(title):
                starts.setdefault(word, []).append((number, place))
                for letters in range(1, SHORT + 1):
                    self._short[word[:letters]].setdefault(number, (1.0, place))
        self._starts = starts
        self._words = sorted(starts)
        self._cuts: dict[int, Shelf] = {}

    def beginning(self, part: str, *, exactly: bool = False) -> Hits:
        """The titles with a word that begins with `part`, or, unless `exactly`, with something a slip away from it.

        Each with how good the match is (1, less for every slip) and the first place of such a word.
        """
        exact = self._short.get(part, {}) if len(part) <= SHORT else self._holding(part, 1.0)
        if exact or exactly:
            return exact
        near: Hits = {}
        for cut, distance in self._slips(part):
            for number, hit in self._holding(cut, 1.0 - EDIT_PENALTY * distance).items():
                near[number] = max(near.get(number, hit), hit, key=lambda found: (found[0], -found[1]))
        return near

    def _holding(self, part: str, worth: float) -> Hits:
        found: Hits = {}
        for at in range(bisect_left(self._words, part), len(self._words)):
            word = self._words[at]
            if not word.startswith(part):
                break
            for number, place in self._starts[word]:
                if number not in found or place < found[number][1]:
                    found[number] = (worth, place)
        return found

    def _slips(self, part: str) -> list[tuple[str, int]]:
        """Beginnings of known words that `part` may have been meant for, with their distances, nearest only."""
        edits = edits_allowed(part)
        hits = [
            (cut, distance)
            for length in range(len(part) - edits, len(part) + edits + 1)
            for cut, distance in self._beginnings(length).near(part, edits)
            if len(cut) >= 2 and cut[0] == part[0]
        ]
        least = min((distance for _, distance in hits), default=0)
        return [hit for hit in hits if hit[1] == least]

    def _beginnings(self, length: int) -> Shelf:
        """The known words cut to `length` letters, each once."""
        if length not in self._cuts:
            self._cuts[length] = Shelf()
            for cut in dict.fromkeys(word[:length] for word in self._words if len(word) >= length):
                self._cuts[length].add(cut)
        return self._cuts[length]


class Titles:
    """The titles of some facts, ready to be completed in either language."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts = list(facts)
        self._columns = {language: _Column(self._facts, language) for language in Language}
        self._spread = _spread(self._facts)

    def complete(self, text: str, language: Language, worlds: Collection[World], limit: int = LIMIT) -> list[Fact]:
        """At most `limit` facts of `worlds` whose titles `text` may be the beginning or a part of, best first.

        Every word of `text` that means something must begin some word of the title, slips allowed. Titles that begin
        with the text come first, then those holding its words early and in order. An empty text gives a fixed
        choice over all topics.
        """
        parts = words(text[:READ])[:MOST_WORDS]
        if not parts:
            return [fact for fact in self._spread if fact.world in worlds][:limit]
        column = self._columns[language]
        # "la casa azul": an article that the title does not have must not hide it, unless it is all there is.
        telling = [part for part in parts if not is_stop(part, None)]
        needed = [column.beginning(part) for part in telling or parts]
        hits = needed + [column.beginning(part, exactly=True) for part in parts if telling and part not in telling]
        fits = _fitting(needed, [hit for hit in hits if hit])
        typed = " ".join(parts)
        ranked = [
            (-worth - BEGINS if column.titles[number].startswith(typed) else -worth, place, number)
            for number, (worth, place) in fits.items()
            if self._facts[number].world in worlds
        ]
        return [self._facts[number] for _, _, number in nsmallest(limit, ranked)]


def _fitting(needed: list[Hits], hits: list[Hits]) -> Hits:
    """The titles in all of `needed`, each with its worth in all `hits` together and where the first of them stands."""
    if len(needed) == len(hits) == 1:
        return needed[0]
    return {
        number: (
            sum([hit[number][0] for hit in hits if number in hit]),
            min([hit[number][1] for hit in needed]),
        )
        for number in set(needed[0]).intersection(*needed[1:])
    }


def _spread(facts: list[Fact]) -> list[Fact]:
    """The facts ordered so that the first few show as many topics, and both worlds, as there are."""
    rows: dict[tuple[str, World], list[Fact]] = {}
    topics = list(dict.fromkeys(fact.topics[0] if fact.topics else "" for fact in facts))
    for topic, world in product(topics, World):
        rows[topic, world] = []
    for fact in facts:
        rows[fact.topics[0] if fact.topics else "", fact.world].append(fact)
    return [fact for fact in chain.from_iterable(zip_longest(*rows.values())) if fact is not None]
