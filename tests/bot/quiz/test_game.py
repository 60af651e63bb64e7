"""A game: the fold of its moves. Answers are locked, judged by when they were given, and counted once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from bot.language import Language
from bot.quiz import moves, timing
from bot.quiz.game import RETURNING, SETTLING, Game
from bot.quiz.model import ALTERNATE, REAL, QuestionKind
from bot.quiz.moves import Mode, Move, Refusal, Refused, Settings, Why
from bot.quiz.position import GRACE, KEPT_WAITING
from bot.quiz.rounds import Outcome, Stage
from bot.quiz.scoring import PASS
from bot.quiz.sheet import card, score_of, standings, tally
from tests.bot.quiz.samples import NOW, question, questions

ANA, LUIS, NORA = 1, 2, 3


def after(seconds: float):
    return NOW + timedelta(seconds=seconds)


def opened(mode: Mode = Mode.EVERYONE, asked=None, *, automatic: bool = True, until=None) -> Game:
    chosen = Settings(mode, Language.EN, automatic)
    return Game.open(moves.Opened(at=NOW, settings=chosen, questions=asked or questions(3), until=until))


def play(game: Game, *made: Move) -> Game:
    for move in made:
        game = game.apply(move).game
    return game


def joined(*seats: int, stretch: int = 100) -> list[Move]:
    return [moves.Joined(at=NOW, seat=seat, stretch=stretch) for seat in seats]


def started(mode: Mode = Mode.EVERYONE, asked=None, *, automatic: bool = True, seats=(ANA, LUIS)) -> Game:
    """A game whose first question is shown now."""
    return play(opened(mode, asked, automatic=automatic), *joined(*seats), moves.Started(at=NOW))


def answer(seat=ANA, key=REAL, *, at=2.0, number=0, sure=False, interaction=None) -> moves.Answered:
    return moves.Answered(at=after(at), interaction=interaction, seat=seat, number=number, key=key, sure=sure)


def refusal(game: Game, move: Move) -> Refusal:
    with pytest.raises(Refused) as caught:
        game.apply(move)
    return caught.value.refusal


def revealed(game: Game, at: float = 30) -> Game:
    return play(game, moves.Revealed(at=after(at), number=game.number))


# ---- from lobby to results ----------------------------------------------------------------------------------


def test_it_goes_from_the_lobby_over_questions_and_reveals_to_the_results():
    game = opened()
    stages = [game.stage]
    for move in [
        *joined(ANA), moves.Started(at=NOW), moves.Revealed(at=NOW, number=0), moves.Next(at=NOW, number=0),
        moves.Revealed(at=NOW, number=1), moves.Next(at=NOW, number=1), moves.Revealed(at=NOW, number=2),
        moves.Next(at=NOW, number=2),
    ]:  # fmt: skip
        game = play(game, move)
        stages.append(game.stage)
    assert " ".join(stages) == "lobby lobby question reveal question reveal question reveal results"


def test_a_question_is_shown_for_as_long_as_it_takes_to_read():
    short, long = question(prompt="Short."), question(prompt="word " * 80)
    assert timing.answering(short, Language.EN) == 15
    # 12 seconds, and 0.35 for each of 80 words, 1 of what is asked and 4 of the options: 41.75.
    assert timing.answering(long, Language.EN) == 42
    assert started(asked=(long,)).deadline == after(42)


@pytest.mark.parametrize(("stretch", "seconds"), [(100, 15), (150, 23), (200, 30)])
def test_the_one_who_needs_most_time_lengthens_it_for_all(stretch, seconds):
    asked = (question(prompt="Short."),)
    game = play(opened(asked=asked), *joined(ANA), *joined(LUIS, stretch=stretch), moves.Started(at=NOW))
    assert game.deadline == after(seconds)
    assert play(opened(asked=asked), *joined(LUIS, stretch=stretch), moves.Left(at=NOW, seat=LUIS)).stretch == 100


def test_a_server_may_want_more_or_less_time_but_never_less_than_fifteen_seconds():
    long = question(prompt="word " * 80)
    assert [timing.answering(long, Language.EN, pace) for pace in (50, 100, 200)] == [21, 42, 84]
    assert timing.answering(question(prompt="Short."), Language.EN, 50, stretch=200) == 30


def test_a_game_keeps_the_questions_it_began_with():
    move = moves.Opened(at=NOW, settings=Settings(Mode.SOLO, Language.ES, False), questions=questions(2))
    assert moves.from_json(moves.to_json(move)) == move


# ---- what time brings ---------------------------------------------------------------------------------------


def test_the_lobby_starts_by_itself_or_closes_if_nobody_came():
    waiting = opened(until=after(60))
    assert waiting.due(after(59.9)) is None
    assert play(waiting, waiting.due(after(60))).closed is Why.NOBODY
    full = play(waiting, *joined(ANA))
    assert full.due(after(60)) == moves.Started(at=after(60))


def test_a_question_is_revealed_when_its_time_and_the_grace_are_over():
    game = started()
    over = game.deadline + GRACE
    assert game.due(over - timedelta(milliseconds=1)) is None
    assert game.due(over) == moves.Revealed(at=over, number=0)


def test_the_next_question_comes_by_itself_only_where_that_was_chosen():
    by_itself, waiting = revealed(started()), revealed(started(automatic=False))
    assert by_itself.due(by_itself.deadline) == moves.Next(at=by_itself.deadline, number=0)
    assert waiting.deadline is None
    assert waiting.due(after(3600)) is None


def test_a_game_that_nobody_goes_on_with_ends_after_a_day_with_what_results_there_are():
    waiting = revealed(started(automatic=False))
    assert play(waiting, waiting.due(after(30) + KEPT_WAITING)).stage is Stage.RESULTS
    paused = play(started(), moves.Paused(at=after(5), why=Why.NO_PERMISSION))
    closed = play(paused, paused.due(after(5) + KEPT_WAITING))
    assert (closed.stage, closed.closed) == (Stage.CLOSED, Why.EXPIRED)
    assert closed.due(after(10**6)) is None


def test_when_everybody_has_answered_nobody_waits_long():
    one = play(started(), answer(ANA, at=2))
    assert one.deadline == started().deadline
    assert play(one, answer(LUIS, at=4)).deadline == after(4) + SETTLING
    assert play(one, moves.Left(at=after(3), seat=LUIS)).deadline == after(3) + SETTLING
    alone = play(started(Mode.SOLO, seats=(ANA,)), answer(ANA, at=2))
    assert alone.deadline == started(Mode.SOLO, seats=(ANA,)).deadline


def test_a_daily_question_lasts_until_its_day_is_over_and_needs_nobody_to_start():
    game = play(opened(Mode.DAILY, questions(1), until=after(3600)), moves.Started(at=NOW))
    assert game.deadline == after(3600)
    game = play(game, *joined(ANA), answer(ANA, at=3000))
    assert game.deadline == after(3600)
    assert game.due(after(3602)) == moves.Revealed(at=after(3602), number=0)


# ---- answers ------------------------------------------------------------------------------------------------


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


# ---- pauses and restarts ------------------------------------------------------------------------------------


def test_a_pause_stops_the_time_and_answers_given_before_it_still_count():
    paused = play(started(), moves.Paused(at=after(10), why=Why.HOST))
    assert refusal(paused, answer(at=11)) is Refusal.PAUSED
    assert play(paused, answer(at=9)).answered == 1
    assert refusal(paused, moves.Paused(at=after(11), why=Why.HOST)) is Refusal.PAUSED
    game = play(paused, moves.Resumed(at=after(110)))
    assert game.deadline == started().deadline + timedelta(seconds=100)
    assert play(game, answer(at=113)).rounds[0].given[ANA].seconds == 13


def test_after_a_restart_a_question_gets_its_time_back_and_twenty_seconds_more():
    game = started(asked=(question(prompt="word " * 80),))
    for away in (0, 1, 290):
        turn = game.apply(moves.Resumed(at=after(10 + away), since=after(10)))
        assert turn.game.deadline == game.deadline + timedelta(seconds=away) + RETURNING
        assert turn.outcome.added == 20
    just_over = game.apply(moves.Resumed(at=after(100), since=after(43)))
    assert just_over.game.deadline == after(100) + RETURNING


def test_more_time_can_be_given():
    turn = started().apply(moves.Extended(at=after(3), seconds=30))
    assert turn.game.deadline == started().deadline + timedelta(seconds=30)
    assert turn.outcome.added == 30
    paused = play(started(), moves.Paused(at=after(3), why=Why.HOST))
    assert paused.apply(moves.Extended(at=after(90), seconds=30)).outcome.added == 30


# ---- what it amounts to -------------------------------------------------------------------------------------


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


# ---- any moves whatever -------------------------------------------------------------------------------------

SEATS = st.integers(0, 4)
NUMBERS = st.integers(-1, 3)
KEYS = st.sampled_from([REAL, ALTERNATE, PASS, "a", "bac", "Armstrong", ""])
KINDS = {
    moves.Joined: {"seat": SEATS, "stretch": st.sampled_from(timing.STRETCHES)},
    moves.Left: {"seat": SEATS},
    moves.Started: {},
    moves.Answered: {"seat": SEATS, "number": NUMBERS, "key": KEYS, "sure": st.booleans()},
    moves.Extended: {"seconds": st.integers(1, 60)},
    moves.Paused: {"why": st.sampled_from(Why)},
    moves.Resumed: {"since": st.one_of(st.none(), st.integers(0, 300).map(after))},
    moves.Voided: {"number": NUMBERS},
    moves.Revealed: {"number": NUMBERS},
    moves.Next: {"number": NUMBERS},
    moves.Ended: {},
    moves.Cancelled: {"why": st.sampled_from(Why)},
    moves.Placed: {"channel": st.just(5), "message": st.integers(1, 9)},
}  # fmt: skip
INSTANTS = st.floats(0, 300, allow_nan=False).map(lambda seconds: after(round(seconds, 3)))
INTERACTIONS = st.one_of(st.none(), st.integers(1, 8))
# Moves that get a game going are drawn more often, or most games would stay in their lobbies.
OFTEN = [moves.Answered] * 12 + [moves.Revealed, moves.Next, moves.Joined] * 4 + [moves.Started] * 3
MOVES = st.lists(
    st.sampled_from([*KINDS, *OFTEN]).flatmap(
        lambda kind: st.builds(kind, at=INSTANTS, interaction=INTERACTIONS, **KINDS[kind])
    ),
    max_size=30,
)
MIXED = (question(), question(QuestionKind.ORDER, "order"), question(QuestionKind.GAP, "gap"))


@settings(max_examples=300)
@drawn(st.sampled_from(Mode), st.booleans(), MOVES)
def test_whatever_happens_a_fold_of_the_moves_that_were_taken_is_the_live_game(mode, automatic, made):
    opening = moves.Opened(at=NOW, settings=Settings(mode, Language.EN, automatic), questions=MIXED, until=after(60))
    game, taken = Game.open(opening), [opening]
    outcomes: dict[int, Outcome] = {}
    for move in [*joined(1), *made]:
        try:
            turn = game.apply(move)
        except Refused:
            continue
        if turn.new:
            assert turn.game.revision == game.revision + 1
            taken.append(move)
            if move.interaction:
                outcomes[move.interaction] = turn.outcome
        else:
            assert turn.game is game
            assert turn.outcome == outcomes[move.interaction]
        game = turn.game
    stored = [moves.from_json(moves.to_json(move)) for move in taken]
    assert Game.fold(stored) == game
    assert standings(Game.fold(stored)) == standings(game)
    assert game.revision == len(taken)
    assert (game.due_at is None) == game.stage.over


@settings(max_examples=150)
@drawn(MOVES, st.lists(st.integers(0, 39), max_size=20))
def test_deliveries_doubled_at_any_later_time_lead_to_the_same_game(made, doubled):
    numbered = [replace(move, interaction=number) for number, move in enumerate(made, 1)]
    start = play(opened(until=after(60)), *joined(1, 2))

    def run(sequence) -> Game:
        game = start
        for move in sequence:
            try:
                game = game.apply(move).game
            except Refused:
                refused.add(move.interaction)
        return game

    refused: set[int] = set()
    once = run(numbered)
    # A delivery that was refused may be taken when it comes again; only what was taken is remembered.
    again = [
        move for position in doubled for move in numbered[position : position + 1] if move.interaction not in refused
    ]
    assert run([*numbered, *again]) == once
