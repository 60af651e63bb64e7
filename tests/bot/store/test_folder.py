"""The data folder: one process at a time, and a sentence for every folder that cannot be used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.settings import ROOT
from bot.store.database import Database
from bot.store.folder import FolderLock


def test_a_folder_is_made_with_everything_above_it(tmp_path):
    FolderLock.take(tmp_path / "a" / "b").release()
    assert (tmp_path / "a" / "b").is_dir()


def test_a_folder_held_by_another_process_is_refused_until_that_one_has_ended_however_it_ends(folder):
    command = [sys.executable, "-m", "tests.bot.store.hold_folder", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:  # noqa: S603
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(StoreError, match="is already used by another bot"):
            FolderLock.take(folder)
        other.kill()
    FolderLock.take(folder).release()


async def test_a_second_bot_on_the_same_folder_is_refused_and_disturbs_nothing(folder):
    first = await Database.open(folder)
    with pytest.raises(StoreError, match="stop it first, or choose another"):
        await Database.open(folder)
    assert await first.write(lambda _db: "still here") == "still here"
    await first.close()
    await (await Database.open(folder)).close()


@pytest.mark.parametrize("part", ["", "within"])
def test_a_file_where_the_folder_should_be_is_told_in_a_sentence(tmp_path, part):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"cannot be used .*Make it writable for this user, or choose another"):
        FolderLock.take(tmp_path / "file" / part)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder that not even root can write to")
def test_a_folder_that_cannot_be_written_to_is_told_in_a_sentence():
    with pytest.raises(StoreError, match="cannot be used"):
        FolderLock.take(Path("/proc/self"))


async def test_a_database_that_is_a_folder_is_told_in_a_sentence(folder):
    (folder / "divergence.sqlite").mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be used"):
        await Database.open(folder)
