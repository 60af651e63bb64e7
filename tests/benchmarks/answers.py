"""How long a thousand answers at once wait for the disk: `uv run python -m tests.benchmarks.answers`.

Printed, never asserted: times depend on the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.language import Language
from bot.quiz.model import REAL
from bot.quiz.moves import Mode
from bot.services.game_views import Click
from bot.services.games import Games
from bot.services.policy import Place
from bot.store.database import Database
from tests.bot.services.makers import SmallMaker

QUIZ = Place(5, 1)


async def measure(answers: int, folder: Path) -> list[float]:
    """Seconds from the moment that all were handed over until each was acknowledged, quickest first."""
    database = await Database.open(folder)
    games = Games(SmallMaker(), database, lambda: datetime.now(UTC))
    view = await games.open(QUIZ, Click(1), Mode.EVERYONE, Language.EN, 1)
    await asyncio.gather(*(games.join(view.id, QUIZ, Click(person)) for person in range(1, answers + 1)))
    view = await games.start(view.id, QUIZ, Click(1))
    shown = datetime.now(UTC)
    begun = time.perf_counter()

    async def answer(person: int) -> float:
        await games.answer(view.id, QUIZ, Click(person, person, shown), 0, REAL)
        return time.perf_counter() - begun

    waited = await asyncio.gather(*(answer(person) for person in range(1, answers + 1)))
    stored = (await games.view(view.id, QUIZ)).game.answered
    await database.close()
    if stored != answers:
        raise AssertionError(f"{stored} of {answers} answers are stored")
    return sorted(waited)


def main() -> None:
    """Print how long the first, the middle and the slowest answer waited."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    for _ in range(given.rounds):
        with tempfile.TemporaryDirectory() as folder:
            waited = asyncio.run(measure(given.answers, Path(folder) / "data"))
        print(
            f"{len(waited)} answers at once, all stored and acknowledged: first {waited[0] * 1000:.0f} ms, "
            f"median {waited[len(waited) // 2] * 1000:.0f} ms, slowest {waited[-1] * 1000:.0f} ms"
        )


if __name__ == "__main__":
    main()
