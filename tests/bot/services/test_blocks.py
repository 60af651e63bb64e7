"""Blocks: decided by moderators alone, told in plain words, over in time, and kept when somebody erases themselves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import BadInput, Gone, NotAllowed
from bot.services.authority import Actor
from bot.services.blocks import Blocks
from bot.services.governing import Governing
from bot.store import blocks as stored
from bot.store import erasure
from bot.store.database import Database

ANA, MARTA, HERE, ELSEWHERE = 1034567890123456789, 1056789012345678912, 10, 11
MODERATOR = Actor(MARTA, HERE, manages=True)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(tmp_path)
    yield database
    await database.close()


@pytest.fixture
async def governing(database, clock) -> Governing:
    return await Governing.load(database, clock)


@pytest.fixture
async def blocks(database, clock, governing) -> Blocks:
    return await Blocks.load(database, clock, governing)


def told(blocks: Blocks, server: int | None = HERE) -> str | None:
    """What somebody is told who is blocked there."""
    try:
        blocks.check(server, ANA)
    except NotAllowed as error:
        return error.message.format_map(error.fields)
    return None


async def test_who_is_blocked_is_told_why_and_until_when_in_that_server_alone(blocks, clock):
    await blocks.block(MODERATOR, ANA, "rude", 2)
    end = int((clock.now + timedelta(days=2)).timestamp())
    assert f"until <t:{end}:f>. Their reason: rude" in (told(blocks) or "")
    assert told(blocks, ELSEWHERE) is None
    assert told(blocks, None) is None


async def test_a_block_ends_by_itself(blocks, clock):
    await blocks.block(MODERATOR, ANA, "rude", 1)
    clock.now += timedelta(days=1, seconds=1)
    assert told(blocks) is None
    assert await blocks.holding(MODERATOR) == []


async def test_a_block_without_an_end_lasts_until_it_is_lifted_and_each_can_be_undone(blocks):
    block = await blocks.block(MODERATOR, ANA, "rude", None)
    assert "until they say otherwise" in (told(blocks) or "")
    await blocks.lift(MODERATOR, block.id)
    assert told(blocks) is None
    await blocks.restore(MODERATOR, block.id)
    assert "rude" in (told(blocks) or "")


async def test_blocking_again_replaces_reason_and_end(blocks):
    await blocks.block(MODERATOR, ANA, "rude", 1)
    await blocks.block(MODERATOR, ANA, "worse", None)
    assert [block.reason for block in await blocks.holding(MODERATOR)] == ["worse"]


async def test_what_does_not_hold_cannot_be_lifted_nor_put_back_over_a_new_one(blocks):
    first = await blocks.block(MODERATOR, ANA, "rude", 1)
    await blocks.block(MODERATOR, ANA, "worse", 1)
    for attempt in (blocks.lift(MODERATOR, first.id), blocks.restore(MODERATOR, first.id), blocks.lift(MODERATOR, 99)):
        with pytest.raises(Gone):
            await attempt


@pytest.mark.parametrize("actor", [Actor(MARTA), Actor(MARTA, HERE), Actor(5, HERE, frozenset({30}))])
async def test_only_moderators_block(blocks, actor):
    block = await blocks.block(MODERATOR, ANA, "rude", None)
    for attempt in (
        blocks.block(actor, 5, "x", None), blocks.lift(actor, block.id), blocks.restore(actor, block.id),
        blocks.holding(actor),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            await attempt


async def test_a_moderator_of_another_server_can_do_nothing_here(blocks):
    block = await blocks.block(MODERATOR, ANA, "rude", None)
    stranger = Actor(9, ELSEWHERE, manages=True)
    assert await blocks.holding(stranger) == []
    with pytest.raises(Gone):
        await blocks.lift(stranger, block.id)


@pytest.mark.parametrize(
    ("person", "reason", "days"),
    [(ANA, "", 1), (ANA, "**", 1), (MARTA, "me", 1), (ANA, "x", 0), (ANA, "x", 10**9)],
)
async def test_what_cannot_be_meant_is_refused(blocks, person, reason, days):
    with pytest.raises(BadInput):
        await blocks.block(MODERATOR, person, reason, days)


async def test_a_reason_is_words_and_never_markup(blocks):
    await blocks.block(MODERATOR, ANA, "see **[here](https://example.org)** @everyone <@1>\n# no", None)
    assert not set("*[]<>@#\n") & set((told(blocks) or "").partition("reason:")[2])


async def test_blocks_survive_a_restart(blocks, database, clock, governing):
    await blocks.block(MODERATOR, ANA, "rude", None)
    assert "rude" in (told(await Blocks.load(database, clock, governing)) or "")


async def test_a_block_stays_with_who_erased_themselves_and_holds_no_id_of_theirs(
    blocks, database, clock, governing, tmp_path
):
    await blocks.block(MODERATOR, ANA, "rude", None)
    await database.write(erasure.remove, ANA)
    await database.alone(erasure.purge, database.path, ANA)
    assert not list(erasure.holders(tmp_path, ANA))
    again = await Blocks.load(database, clock, governing)
    assert "rude" in (told(again) or "")
    (block,) = await again.holding(MODERATOR)
    assert block.person is None
    await again.lift(MODERATOR, block.id)
    assert told(again) is None


async def test_each_database_has_fingerprints_of_its_own(database, tmp_path):
    other = await Database.open(tmp_path / "other")
    keys = [await one.read(stored.key) for one in (database, other)]
    await other.close()
    assert keys[0] != keys[1]
    assert len({stored.fingerprint(key, ANA) for key in keys}) == 2


async def test_the_log_says_who_blocked_and_lifted_and_names_nobody_else(blocks, governing, database):
    block = await blocks.block(MODERATOR, ANA, "rude", 1)
    await blocks.lift(MODERATOR, block.id)
    lifted, blocked = (await governing.log(MODERATOR)).entries
    assert (blocked.area, blocked.person, blocked.after["reason"]) == ("blocks", MARTA, "rude")
    assert (lifted.before, lifted.after) == ({"reason": "rude"}, {"reason": None})
    assert str(ANA) not in str(blocked) + str(lifted)
