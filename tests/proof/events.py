"""Kills the bot while it runs events, and looks whether any step is lost or doubled: `python -m tests.proof.events`.

The Discord and its people (`tests/wire`) are a process that lives on; the bot, with its real client over real sockets,
is another one that gets a SIGKILL at random moments between an event's creation and its results, and is started anew.
Time runs 150 times as fast, and leaps from step to step. At last all that was posted is compared with the outbox.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import logging
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, fields
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from bot.app import EXTENSIONS, Divergence
from bot.history.subject import Subject
from bot.quiz.event_steps import NUMBERS, OF_A_TIME, Step
from bot.services import open_services
from bot.settings import ROOT, Settings
from bot.store.database import Database
from tests.proof.fast_time import FastTime, fast_loop
from tests.proof.quiz_night import people
from tests.wire.discord import WireDiscord
from tests.wire.loopback import keep_home, point_at
from tests.wire.people import ids_in

LIFE_SECONDS = (0.3, 3.0)
"""How long a life lasts before it is killed."""
END_SECONDS = 90
"""How long the last life may take to end its event."""
FORK = get_context("fork")


# ---- the processes ------------------------------------------------------------------------------------------


def _world(fast: FastTime, enough: Any, out: Any) -> None:
    """Discord and its people, until an event is over after `enough` is set; then everything they saw."""

    async def live() -> dict[str, Any]:
        wire = WireDiscord(fast)
        runner = await wire.serve()
        out.send(wire.port)
        answers = await people(wire, fast, enough)
        await runner.cleanup()
        return {"posted": wire.posted, "natives": list(wire.natives.values()), "answers": answers,
                "swallowed": wire.swallowed}  # fmt: skip

    out.send(asyncio.run(live()))


def _life(fast: FastTime, port: int, folder: Path, subject: Subject) -> None:
    """The bot, until it is killed."""
    logging.disable(logging.CRITICAL)
    point_at(port)

    async def live() -> None:
        settings = Settings(data=folder)
        async with open_services(settings, fast, subject) as services, Divergence(services) as bot:
            keep_home(bot)
            await bot.start("token")

    fast_loop(fast).run_until_complete(live())


# ---- looking ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """What became of the steps; all but the first figures must be 0."""

    kills: int
    events: int
    moved: int
    """Events that were moved, after their first reminder."""
    steps: int
    """Steps that were taken."""
    swallowed: int
    """Posts that Discord itself recognized by their nonce."""
    answers: int
    """Answers that were acknowledged to players."""
    lost: int
    """Steps that are marked as taken, and nobody saw; and steps that an event should have and has not."""
    doubled: int
    """Steps that were seen more than once."""
    unmarked: int
    """Steps that were seen and are not marked."""
    answers_lost: int

    @property
    def perfect(self) -> bool:
        return not (self.lost or self.doubled or self.unmarked or self.answers_lost)


EXPECTED = frozenset({Step.NATIVE, Step.ANNOUNCE, Step.REMIND_EARLY, Step.REMIND, Step.LOBBY, Step.RESULTS})
"""The steps that every event that was played has; halftime too, unless a crash swallowed the whole break."""


def _seen(record: dict[str, Any], games: dict[int, int]) -> Counter[tuple[int, str, int]]:
    """How often each step of each event was seen, by what the messages carry; reminders by the time they are of."""
    steps, seen = {number: str(step) for step, number in NUMBERS.items()}, Counter[tuple[int, str, int]]()
    for message in record["posted"]:
        ids = [id.split(":") for id in ids_in(message["components"])]
        seen.update({
            (int(id[2]), steps[int(id[3])], int(id[5]) if len(id) > 5 else 0)
            for id in ids
            if id[1].startswith("event-") and len(id) > 3
        })  # fmt: skip
        seen.update({(games[int(id[2])], "lobby", 0) for id in ids if id[1] == "quiz-join"})
    for native in record["natives"]:
        seen[int(native["description"].rpartition(" ")[2].rstrip(")")), "native", 0] += 1
    return seen


def _look(db: Any, record: dict[str, Any], kills: int) -> Found:
    games = {game: id for id, game in db.execute("SELECT id, game FROM events WHERE game IS NOT NULL").fetchall()}
    over = [id for (id,) in db.execute("SELECT id FROM events WHERE state = 'over'").fetchall()]
    turns = dict(db.execute("SELECT id, moved FROM events").fetchall())
    rows = {
        (id, step, turns[id] if step in OF_A_TIME else 0): state
        for id, step, state in db.execute("SELECT event, step, state FROM event_steps").fetchall()
    }
    made = {id for (id,) in db.execute("SELECT id FROM events WHERE state <> 'draft'").fetchall()}
    stored = {id for (id,) in db.execute(
        "SELECT json_extract(move, '$.interaction') FROM moves WHERE json_extract(move, '$.kind') = 'answered'"
    ).fetchall()}  # fmt: skip
    seen = _seen(record, games)
    done = {key for key, state in rows.items() if state == "done"}
    missing = [
        (id, step)
        for id in over
        for step in (EXPECTED | {Step.MOVED} if turns[id] else EXPECTED)
        if rows.get((id, step, turns[id] if step in OF_A_TIME else 0)) != "done"
    ]
    # What told of a time that an event has no more left the outbox when it was moved.
    past = {one for one in seen if one[1] in OF_A_TIME and one[2] < turns[one[0]]}
    return Found(
        kills=kills, events=len(over), moved=sum(map(bool, turns.values())), steps=len(done),
        swallowed=record["swallowed"], answers=len(record["answers"]),
        lost=len(done - set(seen)) + len(missing) + len(made - set(over)),
        doubled=sum(count - 1 for count in seen.values()),
        unmarked=len(set(seen) - done - past),
        answers_lost=len(set(record["answers"]) - stored),
    )  # fmt: skip


# ---- killing ------------------------------------------------------------------------------------------------


def prove(kills: int, seed: int, folder: Path, longest: float = LIFE_SECONDS[1]) -> Found:
    """Kill the bot so many times, let the last event end, and look. The process must have no threads yet."""
    dice, fast = random.Random(seed), FastTime()  # noqa: S311 # moments that nobody chose
    subject = Subject.read(ROOT / "data" / "trotsky-in-mexico")
    subject.claims.prepare()
    for extension in EXTENSIONS:
        importlib.import_module(extension)  # read once here, not in every life
    enough = FORK.Event()
    here, there = FORK.Pipe()
    world = FORK.Process(target=_world, args=(fast, enough, there))
    world.start()
    port, record = here.recv(), None
    lives = []
    try:
        for _ in range(kills + 1):
            lives.append(FORK.Process(target=_life, args=(fast, port, folder, subject)))
            lives[-1].start()
            if len(lives) <= kills:
                time.sleep(dice.uniform(LIFE_SECONDS[0], longest))
                assert lives[-1].is_alive(), f"a life ended by itself: {lives[-1].exitcode}"
                _kill(lives[-1])
        enough.set()
        record = here.recv() if here.poll(END_SECONDS) else None
    finally:  # whatever came of it, nothing goes on alone
        for one in (*lives, world):
            _kill(one)
    assert record is not None, "the last event did not come to its end"

    async def look() -> Found:
        database = await Database.open(folder)
        found = await database.write(_look, record, kills)
        await database.close()
        return found

    return asyncio.run(look())


def _kill(process: Any) -> None:
    if process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    process.join()


def main() -> None:
    """Print what was found; exit 1 if anything was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="how often the bot is killed")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="of the moments")
    parser.add_argument("--longest", type=float, default=LIFE_SECONDS[1], help="seconds a life lasts at most")
    given = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        found = prove(given.kills, given.seed, Path(folder) / "data", given.longest)
    print(f"killed {given.kills} times (seed {given.seed}) in {time.monotonic() - begun:.1f} s")
    for one in fields(found):
        print(f"  {one.name.replace('_', ' ')}: {getattr(found, one.name)}")
    sys.exit(0 if found.perfect else 1)


if __name__ == "__main__":
    main()
