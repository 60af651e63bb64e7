"""Review cards: nothing is given away before the answer, everything fits, and Anki can read the file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.history.compare import Pairs
from bot.language import Language
from bot.quiz.review import Card, Grade, Origin, Outcome
from bot.quiz.review_cards import (
    COLUMNS,
    cue,
    option_texts,
    question_card,
    real_first,
    reveal_card,
    standing_lines,
    to_csv,
)

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def pairs(subject) -> Pairs:
    return subject.pairs


@pytest.mark.parametrize("language", Language)
def test_every_pair_can_be_asked_and_revealed_in_both_languages(pack, pairs, language):
    for pair in pairs.all:
        record, fiction = option_texts(pack, pair, language)
        assert record != fiction
        question = question_card(pack, pair, 1, 1, 0, language)
        shown = "\n".join(line.text for line in question)
        assert record in shown
        assert fiction in shown
        assert "◆" not in shown
        assert pair.real.text[language].title not in cue(pack, pair, language)
        told = reveal_card(pair, Outcome.RIGHT, dict.fromkeys(Grade, NOW), language)
        assert sum(len(line.text) + 1 for line in told) < 1500
        assert told[1].text == "" or told[2].text.startswith("●")


def test_the_record_is_as_often_first_as_second():
    counts = Counter(real_first(asking) for asking in range(1000))
    assert 400 < counts[True] < 600


def test_the_file_for_anki_has_both_halves_under_their_seals_and_no_formulas(pack, pairs):
    cards = [(Card(pair.alternate.id, Origin.NEW, NOW), pair) for pair in pairs.all]
    lines = to_csv(pack, cards, Language.ES).decode().splitlines(keepends=True)
    head = [line.strip() for line in lines if line.startswith("#")]
    assert head[0] == "#separator:Comma"
    assert head[-1] == f"#columns:{','.join(COLUMNS)}"
    rows = list(csv.reader(io.StringIO("".join(lines[len(head) :]))))
    assert [row[0] for row in rows] == [pair.alternate.id for pair in pairs.all]
    for row in rows:
        assert len(row) == len(COLUMNS)
        assert row[1].startswith("●")
        assert row[2].index("●") < row[2].index("◆")
        assert not any(cell.startswith(tuple("=+-@")) for cell in row)


def test_the_forecast_is_drawn_in_text():
    forecast = [(date(2026, 3, 1) + timedelta(days=day), count) for day, count in enumerate((3, 0, 40))]
    shown = [line.text for line in standing_lines(9, 3, 2, (3, 4), (1, 0), forecast, Language.EN)]
    assert shown[-3:] == ["01.03. 3 ██", "02.03. 0", "03.03. 40 ████████████████████"]
    assert "Remembered in the last 30 days: 3 of 4 (75 %)" in shown
