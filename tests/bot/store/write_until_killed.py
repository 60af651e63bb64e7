"""A process of its own that remembers one number after another and prints each when it is told that it is stored."""

from __future__ import annotations

import asyncio
import itertools
import sys
from pathlib import Path

from bot.store import memory
from bot.store.database import Database

WRITERS = 8


async def write_on(database: Database, numbers: itertools.count[int]) -> None:
    for number in numbers:
        await database.write(memory.remember, str(number), "acknowledged")
        print(number, flush=True)


async def main(folder: str, first: str) -> None:
    database = await Database.open(Path(folder))
    numbers = itertools.count(int(first))
    await asyncio.gather(*(write_on(database, numbers) for _ in range(WRITERS)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
