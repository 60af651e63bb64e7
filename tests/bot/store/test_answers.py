"""Answers: what the buttons of a card find again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.store import answers
from bot.store.answers import Answer

NOW = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
SNOWFLAKE = 2**63 - 1
GIVEN = Answer(SNOWFLAKE, 10, 20, "a-fact", "its-other", "On 9 January", "en", NOW)


async def test_an_answer_is_found_again_exactly_as_it_was_given(database):
    for given in (GIVEN, replace(GIVEN, server=None, fact=None, other=None, direct=None, language="es")):
        id = await database.write(answers.keep, given)
        assert await database.read(answers.find, id) == replace(given, id=id)


async def test_what_was_meant_can_be_chosen_afterwards(database):
    id = await database.write(answers.keep, replace(GIVEN, fact=None, other=None, direct=None))
    await database.write(answers.choose, id, "a-fact", None)
    assert await database.read(answers.find, id) == replace(GIVEN, id=id, other=None, direct=None)


async def test_an_id_that_was_never_given_finds_nothing(database):
    assert await database.read(answers.find, SNOWFLAKE) is None


async def test_only_what_was_answered_before_a_moment_is_forgotten(database):
    old = await database.write(answers.keep, replace(GIVEN, asked_at=NOW - timedelta(seconds=1)))
    new = await database.write(answers.keep, GIVEN)
    assert await database.write(answers.forget_before, NOW) == 1
    assert await database.read(answers.find, old) is None
    assert await database.read(answers.find, new) is not None


async def test_the_id_of_a_forgotten_answer_is_never_given_again(database):
    forgotten = await database.write(answers.keep, GIVEN)
    await database.write(answers.forget_before, NOW + timedelta(seconds=1))
    assert await database.write(answers.keep, GIVEN) > forgotten
