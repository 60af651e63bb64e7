"""The connection breaks two hundred times while a quiz is answered: every acknowledged answer is kept, once.

Real time, real sockets. Players press on whatever happens, and press again when they hear nothing.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.run import utc_now
from tests.proof.flows import together
from tests.proof.stage import SORRY, Stage, Unanswered, id_in, press, staged
from tests.proof.tables import HELD, Table, progress
from tests.wire.discord import HOST
from tests.wire.faults import GATEWAY_KINDS, Fault
from tests.wire.people import ids_in, text_of
from tests.wire.shapes import Json

FULL = 25
"""How often each kind of fault strikes."""
QUICK = ("op7", "op9/true", "close/4000", "abort")
"""Those after which discord.py does not wait."""
PLAYERS = 30
HEARTBEAT, PATIENCE = 500, 8.0
"""Milliseconds between signs of life, and seconds without any after which discord.py gives a connection up: longer than
the five that it waits before it says anew who it is."""
BACK = 30.0
"""Seconds in which the bot must be back."""


@dataclass(slots=True)
class Broken:
    """What came of it."""

    struck: Counter[str] = field(default_factory=Counter)
    acknowledged: set[int] = field(default_factory=set)
    back: list[float] = field(default_factory=list)
    """Seconds after each fault until an answer was acknowledged again."""
    never_back: list[str] = field(default_factory=list)
    again: int = 0
    """Presses that nobody heard of, and that were made again."""
    lost: int = 0
    doubled: int = 0
    resumed: int = 0
    identified: int = 0
    afterwards: bool = False
    """Whether everything works afterwards."""
    sorry: int = 0
    wrong: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Hall:
    """One quiz after another, and players who press."""

    stage: Stage
    where: int
    found: Broken
    live: Json | None = None
    players: list[int] = field(default_factory=list)
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when somebody is acknowledged."""

    async def host(self) -> None:
        """There is always a quiz that can be answered."""
        wire, running = self.stage.wire, None
        while True:
            try:
                if running is None:
                    since = wire.snowflake()
                    card = await self.stage.told(lambda: wire.slash(HOST, "quiz", where=self.where, questions=20))
                    await press(self.stage, HOST, card.data, "quiz-everyone", lambda told: len(told.all) > 1)
                    running = await wire.seen(lambda shown: bool(id_in(shown, "quiz-start")), 10, since)
                    continue
                shown = wire.messages[int(running["id"])]
                if id_in(shown, "quiz-start"):
                    await press(self.stage, HOST, shown, "quiz-start")
                await self._run(int(running["id"]))
                running = None
            except Unanswered:  # the quiz that runs is the one to go on with
                continue

    async def _run(self, id: int) -> None:
        """Until its results, moved on from whatever cannot be answered with one press."""
        while True:
            self.live = self.stage.wire.messages[id]
            if id_in(self.live, "quiz-mine"):
                self.live = None
                return
            if not id_in(self.live, "quiz-answer"):
                panel = await press(self.stage, HOST, self.live, "quiz-host")
                if id_in(panel.data, "quiz-forward"):
                    await press(self.stage, HOST, panel.data, "quiz-forward")
                await asyncio.sleep(2.1)
            await asyncio.sleep(0.2)

    async def play(self, person: int) -> None:
        """Press an answer about once a second, and note what is acknowledged."""
        wire = self.stage.wire
        while True:
            await asyncio.sleep(wire.gateway.dice.uniform(0.5, 1.2))
            live = self.live
            keys = [key for key in ids_in(live["components"]) if ":quiz-answer:" in key] if live else []
            if live is None or not keys:
                continue
            id = await wire.press(person, live, wire.gateway.dice.choice(keys))
            told = await wire.answer_to(id, 3.0)
            if told is None or id is None:
                self.found.again += 1
                continue
            text = text_of(told.data)
            self.found.sorry += SORRY in text
            if "Locked" in text:
                self.found.acknowledged.add(id)
                self.heard.set()


