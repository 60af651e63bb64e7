"""One claim against one fact: how much of the claim the fact says, and in what the two differ."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.history.model import Pack, World
from bot.history.stems import Stems
from bot.history.verdict.comparing import Compared, Difference, What, compare_date, compare_number
from bot.history.verdict.names import Register
from bot.history.verdict.naming import Naming
from bot.history.verdict.opposites import Opposites
from bot.history.verdict.reading import Claim, Named, Word, meanings_of
from bot.history.verdict.records import Record
from bot.history.verdict.times import Time
from bot.history.verdict.wording import CONTRARY, HELD, Wording, country_stems, refusing_stems
from bot.text import fold

TALK_MOST, TALK_SHARE = 3.0, 0.4
"""A part of a sentence whose words the fact holds less of is talk, if it comes first and names nothing."""
NAME_START = 5
"""Letters of a place's name that words made from it begin with."""


@dataclass(frozen=True, slots=True)
class Weighing:
    """A fact weighed against a claim. Shares are of the claim's words by how rare they are, 0 to 1."""

    record: Record
    fit: float
    """The share of its words and names that the fact says; names that are missing altogether left out."""
    deed: float
    """The share of its words."""
    stated: float
    """The share of its words that the fact's own statement says."""
    held: float
    """The weight of all that the fact says."""
    missing: tuple[Named, ...]
    """Whom and what places the claim names that are not in the fact."""
    lacking: tuple[Word, ...]
    """Its words that the fact does not hold."""
    unsaid: tuple[Word, ...]
    """Its words with an opposite that the fact's own statement does not say."""
    strange: float
    """The weight of the heaviest of its words that the fact does not hold."""
    differences: tuple[Difference, ...]
    unsettled: int
    """Its dates and numbers that the fact has nothing to compare with."""
    agreeing: int
    """Its dates and numbers that agree."""
    bystander: Named | None
    """Who does it by the claim, and is only mentioned in the fact, or had it done to them."""
    instead: str
    """The id of whoever is, by the fact, what the claim says the bystander to be; empty if it says no such thing."""


@dataclass(frozen=True, slots=True)
class Scales:
    """What weighing needs to know of all facts."""

    words: Wording
    names: Naming
    stems: Stems
    alternate: tuple[Time, Time] | None
    """The first and the last time that the other history gives."""

    @classmethod
    def of(cls, records: Sequence[Record], pack: Pack, register: Register, stems: Stems) -> Scales:
        """Scales for the facts of `records`."""
        holding: Counter[str] = Counter()
        for record in records:
            holding.update(record.said | record.asked.keys())
            holding.update(record.names)
        dated = [record.when for record in records if record.fact.world is World.ALTERNATE and record.when]
        ends = (min(dated, key=lambda time: time.earliest), max(dated, key=lambda time: time.latest)) if dated else None
        rarity = {word: math.log(1 + len(records) / count) for word, count in holding.items()}
        heaviest = math.log(1 + len(records))
        naming = Naming(
            rarity=rarity,
            heaviest=heaviest,
            beginnings={id: tuple(_beginnings(place.name.values())) for id, place in pack.places.items()},
            around={id: register.around(id) for id in pack.places},
            groups=frozenset(id for id, name in pack.people.items() if name.group),
        )
        return cls(
            Wording(rarity, heaviest, Opposites(stems), country_stems(stems), refusing_stems(stems)),
            naming,
            stems,
            ends,
        )

    def weigh(self, claim: Claim, record: Record) -> Weighing:
        """`record` against `claim`."""
        first = self._first_part(claim, record)
        words = [word for word in claim.words if word.part >= first]
        contrary = [word for word in words if self.words.is_contrary(word, claim, record)]
        shares = [CONTRARY if word in contrary else self.words.share(word, record) for word in words]
        weights = [self.words.weight(word) for word in words]
        lacking = [word for word, share in zip(words, shares, strict=True) if share < HELD and not word.light]
        swapped = list(self.words.swapped_countries(words, record))
        missing = [
            *self.words.strangers(word for word in lacking if word not in swapped),
            *(name for name in claim.names if self.names.is_missing(name, claim, record)),
        ]
        there = [name for name in claim.names if not name.denied and name not in missing]
        held = sum(weight * share for weight, share in zip(weights, shares, strict=True))
        stated = sum(
            weight * share
            for word, weight, share in zip(words, weights, shares, strict=True)
            if word in contrary or self.words.in_statement(word, record)
        )
        named = sum(self.words.rarity.get(name.id, self.words.heaviest) for name in there)
        mass = sum(weights)
        compared = list(self._compared(claim, record))
        differences = [difference for difference in compared if isinstance(difference, Difference)]
        title = record.fact.text[claim.language].title
        differences += [Difference(What.DEED, word.surface, title) for word in contrary]
        differences += [Difference(What.PERSON, word.surface, "") for word in swapped]
        if not self.words.sets_off(claim, record):
            differences += self.words.denials(claim, record, title)
        if (
            record.fact.world is World.REAL
            and {What.DATE, What.NEGATION} <= {one.what for one in differences}
            and any(word.denied for word in words)
        ):
            # That it was not so at another time is no contradiction.
            differences = [one for one in differences if one.what not in {What.DATE, What.NEGATION}]
        another = self.names.another_is(claim, record)
        return Weighing(
            record=record,
            fit=(held + named) / (mass + named) if mass + named else 0.0,
            deed=held / mass if mass else 1.0,
            stated=stated / mass if mass else 1.0,
            held=held + named,
            missing=tuple(missing),
            lacking=tuple(lacking),
            unsaid=tuple(word for word in words if self.words.is_unsaid(word, claim, record)),
            strange=max((self.words.weight(word) for word in lacking), default=0.0),
            differences=tuple(differences),
            unsettled=sum(one is False for one in compared) + self.names.of_another(claim, record),
            agreeing=sum(one is True for one in compared),
            bystander=another[0] if another else self.names.bystander(claim, record),
            instead=another[1] if another else "",
        )

    def _first_part(self, claim: Claim, record: Record) -> int:
        """The first part of the sentence that speaks of this fact: talk before it is not part of what is claimed."""
        firm = {name.part for name in claim.names}
        firm |= {claim.part_of(time.start) for time in claim.times}
        firm |= {claim.part_of(number.start) for number in claim.numbers}
        for part in range(len(claim.parts)):
            words = [word for word in claim.words if word.part == part]
            whole = sum(self.words.weight(word) for word in words)
            held = sum(self.words.weight(word) * self.words.share(word, record) for word in words)
            if part in firm or (held >= TALK_MOST and held >= TALK_SHARE * whole):
                return part
        return 0

    def _compared(self, claim: Claim, record: Record) -> Iterator[Compared]:
        votes = self._votes(claim, record) if claim.times else {}
        for time in claim.times:
            yield compare_date(time, claim, record, votes, self.alternate)
        for number in claim.numbers:
            yield compare_number(number, claim, record, self.stems)

    def _votes(self, claim: Claim, record: Record) -> dict[int, float]:
        """How much of the claim stands, in the fact's text, nearest to each of its dates."""
        votes: dict[int, float] = {}
        for word in claim.words:
            near = {number for stem in meanings_of(word) for number in record.beside.get(stem, ())}
            for number in near:
                votes[number] = votes.get(number, 0.0) + self.words.weight(word) / len(near)
        return votes


def _beginnings(names: Iterable[str]) -> set[str]:
    """How words made from a place's names begin, where they are one word long enough to tell."""
    return {fold(name)[:NAME_START] for name in names if name.isalpha() and len(name) >= NAME_START}
