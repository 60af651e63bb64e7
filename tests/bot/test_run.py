"""The running bot as a process: it says how it does, is copied while it runs, stops when told to, and keeps secrets."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sqlite3
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import heartbeat
from bot.heartbeat import Beat
from bot.run import GRACE_SECONDS
from bot.settings import ROOT
from bot.store import copies, manifest
from bot.store.database import FILE
from tests.wire.discord import WireDiscord
from tests.wire.people import text_of

TOKEN = "MTA1MjM0NTY3ODkwMTIzNDU2Nw.GabcdE.canaryCANARYcanaryCANARYcanaryCANARY012"
CANARY = "canary"
PEOPLE = range(5_000_001, 5_000_041)


def free_port() -> int:
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass(slots=True)
class Running:
    """A bot, the Discord it has joined, and where it keeps everything."""

    wire: WireDiscord
    process: asyncio.subprocess.Process
    folder: Path
    environment: dict[str, str]
    log: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    async def divergence(self, *arguments: str) -> tuple[int, str]:
        """Another command on the same machine: its exit code, and all it said."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", *arguments, cwd=ROOT, env=self.environment,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        said, _ = await process.communicate()
        return process.returncode or 0, said.decode()

    async def stop(self) -> float:
        """Tell it to stop; in how many seconds it had ended."""
        start = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(GRACE_SECONDS + 5):
            await self.process.wait()
        return time.monotonic() - start

    async def becomes(self, what: Callable[[], object]) -> None:
        async with asyncio.timeout(180):
            while not what():  # it is another process that changes it
                assert self.process.returncode is None, self.log.read_text()
                await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def started(folder: Path, command: str = "run", wire: WireDiscord | None = None) -> AsyncIterator[Running]:
    """The process has just been started."""
    wire = wire or WireDiscord(lambda: datetime.now(UTC), counting=True)
    runner = await wire.serve()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DIVERGENCE_", "DISCORD_"))}
    environment = kept | {
        "DISCORD_TOKEN": TOKEN, "DIVERGENCE_DATA": str(folder / "data"), "DIVERGENCE_LOG_LEVEL": "DEBUG",
        "DIVERGENCE_LOG_FORMAT": "json", "DIVERGENCE_METRICS_PORT": str(free_port()),
    }  # fmt: skip
    log = folder / "log"
    with log.open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bot.run_on_the_wire", str(wire.port), command,
            cwd=ROOT, env=environment, stderr=said,
        )  # fmt: skip
    try:
        yield Running(wire, process, folder, environment, log)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        await runner.cleanup()


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[Running]:
    """The bot has joined, and has said so."""
    async with started(tmp_path) as bot:
        await bot.becomes(lambda: (beat := Beat.read(bot.data)) and beat.gateway == "ready" and beat.servers)
        yield bot


def acknowledged(bot: Running, asked: dict[int, int]) -> set[int]:
    """The people who got an answer with its buttons, which only what is stored has."""
    return {person for id, person in asked.items() if (told := bot.wire.told.get(id)) and told.data.get("components")}


