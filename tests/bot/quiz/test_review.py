"""Reviews: simulated members of every habit, and what must hold for each of them whatever they do."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.quiz import review
from bot.quiz.review import Card, Grade, Origin, Outcome

HISTORIES = 2000
START = datetime(2026, 3, 1, 9, tzinfo=UTC)
ZONES = [
    ZoneInfo(name) for name in ("UTC", "America/Mexico_City", "Europe/Madrid", "Australia/Lord_Howe", "Asia/Tokyo")
]
DAY = timedelta(days=1)
HALVES = {
    f"a{number}": frozenset({f"a{number}", f"r{number // 2 * 2 if number < 6 else number}"}) for number in range(14)
}
"""Fourteen pairs, of which the first six share their real facts two by two."""


def rolled(seed: int) -> Random:
    return Random(seed)  # noqa: S311 # histories, not secrets


@dataclass
class Member:
    """Somebody who comes when they like, meets the scenario now and then, and answers as luck has it."""

    dice: Random
    zone: ZoneInfo
    now: datetime = START
    cards: dict[str, Card] = field(default_factory=dict)
    meetings: dict[str, list[datetime]] = field(default_factory=dict)
    asked: list[tuple[str, datetime]] = field(default_factory=list)
    sessions: list[tuple[datetime, list[str]]] = field(default_factory=list)
    before: list[tuple[datetime, list[Card]]] = field(default_factory=list)
    """What was on the desk when each session began."""

    def meet(self, pair: str) -> None:
        self.meetings.setdefault(pair, []).append(self.now)
        card = self.cards.setdefault(pair, Card(pair, self.dice.choice(list(Origin)), self.now + review.COLD))
        self.cards[pair] = replace(card, met=review.still_met(self.meetings[pair], card.last))

    def study(self) -> None:
        shown: list[str] = []
        self.before.append((self.now, list(self.cards.values())))
        while (card := review.next_card(self.cards.values(), shown, HALVES, self.now, self.zone)) is not None:
            outcome = self.dice.choice(list(Outcome))
            grade = self.dice.choice(review.grades_for(outcome))
            self.asked.append((card.pair, self.now))
            shown.append(card.pair)
            self.cards[card.pair] = review.graded(card, outcome, grade, self.now)
            self.now += timedelta(seconds=self.dice.randint(5, 60))
        self.sessions.append((self.now, shown))

    def live(self, days: int, comes: float) -> None:
        for _day in range(days):
            for _met in range(self.dice.randint(0, 2)):
                self.meet(self.dice.choice(list(HALVES)))
            if self.dice.random() < comes:
                self.study()
                self.study()  # what shares a fact with another comes in a session of its own
            self.now += timedelta(seconds=self.dice.randint(20 * 3600, 24 * 3600))


def simulated(seed: int) -> Member:
    """Somebody's weeks, anywhere in the year: clocks change in the middle of some."""
    dice = rolled(seed)
    begin = dice.choice((dice.randint(0, 365), 20, 28, 208, 230))
    member = Member(dice, dice.choice(ZONES), START + begin * DAY)
    member.live(dice.randint(3, 18), dice.choice((0.3, 0.7, 1.0)))
    return member


@pytest.fixture(scope="module")
def members() -> list[Member]:
    return [simulated(seed) for seed in range(HISTORIES)]


def test_no_fact_stands_on_two_cards_of_a_session(members):
    for member in members:
        for _at, pairs in member.sessions:
            shown = [half for pair in pairs for half in HALVES[pair]]
            assert len(shown) == len(set(shown))


def test_whoever_comes_in_the_week_after_meeting_a_claim_is_asked_the_real_question_cold(members):
    kept = 0
    for member in members:
        for pair, meetings in member.meetings.items():
            for met in meetings:
                window = (met + review.COLD + review.REST, met + review.WINDOW)
                if any(window[0] <= at <= window[1] for at, _pairs in member.sessions):
                    asked = [at for one, at in member.asked if one == pair]
                    assert any(met + review.COLD <= at <= met + review.WINDOW for at in asked)
                    kept += 1
    assert kept > HISTORIES


def test_nobody_is_asked_before_the_claim_they_first_met_is_two_days_old(members):
    for member in members:
        for pair, meetings in member.meetings.items():
            first = next((at for one, at in member.asked if one == pair), None)
            assert first is None or first - meetings[0] >= review.COLD


def test_no_card_is_asked_twice_in_half_a_day(members):
    for member in members:
        for pair in HALVES:
            times = [at for one, at in member.asked if one == pair]
            assert all(two - one >= review.REST for one, two in pairwise(times))


def test_the_same_history_gives_the_same_dates(members):
    assert simulated(7).cards == members[7].cards


# ---- by the clock on the wall ------------------------------------------------------------------------------------


