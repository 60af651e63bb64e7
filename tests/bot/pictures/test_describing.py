"""What comes into a picture, and its words for who cannot see it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.history.model import World
from bot.history.timeline import Query, take
from bot.history.timeline_card import ALT_LIMIT
from bot.language import Language
from bot.pictures.canvas import COLOURS, GROUNDS, ON_COLOUR
from bot.pictures.describing import MOST, picture_of
from bot.pictures.sheet import Look


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("language", Language)
def test_the_words_of_a_picture_tell_each_entry_under_its_seal(picture, language):
    described = picture("1944/1945", language)
    seals = [described.alt.index(seal) for seal in described.sheet.seals.values()]
    assert seals == sorted(seals)
    assert all(mark.title in described.alt for mark in described.sheet.marks)
    assert len(described.alt) <= ALT_LIMIT


def test_every_alternate_entry_of_a_picture_says_how_to_tell_it_from_the_record(picture):
    marks = picture().sheet.marks
    assert all(bool(mark.under) == (mark.world is World.ALTERNATE) for mark in marks)
    assert {mark.date[0] for mark in marks} == {"●", "◆"}


def test_a_picture_says_how_much_of_all_there_is_it_shows(pack, picture):
    sheet = picture().sheet
    assert len(sheet.marks) <= MOST
    assert f"{len(sheet.marks)} of {len(take(pack, Query()).entries)} shown" in sheet.notes[-1]


def test_a_picture_without_alternate_entries_says_when_that_timeline_begins(picture):
    sheet = picture("1937").sheet
    assert set(sheet.seals) == {World.REAL}
    assert any("1942" in note for note in sheet.notes)
    assert not any("1942" in note for note in picture("1937", world=World.REAL).sheet.notes)


def test_dates_not_known_to_the_day_are_told_from_those_that_lasted(picture):
    marks = {mark.title: mark for mark in picture("1936-12").sheet.marks}
    voyage = marks["The voyage from Norway on the tanker Ruth"]
    assert voyage.exact
    assert voyage.end - voyage.start == 21
    assert not [mark for mark in marks.values() if not mark.exact and mark.start == mark.end]


@pytest.mark.parametrize("look", Look)
def test_everything_written_can_be_read_on_its_ground(look):
    ground = GROUNDS[look]
    for back in (ground.paper, *ground.panel.values()):
        assert contrast(ground.ink, back) >= 7
        assert contrast(ground.soft, back) >= 7
        assert contrast(ground.edge, back) >= 3
    assert all(contrast(ON_COLOUR[world], COLOURS[world]) >= 4.5 for world in World)


def test_entries_of_a_picture_are_in_order(pack):
    marks = picture_of(pack, take(pack, Query()), Language.EN, Look.DARK).sheet.marks
    assert all(first.start <= second.start for first, second in pairwise(marks))
