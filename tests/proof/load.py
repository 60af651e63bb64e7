"""How much the bot can do, beside a bare discord.py bot in the same run: the real client, over real sockets.

Discord and each bot are processes of their own. What an interaction costs is processor time of the bot's process.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.loop import EVERY, LATEST
from tests.proof.tables import HELD, Table, mebibytes, milliseconds, progress
from tests.wire.control import Helper
from tests.wire.storms import QUESTIONS

Json = dict[str, Any]

GUILDS = 60
IN_FLIGHT = 64
RATIO, STALL, MEMORY, STORM_SECONDS = 1.5, 0.1, 150 * 2**20, 2.0
"""The targets: a durable answer beside a no-op and a card beside the same card, the longest stall of the loop, memory
with 2,500 servers, and how long a thousand answers at once may take."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of it."""

    rounds: int
    each: int
    """Interactions of a kind in a round."""
    players: int
    """Who answer at their own pace, for the cost of an answer."""
    storms: tuple[int, ...]
    servers: int


FULL = Size(rounds=5, each=2000, players=1000, storms=(1000, 3000), servers=2500)
SHORT = Size(rounds=1, each=120, players=60, storms=(150,), servers=0)


@dataclass(slots=True)
class Pair:
    """A Discord and the bot on it."""

    wire: Helper
    bot: Helper

    async def load(self, deed: str, total: int, at_once: int) -> Json:
        """What a load came to, and what it cost."""
        before = await self.bot.ask("figures")
        done: Json = await self.wire.ask("storm", deed=deed, total=total, at_once=at_once)
        after = await self.bot.ask("figures")
        return done | {"cpu": (after["cpu"] - before["cpu"]) / max(done["answered"], 1), "stall": after["stall"]}


@asynccontextmanager
async def paired(kind: str, folder: Path, *wire: str, cards: Path | None = None) -> AsyncIterator[Pair]:
    """A Discord with a bot that has joined it."""
    discord = await Helper.start("tests.wire", *wire)
    port = await discord.ask("port")
    more = ["--cards", str(cards)] if cards else []
    bot = await Helper.start("tests.proof.body", kind, "--port", str(port), "--data", str(folder / kind), *more)
    try:
        await bot.ask("ready")
        await discord.ask("ready")
        yield Pair(discord, bot)
    finally:
        await bot.end()
        await discord.end()


@dataclass(slots=True)
class Measured:
    """Every round of one kind of load."""

    rounds: list[Json] = field(default_factory=list)
    alone: Json = field(default_factory=dict)
    """One at a time."""

    def middle(self, key: str) -> float:
        return statistics.median(one[key] for one in self.rounds)

    @property
    def stall(self) -> float:
        return float(max(one["stall"] for one in [*self.rounds, self.alone or self.rounds[0]]))

    @property
    def lost(self) -> int:
        return sum(one["sent"] - one["answered"] for one in self.rounds)


