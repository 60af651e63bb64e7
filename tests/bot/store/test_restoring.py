"""Putting a copy back: only a fit one, never under a running bot, and what was there before is kept."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.settings import ROOT
from bot.store import copies, manifest, memory, restoring, schema
from bot.store.database import FILE, Database
from bot.store.manifest import Origin
from tests.bot.store.test_schema import later_program
from tests.proof.storage_files import NOW, filled, remembered


def make(folder: Path, hours: int = 0) -> Path:
    return copies.make(folder, copies.folders(folder), Origin("test"), NOW + timedelta(hours=hours)).path


def restore(folder: Path, chosen: Path | None = None) -> restoring.Restored:
    return restoring.restore(folder, copies.folders(folder), schema.names(), chosen)


def killed_after_its_first_write(folder: Path) -> str:
    """A bot writes into the folder and dies; what it had acknowledged."""
    command = [sys.executable, "-m", "tests.bot.store.write_until_killed", str(folder), "1000"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as child:  # noqa: S603 # our own script
        assert child.stdout is not None
        acknowledged = child.stdout.readline().decode().strip()
        child.kill()
    return acknowledged


async def add(folder: Path, name: str) -> None:
    database = await Database.open(folder)
    await database.write(memory.remember, name, "x")
    await database.close()


async def test_the_newest_copy_is_put_back_and_what_it_replaces_is_kept_whole(folder):
    await filled(folder, 5)
    copy = make(folder)
    await add(folder, "later")
    done = restore(folder)
    assert (done.copy, done.manifest.rows["people"]) == (copy, 5)
    assert remembered(folder / FILE) == {f"{number:05}" for number in range(5)}
    assert remembered(done.aside) == {*(f"{number:05}" for number in range(5)), "later"}
    assert {path.name for path in folder.iterdir()} == {FILE, "lock", "backups"}
    await add(folder, "goes on")


async def test_a_log_that_was_left_by_a_crash_goes_aside_with_its_database_and_not_into_the_new_one(folder):
    """A log that is read into another database than its own spoils it."""
    await filled(folder, 5)
    make(folder)
    acknowledged = killed_after_its_first_write(folder)
    assert (folder / f"{FILE}-wal").stat().st_size
    done = restore(folder)
    assert remembered(folder / FILE) == {f"{number:05}" for number in range(5)}
    assert acknowledged in remembered(done.aside)


async def test_a_running_bot_is_not_disturbed(folder):
    await filled(folder, 5)
    make(folder)
    database = await Database.open(folder)
    with pytest.raises(StoreError, match="already used by another bot; stop it first"):
        restore(folder)
    await database.write(memory.remember, "still here", "x")
    await database.close()
    assert "still here" in remembered(folder / FILE)


async def test_a_spoilt_copy_is_left_out_for_an_older_one_and_named(folder):
    await filled(folder, 5)
    good = make(folder)
    bad = make(folder, hours=1)
    bad.write_bytes(b"x" + bad.read_bytes()[1:])
    done = restore(folder)
    assert done.copy == good
    assert [path for path, _ in done.skipped] == [bad]


async def test_where_the_database_is_no_database_a_copy_is_put_back_all_the_same(folder):
    await filled(folder, 5)
    make(folder)
    (folder / FILE).write_bytes(b"no database at all " * 1000)
    done = restore(folder)
    assert remembered(folder / FILE) == {f"{number:05}" for number in range(5)}
    assert done.aside.read_bytes().startswith(b"no database at all")


async def test_into_an_empty_folder_a_copy_from_elsewhere_is_put_back(folder, tmp_path):
    await filled(tmp_path / "old machine", 5)
    done = restore(folder, make(tmp_path / "old machine"))
    assert (done.aside, len(remembered(folder / FILE))) == (None, 5)


async def test_what_cannot_be_put_back_is_refused_with_the_reason_and_nothing_is_changed(folder, monkeypatch, tmp_path):
    await filled(folder, 5)
    with pytest.raises(StoreError, match="There is no copy"):
        restore(folder)
    with pytest.raises(StoreError, match="There is no copy at"):
        restore(folder, tmp_path / "nowhere.sqlite")
    (tmp_path / "notes.sqlite").write_text("somebody's notes")
    with pytest.raises(StoreError, match="cannot be put back"):
        restore(folder, tmp_path / "notes.sqlite")
    copy = make(folder)
    with monkeypatch.context() as later:
        later_program(later, "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT")
        await add(folder, "by a newer program")
        newer = make(folder, hours=1)
    with pytest.raises(StoreError, match="a newer version of this bot"):
        restore(folder, newer)
    assert "by a newer program" in remembered(folder / FILE)
    assert manifest.faults(copy) == []


async def test_an_old_copy_is_brought_up_to_date_by_the_next_start(folder, monkeypatch):
    await filled(folder, 5)
    make(folder)
    later_program(monkeypatch, "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT")
    await add(folder, "later")
    restore(folder)
    database = await Database.open(folder)
    assert await database.read(lambda db: db["later"].count) == 0
    await database.close()


async def test_a_restore_that_was_cut_off_after_its_copy_was_ready_is_finished_by_the_next_start(folder):
    await filled(folder, 5)
    copy = make(folder)
    await add(folder, "later")
    (folder / restoring.NEXT).write_bytes(copy.read_bytes())
    (folder / restoring.STAGED).write_text("half")
    await (await Database.open(folder)).close()
    assert "later" not in remembered(folder / FILE)
    assert {path.name for path in folder.iterdir()} == {FILE, "lock", "backups"}
    (aside,) = (folder / "backups").glob("replaced-*.sqlite")
    assert "later" in remembered(aside)
