"""The picture of insights: nothing on top of anything else, all of it in words too, as little as there may be."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from bot.language import Language
from bot.pictures.canvas import GROUNDS
from bot.pictures.insights import KIND, InsightsSheet, Shape
from bot.pictures.insights_drawing import _Drawing, draw_insights
from bot.pictures.layout import MARGIN, WIDTH
from bot.pictures.page import GREEN, PURPLE
from bot.pictures.sheet import Look, kind_of
from bot.quiz.insights import Told, growth, shares
from bot.quiz.insights_report import Found, insights_card, report
from bot.quiz.model import QuestionKind
from bot.services.insights_pictured import ALT_LIMIT, insights_sheet
from tests.bot.pictures.test_describing import contrast
from tests.bot.quiz.test_insights import answers

NOTHING = Found((), (), {}, [], None)


def found(pairs, seed: int, *, grown: bool = True) -> Found:
    """What a server of twenty may have shown: long titles, every kind of question, shares from none to all."""
    dice = Random(seed)  # noqa: S311 # answers, not secrets
    chosen = dice.sample(pairs.all, 12)
    told = [
        Told(pair.alternate.id, person, dice.random() < number / 11)
        for number, pair in enumerate(chosen)
        for person in range(dice.randint(3, 20))
    ]
    items = [Told(one.what, one.person, not one.wrong) for one in told]
    named = [kind for kind in QuestionKind if kind is not QuestionKind.ORDER]  # which is called by its topic
    kinds = {pair.alternate.id: (dice.choice(named), pair.real.id) for pair in chosen}
    asked = [("who fed the rabbits of the blue house in coyoacan while nobody was looking " * 2, 9), ("parrots", 5)]
    return Found(shares(told), shares(items), kinds, asked, growth(answers(20, 20, 0.6, 0.9)) if grown else None)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("seed", range(4))
def test_no_words_lie_on_other_words_or_off_the_sheet(subject, seed, language):
    some = found(subject.pairs, seed, grown=bool(seed % 2)) if seed else NOTHING
    sheet, _alt = insights_sheet(report(some, subject.pack, language), some.growth, language, Look.DARK)
    drawing = _Drawing(sheet)
    for text in drawing.texts:
        assert MARGIN <= text.box.x <= text.box.right <= WIDTH - MARGIN + 1, text.lines
        assert text.box.bottom <= drawing.height
    for one, two in combinations(drawing.texts, 2):
        assert not one.box.overlaps(two.box), (one.lines, two.lines)


@pytest.mark.parametrize("language", list(Language))
def test_the_card_the_picture_and_its_description_say_the_same(subject, language):
    some = found(subject.pairs, 5)
    told = report(some, subject.pack, language)
    sheet, alt = insights_sheet(told, some.growth, language, Look.LIGHT)
    card = "\n".join(line.text for line in insights_card(told))
    drawn = [bar for part in sheet.shares for bar in part.bars]
    assert [bar.name for bar in drawn] == [row.name for part in (told.leaks, told.items, told.unanswered)
                                           for row in part.rows]  # fmt: skip
    assert all(f"{bar.name}: {bar.words}" in card for bar in drawn)
    assert all(words in card and words in alt for words in sheet.growth_words)
    assert len(alt) <= ALT_LIMIT
    # Of each part as many as there is room for, the most certain first.
    for part in sheet.shares:
        said = [f"{bar.name}: {bar.words}." in alt for bar in part.bars]
        assert said[0]
        assert said == sorted(said, reverse=True)


def test_every_value_is_drawn_with_what_it_lies_between_and_a_shape_that_the_legend_names(subject):
    some = found(subject.pairs, 6)
    sheet, _alt = insights_sheet(report(some, subject.pack, Language.EN), some.growth, Language.EN, Look.DARK)
    leaks, items, in_vain = sheet.shares
    for bar in (*leaks.bars, *items.bars, *sheet.growth):
        assert bar.spot.low <= bar.spot.value <= bar.spot.high
        assert bar.spot.low < bar.spot.high
    assert all(bar.spot is None for bar in in_vain.bars)
    assert {shape for shape, _words in sheet.legend} == {leaks.shape, items.shape, Shape.RING, Shape.DISC}
    for look in Look:
        assert contrast(GROUNDS[look].edge, GROUNDS[look].paper) >= 4.5  # around every mark
        assert contrast(GREEN[look], GROUNDS[look].paper) >= 3  # around every range
        assert contrast(PURPLE[look], GROUNDS[look].paper) >= 3


def test_a_sheet_comes_through_to_the_process_that_draws_and_is_a_picture(subject):
    for some in (NOTHING, found(subject.pairs, 7)):
        told = report(some, subject.pack, Language.ES)
        sheet, _alt = insights_sheet(told, some.growth, Language.ES, Look.LIGHT)
        assert InsightsSheet.decoded(sheet.encoded()) == sheet
        assert kind_of(sheet.encoded()) == KIND
        assert draw_insights(sheet).startswith(b"\x89PNG")


def test_too_little_is_said_to_be_too_little_and_nobody_wrong_is_said_too(subject):
    told = report(NOTHING, subject.pack, Language.EN)
    assert "Not enough data yet" in told.leaks.under
    assert "Not enough data yet" in told.growth[0]
    right = shares([Told(subject.pairs.all[0].alternate.id, person, wrong=False) for person in range(6)])
    told = report(Found(right, (), {}, [], None), subject.pack, Language.EN)
    assert told.leaks.under == "None of the 1 that enough people answered."
