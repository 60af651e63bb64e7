"""A day in fast time: two thousand quizzes, two hundred events, fifty broken connections; nothing is left over.

Afterwards tasks, views and memory are what they were after the first hour. With `--real-minutes` also in real time.
"""

from __future__ import annotations

import asyncio
import gc
import hashlib
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from bot.run import utc_now
from bot.services import backups
from bot.settings import Settings
from bot.store.database import FILE
from tests.proof.body import resident
from tests.proof.fast_time import FastTime, fast_loop
from tests.proof.flows import alone, asking, discussion, reading, together
from tests.proof.stage import Stage, Unanswered, has, press, staged
from tests.proof.tables import HELD, Table, mebibytes, progress
from tests.wire.discord import HOST
from tests.wire.faults import GATEWAY_KINDS
from tests.wire.shapes import PUBLIC_THREAD

SPEED = 60
PATIENCE = 2.0
"""Real seconds until somebody tries again."""
EVENT_AHEAD = 20
"""Minutes from an event's creation to its beginning."""
GROWTH = 0.05
"""How much more memory may be held at the end than at the beginning."""
OLD = timedelta(minutes=40)
"""After which a thread in which nobody writes is put away."""
STRUCK = tuple(kind for kind in GATEWAY_KINDS if kind != "zombie")


@dataclass(frozen=True, slots=True)
class Day:
    """How much happens in how many hours."""

    hours: float
    quizzes: int
    events: int
    reconnects: int
    hands: int = 4
    """Quizzes at a time."""


FULL = Day(24, 2000, 200, 50)
SHORT = Day(0.5, 6, 1, 1, hands=2)


