"""When somebody is asked again to tell a pair apart: FSRS over pairs, and the cold question after meeting the fiction.

A pair is what the record shows and what the scenario says instead, under one card. The next date of a card is FSRS's
(Ye, Su & Cao 2022, https://doi.org/10.1145/3534678.3539081), in whole days and without chance.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from fsrs import Card as Memory
from fsrs import Rating, Scheduler, State

COLD: Final = timedelta(days=2)
"""How long after meeting a claim of the scenario the real question is cold, at least."""
WINDOW: Final = timedelta(days=7)
"""By when after meeting it the real question is to be asked."""
HURRY: Final = timedelta(days=1)
"""How long before that a card goes before all others; also when a leak is asked again."""
REST: Final = timedelta(hours=12)
"""No card is asked again sooner, wherever midnight falls."""
DAY_BEGINS: Final = timedelta(hours=4)
"""A day of reviews begins at four in the morning: who is up late is not yet in the next."""
MOST_DAYS: Final = 180
"""No card waits longer: what is not used is forgotten after a year."""
TIMES_APART: Final = 3
APART_OVER: Final = timedelta(days=10)
"""A pair that leaked is told apart again after so many right answers, over at least so long."""
SITTING: Final = timedelta(hours=12)
"""How long a question waits to be answered; later a new session begins."""
SESSION: Final = 20
"""Cards in a session at most."""

_SCHEDULER = Scheduler(
    desired_retention=0.9, learning_steps=(), relearning_steps=(), maximum_interval=MOST_DAYS, enable_fuzzing=False
)


class Origin(IntEnum):
    """Why somebody has a card; the lower, the earlier it is asked."""

    SURE_MISTAKE = 1
    MISTAKE = 2
    WANTED = 3
    """They asked to review it."""
    ASKED = 4
    """They asked the bot about it."""
    MET = 5
    """They were shown what the scenario says, and were not fooled."""
    NEW = 6


class Outcome(StrEnum):
    """What an answer to the real question comes to."""

    RIGHT = "right"
    LEAK = "leak"
    """The fiction."""
    FORGOTTEN = "forgotten"
    """They said that they did not remember."""
    OPEN = "open"
    """Typed words that only they themselves can judge."""


class Grade(IntEnum):
    """How well it was remembered, as the player says."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of one person and one pair. Instants are in UTC."""

    pair: str
    """Id of the alternate fact."""
    origin: Origin
    due: datetime
    """As FSRS has it; before the first review, the instant from which it may be asked."""
    stability: float | None = None
    difficulty: float | None = None
    last: datetime | None = None
    """When it was last graded."""
    leaked: datetime | None = None
    """When the fiction was last given as the answer."""
    apart: tuple[datetime, ...] = ()
    """When it was told apart since then, oldest first."""
    closed: datetime | None = None
    """When it was last told apart for good after a leak."""
    met: tuple[datetime, ...] = ()
    """When the scenario's claim was met and the real question not yet asked cold, oldest first."""
    id: int = 0


def still_met(meetings: Iterable[datetime], last: datetime | None) -> tuple[datetime, ...]:
    """The meetings after which the real question has not been asked cold yet, oldest first."""
    return tuple(sorted(at for at in meetings if last is None or at > last - COLD))


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The day of reviews that an instant falls in, by the clock on the wall."""
    return (at.astimezone(zone).replace(tzinfo=None) - DAY_BEGINS).date()


def begins(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day of reviews begins."""
    wall = datetime.combine(day, time()) + DAY_BEGINS
    return wall.replace(tzinfo=zone).astimezone(UTC)


def asked_from(card: Card, zone: ZoneInfo) -> datetime:
    """The instant from which a card may be asked."""
    if card.met:
        cold = card.met[0] + COLD
        return cold if card.last is None else max(cold, card.last + REST)
    if card.last is None:
        return card.due
    return max(begins(day_of(card.due, zone), zone), card.last + REST)


