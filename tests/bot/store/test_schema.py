"""Migrations: a copy first, all of a step or none of it, and never onto tables of a newer program."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Migrations

from bot.errors import StoreError
from bot.store import memory, schema
from bot.store.database import FILE, Database

COPY = "backups/before-m900_later.sqlite"


def later_program(monkeypatch: pytest.MonkeyPatch, *statements: str) -> None:
    """The program as it will be one day, with one more step than today."""
    later = Migrations("divergence")
    for migration in schema.migrations._migrations:
        later(name=migration.name)(migration.fn)

    @later()
    def m900_later(db):
        for statement in statements:
            db.execute(statement)

    monkeypatch.setattr(schema, "migrations", later)


async def used(folder: Path) -> None:
    """A folder in which the program of today has remembered something."""
    database = await Database.open(folder)
    await database.write(memory.remember, "kept", "yes")
    await database.close()


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return sorted(connection.iterdump())  # a copy keeps its indexes and triggers in an order of its own


async def test_a_new_database_is_made_without_a_copy(folder):
    await used(folder)
    assert not (folder / "backups").exists()


async def test_opening_again_changes_nothing(folder):
    await used(folder)
    before = dump(folder / FILE)
    await (await Database.open(folder)).close()
    assert dump(folder / FILE) == before
    assert not (folder / "backups").exists()


async def test_a_copy_is_made_before_a_step_that_meets_data(folder, monkeypatch):
    await used(folder)
    before = dump(folder / FILE)
    later_program(monkeypatch, "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT")
    database = await Database.open(folder)
    assert await database.read(lambda db: db["later"].count) == 0
    assert await database.read(memory.recall, "kept") == "yes"
    await database.close()
    assert dump(folder / COPY) == before


async def test_tables_of_a_newer_program_are_refused_with_a_sentence(folder, monkeypatch):
    with monkeypatch.context() as later:
        later_program(later, "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT")
        await used(folder)
    with pytest.raises(StoreError, match=r"made by a newer version of this bot .*m900_later"):
        await Database.open(folder)


async def test_a_step_that_fails_half_way_leaves_the_database_as_it_was(folder, monkeypatch):
    await used(folder)
    before = dump(folder / FILE)
    with monkeypatch.context() as later:
        later_program(later, "CREATE TABLE later (id INTEGER)", "DELETE FROM memory", "INSERT INTO nowhere VALUES (1)")
        for _ in range(2):
            with pytest.raises(StoreError, match=r"could not be brought up to date .*nowhere"):
                await Database.open(folder)
    assert dump(folder / FILE) == before == dump(folder / COPY)
    await (await Database.open(folder)).close()


async def test_a_step_is_not_begun_where_no_copy_can_be_made(folder, monkeypatch):
    await used(folder)
    before = dump(folder / FILE)
    (folder / "backups").write_text("not a folder")
    later_program(monkeypatch, "DELETE FROM memory")
    with pytest.raises(StoreError, match="cannot be used"):
        await Database.open(folder)
    assert dump(folder / FILE) == before


async def test_games_that_were_over_within_a_day_before_results_were_provisional_become_final_too(folder, monkeypatch):
    with monkeypatch.context() as earlier:
        program = Migrations("divergence")
        for migration in schema.migrations._migrations:
            if migration.name < "m014":
                program(name=migration.name)(migration.fn)
        earlier.setattr(schema, "migrations", program)
        database = await Database.open(folder)
        now = int(time.time())
        for stage, ago in (("results", 3600), ("results", 90_000), ("closed", 3600)):
            await database.write(
                lambda db, *values: db.execute(
                    "INSERT INTO games (mode, server, channel, opened_at, moved_at, stage, live, revision)"
                    " VALUES ('everyone', 1, 20, 0, ?, ?, 0, 1)", values,
                ),
                (now - ago) * 1000 + 7, stage,
            )  # fmt: skip
        await database.close()
    database = await Database.open(folder)
    rows = await database.read(lambda db: db.execute("SELECT provisional_until FROM games ORDER BY id").fetchall())
    await database.close()
    assert rows == [(now - 3600 + 86_400,), (None,), (None,)]
