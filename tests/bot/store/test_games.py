"""Stored games: a move, its rows and the live game change together or not at all, and no person is in a move."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from functools import partial

import pytest

from bot.errors import NotSaved
from bot.language import Language
from bot.quiz import moves
from bot.quiz.known import Asked
from bot.quiz.model import ALTERNATE, REAL, QuestionKind
from bot.quiz.moves import Mode, Refusal, Refused, Settings
from bot.quiz.rounds import Stage
from bot.quiz.scoring import PASS
from bot.quiz.sheet import standings
from bot.store import games, items, people, preferences, presence, results
from bot.store.games import Live, Opening
from tests.bot.quiz.samples import NOW, question, questions

ANA, LUIS = 111_111_111_111_111_111, 222_222_222_222_222_222


@pytest.fixture
def live() -> Live:
    return Live()


def opening(mode: Mode = Mode.EVERYONE, *, channel: int = 5, starter: int = ANA, asked=None, at=NOW) -> Opening:
    opened = moves.Opened(at=at, settings=Settings(mode, Language.EN, False), questions=asked or questions(2))
    return Opening(mode, 1, channel, starter, None, opened)


def one(*made: moves.Move):
    return lambda _record, _seat: list(made)


def sit(_record, seat):
    return [moves.Joined(at=NOW, seat=seat)]


def say(key: str, number: int = 0, *, sure: bool = False, interaction: int | None = None):
    return lambda _record, seat: [
        moves.Answered(at=NOW, seat=seat, number=number, key=key, sure=sure, interaction=interaction)
    ]


async def started(database, live, **chosen) -> int:
    """The id of a game of ana and luis whose first question is shown."""
    record, _ = await database.write(games.open, live, opening(**chosen))
    if record.mode is Mode.EVERYONE:
        await database.write(games.play, live, record.id, LUIS, sit)
    await database.write(games.play, live, record.id, None, one(moves.Started(at=NOW)))
    return record.id


async def played(database, live, id: int, answers: dict[int, tuple[str, bool]], number: int = 0, at=NOW) -> None:
    for person, (key, sure) in answers.items():
        await database.write(games.play, live, id, person, say(key, number, sure=sure))
    await database.write(games.play, live, id, None, one(moves.Revealed(at=at, number=number)))


async def rows(database, query: str, *values: object) -> list[tuple]:
    return await database.read(lambda db: db.execute(query, list(values)).fetchall())


# ---- together or not at all ---------------------------------------------------------------------------------


async def test_the_live_game_is_the_fold_of_what_is_stored(database, live):
    id = await started(database, live)
    await played(database, live, id, {ANA: (REAL, True), LUIS: (PASS, False)})
    record = await database.write(games.find, live, id)
    assert record.game == await database.read(games.fold, id)
    assert record == await database.write(games.find, Live(), id)


async def test_a_refused_move_leaves_nothing_behind(database, live):
    id = await started(database, live)
    before = await rows(database, "SELECT * FROM moves"), await rows(database, "SELECT * FROM people")
    with pytest.raises(Refused) as caught:
        await database.write(games.play, live, id, 333, say(REAL))
    assert caught.value.refusal is Refusal.NOT_A_PLAYER
    assert (await rows(database, "SELECT * FROM moves"), await rows(database, "SELECT * FROM people")) == before


async def test_moves_made_together_are_made_all_or_none(database, live):
    id = await started(database, live)
    before = (await database.write(games.find, live, id)).game
    with pytest.raises(Refused):
        await database.write(
            games.play, live, id, None, one(moves.Extended(at=NOW, seconds=30), moves.Next(at=NOW, number=0))
        )
    assert (await database.write(games.find, live, id)).game == before


async def test_a_move_that_the_disk_could_not_keep_is_not_in_the_live_game_either(database, live):
    id = await started(database, live)

    def lose(db, *_):
        games.play(db, live, id, ANA, say(REAL))
        db.execute("ROLLBACK")  # what SQLite does by itself when a disk is full
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(NotSaved):
        await database.write(lose)
    assert (await database.write(games.find, live, id)).game.answered == 0
    await database.write(games.play, live, id, ANA, say(ALTERNATE))
    record = await database.write(games.find, live, id)
    assert record.game.rounds[0].given[1].key == ALTERNATE
    assert record.game == await database.read(games.fold, id)


async def test_an_interaction_that_comes_again_after_a_restart_still_counts_once(database, live):
    id = await started(database, live)
    first = await database.write(games.play, live, id, ANA, say(REAL, interaction=77))
    again = await database.write(games.play, Live(), id, ANA, say(REAL, interaction=77))
    assert (again.outcome, again.new) == (first.outcome, False)
    assert await rows(database, "SELECT count(*) FROM moves WHERE json_extract(move, '$.interaction') = 77") == [(1,)]


async def test_more_games_than_are_kept_folded_are_folded_again(database, live, monkeypatch):
    monkeypatch.setattr(games, "REMEMBERED", 2)
    ids = [await started(database, live, channel=channel) for channel in range(5, 9)]
    for id in ids:
        await database.write(games.play, live, id, ANA, say(REAL))
    assert [(await database.write(games.find, live, id)).game.answered for id in ids] == [1] * 4


# ---- one game a channel -------------------------------------------------------------------------------------


async def test_a_channel_has_one_running_game_for_everyone(database, live):
    first, new = await database.write(games.open, live, opening())
    second, newer = await database.write(games.open, live, opening(starter=LUIS))
    assert (first.id, new, newer) == (second.id, True, False)
    with pytest.raises(sqlite3.IntegrityError):
        await database.write(
            lambda db: db.execute(
                "INSERT INTO games (mode, channel, opened_at, moved_at, stage, live, revision)"
                " VALUES ('everyone', 5, 0, 0, 'lobby', 1, 1)"
            )
        )
    await database.write(games.play, live, first.id, None, one(moves.Cancelled(at=NOW, why=moves.Why.HOST)))
    assert (await database.write(games.open, live, opening()))[1]


async def test_there_is_nothing_to_find_under_an_unknown_number(database, live):
    assert await database.write(games.find, live, 999) is None
    assert await database.write(games.play, live, 999, ANA, say(REAL)) is None


# ---- results ------------------------------------------------------------------------------------------------


async def test_results_are_written_at_the_reveal_once_for_each_who_was_there(database, live):
    id = await started(database, live)
    await played(database, live, id, {ANA: (REAL, True)})
    with pytest.raises(Refused):
        await database.write(games.play, live, id, None, one(moves.Revealed(at=NOW, number=0)))
    found = await rows(database, "SELECT seat, item, answered, said, sure, correct, points FROM results ORDER BY seat")
    assert found == [(1, "item-0", 1, REAL, 1, 1, 10), (2, "item-0", 0, None, 0, None, 0)]


async def test_a_voided_question_counts_no_more_but_was_seen(database, live):
    id = await started(database, live)
    await played(database, live, id, {ANA: (REAL, True), LUIS: (ALTERNATE, True)})
    await database.write(games.play, live, id, None, one(moves.Voided(at=NOW, number=0)))
    assert await rows(database, "SELECT points, voided FROM results") == [(0, 1), (0, 1)]
    assert await database.read(results.told, ANA) == ()
    assert await database.read(items.seen_by, [ANA], NOW - timedelta(days=1)) == {"item-0": 1}
    assert await database.read(items.tallies) == {}
    await database.write(games.play, live, id, None, one(moves.Next(at=NOW, number=0)))
    await database.write(games.play, live, id, None, one(moves.Voided(at=NOW, number=1)))
    assert await rows(database, "SELECT number, points, voided FROM results WHERE number = 1") == [(1, 0, 1)] * 2


async def test_typed_words_are_not_among_the_results(database, live):
    id = await started(database, live, asked=(question(QuestionKind.GAP),))
    await played(database, live, id, {ANA: ("Armstrong", False)})
    found = await rows(database, "SELECT said, answered, correct FROM results WHERE seat = 1")
    assert found == [(None, 1, 1)]


async def test_the_history_of_a_person_is_what_they_told_apart_and_what_they_saw(database, live):
    id = await started(database, live, asked=(*questions(2), question(QuestionKind.DATE, "date")))
    for number, key in enumerate([REAL, PASS, "a"]):
        await played(database, live, id, {ANA: (key, True)}, number, NOW + timedelta(days=number))
        await database.write(games.play, live, id, None, one(moves.Next(at=NOW, number=number)))
    told = await database.read(results.told, ANA)
    assert [(one.world, one.key, one.sure, one.right) for one in told] == [
        ("real", REAL, True, True), ("alternate", PASS, True, False),
    ]  # fmt: skip
    since = NOW + timedelta(hours=1)
    assert await database.read(items.seen_by, [ANA], since) == {"item-1": 1, "date": 1}
    assert await database.read(items.seen_by, [ANA, LUIS], since) == {"item-1": 2, "date": 2}
    assert await database.read(items.seen_by, [333], since) == {}


async def test_of_each_person_the_first_answer_to_an_item_is_what_says_how_hard_it_is(database, live):
    for day, (key, channel) in enumerate([(ALTERNATE, 5), (REAL, 6)]):
        id = await started(database, live, asked=(question(),), channel=channel)
        await played(database, live, id, {ANA: (key, False), LUIS: (REAL, False)}, at=NOW + timedelta(days=day))
    assert sorted(one.right for one in await database.read(items.tried)) == [False, True]
    assert await database.read(items.asked, "moon") == Asked(4, 3)
    assert await database.read(items.asked, "sun") == Asked(0, 0)


async def test_how_items_were_answered_is_always_what_a_count_of_all_results_says(database, live):
    counted = (
        "SELECT item, count(correct), sum(correct) FROM results WHERE correct IS NOT NULL AND NOT voided GROUP BY 1"
    )
    known = "SELECT item, answers, rights FROM item_tallies WHERE answers > 0"
    asked = (*questions(2), question(QuestionKind.DATE, "date"))
    ids = [await started(database, live, asked=asked, channel=channel) for channel in (5, 6)]
    for id in ids:
        for number, keys in enumerate([(REAL, ALTERNATE), (PASS, ALTERNATE), ("a", "b")]):
            await played(database, live, id, {ANA: (keys[0], True), LUIS: (keys[1], False)}, number)
            await database.write(games.play, live, id, None, one(moves.Next(at=NOW, number=number)))
    assert await rows(database, known) == await rows(database, counted) == [
        ("date", 4, 2), ("item-0", 4, 2), ("item-1", 2, 2),
    ]  # fmt: skip
    ruled = moves.Ruled(at=NOW, number=2, ruling=1, accept=("b",))
    await database.write(games.play, live, ids[0], None, one(ruled, moves.Voided(at=NOW, number=0)))
    assert await rows(database, known) == await rows(database, counted) == [
        ("date", 4, 3), ("item-0", 2, 1), ("item-1", 2, 2),
    ]  # fmt: skip
    await database.write(lambda db: db.execute("DELETE FROM people WHERE discord_id = ?", [ANA]))
    await database.write(lambda db: db.execute("DELETE FROM games WHERE id = ?", [ids[1]]))
    assert await rows(database, known) == await rows(database, counted) == [
        ("date", 2, 2), ("item-1", 1, 1),
    ]  # fmt: skip


async def test_what_was_asked_of_whoever_plays_in_a_channel_is_not_asked_there_again(database, live):
    since = NOW - timedelta(days=14)
    here, elsewhere = (
        await started(database, live),
        await started(database, live, asked=(question(QuestionKind.DATE, "date"),), channel=6, starter=LUIS),
    )
    await played(database, live, here, {ANA: (REAL, True), LUIS: (REAL, True)})
    await played(database, live, elsewhere, {LUIS: ("a", True)})
    assert await database.read(items.seen_here, 1, 5, [333], since) == {"item-0": 2, "date": 1}
    assert await database.read(items.seen_here, 1, 99, [ANA], since) == {"item-0": 1}
    assert await database.read(items.seen_here, 1, 99, [333], since) == {}
    assert await database.read(items.seen_here, 1, 5, [333], NOW + timedelta(days=1)) == {}
    alone = await database.read(items.known, 1, 5, Mode.SOLO, [333], since)
    assert (alone.seen, alone.left_out) == ({}, frozenset())


async def test_what_a_server_leaves_out_stays_with_it_and_goes_with_it_and_the_log_says_who_did_it(database):
    def leave(db, server, *, out):
        return items.leave_out(db, server, "moon", ANA, NOW, out)

    assert await database.write(partial(leave, out=True), 1)
    assert not await database.write(partial(leave, out=True), 1)
    assert await database.read(items.left_out, 1) == {"moon"}
    assert await database.read(items.left_out, 2) == await database.read(items.left_out, None) == frozenset()
    assert await rows(database, "SELECT area, what, before, after FROM audit") == [
        ("questions", "left out", '{"moon": "asked"}', '{"moon": "left out"}')
    ]
    assert await database.write(partial(leave, out=False), 1)
    assert await database.read(items.left_out, 1) == frozenset()
    await database.write(partial(leave, out=True), 1)
    await database.write(presence.left, 1, NOW)
    await database.write(presence.forget, NOW + timedelta(seconds=1))
    assert await database.read(items.left_out, 1) == frozenset()


# ---- people -------------------------------------------------------------------------------------------------


async def test_a_discord_id_is_in_no_move_and_erasing_a_person_keeps_the_totals(database, live):
    id = await started(database, live)
    await played(database, live, id, {ANA: (REAL, True), LUIS: (REAL, False)})
    before = standings((await database.write(games.find, live, id)).game)
    await database.write(preferences.set_stretch, ANA, 150, NOW)
    assert not [move for (move,) in await rows(database, "SELECT move FROM moves") if str(ANA) in move]
    await database.write(lambda db: db.execute("DELETE FROM people WHERE discord_id = ?", [ANA]))
    record = await database.write(games.find, Live(), id)
    assert standings(record.game) == before
    assert (record.starter, dict(await database.read(games.players, id))) == (None, {1: None, 2: LUIS})
    assert await rows(database, "SELECT count(*), sum(points), count(person) FROM results") == [(2, 19, 1)]
    assert await database.read(preferences.stretch_of, ANA) == 100


async def test_people_with_games_or_preferences_are_not_forgotten_as_idle(database, live):
    await started(database, live)
    await database.write(preferences.set_stretch, 333, 200, NOW)
    await database.write(people.number_of, 444, NOW)
    assert await database.write(people.forget_idle) == 1
    assert {id for (id,) in await rows(database, "SELECT discord_id FROM people")} == {ANA, LUIS, 333}


async def test_who_comes_back_sits_where_they_sat_with_the_time_they_need_now(database, live):
    id = await started(database, live)
    await database.write(games.play, live, id, LUIS, lambda _record, seat: [moves.Left(at=NOW, seat=seat)])
    await database.write(preferences.set_stretch, LUIS, 200, NOW)
    back = await database.write(games.play, live, id, LUIS, sit)
    assert (back.seat, back.record.game.players) == (2, {1: 100, 2: 200})


# ---- time ---------------------------------------------------------------------------------------------------


async def test_the_games_that_are_due_are_found_and_no_others(database, live):
    early, late = await started(database, live), await started(database, live, channel=6)
    await database.write(games.play, live, late, None, one(moves.Extended(at=NOW, seconds=60)))
    first = await database.read(games.next_due)
    assert await database.read(games.due, first - timedelta(milliseconds=1)) == ()
    assert await database.read(games.due, first) == (early,)
    assert await database.read(games.due, first + timedelta(seconds=60)) == (early, late)
    for id in (early, late):
        await database.write(games.play, live, id, None, one(moves.Cancelled(at=NOW, why=moves.Why.HOST)))
    assert await database.read(games.next_due) is None


async def test_old_moves_of_games_that_are_over_are_forgotten_and_what_they_came_to_stays(database, live):
    over, running = await started(database, live), await started(database, live, channel=6)
    await played(database, live, over, {ANA: (REAL, True)})
    await database.write(games.play, live, over, None, one(moves.Ended(at=NOW)))
    assert (await database.write(games.find, live, over)).game.stage is Stage.RESULTS
    assert await database.write(games.forget_moves_before, NOW) == 0
    assert await database.write(games.forget_moves_before, NOW + timedelta(seconds=1)) > 0
    assert await database.write(games.find, live, over) is None
    assert (await database.write(games.find, live, running)).game.stage is Stage.QUESTION
    assert len(await database.read(results.told, ANA)) == 1
