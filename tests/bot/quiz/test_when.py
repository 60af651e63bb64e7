"""When something is to be, in words people write; in Madrid it is Wednesday 25 November 2026, 18:00."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.errors import BadInput
from bot.quiz.calendar import instant_of, next_week
from bot.quiz.when import FARTHEST, read_when

MADRID, MEXICO = ZoneInfo("Europe/Madrid"), ZoneInfo("America/Mexico_City")
NOW = datetime(2026, 11, 25, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "wall"),
    [
        ("Friday 8pm", "2026-11-27 20:00"),
        ("friday, 8:30 PM", "2026-11-27 20:30"),
        ("tomorrow 20:00", "2026-11-26 20:00"),
        ("in 2 hours", "2026-11-25 20:00"),
        ("in an hour and a half", "2026-11-25 19:30"),
        ("in 3 days at 20:00", "2026-11-28 20:00"),
        ("2026-12-04 20:00", "2026-12-04 20:00"),
        ("2026-12-04T08:00", "2026-12-04 08:00"),
        ("4 dec 8:30 pm", "2026-12-04 20:30"),
        ("December 4th, 2026 at 8 p.m.", "2026-12-04 20:00"),
        ("24/12 20:00", "2026-12-24 20:00"),
        ("4 feb 20:00", "2027-02-04 20:00"),
        ("day after tomorrow at noon", "2026-11-27 12:00"),
        ("tonight at 9", "2026-11-25 21:00"),
        ("wednesday 5pm", "2026-12-02 17:00"),
        ("17:00", "2026-11-26 17:00"),
        ("viernes a las 20:00", "2026-11-27 20:00"),
        ("el próximo viernes a las 21h", "2026-11-27 21:00"),
        ("mañana a las 8 de la noche", "2026-11-26 20:00"),
        ("mañana por la mañana a las 9", "2026-11-26 09:00"),
        ("pasado mañana a las 20.30", "2026-11-27 20:30"),
        ("esta noche a las 10", "2026-11-25 22:00"),
        ("el 4 de diciembre a las 8 y media de la tarde", "2026-12-04 20:30"),
        ("dentro de media hora", "2026-11-25 18:30"),
        ("en 3 días", "2026-11-28 18:00"),
        ("SÁBADO 20:00", "2026-11-28 20:00"),
        ("firday 8pm", "2026-11-27 20:00"),
        ("tommorow 20:00", "2026-11-26 20:00"),
        ("vienres a las 20:00", "2026-11-27 20:00"),
        ("<t:1796400000:F>", "2026-12-04 17:00"),
    ],
)
def test_a_time_is_read_as_people_write_it(said, wall):
    when = read_when(said, NOW, MADRID)
    assert f"{when.wall:%Y-%m-%d %H:%M}" == wall
    assert when.at == when.wall.replace(tzinfo=MADRID).astimezone(UTC)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "cannot read"),
        ("whenever", "cannot read"),
        ("friday 20", "cannot read"),
        ("friday 25:00", "cannot read"),
        ("friday 8pm UTC", "cannot read"),
        ("friday", "At what time"),
        ("friday at 8", "morning or in the evening"),
        ("viernes a las 8", "morning or in the evening"),
        ("next friday 8pm", "can mean"),
        ("4/12 20:00", "two days"),
        ("friday midnight", "Midnight"),
        ("friday dec 5 8pm", "another day of the week"),
        ("friday 8pm saturday 9pm", "more than one"),
        ("31 feb 20:00", "no such date"),
        ("2026-11-01 20:00", "Choose a time to come"),
        ("2028-01-01 20:00", "more than a year"),
        ("in 9999 weeks", "more than a year"),
    ],
)
def test_what_cannot_be_read_or_means_two_things_is_answered_with_how_to_write_it(said, why):
    with pytest.raises(BadInput) as told:
        read_when(said, NOW, MADRID)
    assert why in told.value.message


@given(some.text(max_size=60), some.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))  # made UTC below
def test_whatever_is_typed_is_a_time_within_a_year_or_a_sentence(said, now):
    now = now.replace(tzinfo=UTC)
    try:
        when = read_when(said, now, MADRID)
    except BadInput:
        return
    assert timedelta() < when.at - now <= FARTHEST


# ---- clocks that change ---------------------------------------------------------------------------------------


def test_an_hour_that_clocks_skip_is_the_first_one_after_it_and_one_they_show_twice_is_the_first():
    assert instant_of(datetime(2027, 3, 28, 2, 30), MADRID) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert instant_of(datetime(2026, 10, 25, 2, 30), MADRID) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def weeks(first: datetime, zone: ZoneInfo, count: int) -> list[datetime]:
    """The instants of an event that comes every week, the first one included."""
    walls = [first]
    for _ in range(count):
        walls.append(next_week(first, zone, instant_of(walls[-1], zone)))
    return [instant_of(wall, zone) for wall in walls]


@pytest.mark.parametrize("first", [datetime(2026, 10, 16, 20), datetime(2027, 3, 19, 20)])
def test_a_weekly_event_in_madrid_keeps_its_hour_over_both_changes_of_the_clocks(first):
    instants = weeks(first, MADRID, 3)
    assert [f"{at.astimezone(MADRID):%a %H:%M}" for at in instants] == ["Fri 20:00"] * 4
    assert len({later - earlier for earlier, later in pairwise(instants)}) == 2


def test_a_weekly_event_in_a_skipped_hour_is_an_hour_later_that_week_only():
    instants = weeks(datetime(2027, 3, 21, 2, 30), MADRID, 2)
    assert [f"{at.astimezone(MADRID):%H:%M}" for at in instants] == ["02:30", "03:00", "02:30"]


def test_a_weekly_event_in_mexico_city_is_exactly_a_week_later_all_year():
    instants = weeks(datetime(2026, 10, 2, 20), MEXICO, 51)
    assert {later - earlier for earlier, later in pairwise(instants)} == {timedelta(days=7)}
