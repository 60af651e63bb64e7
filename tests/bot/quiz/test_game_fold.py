"""Any moves whatever, in any order and delivered twice: the fold of those that were taken is the live game."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from bot.language import Language
from bot.quiz import moves, timing
from bot.quiz.game import Game
from bot.quiz.model import ALTERNATE, REAL, QuestionKind
from bot.quiz.moves import Mode, Refused, Settings, Why
from bot.quiz.rounds import Outcome
from bot.quiz.scoring import PASS
from bot.quiz.sheet import standings
from tests.bot.quiz.samples import NOW, question
from tests.bot.quiz.small_games import after, joined, opened, play

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
