"""Games on a database of the test's own, by a clock that stands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.services.games import Games
from bot.store.database import Database
from tests.bot.services.makers import SmallMaker, StandingClock


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
async def games(tmp_path: Path, clock: StandingClock) -> AsyncIterator[Games]:
    database = await Database.open(tmp_path / "data")
    games = Games(SmallMaker(), database, clock)
    await games.resume()
    yield games
    await games.database.close()