@dataclass(slots=True)
class Lived:
    """What happened, and what was there before and after."""

    quizzes: int = 0
    events: int = 0
    others: int = 0
    reconnects: int = 0
    unanswered: int = 0
    before: dict[str, float] = field(default_factory=dict)
    after: dict[str, float] = field(default_factory=dict)
    left_over: Counter[str] = field(default_factory=Counter)
    """Tasks at the end that were not there before, by what they do."""
    failures: list[str] = field(default_factory=list)
    """What nobody expected."""
    running: int = 0
    """Games and events that are not over."""
    hours: float = 0.0
    put_back: str = ""
    """How many rows a copy had that was put back elsewhere, in how many seconds."""
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Life:
    """A bot that is used the whole day."""

    stage: Stage
    clock: Callable[[], datetime]
    lived: Lived
    numbers: Any = field(default_factory=lambda: count(1))

    async def use(self, number: int, where: int) -> None:
        """A quiz, and now and then something else."""
        try:
            await (together if number % 4 == 0 else alone)(self.stage, where)
            self.lived.quizzes += 1
            if number % 5 == 0:
                await (asking, reading, discussion)[number // 5 % 3](self.stage, where)
                self.lived.others += 1
        except Unanswered:
            self.lived.unanswered += 1

    async def announce(self) -> None:
        """An event that runs by itself to its results."""
        wire, where = self.stage.wire, await self.stage.wire.add_channel()
        try:
            form = await self.stage.told(
                lambda: wire.slash(HOST, "event", "create", where=where, when=f"in {EVENT_AHEAD} minutes", questions=1),
                lambda told: told.kind == 9,
            )
            preview = await self.stage.told(
                lambda: wire.submit(HOST, form.data, where), lambda told: has(told, "event-make")
            )
            await press(self.stage, HOST, preview.data, "event-make")
            self.lived.events += 1
        except Unanswered:
            self.lived.unanswered += 1

    async def strike(self) -> None:
        """The connection breaks, one way or another."""
        await self.stage.wire.strike(STRUCK[self.lived.reconnects % len(STRUCK)], 0.3)
        self.lived.reconnects += 1
        await self.stage.wire.gateway.ready.wait()

    async def put_away(self) -> None:
        """Old threads are archived, as Discord does; the small Discord forgets what it need not know any more."""
        wire, now = self.stage.wire, self.clock()
        for id, one in tuple(wire.channels.items()):
            about = one.get("thread_metadata", {})
            if one["type"] == PUBLIC_THREAD and now - datetime.fromisoformat(about["create_timestamp"]) > OLD:
                del wire.channels[id]
                await wire.gateway.dispatch("THREAD_UPDATE", {**one, "thread_metadata": {**about, "archived": True}})
        wire.forget()

    async def rest(self) -> dict[str, float]:
        """What is there once everything that runs is over and everything that was begun is done."""
        wire, read = self.stage.wire, self.stage.services.database.read
        while await read(_running):  # noqa: ASYNC110 # it is the database that is waited for
            await asyncio.sleep(30)
        await asyncio.sleep(180)
        await self.put_away()
        for kept in (wire.messages, wire.asked, wire.nonces, wire.natives):
            kept.clear()
        if wire.gateway.session is not None:
            wire.gateway.session.told.clear()
        gc.collect()
        store = self.stage.bot._connection._view_store
        return {
            "tasks": float(len(asyncio.all_tasks())), "memory": float(resident()),
            "views": float(len(store._views) + len(store._modals) + len(store._dynamic_items)),
        }  # fmt: skip


def _doing() -> Counter[str]:
    """Every task, by what it does."""
    return Counter(str(getattr(task.get_coro(), "__qualname__", "?")) for task in asyncio.all_tasks())


def _running(db: Any) -> int:
    """Games that run and events to come."""
    games = db.execute("SELECT count(*) FROM games WHERE live AND mode <> 'daily'").fetchone()[0]
    return int(games + db.execute("SELECT count(*) FROM events WHERE state IN ('planned', 'running')").fetchone()[0])


# ---- fast ------------------------------------------------------------------------------------------------------


async def fast_day(folder: Path, fast: FastTime, day: Day) -> Lived:
    """Time runs fast and leaps as far as there is work for: after half of the quizzes half of the day is over."""
    lived = Lived()
    async with staged(folder, fast) as stage:
        stage.patience = PATIENCE * SPEED
        life, warm = Life(stage, fast, lived), max(2, day.quizzes // 20)
        with progress(f"{day.hours:g} hours", day.quizzes) as bar:
            begun = fast()
            where = [await stage.wire.add_channel() for _ in range(day.hands)]
            for flow in (alone, together, asking, reading, discussion):
                await flow(stage, where[0])
            await asyncio.gather(*(_hand(life, fast, begun, day, place, warm, bar) for place in where))
            lived.before, before = await life.rest(), _doing()
            await asyncio.gather(*(_hand(life, fast, begun, day, place, day.quizzes, bar) for place in where))
            fast.leap_to(begun + timedelta(hours=day.hours))
            lived.after, lived.left_over = await life.rest(), _doing() - before
        await _sum_up(life, begun)
    return lived


async def _hand(life: Life, fast: FastTime, begun: datetime, day: Day, where: int, until: int, bar: Any) -> None:
    for number in life.numbers:
        await life.use(number, where)
        fast.leap_to(begun + timedelta(hours=day.hours * number / day.quizzes))
        if number % max(1, day.quizzes // day.events) == 0:
            await life.announce()
        if number % max(1, day.quizzes // day.reconnects) == 0:
            await life.strike()
        if number % 50 == 0:
            await life.put_away()
        bar.update(1)
        # Each hand takes numbers of its own: those beyond the last one are not used.
        if number > until - day.hands:
            return


async def _sum_up(life: Life, begun: datetime) -> None:
    lived, stage = life.lived, life.stage
    lived.hours = (life.clock() - begun).total_seconds() / 3600
    lived.running = await stage.services.database.read(_running)
    lived.failures = [f"{failure.kind} {failure.code}" for failure in stage.bot.failures]
    lived.wrong = [*stage.spilt, *stage.wire.unknown, *stage.wire.broken]
    began = time.monotonic()
    rows, same = await asyncio.to_thread(_restore_drill, stage.services.backups, life.clock())
    lived.put_back = f"{rows:,} rows, {time.monotonic() - began:.1f} s"
    if not same:
        lived.wrong.append("a copy that was put back elsewhere does not hold what the copy holds")


def _restore_drill(kept: backups.Backups, now: datetime) -> tuple[int, bool]:
    """A copy of all that was stored is put back into a folder of its own: its rows, and whether it says the same."""
    copy = backups.make(kept.settings, kept.origin, now)
    with tempfile.TemporaryDirectory() as folder:
        elsewhere = Settings(data=Path(folder) / "elsewhere")
        restored = backups.restore(elsewhere, copy.path)
        # Not with the database itself, which goes on being written to.
        return restored.rows, _content(elsewhere.data / FILE) == _content(copy.path)


def _content(file: Path) -> bytes:
    """A digest of everything that a database says; in which order its triggers stand does not matter."""
    digest = hashlib.sha256()
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        for line in sorted(connection.iterdump()):
            digest.update(line.encode())
    return digest.digest()


# ---- in real time ----------------------------------------------------------------------------------------------


async def real_minutes_of(folder: Path, minutes: float) -> Lived:
    """The same in real time, as fast as people press."""
    lived = Lived()
    async with staged(folder, utc_now) as stage:
        stage.patience = PATIENCE * 2
        life, begun = Life(stage, utc_now, lived), utc_now()
        where = [await stage.wire.add_channel() for _ in range(2)]
        with progress(f"{minutes:g} real minutes", round(minutes * 60)) as bar:
            await asyncio.gather(*(_real_hand(life, place, time.monotonic() + minutes * 6, bar) for place in where))
            lived.before, before = await life.rest(), _doing()
            await asyncio.gather(*(_real_hand(life, place, time.monotonic() + minutes * 54, bar) for place in where))
            lived.after, lived.left_over = await life.rest(), _doing() - before
        await _sum_up(life, begun)
    return lived


async def _real_hand(life: Life, where: int, end: float, bar: Any) -> None:
    while (now := time.monotonic()) < end:
        number = next(life.numbers)
        await life.use(number, where)
        if number % 20 == 0:
            await life.strike()
            await life.put_away()
        bar.update(round((time.monotonic() - now) / 2))


# ---- the table -------------------------------------------------------------------------------------------------


def prove(*, short: bool, real_minutes: float | None) -> list[Table]:
    """The tables."""
    day, fast, tables = SHORT if short else FULL, FastTime(SPEED), []
    begun = time.monotonic()
    if real_minutes is not None:
        with tempfile.TemporaryDirectory() as folder:
            lived = asyncio.run(real_minutes_of(Path(folder) / "data", real_minutes))
        tables.append(_table(f"{real_minutes:g} real minutes", lived, None))
    with tempfile.TemporaryDirectory() as folder:
        lived = fast_loop(fast).run_until_complete(fast_day(Path(folder) / "data", fast, day))
    minutes = (time.monotonic() - begun) / 60
    return [_table(f"{day.hours:g} hours, in {minutes:.0f} minutes", lived, day), *tables]


def _table(title: str, lived: Lived, day: Day | None) -> Table:
    table, full = Table(f"A soak of {title}", HELD), day is FULL

    def reached(what: str, done: int, wanted: int) -> None:
        table.hold(what, str(done), f"≥ {wanted}" if full else "", met=done >= wanted if full else None)

    reached("quizzes played to their end", lived.quizzes, FULL.quizzes)
    reached("events", lived.events, FULL.events)
    reached("broken connections", lived.reconnects, FULL.reconnects)
    table.add("hours of the clock", f"{lived.hours:.1f}", "", "")
    table.add("questions, readings and discussions between", str(lived.others), "", "")
    table.add("given up by people who heard nothing fitting", str(lived.unanswered), "", "")
    table.hold("games and events that are not over", str(lived.running), "0", met=not lived.running, never=True)
    left = f" ({', '.join(lived.left_over)})" if lived.left_over else ""
    table.hold("tasks before and after", f"{lived.before['tasks']:.0f} and {lived.after['tasks']:.0f}{left}", "no more",
               met=lived.after["tasks"] <= lived.before["tasks"], never=True)  # fmt: skip
    table.hold("views kept after", f"{lived.after['views']:.0f}", "0", met=not lived.after["views"], never=True)
    more = lived.after["memory"] / lived.before["memory"] - 1
    said = f"{mebibytes(lived.before['memory'])} and {mebibytes(lived.after['memory'])} ({more:+.1%})"
    table.hold("memory before and after", said, f"≤ {GROWTH:+.0%}", met=more <= GROWTH if full or day is None else None)
    table.add("a copy made and put back elsewhere, the same to the last row", lived.put_back, "", "")
    table.hold("failures that nobody expected", str(len(lived.failures)), "0", met=not lived.failures)
    table.wrong += lived.wrong[:5]
    table.missed += lived.failures[:5]
    table.note = "Memory is that of the bot and the small Discord together. *Before* is after a twentieth of it."
    return table
