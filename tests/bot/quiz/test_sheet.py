"""What a game amounts to: the points of revealed questions, none for voided ones, and every choice in the tally."""

from __future__ import annotations

from bot.quiz import moves
from bot.quiz.model import ALTERNATE, REAL
from bot.quiz.moves import Refusal
from bot.quiz.rounds import Stage
from bot.quiz.scoring import PASS
from bot.quiz.sheet import card, score_of, standings, tally
from tests.bot.quiz.small_games import ANA, LUIS, NORA, after, answer, joined, play, refusal, revealed, started


def test_scores_count_revealed_questions_only():
    game = play(started(), answer(ANA, sure=True), answer(LUIS))
    assert score_of(game, ANA).points == 0
    game = revealed(game)
    assert [(one.rank, one.player, one.score.points) for one in standings(game)] == [(1, ANA, 10), (2, LUIS, 9)]
    going_on = play(game, moves.Next(at=after(40), number=0), answer(LUIS, ALTERNATE, number=1, at=41))
    ended = play(going_on, moves.Ended(at=after(45)))
    assert [one.score.points for one in standings(ended)] == [10, 9]


def test_a_voided_question_is_taken_out_for_all_even_after_the_end():
    game = revealed(play(started(), answer(ANA, sure=True), answer(LUIS, ALTERNATE)))
    ended = play(game, moves.Ended(at=after(40)), moves.Voided(at=after(50), number=0))
    assert [(one.rank, one.score.points) for one in standings(ended)] == [(1, 0), (1, 0)]
    assert card(ended, ANA)[0].voided
    assert refusal(ended, moves.Voided(at=after(51), number=0)) is Refusal.ALREADY_VOIDED


def test_voiding_the_question_that_is_asked_reveals_it():
    game = play(started(), answer(ANA), moves.Voided(at=after(5), number=0))
    assert (game.stage, game.rounds[0].counts) == (Stage.REVEAL, False)


def test_who_leaves_keeps_their_points_and_who_comes_late_has_none_for_what_they_missed():
    game = revealed(play(started(), answer(ANA, sure=True), moves.Left(at=after(3), seat=ANA)))
    game = play(
        game, moves.Next(at=after(40), number=0), *joined(NORA), answer(NORA, ALTERNATE, number=1, at=41, sure=True)
    )
    assert {one.player: one.score.points for one in standings(revealed(game, 60))} == {ANA: 10, LUIS: 0, NORA: 10}


def test_a_tally_counts_every_choice_and_how_sure_it_was():
    game = revealed(play(started(seats=(ANA, LUIS, NORA)), answer(ANA, sure=True), answer(LUIS), answer(NORA, PASS)))
    told = tally(game, 0)
    assert (told.players, told.answered, told.right, told.wrong) == (3, 3, 2, 0)
    assert told.choices == {(REAL, True): 1, (REAL, False): 1, (PASS, False): 1}
    assert (told.of(REAL), told.of(ALTERNATE)) == (2, 0)
