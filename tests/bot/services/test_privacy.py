"""What is kept about people: shown whole, handed out whole, and erased so that no byte of an id is left in any file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.language import Language
from bot.quiz.moves import Mode
from bot.services import Services, open_services
from bot.services.authority import Actor
from bot.services.game_views import Click
from bot.services.kept import KEPT
from bot.services.policy import Place
from bot.services.privacy import AFTER_LEAVING
from bot.settings import Settings
from bot.store import erasure, privacy, retention, standing
from bot.store.database import FILE
from tests.bot.services.makers import SmallMaker, StandingClock

ANA, LUIS, MARTA = 1034567890123456789, 1045678901234567891, 1056789012345678912
HERE, CHANNEL, OTHER = 10, 20, 11
PLACE = Place(CHANNEL, HERE)
DAY = timedelta(days=1)


@pytest.fixture
async def services(settings: Settings, subject, clock) -> AsyncIterator[Services]:
    async with open_services(settings, clock, subject) as services:
        services.games.maker_of, services.games.maker = None, SmallMaker()
        yield services


async def count(services: Services, table: str, where: str = "1") -> int:
    (found,) = await services.database.read(
        lambda db: db.execute(
            f"SELECT count(*) FROM {table} WHERE {where}"  # noqa: S608 # both are written in this file
        ).fetchone()
    )
    return found


async def live(services: Services, clock: StandingClock, person: int, place: Place = PLACE) -> int:
    """A person does a little of everything in a server; the game they played there, which is over."""
    reply = await services.asking.ask("who let trotsky into mexico", place, person)
    answer = await services.asking.answered(reply.id, place)
    await services.asking.report(answer, place, person, "the year is wrong")
    await services.timelines.show("1938", "", None, place, person, Language.EN)
    await services.personal.hide(person, hidden=True)
    await services.progress.add_to_reviews(person, ["a-fact"])
    prompt = next(iter(services.pack.prompts.values()))
    discussion = await services.discussing.begin(prompt, place, person, Language.EN)
    await services.discussing.open_up(discussion, place.channel + 100, 5)
    await services.discussing.vote(discussion, person, 0, second=False)
    fact = prompt.facts[0]
    await services.discussing.cite(discussion, person, fact)
    await services.discussing.take_part(discussion, person, None)
    await services.discussing.ask_again(discussion, Actor(person, place.server))
    await services.discussing.finish(discussion, Actor(person, place.server))
    return await play(services, clock, person, place)


async def play(services: Services, clock: StandingClock, person: int, place: Place = PLACE) -> int:
    """One question for everyone, answered by that person, to its end."""
    games = services.games
    game = (await games.open(place, Click(person), Mode.EVERYONE, Language.EN, 1)).id
    await games.start(game, place, Click(person))
    await games.answer(game, place, Click(person, at=clock.now), 0, "real")
    await games.reveal(game, place, Click(person), 0)
    await games.next(game, place, Click(person), 0)
    return game


# ---- shown and handed out --------------------------------------------------------------------------------------


async def test_every_table_that_refers_to_people_has_its_words_and_its_rule(services):
    tables = await services.database.read(lambda db: dict(privacy.references(db)))
    assert set(tables) <= set(KEPT)
    ruled = {*retention.FORGOTTEN, *retention.SOONER, "preferences"}
    free = {(table, column) for table, columns in tables.items() if table not in ruled for column in columns}
    assert free == set(retention.UNNAMED)


async def test_somebody_who_did_nothing_is_not_known(services):
    found = await services.privacy.found(ANA)
    assert (found.since, found.counts) == (None, {})
    assert json.loads(await services.privacy.export(ANA))["known_since"] is None


async def test_everything_that_refers_to_a_person_is_counted_and_exported_and_nothing_of_others(services, clock):
    await live(services, clock, LUIS)
    await live(services, clock, ANA)
    counts = (await services.privacy.found(ANA)).counts
    assert {"answers": 1, "reports": 1, "timelines": 1, "results": 1, "players": 1, "preferences": 1}.items() <= (
        counts.items()
    )
    exported = json.loads(await services.privacy.export(ANA))
    assert exported["discord_id"] == str(ANA)
    assert {table: len(exported[table]) for table in counts} == dict(counts)
    assert exported["reports"][0]["words"] == "the year is wrong"
    assert {move["move"]["seat"] for move in exported["moves"]} == {1}
    assert str(LUIS) not in json.dumps(exported)


async def test_of_what_two_people_share_each_gets_only_their_own_part(services):
    marta = Actor(MARTA, HERE, manages=True)
    await services.blocks.block(marta, ANA, "rude", None)
    for person, role in ((ANA, "person"), (MARTA, "blocker")):
        (row,) = json.loads(await services.privacy.export(person))["blocks"]
        assert {name for name, value in row.items() if value == "you"} == {role}
        assert not {"person", "blocker", "whose"} - {role} & set(row)


# ---- erased ----------------------------------------------------------------------------------------------------


def holding(folder: Path, person: int) -> set[str]:
    """The files that hold an id in any form, found the slow way: byte by byte."""
    return {
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(form in path.read_bytes() for form in erasure.forms(person))
    }


async def test_after_erasing_no_byte_of_the_id_is_left_in_any_file_and_totals_still_add_up(services, clock, settings):
    for person in (ANA, LUIS, MARTA):
        await live(services, clock, person)
    reply = await services.asking.ask("who let trotsky into mexico", PLACE, LUIS)
    answer = await services.asking.answered(reply.id, PLACE)
    await services.asking.report(answer, PLACE, LUIS, f"<@{ANA}> told me so, {ANA}")
    await services.governing.change(Actor(ANA, HERE, manages=True), {"language": "es"})
    backups = settings.data / "backups"
    backups.mkdir()
    await services.database.alone(lambda db: db.execute("VACUUM INTO ?", [str(backups / "before-x.sqlite")]))
    (backups / "odd.sqlite").write_bytes(b"not a database" + ANA.to_bytes(8, "big"))
    assert holding(settings.data, ANA) >= {f"{FILE}-wal", "before-x.sqlite", "odd.sqlite"}

    def totals(db):
        return db.execute("SELECT count(*), sum(points), count(DISTINCT game) FROM results").fetchone()

    before = await services.database.read(totals)
    erased = await services.privacy.erase(ANA)
    assert (erased.whole, erased.copies, erased.removed) == (True, 1, 1)
    assert holding(settings.data, ANA) == set()
    assert FILE in holding(settings.data, LUIS)
    assert await services.database.read(totals) == before
    assert (await services.privacy.found(ANA)).since is None
    everybody = await services.database.read(standing.won, HERE, None)
    assert [won.person for won in everybody] == [None, LUIS, MARTA]
    assert sum(won.casual.answered for won in everybody) == before[0]
    with closing(sqlite3.connect(backups / "before-x.sqlite")) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert copy.execute("SELECT count(*) FROM people").fetchone() == (2,)
        assert copy.execute("SELECT count(*) FROM results").fetchone()[0] == before[0]


async def test_the_next_backup_and_a_restart_know_nothing_either(services, clock, settings, subject):
    await live(services, clock, ANA)
    await services.privacy.erase(ANA)
    await services.database.alone(lambda db: db.execute("VACUUM INTO ?", [str(settings.data / "next.sqlite")]))
    await services.database.close()
    assert holding(settings.data, ANA) == set()


async def test_what_deleting_left_behind_unseen_is_found_and_the_file_made_anew(services, settings):
    """As after a program that did not overwrite: the row is gone, its bytes are not."""

    def plant(db):
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("INSERT INTO people (discord_id, first_seen) VALUES (?, 0)", [ANA])
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute("DELETE FROM people WHERE discord_id = ?", [ANA])
        db.execute("PRAGMA secure_delete = ON")

    await services.database.alone(plant)
    await services.database.alone(lambda db: db.execute("PRAGMA wal_checkpoint(TRUNCATE)"))
    assert holding(settings.data, ANA) == {FILE}
    assert (await services.privacy.erase(ANA)).whole
    assert holding(settings.data, ANA) == set()


@pytest.mark.parametrize("number", [0, 127, 128, 2**40 + 7, 2**56 - 1, 2**56, 2**59 + 12345, 2**63 - 1])
def test_whole_numbers_are_looked_for_as_sqlite_packs_them(tmp_path, number):
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as connection:
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)")
        connection.execute("INSERT INTO t VALUES (?)", [number])
        connection.commit()
    assert erasure.varint(number) in (tmp_path / "x.sqlite").read_bytes()


async def test_a_player_leaves_the_running_game_first_and_their_answer_stays_nameless(services, clock):
    view = await services.games.open(PLACE, Click(ANA), Mode.EVERYONE, Language.EN, 2)
    await services.games.join(view.id, PLACE, Click(LUIS))
    solo = await services.games.open(Place(21, HERE), Click(ANA), Mode.SOLO, Language.EN, 2)
    await services.privacy.erase(ANA)
    left = await services.games.view(view.id, PLACE)
    assert left.players == {1: None, 2: LUIS}
    assert set(left.game.present) == {2}
    assert left.record.starter is None
    assert (await services.games.view(solo.id, Place(21, HERE))).game.stage.over


async def test_whoever_comes_back_begins_anew(services, clock):
    await live(services, clock, ANA)
    await services.privacy.erase(ANA)
    assert (await services.personal.totals(ANA)).answered == 0
    await live(services, clock, ANA)
    assert (await services.privacy.found(ANA)).counts["results"] == 1


# ---- forgotten in time -----------------------------------------------------------------------------------------


async def test_past_a_servers_retention_names_go_by_themselves_and_totals_stay(services, clock):
    await services.governing.change(Actor(MARTA, HERE, manages=True), {"retention_days": 30})
    await live(services, clock, ANA)
    await live(services, clock, ANA, Place(30, OTHER))
    await services.tidy()
    assert await count(services, "results", "person IS NOT NULL") == 2
    clock.now += 31 * DAY
    await services.tidy()
    assert await count(services, "results") == 2
    assert await count(services, "results", "person IS NOT NULL") == 1
    counts = (await services.privacy.found(ANA)).counts
    assert {counts[table] for table in ("answers", "reports", "timelines", "results", "games")} == {1}
    clock.now += 365 * DAY
    await services.tidy()
    await services.tidy()
    assert (await services.privacy.found(ANA)).since is None
    assert await count(services, "people") == 0
    assert await count(services, "results") == 2


async def test_a_game_that_runs_keeps_its_players(services, clock):
    await services.governing.change(Actor(MARTA, HERE, manages=True), {"retention_days": 30})
    view = await services.games.open(PLACE, Click(ANA), Mode.EVERYONE, Language.EN, 1)
    clock.now += 40 * DAY
    await services.tidy()
    assert (await services.games.view(view.id, PLACE)).players == {1: ANA}


async def test_settings_stay_while_anything_else_of_a_person_does(services, clock):
    await services.personal.hide(ANA, hidden=True)
    clock.now += 300 * DAY
    await play(services, clock, ANA)
    clock.now += 100 * DAY
    await services.tidy()
    assert (await services.personal.preferences(ANA)).hidden
    clock.now += 300 * DAY
    await services.tidy()
    assert not (await services.personal.preferences(ANA)).hidden


# ---- servers ---------------------------------------------------------------------------------------------------


async def test_what_is_kept_of_a_server_goes_30_days_after_the_bot_left_it(services, clock):
    for place in (PLACE, Place(30, OTHER)):
        await live(services, clock, ANA, place)
        await services.governing.change(Actor(MARTA, place.server, manages=True), {"language": "es"})
    await services.privacy.compare({HERE, OTHER})
    await services.privacy.left(HERE)
    clock.now += AFTER_LEAVING - DAY
    await services.tidy()
    assert await count(services, "answers", f"server = {HERE}") == 1
    clock.now += 2 * DAY
    await services.tidy()
    for table in ("answers", "reports", "timelines", "discussions", "games", "server_settings", "audit", "servers"):
        assert await count(services, table, f"server = {HERE}") == 0, table
        assert await count(services, table, f"server = {OTHER}") > 0, table
    assert await count(services, "results") == 1
    assert services.governing.settings_of(HERE).language is None
    assert services.governing.settings_of(OTHER).language is Language.ES


async def test_coming_back_within_30_days_cancels_it_and_leaving_twice_does_not_prolong_it(services, clock):
    for server in (HERE, OTHER):
        await live(services, clock, ANA, Place(20 + server, server))
        await services.privacy.joined(server)
        await services.privacy.left(server)
    clock.now += 20 * DAY
    await services.privacy.left(OTHER)
    await services.privacy.joined(HERE)
    clock.now += 20 * DAY
    await services.tidy()
    assert await count(services, "games", f"server = {HERE}") == 1
    assert await count(services, "games", f"server = {OTHER}") == 0


async def test_servers_left_while_the_bot_was_not_running_are_noticed_at_the_next_start(services, clock):
    await live(services, clock, ANA)
    await services.privacy.compare({HERE, OTHER})
    await services.privacy.compare({OTHER})
    clock.now += AFTER_LEAVING + DAY
    await services.tidy()
    assert await count(services, "games") == 0


async def test_a_server_the_bot_was_never_in_is_not_one_it_left(services, clock):
    """People bring it along to servers that never installed it."""
    await services.asking.ask("who let trotsky into mexico", Place(9, 99, member=False), ANA)
    await services.privacy.compare({HERE})
    clock.now += AFTER_LEAVING + DAY
    await services.tidy()
    assert await count(services, "answers", "server = 99") == 1
