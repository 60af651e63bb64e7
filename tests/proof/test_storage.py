"""The short form of the proof of storage: whatever is done to the store, nothing acknowledged is lost."""

from __future__ import annotations

import pytest

from bot.store import schema
from bot.store.database import FILE
from tests.proof import storage, storage_kills

# Later Pythons warn of forks beside threads; these children do one thing with files and die.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")


async def test_bytes_that_were_changed_are_refused_at_the_start_told_when_met_or_harmless(tmp_path):
    found = await storage.flips(tmp_path, 40)
    assert (found.tried, found.bad) == (40, [])
    assert found.ends["refused at the start"]


def test_one_bit_that_was_changed_in_a_copy_is_noticed(tmp_path):
    found = storage.spoilt_copies(tmp_path, 20)
    assert (found.tried, found.bad) == (20, [])


@pytest.mark.parametrize("seconds", [0.1, 2.5])
async def test_whoever_writes_while_another_program_holds_the_file_is_told_the_truth(tmp_path, seconds):
    found = await storage.locked(tmp_path, seconds)
    assert (found.tried, found.bad) == (20, [])
    assert found.ends["stored"]


def test_a_process_that_dies_in_a_migration_leaves_a_sound_database_and_all_that_was_in_it(tmp_path):
    found = storage_kills.migrations_killed(tmp_path, [1, len(schema.names()) - 1], stride=19)
    assert found.tried > 10
    assert found.bad == []


def test_a_process_that_dies_while_a_copy_is_put_back_leaves_the_old_or_the_new(tmp_path):
    found = storage_kills.restores_killed(tmp_path, stride=9)
    assert found.bad == []
    assert found.ends["as before"]
    assert found.ends["put back"]


def test_a_process_that_dies_while_copying_leaves_no_half_of_a_copy(tmp_path):
    found = storage_kills.copies_killed(tmp_path, stride=9)
    assert found.tried > 3
    assert found.bad == []


def test_a_copy_is_made_verified_and_put_back(tmp_path):
    took = storage.drill(tmp_path, 2)
    assert set(took) == {"MB", "backup", "verify", "restore", "start"}
    assert (tmp_path / FILE).stat().st_size > 2_000_000
