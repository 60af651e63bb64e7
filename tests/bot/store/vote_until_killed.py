"""A process of its own in which people change their first vote over and over, each change printed once it is stored."""

from __future__ import annotations

import asyncio
import itertools
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.store import discussions
from bot.store.database import Database
from bot.store.discussions import State

VOTERS = 8
NOW = datetime(2026, 11, 22, tzinfo=UTC)


async def vote_on(database: Database, id: int, voter: int, changes: itertools.count[int]) -> None:
    for change in changes:
        assert await database.write(discussions.vote, id, voter, change, State.OPEN, NOW)
        print(voter, change, flush=True)


async def main(folder: str, id: str, first: str) -> None:
    database = await Database.open(Path(folder))
    votes = (vote_on(database, int(id), voter, itertools.count(int(first))) for voter in range(1, VOTERS + 1))
    await asyncio.gather(*votes)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
