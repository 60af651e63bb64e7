"""People: one number each, one table with their Discord ids, one row to erase."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.store import answers, people, reports
from bot.store.answers import Answer

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ANA, LUIS = 111_111_111_111_111_111, 222_222_222_222_222_222


async def test_a_person_keeps_one_number_and_nobody_else_has_it(database):
    first = await database.write(people.number_of, ANA, NOW)
    assert await database.write(people.number_of, LUIS, NOW) != first
    assert await database.write(people.number_of, ANA, NOW + timedelta(days=1)) == first


async def test_a_person_is_known_since_they_were_first_seen(database):
    for day in range(3):
        await database.write(people.number_of, ANA, NOW + timedelta(days=day))
    assert await database.read(lambda db: [row["first_seen"] for row in db["people"].rows]) == [NOW.timestamp()]


async def test_a_discord_id_stands_in_one_table_alone_and_erasing_that_row_erases_the_person(database):
    await database.write(answers.keep, Answer(ANA, 1, 2, "a-fact", None, None, "en", NOW))
    await database.write(reports.keep, ANA, 1, "a-fact", "wrong", NOW)

    def holding(db, value):
        return {name for name in db.table_names() for row in db[name].rows if value in row.values()}

    assert await database.read(holding, ANA) == {"people"}
    await database.write(lambda db: db.execute("DELETE FROM people WHERE discord_id = ?", [ANA]))
    assert await database.read(lambda db: (db["answers"].count, db["reports"].count)) == (0, 0)
