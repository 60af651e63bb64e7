"""What the tests share: settings on a folder of their own, the shipped pack, and the bot in a simulated Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from pydantic import SecretStr

from bot.errors import UserError
from bot.history.model import Pack
from bot.history.subject import Subject
from bot.practice.server import PracticeServer, practice
from bot.settings import ROOT, Settings
from tests.wire.limits import broken_by

# Timing belongs in benchmarks: a busy machine must not make a property fail. The parent is what hypothesis chose: the
# same examples every time in CI, new ones elsewhere.
hypothesis_settings.register_profile("untimed", parent=hypothesis_settings.default, deadline=None)
hypothesis_settings.load_profile("untimed")

TOKEN = "MTA1MjM0NTY3ODkwMTIzNDU2Nw.GabcdE.kanarienvogelKANARIENVOGEL0123456789"
"""A made-up token of a bot, set wherever the bot runs in a test."""
BEGIN = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
"""When the clock of a test begins, a Wednesday: questions are drawn by the clock, and a test must repeat."""
INTERACTION_TOKEN = b"simcord_interaction_"
"""How simcord's tokens of interactions begin."""


@pytest.fixture(scope="session")
def subject() -> Subject:
    """The pack that is shipped, indexed."""
    return Subject.read(ROOT / "data" / "trotsky-in-mexico")


@pytest.fixture(scope="session")
def pack(subject: Subject) -> Pack:
    """The pack that is shipped."""
    return subject.pack


@pytest.fixture(scope="session")
def prepared(subject: Subject) -> None:
    """What claims are compared with is built, as it is when the bot starts."""
    subject.claims.prepare()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The default settings, with a data folder of the test's own, whatever this machine's environment says."""
    for name in ("DISCORD_TOKEN", "DISCORD_TOKEN_FILE", "DIVERGENCE_PACK", "DIVERGENCE_DATA"):
        monkeypatch.delenv(name, raising=False)
    return Settings(data=tmp_path / "data", DISCORD_TOKEN=SecretStr(TOKEN))


@pytest.fixture
async def server(settings: Settings, subject: Subject) -> AsyncIterator[PracticeServer]:
    """The real bot on the furnished practice server. A test that leaves an unexpected error or a ping behind fails."""
    async with practice(settings, subject=subject, begin=BEGIN) as server:
        yield server
        assert_nothing_unexpected(server)
        assert_within_limits(server)
        assert_no_secret_kept(settings.data)


def assert_nothing_unexpected(server: PracticeServer) -> None:
    """Nothing went wrong that a person was not told about in the words meant for it."""
    found = server.env.errors_since(server.env._errors_acknowledged)
    assert not [error for error in found if not isinstance(getattr(error, "original", error), UserError)]


def assert_within_limits(server: PracticeServer) -> None:
    """Everything that was sent stayed within Discord's limits and told Discord to parse no mentions."""
    for request in server.env.http_requests:
        parts = tuple(request.path.strip("/").split("/"))
        broken = broken_by(request.method, parts, request.json)
        assert not broken, (request.method, request.path, broken)


def assert_no_secret_kept(folder: Path) -> None:
    """Neither the bot's token nor an interaction's, with which anybody could answer in its place, is in a file."""
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert TOKEN.encode() not in content, path
        assert INTERACTION_TOKEN not in content, path
