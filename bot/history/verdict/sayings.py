"""The sayings of every fact, read once, and claims read in the same way to be compared with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.history.model import Fact, Saying
from bot.history.stems import Stems, is_stop
from bot.history.verdict.names import Register
from bot.history.verdict.opposites import denied
from bot.history.verdict.order import doer_first
from bot.history.verdict.reading import SYNONYM, Claim
from bot.history.verdict.wordforms import IGNORED, LIGHT, TOKEN, canonical, folded
from bot.history.verdict.wording import ALIKE, LIGHT_SHARE, SLIP, UNKNOWN_WORD, Wording

NUMBER, YEAR = 1.5, 1.0
"""Weights of a number and of the year of a date."""
MOST_TERMS = 40
LAST_PLACE = 63
DEED_WITHIN = 3
"""Places after whoever does something among which a saying says what."""

_AND = re.compile(r"[ ,&]*(?:(?:and|y|e|or|o|ni|nor)\b)?[ ,]*(?:(?:the|el|la|los|las|a|al)\b)?[ ,]*")
"""What stands between the names of a list."""

Part = tuple[str, bool]
"""What a saying holds, with whether it is denied: a stem, "@" and an id, or "#" and a number."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word, name or number of a claim, and all that may stand for it with what that counts."""

    forms: Mapping[str, float]
    weight: float
    denied: bool
    name: bool
    at: int
    listed: int = 0
    """The number of the list it stands in: "Ana, Eva and Luis"."""


@dataclass(frozen=True, slots=True)
class Book:
    """The sayings of one fact."""

    places: Mapping[str, tuple[int, ...]]
    """For everything said: where, in numbers that `spot` takes apart."""
    masses: tuple[float, ...]
    what: tuple[str | None, ...]
    """For each saying in what it is wrong, "" for the true ones; None for the fact's own words."""
    orders: tuple[tuple[Part, ...], ...]
    """For each saying what it holds, in its order."""
    frames: tuple[Mapping[str, float], ...]
    """What each title of the fact holds beside who did it and when, with what that weighs: what it is about."""

    @staticmethod
    def spot(packed: int) -> tuple[int, int, bool]:
        """In which saying something stands, at what place in its order, and whether it is denied there."""
        return packed >> 7, packed >> 1 & LAST_PLACE, bool(packed & 1)


