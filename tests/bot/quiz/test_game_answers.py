"""Answers in a game: locked, judged by when they were given, counted once; what cannot be done has a sentence."""

from __future__ import annotations

import pytest

from bot.quiz import moves
from bot.quiz.model import ALTERNATE, REAL, QuestionKind
from bot.quiz.moves import Mode, Refusal, Why
from bot.quiz.scoring import PASS
from tests.bot.quiz.samples import NOW, question
from tests.bot.quiz.small_games import (
    ANA,
    LUIS,
    NORA,
    after,
    answer,
    joined,
    opened,
    play,
    refusal,
    revealed,
    started,
)


def test_an_answer_is_locked_and_can_be_changed_until_the_reveal():
    first = started().apply(answer(key=ALTERNATE, sure=True))
    assert (first.outcome.given.key, first.outcome.given.sure, first.outcome.changed) == (ALTERNATE, True, False)
    second = first.game.apply(answer(key=PASS, at=5))
    assert (second.outcome.given.key, second.outcome.given.seconds, second.outcome.changed) == (PASS, 5, True)
    assert second.game.answered == 1
    assert refusal(revealed(second.game), answer(at=6)) is Refusal.LATE


def test_lateness_is_decided_by_when_it_was_given_with_a_second_and_a_half_of_grace():
    game = started()
    last = (game.deadline - NOW).total_seconds() + 1.5
    assert play(game, answer(at=last)).answered == 1
    assert refusal(game, answer(at=last + 0.001)) is Refusal.LATE


def test_of_two_answers_that_arrive_in_the_wrong_order_the_later_one_counts():
    turn = play(started(), answer(key=ALTERNATE, at=5)).apply(answer(key=REAL, at=3))
    assert turn.game.rounds[0].given[ANA].key == turn.outcome.given.key == ALTERNATE
    assert not turn.outcome.changed


def test_a_second_delivery_changes_nothing_and_has_the_same_outcome():
    move = answer(interaction=77)
    first = started().apply(move)
    later = play(first.game, answer(key=ALTERNATE, at=9, interaction=78))
    for game in (first.game, later, revealed(later), play(revealed(later), moves.Ended(at=after(40)))):
        again = game.apply(move)
        assert (again.game, again.outcome, again.new) == (game, first.outcome, False)


def test_a_second_delivery_of_any_other_move_changes_nothing_either():
    for move in (
        moves.Extended(at=after(1), seconds=30, interaction=5),
        moves.Voided(at=after(1), number=0, interaction=5),
    ):
        first = started().apply(move)
        assert first.game.apply(move) == type(first)(first.game, first.outcome, new=False)


@pytest.mark.parametrize(
    ("move", "expected"),
    [
        (answer(seat=NORA), Refusal.NOT_A_PLAYER),
        (answer(number=1), Refusal.OTHER_QUESTION),
        (answer(number=-1), Refusal.OTHER_QUESTION),
        (answer(key="sure-real"), Refusal.NOT_AN_OPTION),
        (answer(key=""), Refusal.NOT_AN_OPTION),
        (moves.Left(at=NOW, seat=NORA), Refusal.NOT_A_PLAYER),
        (moves.Started(at=NOW), Refusal.ALREADY_STARTED),
        (moves.Revealed(at=NOW, number=1), Refusal.OTHER_QUESTION),
        (moves.Next(at=NOW, number=0), Refusal.NOT_REVEALED),
        (moves.Resumed(at=NOW), Refusal.NOT_PAUSED),
        (moves.Voided(at=NOW, number=1), Refusal.NOT_ASKED),
        (moves.Voided(at=NOW, number=-1), Refusal.NOT_ASKED),
    ],
)
def test_what_cannot_be_done_while_a_question_is_shown_is_refused(move, expected):
    assert refusal(started(), move) is expected


def test_what_cannot_be_done_elsewhere_is_refused():
    lobby, closed = opened(), play(opened(), moves.Cancelled(at=NOW, why=Why.HOST))
    assert refusal(lobby, answer()) is Refusal.NOT_STARTED
    assert refusal(lobby, moves.Started(at=NOW)) is Refusal.NOBODY_JOINED
    assert refusal(lobby, moves.Extended(at=NOW, seconds=30)) is Refusal.NOTHING_TO_EXTEND
    assert refusal(lobby, moves.Ended(at=NOW)) is Refusal.NOT_STARTED
    assert refusal(lobby, moves.Opened(at=NOW, settings=lobby.settings, questions=())) is Refusal.ALREADY_OPENED
    for move in (answer(), *joined(ANA), moves.Started(at=NOW), moves.Ended(at=NOW), moves.Voided(at=NOW, number=0)):
        assert refusal(closed, move) is Refusal.OVER
    assert refusal(revealed(started()), moves.Revealed(at=NOW, number=0)) is Refusal.LATE
    assert refusal(play(started(), moves.Left(at=NOW, seat=ANA)), answer()) is Refusal.LEFT


def test_a_game_alone_is_nobody_elses():
    game = started(Mode.SOLO, seats=(ANA,))
    assert refusal(game, joined(LUIS)[0]) is Refusal.SOLO
    assert refusal(game, answer(LUIS)) is Refusal.SOLO


def test_every_kind_of_question_takes_only_its_own_answers():
    wrong = {
        QuestionKind.REAL_OR_ALTERNATE: ["neither"], QuestionKind.THREE_WAY: [PASS], QuestionKind.DATE: ["e", "ab"],
        QuestionKind.ORDER: ["ab", "abcd", "aab", ""], QuestionKind.WHO: [PASS], QuestionKind.DIVERGENCE: ["5"],
    }  # fmt: skip
    for kind, keys in wrong.items():
        for key in keys:
            assert refusal(started(asked=(question(kind),)), answer(key=key)) is Refusal.NOT_AN_OPTION


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", Refusal.NO_WORDS),
        ("   \n\t ", Refusal.NO_WORDS),
        ("?!\u202e", Refusal.NO_WORDS),
        ("x" * 4000, Refusal.TOO_LONG),
        ("neil", Refusal.MORE_PRECISE),
    ],
)
def test_typed_words_that_are_none_too_many_or_not_precise_are_not_locked(words, expected):
    assert refusal(started(asked=(question(QuestionKind.GAP),)), answer(key=words)) is expected


def test_typed_words_are_kept_harmless():
    game = play(started(asked=(question(QuestionKind.GAP),)), answer(key=" Neil\u202e\n Armstrong  "))
    assert game.rounds[0].given[ANA].key == "Neil Armstrong"


def test_every_refusal_has_a_sentence():
    assert all(reason.sentence.endswith(".") for reason in Refusal)
