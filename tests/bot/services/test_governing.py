"""Governing: who may decide, what holds where, and that a decision which was acknowledged survives whatever comes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import BadInput, Gone, NotAllowed
from bot.history.model import World
from bot.language import Language
from bot.services.authority import Actor, Part, has_part, require
from bot.services.governing import Governing, Where
from bot.services.policy import Feature, Show, decide
from bot.services.server_settings import ServerSettings
from bot.store.database import Database

SERVER, OTHER, CHANNEL, THREAD, CATEGORY = 10, 11, 20, 21, 22
HOST_ROLE = 30
MODERATOR = Actor(1, SERVER, frozenset(), manages=True)
HOST = Actor(2, SERVER, frozenset({HOST_ROLE}))
MEMBER = Actor(3, SERVER)
REAL_ONLY = {"show": "real-only", "off": [], "private": False}


def now() -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(tmp_path)
    yield database
    await database.close()


@pytest.fixture
async def governing(database: Database) -> Governing:
    return await Governing.load(database, now)


# ---- who may ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", [MEMBER, HOST, Actor(1), Actor(1, OTHER)])
async def test_only_moderators_change_anything(governing, actor):
    await governing.change(MODERATOR, {"host_roles": [str(HOST_ROLE)]})
    for attempt in (
        governing.change(actor, {"language": "es"}), governing.undo(actor, 1), governing.log(actor),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            await attempt


async def test_the_parts_are_those_of_the_roles_that_were_named(governing):
    settings = (await governing.change(MODERATOR, {"host_roles": [str(HOST_ROLE)]})).after
    held = {
        actor.person: {part for part in Part if has_part(actor, part, settings)} for actor in (MODERATOR, HOST, MEMBER)
    }
    assert held == {1: set(Part), 2: {Part.HOST}, 3: set()}
    with pytest.raises(NotAllowed, match="curators and moderators"):
        require(HOST, Part.CURATOR, settings)


async def test_a_moderator_of_another_server_sees_nothing_of_this_one(governing):
    change = await governing.change(MODERATOR, {"language": "es"})
    stranger = Actor(9, OTHER, manages=True)
    assert (await governing.log(stranger)).entries == []
    with pytest.raises(Gone):
        await governing.undo(stranger, change.entry)
    assert governing.settings_of(OTHER) == ServerSettings()


# ---- what is kept ----------------------------------------------------------------------------------------------


async def test_a_change_survives_a_restart(governing, database):
    await governing.change(MODERATOR, {"language": "es", f"channels.{CHANNEL}": REAL_ONLY})
    again = await Governing.load(database, now)
    assert again.settings_of(SERVER) == governing.settings_of(SERVER)
    assert again.settings_of(SERVER).language is Language.ES


async def test_two_moderators_at_once_never_undo_each_other_unseen(governing, database):
    import asyncio

    other = Actor(4, SERVER, manages=True)
    await asyncio.gather(
        governing.change(MODERATOR, {"language": "es"}), governing.change(other, {"time_zone": "Europe/Madrid"}),
        governing.change(other, {"quiz_questions": 5}),
    )  # fmt: skip
    decided = governing.settings_of(SERVER)
    assert (decided.language, decided.time_zone, decided.quiz_questions) == (Language.ES, "Europe/Madrid", 5)
    assert (await Governing.load(database, now)).settings_of(SERVER) == decided


async def test_what_stood_so_already_is_no_change(governing):
    assert (await governing.change(MODERATOR, {"quiz_questions": 10})).entry is None
    assert (await governing.log(MODERATOR)).entries == []


@pytest.mark.parametrize(
    "changes",
    [
        {"time_zone": "Mars/Olympus"}, {"time_zone": "x\x00y"}, {"language": "fr"}, {"quiz_questions": 0},
        {"quiz_questions": "10"}, {"quiz_questions": True}, {"quiz_questions": 10**30}, {"paused": "yes"},
        {"host_roles": ["abc"]}, {"host_roles": [str(2**63)]}, {"host_roles": [str(id) for id in range(1, 30)]},
        {"daily_time": "24:00"}, {"quiz_mode": "daily"}, {"channels.x": REAL_ONLY}, {"channels.5": {"show": "all"}},
        {"nothing": 1}, {"moderators_channel": {}},
    ],
)  # fmt: skip
async def test_what_cannot_stand_there_is_refused_and_changes_nothing(governing, changes):
    with pytest.raises(BadInput):
        await governing.change(MODERATOR, {"language": "es", **changes})
    assert governing.settings_of(SERVER) == ServerSettings()
    assert (await governing.log(MODERATOR)).entries == []


async def test_settings_that_cannot_be_read_pause_the_bot_instead_of_showing_too_much(governing, database, caplog):
    await governing.change(MODERATOR, {"language": "es"})
    await database.write(lambda db: db.execute('UPDATE server_settings SET document = \'{"language": "xx"}\''))
    broken = await Governing.load(database, now)
    assert broken.settings_of(SERVER).paused
    assert "cannot be read" in caplog.text


# ---- undo ------------------------------------------------------------------------------------------------------


async def test_undo_puts_back_what_was_and_can_be_undone_itself(governing):
    first = await governing.change(MODERATOR, {"language": "es"})
    undone = await governing.undo(MODERATOR, first.entry)
    assert (undone.after.language, undone.keys) == (None, ("language",))
    assert (await governing.undo(MODERATOR, undone.entry)).after.language is Language.ES
    newest, _, oldest = (await governing.log(MODERATOR)).entries
    assert (newest.undoes, oldest.undone) == (undone.entry, True)


async def test_undo_is_refused_once_the_same_was_changed_again(governing):
    first = await governing.change(MODERATOR, {"language": "es"})
    await governing.change(MODERATOR, {"language": "en"})
    with pytest.raises(BadInput, match="changed again later"):
        await governing.undo(MODERATOR, first.entry)
    assert governing.settings_of(SERVER).language is Language.EN


async def test_undo_leaves_what_others_changed_meanwhile(governing):
    first = await governing.change(MODERATOR, {f"channels.{CHANNEL}": REAL_ONLY})
    await governing.change(MODERATOR, {f"channels.{CATEGORY}": REAL_ONLY})
    after = (await governing.undo(MODERATOR, first.entry)).after
    assert set(after.channels) == {CATEGORY}


@pytest.mark.parametrize("id", [0, 99, 2**62])
async def test_an_entry_that_is_not_there_cannot_be_undone(governing, id):
    with pytest.raises(Gone):
        await governing.undo(MODERATOR, id)


# ---- what holds where ------------------------------------------------------------------------------------------


def rule(show: Show, **parts: object) -> dict[str, object]:
    return {"show": show.value, "off": [], "private": False, **parts}


@pytest.mark.parametrize(
    ("show", "worlds", "spoiler", "alternate_first"),
    [
        (Show.REAL_ONLY, {World.REAL}, False, False), (Show.REAL_FIRST, set(World), True, False),
        (Show.BOTH, set(World), False, False), (Show.SCENARIO_ROOM, set(World), False, True),
    ],
)  # fmt: skip
async def test_each_rule_shows_its_worlds(governing, show, worlds, spoiler, alternate_first):
    await governing.change(MODERATOR, {f"channels.{CHANNEL}": rule(show)})
    ruling = decide(governing.place(SERVER, CHANNEL, where=Where((CHANNEL,))), Feature.ASK)
    assert (ruling.worlds, ruling.spoiler, ruling.alternate_first) == (worlds, spoiler, alternate_first)


async def test_a_thread_follows_its_channel_and_a_channel_its_category(governing):
    await governing.change(MODERATOR, {f"channels.{CATEGORY}": rule(Show.REAL_ONLY)})
    inside = Where((THREAD, CHANNEL, CATEGORY))
    assert governing.place(SERVER, THREAD, where=inside).rules.show is Show.REAL_ONLY
    await governing.change(MODERATOR, {f"channels.{CHANNEL}": rule(Show.BOTH)})
    assert governing.place(SERVER, THREAD, where=inside).rules.show is Show.BOTH


async def test_a_place_nobody_can_find_has_the_strictest_rules(governing):
    await governing.change(MODERATOR, {f"channels.{CATEGORY}": rule(Show.REAL_ONLY, off=["quiz"], private=True)})
    lost = governing.place(SERVER, 404)
    assert (lost.rules.show, lost.rules.off, lost.rules.private) == (Show.REAL_ONLY, {Feature.QUIZ}, True)


async def test_the_rules_of_a_server_hold_in_no_other_and_not_in_direct_messages(governing):
    await governing.change(MODERATOR, {f"channels.{CHANNEL}": rule(Show.REAL_ONLY), "paused": True})
    for place in (
        governing.place(OTHER, CHANNEL),
        governing.place(None, CHANNEL),
        governing.place(SERVER, 5, member=False),
    ):
        assert decide(place, Feature.ASK).allowed
        assert decide(place, Feature.ASK).worlds == set(World)


async def test_while_paused_only_help_is_left(governing):
    await governing.change(MODERATOR, {"paused": True})
    place = governing.place(SERVER, CHANNEL)
    assert {feature for feature in Feature if decide(place, feature).allowed} == {Feature.HELP}


async def test_private_channels_keep_answers_private(governing):
    await governing.change(MODERATOR, {f"channels.{CHANNEL}": rule(Show.BOTH, private=True)})
    assert not decide(governing.place(SERVER, CHANNEL, where=Where((CHANNEL,))), Feature.ASK).public
    await governing.change(MODERATOR, {"always_private": True})
    assert not decide(governing.place(SERVER, 404, where=Where((404,))), Feature.ASK).public


# ---- the log ---------------------------------------------------------------------------------------------------


async def test_the_log_has_pages_and_filters(governing):
    other = Actor(4, SERVER, manages=True)
    for count in range(3, 10):
        await governing.change(MODERATOR, {"quiz_questions": count})
    await governing.change(other, {"language": "es"})
    first, last = await governing.log(MODERATOR), await governing.log(MODERATOR, 99)
    assert (first.pages, first.entries[0].person, last.number, last.entries[-1].after) == (
        2,
        4,
        1,
        {"quiz_questions": 3},
    )
    assert [entry.what for entry in (await governing.log(MODERATOR, person=4)).entries] == ["language"]
    assert (await governing.log(MODERATOR, whats=("quiz_questions",))).pages == 2
    assert (await governing.log(MODERATOR, area="facts")).entries == []


async def test_who_is_erased_leaves_the_log_without_a_name(governing, database):
    await governing.change(MODERATOR, {"language": "es"})
    await database.write(lambda db: db.execute("DELETE FROM people"))
    (entry,) = (await governing.log(MODERATOR)).entries
    assert (entry.person, entry.after) == (None, {"language": "es"})
