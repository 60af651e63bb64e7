"""The process that draws: started when first needed, stopped when idle, replaced when it dies or hangs.

Drawing takes a second of work and a library that is large in memory; in a process of its own it holds nobody up. It
reads sheets from its standard input and ends when that closes, so it cannot outlive the bot, however the bot ends.
"""

from __future__ import annotations

import asyncio
import logging
import struct
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from bot.errors import BadInput
from bot.language import mark
from bot.pictures.insights import InsightsSheet
from bot.pictures.progress import ProgressSheet
from bot.pictures.sheet import Sheet

IDLE = timedelta(seconds=60)
"""How long the process is kept after its last picture."""
SECONDS = 30.0
"""How long a picture may take before its process is taken to hang."""
KEPT = 32
"""Pictures kept, of about a hundred kilobytes each."""
WAITING = 8
"""Pictures that may wait to be drawn; whoever comes after is told to try again."""
COMMAND = (sys.executable, "-m", "bot.pictures")
HEAD = struct.Struct(">I")
"""Before a sheet and before a picture: how many bytes it has. A picture of none could not be drawn."""
BUSY = mark("Too many pictures are being drawn just now. Try again in a minute; the text version has the same.")
FAILED = mark("The picture could not be drawn. The text version has the same; try again later.")

Drawable = Sheet | ProgressSheet | InsightsSheet

_ROOT = Path(__file__).resolve().parents[2]
_log = logging.getLogger(__name__)


class Studio:
    """Draws sheets, each once: the same again comes from memory."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        environment: Mapping[str, str],
        command: tuple[str, ...] = COMMAND,
        seconds: float = SECONDS,
    ) -> None:
        """`environment` is all that the process gets to see of this one's, and holds no secret."""
        self._clock = clock
        self._environment = dict(environment)
        self._command = command
        self._seconds = seconds
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="studio")
        self._process: subprocess.Popen[bytes] | None = None
        self._drawn: OrderedDict[str, bytes] = OrderedDict()
        self._waiting = 0
        self._closed = False
        self._used: datetime | None = None

    @property
    def process(self) -> int | None:
        """The id of the drawing process; None while there is none."""
        return self._process.pid if self._process and self._process.poll() is None else None

    async def draw(self, sheet: Drawable) -> bytes:
        """The picture of `sheet`, as a PNG; BadInput if it cannot be had now."""
        if sheet.key in self._drawn:
            self._drawn.move_to_end(sheet.key)
            return self._drawn[sheet.key]
        if self._waiting >= WAITING:
            raise BadInput(BUSY)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._draw, sheet)
        finally:
            self._waiting -= 1

    async def tidy(self) -> None:
        """Stop the process if nobody wanted a picture for a while."""
        if self._process and self._used and not self._waiting and self._clock() - self._used >= IDLE:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._stop)

    async def close(self) -> None:
        """Stop the process, also in the middle of a picture; there are none after."""
        self._closed = True
        if self._process is not None:
            self._process.kill()
        await asyncio.to_thread(self._shut)

    # ---- on the studio's own thread, one picture at a time -----------------------------------------------------------

    def _shut(self) -> None:
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._stop()

    def _draw(self, sheet: Drawable) -> bytes:
        if sheet.key in self._drawn:  # somebody else wanted the same while this waited
            return self._drawn[sheet.key]
        content = sheet.encoded()
        for _attempt in range(2):
            if self._closed:
                break
            process = self._running()
            hanging = threading.Event()
            timer = threading.Timer(self._seconds, _end, (process, hanging))
            timer.start()
            try:
                picture = _exchange(process, content)
            except (OSError, EOFError) as error:
                self._stop()
                _log.warning("The drawing process was lost: %s", "it hung" if hanging.is_set() else error)
                if hanging.is_set():
                    break  # what hung once would hang again
                continue
            finally:
                timer.cancel()
            self._used = self._clock()
            if not picture:
                break
            self._remember(sheet.key, picture)
            return picture
        raise BadInput(FAILED)

    def _remember(self, key: str, picture: bytes) -> None:
        self._drawn[key] = picture
        if len(self._drawn) > KEPT:
            self._drawn.popitem(last=False)

    def _running(self) -> subprocess.Popen[bytes]:
        """The process, started if there is none."""
        if self._process is None or self._process.poll() is not None:
            self._stop()
            # Nothing a person wrote is in the command; sheets go through the pipe.
            self._process = subprocess.Popen(  # noqa: S603
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=_ROOT, env=self._environment
            )
            self._used = self._clock()
        return self._process

    def _stop(self) -> None:
        """End the process and wait until it is gone."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        process.wait()


def _end(process: subprocess.Popen[bytes], hanging: threading.Event) -> None:
    hanging.set()
    process.kill()


def _exchange(process: subprocess.Popen[bytes], content: bytes) -> bytes:
    """Send one, and wait for the other; EOFError or OSError if the process is gone."""
    assert process.stdin is not None
    assert process.stdout is not None
    write_framed(process.stdin, content)
    return read_framed(process.stdout)


def write_framed(stream: IO[bytes], content: bytes) -> None:
    """Write `content` with its length before it, at once."""
    stream.write(HEAD.pack(len(content)) + content)
    stream.flush()


def read_framed(stream: IO[bytes]) -> bytes:
    """Read what `write_framed` wrote; EOFError if the stream ends before."""
    (length,) = HEAD.unpack(_exactly(stream, HEAD.size))
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], count: int) -> bytes:
    content = stream.read(count)
    if len(content) < count:
        raise EOFError("the other side has ended")
    return content
