"""A fact as claims are compared with it: which words it says and which it denies, whom, where, when and how many."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.history.model import Fact, FactText, Kind
from bot.history.stems import Stems, is_stop
from bot.history.stems import words as words_of
from bot.history.verdict.names import Register
from bot.history.verdict.numbers import Number, durations, find_numbers
from bot.history.verdict.opposites import denied
from bot.history.verdict.times import FIRST, Reach, Time, find_times
from bot.history.verdict.wordforms import TOKEN, canonical, folded, mask
from bot.language import Language

_SENTENCE = re.compile(r"(?<=[.;:])\s+")
_BETWEEN = re.compile(r",| and | y | until | hasta ")
UNIT_WORDS = 4
"""Words after a number among which what it counts is looked for."""
BREAK = 25
"""Characters that a comma or an "and" between a word and a date counts as."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number on record: its value, how it is said, and the stems of what it counts."""

    value: float
    shown: Mapping[Language, str]
    units: frozenset[str]

    def show(self, language: Language) -> str:
        """How the record says it."""
        return self.shown.get(language) or next(iter(self.shown.values()))


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in a fact's text, as it is said there."""

    time: Time
    shown: str
    language: Language


@dataclass(frozen=True, slots=True)
class Record:
    """A fact, read once."""

    fact: Fact
    said: frozenset[str]
    """Stems of its titles and statements, in both languages."""
    denied: frozenset[str]
    """Those of them that are only said to be not so."""
    asked: Mapping[str, float]
    """Stems of the ways it is asked for, each with the share of phrasings that hold it."""
    noted: frozenset[str]
    names: frozenset[str]
    """Ids of everybody and every place in it, the places they lie in included."""
    told: frozenset[str]
    """Ids of the places it names itself."""
    main: frozenset[str]
    """Ids of those it is about: who did or said it, who comes first, and who is in its title."""
    when: Time | None
    dates: tuple[Dated, ...]
    """The dates of its statements."""
    beside: Mapping[str, frozenset[int]]
    """For a stem: which of `dates` stand nearest to it."""
    noted_times: tuple[Time, ...]
    counts: tuple[Count, ...]
    noted_counts: tuple[float, ...]
    spoken: tuple[tuple[tuple[frozenset[str], frozenset[str]], ...], ...]
    """Sentence by sentence, word by word: the stems of a word, and the ids of whom it names."""
    lasting: Mapping[float, str]
    """How long things lasted, in days, each with how that is said ("" where only its dates tell)."""


@dataclass(slots=True)
class Reader:
    """Reads facts into records."""

    register: Register
    stems: Stems
    roots: dict[str, frozenset[str]] = field(default_factory=dict)
    """The stems of the words met so far: facts share most of them."""

    def read(self, fact: Fact) -> Record:
        """`fact` as a record."""
        gathered = _Gathered(fact, self.register, self.stems, self.roots)
        for language, text in fact.text.items():
            gathered.take_text(text, language)
            gathered.take_fields(language)
        return gathered.record()


