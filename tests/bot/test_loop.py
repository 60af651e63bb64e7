"""The event loop: many who come at once are let in by turns, in order, and one who is cut off holds up nobody."""

from __future__ import annotations

import asyncio
from itertools import groupby

from bot import loop
from bot.loop import Turns


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
