"""Clicks that come faster than they can be answered: taken in turn, and of those that wait only the last one counts."""

from __future__ import annotations

import asyncio

import pytest

from cogs.ui.quiz_clicks import Turns


async def test_of_fifty_clicks_at_once_the_first_and_the_last_count():
    turns, counted = Turns(), []

    async def click(number: int, whose: str = "ana") -> None:
        async with turns.take(whose, number) as counts:
            await asyncio.sleep(0)
            if counts:
                counted.append((whose, number))

    await asyncio.gather(*(click(number) for number in range(50)), click(7, "luis"))
    assert counted == [("ana", 0), ("luis", 7), ("ana", 49)]
    assert turns._queues == {}


async def test_a_click_that_fails_holds_up_no_other():
    turns = Turns()

    async def failing() -> None:
        async with turns.take("ana", 1):
            int("no number")

    with pytest.raises(ValueError, match="no number"):
        await failing()
    async with turns.take("ana", 2) as counts:
        assert counts