@dataclass(slots=True)
class _Gathered:
    """What was found in a fact so far."""

    fact: Fact
    register: Register
    stems: Stems
    roots: dict[str, frozenset[str]]
    when: Time | None = None
    said: set[str] = field(default_factory=set)
    plain: set[str] = field(default_factory=set)
    asked: Counter[str] = field(default_factory=Counter)
    noted: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)
    main: set[str] = field(default_factory=set)
    dates: list[Dated] = field(default_factory=list)
    beside: dict[str, set[int]] = field(default_factory=dict)
    noted_times: list[Time] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    noted_counts: list[float] = field(default_factory=list)
    lasting: dict[float, str] = field(default_factory=dict)
    spoken: list[tuple[tuple[frozenset[str], frozenset[str]], ...]] = field(default_factory=list)

    def __post_init__(self) -> None:
        fact = self.fact
        self.when = Time.of(fact.when) if fact.when else None
        by = [fact.by] if fact.by else []
        self.names |= {name.id for name in (*fact.people, *by)}
        # Of whom a passage is, nobody has said yet.
        first = fact.people if fact.kind is Kind.PASSAGE else fact.people[:1]
        self.main |= {name.id for name in (*fact.actors, *first, *by)}
        self.told |= {place.id for place in fact.places}
        if fact.when and fact.when.end:
            self.lasting[float((fact.when.latest - fact.when.earliest).days)] = ""

    def take_text(self, text: FactText, language: Language) -> None:
        """Read title, statement and phrasings."""
        for phrasing in text.asked_as:
            for root in {
                root for word in words_of(phrasing) if not is_stop(word, language) for root in self._roots(word)
            }:
                self.asked[root] += 1 / len(text.asked_as)  # type: ignore[assignment]  # shares, not counts
        self._take_sentence(text.title, language, None, titled=True)
        last: Time | None = None
        for sentence in _SENTENCE.split(text.statement):
            last = self._take_sentence(sentence, language, last) or last
        self.lasting |= dict.fromkeys(durations(folded(text.statement)), "")

    def take_fields(self, language: Language) -> None:
        """Read quantities and notes."""
        for quantity in self.fact.quantities:
            shown = quantity.words[language]
            content = self.stems.content(shown, language)
            self.counts.append(Count(quantity.value, quantity.words, frozenset(content)))
            self.lasting |= dict.fromkeys(durations(folded(shown)), shown)
            self.said.update(content)
            self.plain.update(content)
        for note in self.fact.notes:
            flat = folded(note.words[language])
            self.noted.update(self.stems.content(flat, language))
            times = [_complete(time, self.when) for time in find_times(flat)]
            self.noted_times += times
            self.noted_counts += [number.value for number in find_numbers(mask(flat, times))]

    def _roots(self, word: str) -> frozenset[str]:
        if word not in self.roots:
            self.roots[word] = frozenset({self.stems.stem(word), self.stems.stem(canonical(word))})
        return self.roots[word]

    def _take_sentence(
        self, sentence: str, language: Language, last: Time | None, *, titled: bool = False
    ) -> Time | None:
        """Read one sentence; the last date in it. A day without its year is of the year of the date before it."""
        flat = folded(sentence)
        times = [_complete(time, last or self.when) for time in find_times(flat)]
        masked = mask(flat, times)
        numbers = find_numbers(masked)
        masked = mask(masked, numbers)
        spans = list(TOKEN.finditer(masked))
        words = [span[0] for span in spans]
        off = denied(masked, spans)
        mentions = self.register.find(words)
        self.names.update(mention.id for mention in mentions if not mention.place)
        self.told.update(mention.id for mention in mentions if mention.place)
        if titled:
            self.main.update(mention.id for mention in mentions)
        whom = [frozenset(one.id for one in mentions if one.start <= place < one.end) for place in range(len(words))]
        self.spoken.append(tuple((self._roots(word), whom[place]) for place, word in enumerate(words)))
        first = len(self.dates)
        self.dates += [Dated(time, sentence[time.start : time.end], language) for time in times]
        for place, word in enumerate(words):
            if is_stop(word, language):
                continue
            roots = self._roots(word)
            self.said |= roots
            if place not in off:
                self.plain |= roots
            if times:
                at = spans[place].start()
                nearest = min(range(len(times)), key=lambda one: _distance(times[one], at, masked))
                for root in roots:
                    self.beside.setdefault(root, set()).add(first + nearest)
        self.counts += [
            Count(
                number.value,
                {language: sentence[number.start : number.end].strip()},
                units_after(number, masked, self.stems),
            )
            for number in numbers
        ]
        return times[-1] if times else None

    def record(self) -> Record:
        """What was found, for good."""
        around = {outer for place in self.told for outer in self.register.around(place)}
        return Record(
            fact=self.fact,
            said=frozenset(self.said),
            denied=frozenset(self.said - self.plain),
            asked=dict(self.asked),
            noted=frozenset(self.noted),
            names=frozenset(self.names | around),
            told=frozenset(self.told),
            main=frozenset(self.main),
            when=self.when,
            dates=tuple(self.dates),
            beside={stem: frozenset(found) for stem, found in self.beside.items()},
            noted_times=tuple(self.noted_times),
            counts=tuple(self.counts),
            noted_counts=tuple(self.noted_counts),
            lasting=self.lasting,
            spoken=tuple(self.spoken),
        )


def _complete(time: Time, before: Time | None) -> Time:
    """A date without its year, in the year of the one before it."""
    if not time.yearless or before is None or before.earliest == FIRST:
        return time
    year = before.latest.year
    try:
        return Time(time.earliest.replace(year=year), time.latest.replace(year=year), time.start, time.end, time.reach)
    except ValueError:
        return time  # a 29th of February that year did not have


def _distance(time: Time, at: int, text: str) -> int:
    """How far a word is from a date; a comma or "and" between them counts like a few words."""
    first, second = sorted((at, time.start))
    return abs(time.start - at) + BREAK * len(_BETWEEN.findall(text[first:second]))


def units_after(number: Number, text: str, stems: Stems) -> frozenset[str]:
    """The stems of the words after a number in folded `text`, among which is what it counts."""
    following = TOKEN.findall(text[number.end : number.end + 60].split(".")[0])[:UNIT_WORDS]
    return frozenset(stems.stem(word) for word in following if not is_stop(word, None))


def when_said(fact: Fact, language: Language) -> str:
    """The date of a fact as people write it; empty if it has none."""
    return fact.when.show(language) if fact.when else ""


def reaches(time: Time | None) -> bool:
    """Whether a date on record is a stretch of time."""
    return time is not None and time.reach is Reach.SPAN
