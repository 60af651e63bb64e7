"""What a server's own facts cost as they grow: asking, typing, adding one, starting, memory.

Each size is a process of its own: `python -m tests.proof.growth 1000` measures one and prints it as JSON.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

from bot.history.model import World
from bot.history.own import Content
from bot.history.search import Scope
from bot.language import Language
from bot.run import utc_now
from bot.services import Services, open_services
from bot.services.importing import MOST
from bot.services.policy import Place
from bot.settings import ROOT, Settings
from bot.store import own_facts
from bot.store.own_facts import State
from tests.proof.body import Probe, resident
from tests.proof.tables import Table, mebibytes, milliseconds, progress

FULL, SHORT = (0, 100, 1000, 10_000), (0, 50)
SERVER, PERSON = 7_000_000, 42
PICTURE = ROOT / "docs" / "images" / "growth.png"
TIMES = 100
"""How often something is asked or typed; the middle counts."""
ADDED = 5

Json = dict[str, Any]

WHO = "Ramírez Ortega Villalobos Quintero Salgado Montaño Ibarra Cisneros Luna Pacheco Arriaga Bustos".split()
DID = "repaired carried counted painted sold printed buried photographed borrowed measured".split()
WHAT = "lanterns ledgers typewriters maps crates bicycles telegrams portraits ropes windows ladders stamps".split()
WHERE = "Tampico Puebla Oaxaca Toluca Morelia Veracruz Saltillo Durango Colima Jalapa Zacatecas Celaya".split()
MONTHS = "January February March April May June July August September October November December".split()


def contents(count: int) -> Iterator[Content]:
    """So many facts, none like another."""
    dice = random.Random(count)  # noqa: S311 # made up, not secret
    for number in range(count):
        year, month = dice.randint(1930, 1945), dice.randrange(12)
        statement = (
            f"In {MONTHS[month]} {year} {dice.choice(WHO)} {dice.choice(DID)} {number + 2} {dice.choice(WHAT)} "
            f"for the workshop of {dice.choice(WHO)} in {dice.choice(WHERE)}."
        )
        yield Content(
            world=World.REAL, statement=statement, source=f"Ledger {number}", title=f"{dice.choice(WHAT)} {number}",
            when=f"{year}-{month + 1:02}",
        )  # fmt: skip


def questions(count: int) -> list[str]:
    """What is asked: by turns about a fact of the server and about the pack."""
    dice = random.Random(1)  # noqa: S311
    own = list(contents(count))
    asked = []
    for number in range(TIMES):
        words = dice.choice(own).statement.rstrip(".").split() if own and number % 2 else []
        shared = dice.choice(["when did trotsky arrive in mexico", "who was mugica", "why did he leave norway"])
        asked.append(f"who {' '.join(words[4:7])} in {words[-1]}" if words else shared)
    return asked


async def _middle(times: int, act: Callable[[int], Awaitable[object]]) -> float:
    """Seconds that it takes, in the middle."""
    took = []
    for number in range(times):
        begun = time.perf_counter()
        await act(number)
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


async def measure(count: int, folder: Path) -> Json:
    """Bring the facts in, start anew, and use them."""
    settings = Settings(data=folder)
    documents = [one.model_dump(mode="json", exclude_defaults=True) for one in contents(count)]
    async with open_services(settings, utc_now) as services:
        names = [""] * count
        await services.database.write(own_facts.bring_in, SERVER, None, "growth", documents, names, utc_now())
    bare, begun = resident(), time.perf_counter()
    async with open_services(settings, utc_now, services.subjects.shared) as services:
        opened = time.perf_counter()
        await services.subjects.ready(SERVER)
        known = time.perf_counter()
        figures = await _use(services, count)
        memory = resident()
    return figures | {"facts": count, "open": opened - begun, "know": known - opened, "memory": memory - bare}


async def _use(services: Services, count: int) -> Json:
    place, asked = Place(9, SERVER), questions(count)
    probe = Probe(None)  # type: ignore[arg-type]
    watching = asyncio.create_task(probe.watch())

    async def ask(number: int) -> object:
        return await services.asking.ask(asked[number], place, PERSON, Scope.REAL_FIRST, Language.EN)

    async def type_it(number: int) -> object:
        return services.asking.suggest_titles(asked[number][: 3 + number % 9], place, Language.EN)

    async def add(number: int) -> object:
        document = Content(world=World.REAL, statement=f"Nobody knew number {number}.", source="Ledger").model_dump(
            mode="json", exclude_defaults=True
        )
        await services.database.write(
            own_facts.add, SERVER, PERSON, State.ACCEPTED, document, utc_now()
        )  # fmt: skip
        await services.subjects.refresh(SERVER)
        return None

    figures = {"ask": await _middle(TIMES, ask), "type": await _middle(TIMES, type_it)}
    probe.longest = 0.0
    figures["add"] = await _middle(ADDED, add)
    watching.cancel()
    return figures | {"stall": probe.longest}


def prove(sizes: tuple[int, ...], *, picture: bool) -> list[Table]:
    """The table, and the picture of a full run if it is to be kept."""
    measured = []
    with progress("growth", len(sizes)) as bar:
        for size in sizes:
            command = [sys.executable, "-m", "tests.proof.growth", str(size)]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
            measured.append(json.loads(done.stdout))
            bar.update(1)
    if picture:
        draw(measured, PICTURE)
    head = ("facts of its own", "ask", "a list while typing", "add one", "loop held meanwhile", "known after a start",
            "memory more")  # fmt: skip
    table = Table("Facts of one server", head)
    base = measured[0]["memory"]
    for one in measured:
        table.add(
            f"{one['facts']:,}", milliseconds(one["ask"]), milliseconds(one["type"], 2), milliseconds(one["add"], 0),
            milliseconds(one["stall"], 0), milliseconds(one["know"], 0), mebibytes(max(0, one["memory"] - base)),
        )  # fmt: skip
    table.note = (
        f"The middle of {TIMES} each, of one at a time; *add one* is until it can be asked for. A server takes in at "
        f"most {MOST:,} through the commands; more were put straight into the database."
    )
    if sizes == FULL:
        table.note += (
            '\n\n<img src="images/growth.png" alt="The table above as curves, on logarithmic scales: asking and the '
            "list while typing hardly grow with the facts of a server, adding one and being known after a start grow "
            'with them" width="600">'
        )
    return [table]


def draw(measured: list[Json], file: Path) -> None:
    """The picture: how long each takes by how many facts there are, both in powers of ten."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    shown = [one for one in measured if one["facts"]]
    figure, axes = plt.subplots(figsize=(7, 4), dpi=150)
    kinds = (("ask", "ask", "#0072B2", "o"), ("type", "a list while typing", "#009E73", "s"),
             ("add", "add one", "#D55E00", "^"), ("know", "known after a start", "#CC79A7", "D"))  # fmt: skip
    for key, name, colour, marker in kinds:
        axes.plot(
            [one["facts"] for one in shown], [one[key] * 1000 for one in shown], color=colour, marker=marker, label=name
        )
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("facts of one server")
    axes.set_ylabel("milliseconds, in the middle")
    axes.grid(visible=True, alpha=0.3)
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(file)
    plt.close(figure)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(asyncio.run(measure(int(sys.argv[1]), Path(name) / "data"))))
