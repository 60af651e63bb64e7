"""Reading a time as people write it, in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.history.dates import When
from bot.history.period_parts import BACKWARDS, IMPOSSIBLE, TWO_WAYS, UNREADABLE
from bot.history.periods import Anniversary, parse_period, read_period
from bot.language import Language

TODAY = date(2026, 12, 7)
KNOWN = When.parse("1879/1962")

READ = {
    "1937": ["1937", "in 1937", "el año 1937", "durante 1937", "'37", "el 37", "𝟏𝟗𝟑𝟕"],
    "1937-04": ["April 1937", "abril de 1937", "abril 1937", "apr. 1937", "1937-04", "04/1937", "Abril del 37"],
    "1936-12-07": [
        "7 December 1936", "7 dic 1936", "1936-12-07", "Dec 7, 1936", "7th of December, 1936", "7 de diciembre de 1936",
        "el 7 de diciembre del 36", "1936/12/07", "7dic1936", "DECEMBER 7TH 1936",
    ],
    "1936-12-25": ["25/12/1936", "12/25/1936", "25.12.1936"],
    "1936/1940": [
        "1936-1940", "1936 to 1940", "1936–1940", "1936-40", "entre 1936 y 1940", "between 1936 and 1940",
        "de 1936 a 1940", "from 1936 until 1940", "1936/1940", "desde 1936 hasta 1940",
    ],
    "1938-03/1940": ["from March 1938 until 1940", "desde marzo de 1938 hasta 1940"],
    "1936-08-19/1936-08-25": ["19-25 August 1936", "del 19 al 25 de agosto de 1936", "August 19 to 25, 1936"],
    "1938-03/1938-06": ["March to June 1938", "de marzo a junio de 1938"],
    "1930/1939": ["the 1930s", "the 30s", "los años 30", "los treinta", "la década de 1930", "the thirties"],
    "1936-11-07/1937-01-06": ["around 7 December 1936", "hacia el 7 de diciembre de 1936"],
    "1936-11/1937-01": ["around December 1936", "alrededor de diciembre de 1936"],
    "1935/1937": ["about 1936", "~1936", "1936~", "c. 1936"],
    "1938/1962": ["since 1938", "desde 1938", "a partir de 1938", "1938-"],
    "1879/1935": ["before 1936", "antes de 1936"],
    "1941/1962": ["after 1940", "después de 1940"],
    "1879/1936": ["until 1936", "hasta 1936"],
    "1937-01/1937-04": ["early 1937", "a principios de 1937"],
    "1938-09/1938-12": ["late 1938", "a finales de 1938"],
    "1936-12": ["decmber 1936", "dicembre de 1936", "diciemvre 1936"],
    "1938-06": ["junoi 1938", "jnue 1938"],
    "XXXX-12-07": ["today", "hoy", "7 December", "tal día como hoy", "on this day"],
    "XXXX-12": ["this month", "este mes", "December", "diciembre"],
}  # fmt: skip


@pytest.mark.parametrize(("wanted", "written"), [(wanted, text) for wanted, texts in READ.items() for text in texts])
def test_a_time_is_read_in_either_language(wanted, written):
    assert str(read_period(written, TODAY, KNOWN)) == wanted


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("31 February 1937", IMPOSSIBLE), ("1937-02-30", IMPOSSIBLE), ("1936-13-01", IMPOSSIBLE),
        ("1936-00", IMPOSSIBLE),
        ("31 de febrero", IMPOSSIBLE), ("1940-1936", BACKWARDS), ("December 1936 to March 1936", BACKWARDS),
        ("7/12/1936", TWO_WAYS), ("maro 1937", TWO_WAYS), ("asdfgh", UNREADABLE), ("trotsky", UNREADABLE),
        ("", UNREADABLE), ("1937 1938", UNREADABLE), ("99999", UNREADABLE), ("7", UNREADABLE), ("-", UNREADABLE),
        ("1936-12-1937-01", UNREADABLE), ("before 1936 until 1940", UNREADABLE), ("around December", UNREADABLE),
        ("today 1936", UNREADABLE), ("the 1935s", UNREADABLE), ("7 of", UNREADABLE),
    ],
)  # fmt: skip
def test_what_is_no_time_is_refused_with_a_sentence_that_says_what_works(written, sentence):
    with pytest.raises(BadInput) as refused:
        read_period(written, TODAY, KNOWN)
    assert refused.value.message == sentence


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("0123456789-/ .adeimnorsy~'")), max_size=60))
def test_whatever_is_typed_is_read_or_refused(text):
    try:
        period = read_period(text, TODAY, KNOWN)
    except BadInput:
        return
    assert parse_period(str(period)) == period


@given(st.dates(date(1002, 1, 1), date(9997, 12, 31)), st.sampled_from(Language))
def test_every_day_is_read_as_it_is_shown(day, language):
    when = When.parse(day.isoformat())
    assert read_period(when.show(language), TODAY, KNOWN) == when


def test_a_day_of_any_year_falls_only_on_what_is_known_to_the_day():
    day, month = Anniversary(12, 7), Anniversary(12)
    dates = [When.parse(text).start for text in ("1936-12-07", "1936-12-08", "1936-12", "1936", "1936-12-07~")]
    assert [day.falls_on(each) for each in dates] == [True, False, False, False, False]
    assert [month.falls_on(each) for each in dates] == [True, True, True, False, False]


def test_a_day_of_any_year_is_shown_as_people_write_it():
    assert Anniversary(12, 7).show(Language.EN) == "7 December"
    assert Anniversary(12, 7).show(Language.ES) == "7 de diciembre"
    assert Anniversary(12).show(Language.ES) == "diciembre"
