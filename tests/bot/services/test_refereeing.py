"""Whatever is upheld, rejected and taken back over several games: the stored points are those worked out anew."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot.errors import UserError
from bot.language import Language
from bot.quiz.model import Question
from bot.quiz.moves import Mode
from bot.quiz.refereeing import Reason
from bot.services.authority import Actor
from bot.services.game_views import Click
from bot.services.games import Games
from bot.services.governing import Governing
from bot.services.policy import Place
from bot.services.refereeing import Refereeing
from bot.store import standing
from bot.store.challenges import State
from bot.store.database import Database
from bot.store.games import fold
from tests.bot.quiz.samples import question
from tests.bot.quiz.test_refereeing import KEYS, KINDS, worth
from tests.bot.services.makers import StandingClock

SERVER, OTHER_SERVER = 1, 2
PEOPLE = (11, 22, 33)
MODERATOR = Actor(44, SERVER, manages=True)
DEEDS = 14


@dataclass(frozen=True, slots=True)
class Same:
    """Asks one question of each of four kinds, always the same ones."""

    def round(self, *_asked: object) -> Sequence[Question]:
        return tuple(question(kind, kind.value) for kind in KINDS)


@pytest.fixture
async def games(tmp_path: Path) -> AsyncIterator[Games]:
    database = await Database.open(tmp_path / "data")
    games = Games(Same(), database, StandingClock())  # type: ignore[arg-type]  # there is no question of the day
    await games.resume()
    yield games
    await database.close()


async def played(games: Games, place: Place, dice: Random) -> int:
    """A game of all, over, with answers as the dice have them."""
    view = await games.open(place, Click(PEOPLE[0]), Mode.EVERYONE, Language.EN, len(KINDS))
    for person in PEOPLE[1:]:
        await games.join(view.id, place, Click(person))
    await games.start(view.id, place, Click(PEOPLE[0]))
    for number, kind in enumerate(KINDS):
        games.clock.pass_seconds(3)  # type: ignore[attr-defined]  # it is the standing clock
        for person in PEOPLE:
            key = dice.choice((*KEYS[kind], None))
            if key is not None:
                await games.answer(view.id, place, Click(person), number, key, sure=dice.random() < 0.5)
        await games.reveal(view.id, place, Click(PEOPLE[0], moderator=True), number)
        await games.next(view.id, place, Click(PEOPLE[0], moderator=True), number)
    return view.id


async def something(refereeing: Refereeing, ids: Sequence[int], dice: Random) -> None:
    """A challenge is made, upheld in one of two ways, rejected or taken back; what is refused is not done."""
    place, made = Place(5, SERVER), await refereeing.page(MODERATOR)
    id = dice.choice(made[0]).id if made[0] else 0
    match dice.randrange(5):
        case 0:
            person, number = dice.choice(PEOPLE), dice.randrange(len(KINDS))
            await refereeing.challenge(dice.choice(ids), place, Click(person), number, Reason.OTHER, "so")
        case 1:
            case = await refereeing.case(MODERATOR, id)
            places = range(len(case.candidates))
            await refereeing.accept(MODERATOR, id, dice.sample(places, dice.randint(1, max(1, len(places)))))
        case 2:
            await refereeing.void(MODERATOR, id)
        case 3:
            await refereeing.reject(MODERATOR, id, "no")
        case _:
            await refereeing.undo(MODERATOR, id)


def anew(db: Any, ids: Sequence[int]) -> tuple[dict[tuple[int, int, int], int], Counter[int]]:
    """The points of each answer by game, number and seat, and of each person over all; by the answers, and by the
    challenges that are upheld at last."""
    held = db.execute("SELECT item, state, accepted FROM challenges WHERE state IN ('accepted', 'voided')").fetchall()
    points, totals = {}, Counter[int]()
    people = {(game, seat): person for game, seat, person in db.execute(
        "SELECT game, seat, discord_id FROM players JOIN people ON people.id = person"
    ).fetchall()}  # fmt: skip
    for id in ids:
        game = fold(db, id)
        for number, kind in enumerate(KINDS):
            ruled = [(state, accepted) for item, state, accepted in held if item == kind.value]
            for seat, given in game.rounds[number].given.items():
                here = (id, number, seat)
                if any(state == State.VOIDED for state, _accepted in ruled):
                    points[here] = 0
                    continue
                also = {key for _state, accepted in ruled for key in json.loads(accepted)}
                points[here] = worth(kind, number, game, given.key, given.sure, also)
                totals[people[id, seat]] += points[here]
    return points, totals


@pytest.mark.parametrize("seed", range(6))
async def test_after_any_decisions_every_stored_point_is_what_it_would_be_worked_out_anew(games, seed):
    dice = Random(seed)  # noqa: S311 # chance, not secrets
    refereeing = Refereeing(games, await Governing.load(games.database, games.clock), games.database, games.clock)
    ids = [await played(games, Place(5, SERVER), dice) for _ in range(3)]
    elsewhere = await played(games, Place(6, OTHER_SERVER), dice)
    before = await games.database.read(_stored, [elsewhere])
    done = 0
    for _ in range(DEEDS * 3):
        try:
            await something(refereeing, ids, dice)
        except UserError:
            continue
        done += 1
    assert done >= DEEDS // 2
    points, totals = await games.database.write(anew, ids)
    assert await games.database.read(_stored, ids) == points
    won = {one.person: one.casual.points for one in await games.database.read(standing.won, SERVER, None)}
    assert won == {person: totals[person] for person in won}
    assert await games.database.read(_stored, [elsewhere]) == before


def _stored(db: Any, ids: Sequence[int]) -> dict[tuple[int, int, int], int]:
    rows = db.execute("SELECT game, number, seat, points FROM results WHERE answered").fetchall()
    return {(game, number, seat): points for game, number, seat, points in rows if game in ids}
