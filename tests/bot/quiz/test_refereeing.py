"""Rulings on challenged questions: whatever is upheld and taken back, a game comes to what its moves come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.language import Language
from bot.quiz import moves
from bot.quiz.game import Game
from bot.quiz.judge import Judgement, judge
from bot.quiz.model import ALTERNATE, REAL, QuestionKind
from bot.quiz.moves import Mode, Refusal, Refused, Settings
from bot.quiz.position import Position
from bot.quiz.refereeing import PROVISIONAL, candidates, challengeable, moved, same_answer
from bot.quiz.scoring import LEAN, PASS, PASSED, SURE
from bot.quiz.sheet import score_of, standings, tally
from tests.bot.quiz.samples import NOW, question

ANA, LUIS, NORA = 1, 2, 3
SEATS = (ANA, LUIS, NORA)
KINDS = (QuestionKind.REAL_OR_ALTERNATE, QuestionKind.DATE, QuestionKind.ORDER, QuestionKind.GAP)
KEYS = {
    QuestionKind.REAL_OR_ALTERNATE: (REAL, ALTERNATE, PASS),
    QuestionKind.DATE: tuple("abcd"),
    QuestionKind.ORDER: ("bac", "abc", "cab", "bca"),
    QuestionKind.GAP: ("Armstrong", "Buzz Aldrin", "Gagarin", "Yuri Gagarin"),
}


def played(answers: dict[tuple[int, int], tuple[str, bool]]) -> Game:
    """A game of one question of each kind, over, with these answers by number and seat."""
    asked = tuple(question(kind, kind.value) for kind in KINDS)
    game = Game.open(moves.Opened(at=NOW, settings=Settings(Mode.EVERYONE, Language.EN, False), questions=asked))
    taken: list[moves.Move] = [moves.Joined(at=NOW, seat=seat) for seat in SEATS]
    taken.append(moves.Started(at=NOW))
    for number in range(len(KINDS)):
        taken += [
            moves.Answered(at=NOW + timedelta(seconds=1), seat=seat, number=number, key=key, sure=sure)
            for (which, seat), (key, sure) in answers.items()
            if which == number
        ]
        taken.append(moves.Revealed(at=NOW + timedelta(seconds=5), number=number))
        taken.append(moves.Next(at=NOW + timedelta(seconds=9), number=number))
    for move in taken:
        game = game.apply(move).game
    return game


def ruled(game: Game, *made: moves.Move) -> Game:
    for move in made:
        game = game.apply(move).game
    return game


def accept(number: int, *keys: str, ruling: int = 1) -> moves.Ruled:
    return moves.Ruled(at=NOW, number=number, ruling=ruling, accept=keys)


def void(number: int, ruling: int = 1) -> moves.Ruled:
    return moves.Ruled(at=NOW, number=number, ruling=ruling, void=True)


def back(number: int, ruling: int = 1) -> moves.Unruled:
    return moves.Unruled(at=NOW, number=number, ruling=ruling)


def refusal(game: Game, move: moves.Move) -> Refusal:
    with pytest.raises(Refused) as refused:
        game.apply(move)
    return refused.value.refusal


# ---- one ruling ----------------------------------------------------------------------------------------------------


def test_another_option_ruled_right_pays_whoever_chose_it_and_takes_from_nobody():
    game = played({(1, ANA): ("a", True), (1, LUIS): ("b", True), (1, NORA): ("c", False)})
    assert [score_of(game, seat).points for seat in SEATS] == [10, 0, 4]
    after = ruled(game, accept(1, "b"))
    assert [score_of(after, seat).points for seat in SEATS] == [10, 10, 4]
    assert (tally(after, 1).right, tally(after, 1).wrong) == (2, 1)
    assert moved(game, after) == 1


def test_a_statement_true_in_both_histories_is_right_either_way_and_a_pass_stays_a_pass():
    game = played({(0, ANA): (REAL, False), (0, LUIS): (ALTERNATE, True), (0, NORA): (PASS, False)})
    after = ruled(game, accept(0, ALTERNATE))
    assert [score_of(after, seat).points for seat in SEATS] == [LEAN[0], SURE[0], PASSED]
    assert refusal(game, accept(0, PASS)) is Refusal.NOT_AN_OPTION


def test_typed_words_ruled_right_are_right_however_they_are_spelt():
    game = played({(3, ANA): ("Buzz Aldrin", False), (3, LUIS): ("buzz  ALDRIN", True), (3, NORA): ("Gagarin", False)})
    assert [(one.key, one.count) for one in candidates(game, 3)] == [("Buzz Aldrin", 2), ("Gagarin", 1)]
    after = ruled(game, accept(3, "Buzz Aldrin"))
    assert [score_of(after, seat).points for seat in SEATS] == [10, 10, 4]


def test_another_order_ruled_right_is_paid_in_full():
    game = played({(2, ANA): ("bac", False), (2, LUIS): ("bca", False), (2, NORA): ("cab", True)})
    assert {one.key for one in candidates(game, 2)} == {"bca", "cab"}
    after = ruled(game, accept(2, "bca"))
    assert [score_of(after, seat).points for seat in SEATS] == [10, 10, 0]


def test_what_can_be_ruled_right_stays_the_same_whatever_was_ruled():
    game = played({(1, ANA): ("b", True), (3, LUIS): ("Gagarin", True)})
    after = ruled(game, accept(1, "b"), accept(3, "Gagarin", ruling=2))
    assert all(candidates(after, number) == candidates(game, number) for number in range(len(KINDS)))


def test_a_question_ruled_out_counts_for_nobody_and_comes_back_when_that_is_taken_back():
    game = played({(1, ANA): ("a", True), (1, LUIS): ("b", True)})
    out = ruled(game, void(1))
    assert {one.score.points for one in standings(out)} == {0}
    again = ruled(out, back(1))
    assert (standings(again), again.rounds) == (standings(game), game.rounds)


def test_what_the_host_left_out_stays_out_when_a_ruling_is_taken_back():
    game = ruled(played({(1, ANA): ("a", True)}), moves.Voided(at=NOW, number=1), void(1), back(1))
    assert game.rounds[1].voided


def test_only_what_was_revealed_is_ruled_on_and_only_what_was_ruled_is_taken_back():
    game = played({})
    assert refusal(game, void(9)) is Refusal.NOT_REVEALED
    assert refusal(game, back(0)) is Refusal.NOT_RULED
    assert refusal(game, accept(1, "z")) is Refusal.NOT_AN_OPTION
    asked = Game.open(
        moves.Opened(at=NOW, settings=Settings(Mode.SOLO, Language.EN, False), questions=(question(),))
    )  # fmt: skip
    asked = ruled(asked, moves.Joined(at=NOW, seat=ANA), moves.Started(at=NOW))
    assert refusal(asked, void(0)) is Refusal.NOT_REVEALED


def test_rulings_survive_being_written_down():
    made: list[moves.Move] = [accept(1, "b", "c"), void(2), back(1)]
    assert [moves.from_json(moves.to_json(move)) for move in made] == made


# ---- any rulings ---------------------------------------------------------------------------------------------------

answering = some.dictionaries(
    some.tuples(some.sampled_from(range(len(KINDS))), some.sampled_from(SEATS)),
    some.tuples(some.none(), some.booleans()),
)


@some.composite
def games(draw: some.DrawFn) -> Game:
    chosen = draw(answering)
    return played({
        (number, seat): (draw(some.sampled_from(KEYS[KINDS[number]])), sure)
        for (number, seat), (_key, sure) in chosen.items()
    })  # fmt: skip


@some.composite
def rulings(draw: some.DrawFn) -> list[moves.Move]:
    """Upholding in three ways, and taking back, of up to three challenges of each question."""
    made: list[moves.Move] = []
    for _ in range(draw(some.integers(0, 8))):
        number, ruling = draw(some.integers(0, len(KINDS) - 1)), draw(some.integers(1, 3))
        kind = KINDS[number]
        keys = [key for key in KEYS[kind] if key != PASS]
        match draw(some.sampled_from(("accept", "void", "back"))):
            case "accept":
                made.append(accept(number, *draw(some.sets(some.sampled_from(keys), min_size=1)), ruling=ruling))
            case "void":
                made.append(void(number, ruling))
            case _:
                made.append(back(number, ruling))
    return made


def from_scratch(game: Position, made: list[moves.Move], seat: int) -> int:
    """What a player has by the rules of points alone, worked out anew from the answers and from what holds at last."""
    points = 0
    for number, kind in enumerate(KINDS):
        holding: dict[int, moves.Ruled] = {}
        for move in made:
            if move.number == number:  # type: ignore[union-attr]
                holding.pop(move.ruling, None)  # type: ignore[union-attr]
                if isinstance(move, moves.Ruled):
                    holding[move.ruling] = move
        answer = game.rounds[number].given.get(seat)
        if answer is None or any(one.void for one in holding.values()):
            continue
        also = {key for one in holding.values() for key in one.accept}
        points += worth(kind, number, game, answer.key, answer.sure, also)
    return points


def worth(kind: QuestionKind, number: int, game: Position, key: str, sure: bool, also: set[str]) -> int:
    asked = game.questions[number]
    match kind:
        case QuestionKind.REAL_OR_ALTERNATE:
            if key == PASS:
                return 7
            return {(True, True): 10, (True, False): 9, (False, True): 0, (False, False): 4}[
                key == REAL or key in also, sure
            ]
        case QuestionKind.ORDER:
            kept = sum(key.index(one) < key.index(two) for one, two in asked.pairs)
            full = key in also or kept == len(asked.pairs)
            return 10 if full else 0 if sure else 10 * kept // len(asked.pairs)
        case QuestionKind.GAP:
            gap = asked.gap[Language.EN]
            same = {" ".join(one.lower().split()) for one in also}
            right = " ".join(key.lower().split()) in same or judge(key, gap) is Judgement.RIGHT
            return 10 if right else 0 if sure else 4
        case _:
            return 10 if key == "a" or key in also else 0 if sure else 4


@settings(max_examples=300)
@given(games(), rulings())
def test_after_any_rulings_and_undoings_every_total_is_what_it_would_be_worked_out_anew(game, made):
    after, taken = game, []
    for move in made:
        held = {ruling.id for ruling in after.rounds[move.number].rulings}
        if isinstance(move, moves.Unruled) and move.ruling not in held:
            assert refusal(after, move) is Refusal.NOT_RULED
            continue
        after = after.apply(move).game
        taken.append(move)
    assert {seat: score_of(after, seat).points for seat in SEATS} == {
        seat: from_scratch(game, taken, seat) for seat in SEATS
    }
    undone = after
    for number, round in enumerate(after.rounds):
        for ruling in round.rulings:
            undone = undone.apply(back(number, ruling.id)).game
    assert (standings(undone), undone.rounds) == (standings(game), game.rounds)


# ---- when, and where else ------------------------------------------------------------------------------------------


def test_questions_can_be_challenged_until_a_day_after_the_game():
    game = ruled(played({}), moves.Voided(at=NOW, number=2))
    assert challengeable(game, game.since + PROVISIONAL) == (0, 1, 3)
    assert challengeable(game, game.since + PROVISIONAL + timedelta(seconds=1)) == ()


def test_an_answer_ruled_right_is_found_by_its_words_where_the_options_are_others():
    one = question(QuestionKind.DATE, "moon")
    turned = replace(one, variant=1, options=tuple(
        replace(option, key=key) for option, key in zip(one.options, "dcba", strict=True)
    ))  # fmt: skip
    assert same_answer("b", one, turned) == "c"
    assert same_answer("b", one, replace(turned, options=turned.options[:1])) is None
    gap = question(QuestionKind.GAP)
    assert same_answer("Gagarin", gap, replace(gap, variant=1)) == "Gagarin"
    account = question(QuestionKind.DIVERGENCE)
    assert (same_answer("2", account, account), same_answer("2", account, replace(account, variant=1))) == ("2", None)
