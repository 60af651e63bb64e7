"""Entries with their versions, files taken back as a whole, and what servers do with facts of the pack."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.store import audit, own_drafts, own_facts, own_views, people
from bot.store.own_facts import State
from bot.store.own_views import View

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ANA, MARTA, SERVER, OTHER = 11, 12, 1, 2
ONE, TWO = {"statement": "one"}, {"statement": "two"}


async def test_every_change_is_a_version_that_stays(database):
    entry = await database.write(own_facts.add, SERVER, ANA, State.PROPOSED, ONE, NOW)
    changed = await database.write(
        lambda db: own_facts.change(db, SERVER, entry.id, 1, MARTA, NOW, state=State.ACCEPTED, document=TWO)
    )
    assert (changed.version, changed.state, changed.document, changed.author) == (2, State.ACCEPTED, TWO, ANA)
    kept = await database.read(own_facts.versions, SERVER, entry.id)
    assert [(one.version, one.state, one.document, one.person) for one in kept] == [
        (2, State.ACCEPTED, TWO, MARTA), (1, State.PROPOSED, ONE, ANA),
    ]  # fmt: skip


async def test_who_looked_at_an_older_version_changes_nothing(database):
    entry = await database.write(own_facts.add, SERVER, ANA, State.PROPOSED, ONE, NOW)
    for version in (1, 1):
        last = await database.write(
            lambda db, version=version: own_facts.change(db, SERVER, entry.id, version, MARTA, NOW, document=TWO)
        )
    assert last is None
    assert (await database.read(own_facts.find, SERVER, entry.id)).version == 2


async def test_an_entry_is_of_its_server_alone(database):
    entry = await database.write(own_facts.add, SERVER, ANA, State.ACCEPTED, ONE, NOW)
    assert await database.read(own_facts.find, OTHER, entry.id) is None
    assert await database.read(own_facts.versions, OTHER, entry.id) == []
    assert await database.read(own_facts.taught, OTHER) == []
    assert await database.read(own_facts.servers) == {SERVER}
    assert (
        await database.write(lambda db: own_facts.change(db, OTHER, entry.id, None, MARTA, NOW, document=TWO)) is None
    )


async def test_a_file_comes_in_and_is_taken_back_as_a_whole_once(database):
    batch = await database.write(own_facts.bring_in, SERVER, MARTA, "a.md", [ONE, TWO], ["", ""], NOW)
    assert [document for _, document in await database.read(own_facts.taught, SERVER)] == [ONE, TWO]
    assert await database.write(own_facts.take_back, OTHER, batch, MARTA, NOW) is None
    assert await database.write(own_facts.take_back, SERVER, batch, MARTA, NOW) == 2
    assert await database.read(own_facts.taught, SERVER) == []
    assert await database.write(own_facts.take_back, SERVER, batch, MARTA, NOW) is None
    [listed] = await database.read(own_facts.batches, SERVER, 5)
    assert (listed.undone, listed.count) == (True, 0)


async def test_facts_of_a_file_that_name_each_other_go_on_doing_so(database):
    await database.write(own_facts.add, SERVER, ANA, State.ACCEPTED, ONE, NOW)
    documents = [{"real": ["own-7", "of-the-pack"]}, ONE]
    await database.write(own_facts.bring_in, SERVER, MARTA, "a.toml", documents, ["own-3", "own-7"], NOW)
    taught = dict(await database.read(own_facts.taught, SERVER))
    assert taught[2]["real"] == ["own:3", "of-the-pack"]


async def test_what_was_done_stands_in_the_log(database):
    entry = await database.write(own_facts.add, SERVER, ANA, State.PROPOSED, ONE, NOW)
    await database.write(lambda db: own_facts.change(db, SERVER, entry.id, 1, MARTA, NOW, state=State.ACCEPTED))
    await database.write(lambda db: own_views.see(db, SERVER, "some-fact", MARTA, NOW, hidden=True))
    kept = await database.read(audit.page, audit.Wanted(SERVER), 0, 9)
    assert [(one.area, one.what, dict(one.after)) for one in kept] == [
        ("facts", "hide", {"some-fact": "hidden"}), ("facts", "accepted", {"own:1": "accepted"}),
    ]  # fmt: skip


async def test_hiding_and_annotating_keep_out_of_each_others_way(database):
    for changes in ({"hidden": True}, {"note": "A word."}, {"hidden": False}):
        await database.write(lambda db, changes=changes: own_views.see(db, SERVER, "some-fact", MARTA, NOW, **changes))
    assert await database.read(own_views.views, SERVER) == [View("some-fact", False, "A word.")]
    await database.write(lambda db: own_views.see(db, SERVER, "some-fact", MARTA, NOW, note=""))
    assert await database.read(own_views.views, SERVER) == []
    assert await database.read(own_views.views, OTHER) == []


async def test_a_draft_is_its_authors_for_an_hour(database):
    id = await database.write(own_drafts.keep, SERVER, ANA, ONE, NOW)
    assert await database.read(own_drafts.find, SERVER, ANA, id, NOW) == ONE
    assert await database.read(own_drafts.find, SERVER, MARTA, id, NOW) is None
    assert await database.read(own_drafts.find, OTHER, ANA, id, NOW) is None
    assert await database.write(own_drafts.drop, id)
    assert not await database.write(own_drafts.drop, id)


async def test_the_words_stay_when_their_author_is_erased(database):
    entry = await database.write(own_facts.add, SERVER, ANA, State.ACCEPTED, ONE, NOW)
    await database.write(own_drafts.keep, SERVER, ANA, TWO, NOW)
    await database.write(lambda db: db.execute("DELETE FROM people WHERE discord_id = ?", [ANA]))
    left = await database.read(own_facts.find, SERVER, entry.id)
    assert (left.author, left.document) == (None, ONE)
    assert (await database.read(own_facts.versions, SERVER, entry.id))[0].person is None
    assert await database.write(people.forget_idle) == 0
