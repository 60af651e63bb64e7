"""One practice server for all tests of a module: each test looks at what is new since its own beginning."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.history.subject import Subject
from bot.practice.server import PracticeServer, practice
from bot.settings import Settings
from tests.conftest import BEGIN


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory, subject: Subject) -> AsyncIterator[PracticeServer]:
    async with practice(Settings(data=tmp_path_factory.mktemp("data")), subject=subject, begin=BEGIN) as server:
        yield server
