"""Attacks every way in, with every hostile string there is and with what hypothesis makes up.

`uv run python -m tests.proof attacks` tries ten thousand of each; see `tests/hostile/ways_in.py` for what must hold.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from simcord import SetupError as NotInDiscord

from bot.history.subject import Subject
from bot.practice.server import practice
from bot.settings import ROOT, Settings
from tests.hostile.files import HOSTILE as FILES
from tests.hostile.strings import HOSTILE
from tests.hostile.ways_in import WAYS, Target, Way
from tests.proof.tables import Table, progress

EXAMPLES = 10_000


@dataclass(slots=True)
class Tried:
    """What became of one way in."""

    way: str
    tried: int = 0
    impossible: int = 0
    """Tries that Discord itself would not have let through, as too long for an option."""
    seconds: float = 0.0


def attack(
    subject: Subject, names: Sequence[str], examples: int, strings: Sequence[str] = HOSTILE, number: int = 0
) -> list[Tried]:
    """Try each of these ways these strings and `examples` made-up things, in a server of its own.

    AssertionError, with the smallest thing that does it, if one of them did harm. `number` seeds what is made up.
    """
    return [_one(subject, name, examples, strings, number) for name in names]


def _one(subject: Subject, name: str, examples: int, strings: Sequence[str], number: int) -> Tried:
    way, tried, begun = WAYS[name], Tried(name), time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner() as runner:
        open_servers = AsyncExitStack()
        try:
            settings_here = Settings(data=Path(folder) / "data")
            server = runner.run(open_servers.enter_async_context(practice(settings_here, subject=subject)))
            target = runner.run(Target.set_up(server))
            for text in strings if way.takes_text else ():
                runner.run(_try(target, way, text, tried))
            _make_up(runner, target, way, examples, number, tried)
        finally:
            runner.run(open_servers.aclose())
    tried.seconds = time.perf_counter() - begun
    return tried


def _make_up(runner: asyncio.Runner, target: Target, way: Way, examples: int, number: int, tried: Tried) -> None:
    @seed(number)
    @settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink],
    )  # fmt: skip
    @given(way.made_up)
    def each(value: Any) -> None:
        runner.run(_try(target, way, value, tried))

    each()


async def _try(target: Target, way: Way, value: Any, tried: Tried) -> None:
    tried.tried += 1
    try:
        shown = await way.attempt(target, value)
    except NotInDiscord:
        tried.impossible += 1
        return
    target.look(shown)


def prove(*, short: bool, only: Sequence[str] = ()) -> list[Table]:
    """Every way in, or `only` these, one process a core: all hostile strings and `EXAMPLES` made-up things, or few."""
    examples, strings = (12, HOSTILE[::40]) if short else (EXAMPLES, HOSTILE)
    table = Table(
        f"{len(HOSTILE)} hostile strings, {len(FILES)} hostile files, {examples:,} made-up things for each way in",
        ("way in", "tried", "answered, and no harm done", "seconds"),
        note="The rest is what Discord itself does not let through, as words too long for an option.",
    )
    names = [name for name in WAYS if name in only or not only]
    # Processes of their own begin anew, without the threads of this one.
    with progress("attacks", len(names)) as bar, ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        begun = {name: pool.submit(_alone, name, examples, strings) for name in names}
        for name, attacked in begun.items():
            try:
                tried = attacked.result()
            except Exception as error:  # a harm done is what is looked for; the others are tried too
                table.wrong.append(f"{name}: {error}"[:500])
                table.add(name, "", "**no**", "")
            else:
                table.add(name, f"{tried.tried:,}", f"{tried.tried - tried.impossible:,}", f"{tried.seconds:.0f}")
            bar.update(1)
    return [table]


def _alone(name: str, examples: int, strings: Sequence[str]) -> Tried:
    """One way in, in a process of its own."""
    return attack(_subject(), [name], examples, strings)[0]


@cache
def _subject() -> Subject:
    subject = Subject.read(ROOT / "data" / "trotsky-in-mexico")
    subject.claims.prepare()
    return subject
