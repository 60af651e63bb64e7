"""Dates that know how precisely they are known."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.history.dates import Moment, Precision, When
from bot.language import Language

DAYS = st.dates(date(1000, 1, 1), date(9999, 12, 31))
MOMENTS = st.builds(
    lambda day, precision, about: f"{day.isoformat()[:precision]}{about}",
    DAYS, st.sampled_from([4, 7, 10]), st.sampled_from(["", "~"]),
)  # fmt: skip


@given(MOMENTS)
def test_what_is_read_is_written_the_same(text):
    assert str(When.parse(text)) == text


@given(MOMENTS, MOMENTS)
def test_a_range_is_read_and_written_the_same_unless_it_ends_before_it_begins(first, second):
    if Moment.parse(second).latest < Moment.parse(first).earliest:
        first, second = second, first
    assert str(When.parse(f"{first}/{second}")) == f"{first}/{second}"


@given(MOMENTS, MOMENTS)
def test_nothing_ends_before_it_begins(first, second):
    for text in (first, f"{first}/{second}"):
        with suppress(ValueError):
            when = When.parse(text)
            assert when.earliest <= when.latest


@given(DAYS, st.sampled_from(Precision))
def test_a_moment_is_exactly_the_days_that_are_written_like_it(day, precision):
    moment = Moment.parse(day.isoformat()[: {1: 4, 2: 7, 3: 10}[precision]])
    assume(moment.latest < date.max)
    assert moment.earliest <= day <= moment.latest
    for outside in (moment.earliest - timedelta(1), moment.latest + timedelta(1)):
        assert not outside.isoformat().startswith(str(moment))


@given(MOMENTS, st.sampled_from(Language))
def test_every_date_shows_its_year(text, language):
    assert text[:4] in When.parse(text).show(language)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "soon", "36", "0999", "19370", "1937-1", "1937-1-9", "1937/01/09", "9 January 1937",
        "1937-01-09T12:00", "~1937", "1937?", "1937~~", "-1937", "1937-", "1937/", "/1937", "1937/1938/1939", "..",
        "1937/..", " 1937", "1937\n", "١٩٣٧", "1٩٣٧", "19３7", "{0.__class__}",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match=r"(?s)“.*” is not a date such as 1936"):
        When.parse(text)


@pytest.mark.parametrize(
    "text", ["1937-00", "1937-13", "1937-01-00", "1937-00-09", "1937-01-32", "1937-02-29", "1936-02-30", "1937/1937-13"]
)
def test_a_day_the_calendar_does_not_have_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="is not a day of the calendar"):
        When.parse(text)


@pytest.mark.parametrize("text", ["1937/1936", "1937-01-09/1937-01-08", "1937-02/1937-01-31", "1938~/1937~"])
def test_a_range_that_ends_before_it_begins_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="ends before it begins"):
        When.parse(text)


@pytest.mark.parametrize(
    ("text", "english", "spanish"),
    [
        ("1937-01-09", "9 January 1937", "9 de enero de 1937"),
        ("1936-12", "December 1936", "diciembre de 1936"),
        ("1936", "1936", "1936"),
        ("1936~", "about 1936", "hacia 1936"),
        ("1940-08~", "about August 1940", "hacia agosto de 1940"),
        ("1936-12-19/1937-01-09", "19 December 1936 – 9 January 1937", "19 de diciembre de 1936 – 9 de enero de 1937"),
        ("1936/1940", "1936 – 1940", "1936 – 1940"),
        ("1936~/1940-08", "about 1936 – August 1940", "hacia 1936 – agosto de 1940"),
    ],
)
def test_a_date_is_shown_as_precisely_as_it_is_known_in_both_languages(text, english, spanish):
    assert When.parse(text).show(Language.EN) == english
    assert When.parse(text).show(Language.ES) == spanish