async def prove(size: Size) -> list[Table]:
    """Every table of the load."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with paired("divergence", folder, "--guilds", str(GUILDS)) as ours:
            start = await ours.bot.ask("figures", collect=True)
            cards = folder / "cards.json"
            cards.write_text(json.dumps([await ours.wire.ask("card", question=one) for one in QUESTIONS]))
            async with paired("bare", folder, "--guilds", str(GUILDS), cards=cards) as bare:
                measured, answers = await _side_by_side(ours, bare, size)
            after = await ours.bot.ask("figures", collect=True)
            storms = [await _storm(ours, place, count) for place, count in enumerate(size.storms, 1)]
            stormed = await ours.bot.ask("figures", collect=True)
            state = await ours.wire.ask("state")
        many = await _many_servers(folder / "servers", size.servers) if size.servers else None
    cost = _cost_table(measured, answers)
    return [cost, _storm_table(storms), _memory_table(start, after, stormed, many, size.servers, state)]


KINDS = {
    "press": "a button that does nothing (bare)",
    "no_operation": "a command that does nothing (bare)",
    "bare ask": "a card of the same size (bare)",
    "ask": "`/ask`",
    "mixed": "a mixed day",
}


async def _side_by_side(ours: Pair, bare: Pair, size: Size) -> tuple[dict[str, Measured], Measured]:
    measured = {kind: Measured() for kind in KINDS}
    plan = [("press", bare, "press"), ("no_operation", bare, "no_operation"), ("bare ask", bare, "ask"),
            ("ask", ours, "ask"), ("mixed", ours, "mixed")]  # fmt: skip
    with progress("load, side by side", (size.rounds + 1) * len(plan)) as bar:
        for _kind, pair, deed in plan:  # what is done for the first time costs more
            await pair.load(deed, min(size.each, 300), IN_FLIGHT)
        for _ in range(size.rounds):
            for kind, pair, deed in plan:
                measured[kind].rounds.append(await pair.load(deed, size.each, IN_FLIGHT))
                bar.update(1)
        for kind, pair, deed in plan:
            measured[kind].alone = await pair.load(deed, min(size.each, 300), 1)
            bar.update(1)
    return measured, await _answers(ours, size)


async def _answers(ours: Pair, size: Size) -> Measured:
    """The answers to question after question of one game, from players who answered the one before too."""
    measured = Measured()
    with progress("load, answers of a quiz", size.rounds + 1) as bar:
        await ours.wire.ask("open_quiz", place=0, questions=20, players=1)
        await ours.wire.ask("begin")
        for number in range(size.rounds + 1):
            if number:
                await ours.wire.ask("onward", number=number)
            done = await ours.load("answer", size.players, IN_FLIGHT)
            if number:
                measured.rounds.append(done)
            bar.update(1)
    measured.alone = measured.rounds[-1]
    return measured


async def _storm(ours: Pair, place: int, count: int) -> Json:
    """So many players answer the same question at the same moment, and Discord waits three seconds for each."""
    with progress(f"{count} answers at once", 1) as bar:
        opened = await ours.wire.ask("open_quiz", place=place, questions=5, players=min(count, 1000))
        await ours.wire.ask("begin")
        await asyncio.sleep(1)
        await ours.wire.ask("strict", on=True)
        done = await ours.load("answer", count, count)
        stored = await ours.bot.ask("answers", game=opened["game"])
        state = await ours.wire.ask("strict", on=False)
        bar.update(1)
    return done | {"stored": stored, "count": count, "late": state}


async def _many_servers(folder: Path, servers: int) -> Json:
    """The memory of a bot in so many servers with 40 channels and 25 roles each."""
    wire = ("--guilds", str(servers), "--channels", "40", "--roles", "25")
    with progress(f"{servers} servers", 1) as bar:
        async with paired("divergence", folder, *wire) as ours:
            figures = await ours.bot.ask("figures", collect=True)
            assert figures["guilds"] >= servers
            after = await ours.load("ask", 200, 8)
        bar.update(1)
    return dict(figures) | {"ask": after}


# ---- tables -----------------------------------------------------------------------------------------------------


def _cost_table(measured: dict[str, Measured], answers: Measured) -> Table:
    table = Table(
        "What an interaction costs",
        (
            "",
            "a second, 64 in flight",
            "processor time each",
            "p50 / p99 alone",
            "longest stall",
            "ratio",
            "target",
            "",
        ),
    )
    rows = {**{KINDS[kind]: one for kind, one in measured.items()}, "an answer of a quiz, on disk": answers}
    beside = {KINDS["ask"]: measured["bare ask"], "an answer of a quiz, on disk": measured["press"]}
    for name, one in rows.items():
        ratio, target, met = "", "", ""
        if name in beside:
            value = one.middle("cpu") / beside[name].middle("cpu")
            ratio, target, met = f"{value:.2f}", f"≤ {RATIO}", "met" if value <= RATIO else "**missed**"
            if value > RATIO:
                table.missed.append(f"{name} costs {value:.2f} times what it is compared with, target {RATIO}")
        alone = "in flight " if one is answers else ""
        took = f"{alone}{milliseconds(one.alone['p50'])} / {milliseconds(one.alone['p99'])}"
        table.add(name, f"{one.middle('a_second'):.0f}", milliseconds(one.middle("cpu"), 2), took,
                  milliseconds(one.stall, 0), ratio, target, met)  # fmt: skip
        if one.lost:
            table.wrong.append(f"{name}: {one.lost} were never answered")
        if "(bare)" not in name and one.stall > STALL:
            table.missed.append(f"{name}: the loop stood still for {milliseconds(one.stall, 0)}")
    table.note = (
        "The bare bot is discord.py alone with the same intents, caches and event loop; *a card of the same size* are "
        "the cards that `/ask` sent, built anew each time. The ratio is of processor time, the middle of all rounds; "
        f"stalls are held to at most {STALL * 1000:.0f} ms."
    )
    return table


def _storm_table(storms: list[Json]) -> Table:
    table = Table("Everybody at once", HELD)
    for one in storms:
        count = one["count"]
        told = one["answered"]
        table.hold(f"{count} answers at once: stored", str(one["stored"]), str(count),
                   met=one["stored"] == count, never=True)  # fmt: skip
        if count <= 1000:
            table.hold(f"{count} answers at once: acknowledged", str(told), str(count), met=told == count)
            table.hold("the last acknowledgement after", milliseconds(one["last"], 0), f"< {STORM_SECONDS:.0f} s",
                       met=(one["last"] or 9) < STORM_SECONDS)  # fmt: skip
        else:
            said = ", ".join(f"“{' '.join(text.split())}” {times} times" for text, times in one["said"])
            table.hold(f"{count} answers at once: told within Discord's three seconds", f"{told} ({said})", "honest",
                       met=told + one["late"] >= count, never=True)  # fmt: skip
        table.hold("longest stall meanwhile", milliseconds(one["stall"], 0), f"≤ {STALL * 1000:.0f} ms",
                   met=one["stall"] <= STALL)  # fmt: skip
    return table


def _memory_table(start: Json, after: Json, stormed: Json, many: Json | None, servers: int, state: Json) -> Table:
    table = Table("Memory", HELD)
    table.add(f"at start, {start['guilds']} servers", mebibytes(start["memory"]), "", "")
    table.add("after what the first table holds", mebibytes(after["memory"]), "", "")
    table.add("a look for garbage then", milliseconds(after["swept"], 0), "", "")
    table.add("after the storms", mebibytes(stormed["memory"]), "", "")
    table.add("a look for garbage then", milliseconds(stormed["swept"], 0), "", "")
    if many is not None:
        table.hold(f"{servers} servers with 40 channels and 25 roles each", mebibytes(many["memory"]), "≤ 150 MB",
                   met=many["memory"] <= MEMORY)  # fmt: skip
    table.add("tasks before and after", f"{start['tasks']} and {after['tasks']}", "", "")
    table.hold("views kept after", str(after["views"]), "0", met=after["views"] == 0, never=True)
    table.wrong += state["unknown"] + state["broken"]
    table.note = (
        f"Everything is looked through for garbage every {EVERY} minutes while nobody is being answered, and after "
        f"{LATEST} in any case; that is not among the stalls."
    )
    return table