def is_due(card: Card, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a card may be asked now."""
    return asked_from(card, zone) <= now


def in_order(cards: Iterable[Card], now: datetime, zone: ZoneInfo) -> list[Card]:
    """The cards that are due: those whose week is nearly over, then by why they are there, then by when."""

    def key(card: Card) -> tuple[bool, Origin, datetime, str]:
        hurry = bool(card.met) and card.met[0] + WINDOW - HURRY <= now
        return not hurry, card.origin, asked_from(card, zone), card.pair

    return sorted((card for card in cards if is_due(card, now, zone)), key=key)


def next_card(
    cards: Iterable[Card], asked: Collection[str], halves: Mapping[str, Collection[str]], now: datetime, zone: ZoneInfo
) -> Card | None:
    """The card to ask next in a session that asked those pairs already; None if it is over.

    `halves` are the facts of each pair that is taught. No fact is in two cards of a session, on whichever side.
    """
    if len(asked) >= SESSION:
        return None
    shown = {fact for pair in asked for fact in halves.get(pair, (pair,))}
    return next(
        (card for card in in_order(cards, now, zone) if card.pair in halves and shown.isdisjoint(halves[card.pair])),
        None,
    )


def new_ones(cards: Sequence[Card], added: Mapping[str, date], pace: int, today: date) -> int:
    """How many new cards there is room for today: those that wait, and those of today, count against the pace.

    `added` is the day on which each pair became a card.
    """
    fresh = [card for card in cards if card.origin is Origin.NEW]
    return max(0, pace - sum(card.last is None or added.get(card.pair) == today for card in fresh))


# ---- grading ---------------------------------------------------------------------------------------------------


def grades_for(outcome: Outcome) -> tuple[Grade, ...]:
    """What can be said of an answer: one that was not right is asked again."""
    return tuple(Grade) if outcome in {Outcome.RIGHT, Outcome.OPEN} else (Grade.AGAIN,)


def graded(card: Card, outcome: Outcome, grade: Grade, now: datetime) -> Card:
    """The card after an answer; ValueError if that answer cannot be graded so.

    What only the player could judge moves the next date, but does not count as told apart.
    """
    if grade not in grades_for(outcome):
        raise ValueError(f"{outcome} cannot be graded {grade}")
    memory, _log = _SCHEDULER.review_card(_memory(card), Rating(int(grade)), now)
    due = min(memory.due, now + HURRY) if outcome is Outcome.LEAK else memory.due
    after = replace(
        card, due=due, stability=memory.stability, difficulty=memory.difficulty, last=now, met=still_met(card.met, now)
    )
    if outcome is Outcome.LEAK:
        return replace(after, leaked=now, apart=(), closed=None)
    if outcome is not Outcome.RIGHT:
        return after
    after = replace(after, apart=(*card.apart, now))
    return replace(after, closed=now) if _newly_apart(after) else replace(after, due=_closing(after, now))


def _closing(card: Card, now: datetime) -> datetime:
    """When a card comes again after a right answer: a leak that one more may close does not wait for long."""
    if card.leaked is None or card.closed is not None or len(card.apart) < TIMES_APART - 1:
        return card.due
    # A day more, for it is asked from the morning on.
    return min(card.due, max(card.apart[0] + APART_OVER + timedelta(days=1), now + HURRY))


def _newly_apart(card: Card) -> bool:
    return (
        card.leaked is not None
        and card.closed is None
        and len(card.apart) >= TIMES_APART
        and card.apart[-1] - card.apart[0] >= APART_OVER
    )


def _memory(card: Card) -> Memory:
    """The card as FSRS knows it. It is made whole, or FSRS would ask the clock."""
    state = State.Learning if card.stability is None else State.Review
    return Memory(0, state, None, card.stability, card.difficulty, card.due, card.last)


# ---- what is told ----------------------------------------------------------------------------------------------


def streak(days: Collection[date], today: date) -> int:
    """How many days of reviews stand in a row up to today; one day missed is forgiven, two in a row are not."""
    count, missed, day = 0, 0, today
    if today not in days:
        day -= timedelta(days=1)  # today is not over
    while missed < 2:
        if day in days:
            count, missed = count + 1, 0
        else:
            missed += 1
        day -= timedelta(days=1)
    return count


def forecast(cards: Iterable[Card], now: datetime, zone: ZoneInfo, days: int = 7) -> list[tuple[date, int]]:
    """How many cards come due on each of the next days, today with everything that is due already."""
    today = day_of(now, zone)
    counts = {today + timedelta(days=number): 0 for number in range(days)}
    for card in cards:
        day = max(day_of(asked_from(card, zone), zone), today)
        if day in counts:
            counts[day] += 1
    return list(counts.items())