def on_the_wall(at: datetime, zone: ZoneInfo) -> datetime:
    """What a clock shows there, as people read it."""
    return at.astimezone(zone).replace(tzinfo=None)


def should_be_due(card: Card, now: datetime, zone: ZoneInfo) -> bool:
    """The rule as one would say it: never within half a day; two days after the claim was met; else from four in the
    morning of the day for which it is due, and what was never asked from the instant on that was set."""
    if card.last is not None and now - card.last < timedelta(hours=12):
        return False
    if card.met:
        return now - card.met[0] >= 2 * DAY
    if card.last is None:
        return now >= card.due
    due = on_the_wall(card.due, zone)
    morning = due.replace(hour=4, minute=0, second=0, microsecond=0)
    return on_the_wall(now, zone) >= (morning if due >= morning else morning - DAY)


def changes_of_clocks(member: Member) -> bool:
    offsets = {at.astimezone(member.zone).utcoffset() for at, _cards in member.before}
    return len(offsets) > 1


def test_what_is_due_is_due_by_the_clock_on_the_wall_also_where_clocks_change(members):
    asked = changed = 0
    for member in members:
        for at, cards in member.before:
            due = {card.pair for card in review.in_order(cards, at, member.zone)}
            assert due == {card.pair for card in cards if should_be_due(card, at, member.zone)}
            asked += len(due)
        changed += changes_of_clocks(member)
    assert asked > HISTORIES
    assert changed > HISTORIES / 50  # that many lived through a change of clocks


def test_what_is_due_stays_due_until_it_is_asked_in_every_zone(members):
    for member in members[:150]:
        at, cards = member.before[-1] if member.before else (START, [])
        for zone in ZONES:
            due: set[str] = set()
            for hours in range(0, 24 * 9, 7):
                now = {card.pair for card in cards if review.is_due(card, at + timedelta(hours=hours), zone)}
                assert due <= now
                due = now


def test_the_order_is_the_week_first_then_the_reason_then_who_waits_longest(members):
    compared = 0
    for member in members:
        for at, cards in member.before:
            for one, two in pairwise(review.in_order(cards, at, member.zone)):
                ending = [bool(card.met) and at - card.met[0] >= 6 * DAY for card in (one, two)]
                assert ending != [False, True]
                if ending[0] == ending[1]:
                    assert one.origin <= two.origin
                    if one.origin == two.origin:
                        assert review.asked_from(one, member.zone) <= review.asked_from(two, member.zone)
                        compared += 1
    assert compared > HISTORIES / 10


# ---- the order -------------------------------------------------------------------------------------------------


def test_sure_mistakes_come_first_then_others_then_what_was_asked_about_then_new_ones():
    cards = [Card(origin.name, origin, START - DAY) for origin in reversed(Origin)]
    asked = review.in_order(cards, START, ZONES[0])
    assert [card.origin for card in asked] == sorted(Origin)


def test_a_card_whose_week_is_nearly_over_goes_before_everything():
    late = Card("late", Origin.NEW, START, met=(START - 6.5 * DAY,))
    sure = Card("sure", Origin.SURE_MISTAKE, START - DAY)
    assert review.in_order([sure, late], START, ZONES[0]) == [late, sure]


def test_new_cards_keep_to_the_pace():
    today, waiting = date(2026, 3, 1), Card("a", Origin.NEW, START)
    done = replace(waiting, pair="b", last=START)
    assert review.new_ones([], {}, 3, today) == 3
    assert review.new_ones([waiting, done], {"b": today}, 3, today) == 1
    assert review.new_ones([waiting, done], {"b": today - DAY}, 3, today) == 2
    assert review.new_ones([waiting], {}, 0, today) == 0


# ---- days ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_a_day_begins_where_the_one_before_it_ended_also_when_clocks_change(zone):
    for number in range(366):
        day = date(2026, 1, 1) + number * DAY
        begin = review.begins(day, zone)
        assert review.day_of(begin, zone) == day
        assert review.day_of(begin - timedelta(microseconds=1), zone) == day - DAY


def test_a_card_comes_due_in_the_morning_of_its_day_on_both_sides_of_a_change_of_clocks():
    madrid = ZoneInfo("Europe/Madrid")
    evening = datetime(2026, 3, 27, 21, tzinfo=madrid)  # clocks go forward on the 29th
    card = Card("a", Origin.MISTAKE, (evening + 2 * DAY).astimezone(UTC), last=evening.astimezone(UTC))
    assert not review.is_due(card, datetime(2026, 3, 29, 3, 59, tzinfo=madrid).astimezone(UTC), madrid)
    assert review.is_due(card, datetime(2026, 3, 29, 4, 0, tzinfo=madrid).astimezone(UTC), madrid)
    autumn = datetime(2026, 10, 24, 21, tzinfo=madrid)  # and back on the 25th
    card = replace(card, due=(autumn + DAY).astimezone(UTC), last=autumn.astimezone(UTC))
    assert not review.is_due(card, datetime(2026, 10, 25, 3, 59, tzinfo=madrid).astimezone(UTC), madrid)
    assert review.is_due(card, datetime(2026, 10, 25, 9, 0, tzinfo=madrid).astimezone(UTC), madrid)


