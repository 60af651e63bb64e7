"""One person's cards as they are in one place: what is taught there, under the names that facts have now.

A server's own facts are asked in that server alone: each has a number that no other server's has, and whoever reviews
elsewhere, or in direct messages, does not have them on the desk. Their history waits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.history.compare import Pair
from bot.history.subject import Subject
from bot.quiz import review
from bot.quiz.review import Card, Origin
from bot.services.subjects import Subjects
from bot.store import reviews
from bot.store.database import Database
from bot.store.reviews import Chosen, Reviewed


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything of one person in one place."""

    pairs: Mapping[str, Pair]
    """What is taught there, by the alternate fact."""
    cards: Sequence[Card]
    """Those of these pairs, in the order in which they were added."""
    elsewhere: Sequence[Card]
    """Those that are not asked here: of another server's facts, or no longer taught."""
    added: Mapping[str, date]
    chosen: Chosen
    zone: ZoneInfo
    history: Sequence[Reviewed]

    @property
    def halves(self) -> dict[str, frozenset[str]]:
        """The facts of each pair that is taught."""
        return {id: frozenset({id, pair.real.id}) for id, pair in self.pairs.items()}

    def streak(self, now: datetime) -> int:
        return review.streak({review.day_of(one.at, self.zone) for one in self.history}, review.day_of(now, self.zone))


@dataclass(frozen=True, slots=True)
class Desks:
    """Reads desks, and adds to them what became a card since."""

    subjects: Subjects
    database: Database
    clock: Callable[[], datetime]

    async def of(self, person: int, server: int | None, *, take_in: bool = False, new: bool = True) -> Desk:
        """Somebody's desk; with `take_in`, what became a card since is one first, and `new` ones with it."""
        desk, missing = await self._read(person, server)
        now = self.clock()
        if take_in and new:
            held = {card.pair for card in desk.cards} | missing.keys()
            # What waits elsewhere leaves no less room here; what was new today anywhere does.
            counted = [*desk.cards, *(card for card in desk.elsewhere if card.last is not None)]
            count = review.new_ones(counted, desk.added, desk.chosen.pace, review.day_of(now, desk.zone))
            missing |= dict.fromkeys(self._unheld(desk, held)[:count], (Origin.NEW, now - review.COLD))
        if take_in and missing:
            origins = {pair: origin for pair, (origin, _at) in missing.items()}
            due = {pair: at + review.COLD for pair, (_origin, at) in missing.items()}
            await self.database.write(reviews.take_in, person, origins, due, now)
            desk, _missing = await self._read(person, server)
        return desk

    def now(self, id: str) -> str:
        """The id under which a fact is known now."""
        return self.subjects.shared.pack.called_now(id)

    def pair(self, id: str, server: int | None) -> Pair | None:
        """A pair by the id its alternate fact has or once had; None where it is not taught."""
        subject = self.subjects.of(server)
        fact = subject.pack.facts.get(self.now(id))
        return subject.pairs.of(fact) if fact and fact.correction else None

    def _unheld(self, desk: Desk, held: set[str]) -> list[str]:
        """What is no card yet: what the server added itself first, for that is what it studies."""
        shared = self.subjects.shared.pack.facts
        return sorted((pair for pair in desk.pairs if pair not in held), key=lambda pair: pair in shared)

    async def _read(self, person: int, server: int | None) -> tuple[Desk, dict[str, tuple[Origin, datetime]]]:
        """Everything of a person as it is kept, and the pairs they have reasons for but no card, with the first one."""
        reasons, kept, history, chosen = await self.database.read(reviews.everything, person)
        zone, subject = ZoneInfo(chosen.zone), self.subjects.of(server)
        meetings: defaultdict[str, list[datetime]] = defaultdict(list)
        why: dict[str, tuple[Origin, datetime]] = {}
        for fact, origin, at, met in reasons:
            pair = self._of(fact, subject)
            if pair is None:
                continue
            if met or pair == self.now(fact):
                meetings[pair].append(at)
            known = why.get(pair, (origin, at))
            why[pair] = min(known[0], origin), min(known[1], at)
        cards: dict[str, Card] = {}
        added: dict[str, date] = {}
        for card, at in kept:
            pair = self.now(card.pair)
            # Of two cards that a renaming made one, the one that was reviewed last is gone on with.
            if pair in cards and (card.last is None or (cards[pair].last or card.last) > card.last):
                continue
            unasked = review.still_met(meetings[pair], card.last)
            origin = min(card.origin, why[pair][0]) if pair in why else card.origin
            cards[pair] = replace(card, pair=pair, met=unasked, origin=origin)
            added[pair] = review.day_of(at, zone)
        pairs = {pair.alternate.id: pair for pair in subject.pairs.all}
        here = [card for card in cards.values() if card.pair in pairs]
        elsewhere = [card for card in cards.values() if card.pair not in pairs]
        desk = Desk(pairs, here, elsewhere, added, chosen, zone, history)
        return desk, {pair: found for pair, found in why.items() if pair not in cards}

    def _of(self, fact_id: str, subject: Subject) -> str | None:
        """The pair that a fact is of, under whatever name it was once known; None if it is of none."""
        fact = subject.pack.facts.get(self.now(fact_id))
        pair = subject.pairs.of(fact) if fact else None
        return pair.alternate.id if pair else None
