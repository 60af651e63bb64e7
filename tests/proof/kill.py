"""Kills a bot that plays, again and again, and looks whether anything is lost: `uv run python -m tests.proof.kill`.

Each life is a real process: it opens the store, resumes what ran, and plays games of 30 people through the services,
printing every acknowledgement. Somewhere in between it gets a SIGKILL, and the next life begins in the same folder.
Time runs 200 times as fast, so that games come to their ends. At last everything stored is compared with everything
that was acknowledged, and with a fold of the moves from scratch.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import UserError
from bot.language import Language
from bot.quiz.model import ALTERNATE, REAL
from bot.quiz.moves import Mode
from bot.quiz.rounds import Stage
from bot.quiz.scoring import PASS
from bot.quiz.sheet import standings
from bot.services.game_views import Click, View
from bot.services.games import Games
from bot.services.policy import Place
from bot.store import games as stored_games
from bot.store.database import Database
from tests.bot.services.makers import SmallMaker

PLAYERS = range(1, 31)
QUESTIONS = 5
QUIZ = Place(5, 1)
SPEED = 200
LIFE_SECONDS = 0.8
"""A life is at most this long before it is killed."""
END_SECONDS = 20
"""How long the last life may take to end its game."""


@dataclass(frozen=True, slots=True)
class FastClock:
    """Real time, 200 times as fast; goes on over every life."""

    begun: float

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self.begun, UTC) + timedelta(seconds=(time.time() - self.begun) * SPEED)


# ---- one life -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Life:
    """A bot with its players, from its start until it is killed."""

    games: Games
    dice: random.Random
    write: int
    """Where acknowledgements are written."""
    view: View | None = None
    next_interaction: int = 0

    def say(self, *words: object) -> None:
        """One line in one system call: it is out completely, or not at all."""
        os.write(self.write, (" ".join(map(str, words)) + "\n").encode())

    async def live(self, *, to_the_end: bool) -> None:
        for view in await self.games.resume():
            self.say("resumed", view.id)
            self.view = view
        players = [asyncio.create_task(self.play(person)) for person in PLAYERS]
        while not (to_the_end and (self.view is None or self.view.game.stage.over)):
            await self.beat(open_another=not to_the_end)
            await asyncio.sleep(0.002)
        for player in players:
            player.cancel()

    async def beat(self, *, open_another: bool) -> None:
        """The pulse: what is due, and another game after the last."""
        for id in await self.games.due():
            self.view = await self.games.advance(id)
            self.say("stage", id, self.view.game.revision, self.view.game.stage, self.view.game.number)
        if open_another and (self.view is None or self.view.game.stage.over):
            self.view = await self.games.open(QUIZ, Click(1), Mode.EVERYONE, Language.EN, QUESTIONS)
            self.say("opened", self.view.id)
            await asyncio.gather(*(self.games.join(self.view.id, QUIZ, Click(person)) for person in PLAYERS))
            self.view = await self.games.start(self.view.id, QUIZ, Click(1))

    async def play(self, person: int) -> None:
        """One player: answers each question once, some change their mind, some clicks are delivered twice."""
        answered: tuple[int, int] | None = None
        while True:
            await asyncio.sleep(self.dice.uniform(0, 0.03))
            view = self.view
            if view is None or view.game.stage is not Stage.QUESTION or (view.id, view.game.number) == answered:
                continue
            for _ in range(self.dice.choice([1, 1, 1, 2])):
                await self.click(view, person)
            answered = view.id, view.game.number

    async def click(self, view: View, person: int) -> None:
        self.next_interaction += 1
        click = Click(person, self.next_interaction, self.games.clock())
        key, number = self.dice.choice([REAL, ALTERNATE, PASS]), view.game.number
        times = self.dice.choice([1, 1, 2, 3])
        sure = self.dice.random() < 0.3
        try:
            told = await asyncio.gather(
                *(self.games.answer(view.id, QUIZ, click, number, key, sure=sure) for _ in range(times))
            )
        except UserError:
            return
        assert len({one.outcome for one in told}) == 1
        self.say("answered", view.id, number, person, key, int(sure), click.id)


async def _live(folder: Path, begun: float, seed: int, write: int, *, to_the_end: bool) -> None:
    database = await Database.open(folder)
    life = Life(Games(SmallMaker(), database, FastClock(begun)), random.Random(seed), write)  # noqa: S311 # a simulation
    life.next_interaction = seed * 1_000_000
    await life.live(to_the_end=to_the_end)
    await database.close()


# ---- killing ------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Lives:
    """What all lives said, line by line."""

    folder: Path
    begun: float = field(default_factory=time.time)
    said: list[list[str]] = field(default_factory=list)
    resumed_by_life: list[set[int]] = field(default_factory=list)
    running: set[int] = field(default_factory=set)
    """The games that ran when the last life was killed, as far as it had told."""

    def one(self, seed: int, seconds: float | None) -> None:
        """One life, killed after so many seconds; one that may go on to the end of its game if None."""
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            status = 1
            try:
                asyncio.run(_live(self.folder, self.begun, seed, write, to_the_end=seconds is None))
                status = 0
            finally:
                os._exit(status)
        os.close(write)
        text = _read_for(read, seconds if seconds is not None else END_SECONDS)
        if seconds is not None:
            os.kill(child, signal.SIGKILL)
        text += _read_for(read, END_SECONDS)
        os.close(read)
        _, status = os.waitpid(child, 0)
        assert status == (signal.SIGKILL if seconds is not None else 0), f"a life ended by itself: {status}"
        lines = [line.decode().split() for line in text.split(b"\n")[:-1]]
        self.said += lines
        self.resumed_by_life.append({int(words[1]) for words in lines if words[0] == "resumed"})


def _read_for(file: int, seconds: float) -> bytes:
    """What can be read until the other end closes, for at most so long."""
    end, read = time.monotonic() + seconds, b""
    while (left := end - time.monotonic()) > 0:
        if not select.select([file], [], [], left)[0]:
            break
        if not (part := os.read(file, 1 << 16)):
            break
        read += part
    return read


# ---- looking ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """What was lost or doubled; all but the first four figures must be 0."""

    acknowledged: int
    games: int
    finished: int
    resumed: int
    lost: int
    """Acknowledged answers that are not stored."""
    doubled: int
    """Interactions that are stored more than once."""
    other_than_acknowledged: int
    """Answers stored otherwise than they were acknowledged."""
    other_than_folded: int
    """Games whose rows or results differ from a fold of their moves from scratch."""
    left_running: int
    """Games that neither came to their end nor were closed."""

    @property
    def perfect(self) -> bool:
        return not (
            self.lost or self.doubled or self.other_than_acknowledged or self.other_than_folded or self.left_running
        )


async def _look(lives: Lives) -> Found:
    database = await Database.open(lives.folder)
    found = await database.write(_compare, lives)
    await database.close()
    return found


def _compare(db: object, lives: Lives) -> Found:
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)  # type: ignore[attr-defined]
    rows = db.execute(  # type: ignore[attr-defined]
        "SELECT moves.game, json_extract(move, '$.interaction'), json_extract(move, '$.number'), discord_id,"
        " json_extract(move, '$.key'), json_extract(move, '$.sure') FROM moves"
        " JOIN players ON players.game = moves.game AND seat = json_extract(move, '$.seat')"
        " JOIN people ON people.id = person WHERE json_extract(move, '$.kind') = 'answered'"
    ).fetchall()
    stored = {
        interaction: tuple(map(str, row)) for *row, interaction in ((g, n, p, k, s, i) for g, i, n, p, k, s in rows)
    }
    told = {int(words[6]): tuple(words[1:6]) for words in lives.said if words[0] == "answered"}
    games = [id for (id,) in db.execute("SELECT id FROM games ORDER BY id").fetchall()]  # type: ignore[attr-defined]
    stages = Counter(stored_games.fold(db, id).stage for id in games)  # type: ignore[arg-type]
    return Found(
        acknowledged=len(told),
        games=len(games),
        finished=stages[Stage.RESULTS],
        resumed=sum(map(len, lives.resumed_by_life)),
        lost=len(told.keys() - stored.keys()),
        doubled=len(rows) - len(stored),
        other_than_acknowledged=sum(stored[id] != answer for id, answer in told.items() if id in stored),
        other_than_folded=sum(not _as_folded(db, id) for id in games),
        left_running=sum(count for stage, count in stages.items() if not stage.over),
    )


def _as_folded(db: object, id: int) -> bool:
    """Whether the rows of a game say what its moves say."""
    game = stored_games.fold(db, id)  # type: ignore[arg-type]
    row = db.execute("SELECT stage, revision FROM games WHERE id = ?", [id]).fetchone()  # type: ignore[attr-defined]
    written = db.execute(  # type: ignore[attr-defined]
        "SELECT seat, sum(points), sum(correct IS 1), sum(answered) FROM results WHERE game = ? GROUP BY seat", [id]
    ).fetchall()
    # Who came later has no rows for the questions before, so it is the answers that are counted.
    shown = [round for round in game.rounds if round.revealed]
    folded = [
        (one.player, one.score.points, one.score.right, sum(one.player in round.given for round in shown))
        for one in (standings(game) if shown else ())
    ]
    return tuple(row) == (game.stage, game.revision) and sorted(written) == sorted(folded)


def prove(points: int, seed: int, folder: Path) -> Found:
    """Kill at so many points, let the last game end, and look. The process must have no threads yet."""
    dice = random.Random(seed)  # noqa: S311 # moments that nobody chose
    lives = Lives(folder)
    for life in range(points):
        lives.one(life + 1, dice.uniform(0, LIFE_SECONDS))
    lives.one(points + 1, None)
    return asyncio.run(_look(lives))


def main() -> None:
    """Print what was found; exit 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=50, help="how often the process is killed")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="of the moments")
    given = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found = prove(given.points, given.seed, Path(folder) / "data")
    print(f"killed {given.points} times (seed {given.seed}) in {time.monotonic() - begun:.1f} s")
    for name in Found.__slots__:
        print(f"  {name.replace('_', ' ')}: {getattr(found, name)}")
    sys.exit(0 if found.perfect else 1)


if __name__ == "__main__":
    main()
