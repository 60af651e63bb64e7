"""What a server added itself is reviewed by its members there, and nowhere else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from bot.errors import Gone
from bot.history.compare import Pair
from bot.history.model import World
from bot.language import Language
from bot.quiz.review import COLD, Grade, Outcome
from bot.quiz.review_cards import cue, question_card, reveal_card, to_csv
from bot.services.policy import Place
from bot.services.progress import Progress
from bot.services.reviewing import FICTION_CHOICE, REAL_CHOICE, Reviewing
from bot.services.subjects import Subjects
from bot.settings import Settings
from bot.store import insights, own_facts, review_requests
from bot.store.database import Database
from bot.store.own_facts import State, name_of
from tests.bot.services.makers import StandingClock

ANA = 1034567890123456789
ONE, OTHER, DIRECT = Place(20, 10), Place(30, 11), Place(40)
DAY = timedelta(days=1)


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(datetime(2026, 3, 2, 15, tzinfo=UTC))


@pytest.fixture
async def database(settings: Settings) -> AsyncIterator[Database]:
    database = await Database.open(settings.data)
    yield database
    await database.close()


@pytest.fixture
async def reviewing(database: Database, subject, clock: StandingClock) -> Reviewing:
    nothing: Any = None  # what makes quiz questions of the pack
    reviewing = Reviewing(Subjects(subject, database, nothing), database, clock)
    await reviewing.pace(ANA, 0, "UTC")  # nothing new by itself
    return reviewing


async def teach(reviewing: Reviewing, server: int, about: str, **fields: Any) -> tuple[int, str]:
    """A server adds a claim that departs from a fact of the pack; its number, and its name as a fact."""
    document = {
        "world": World.ALTERNATE, "statement": f"In the scenario a turnip soup is served about {about}.",
        "source": "Ledger", "why": "There was no soup.", "real": [about], **fields,
    }  # fmt: skip
    entry = await reviewing.database.write(own_facts.add, server, ANA, State.ACCEPTED, document, reviewing.clock())
    await reviewing.subjects.refresh(server)
    return entry.id, name_of(entry.id)


async def retire(reviewing: Reviewing, server: int, id: int, state: State) -> None:
    now = reviewing.clock()
    await reviewing.database.write(lambda db: own_facts.change(db, server, id, None, ANA, now, state=state))
    await reviewing.subjects.refresh(server)


def real_fact(reviewing: Reviewing, number: int = 0) -> str:
    return reviewing.subjects.shared.pairs.all[number].real.id


async def asked(reviewing: Reviewing, place: Place) -> list[str]:
    """What a session asks in a place, everything being told apart."""
    found = []
    while (step := await reviewing.begin(ANA, place)).asking is not None:
        assert step.pair is not None
        found.append(step.pair.alternate.id)
        await reviewing.choose(ANA, step.asking.id, REAL_CHOICE, place)
        await reviewing.grade(ANA, step.asking.id, Grade.GOOD, place)
    return found


async def test_a_claim_of_a_server_is_asked_there_and_neither_elsewhere_nor_directly(reviewing, database, clock):
    _id, soup = await teach(reviewing, 10, real_fact(reviewing))
    await teach(reviewing, 11, real_fact(reviewing, 3))
    await database.write(review_requests.add, ANA, [soup], clock())
    clock.now += COLD
    for place in (OTHER, DIRECT):
        assert await asked(reviewing, place) == []
        assert (await reviewing.standing(ANA, place.server)).cards == 0
        assert await reviewing.cards(ANA, place.server) == []
    assert (await reviewing.standing(ANA, 10)).due == 1
    step = await reviewing.begin(ANA, ONE)
    assert step.pair.alternate.id == soup
    for place in (OTHER, DIRECT):  # the same button, had it come there
        with pytest.raises(Gone):
            await reviewing.choose(ANA, step.asking.id, REAL_CHOICE, place)
    shown = await reviewing.choose(ANA, step.asking.id, FICTION_CHOICE, ONE)
    assert shown.asking.outcome is Outcome.LEAK
    await reviewing.grade(ANA, step.asking.id, Grade.AGAIN, ONE)
    assert (await reviewing.standing(ANA, 10)).leaks_open == 1
    assert (await reviewing.standing(ANA, None)).leaks_open == 0


async def test_a_claim_that_is_taken_back_is_asked_no_more_and_keeps_its_history(reviewing, database, clock):
    id, soup = await teach(reviewing, 10, real_fact(reviewing))
    await database.write(review_requests.add, ANA, [soup], clock())
    clock.now += COLD
    assert await asked(reviewing, ONE) == [soup]
    ((before, _pair),) = await reviewing.cards(ANA, 10)
    clock.now += 30 * DAY
    await retire(reviewing, 10, id, State.RETIRED)
    assert await asked(reviewing, ONE) == []
    await retire(reviewing, 10, id, State.ACCEPTED)
    assert await reviewing.cards(ANA, 10) == [(before, _pair)]
    assert await asked(reviewing, ONE) == [soup]


async def test_what_a_server_added_comes_first_of_what_is_new_and_leaves_as_much_room_elsewhere(reviewing, clock):
    await reviewing.pace(ANA, 1, "UTC")
    _id, soup = await teach(reviewing, 10, real_fact(reviewing))
    assert (await reviewing.begin(ANA, ONE)).pair.alternate.id == soup  # not answered
    assert len(await asked(reviewing, DIRECT)) == 1
    assert await asked(reviewing, OTHER) == []  # that was the one of today


async def test_a_claim_that_departs_from_an_entry_without_date_or_topic_can_be_asked(reviewing):
    _id, soup = await teach(reviewing, 10, real_fact(reviewing), tell="No soup.")
    subject = reviewing.subjects.of(10)
    bare = replace(subject.pack.facts[real_fact(reviewing)], when=None, topics=())
    pair = Pair(subject.pack.facts[soup], bare)
    for language in Language:
        assert cue(subject.pack, pair, language) == subject.pack.topics["of-this-server"][language]
        assert question_card(subject.pack, pair, 1, 1, 0, language)
        assert reveal_card(pair, Outcome.RIGHT, {}, language)
        assert b"turnip soup" in to_csv(subject.pack, [], language) + str(pair).encode()
    nowhere = replace(pair, alternate=replace(pair.alternate, topics=()))
    assert cue(subject.pack, nowhere, Language.EN) == ""


@pytest.mark.parametrize("seed", range(12))
async def test_wherever_somebody_reviews_no_server_ever_sees_what_another_one_added(reviewing, database, clock, seed):
    dice = Random(seed)  # noqa: S311 # a life, not secrets
    places = (ONE, OTHER, DIRECT)
    added: dict[int, set[str]] = {10: set(), 11: set()}
    for number in range(4):
        server = (10, 11)[number % 2]
        added[server].add((await teach(reviewing, server, real_fact(reviewing, number)))[1])
    progress = Progress(database, clock)
    everything = [*added[10], *added[11], *(pair.alternate.id for pair in reviewing.subjects.shared.pairs.all[:5])]
    seen: set[str] = set()
    for _move in range(60):
        match dice.randint(0, 3):
            case 0:
                await progress.add_to_reviews(ANA, [dice.choice(everything)])
            case 1:
                clock.now += timedelta(hours=dice.randint(1, 50))
            case _:
                place = dice.choice(places)
                step = await reviewing.begin(ANA, place)
                if step.asking is None:
                    continue
                if step.asking.outcome is None:
                    choice = dice.choice((REAL_CHOICE, FICTION_CHOICE))
                    step = await reviewing.choose(ANA, step.asking.id, choice, place)
                own = added.get(place.server, set())
                shown = [step.pair]
                if dice.random() < 0.8:  # else it is left at the reveal, and gone on with wherever they come next
                    shown.append((await reviewing.grade(ANA, step.asking.id, min(step.dates), place)).pair)
                ids = {pair.alternate.id for pair in shown if pair}
                assert {id for id in ids if id.startswith("own:")} <= own
                seen |= ids & own
    assert seen  # it was about something
    for server, other in ((10, 11), (11, 10)):
        assert not {one.what for one in await database.read(insights.claims, server)} & added[other]
