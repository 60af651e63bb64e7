"""What the tests share: settings on a folder of their own, the shipped pack, and the bot in a simulated Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.history.model import Pack
from bot.history.pack import load_pack
from bot.practice.server import PracticeServer, practice
from bot.settings import ROOT, Settings


@pytest.fixture(scope="session")
def pack() -> Pack:
    """The pack that is shipped."""
    return load_pack(ROOT / "data" / "trotsky-in-mexico")


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The default settings, with a data folder of the test's own, whatever this machine's environment says."""
    for name in ("DISCORD_TOKEN", "DISCORD_TOKEN_FILE", "DIVERGENCE_PACK", "DIVERGENCE_DATA"):
        monkeypatch.delenv(name, raising=False)
    return Settings(data=tmp_path / "data")


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[PracticeServer]:
    """The real bot on the furnished practice server. A test fails if it leaves an unexpected error, or pinged anyone."""
    async with practice(settings) as server:
        yield server
        server.env.raise_errors()
        assert_nobody_pinged(server)


def assert_nobody_pinged(server: PracticeServer) -> None:
    """Every message that was sent told Discord to parse no mentions."""
    for request in server.env.http_requests:
        body = request.json.get("data", request.json) if isinstance(request.json, dict) else {}
        if request.method in {"POST", "PATCH"} and isinstance(body, dict) and ({"content", "components"} & set(body)):
            if "title" not in body:  # a form is shown to one person and pings nobody
                assert body.get("allowed_mentions", {}).get("parse") == [], request
