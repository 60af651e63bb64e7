"""Discussions as stored: one a thread, two votes a person, and nothing acknowledged is ever lost."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.settings import ROOT
from bot.store import discussions, people
from bot.store.database import Database
from bot.store.discussions import State

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
ANA, LUIS = 111_111_111_111_111_111, 222_222_222_222_222_222
SERVER, PARENT, THREAD, CARD = 1, 2, 3, 4
KILLS = 6


async def begun(database: Database, starter: int = ANA) -> int:
    id = await database.write(discussions.begin, SERVER, PARENT, "a-prompt", "en", starter, NOW, LATER, 3)
    assert id is not None
    return id


@pytest.fixture
async def open_id(database: Database) -> int:
    id = await begun(database)
    assert await database.write(discussions.open_up, id, THREAD, CARD, NOW, LATER)
    return id


async def erase(database: Database, person: int) -> None:
    await database.write(lambda db: db.execute("DELETE FROM people WHERE discord_id = ?", [person]))


async def voted(database: Database, id: int, *votes: tuple[int, int, State]) -> list[bool]:
    return [await database.write(discussions.vote, id, voter, option, state, NOW) for voter, option, state in votes]


async def test_a_discussion_is_found_by_its_thread_from_its_opening_to_its_close(database, open_id):
    found = await database.read(discussions.standing_in, THREAD)
    assert (found.id, found.starter, found.state, found.card) == (open_id, ANA, State.OPEN, CARD)
    assert await database.write(discussions.ask_again, open_id, NOW, LATER)
    assert await database.write(discussions.finish, open_id, NOW, LATER)
    assert await database.read(discussions.standing_in, THREAD) is None


async def test_every_step_is_taken_once(database, open_id):
    for step in (discussions.ask_again, discussions.finish):
        assert [await database.write(step, open_id, NOW, LATER) for _ in range(2)] == [True, False]
    assert not await database.write(discussions.open_up, open_id, THREAD, CARD, NOW, LATER)


async def test_one_thread_holds_one_open_discussion(database, open_id):
    second = await begun(database)
    with pytest.raises(Exception, match="UNIQUE"):
        await database.write(discussions.open_up, second, THREAD, CARD, NOW, LATER)


async def test_a_person_has_a_few_discussions_going_on_in_one_server(database):
    ids = [await begun(database) for _ in range(3)]
    assert await database.write(discussions.begin, SERVER, PARENT, "a-prompt", "en", ANA, NOW, LATER, 3) is None
    await database.write(discussions.abandon, ids[0])
    assert await begun(database)


async def test_a_later_vote_replaces_the_earlier_and_counts_only_while_its_round_is_on(database, open_id):
    assert await voted(database, open_id, (ANA, 0, State.OPEN), (ANA, 2, State.OPEN)) == [True, True]
    assert await voted(database, open_id, (ANA, 1, State.CLOSING)) == [False]
    await database.write(discussions.ask_again, open_id, NOW, LATER)
    assert await voted(database, open_id, (ANA, 3, State.OPEN), (ANA, 1, State.CLOSING)) == [False, True]
    assert await database.read(discussions.ballots, open_id) == [(2, 1)]


async def test_votes_stay_counted_when_a_person_is_erased_after_the_close(database, open_id):
    await voted(database, open_id, (ANA, 0, State.OPEN), (LUIS, 1, State.OPEN))
    await database.write(discussions.cite, open_id, LUIS, "a-fact", "archivist", NOW)
    await database.write(discussions.ask_again, open_id, NOW, LATER)
    await voted(database, open_id, (LUIS, 2, State.CLOSING))
    await database.write(discussions.finish, open_id, NOW, LATER)
    await erase(database, LUIS)
    await erase(database, ANA)
    assert await database.read(discussions.ballots, open_id) == [(0, None), (1, 2)]
    assert await database.read(discussions.citations, open_id) == [("a-fact", None, "archivist")]
    assert (await database.read(discussions.find, open_id)).starter is None


async def test_a_vote_is_withdrawn_with_its_voter_while_it_could_be_given_twice(database, open_id):
    await voted(database, open_id, (ANA, 0, State.OPEN), (LUIS, 1, State.OPEN))
    await erase(database, LUIS)
    await voted(database, open_id, (LUIS, 1, State.OPEN))
    assert await database.read(discussions.ballots, open_id) == [(0, None), (1, None)]


async def test_nobody_who_took_part_is_forgotten_as_idle_until_the_discussion_is(database, open_id):
    await voted(database, open_id, (LUIS, 1, State.OPEN))
    assert await database.write(people.forget_idle) == 0
    assert await database.write(discussions.forget_before, LATER) == 1
    assert await database.write(people.forget_idle) == 2
    assert await database.read(discussions.ballots, open_id) == []


async def test_a_part_can_be_taken_changed_and_laid_down(database, open_id):
    for part in ("archivist", "scenarist", None):
        assert await database.write(discussions.take_part, open_id, ANA, part, NOW)
        assert await database.read(discussions.part_of, open_id, ANA) == part


async def test_a_deleted_thread_or_channel_takes_what_stood_in_it(database):
    for gone in (THREAD, PARENT):
        id = await begun(database)
        await database.write(discussions.open_up, id, THREAD, CARD, NOW, LATER)
        await database.write(discussions.lose, gone, NOW)
        assert (await database.read(discussions.find, id)).state is State.GONE
    assert await database.read(discussions.due, LATER, 9) == []


async def test_what_is_due_comes_in_the_order_of_waiting(database):
    first, second = await begun(database), await begun(database, LUIS)
    await database.write(discussions.put_off, first, LATER + timedelta(seconds=1))
    assert [each.id for each in await database.read(discussions.due, LATER, 9)] == [second]
    both = await database.read(discussions.due, LATER + timedelta(hours=1), 9)
    assert [each.id for each in both] == [second, first]


async def test_no_acknowledged_vote_is_lost_to_a_sigkill_before_the_close(folder):
    database = await Database.open(folder)
    id = await begun(database)
    await database.write(discussions.open_up, id, THREAD, CARD, NOW, LATER)
    await database.close()
    acknowledged: dict[int, int] = {}
    for kill in range(KILLS):
        acknowledged |= await asyncio.to_thread(_acknowledged_until_killed, folder, id, kill * 1_000_000)

    database = await Database.open(folder)
    stored = dict(await database.read(_votes_by_voter))
    assert acknowledged
    for voter, last in acknowledged.items():
        assert stored[voter] in {last, last + 1}  # the one after it may be on disk before anybody was told
    assert await database.write(discussions.ask_again, id, NOW, LATER)
    assert await database.write(discussions.finish, id, NOW, LATER)
    counted = await database.read(discussions.ballots, id)
    assert sorted(before for before, _after in counted) == sorted(stored.values())
    await database.close()


def _acknowledged_until_killed(folder: Path, id: int, first: int) -> dict[int, int]:
    """The last vote each voter was told is stored, by a process that is killed at a moment nobody chose."""
    command = [sys.executable, "-m", "tests.bot.store.vote_until_killed", str(folder), str(id), str(first)]
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603 # our own script
    assert child.stdout is not None
    lines = [child.stdout.readline()]
    time.sleep(random.uniform(0, 0.2))  # noqa: S311 # as above
    child.kill()
    lines += child.communicate()[0].splitlines(keepends=True)
    return {int(voter): int(vote) for voter, vote in (line.split() for line in lines if line.endswith("\n"))}


def _votes_by_voter(db) -> list[tuple[int, int]]:
    return db.execute("SELECT discord_id, before FROM discussion_votes JOIN people ON people.id = person").fetchall()
