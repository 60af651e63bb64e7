"""The event loop: many who come at once are let in by turns, in order, one who is cut off holds up nobody, and garbage
is looked for when nobody waits."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import Iterator
from itertools import groupby

import pytest

from bot import loop
from bot.loop import EVERY, LATEST, Sweep, Turns


async def test_no_more_begin_in_one_round_than_may_and_all_in_order():
    turns, rounds, begun = Turns(3), [0], []

    def tick() -> None:
        rounds[0] += 1
        asyncio.get_running_loop().call_soon(tick)

    async def one(number: int) -> None:
        await turns.take()
        begun.append((number, rounds[0]))

    tick()
    async with asyncio.TaskGroup() as group:
        for number in range(20):
            group.create_task(one(number))
    assert [number for number, _round in begun] == list(range(20))
    assert max(len(list(together)) for _round, together in groupby(begun, lambda entry: entry[1])) <= 3


async def test_whoever_comes_alone_does_not_wait():
    turns = Turns(1)
    for _ in range(3):
        waiting = turns.take()
        try:
            waiting.send(None)
        except StopIteration:
            pass
        else:
            raise AssertionError("it waited")
        await asyncio.sleep(0)
        await asyncio.sleep(0)


async def test_one_who_is_cut_off_while_waiting_takes_nobodys_turn():
    turns = Turns(1)
    waiting = [asyncio.create_task(turns.take()) for _ in range(4)]
    await asyncio.sleep(0)
    waiting[1].cancel()
    async with asyncio.timeout(5):
        done = await asyncio.gather(*waiting, return_exceptions=True)
    assert [isinstance(one, asyncio.CancelledError) for one in done] == [False, True, False, False]


def test_the_bot_runs_on_a_quick_loop_and_what_it_returns_comes_back():
    async def name() -> str:
        return type(asyncio.get_running_loop()).__module__

    assert loop.run(name()) in {"uvloop", "asyncio.windows_events"}


class Ring:
    """Garbage that only the collector finds."""

    def __init__(self) -> None:
        self.self = self


def lost() -> weakref.ref[Ring]:
    """What is left of something that was old when it became garbage: nobody but a look at everything finds it."""
    ring = Ring()
    gc.collect()
    return weakref.ref(ring)


@pytest.fixture
def settled() -> Iterator[None]:
    often = gc.get_threshold()
    loop.settle()
    yield
    gc.set_threshold(*often)
    gc.unfreeze()


async def test_garbage_goes_with_the_pulse_when_nobody_is_being_answered(settled):
    ring, sweep = lost(), Sweep(lambda: False)
    for _ in range(200_000):
        Ring()  # what is new is looked through by the way
    for _ in range(EVERY - 1):
        await sweep.beat()
    assert ring() is not None
    await sweep.beat()
    assert ring() is None


async def test_people_who_wait_put_the_look_at_everything_off_but_not_for_ever(settled):
    ring, sweep = lost(), Sweep(lambda: True)
    for _ in range(LATEST - 1):
        await sweep.beat()
    assert ring() is not None
    await sweep.beat()
    assert ring() is None


def test_what_is_held_at_the_start_is_never_looked_through_again(settled):
    assert gc.get_freeze_count() > 10_000