def stored(bot: Running) -> set[int]:
    with closing(sqlite3.connect(bot.data / FILE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {id for (id,) in connection.execute("SELECT discord_id FROM answers JOIN people ON people.id = person")}


async def test_a_bot_can_be_watched_copied_and_stopped_and_tells_its_token_to_nobody(running):
    bot = running
    await bot.becomes(lambda: copies.listed(copies.folders(bot.data)))  # the first by itself
    code, said = await bot.divergence("healthcheck")
    assert (code, "gateway ready, 1 servers" in said) == (0, True), said
    code, said = await bot.divergence("backup")
    assert code == 0, said
    code, said = await bot.divergence("restore")
    assert (code, "stop it first" in said) == (2, True), said
    code, said = await bot.divergence("doctor")
    assert (code, "The bot runs since" in said) == (0, True), said
    port = bot.environment["DIVERGENCE_METRICS_PORT"]
    served = await asyncio.to_thread(urllib.request.urlopen, f"http://127.0.0.1:{port}/metrics")
    figures = served.read().decode()
    assert "\ndivergence_ready 1.0\n" in figures
    assert "\nprocess_resident_memory_bytes " in figures

    asked: dict[int, int] = {}
    for person in PEOPLE:
        id = await bot.wire.slash(person, "ask", question="who let trotsky into mexico")
        assert id is not None
        asked[id] = person
    await bot.becomes(lambda: acknowledged(bot, asked))
    seconds = await bot.stop()
    assert bot.process.returncode == 0, bot.log.read_text()
    assert seconds < GRACE_SECONDS
    assert acknowledged(bot, asked) <= stored(bot)
    assert Beat.read(bot.data).gateway == "stopped"
    assert "stopped" in heartbeat.ailing(Beat.read(bot.data), datetime.now(UTC))
    assert not (bot.data / f"{FILE}-wal").exists()
    for copy in copies.everything(copies.folders(bot.data)):
        assert manifest.faults(copy) == []

    lines = bot.log.read_text().splitlines()
    assert {"at", "level", "logger", "message"} <= set(json.loads(lines[0]))
    assert {json.loads(line)["level"] for line in lines} <= {"DEBUG", "INFO"}
    assert any("Stopping" in line for line in lines)
    secrets = (CANARY.encode(), *(f"token-{id}".encode() for id in asked))
    files = [path for path in bot.folder.rglob("*") if path.is_file()]
    assert {FILE, "log", "health.json"} <= {path.name for path in files}
    assert not [path for path in files if any(secret in path.read_bytes() for secret in secrets)]
    assert CANARY not in figures


async def test_while_it_stops_nothing_is_begun_and_a_database_that_is_held_does_not_hold_it_up(running):
    bot = running
    held = sqlite3.connect(bot.data / FILE, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    first = await bot.wire.slash(PEOPLE[0], "ask", question="who let trotsky into mexico")
    await asyncio.sleep(0.3)
    bot.process.send_signal(signal.SIGTERM)
    await bot.becomes(lambda: "Stopping" in bot.log.read_text())
    late = await bot.wire.slash(PEOPLE[1], "ask", question="who let trotsky into mexico")
    await bot.becomes(lambda: late in bot.wire.told)
    async with asyncio.timeout(GRACE_SECONDS):
        await bot.process.wait()
    held.execute("ROLLBACK")
    held.close()
    assert "could not save" in text_of(bot.wire.told[first].data)
    assert "being restarted" in text_of(bot.wire.told[late].data)
    assert stored(bot) == set()
    assert bot.process.returncode == 0


@pytest.mark.parametrize("seconds", [0.5, 1.5, 3.0])
async def test_a_stop_while_it_starts_leaves_nothing_behind(tmp_path, seconds):
    async with started(tmp_path) as bot:
        await asyncio.sleep(seconds)
        assert await bot.stop() < GRACE_SECONDS
        assert bot.process.returncode in {0, -signal.SIGTERM}  # the latter as long as nothing was opened yet
        assert "Traceback" not in bot.log.read_text()
        assert not (bot.data / f"{FILE}-wal").exists()


async def test_commands_are_told_to_discord_when_that_is_asked_for_and_otherwise_only_when_they_changed(tmp_path):
    told: list[int] = []
    wire = WireDiscord(lambda: datetime.now(UTC), counting=True)
    for command in ("run", "run", "sync"):
        async with started(tmp_path, command, wire) as bot:
            if command == "run":
                await bot.becomes(lambda bot=bot: (beat := Beat.read(bot.data)) and beat.gateway == "ready")
                await bot.stop()
            assert await bot.process.wait() == 0, bot.log.read_text()
        told.append(sum(call.startswith("PUT ") and call.endswith("/commands") for call in wire.calls))
    assert told == [1, 1, 2]
