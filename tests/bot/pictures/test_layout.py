"""Where things go on a sheet: no words on other words or off the sheet, whatever is drawn; measured as it is drawn."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.history.model import Pack, World
from bot.history.timeline import Query, take
from bot.language import Language
from bot.pictures.canvas import measure
from bot.pictures.describing import MOST, picture_of
from bot.pictures.drawing import draw
from bot.pictures.layout import WIDTH, lay_out
from bot.pictures.sheet import Look, Sheet
from bot.pictures.type import ASCENT, DESCENT, Face

PERIODS = (None, "1879/1935", "1936", "1937", "1938/1939", "1940", "1942", "1944/1945", "1946/1962", "XXXX-12")
TALLEST = 2500
"""A phone shows a picture twice as high as wide, and a little more, across all of its screen."""


def assert_legible(layout) -> None:
    boxes = [text.box for text in layout.texts]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert all(box.x >= 0 and box.y >= 0 and box.right <= WIDTH and box.bottom <= layout.height for box in boxes)
    for text in layout.texts:
        assert max(measure(line, text.face) for line in text.lines) <= text.box.width + 1e-6
    cards = [placed.card for placed in layout.entries]
    assert not [pair for pair in combinations(cards, 2) if pair[0].overlaps(pair[1])]
    for placed in layout.entries:
        assert all(
            placed.card.x < text.box.x and text.box.right < placed.card.right and text.box.bottom < placed.card.bottom
            for text in placed.texts
        )
        track = layout.tracks[placed.mark.world]
        assert track.x < placed.x < track.right < placed.card.x
        assert track.y <= placed.top <= placed.bottom <= track.bottom


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("world", [None, *World])
def test_no_words_cover_others_in_any_period_and_language(pack, period, language, world, picture):
    with suppress(BadInput):  # nothing of that world has a date in that period
        assert_legible(lay_out(picture(period, language, world=world).sheet, measure))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(data=st.data())
def test_no_words_cover_others_whichever_entries_are_drawn(pack: Pack, data):
    language = data.draw(st.sampled_from(Language))
    whole = take(pack, Query())
    chosen = data.draw(st.sets(st.sampled_from(range(len(whole.dated))), min_size=1, max_size=MOST))
    part = replace(whole, dated=tuple(whole.dated[number] for number in sorted(chosen)), undated=())
    assert_legible(lay_out(picture_of(pack, part, language, Look.LIGHT).sheet, measure))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(words=st.text(alphabet=st.sampled_from("abc $_^{}\\%#&~\n—ñÁ W"), max_size=300))
def test_any_words_at_all_stay_within_their_card_and_are_never_formulas(words, picture):
    sheet = picture("1936-12").sheet
    marks = tuple(replace(mark, title=words or "x") for mark in sheet.marks[:2])
    sheet = replace(sheet, title=words, marks=marks)
    layout = lay_out(sheet, measure)
    boxes = [text.box for text in layout.texts if text.lines]
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert all(box.right <= WIDTH for box in boxes)
    assert draw(sheet).startswith(b"\x89PNG")


def test_what_stands_higher_began_earlier(picture):
    placed = lay_out(picture().sheet, measure).entries
    assert all(above.mark.start <= below.mark.start and above.top < below.top for above, below in pairwise(placed))


def test_bars_that_stand_beside_one_another_do_not_touch(picture):
    for placed in (lay_out(picture("1944/1945").sheet, measure).entries, lay_out(picture().sheet, measure).entries):
        for one, other in combinations(placed, 2):
            if one.x == other.x:
                assert one.bottom < other.top or other.bottom < one.top


def test_the_alternate_track_begins_where_it_leaves_the_record(picture):
    layout = lay_out(picture().sheet, measure)
    begins = layout.tracks[World.ALTERNATE].y
    assert layout.tracks[World.REAL].y < begins
    assert layout.parting.box.y < begins < layout.parting.box.bottom
    alternate = [placed for placed in layout.entries if placed.mark.world is World.ALTERNATE]
    assert all(placed.top > begins for placed in alternate)
    assert all(placed.top < begins for placed in layout.entries if placed.mark.end < layout.sheet.parted)


def test_a_picture_fits_a_phone_held_upright(picture):
    for language in Language:
        for period in (None, "1936/1940", "1942/1946"):
            assert lay_out(picture(period, language).sheet, measure).height < TALLEST


def test_letters_stay_within_the_lines_they_are_set_in():
    for face in Face:
        assert (ASCENT + DESCENT) * face.size <= face.line
        assert face.size >= 24


def test_a_sheet_survives_the_way_to_the_drawing_process(picture):
    for look in Look:
        sheet = picture(language=Language.ES, look=look).sheet
        assert Sheet.decoded(sheet.encoded()) == sheet
    assert picture(look=Look.DARK).sheet.key != picture(look=Look.LIGHT).sheet.key
    assert picture(look=Look.DARK).sheet.key == picture(look=Look.DARK).sheet.key
