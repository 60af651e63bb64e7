"""What a quiz says on screen: every question that the pack can make, before and after, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.history.card import DIVIDERS, Line, Role, plain_text
from bot.history.model import Pack, World
from bot.language import Language, words
from bot.quiz import moves
from bot.quiz.answers import given_answer, letter
from bot.quiz.cards import lobby_card, locked_card, question_card, short_lines
from bot.quiz.choices import number_of, numbered, offered
from bot.quiz.compass import Share, Told, compass
from bot.quiz.game import Game
from bot.quiz.model import Question, QuestionKind
from bot.quiz.moves import Mode
from bot.quiz.questions import KINDS, candidates
from bot.quiz.result_cards import compass_lines, own_card, ranking_lines, results_card
from bot.quiz.reveal import bar, more_card, reveal_card
from bot.quiz.scoring import PASS, Given, Score, ranking
from bot.quiz.sheet import answered, card, standings
from tests.bot.quiz.samples import NOW, question

SEATS = 6


def played(asked: Question, mode: Mode = Mode.EVERYONE, language: Language = Language.EN) -> Game:
    """A game of one question that everybody answered, each in another way, and that is revealed."""
    settings = moves.Settings(mode, language, automatic=True)
    game = Game.open(moves.Opened(at=NOW, settings=settings, questions=(asked,), until=NOW + timedelta(minutes=1)))
    for seat in range(1, SEATS + 1 if mode is not Mode.SOLO else 2):
        game = game.apply(moves.Joined(at=NOW, seat=seat)).game
    game = game.apply(moves.Started(at=NOW)).game
    keys = possible(asked)
    for seat in game.present:
        key, sure = keys[seat % len(keys)]
        move = moves.Answered(at=NOW + timedelta(seconds=5), seat=seat, number=0, key=key, sure=sure)
        game = game.apply(move).game
    return game.apply(moves.Revealed(at=NOW + timedelta(seconds=30), number=0)).game


def possible(asked: Question) -> list[tuple[str, bool]]:
    """Answers that a question may be given."""
    match asked.kind:
        case QuestionKind.REAL_OR_ALTERNATE:
            return [("real", True), ("real", False), (PASS, False), ("alternate", False), ("alternate", True)]
        case QuestionKind.ORDER:
            keys = "".join(option.key for option in asked.options)
            return [("".join(asked.answer), False), (keys[::-1], True)]
        case QuestionKind.GAP:
            return [("zzz", True), ("qqq", False)]
        case _:
            return [(option.key, number % 2 == 0) for number, option in enumerate(asked.options)]


def said(lines: list[Line]) -> list[Line]:
    """The lines that people read."""
    return [line for line in lines if line.role not in DIVIDERS]


@pytest.fixture(scope="module")
def every(pack: Pack) -> list[Question]:
    """One question of everything that can be asked."""
    return [KINDS[one.kind].build(pack, one.name, one.parity or 0) for one in candidates(pack)]


@pytest.mark.parametrize("language", Language)
def test_every_reveal_has_at_most_twelve_lines_and_no_fiction_without_the_record(every, language):
    for asked in every:
        modes = [Mode.EVERYONE, Mode.SOLO, *([Mode.DAILY] if asked.tells_worlds else [])]
        for mode in modes:
            game = played(asked, mode, language)
            own = answered(game, 1, 0) if mode is not Mode.EVERYONE else None  # there it stands under More
            lines = reveal_card(game, 0, language, own=own)
            assert len(said(lines)) <= 12, (asked.id, plain_text(lines))
            assert len(plain_text(lines)) <= 1500, asked.id
            assert World.REAL in {line.world for line in lines if line.role is Role.SEAL}, asked.id
            assert asked.reveal[language].source in plain_text(lines), asked.id


@pytest.mark.parametrize("language", Language)
def test_every_question_fits_a_message_and_names_its_options_by_the_letters_of_its_buttons(every, language):
    for asked in every:
        settings = moves.Settings(Mode.SOLO, language, automatic=False)
        game = Game.open(moves.Opened(at=NOW, settings=settings, questions=(asked,)))
        game = game.apply(moves.Joined(at=NOW, seat=1)).game.apply(moves.Started(at=NOW)).game
        text = plain_text(question_card(game, language))
        assert len(text) <= 1500, asked.id
        if asked.kind not in {QuestionKind.REAL_OR_ALTERNATE, QuestionKind.GAP, QuestionKind.DIVERGENCE}:
            for option in asked.options:
                assert f"\n{letter(asked, option.key, words(language))}. {option.text[language]}" in text, asked.id


@pytest.mark.parametrize("language", Language)
def test_more_shows_every_option_and_the_facts_with_their_corrections(pack, every, language):
    for asked in every:
        game = played(asked, language=language)
        lines = more_card(pack, answered(game, 1, 0), language)
        assert World.REAL in {line.world for line in lines if line.role is Role.SEAL}, asked.id
        assert len(plain_text(lines)) <= 3800, asked.id


def test_numbers_come_before_the_bars_which_say_nothing_of_their_own():
    game = played(question())
    rows = [line.text for line in reveal_card(game, 0, Language.EN) if "%" in line.text]
    assert rows == [
        "Option real: 3 (50 %), 1 sure ██",
        "Option alternate: 2 (33 %), 1 sure ██",
        "Pass: 1 (17 %) █",
    ]
    assert (bar(0), bar(0.01), bar(1)) == ("", " █", " █████")


def test_what_is_locked_is_said_with_the_time_until_it_can_be_changed():
    asked = question(QuestionKind.DATE)
    given = Given("b", False, 3.0, NOW)
    first, second = locked_card(asked, given, NOW, Language.EN)
    assert plain_text([first]) == "Locked: B. Option b. Change it until 18:00:00 UTC, or until all have answered."
    assert second.text.startswith("Are you sure? If it is right, you are ahead of others with equal points")
    (only,) = locked_card(asked, replace(given, sure=True), None, Language.EN)
    assert only.text == "Locked: B. Option b (sure)."


def test_the_lobby_says_when_somebody_needs_more_time():
    settings = moves.Settings(Mode.EVERYONE, Language.EN, automatic=True)
    game = Game.open(moves.Opened(at=NOW, settings=settings, questions=(question(),), until=NOW))
    game = game.apply(moves.Joined(at=NOW, seat=1, stretch=150)).game
    text = plain_text(lobby_card(game, {1: 11}, "oil", Language.EN))
    assert "everybody gets 150 %" in text
    assert text.startswith("Quiz: oil\n1 question.")


def test_the_ranking_shares_places_and_names_nobody_who_was_erased():
    game = played(question())
    lines = results_card(game, {1: 11, 2: None, 3: 33, 4: 44, 5: 55, 6: 66}, Language.EN)
    assert [line.text.split(" ")[0] for line in lines if "points" in line.text][:3] == ["1.", "2.", "2."]
    assert any("somebody who is gone" in line.text for line in lines)
    assert {line.id for line in lines} == {None, 11, 33, 44, 55, 66}


def test_ones_own_card_puts_every_mistake_right():
    game = played(question())
    seat = 3  # sure of the wrong world
    one = answered(game, seat, 0)
    places = {standing.player: standing for standing in standings(game)}
    lines = own_card(game, places[seat], [one] if one.mark.right is False else [], [], [], compass([]), Language.EN)
    assert given_answer(one.question, one.given, words(Language.EN)) in plain_text(lines)
    assert "About alternate Right: ● Option real." in plain_text(lines)
    assert card(game, seat) == (one,)


def test_the_compass_is_told_with_its_uncertainty_and_in_plain_words():
    told = [Told("landing", world, world, True) for world in World for _ in range(10)]
    text = plain_text(compass_lines(compass(told), Language.EN))
    assert "d′ 3.4 (between 1.5 and 5.3, from 20 statements)" in text
    assert "You tell the two histories apart well." in text
    assert "When you are sure, you are right 100 % of the time." in text
    assert "after 17 more statements" in plain_text(compass_lines(compass(told[:3]), Language.EN))
    believer = [Told("landing", world, World.REAL, False) for world in World for _ in range(10)]
    assert "In doubt you believe the scenario." in plain_text(compass_lines(compass(believer), Language.EN))


def test_how_often_sure_is_right_on_other_questions_is_told_once_there_are_five_answers():
    text = plain_text(compass_lines(compass([], Share(5, 7), Share(2, 5)), Language.EN))
    assert "with “I'm sure” you are right 71 % of the time (7 answers)" in text
    assert "without it you are right 40 % of the time (5 answers)" in text
    assert "I'm sure" not in plain_text(compass_lines(compass([], Share(4, 4), Share(4, 4)), Language.EN))


def test_of_equal_points_the_results_say_what_puts_one_ahead():
    level = {1: Score(20, 2, 0, 2, 9.0, 2), 2: Score(20, 2, 0, 2, 1.0, 1), 3: Score(10, 1, 1, 1, 1.0)}
    lines = ranking_lines(ranking(level), {1: 11, 2: 22, 3: 33}, 10, words(Language.EN))
    assert [line.id for line in lines] == [11, 22, 33, None]
    assert ["I'm sure" in line.text for line in lines] == [True, True, False, True]
    assert "2 right" in lines[0].text
    ranked = [line for line in results_card(played(question()), {1: 11}, Language.EN) if "points" in line.text][:-1]
    assert len(ranked) == SEATS
    assert not any("I'm sure" in line.text for line in ranked)  # of statements, being sure is in the points


def test_a_round_shorter_than_asked_for_says_so_before_it_begins():
    _ = words(Language.EN)
    assert [line.text for line in short_lines(6, 10, True, _)] == [
        "Only 6 of the 10 questions asked for are there about this."
    ]
    assert "Only 1 of the 4 questions asked for is there." in plain_text(short_lines(1, 4, False, _))
    assert short_lines(10, 10, True, _) == short_lines(3, 0, False, _) == []


def test_what_a_quiz_can_be_about_is_found_by_its_beginning_and_by_its_number(pack):
    everything = offered(pack, "", Language.EN)
    assert len({number_of(about) for about in everything}) == len(everything)
    for about in everything:
        assert numbered(pack, number_of(about)) == about
    assert offered(pack, "Carden", Language.ES)[0].id in {"cardenas", "cardenismo"}
    assert numbered(pack, 0) is None
    assert numbered(pack, 12345) is None
