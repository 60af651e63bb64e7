"""When the daily post is due by a server's clocks, and which fact it brings where only real history is shown."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.history.model import World
from bot.quiz.daily import fact_of_the_day, following, planned

MADRID = ZoneInfo("Europe/Madrid")
ZONES = st.sampled_from(
    ["Europe/Madrid", "America/Mexico_City", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe"]
)


def test_a_time_the_clocks_skip_is_taken_right_after_the_skip():
    assert planned(date(2026, 3, 29), time(2, 30), MADRID).due == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_a_time_the_clocks_show_twice_is_taken_the_first_time_alone():
    one = planned(date(2026, 10, 25), time(2, 30), MADRID)
    assert one.due == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert following(one.due, time(2, 30), MADRID).day == date(2026, 10, 26)


def test_nine_in_the_morning_stays_nine_in_the_morning_over_a_change_of_the_clocks():
    before, after = (planned(date(2026, 3, day), time(9), MADRID).due for day in (28, 29))
    assert after - before == timedelta(hours=23)


def test_a_time_that_is_past_begins_tomorrow_and_a_day_that_had_its_post_gets_no_second():
    now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    assert following(now, time(9), ZoneInfo("UTC")).day == date(2026, 11, 23)
    assert following(now, time(15), ZoneInfo("UTC")).day == date(2026, 11, 22)
    assert following(now, time(15), ZoneInfo("UTC"), {date(2026, 11, 22)}).day == date(2026, 11, 23)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),
    st.times().map(lambda at: at.replace(microsecond=0)),
    ZONES,
)
def test_following_each_other_posts_miss_no_day_and_double_none(start, at, zone):
    zone, now, days = ZoneInfo(zone), start.replace(tzinfo=UTC), []
    for _ in range(5):
        one = following(now, at, zone)
        assert now < one.due < one.until
        days.append(one.day)
        now = one.due
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))


def test_the_fact_of_a_day_is_real_and_does_not_come_again_before_all_came(pack):
    facts, start = list(pack.facts.values()), date(2026, 1, 1)
    told = [fact_of_the_day(facts, 7, start + timedelta(days=day)) for day in range(60)]
    assert {fact.world for fact in told} == {World.REAL}
    on_their_day = [fact for day, fact in enumerate(told) if _is_anniversary(fact, start + timedelta(days=day))]
    others = [fact.id for fact in told if fact not in on_their_day]
    assert len(set(others)) == len(others)


def test_on_its_day_a_fact_is_told(pack):
    fact = fact_of_the_day(pack.facts.values(), 7, date(2027, 1, 9))
    assert _is_anniversary(fact, date(2027, 1, 9))
    assert fact_of_the_day((), 7, date(2027, 1, 9)) is None


def _is_anniversary(fact, day: date) -> bool:
    when = fact.when
    return (
        when is not None
        and when.earliest == when.latest
        and (when.latest.month, when.latest.day) == (day.month, day.day)
    )
