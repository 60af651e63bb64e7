"""How near a claim is to the ways people put a fact rightly, and to those in which they get it wrong."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.history.verdict.records import Record
from bot.history.verdict.sayings import Book, Term

STATED = 2.0
"""What a fact's own title or statement counts beside one saying."""
TURNED = 0.3
"""What a word takes away that is denied in one of the two and not in the other."""
HELD = 0.5
"""Likeness from which a word counts as said."""
EXPECTED, SAYINGS_MORE, FLOOR = 0.45, 0.9, 0.02
"""How the shares of sayings that hold a word are kept from nought: holders and sayings that nobody wrote, and more."""
IN_RECORD = 0.25
"""The least share that a word of the fact itself has."""
MOST_ODDS, MOST_ORDER = 3.0, 2.5
NEIGHBOURS = 5
CLOSELY, AVERAGED = 6, 3
"""Sayings of each side whose order a claim's is compared with, and of how many of them the likenesses are averaged."""
OUT_OF_TURN = 0.5
"""What a word takes away, in its order, that is denied in one of the two and not in the other."""
BESIDE = 2
"""Places within which what somebody does stands beside their name."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A claim beside the sayings of one fact. Shares and likenesses are 0 to 1."""

    right: float = 0.0
    """How like the claim is to the nearest true saying, of both their weights."""
    wrong: float = 0.0
    right_share: float = 0.0
    """The largest share of the claim that one true saying holds."""
    wrong_share: float = 0.0
    right_back: float = 0.0
    """The largest share of a true saying that the claim holds."""
    wrong_back: float = 0.0
    odds: float = 0.0
    """For true against false: the logarithm of how much likelier the claim's words are, on average."""
    odds_sum: float = 0.0
    odds_least: float = 0.0
    odds_most: float = 0.0
    vote: float = 0.0
    """Of the nearest sayings, how like the true are less how like the false are."""
    nowhere: float = 0.0
    """The share of the claim that neither the fact nor any saying of it holds."""
    sound: float = 0.0
    """`right`, by the share of the claim that the fact or some true saying of it holds as it is claimed."""
    who_order: float = 0.0
    """For true against false: who stands before whom."""
    order: float = 0.0
    """The same for names and what they do."""
    right_ordered: float = 0.0
    """How like the claim is to a true saying, of both their weights, counting what both hold in one order."""
    wrong_ordered: float = 0.0
    ordered: float = 0.0
    """How much liker the true sayings are in that than the false."""
    frame: float = 0.0
    """How like the claim is to what a title of the fact is about, whoever did it and whenever."""
    frame_held: float = 0.0
    """The share of that which the claim holds."""
    frame_share: float = 0.0
    """The share of the claim that it holds."""
    what: str = ""
    """In what the nearest false saying differs."""


def likeness(book: Book, terms: Sequence[Term], record: Record) -> Likeness:
    """A claim of these `terms` beside the sayings of a fact."""
    return _Comparison(book, terms, record).likeness() if terms else Likeness()


