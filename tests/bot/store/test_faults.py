"""What happens to the file under the store: whoever writes is told the truth, and it goes on when that is over."""

from __future__ import annotations

import os
import sqlite3

import pytest

from bot.errors import NotRead, NotSaved, StoreError
from bot.store import copies, memory, restoring, schema
from bot.store.database import FILE, Database
from bot.store.manifest import Origin
from tests.bot.store.mounts import small_disk
from tests.proof.storage import fill_up
from tests.proof.storage_files import NOW, filled, remembered

LASTING = "My database is damaged"


async def stored(database: Database, name: str) -> bool:
    await database.write(memory.remember, name, "x")
    return await database.read(memory.recall, name) == "x"


# ---- a full disk ------------------------------------------------------------------------------------------------


async def test_on_a_full_disk_exactly_what_was_acknowledged_is_stored(tmp_path):
    with small_disk(tmp_path / "disk", "size=3m") as disk:
        names, full = await fill_up(disk / "data", 2000)
        assert full
        assert len(names) > 10
        assert remembered(disk / "data" / FILE) == names


async def test_it_goes_on_without_a_restart_once_there_is_room_again(tmp_path):
    with small_disk(tmp_path / "disk", "size=4m") as disk:
        database = await Database.open(disk / "data")
        ballast = disk / "ballast"
        free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        ballast.write_bytes(bytes(free - 8192))
        with pytest.raises(NotSaved) as told:
            await database.write(memory.remember, "large", "x" * 100_000)
        assert "Try again in a moment" in told.value.message
        ballast.unlink()
        assert await stored(database, "afterwards")
        assert database.damage is None
        assert database.done.refused == 1
        await database.close()


async def test_a_start_on_a_full_disk_is_refused_with_a_sentence(tmp_path):
    full = pytest.raises(StoreError, match=r"cannot be used .*disk is not full")
    with small_disk(tmp_path / "disk", "size=64k") as disk, full:
        await Database.open(disk / "data")


async def test_a_copy_is_not_begun_where_it_would_fill_the_disk(tmp_path):
    with small_disk(tmp_path / "disk", "size=4m") as disk:
        await filled(disk / "data")
        with pytest.raises(StoreError, match="too little room"):
            copies.make(disk / "data", copies.folders(disk / "data"), Origin("test"), NOW)
        assert copies.everything(copies.folders(disk / "data")) == []


# ---- not to be written to -----------------------------------------------------------------------------------------


async def test_a_start_on_a_disk_that_only_can_be_read_is_refused_with_a_sentence(tmp_path):
    unwritable = pytest.raises(StoreError, match=r"cannot be used .*Read-only")
    with small_disk(tmp_path / "disk", "size=1m,ro") as disk, unwritable:
        await Database.open(disk / "data")


async def test_a_file_that_becomes_unwritable_is_told_and_works_again_when_it_is_writable(database):
    await database.write(lambda db: db.execute("PRAGMA query_only=ON"))  # SQLite says of it what it says of such a file
    with pytest.raises(NotSaved):
        await stored(database, "refused")
    assert await database.read(memory.recall, "refused") is None
    await database.alone(lambda db: db.execute("PRAGMA query_only=OFF"))
    assert await stored(database, "afterwards")


@pytest.mark.skipif(os.geteuid() == 0, reason="a superuser may write to any file")
async def test_a_database_that_may_only_be_read_is_refused_at_the_start(folder):
    await filled(folder)
    (folder / FILE).chmod(0o400)
    with pytest.raises(StoreError, match="cannot be used"):
        await Database.open(folder)


# ---- damage ---------------------------------------------------------------------------------------------------------


async def spoil(database: Database) -> None:
    """Overwrites the pages of a running bot's file but the first, from outside, and lets SQLite forget the old ones."""
    await database.alone(lambda db: db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
    size = database.path.stat().st_size
    with database.path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    await database.alone(lambda db: db.execute("PRAGMA shrink_memory"))


async def test_damage_that_is_met_stops_all_writing_is_told_and_is_mended_by_a_restore(folder, caplog):
    await filled(folder)
    copies.make(folder, copies.folders(folder), Origin("test"), NOW)
    database = await Database.open(folder)
    assert await stored(database, "before")
    await spoil(database)
    for attempt in range(2):  # as it is met, and from then on
        with pytest.raises(NotSaved, match=LASTING):
            await database.write(memory.remember, f"{attempt}", "x")
    assert database.damage
    assert "divergence restore" in caplog.text
    with pytest.raises(NotRead):
        await database.read(memory.recall, "before")
    await database.close()
    with pytest.raises(StoreError, match="divergence restore"):
        await Database.open(folder)
    restoring.restore(folder, copies.folders(folder), schema.names())
    database = await Database.open(folder)
    assert await stored(database, "afterwards")
    await database.close()


async def test_a_text_that_is_not_what_was_stored_counts_as_damage_and_is_not_repeated(database, caplog):
    await database.write(
        lambda db: db.execute("INSERT INTO memory VALUES ('odd', CAST(? AS TEXT))", [b"private\xff words"])
    )
    with pytest.raises(NotRead, match="damaged"):
        await database.read(memory.recall, "odd")
    assert "private" not in caplog.text
    with pytest.raises(NotSaved, match=LASTING):
        await stored(database, "new")


async def test_a_name_that_cannot_be_read_any_more_counts_as_damage_too(database):
    def meet(_db):
        b"\xe5x".decode()  # as Python does with the name of a table

    with pytest.raises(NotRead, match="damaged"):
        await database.read(meet)
    with pytest.raises(NotSaved, match=LASTING):
        await stored(database, "new")


# ---- no fault of the file --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("statement", ["SELECT * FROM nowhere", "this is no SQL"])
async def test_a_mistake_of_ours_is_not_taken_for_trouble_with_the_file(database, statement):
    for run in (database.write, database.read, database.alone):
        with pytest.raises(sqlite3.OperationalError):
            await run(lambda db: db.execute(statement))
    assert database.damage is None
    assert await stored(database, "afterwards")
