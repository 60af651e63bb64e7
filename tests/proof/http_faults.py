"""Every outgoing call of six flows meets every fault that Discord's REST side can show, one at a time.

After each: nobody was shown the innards, the next command is answered, and the same can be done again to its end.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import click

from tests.proof.fast_time import FastTime, fast_loop
from tests.proof.flows import FLOWS, Flow
from tests.proof.stage import Stage, Unanswered, staged
from tests.proof.tables import HELD, Table, progress
from tests.wire.faults import HTTP_KINDS, Fault

SPEED = 60
LEAST = 600
"""Faults that a full run strikes with at least."""
GAP = 1.0
"""Seconds after a flow in which what it left behind is sent."""


@dataclass(slots=True)
class Swept:
    """What came of one flow."""

    calls: int = 0
    struck: int = 0
    finished: int = 0
    """Runs that came to their end although they met the fault."""
    silent: list[str] = field(default_factory=list)
    """Faults after which the next command was not answered."""
    stuck: list[str] = field(default_factory=list)
    """Faults after which the same could not be done again."""


@dataclass(slots=True)
class Sweep:
    """All flows, and what was shown to anybody."""

    flows: dict[str, Swept] = field(default_factory=dict)
    spilt: list[str] = field(default_factory=list)
    sorry: int = 0
    unknown: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    running: int = 0
    """Games that still run a day later."""
    failures: Counter[str] = field(default_factory=Counter)


async def _count(stage: Stage, flow: Flow) -> int:
    """The calls of a flow that meets no fault; it must come to its end."""
    where = await stage.wire.add_channel()
    stage.wire.calls.clear()
    stage.wire.counting = True
    await flow(stage, where)
    await asyncio.sleep(GAP)
    stage.wire.counting = False
    return len(stage.wire.calls)


async def _one(stage: Stage, flow: Flow, swept: Swept, fault: Fault) -> None:
    """A flow that meets this fault, and what can be done afterwards."""
    wire, where = stage.wire, await stage.wire.add_channel()
    wire.faults.add(fault)
    try:
        await flow(stage, where)
        finished = True
    except Unanswered:
        finished = False
    await asyncio.sleep(GAP)
    wire.faults.clear()
    if not fault.struck:
        return
    swept.struck += 1
    swept.finished += finished
    name = f"{fault.kind} at {fault.struck[0]}"
    person = stage.person()
    try:
        await stage.told(lambda: wire.slash(person, "ask", where=where, question="who was mugica"))
    except Unanswered:
        swept.silent.append(name)
    if not finished:
        try:
            await flow(stage, where)
        except Unanswered:
            swept.stuck.append(name)


async def sweep(folder: Path, fast: FastTime, kinds: tuple[str, ...], every: int, names: list[str]) -> Sweep:
    """All of it; of the calls of a flow only every so many-th."""
    found = Sweep()
    async with staged(folder, fast) as stage:
        for name in names:
            swept = found.flows[name] = Swept()
            try:
                swept.calls = await _count(stage, FLOWS[name])
            except Unanswered:
                swept.stuck.append(f"{name} without any fault")
                continue
            # A fault may itself bring calls more: those that follow the last one are met too, if they come.
            places = range(0, swept.calls, every)
            with progress(f"refused requests: {name}", len(places) * len(kinds)) as bar:
                for after in places:
                    for kind in kinds:
                        seconds = 5.0 if kind == "slow" else 0.5
                        await _one(stage, FLOWS[name], swept, Fault(kind, after=after, seconds=seconds))
                        bar.update(1)
                stage.wire.forget()
                stage.wire.messages.clear()
            click.echo(f"{name}: {swept.calls} calls, {swept.struck} struck, {swept.silent}, {swept.stuck}", err=True)
        fast.leap_to(fast() + timedelta(hours=30))
        await asyncio.sleep(70)
        found.running = await stage.services.database.read(_running)
        found.spilt, found.sorry = stage.spilt, stage.sorry
        found.unknown, found.broken = stage.wire.unknown, stage.wire.broken
        found.failures = Counter(failure.kind for failure in stage.bot.failures)
    return found


def _running(db: object) -> int:
    """Games that run, those of the day left out."""
    return int(db.execute("SELECT count(*) FROM games WHERE live AND mode <> 'daily'").fetchone()[0])  # type: ignore[attr-defined]


def prove(*, short: bool) -> Table:
    """The table."""
    fast = FastTime(SPEED)
    kinds = ("403/50013", "502/0", "lost") if short else HTTP_KINDS
    names = ["asking", "a quiz together"] if short else list(FLOWS)
    with tempfile.TemporaryDirectory() as folder:
        found = fast_loop(fast).run_until_complete(sweep(Path(folder) / "data", fast, kinds, 5 if short else 1, names))
    return _table(found, len(kinds), short=short)


def _table(found: Sweep, kinds: int, *, short: bool) -> Table:
    table = Table("Refused, slow and lost requests", HELD)
    for name, swept in found.flows.items():
        table.add(f"{name}: {swept.calls} calls", f"{swept.struck} met a fault, {swept.finished} still came to their "
                  "end, the others when tried again", "", "")  # fmt: skip
    struck = sum(swept.struck for swept in found.flows.values())
    silent = [one for swept in found.flows.values() for one in swept.silent]
    stuck = [one for swept in found.flows.values() for one in swept.stuck]
    table.hold(f"calls × {kinds} faults", str(struck), f"≥ {LEAST}", met=None if short else struck >= LEAST)
    table.hold("the next command was not answered", str(len(silent)), "0", met=not silent, never=True)
    table.hold("could not be done again", str(len(stuck)), "0", met=not stuck, never=True)
    table.hold("games that still run a day later", str(found.running), "0", met=not found.running, never=True)
    table.hold("somebody was shown innards", str(len(found.spilt)), "0", met=not found.spilt, never=True)
    wrong = found.unknown + found.broken
    table.hold("requests over a limit or to an unknown route", str(len(wrong)), "0", met=not wrong, never=True)
    table.add("somebody was told that something went wrong, with a code", str(found.sorry), "", "")
    table.wrong += silent + stuck + found.spilt[:5] + wrong[:5]
    return table
