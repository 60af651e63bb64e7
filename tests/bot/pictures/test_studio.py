"""The drawing process: there when needed, gone when idle, and no harm done when it dies, hangs or is left alone."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import BadInput
from bot.pictures.studio import BUSY, FAILED, IDLE, WAITING, Studio
from bot.settings import harmless_environment

PNG = b"\x89PNG"
NEVER_ANSWERS = (sys.executable, "-c", "import sys, time; sys.stdin.buffer.read(4); time.sleep(600)")
DIES = (sys.executable, "-c", "import sys; sys.stdin.buffer.read(4)")
ECHO = """
import os, struct, sys
sys.stdin.buffer.read(struct.unpack(">I", sys.stdin.buffer.read(4))[0])
told = repr(dict(os.environ)).encode()
sys.stdout.buffer.write(struct.pack(">I", len(told)) + told)
sys.stdout.buffer.flush()
"""
ECHOES_ITS_ENVIRONMENT = (sys.executable, "-c", ECHO)
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-m", "bot.pictures"], stdin=subprocess.PIPE)
print("started", flush=True)
time.sleep(600)
"""


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def studio(clock: Clock) -> AsyncIterator[Studio]:
    studio = Studio(clock, harmless_environment())
    yield studio
    await studio.close()


def alive(process: int) -> bool:
    """Whether a process of this id runs; one that has ended and was waited for does not."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def started(studio: Studio) -> None:
    for _ in range(2000):
        if studio.process is not None:
            return
        await asyncio.sleep(0.005)
    pytest.fail("no process was started")


async def test_the_process_starts_with_the_first_picture_and_draws_the_next_ones(studio, picture):
    assert studio.process is None
    first = await studio.draw(picture("1936-12").sheet)
    process = studio.process
    assert process is not None
    second = await studio.draw(picture("1937").sheet)
    assert first.startswith(PNG)
    assert second.startswith(PNG)
    assert studio.process == process


async def test_the_same_picture_comes_from_memory(studio, picture):
    first = await studio.draw(picture("1936-12").sheet)
    os.kill(studio.process, signal.SIGKILL)
    assert await studio.draw(picture("1936-12").sheet) is first


async def test_the_process_is_stopped_when_nobody_wants_pictures(studio, clock, picture):
    await studio.draw(picture("1936-12").sheet)
    process = studio.process
    clock.now += IDLE - timedelta(seconds=1)
    await studio.tidy()
    assert studio.process == process
    clock.now += timedelta(seconds=1)
    await studio.tidy()
    assert studio.process is None
    assert not alive(process)
    assert (await studio.draw(picture("1937").sheet)).startswith(PNG)


async def test_a_process_that_was_killed_is_replaced(studio, picture):
    await studio.draw(picture("1936-12").sheet)
    killed = studio.process
    os.kill(killed, signal.SIGKILL)
    assert (await studio.draw(picture("1937").sheet)).startswith(PNG)
    assert studio.process != killed


async def test_a_process_killed_in_the_middle_of_a_picture_is_replaced_and_the_picture_is_drawn(studio, picture):
    drawing = asyncio.create_task(studio.draw(picture("1936-12").sheet))
    await started(studio)
    os.kill(studio.process, signal.SIGKILL)
    assert (await drawing).startswith(PNG)


async def test_a_process_that_hangs_is_ended_and_the_person_told(clock, picture):
    studio = Studio(clock, harmless_environment(), NEVER_ANSWERS, seconds=0.3)
    with pytest.raises(BadInput) as refused:
        await studio.draw(picture("1936-12").sheet)
    assert refused.value.message == FAILED
    assert studio.process is None
    await studio.close()


async def test_a_process_that_keeps_dying_is_given_up_on_with_a_sentence(clock, picture):
    studio = Studio(clock, harmless_environment(), DIES)
    with pytest.raises(BadInput) as refused:
        await studio.draw(picture("1936-12").sheet)
    assert refused.value.message == FAILED
    await studio.close()


async def test_closing_in_the_middle_of_a_picture_leaves_no_process(clock, picture):
    studio = Studio(clock, harmless_environment(), NEVER_ANSWERS)
    drawing = asyncio.create_task(studio.draw(picture("1936-12").sheet))
    await started(studio)
    process = studio.process
    await studio.close()
    with pytest.raises(BadInput):
        await drawing
    assert not alive(process)


async def test_whoever_stops_waiting_does_not_spoil_the_next_picture(studio, picture):
    left = asyncio.create_task(studio.draw(picture("1936-12").sheet))
    await asyncio.sleep(0.05)
    left.cancel()
    assert (await studio.draw(picture("1937").sheet)).startswith(PNG)
    assert await studio.draw(picture("1937").sheet) != await studio.draw(picture("1936-12").sheet)


async def test_nothing_else_waits_while_a_picture_is_drawn(studio, picture):
    drawing = asyncio.create_task(studio.draw(picture().sheet))
    beats = 0
    while not drawing.done():
        await asyncio.sleep(0.01)
        beats += 1
    assert beats > 5


async def test_more_pictures_than_may_wait_are_refused_with_a_sentence(clock, picture):
    studio = Studio(clock, harmless_environment(), NEVER_ANSWERS)
    sheet = picture("1936-12").sheet
    waiting = [asyncio.create_task(studio.draw(replace(sheet, title=str(number)))) for number in range(WAITING)]
    await asyncio.sleep(0.05)
    with pytest.raises(BadInput) as refused:
        await studio.draw(sheet)
    assert refused.value.message == BUSY
    await studio.close()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_the_process_sees_nothing_secret(clock, picture, monkeypatch):
    monkeypatch.setenv("DISCORD_TOKEN", "canary")
    monkeypatch.setenv("DIVERGENCE_DATA", "canary")
    studio = Studio(clock, harmless_environment(), ECHOES_ITS_ENVIRONMENT)
    assert b"canary" not in await studio.draw(picture("1936-12").sheet)
    await studio.close()


def test_the_process_ends_by_itself_when_its_parent_does():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE)  # noqa: S603
    assert parent.stdout.readline() == b"started\n"
    parent.kill()
    # Both hold this pipe: it ends when the last of them has.
    parent.communicate(timeout=60)


def test_starting_the_bot_does_not_load_what_draws():
    code = "import sys, bot.run, bot.practice.server, bot.__main__; print('matplotlib' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert told.stdout.strip() == "False"