@dataclass(slots=True)
class Sayings:
    """The sayings of every fact, ready to be compared with claims."""

    register: Register
    stems: Stems
    words: Wording
    books: dict[str, Book] = field(default_factory=dict)
    """By the fact's id."""
    light: frozenset[str] = frozenset()
    known: dict[str, str] = field(default_factory=dict)
    """The words met so far, each with what it is compared as: sayings share most of them."""

    def __post_init__(self) -> None:
        self.light = frozenset(map(self.stems.stem, LIGHT))

    def add(self, facts: Iterable[Fact], sayings: Iterable[Saying]) -> None:
        """Take up the facts that have sayings; the others stay unknown here."""
        by_fact: dict[str, list[Saying]] = {}
        for saying in sayings:
            by_fact.setdefault(saying.fact, []).append(saying)
        for fact in facts:
            if said := by_fact.get(fact.id):
                self.books[fact.id] = self._book(fact, said)
        self.known.clear()

    def _book(self, fact: Fact, sayings: Sequence[Saying]) -> Book:
        own = [(text, None) for said in fact.text.values() for text in (said.title, said.statement)]
        places: dict[str, list[int]] = {}
        masses, orders = [], []
        for number, (text, _what) in enumerate([*own, *((saying.text, saying.what) for saying in sayings)]):
            parts = self.parts(text)
            orders.append(tuple(dict(reversed(parts)).items())[::-1])
            masses.append(sum(self._weight(part) for part in {part for part, _ in parts}))
            for place, (part, off) in enumerate(parts):
                held = places.setdefault(part, [])
                if not held or held[-1] >> 7 != number:  # of what is said twice, the first place counts
                    held.append(number << 7 | min(place, LAST_PLACE) << 1 | off)
        return Book(
            {part: tuple(held) for part, held in places.items()},
            tuple(masses),
            (*(None for _ in own), *(saying.what for saying in sayings)),
            tuple(orders),
            tuple(self._frame(fact, said.title) for said in fact.text.values()),
        )

    def _frame(self, fact: Fact, title: str) -> dict[str, float]:
        doers = {f"@{actor.id}" for actor in fact.actors}
        parts = {part for part, _ in self.parts(title)}
        return {part: self._weight(part) for part in sorted(parts - doers) if part[0] != "#"}

    def does(self, fact: str, who: str, deeds: Iterable[str]) -> bool:
        """Whether it is rightly said of `who`, in a saying of the fact that begins with them, that they did `deeds`."""
        book, wanted = self.books.get(fact), set(deeds)
        return book is not None and any(
            order[0][0] == f"@{who}" and any(part in wanted for part, _ in order[1 : 1 + DEED_WITHIN])
            for order, what in zip(book.orders, book.what, strict=True)
            if order and not what
        )

    def parts(self, text: str) -> list[Part]:
        """What a text says, whoever does it first."""
        flat = folded(text)
        spans = list(TOKEN.finditer(flat))
        words = [span[0] for span in spans]
        off = denied(flat, spans)
        items: list[tuple[Part, int, bool]] = []
        mentions = {mention.start: mention for mention in self.register.find(words)}
        place = 0
        while place < len(words):
            word, mention = words[place], mentions.get(place)
            if mention:
                items.append(((f"@{mention.id}", place in off), place, not mention.place))
            elif part := self._part(word):
                items.append(((part, place in off), place, False))
            place = mention.end if mention else place + 1
        return doer_first(items, words)

    def _part(self, word: str) -> str:
        """What a folded word is compared as; empty if it says nothing."""
        if (known := self.known.get(word)) is None:
            says = not is_stop(word, None) and word not in IGNORED
            known = f"#{word}" if word.isdigit() else self.stems.stem(canonical(word)) if says else ""
            self.known[word] = known
        return known

    def _weight(self, part: str) -> float:
        if part[0] == "#":
            return YEAR
        known = self.words.rarity.get(part.removeprefix("@"), self.words.heaviest * UNKNOWN_WORD)
        return known * (LIGHT_SHARE if part in self.light else 1.0)

    def terms(self, claim: Claim) -> list[Term]:
        """What a claim says, whoever does it first."""
        found = [
            *self._words(claim),
            *(
                Term(
                    {f"@{name.id}": 1.0} if name.id else dict.fromkeys(name.stems, 1.0),
                    self.words.rarity.get(name.id, self.words.heaviest), name.denied, not name.place, name.at, listed,
                )
                for name, listed in zip(claim.names, _lists(claim), strict=True)
            ),
            *(Term({f"#{number.value:g}": 1.0}, NUMBER, False, False, number.start) for number in claim.numbers),
            *(
                Term({f"#{time.earliest.year}": 1.0}, YEAR, False, False, time.start)
                for time in claim.times
                if time.earliest.year == time.latest.year
            ),
        ]  # fmt: skip
        # Said twice, it counts once; a claim says no more than that.
        found = list({frozenset(term.forms): term for term in sorted(found, key=lambda one: -one.at)}.values())[
            -MOST_TERMS:
        ]
        found.sort(key=lambda term: term.at)
        spans = list(TOKEN.finditer(claim.whole))
        starts = [span.start() for span in spans]
        items = [(term, sum(start < term.at for start in starts), term.name) for term in found]
        return doer_first(items, [span[0] for span in spans])

    def _words(self, claim: Claim) -> Iterator[Term]:
        for word in claim.words:
            forms = {
                phrase[0]: 1.0 if share == 1.0 else ALIKE if share == SYNONYM or share >= SLIP else SLIP
                for phrase, share in word.variants.items()
                if len(phrase) == 1
            }
            yield Term(forms, self.words.weight(word), word.denied, False, word.at)


def _lists(claim: Claim) -> list[int]:
    """For each name of a claim, the number of the list it stands in."""
    lists: list[int] = []
    for name, before in zip(claim.names, [None, *claim.names], strict=False):
        between = claim.flat[before.at + len(before.shown) : name.at] if before else ""
        lists.append(lists[-1] if before and _AND.fullmatch(between) else len(lists))
    return lists
