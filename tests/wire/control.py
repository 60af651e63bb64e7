"""Talking to a helper process: a JSON object a line each way, over its standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.settings import ROOT

LINE = 64 * 1024 * 1024
"""Bytes of one answer at most."""

Command = Callable[..., Awaitable[Any]]


class HelperFailed(RuntimeError):
    """The other process did not do what it was asked; its own words say why."""


async def serve_lines(commands: Mapping[str, Command]) -> None:
    """Answer commands from standard input, many at a time, until it ends."""
    loop = asyncio.get_running_loop()
    lines = asyncio.StreamReader(limit=LINE)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    # Whatever else prints must not come between the answers.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    running: set[asyncio.Task[None]] = set()

    async def run(line: bytes) -> None:
        asked = json.loads(line)
        try:
            told: dict[str, Any] = {"value": await commands[asked["command"]](**asked["with"])}
        except Exception as error:
            told = {"error": f"{type(error).__name__}: {error}"}
        out.write(json.dumps({"number": asked["number"], **told}) + "\n")
        out.flush()

    while line := await lines.readline():
        task = asyncio.create_task(run(line))
        running.add(task)
        task.add_done_callback(running.discard)


@dataclass(slots=True)
class Helper:
    """A process of this project that answers commands."""

    process: asyncio.subprocess.Process
    _waiting: dict[int, asyncio.Future[Any]] = field(default_factory=dict)
    _reader: asyncio.Task[None] | None = None
    _last: int = 0

    @classmethod
    async def start(cls, module: str, *arguments: str) -> Helper:
        """`python -m module arguments`, with nothing of this process's environment that it does not need."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, *arguments, cwd=ROOT, limit=LINE,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        helper = cls(process)
        helper._reader = asyncio.create_task(helper._read())
        return helper

    async def _read(self) -> None:
        assert self.process.stdout is not None
        while line := await self.process.stdout.readline():
            told = json.loads(line)
            waiting = self._waiting.pop(told["number"])
            if "error" in told:
                waiting.set_exception(HelperFailed(told["error"]))
            else:
                waiting.set_result(told["value"])
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(HelperFailed("the process has ended"))

    async def ask(self, command: str, **given: Any) -> Any:
        """What the other process answers; HelperFailed if it cannot."""
        assert self.process.stdin is not None
        self._last += 1
        waiting = self._waiting[self._last] = asyncio.get_running_loop().create_future()
        told = {"number": self._last, "command": command, "with": given}
        self.process.stdin.write(json.dumps(told).encode() + b"\n")
        await self.process.stdin.drain()
        return await waiting

    async def end(self) -> None:
        """The process is gone."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            async with asyncio.timeout(15):
                await self.process.wait()
        except TimeoutError:
            self.process.kill()
            await self.process.wait()
        if self._reader is not None:
            await self._reader
