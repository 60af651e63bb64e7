"""Reports: what members say is wrong with a fact."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.store import reports

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ANA, LUIS, HERE, ELSEWHERE = 1, 2, 10, 11
HOSTILE = "'; DROP TABLE reports; -- {0.__class__} @everyone"


async def kept(database):
    return await database.read(lambda db: [(row["server"], row["fact"], row["words"]) for row in db["reports"].rows])


async def test_a_report_is_kept_word_for_word(database):
    await database.write(reports.keep, ANA, HERE, "a-fact", HOSTILE, NOW)
    assert await kept(database) == [(HERE, "a-fact", HOSTILE)]


async def test_somebodys_later_words_on_a_fact_replace_the_earlier(database):
    for server in (HERE, None):
        first = await database.write(reports.keep, ANA, server, "a-fact", "first", NOW)
        assert await database.write(reports.keep, ANA, server, "a-fact", "second", NOW) != first
    assert await kept(database) == [(HERE, "a-fact", "second"), (None, "a-fact", "second")]


async def test_people_facts_and_servers_do_not_get_in_each_others_way(database):
    for person, server, fact in ((ANA, HERE, "a"), (LUIS, HERE, "a"), (ANA, HERE, "b"), (ANA, ELSEWHERE, "a")):
        await database.write(reports.keep, person, server, fact, "wrong", NOW)
    assert len(await kept(database)) == 4
