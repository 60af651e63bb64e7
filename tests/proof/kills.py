"""Kills the bot while people play at tables and an event takes place: whatever was acknowledged is kept, once.

As `tests.proof.events`, with quizzes beside the events: Discord and its people live on, the bot gets a SIGKILL at
moments that nobody chose and is started anew on what it had stored.
"""

from __future__ import annotations

import asyncio
import importlib
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.app import EXTENSIONS
from bot.store.database import Database
from tests.proof.events import END_SECONDS, FORK, Found, _kill, _life, _look
from tests.proof.fast_time import FastTime
from tests.proof.quiz_night import people
from tests.proof.quiz_table import QuizTable
from tests.proof.stage import subject
from tests.proof.tables import HELD, Table, progress
from tests.wire.discord import WireDiscord
from tests.wire.people import ids_in

T = TypeVar("T")

SPEED = 40
"""How fast time runs: people need some of it to press."""
YOUNG = 0.15
"""The share of lives that are killed while they begin, within so many seconds:"""
BEGINNING = 1.5
LONGEST = 40.0
"""Seconds after which a life is killed although people have not answered as much as it was to hear."""
MOST_HEARD = 250
"""Answers that are acknowledged in a life, about half as many on average, before it is killed some time later:"""
LATER = 0.5
KILLS, ANSWERS = 200, 20_000
"""The targets."""
TABLES = 3


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of everything; all but the first three must be 0."""

    events: Found
    acknowledged: int
    unanswered: int
    """Presses that nobody heard of."""
    lost: int
    doubled: int
    running: int
    """Games that did not come to their end."""
    wrong: list[str]


def _world(fast: FastTime, enough: Any, out: Any, tables: int, heard: Any) -> None:
    """Discord and its people, until everything that runs is over after `enough` is set; then what they saw."""

    def hear() -> None:
        heard.value += 1

    async def live() -> dict[str, Any]:
        wire = WireDiscord(fast)
        runner = await wire.serve()
        out.send(wire.port)
        played = [QuizTable(wire, await wire.add_channel(), number, heard=hear) for number in range(tables)]
        playing = [asyncio.create_task(table.run(enough)) for table in played]
        explaining = asyncio.create_task(_explain(out, played))
        night = await people(wire, fast, enough)
        await asyncio.gather(*playing)
        explaining.cancel()
        await asyncio.sleep(1)
        await runner.cleanup()
        here = {str(table.where) for table in played}
        elsewhere = [
            shown for shown in wire.posted
            if not here & {shown["channel_id"], wire.channels.get(int(shown["channel_id"]), {}).get("parent_id")}
        ]  # fmt: skip
        return {
            "posted": elsewhere, "natives": list(wire.natives.values()), "answers": night, "swallowed": wire.swallowed,
            "acknowledged": [*night, *(id for table in played for id in table.acknowledged)],
            "unanswered": sum(table.unheard for table in played), "wrong": wire.unknown + wire.broken,
        }  # fmt: skip

    out.send(asyncio.run(live()))


async def _explain(out: Any, tables: list[QuizTable]) -> None:
    """Say, when asked, what people wait for."""
    while not out.poll():  # noqa: ASYNC110 # the other end is another process
        await asyncio.sleep(1)
    waiting = {_where(task) for task in asyncio.all_tasks()}
    shown = [sorted(ids_in(table.live["components"])) if table.live else "no quiz" for table in tables]
    out.send({"waiting": sorted(one for one in waiting if "proof" in one), "shown": shown})


def _where(task: asyncio.Task[Any]) -> str:
    """What a task waits for, from its outermost call in."""
    found, inner = [], task.get_coro()
    while inner is not None and getattr(inner, "cr_frame", None) is not None:
        found.append(f"{Path(inner.cr_code.co_filename).parent.name}.{inner.__qualname__}:{inner.cr_frame.f_lineno}")
        inner = inner.cr_await
    return " > ".join(found)


def _compare(db: Any, record: dict[str, Any], kills: int) -> Kept:
    query = "SELECT json_extract(move, '$.interaction') FROM moves WHERE json_extract(move, '$.kind') = 'answered'"
    stored = Counter(id for (id,) in db.execute(query).fetchall())
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    acknowledged = set(record["acknowledged"])
    return Kept(
        events=_look(db, record, kills),
        acknowledged=len(acknowledged),
        unanswered=record["unanswered"],
        lost=len(acknowledged - stored.keys()),
        doubled=sum(count - 1 for count in stored.values()),
        running=int(db.execute("SELECT count(*) FROM games WHERE live").fetchone()[0]),
        wrong=record["wrong"],
    )


def prove(kills: int, seed: int, folder: Path, update: Callable[[int], object]) -> Kept:
    """Kill the bot so many times, let all that runs end, and look. The process must have no threads yet."""
    dice, fast = random.Random(seed), FastTime(SPEED)  # noqa: S311 # moments that nobody chose
    known = subject()
    for extension in EXTENSIONS:
        importlib.import_module(extension)  # read once here, not in every life
    enough, heard = FORK.Event(), FORK.Value("q", 0)
    here, there = FORK.Pipe()
    world = FORK.Process(target=_world, args=(fast, enough, there, TABLES, heard))
    world.start()
    port = here.recv()
    for _ in range(kills):
        life = FORK.Process(target=_life, args=(fast, port, folder, known))
        life.start()
        _wait(dice, heard)
        assert life.is_alive(), f"a life ended by itself: {life.exitcode}"
        _kill(life)
        update(1)
    enough.set()
    life = FORK.Process(target=_life, args=(fast, port, folder, known))
    life.start()
    ended = here.poll(END_SECONDS * 3)
    record, why = here.recv() if ended else None, "?"
    if not ended:
        here.send("why")
        why = here.recv() if here.poll(10) else "the small Discord does not answer"
    alive = life.is_alive()
    _kill(life)
    _kill(world)
    if record is None:
        left = asyncio.run(_opened(folder, lambda db: db.execute(_LEFT).fetchall()))
        raise AssertionError(f"what ran did not come to its end: {left}; the bot lives: {alive}; {why}")

    return asyncio.run(_opened(folder, lambda db: _compare(db, record, kills)))


_LEFT = (
    "SELECT 'game ' || id || ' ' || mode FROM games WHERE live"
    " UNION ALL SELECT 'event ' || id || ' ' || state FROM events WHERE state IN ('planned', 'running')"
)


async def _opened(folder: Path, look: Callable[[Any], T]) -> T:
    """What is found in the database that all those lives left."""
    database = await Database.open(folder)
    found = await database.write(look)
    await database.close()
    return found


def _wait(dice: random.Random, heard: Any) -> None:
    """Until a life is to be killed: while it begins, or some time after so many answers were acknowledged."""
    if dice.random() < YOUNG:
        time.sleep(dice.uniform(0, BEGINNING))
        return
    enough, end = heard.value + dice.uniform(1, MOST_HEARD), time.monotonic() + LONGEST
    while heard.value < enough and time.monotonic() < end:
        time.sleep(0.005)
    time.sleep(dice.uniform(0, LATER))


def table(kills: int) -> Table:
    """What came of it, with its targets."""
    seed = random.SystemRandom().randrange(10**6)
    with tempfile.TemporaryDirectory() as folder, progress("kills", kills) as bar:
        kept = prove(kills, seed, Path(folder) / "data", bar.update)
    table, full, events = Table("Kills in running games and events", HELD), kills >= KILLS, kept.events
    table.hold("SIGKILLs at moments that nobody chose", str(kills), f"≥ {KILLS}", met=full or None)
    enough = kept.acknowledged >= ANSWERS if full else None
    table.hold("answers acknowledged", str(kept.acknowledged), f"≥ {ANSWERS}", met=enough)
    table.add("presses that nobody heard of", str(kept.unanswered), "", "")
    table.add("events, and their steps taken", f"{events.events} and {events.steps}", "", "")
    for what, count in (
        ("answers acknowledged and lost", kept.lost), ("answers kept twice", kept.doubled),
        ("games that did not come to their end", kept.running), ("steps of events lost", events.lost),
        ("steps of events seen twice", events.doubled), ("steps seen that are not known to be taken", events.unmarked),
    ):  # fmt: skip
        table.hold(what, str(count), "0", met=not count, never=True)
    table.wrong += kept.wrong[:5]
    table.note = (
        f"Seed {seed}; time ran {SPEED} times as fast. Discord recognized {events.swallowed} posts by their nonce; "
        "without one they would have come twice."
    )
    return table
