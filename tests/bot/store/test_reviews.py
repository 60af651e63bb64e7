"""Reviews on disk: what was acknowledged is there after a kill, and nothing counts twice."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.quiz.review import Grade, Origin, Outcome
from bot.store import reviews
from bot.store.database import FILE
from bot.store.reviews import Chosen

ROOT = Path(__file__).resolve().parents[3]
KILLS = 3
ANA, NOW = 1034567890123456789, datetime(2026, 3, 1, tzinfo=UTC)


def test_nothing_acknowledged_is_lost_by_a_kill_between_card_and_grade(folder):
    said: set[str] = set()
    for kill in range(KILLS):
        command = [sys.executable, "-m", "tests.bot.store.grade_until_killed", str(folder), str(kill * 1_000_000)]
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603 # our own script
        assert child.stdout is not None
        said.add(child.stdout.readline().strip())
        time.sleep(random.uniform(0, 0.2))  # noqa: S311 # a moment nobody chose
        child.kill()
        said |= {line.strip() for line in child.communicate()[0].splitlines(keepends=True) if line[-1] == "\n"}
    with closing(sqlite3.connect(folder / FILE)) as db:
        rows = db.execute(
            "SELECT review_askings.id, outcome, grade, last_at, graded_at FROM review_askings"
            " JOIN review_cards ON review_cards.id = card"
        ).fetchall()
    stored = {f"answered {id}" for id, outcome, *_ in rows if outcome}
    stored |= {f"graded {id}" for id, _, grade, *_ in rows if grade}
    assert len(said) > KILLS
    assert said <= stored
    assert all((grade is None) == (last is None) and last == graded for _id, _o, grade, last, graded in rows)


async def test_the_first_answer_and_the_first_grade_count(database):
    await database.write(reviews.take_in, ANA, {"a": Origin.MISTAKE}, {"a": NOW}, NOW)
    ((card, added),) = await database.read(reviews.cards, ANA)
    assert (card.pair, card.origin, card.due, added) == ("a", Origin.MISTAKE, NOW, NOW)
    asking = await database.write(reviews.ask, None, card, ANA, 10, NOW)
    assert (await database.write(reviews.ask, asking.session, card, ANA, 10, NOW)).id == asking.id
    with pytest.raises(ValueError):
        await database.write(reviews.grade, asking.id, Grade.GOOD, NOW)
    for outcome in (Outcome.RIGHT, Outcome.LEAK):
        assert (await database.write(reviews.answer, asking.id, outcome)).outcome is Outcome.RIGHT
    first, counted = await database.write(reviews.grade, asking.id, Grade.GOOD, NOW)
    assert counted
    assert await database.write(reviews.grade, asking.id, Grade.EASY, NOW + timedelta(days=1)) == (first, False)
    assert [(one.grade, one.first) for one in await database.read(reviews.history, ANA)] == [(Grade.GOOD, True)]


async def test_an_asking_that_was_asked_again_or_erased_since_it_was_read_is_not_graded(database):
    await database.write(reviews.take_in, ANA, {"a": Origin.MISTAKE}, {"a": NOW}, NOW)
    ((card, _added),) = await database.read(reviews.cards, ANA)
    before = await database.write(reviews.ask, None, card, ANA, 10, NOW)
    await database.write(reviews.answer, before.id, Outcome.RIGHT)
    again = await database.write(reviews.ask, None, card, ANA, 10, NOW + timedelta(days=1))
    assert again.id != before.id
    assert await database.write(reviews.grade, before.id, Grade.GOOD, NOW) is None
    await database.write(lambda db: db.execute("DELETE FROM review_askings"))
    assert await database.write(reviews.grade, again.id, Grade.GOOD, NOW) is None
    assert await database.write(reviews.answer, again.id, Outcome.RIGHT) is None
    assert [one.last for one, _added in await database.read(reviews.cards, ANA)] == [None]


async def test_what_was_chosen_stays_when_something_else_is_and_a_day_is_reminded_of_once(database):
    assert await database.read(reviews.chosen, ANA) is None
    await database.write(reviews.choose, ANA, Chosen(5, "Europe/Madrid", 540), NOW)
    assert [await database.write(reviews.remind, ANA, date(2026, 3, 1)) for _ in range(2)] == [True, False]
    await database.write(reviews.choose, ANA, Chosen(3, "Europe/Madrid", 600), NOW)
    assert await database.read(reviews.chosen, ANA) == Chosen(3, "Europe/Madrid", 600, date(2026, 3, 1))
    await database.write(reviews.choose, ANA, Chosen(3, "Europe/Madrid"), NOW)
    assert await database.read(reviews.to_remind) == []


async def test_a_forgotten_server_leaves_a_persons_reviews_to_them(database):
    await database.write(reviews.new_session, ANA, 10, NOW)
    await database.write(lambda db: db.execute("INSERT INTO servers (server) VALUES (10)"))
    await database.write(lambda db: db.execute("DELETE FROM servers WHERE server = 10"))
    assert await database.read(lambda db: db.execute("SELECT begun_in FROM review_sessions").fetchall()) == [(None,)]
