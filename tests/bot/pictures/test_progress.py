"""The picture of somebody's progress: nothing on top of anything else, all of it in words too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations
from random import Random

import pytest

from bot.errors import BadInput
from bot.history.model import World
from bot.language import Language
from bot.pictures.canvas import GROUNDS
from bot.pictures.layout import MARGIN, WIDTH
from bot.pictures.page import GREEN, PURPLE
from bot.pictures.progress import KIND, ProgressSheet
from bot.pictures.progress_drawing import _Drawing, draw_progress
from bot.pictures.sheet import Look, kind_of
from bot.quiz.compass import Told
from bot.quiz.course import LATEST, course
from bot.services.pictured import ALT_LIMIT, progress_sheet
from tests.bot.pictures.test_describing import contrast

TOPICS = {id: dict.fromkeys(Language, f"The long name of a theme that is called {id}") for id in "abcdefgh"}
BEGIN = datetime(2026, 9, 1, 18, tzinfo=UTC)


def history(days: int, each: int, *, sure: float = 0.5) -> list[tuple[datetime, Told]]:
    """Somebody who gets better from day to day."""
    dice, told = Random(7), []  # noqa: S311 # answers, not secrets
    for day in range(days):
        for _ in range(each):
            world = dice.choice(list(World))
            right = dice.random() < 0.5 + 0.45 * day / max(1, days - 1)
            other = World.ALTERNATE if world is World.REAL else World.REAL
            said = world if right else other
            told.append(
                (BEGIN + timedelta(days=day), Told(dice.choice("abcdefgh"), world, said.value, dice.random() < sure))
            )
    return told


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("days", "each"), [(1, 24), (2, 30), (70, 9)])
def test_no_words_lie_on_other_words_or_off_the_sheet(days, each, language):
    sheet, _alt = progress_sheet(course(history(days, each)), TOPICS, language, Look.DARK)
    drawing = _Drawing(sheet)
    for text in drawing.texts:
        assert MARGIN <= text.box.x <= text.box.right <= WIDTH - MARGIN + 1, text.lines
        assert text.box.bottom <= drawing.height
    for one, two in combinations(drawing.texts, 2):
        assert not one.box.overlaps(two.box), (one.lines, two.lines)


def test_everything_that_is_drawn_is_said_in_words():
    found = course(history(40, 8))
    sheet, alt = progress_sheet(found, TOPICS, Language.EN, Look.LIGHT)
    assert len(alt) <= ALT_LIMIT
    assert f"d′ {found.points[-1].bearing.distance:.1f} on " in alt
    assert all(level.words in alt for level in sheet.levels)
    assert all(f"{row.name}: {row.words}" in alt for row in sheet.rows)


def test_a_sheet_comes_through_to_the_process_that_draws_and_is_a_picture():
    sheet, _alt = progress_sheet(course(history(5, 12)), TOPICS, Language.ES, Look.DARK)
    assert ProgressSheet.decoded(sheet.encoded()) == sheet
    assert kind_of(sheet.encoded()) == KIND
    assert draw_progress(sheet).startswith(b"\x89PNG")


def test_what_is_drawn_stands_out_from_its_ground():
    for look in Look:
        assert contrast(GREEN[look], GROUNDS[look].paper) >= 4.5
        assert contrast(PURPLE[look], GROUNDS[look].paper) >= 4.5


def test_before_there_is_a_compass_there_is_nothing_to_draw():
    with pytest.raises(BadInput, match="20 statements"):
        progress_sheet(course(history(1, 19)), TOPICS, Language.EN, Look.DARK)


def test_each_day_rests_on_the_latest_statements_and_a_theme_is_halved_where_both_halves_say_something():
    told = history(30, 10)
    found = course(told)
    assert len(found.points) == 29  # one day alone is not enough
    assert {point.bearing.items for point in found.points} == {20, 30, 40, 50, LATEST}
    for theme in found.themes:
        count = sum(one.theme == theme.id for _at, one in told)
        assert (theme.before is not None) == (count >= 20)
    assert [theme.now.distance for theme in found.themes] == sorted(theme.now.distance for theme in found.themes)
