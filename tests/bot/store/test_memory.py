"""What the bot remembers about itself."""

from __future__ import annotations

from bot.store import memory
from bot.store.database import Database


async def test_nothing_is_remembered_before_it_is_told(database):
    assert await database.read(memory.recall, "commands") is None


async def test_the_last_thing_told_is_what_is_remembered(database):
    for told in ("first", "second", ""):
        await database.write(memory.remember, "commands", told)
        assert await database.read(memory.recall, "commands") == told


async def test_it_is_remembered_after_a_restart(folder):
    for expected in (None, "told"):
        database = await Database.open(folder)
        assert await database.read(memory.recall, "commands") == expected
        await database.write(memory.remember, "commands", "told")
        await database.close()