# ---- leaks -----------------------------------------------------------------------------------------------------


def lived(*days_and_outcomes: tuple[float, Outcome]) -> Card:
    card = Card("a", Origin.MISTAKE, START)
    for days, outcome in days_and_outcomes:
        grade = Grade.GOOD if outcome is Outcome.RIGHT else Grade.AGAIN
        card = review.graded(card, outcome, grade, START + days * DAY)
    return card


def test_a_leak_is_asked_again_sooner_than_anything_else_would_be():
    for seed in range(300):
        dice = rolled(seed)
        card, now = Card("a", Origin.MISTAKE, START), START
        for _review in range(dice.randint(0, 8)):
            card = review.graded(card, Outcome.RIGHT, dice.choice(list(Grade)), now)
            now = card.due + dice.randint(0, 9) * DAY
        leaked = review.graded(card, Outcome.LEAK, Grade.AGAIN, now)
        assert leaked.due == now + DAY
        assert all(review.graded(card, Outcome.RIGHT, grade, now).due >= leaked.due for grade in Grade)


def test_only_an_answer_that_was_not_wrong_can_be_graded_well():
    for outcome in (Outcome.LEAK, Outcome.FORGOTTEN):
        with pytest.raises(ValueError):
            review.graded(Card("a", Origin.MISTAKE, START), outcome, Grade.GOOD, START)


def test_a_pair_that_leaked_is_told_apart_after_three_right_answers_over_ten_days():
    right, leak = Outcome.RIGHT, Outcome.LEAK
    assert lived((0, right), (5, right), (20, right)).closed is None  # it never leaked
    assert lived((0, leak), (1, right), (4, right), (10.9, right)).closed is None
    assert lived((0, leak), (1, right), (4, right), (11, right)).closed == START + 11 * DAY
    assert lived((0, leak), (1, right), (15, right)).closed is None
    assert lived((0, leak), (1, right), (4, leak), (5, right), (12, right)).closed is None
    assert lived((0, leak), (1, right), (4, right), (11, right), (20, leak)).closed is None


def test_whoever_tells_a_leaked_pair_apart_whenever_it_is_asked_is_told_so_within_a_fortnight():
    for seed in range(300):
        dice, zone = rolled(seed), ZONES[seed % len(ZONES)]
        card, now = Card("a", Origin.MISTAKE, START), START
        for _review in range(dice.randint(0, 5)):  # however well it was known before
            card = review.graded(card, Outcome.RIGHT, dice.choice(list(Grade)), now)
            now = card.due + dice.randint(0, 5) * DAY
        card = review.graded(card, Outcome.LEAK, Grade.AGAIN, now)
        for _review in range(14):
            now = review.asked_from(card, zone) + timedelta(minutes=dice.randint(0, 600))
            card = review.graded(card, Outcome.RIGHT, dice.choice((Grade.HARD, Grade.GOOD, Grade.EASY)), now)
            if card.closed:
                break
        assert card.closed is not None
        assert review.APART_OVER <= card.closed - card.leaked <= 14 * DAY
        assert len(card.apart) >= review.TIMES_APART


def test_what_only_the_player_could_judge_does_not_count_as_told_apart():
    assert review.graded(Card("a", Origin.MISTAKE, START), Outcome.OPEN, Grade.GOOD, START).apart == ()


# ---- what is told ----------------------------------------------------------------------------------------------


def test_one_missed_day_is_forgiven_in_a_streak_and_two_in_a_row_are_not():
    today = date(2026, 3, 20)
    assert review.streak(set(), today) == 0
    assert review.streak({today - number * DAY for number in (0, 1, 3, 4)}, today) == 4
    assert review.streak({today - number * DAY for number in (0, 1, 4, 5)}, today) == 2
    assert review.streak({today - number * DAY for number in (1, 2)}, today) == 2  # today is not over
    assert review.streak({today - number * DAY for number in (3, 4)}, today) == 0


def test_the_forecast_counts_every_card_once_and_what_is_overdue_today():
    utc = ZONES[0]
    late = Card("a", Origin.MISTAKE, START - 9 * DAY, last=START - 10 * DAY)
    soon = replace(late, pair="b", due=START + 2 * DAY)
    far = replace(late, pair="c", due=START + 90 * DAY)
    told = review.forecast([late, soon, far], START, utc)
    assert [count for _day, count in told] == [1, 0, 1, 0, 0, 0, 0]
    assert told[0][0] == date(2026, 3, 1)