async def _strike(hall: Hall, kind: str) -> None:
    """One fault, and the wait until an answer is acknowledged again."""
    loop, wire = asyncio.get_running_loop(), hall.stage.wire
    for shard in hall.stage.bot.shards.values():
        # discord.py waits longer from one failure to the next, up to a quarter of an hour, and forgets them in half an
        # hour: as long as lies between these, were it not for haste.
        shard._parent._backoff._exp = 0
    await wire.strike(kind, 0.4)
    hall.found.struck[kind] += 1
    begun = loop.time()
    try:
        async with asyncio.timeout(BACK):
            await wire.gateway.ready.wait()
            hall.heard.clear()
            await hall.heard.wait()
    except TimeoutError:
        hall.found.never_back.append(kind)
    hall.found.back.append(loop.time() - begun)


async def run(folder: Path, rounds: int, kinds: tuple[str, ...]) -> Broken:
    """All of them, in turn."""
    found = Broken()
    async with staged(folder, utc_now, heartbeat=HEARTBEAT, silence=PATIENCE) as stage:
        stage.patience = 3.0
        # Some of what comes also comes twice, and out of order.
        stage.wire.faults.add(Fault("shuffle", "INTERACTION_CREATE", count=10**9))
        hall = Hall(stage, await stage.wire.add_channel(), found)
        tasks = [asyncio.create_task(hall.host())]
        tasks += [asyncio.create_task(hall.play(stage.person())) for _ in range(PLAYERS)]
        with progress("broken connections", rounds * len(kinds)) as bar:
            await hall.heard.wait()
            for _ in range(rounds):
                for kind in kinds:
                    await _strike(hall, kind)
                    bar.update(1)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        stage.wire.faults.clear()
        try:
            await together(stage, await stage.wire.add_channel())
            found.afterwards = True
        except Unanswered:
            pass
        rows: list[int] = await stage.services.database.read(_stored)
        counted = Counter(rows)
        found.lost = len(found.acknowledged - counted.keys())
        found.doubled = sum(count - 1 for count in counted.values())
        found.resumed, found.identified = stage.wire.gateway.resumed, stage.wire.gateway.identified
        found.wrong = [*stage.spilt, *stage.wire.unknown, *stage.wire.broken]
    return found


def _stored(db: Any) -> list[int]:
    """The interactions of all answers that are kept."""
    query = "SELECT json_extract(move, '$.interaction') FROM moves WHERE json_extract(move, '$.kind') = 'answered'"
    return [id for (id,) in db.execute(query).fetchall()]


def prove(*, short: bool) -> Table:
    """The table."""
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(run(Path(folder) / "data", *((1, QUICK) if short else (FULL, GATEWAY_KINDS))))
    struck, back = sum(found.struck.values()), sorted(found.back)
    table = Table("Broken connections in a running quiz", HELD)
    kinds = ", ".join(f"{kind} {count}" for kind, count in found.struck.items())
    table.hold("faults", f"{struck} ({kinds})", "≥ 200", met=None if short else struck >= 200)
    table.add("sessions taken up again, and begun anew", f"{found.resumed} and {found.identified}", "", "")
    table.add("presses acknowledged, and made again", f"{len(found.acknowledged)} and {found.again}", "", "")
    table.hold("acknowledged and lost", str(found.lost), "0", met=not found.lost, never=True)
    table.hold("kept twice", str(found.doubled), "0", met=not found.doubled, never=True)
    table.hold("not back within 30 s", str(len(found.never_back)), "0", met=not found.never_back, never=True)
    table.add("acknowledging again after, in the middle and at most",
              f"{back[len(back) // 2]:.1f} s and {back[-1]:.1f} s", "", "")  # fmt: skip
    table.hold("a whole quiz afterwards", "played" if found.afterwards else "not played", "played",
               met=found.afterwards, never=True)  # fmt: skip
    table.wrong += found.wrong[:10]
    table.note = "Meanwhile every interaction came one to five times, and out of order."
    return table