class _Comparison:
    """One claim beside the sayings of one fact, being counted."""

    def __init__(self, book: Book, terms: Sequence[Term], record: Record) -> None:
        self.book = book
        self.terms = terms
        self.numbers = range(len(book.masses))
        self.hits = [self._hits(term) for term in terms]
        self.stated = [_most_of(term, (record.said, {f"@{id}" for id in record.names})) for term in terms]
        self.asked = [_most_of(term, (record.asked,)) for term in terms]
        self.mass = sum(term.weight for term in terms) or 1.0

    def _hits(self, term: Term) -> dict[int, tuple[float, int, bool]]:
        """The sayings that hold a term: how surely, at what place, and whether it is denied in one of the two alone.

        Of forms that are held as surely, the first in the saying counts.
        """
        hits: dict[int, tuple[float, int, bool]] = {}
        for form, likeness in term.forms.items():
            for packed in self.book.places.get(form, ()):
                number, place, off = Book.spot(packed)
                known = hits.get(number)
                if known is None or (likeness, -place) > (known[0], -known[1]):
                    hits[number] = likeness, place, off != term.denied
        return hits

    def likeness(self) -> Likeness:
        sides: dict[bool, list[tuple[float, float, float, int]]] = {True: [], False: []}
        for number in self.numbers:
            shared = back = 0.0
            for term, hits in zip(self.terms, self.hits, strict=True):
                if number in hits:
                    likeness, _, turned = hits[number]
                    shared += term.weight * likeness * (-TURNED if turned else 1)
                    back += term.weight
            mass = self.book.masses[number]
            sides[bool(self.book.what[number])].append(
                (2 * shared / (self.mass + mass), shared / self.mass, min(1.0, back / (mass or 1.0)), number)
            )
        right, wrong = sides[False], sides[True]
        near = sorted([(one[0], 1) for one in right] + [(one[0], -1) for one in wrong], reverse=True)[:NEIGHBOURS]
        odds = self._odds()
        weighed = sum(one * term.weight for one, term in zip(odds, self.terms, strict=True))
        held = [
            max([stated, asked, *(likeness for likeness, _, _ in hits.values())])
            for stated, asked, hits in zip(self.stated, self.asked, self.hits, strict=True)
        ]
        who, order = self._orders()
        sound = sum(term.weight for place, term in enumerate(self.terms) if self._is_right(place, term)) / self.mass
        nearest = max(wrong, default=None)
        right_ordered, wrong_ordered = self._ordered(right), self._ordered(wrong)
        frame, frame_held, frame_share = max(map(self._frame, self.book.frames), default=(0.0, 0.0, 0.0))
        return Likeness(
            right=_most(right, 0), wrong=_most(wrong, 0), right_share=_most(right, 1), wrong_share=_most(wrong, 1),
            right_back=_most(right, 2), wrong_back=_most(wrong, 2),
            odds=weighed / self.mass, odds_sum=sum(odds), odds_least=min(odds), odds_most=max(odds),
            vote=sum(likeness * side for likeness, side in near),
            nowhere=sum(term.weight for term, most in zip(self.terms, held, strict=True) if most < HELD) / self.mass,
            sound=_most(right, 0) * sound, who_order=who, order=order,
            right_ordered=right_ordered[0], wrong_ordered=wrong_ordered[0],
            ordered=(sum(right_ordered) - sum(wrong_ordered)) / AVERAGED,
            frame=frame, frame_held=frame_held, frame_share=frame_share,
            what=self.book.what[nearest[3]] or "" if nearest else "",
        )  # fmt: skip

    def _is_right(self, place: int, term: Term) -> bool:
        """Whether the fact or some true saying says a term, denied where the claim denies it."""
        said = self.stated[place] >= HELD and not term.denied
        return said or any(
            likeness >= HELD and not turned and not self.book.what[number]
            for number, (likeness, _, turned) in self.hits[place].items()
        )

    def _ordered(self, side: Sequence[tuple[float, float, float, int]]) -> list[float]:
        """The largest likenesses to sayings of one side, counting the heaviest that both hold in one order."""
        close = sorted(side, reverse=True)[:CLOSELY]
        likenesses = (2 * self._in_order(number) / (self.mass + self.book.masses[number]) for *_, number in close)
        return [*sorted(likenesses, reverse=True)[:AVERAGED], *[0.0] * AVERAGED][:AVERAGED]

    def _in_order(self, number: int) -> float:
        """The weight of the heaviest that the claim and a saying hold in one order."""
        order = self.book.orders[number]
        row = [0.0] * (len(order) + 1)
        for term in self.terms:
            before = 0.0
            for place, (part, off) in enumerate(order, start=1):
                gained = before + term.weight * term.forms.get(part, 0.0) * (1 if off == term.denied else -OUT_OF_TURN)
                before = row[place]
                row[place] = max(row[place], row[place - 1], gained if part in term.forms else 0.0)
        return row[-1]

    def _frame(self, frame: Mapping[str, float]) -> tuple[float, float, float]:
        """How like the claim is to what a title is about, and the shares of each that the other holds."""
        held = used = mass = 0.0
        for term in self.terms:
            if any(form[0] == "#" for form in term.forms):
                continue
            likeness, weight = max(
                ((like, frame[form]) for form, like in term.forms.items() if form in frame), default=(0.0, 0.0)
            )
            held += likeness * weight
            used += likeness * term.weight
            mass += term.weight if likeness or not term.name else 0.0
        whole = sum(frame.values()) or 1.0
        return 2 * min(held, used) / (whole + (mass or 1.0)), held / whole, used / (mass or 1.0)

    def _odds(self) -> list[float]:
        """For each term: how much likelier it is in true sayings than in false ones, as a logarithm."""
        trues = sum(self._counts(number) for number in self.numbers if not self.book.what[number]) + SAYINGS_MORE
        falses = sum(1 for number in self.numbers if self.book.what[number]) + SAYINGS_MORE
        found = []
        for hits, stated in zip(self.hits, self.stated, strict=True):
            true = false = EXPECTED
            for number in self.numbers:
                if number not in hits:
                    continue
                likeness, _, turned = hits[number]
                if self.book.what[number]:
                    false += likeness * (not turned)
                elif not turned:
                    true += likeness * self._counts(number)
                else:
                    false += likeness * self._counts(number) / 2
            share = max(true / trues, IN_RECORD if stated >= HELD else 0.0)
            odds = math.log((share + FLOOR) / (false / falses + FLOOR))
            found.append(max(-MOST_ODDS, min(MOST_ODDS, odds)))
        return found

    def _counts(self, number: int) -> float:
        return STATED if self.book.what[number] is None else 1.0

    def _orders(self) -> tuple[float, float]:
        """For true against false: who stands before whom, and names before what they do."""
        who: dict[bool, Counter[tuple[int, int, bool]]] = {True: Counter(), False: Counter()}
        deeds: dict[bool, Counter[tuple[int, int, bool]]] = {True: Counter(), False: Counter()}
        for number in self.numbers:
            at = [(term, hits[number][1]) for term, hits in enumerate(self.hits) if number in hits]
            wrong, counts = bool(self.book.what[number]), self._counts(number)
            for first, second in _pairs(at, [self.terms[term].name for term, _ in at]):
                (one, here), (two, there) = at[first], at[second]
                names = self.terms[one].name and self.terms[two].name
                if here != there and not (names and self.terms[one].listed == self.terms[two].listed):
                    pairs = who if names else deeds
                    pairs[wrong][one, two, here < there] += counts  # type: ignore[assignment]  # halves are counted
        return _odds_of(who), _odds_of(deeds)


def _pairs(at: Sequence[tuple[int, int]], names: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Two names, or a name and what stands within two places of it."""
    for first in range(len(at)):
        for second in range(first + 1, len(at)):
            near = second - first <= BESIDE
            if (names[first] and names[second]) or (near and (names[first] or names[second])):
                yield first, second


def _odds_of(pairs: Mapping[bool, Counter[tuple[int, int, bool]]]) -> float:
    total = 0.0
    for one, two in {pair[:2] for side in pairs.values() for pair in side}:
        true, false = (
            math.log((side[one, two, True] + 0.5) / (side[one, two, True] + side[one, two, False] + 1))
            for side in (pairs[False], pairs[True])
        )
        total += max(-MOST_ORDER, min(MOST_ORDER, true - false))
    return total


def _most(side: Sequence[tuple[float, float, float, int]], column: int) -> float:
    return max((one[column] for one in side), default=0.0)


def _most_of(term: Term, held: Iterable[Container[str]]) -> float:
    """How surely a term is among what is held."""
    return max((likeness for form, likeness in term.forms.items() if any(form in some for some in held)), default=0.0)
