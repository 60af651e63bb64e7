"""Reviewing: which pair somebody is asked next, what their answer comes to, and how they stand.

Everything is on disk before it is shown, so a session goes on where it stood, on whatever device.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.errors import BadInput, Gone, NotHere
from bot.history.compare import Pair
from bot.history.model import World
from bot.history.verdict.checker import Verdict
from bot.language import Language, mark
from bot.quiz import review
from bot.quiz.review import Card, Grade, Outcome
from bot.services.policy import Feature, Place, check_switched_on, decide
from bot.services.review_desk import Desks
from bot.services.subjects import Subjects
from bot.services.zones import named
from bot.store import reviews
from bot.store.database import Database
from bot.store.reviews import Asking, Chosen
from bot.text import QUESTION_LIMIT, clean

REMEMBERED_OVER = timedelta(days=30)
"""The days over which it is told how much somebody remembered."""
PACES = (0, 1, 3, 5, 10)
"""New pairs a day that one can choose."""
LATE = 120
"""Minutes after which a reminder that was not sent, because the bot was not running, is left out for the day."""
REAL_CHOICE, FICTION_CHOICE, FORGOTTEN_CHOICE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Step:
    """Where somebody is in a session: at a question, at its reveal, or at the end."""

    asking: Asking | None
    """None at the end."""
    pair: Pair | None
    number: int
    """Of the question in its session, from 1."""
    waiting: int
    """How many more are due."""
    dates: Mapping[Grade, datetime]
    """At a reveal: when it comes again, by how it is graded."""
    done: Sequence[Asking]
    """What was asked in the session before."""
    next_due: datetime | None
    """At the end: when the next card comes due."""
    streak: int
    told_apart: Pair | None = None
    """The pair that the last answer showed is no longer mixed up."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands in their reviews."""

    cards: int
    due: int
    streak: int
    remembered: tuple[int, int]
    """Of the reviews of the last month, without first ones: how many were remembered, and how many there were."""
    leaks_open: int
    leaks_closed: int
    forecast: Sequence[tuple[date, int]]


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Everything that can be done with somebody's cards. What they type is never stored."""

    subjects: Subjects
    database: Database
    clock: Callable[[], datetime]

    @property
    def _desks(self) -> Desks:
        return Desks(self.subjects, self.database, self.clock)

    # ---- a session ---------------------------------------------------------------------------------------------

    async def begin(self, person: int, place: Place) -> Step:
        """Where the last session stood, if it is not over; else the first question of a new one, or its end."""
        _check(place)
        now = self.clock()
        waiting = await self.database.read(reviews.unfinished, person, now - review.SITTING)
        if waiting is not None and waiting.latest and self._desks.pair(waiting.pair, place.server):
            return await self._at(waiting, place)
        return await self._ask_next(person, None, place)

    async def _ask_next(self, person: int, session: int | None, place: Place) -> Step:
        """The next question, which is on disk as asked; the end of the session where nothing more is due."""
        now, desk = self.clock(), await self._desks.of(person, place.server, take_in=True)
        done = await self.database.read(reviews.asked_in, session) if session else []
        asked = [self._desks.now(one.pair) for one in done]
        card = review.next_card(desk.cards, asked, desk.halves, now, desk.zone)
        if card is not None:
            asking = await self.database.write(reviews.ask, session, card, person, place.server, now)
            # Graded meanwhile, on another device: what is due is another then.
            return await self._at(asking, place) if asking else await self._ask_next(person, session, place)
        dates = [review.asked_from(card, desk.zone) for card in desk.cards]
        return Step(None, None, 0, 0, {}, done, min(dates, default=None), desk.streak(now))

    async def _at(self, asking: Asking, place: Place) -> Step:
        now, desk = self.clock(), await self._desks.of(asking.person, place.server)
        done = [one for one in await self.database.read(reviews.asked_in, asking.session) if one.id < asking.id]
        pair = self._pair(asking, place)
        card = next((card for card in desk.cards if card.id == asking.card), None)
        dates: Mapping[Grade, datetime] = {}
        if asking.outcome is not None and card is not None:
            outcome = asking.outcome
            dates = {given: review.graded(card, outcome, given, now).due for given in review.grades_for(outcome)}
        due = [one for one in desk.cards if review.is_due(one, now, desk.zone) and one.id != asking.card]
        return Step(asking, pair, len(done) + 1, len(due), dates, done, None, desk.streak(now))

    async def choose(self, person: int, id: int, choice: int, place: Place) -> Step:
        """An option was chosen: the record, the fiction, or that it is forgotten. The first answer counts."""
        outcomes = {
            REAL_CHOICE: Outcome.RIGHT, FICTION_CHOICE: Outcome.LEAK, FORGOTTEN_CHOICE: Outcome.FORGOTTEN,
        }  # fmt: skip
        if choice not in outcomes:
            raise _no_longer_open()
        return await self._answer(person, id, outcomes[choice], place)

    async def type(self, person: int, id: int, words: str, language: Language, place: Place) -> Step:
        """An answer in words: right or a leak where that is plain, else for the player to judge."""
        asking = await self._own(person, id, place)
        pair, said = self._pair(asking, place), clean(words, QUESTION_LIMIT)
        if not said:
            raise BadInput(mark("Write in a few words what the record shows."))
        return await self._answer(person, id, self._judge(said, pair, language, place), place)

    def _judge(self, said: str, pair: Pair, language: Language, place: Place) -> Outcome:
        """What typed words come to, as claims are checked."""
        ruling = self.subjects.of(place.server).claims.one(said, language)
        fact = ruling.fact
        if fact is None:
            return Outcome.OPEN
        correction = pair.alternate.correction
        real = {pair.real.id, *(correction.facts if correction else ())}
        if fact.id in real and ruling.verdict is Verdict.REAL:
            return Outcome.RIGHT
        if fact.id == pair.alternate.id and ruling.verdict is Verdict.ALTERNATE:
            return Outcome.LEAK
        return Outcome.OPEN

    async def _answer(self, person: int, id: int, outcome: Outcome, place: Place) -> Step:
        asking = await self._own(person, id, place)
        if asking.grade is not None:
            return await self._ask_next(person, asking.session, place)
        answered = await self.database.write(reviews.answer, id, outcome)
        if answered is None:  # erased on another device since it was read
            raise _no_longer_open()
        return await self._at(answered, place)

    async def grade(self, person: int, id: int, grade: int, place: Place) -> Step:
        """A revealed card was graded, which counts once, from whatever device; then the next question."""
        asking = await self._own(person, id, place)
        if asking.outcome is None:
            return await self._at(asking, place)
        if grade not in {int(one) for one in review.grades_for(asking.outcome)}:
            raise _no_longer_open()
        graded = await self.database.write(reviews.grade, id, Grade(grade), self.clock())
        if graded is None:  # asked again or erased on another device since it was read
            raise _no_longer_open()
        card, counted = graded
        step = await self._ask_next(person, asking.session, place)
        apart = counted and card.closed is not None and card.closed == card.last
        return replace(step, told_apart=self._desks.pair(asking.pair, place.server) if apart else None)

    async def _own(self, person: int, id: int, place: Place) -> Asking:
        """What this person was asked; Gone for anybody else, and where it was asked again since."""
        _check(place)
        asking = await self.database.read(reviews.asking, id)
        if asking is None or asking.person != person or not asking.latest:
            raise _no_longer_open()
        self._pair(asking, place)  # before anything counts
        return asking

    # ---- what somebody has -------------------------------------------------------------------------------------

    async def standing(self, person: int, server: int | None) -> Standing:
        """How somebody stands with what is asked in this server; None for what is asked everywhere."""
        now, desk = self.clock(), await self._desks.of(person, server, take_in=True, new=False)
        cards = desk.cards
        recent = [one for one in desk.history if not one.first and one.at >= now - REMEMBERED_OVER]
        return Standing(
            len(cards), sum(review.is_due(card, now, desk.zone) for card in cards), desk.streak(now),
            (sum(one.grade is not Grade.AGAIN for one in recent), len(recent)),
            sum(card.leaked is not None and card.closed is None for card in cards),
            sum(card.closed is not None for card in cards), review.forecast(cards, now, desk.zone),
        )  # fmt: skip

    async def cards(self, person: int, server: int | None) -> list[tuple[Card, Pair]]:
        """Every card of somebody that is asked here, with its pair, in the order in which they were added."""
        desk = await self._desks.of(person, server)
        return [(card, desk.pairs[card.pair]) for card in desk.cards]

    async def chosen(self, person: int) -> Chosen:
        """How somebody wants to review."""
        return await self.database.read(reviews.chosen, person) or Chosen()

    async def pace(self, person: int, pace: int, zone: str) -> None:
        """From now on so many new pairs a day; `zone` is theirs if they never chose one."""
        if pace not in PACES:
            raise BadInput(mark("Choose one of the numbers that are offered."))
        await self._choose(person, zone, pace=pace)

    async def remind(self, person: int, hour: int | None, zone: str) -> None:
        """From now on a reminder at this hour, where anything is due; None for no more reminders."""
        if hour is not None and not 0 <= hour < 24:
            raise BadInput(mark("Choose one of the hours that are offered."))
        await self._choose(person, zone, remind_at=None if hour is None else 60 * hour)

    async def live_in(self, person: int, words: str) -> None:
        """From now on their days begin and end by this time zone."""
        if (zone := named(words)) is None:
            raise BadInput(mark("I know no time zone of that name. Write it like America/Mexico_City."))
        await self._choose(person, zone.key, zone=zone.key)

    async def _choose(self, person: int, usual: str, **changes: object) -> None:
        known = await self.database.read(reviews.chosen, person) or Chosen(zone=usual)
        wanted = replace(known, **changes)  # type: ignore[arg-type]  # the fields' names, from above
        await self.database.write(reviews.choose, person, wanted, self.clock())

    async def to_remind(self) -> list[tuple[int, int]]:
        """Whom to remind now, by Discord id, and of how many cards; each at most once a day, also if that fails."""
        now, found = self.clock(), []
        for person, chosen in await self.database.read(reviews.to_remind):
            local = now.astimezone(ZoneInfo(chosen.zone))
            minutes = 60 * local.hour + local.minute
            assert chosen.remind_at is not None
            if not chosen.remind_at <= minutes < chosen.remind_at + LATE or chosen.reminded_on == local.date():
                continue
            due = (await self.standing(person, None)).due  # direct messages are of no server
            if due and await self.database.write(reviews.remind, person, local.date()):
                found.append((person, due))
        return found

    def _pair(self, asking: Asking, place: Place) -> Pair:
        """The pair that was asked about; Gone if it is not taught here, or no longer."""
        if (pair := self._desks.pair(asking.pair, place.server)) is None:
            raise Gone(mark("This pair is no longer in the collection. Use /review again."))
        return pair


def _no_longer_open() -> Gone:
    return Gone(mark("This question is no longer open. Use /review again."))


def _check(place: Place) -> None:
    """Refuse where reviews are switched off, or where only one of the histories may be shown."""
    check_switched_on(place, Feature.REVIEW)
    if len(decide(place, Feature.REVIEW).worlds) < len(World):
        raise NotHere(
            mark("Reviews show both histories, and this channel shows only one of them. Write to me directly."),
            Feature.REVIEW, World.ALTERNATE,
        )  # fmt: skip
