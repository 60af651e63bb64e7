"""A process of its own that asks and grades one card after another and prints each once it is stored."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.quiz.review import Grade, Origin, Outcome
from bot.store import reviews
from bot.store.database import Database

PERSON = 1034567890123456789


async def main(folder: str, first: str) -> None:
    database, now = await Database.open(Path(folder)), datetime(2026, 3, 1, tzinfo=UTC)
    number = int(first)
    while True:
        number += 1
        await database.write(reviews.take_in, PERSON, {f"pair-{number}": Origin.NEW}, {f"pair-{number}": now}, now)
        card = (await database.read(reviews.cards, PERSON))[-1][0]
        asking = await database.write(reviews.ask, None, card, PERSON, None, now)
        assert asking is not None
        await database.write(reviews.answer, asking.id, Outcome.RIGHT)
        print(f"answered {asking.id}", flush=True)
        await database.write(reviews.grade, asking.id, Grade.GOOD, now + timedelta(seconds=number))
        print(f"graded {asking.id}", flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
