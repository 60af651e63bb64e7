"""Standings: what was won in games that a server plays together, and how rulings change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.language import Language
from bot.quiz import moves
from bot.quiz.model import ALTERNATE, REAL
from bot.quiz.moves import Mode, Settings
from bot.quiz.scoring import PASS
from bot.services.game_views import View
from bot.services.rankings import game_ranking
from bot.services.standing import Results
from bot.store import games, preferences, standing
from bot.store.games import Live, Opening
from bot.store.own_facts import name_of
from tests.bot.quiz.samples import NOW, question

ANA, LUIS, NORA, MARTA = (number * 111_111_111_111_111_111 for number in range(1, 5))
HERE = 1


@pytest.fixture
def live() -> Live:
    return Live()


def at_once(*made: moves.Move):
    return lambda _record, _seat: list(made)


async def play(
    database, live, mode: Mode, answers: dict[int, tuple[str, bool]], *, server=HERE, at=NOW, seconds=10, fact="a-fact"
):
    """A game of one statement of real history, revealed, with the answers of these people; its id."""
    asked = (replace(question(item=f"item-{at.isoformat()}"), facts=(fact,)),)
    opened = moves.Opened(at=at, settings=Settings(mode, Language.EN, False), questions=asked)
    channel = 5 + server * 10
    record, _ = await database.write(
        games.open, live, Opening(mode, server, channel, next(iter(answers)), None, opened)
    )
    for person in list(answers)[1:]:
        await database.write(games.play, live, record.id, person, lambda _r, seat: [moves.Joined(at=at, seat=seat)])
    await database.write(games.play, live, record.id, None, at_once(moves.Started(at=at)))
    for person, (key, sure) in answers.items():

        def answer(_record, seat, key=key, sure=sure):
            when = at + timedelta(seconds=seconds)
            return [moves.Answered(at=when, seat=seat, number=0, key=key, sure=sure)]

        await database.write(games.play, live, record.id, person, answer)
    done = at + timedelta(seconds=60)
    await database.write(games.play, live, record.id, None, at_once(
        moves.Revealed(at=done, number=0), moves.Next(at=done, number=0)
    ))  # fmt: skip
    return record.id


def reviewed(db) -> None:
    """Marta wrote what is asked as the first fact of the server's own."""
    db.execute("INSERT INTO people (discord_id, first_seen) VALUES (?, 0)", [MARTA])
    db.execute(
        "INSERT INTO own_entries (id, server, state, document, version, changed_at) VALUES (1, 1, 'x', '{}', 1, 0)"
    )
    db.execute(
        "INSERT INTO own_versions VALUES (1, 1, 'x', '{}', (SELECT id FROM people WHERE discord_id = ?), 0)",
        [MARTA],
    )


async def won(database, since=None, server=HERE) -> dict[int, tuple[int, int]]:
    """The event points and the casual points of everybody."""
    found = await database.read(standing.won, server, since)
    return {one.person: (one.ranked.points, one.casual.points) for one in found}


async def test_events_of_three_count_and_all_else_that_is_played_together_is_casual(database, live):
    await play(database, live, Mode.EVENT, {ANA: (REAL, True), LUIS: (ALTERNATE, True), NORA: (PASS, False)})
    await play(database, live, Mode.EVENT, {ANA: (REAL, False), LUIS: (REAL, False)}, at=NOW + timedelta(days=1))
    await play(database, live, Mode.EVERYONE, {ANA: (REAL, True)}, at=NOW + timedelta(days=2))
    await play(database, live, Mode.SOLO, {ANA: (REAL, True)}, at=NOW + timedelta(days=3))
    await play(database, live, Mode.EVERYONE, {ANA: (REAL, True)}, server=2, at=NOW + timedelta(days=4))
    assert await won(database) == {ANA: (10, 19), LUIS: (0, 9), NORA: (7, 0)}
    assert await won(database, NOW + timedelta(days=2)) == {ANA: (0, 10)}
    assert await won(database, server=2) == {ANA: (0, 10)}


async def test_an_answer_faster_than_anybody_reads_is_not_ranked(database, live):
    answers = {ANA: (REAL, True), LUIS: (REAL, True), NORA: (REAL, True)}
    await play(database, live, Mode.EVENT, answers, seconds=0)
    assert {one.ranked.points for one in await database.read(standing.won, HERE, None)} == {0}


async def test_reviewers_of_what_was_asked_play_beside_the_ranking(database, live):
    await database.write(reviewed)
    answers = {ANA: (REAL, True), LUIS: (REAL, True), NORA: (REAL, True), MARTA: (REAL, True)}
    await play(database, live, Mode.EVENT, answers, fact=name_of(1))
    assert await won(database) == {ANA: (10, 0), LUIS: (10, 0), NORA: (10, 0), MARTA: (0, 10)}
    await play(database, live, Mode.EVENT, {LUIS: (REAL, True), NORA: (REAL, True), MARTA: (REAL, True)},
               at=NOW + timedelta(days=1), fact=name_of(1))  # fmt: skip
    assert (await won(database))[LUIS] == (10, 10)


async def test_what_was_ruled_out_or_right_both_ways_is_counted_so_and_tells_nothing_of_who_answered(database, live):
    id = await play(database, live, Mode.EVERYONE, {ANA: (ALTERNATE, True), LUIS: (REAL, True)})
    both = moves.Ruled(at=NOW, number=0, ruling=1, accept=(ALTERNATE,))
    await database.write(games.play, live, id, None, at_once(both))
    found = {one.person: one for one in await database.read(standing.won, HERE, None)}
    assert (found[ANA].casual.points, found[ANA].real, found[ANA].casual.right) == (10, 0, 1)
    assert await database.read(standing.told_when, ANA) == ()
    await database.write(games.play, live, id, None, at_once(moves.Ruled(at=NOW, number=0, ruling=2, void=True)))
    assert await won(database) == {}
    await database.write(games.play, live, id, None, at_once(
        moves.Unruled(at=NOW, number=0, ruling=2), moves.Unruled(at=NOW, number=0, ruling=1)
    ))  # fmt: skip
    assert await won(database) == {ANA: (0, 0), LUIS: (0, 10)}
    told = await database.read(standing.told_when, ANA)
    assert [(one.key, one.world, one.sure) for _at, one in told] == [(ALTERNATE, "real", True)]


async def test_who_hides_is_marked_and_who_was_erased_is_one_with_all_erased(database, live):
    await play(database, live, Mode.EVERYONE, {ANA: (REAL, True), LUIS: (REAL, True)})
    await database.write(preferences.change, LUIS, {"hidden": True}, NOW)
    await database.write(lambda db: db.execute("DELETE FROM people WHERE discord_id = ?", [ANA]))
    found = await database.read(standing.won, HERE, None)
    assert [(one.person, one.hidden, one.casual.points) for one in found] == [(None, False, 10), (LUIS, True, 10)]


async def test_in_files_the_points_of_everybody_are_those_of_their_questions(database, live):
    await database.write(reviewed)
    answers = {ANA: (REAL, True), LUIS: (REAL, True), NORA: (REAL, True), MARTA: (REAL, True)}
    for at, seconds, points in ((NOW, 10, 10), (NOW + timedelta(days=1), 0, 0)):
        id = await play(database, live, Mode.EVENT, answers, at=at, seconds=seconds, fact=name_of(1))
        view = View(await database.write(games.find, live, id), await database.read(games.players, id))
        found = Results(view, await game_ranking(database, view))
        assert [one.rank for one in found.rows][-1] == 0
        for one in found.rows:
            assert one.score.points == sum(found.points(one.player).values()) == points
