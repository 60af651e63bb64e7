"""Reviewing end to end below Discord: from a quiz mistake to the cold question, the leak, and telling it apart."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.errors import BadInput, Gone, NotHere
from bot.history.compare import Pairs
from bot.language import Language
from bot.quiz import review
from bot.quiz.review import COLD, Card, Grade, Origin, Outcome
from bot.services.asking import Asking
from bot.services.policy import Feature, Place, Rules, Show
from bot.services.progress import Progress
from bot.services.reviewing import FICTION_CHOICE, FORGOTTEN_CHOICE, REAL_CHOICE, Reviewing, Step
from bot.services.subjects import Subjects
from bot.settings import Settings
from bot.store import people, review_requests
from bot.store.database import Database
from tests.bot.services.makers import StandingClock

ANA, LUIS = 1034567890123456789, 1045678901234567891
PLACE = Place(20, 10)
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(datetime(2026, 3, 2, 15, tzinfo=UTC))


@dataclass(frozen=True, slots=True)
class Small:
    """The services that reviews touch: the rest takes long to build."""

    clock: StandingClock
    database: Database
    subjects: Subjects
    reviewing: Reviewing
    progress: Progress
    asking: Asking


@pytest.fixture
async def services(settings: Settings, subject, clock) -> AsyncIterator[Small]:
    database = await Database.open(settings.data)
    nothing: Any = None  # what makes quiz questions
    subjects = Subjects(subject, database, nothing)
    reviewing = Reviewing(subjects, database, clock)
    await reviewing.pace(ANA, 0, "UTC")  # nothing new by itself: each test says what there is
    yield Small(clock, database, subjects, reviewing, Progress(database, clock), Asking(subjects, database, clock))
    await database.close()


async def fooled(services: Small, fact: str, *, sure: bool = False, person: int = ANA, right: bool = False) -> None:
    """Somebody took a statement of the scenario for the record in a quiz, or did not."""
    now = services.clock()

    def write(db):
        number = people.number_of(db, person, now)
        db.execute(
            "INSERT INTO games (mode, channel, opened_at, moved_at, stage, live, revision)"
            " VALUES ('solo', 20, 0, 0, 'results', 0, 1)"
        )
        (game,) = db.execute("SELECT max(id) FROM games").fetchone()
        db.execute(
            "INSERT INTO results (game, number, seat, person, item, kind, theme, world, fact, version, answered, said,"
            " sure, correct, points, seen_at, voided) VALUES (?, 0, 1, ?, 'an-item', 'real-or-alternate', 'oil',"
            " 'alternate', ?, '1', 1, ?, ?, ?, 0, ?, 0)",
            [game, number, fact, "alternate" if right else "real", sure, right, int(now.timestamp())],
        )

    await services.database.write(write)


def pair_ids(services: Small) -> list[str]:
    return [pair.alternate.id for pair in services.subjects.of(None).pairs.all]


async def through(services: Small, choice: int = REAL_CHOICE, grade: Grade = Grade.GOOD) -> tuple[Step, Step]:
    """One question from its asking to its grade: the reveal, and what came then."""
    step = await services.reviewing.begin(ANA, PLACE)
    assert step.asking is not None
    shown = await services.reviewing.choose(ANA, step.asking.id, choice, PLACE)
    return shown, await services.reviewing.grade(ANA, step.asking.id, grade, PLACE)


async def test_whoever_was_fooled_is_asked_the_real_question_two_days_later_and_not_before(services, clock):
    await fooled(services, pair_ids(services)[3])
    step = await services.reviewing.begin(ANA, PLACE)
    assert (step.asking, step.next_due) == (None, clock.now + COLD)
    clock.now += COLD
    step = await services.reviewing.begin(ANA, PLACE)
    assert step.pair.alternate.id == pair_ids(services)[3]
    assert step.asking.outcome is None


async def test_sure_mistakes_come_before_others_and_those_before_what_was_asked_about(services, clock):
    ids = pair_ids(services)
    await services.asking.show(ids[8], PLACE, ANA, Language.EN)
    await fooled(services, ids[9], right=True)
    await services.progress.add_to_reviews(ANA, [ids[7]])
    await fooled(services, ids[6])
    await fooled(services, ids[5], sure=True)
    clock.now += 3 * DAY
    asked = []
    while (step := await services.reviewing.begin(ANA, PLACE)).pair is not None:
        asked.append(step.pair.alternate.id)
        await through(services)
    assert asked == [ids[5], ids[6], ids[7], ids[8], ids[9]]


async def test_the_loop_closes(services, clock):
    """Fooled, asked cold, leaked, asked again sooner, told apart three times over ten days, and told so."""
    await fooled(services, pair_ids(services)[0], sure=True)
    clock.now += 3 * DAY
    shown, after = await through(services, FICTION_CHOICE, Grade.AGAIN)
    assert shown.asking.outcome is Outcome.LEAK
    assert shown.dates == {Grade.AGAIN: clock.now + DAY}
    assert (await services.reviewing.standing(ANA, None)).leaks_open == 1
    told = []
    for _time in range(6):
        clock.now = max(after.next_due, clock.now) + timedelta(hours=1)
        _shown, after = await through(services)
        told.append(after.told_apart is not None)
    assert told.count(True) == 1
    standing = await services.reviewing.standing(ANA, None)
    assert (standing.leaks_open, standing.leaks_closed) == (0, 1)
    right, of = standing.remembered
    assert right == of > 0


async def test_two_devices_that_answer_one_card_count_once(services, clock):
    await fooled(services, pair_ids(services)[0])
    clock.now += 3 * DAY
    step = await services.reviewing.begin(ANA, PLACE)
    again = await services.reviewing.begin(ANA, PLACE)
    assert again.asking.id == step.asking.id
    shown = await asyncio.gather(*(
        services.reviewing.choose(ANA, step.asking.id, choice, PLACE) for choice in (REAL_CHOICE, FICTION_CHOICE)
    ))  # fmt: skip
    assert len({one.asking.outcome for one in shown}) == 1
    grades = (Grade.AGAIN, Grade.AGAIN)
    await asyncio.gather(*(services.reviewing.grade(ANA, step.asking.id, one, PLACE) for one in grades))
    (count,) = await services.database.read(lambda db: db.execute("SELECT count(*) FROM review_askings").fetchone())
    ((card, _pair),) = await services.reviewing.cards(ANA, None)
    assert (count, card.last) == (1, clock.now)
    before = card.due
    clock.now += timedelta(hours=2)
    await services.reviewing.grade(ANA, step.asking.id, Grade.AGAIN, PLACE)
    ((card, _pair),) = await services.reviewing.cards(ANA, None)
    assert card.due == before


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_two_devices_do_at_once_each_asking_counts_once(services, clock, seed):
    """The cards are what comes of the first answer and the first grade of each asking, whoever sent them."""
    dice = random.Random(seed)  # noqa: S311 # a life, not secrets
    await services.progress.add_to_reviews(ANA, pair_ids(services)[:4])
    clock.now += COLD
    seen: list[Step] = []

    async def device(move: int) -> Step | None:
        try:
            # Mostly what was seen last, sometimes what is long past, sometimes /review again.
            step = seen[-1 - move % min(len(seen), 3 if move % 5 else len(seen))] if seen and move % 4 else None
            if step is None or step.asking is None:
                return await services.reviewing.begin(ANA, PLACE)
            if step.asking.outcome is None:
                return await services.reviewing.choose(ANA, step.asking.id, 1 + move % 3, PLACE)
            grades = list(step.dates)
            return await services.reviewing.grade(ANA, step.asking.id, grades[move % len(grades)], PLACE)
        except Gone:
            return None

    for _move in range(60):
        moves = [dice.randint(0, 99), dice.randint(0, 99)]
        if dice.random() < 0.5:
            moves[1] = moves[0]  # the same button, pressed on both
        seen += [step for step in await asyncio.gather(*map(device, moves)) if step]
        clock.now += timedelta(hours=dice.choice((0, 0, 0, 5, 40)))
    rows = await services.database.read(
        lambda db: db.execute(
            "SELECT card, outcome, grade, graded_at FROM review_askings WHERE grade IS NOT NULL ORDER BY graded_at, id"
        ).fetchall()
    )
    assert len(rows) > 5
    for card, _pair in await services.reviewing.cards(ANA, None):
        graded = [(Outcome(o), Grade(g), datetime.fromtimestamp(at, UTC)) for id, o, g, at in rows if id == card.id]
        fold = Card(card.pair, card.origin, card.due)
        for outcome, grade, at in graded:
            fold = review.graded(fold, outcome, grade, at)
        told = ("stability", "difficulty", "last", "leaked", "apart", "closed")
        assert [getattr(fold, name) for name in told] == [getattr(card, name) for name in told]
        times = [at for _outcome, _grade, at in graded]
        assert all(two - one >= review.REST for one, two in pairwise(times))


async def test_a_session_goes_on_where_it_stood_also_at_the_reveal(services, clock):
    await fooled(services, pair_ids(services)[0])
    clock.now += 3 * DAY
    step = await services.reviewing.begin(ANA, PLACE)
    await services.reviewing.choose(ANA, step.asking.id, FORGOTTEN_CHOICE, PLACE)
    stood = await services.reviewing.begin(ANA, PLACE)
    assert (stood.asking.id, stood.asking.outcome) == (step.asking.id, Outcome.FORGOTTEN)
    clock.now += DAY
    later = await services.reviewing.begin(ANA, PLACE)
    assert later.asking.id != step.asking.id
    with pytest.raises(Gone):  # it was asked again since
        await services.reviewing.grade(ANA, step.asking.id, Grade.AGAIN, PLACE)


async def test_nobody_answers_for_somebody_else(services, clock):
    await fooled(services, pair_ids(services)[0])
    clock.now += 3 * DAY
    step = await services.reviewing.begin(ANA, PLACE)
    with pytest.raises(Gone):
        await services.reviewing.choose(LUIS, step.asking.id, REAL_CHOICE, PLACE)


@pytest.mark.parametrize("language", Language)
async def test_typed_statements_of_either_half_are_recognised(services, clock, language):
    await fooled(services, pair_ids(services)[1])
    clock.now += 3 * DAY
    step = await services.reviewing.begin(ANA, PLACE)
    judge = services.reviewing._judge
    assert judge(step.pair.real.text[language].statement, step.pair, language, PLACE) is Outcome.RIGHT
    assert judge(step.pair.alternate.text[language].statement, step.pair, language, PLACE) is Outcome.LEAK
    assert judge("no idea at all", step.pair, language, PLACE) is Outcome.OPEN
    shown = await services.reviewing.type(ANA, step.asking.id, "hmm", language, PLACE)
    assert (shown.asking.outcome, list(shown.dates)) == (Outcome.OPEN, list(Grade))


async def test_new_pairs_come_at_the_pace_that_was_chosen(services, clock):
    await services.reviewing.pace(ANA, 3, "UTC")
    for day in range(1, 3):
        asked = 0
        while (await services.reviewing.begin(ANA, PLACE)).asking is not None:
            await through(services, grade=Grade.EASY)
            asked += 1
        assert asked == 3, day
        clock.now += DAY
    with pytest.raises(BadInput):
        await services.reviewing.pace(ANA, 4, "UTC")


async def test_looking_at_ones_progress_adds_nothing_new(services):
    await services.reviewing.pace(ANA, 10, "UTC")
    assert (await services.reviewing.standing(ANA, None)).cards == 0


async def test_reviews_are_refused_where_they_are_off_or_only_one_history_is_shown(services):
    for rules in (Rules(off=frozenset({Feature.REVIEW})), Rules(show=Show.REAL_ONLY)):
        with pytest.raises(NotHere):
            await services.reviewing.begin(ANA, replace(PLACE, rules=rules))


# ---- packs change ----------------------------------------------------------------------------------------------


async def test_a_renamed_pair_keeps_its_history_and_a_retired_one_is_asked_no_more(services, clock, subject):
    ids = pair_ids(services)
    await services.database.write(review_requests.add, ANA, ["once-called", "no-more"], clock.now)
    await fooled(services, ids[2])
    clock.now += 3 * DAY
    await through(services)
    await services.database.write(
        lambda db: db.execute("UPDATE review_cards SET pair = 'once-called' WHERE pair = ?", [ids[2]])
    )
    assert await services.reviewing.cards(ANA, None) == []
    pack = replace(subject.pack, renamed={"once-called": "then-called", "then-called": ids[2]})
    services.subjects.shared = replace(subject, pack=pack, pairs=Pairs(pack, subject.index))
    await services.database.write(
        lambda db: db.execute(
            "INSERT INTO review_cards (person, pair, origin, added_at, due_at) SELECT person, 'no-more', 2, 0, 0"
            " FROM review_cards"
        )
    )
    clock.now += 30 * DAY
    ((card, pair),) = await services.reviewing.cards(ANA, None)
    assert (pair.alternate.id, card.origin, card.last) == (ids[2], Origin.MISTAKE, clock.now - 30 * DAY)
    step = await services.reviewing.begin(ANA, PLACE)
    assert step.pair.alternate.id == ids[2]
    _shown, after = await through(services)
    assert after.asking is None


# ---- reminders -------------------------------------------------------------------------------------------------


async def test_a_reminder_comes_once_a_day_at_the_local_hour_and_only_if_something_is_due(services, clock):
    reviewing = services.reviewing
    await reviewing.remind(ANA, 9, "UTC")
    await reviewing.live_in(ANA, "America/Mexico_City")
    clock.now = datetime(2026, 3, 3, 15, 30, tzinfo=UTC)  # half past nine there
    assert await reviewing.to_remind() == []
    await fooled(services, pair_ids(services)[0])
    reminded = []
    for _quarter in range(4 * 24 * 4):
        clock.now += timedelta(minutes=15)
        reminded += [(clock.now, count) for _person, count in await reviewing.to_remind()]
    # It came due within the two hours after nine on the 5th.
    assert reminded == [(datetime(2026, 3, day, 15, 30 * (day == 5), tzinfo=UTC), 1) for day in (5, 6, 7)]
    await reviewing.remind(ANA, None, "UTC")
    clock.now += DAY - timedelta(minutes=15)
    assert await reviewing.to_remind() == []


async def test_a_reminder_at_an_hour_that_a_change_of_clocks_leaves_out_still_comes_that_day(services, clock):
    await services.reviewing.remind(ANA, 2, "Europe/Madrid")
    await services.reviewing.live_in(ANA, "Europe/Madrid")
    await fooled(services, pair_ids(services)[0])
    counts = {}
    clock.now = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)  # on the 29th, two o'clock is three o'clock
    for _step in range(96):
        clock.now += timedelta(minutes=15)
        for _person, _count in await services.reviewing.to_remind():
            counts[clock.now.date()] = counts.get(clock.now.date(), 0) + 1
    assert counts == {datetime(2026, 3, 29).date(): 1}


async def test_an_unknown_time_zone_is_refused(services):
    with pytest.raises(BadInput):
        await services.reviewing.live_in(ANA, "Atlantis/Coast")
