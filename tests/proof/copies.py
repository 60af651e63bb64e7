"""Every answer comes one to five times, shuffled among the others: what everybody scores is the same as without."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.quiz.model import Question
from tests.bot.quiz.samples import questions
from tests.proof.fast_time import FastTime, fast_loop
from tests.proof.flows import more
from tests.proof.stage import Stage, id_in, press, staged
from tests.proof.tables import HELD, Table, progress
from tests.wire.discord import HOST
from tests.wire.faults import Fault
from tests.wire.people import ids_in
from tests.wire.shapes import Json

SPEED = 3
PLAYERS, QUESTIONS, GAMES, LEAST = 50, 10, 10, 5000
SHORT = (8, 2, 1)


class Overtaken(RuntimeError):
    """Time was up before everybody had pressed: on a busy machine; the games are played again."""


@dataclass(frozen=True, slots=True)
class Same:
    """Always asks the same."""

    def round(self, count: int, *_wish: object) -> Sequence[Question]:
        return questions(count)

    def daily(self, *_wish: object) -> Question:
        return questions(1)[0]


async def _game(stage: Stage, players: int, asked: int, seed: int, bar: Any) -> tuple[list[Any], int]:
    """A game from its lobby to its results, and the answers that were acknowledged; what everybody came to."""
    wire, where, dice = stage.wire, await stage.wire.add_channel(), random.Random(seed)  # noqa: S311 # a simulation
    since = wire.snowflake()
    card = await stage.told(lambda: wire.slash(HOST, "quiz", where=where, questions=asked))
    await press(stage, HOST, card.data, "quiz-everyone", more)
    opened = await wire.seen(lambda shown: bool(id_in(shown, "quiz-start")), 20, since)
    assert opened is not None
    game = (id_in(opened, "quiz-start") or "").rpartition(":")[2]
    people = [stage.person() for _ in range(players)]
    await press(stage, HOST, opened, "quiz-start")
    acknowledged = 0
    for number in range(asked):
        live = await _asks(stage, int(opened["id"]), number)
        keys = [key for key in ids_in(live["components"]) if ":quiz-answer:" in key]
        chosen = [dice.choice(keys) for _ in people]
        # All at once, each once: what comes several times is what Discord makes of it.
        sent = [await wire.press(person, live, key) for person, key in zip(people, chosen, strict=True)]
        told = await asyncio.gather(*(wire.answer_to(id, 60 * SPEED) for id in sent))
        acknowledged += sum(one is not None and "Locked" in str(one.data) for one in told)
        bar.update(len(sent))
        panel = await press(stage, HOST, live, "quiz-host")
        await press(stage, HOST, panel.data, "quiz-forward")
        forward = await stage.told(lambda live=live: wire.press(HOST, live, f"b1:quiz-host:{game}"))  # type: ignore[misc]
        if id_in(forward.data, "quiz-forward"):
            await press(stage, HOST, forward.data, "quiz-forward")
    rows: list[Any] = await stage.services.database.read(_scores, int(game), people[0])
    return rows, acknowledged


async def _asks(stage: Stage, message: int, number: int) -> Json:
    """The live message once it asks that question."""
    while True:
        live = stage.wire.messages[message]
        key = id_in(live, "quiz-answer")
        asked = int(key.split(":")[3]) if key is not None else -1
        if asked == number:
            return live
        if asked > number or id_in(live, "quiz-mine"):
            raise Overtaken
        await asyncio.sleep(0.1)


def _scores(db: Any, game: int, first: int) -> list[Any]:
    """What each answer came to, by who gave it; the first of the players is number 0, whoever was seated first."""
    query = (
        "SELECT discord_id - ?, item, said, points, correct, answered, sure FROM results"
        " JOIN people ON people.id = person WHERE game = ? AND discord_id >= ? ORDER BY 1, 2"
    )
    return list(db.execute(query, [first, game, first]).fetchall())


async def run(folder: Path, fast: FastTime, players: int, asked: int, games: int) -> dict[str, int]:
    """Each game twice: as it should be, and with everything coming several times."""
    found = {"games": 0, "interactions": 0, "acknowledged": 0, "different": 0, "wrong": 0, "answered twice": 0}
    async with staged(folder, fast) as stage:
        stage.services.games.maker_of = lambda _server: Same()  # type: ignore[assignment, return-value]
        stage.patience = 60.0 * SPEED
        with progress("interactions that come again", games * players * asked * 2) as bar:
            for seed in [*range(games), *range(games)]:
                if found["games"] == games:
                    break
                fault = Fault("shuffle", "INTERACTION_CREATE", count=10**9)
                try:
                    once, _ = await _game(stage, players, asked, seed, bar)
                    stage.wire.faults.add(fault)
                    several, acknowledged = await _game(stage, players, asked, seed, bar)
                except Overtaken:
                    continue
                finally:
                    stage.wire.faults.clear()
                found["games"] += 1
                found["interactions"] += len(fault.struck)
                found["acknowledged"] += acknowledged
                found["different"] += once != several
        found["wrong"] = len(stage.spilt) + len(stage.wire.unknown) + len(stage.wire.broken)
        found["answered twice"] = len(stage.wire.twice)
    return found


def prove(*, short: bool) -> Table:
    """The table."""
    players, asked, games = SHORT if short else (PLAYERS, QUESTIONS, GAMES)
    fast = FastTime(SPEED)
    with tempfile.TemporaryDirectory() as folder:
        found = fast_loop(fast).run_until_complete(run(Path(folder) / "data", fast, players, asked, games))
    table = Table("Interactions that come one to five times, shuffled", HELD)
    came, wanted = found["interactions"], players * asked * games
    table.hold("games played twice", str(found["games"]), str(games), met=found["games"] == games)
    table.hold("interactions", str(came), f"≥ {LEAST}", met=None if short else came >= LEAST)
    table.hold("answers acknowledged", str(found["acknowledged"]), str(wanted), met=found["acknowledged"] == wanted,
               never=True)  # fmt: skip
    table.hold(f"games of {games} whose scores differ from those of the same game with each answer once",
               str(found["different"]), "0", met=not found["different"], never=True)  # fmt: skip
    table.hold(
        "answered more than once", str(found["answered twice"]), "0", met=not found["answered twice"], never=True
    )
    table.hold("shown innards, or over a limit", str(found["wrong"]), "0", met=not found["wrong"], never=True)
    return table
