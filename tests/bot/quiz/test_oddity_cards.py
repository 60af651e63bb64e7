"""What moderators read of questions that stand out: every question of the pack, every reason, both languages."""

from __future__ import annotations

import pytest

from bot.history.card import plain_text
from bot.history.model import Pack, World
from bot.language import Language
from bot.quiz.composing import Composer
from bot.quiz.known import NEVER, Asked
from bot.quiz.model import Question, QuestionKind
from bot.quiz.oddities import OddItem, Oddity
from bot.quiz.oddity_cards import in_one_line, item_card, list_card
from tests.bot.quiz.samples import question

MOST_CHARACTERS = 4000


@pytest.fixture(scope="module")
def asked(pack: Pack) -> list[Question]:
    composer = Composer(pack)
    return [found for item in dict.fromkeys(composer.items()) if (found := composer.item(item))]


def odd(oddity: Oddity, right: float = 0.1) -> OddItem:
    return OddItem("moon", oddity, 40, right, -0.314)


@pytest.mark.parametrize("language", Language)
def test_every_question_is_shown_whole_with_the_fact_that_decides_it_and_its_source(pack, asked, language):
    assert len(asked) > 200
    for one in asked:
        text = plain_text(item_card(pack, one, odd(Oddity.TOO_HARD), NEVER, out=True, language=language))
        assert len(text) < MOST_CHARACTERS, one.item
        assert "✓" in text
        assert one.ask[language] in text
        fact = pack.facts[one.facts[0]]
        assert fact.text[language].title in text
        if fact.world is World.ALTERNATE:
            assert fact.correction.text[language].why in text, one.item


@pytest.mark.parametrize(
    ("oddity", "why", "meaning"),
    [
        (Oddity.TOO_EASY, "Too easy: 39 of 40 people had it right (98 %).", "It tells nobody from anybody."),
        (Oddity.TOO_HARD, "Too hard: 39 of 40 people had it right (98 %).", "it can be read in two ways"),
        (Oddity.AGAINST_KNOWLEDGE, "correlation −0.31 over 40 people", "its answer is wrong"),
    ],
)
def test_each_reason_is_said_with_its_figures_and_what_it_may_mean(pack, oddity, why, meaning):
    text = plain_text(item_card(pack, question(), odd(oddity, 0.975), Asked(50, 45), out=False, language=Language.EN))
    assert why in text
    assert meaning in text
    assert "In all, 45 of 50 answers were right." in text
    assert "left out" not in text


def test_in_the_list_each_history_has_its_mark_and_an_order_its_events(asked):
    lines = [in_one_line(one, Language.EN) for one in asked]
    for one, line in zip(asked, lines, strict=True):
        if one.seal is World.ALTERNATE or one.world is World.ALTERNATE:
            assert line.startswith("◆ ")
        if one.kind is QuestionKind.ORDER:
            assert one.options[0].text["en"][:20] in line
    text = plain_text(list_card([(asked[0], odd(Oddity.TOO_HARD), True), (asked[1], None, True)], Language.EN))
    assert text.count("left out here") == 2
