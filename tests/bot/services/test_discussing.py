"""Discussing as a service: what is refused wherever it comes from, and what is due when."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import BadInput, Gone, NotAllowed
from bot.history.discussion import Part
from bot.history.model import World
from bot.language import Language
from bot.services import discussing
from bot.services.discussing import Discussing
from bot.services.discussion_course import Step, Terms
from bot.services.governing import Governing
from bot.services.policy import Place, Ruling
from bot.services.subjects import Subjects
from bot.store import discussions
from bot.store.database import Database
from bot.store.discussions import Discussion

ANA, LUIS = 11, 12
CHANNEL, THREAD = Place(2, 1), Place(3, 1)
CARD = 4
EN = Language.EN
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def service(subject, tmp_path: Path, clock: Clock) -> AsyncIterator[Discussing]:
    database = await Database.open(tmp_path / "data")
    subjects = await Subjects.load(subject, database)
    yield Discussing(subjects, database, clock, await Governing.load(database, clock))
    await database.close()


@pytest.fixture
async def opened(service: Discussing) -> Discussion:
    prompt = await service.choose("oil", CHANNEL, EN)
    begun = await service.begin(prompt, CHANNEL, ANA, EN)
    await service.open_up(begun, THREAD.channel, CARD)
    return await service.clicked(begun.id, THREAD, CARD)


def rule(monkeypatch: pytest.MonkeyPatch, *worlds: World, allowed: bool = True, public: bool = True) -> None:
    ruling = Ruling(allowed=allowed, worlds=frozenset(worlds), public=public)
    monkeypatch.setattr(discussing, "decide", lambda _place, _feature: ruling)


@pytest.mark.parametrize(
    ("worlds", "allowed", "public"),
    [(set(World), False, True), (set(World), True, False), ({World.ALTERNATE}, True, True)],
)
async def test_a_discussion_needs_a_place_that_is_public_and_shows_real_history(
    service, opened, monkeypatch, worlds, allowed, public
):
    rule(monkeypatch, *worlds, allowed=allowed, public=public)
    with pytest.raises(NotAllowed):
        await service.choose("", CHANNEL, EN)
    with pytest.raises(NotAllowed):
        await service.clicked(opened.id, THREAD, CARD)
    with pytest.raises(NotAllowed):
        await service.standing_in(THREAD)


async def test_nobody_speaks_for_the_scenario_where_it_is_not_shown(service, opened, monkeypatch):
    rule(monkeypatch, World.REAL)
    with pytest.raises(NotAllowed, match="real history only"):
        await service.take_part(opened, LUIS, Part.SCENARIST)


@pytest.mark.parametrize("option", [-1, 4, 10**17])
async def test_a_position_that_was_never_offered_is_not_counted(service, opened, option):
    with pytest.raises(Gone):
        await service.vote(opened, LUIS, option, second=False)
    assert await service.result(opened) == ([], [])


@pytest.mark.parametrize("place", [Place(3, 9), Place(9, 1), Place(3)])
async def test_a_click_from_elsewhere_finds_nothing(service, opened, place):
    with pytest.raises(Gone):
        await service.clicked(opened.id, place, CARD)
    with pytest.raises(BadInput):
        await service.standing_in(place)


async def test_a_discussion_that_never_was_finds_nothing(service):
    with pytest.raises(Gone):
        await service.clicked(10**17, THREAD, CARD)


async def test_a_question_that_is_no_longer_taught_is_said_to_be_gone(service, opened):
    with pytest.raises(Gone, match="no longer in the collection"):
        service.prompt(replace(opened, prompt="retired"))


async def test_a_fact_is_named_by_its_id_its_title_or_words_that_only_it_can_mean(service, opened):
    for named in (
        "cardenas-expropriates-oil",
        "● Cárdenas expropriates the oil companies",
        "expropriates oil companies",
    ):
        assert service.fact_named(named, opened, EN).id == "cardenas-expropriates-oil"
    with pytest.raises(BadInput):
        service.fact_named("trotsky", opened, EN)


async def test_words_of_a_fact_lead_to_the_discussions_that_start_from_it(service):
    for text, topic in (("mujeres", "politics"), ("cristero", "religion"), ("submarines", "world-war")):
        assert (await service.choose(text, CHANNEL, EN)).topic == topic
    for text in ("qwertz", "nada de nada", "the price of bread in Lima"):
        with pytest.raises(BadInput):
            await service.choose(text, CHANNEL, EN)


# ---- what is due when -----------------------------------------------------------------------------------------------


async def steps(service: Discussing) -> list[Step]:
    return [step for _discussion, step in await service.due()]


async def test_nothing_is_due_before_its_time(service, opened, clock):
    clock.now += DAY - timedelta(seconds=1)
    assert await steps(service) == []
    clock.now += timedelta(seconds=1)
    assert await steps(service) == [Step.NUDGE]


async def test_somebody_who_speaks_puts_the_nudge_off_by_a_day(service, opened, clock):
    clock.now += DAY
    assert not await service.may_nudge(opened, clock.now - HOUR)
    assert await steps(service) == []
    clock.now += DAY - HOUR
    assert await steps(service) == [Step.NUDGE]
    assert await service.may_nudge(opened, clock.now - DAY)
    assert not await service.may_nudge(opened, clock.now - DAY)


async def test_a_server_can_do_without_nudges(service, opened, clock, monkeypatch):
    monkeypatch.setattr(Discussing, "terms", lambda _self, _server: Terms(quiet=None))
    clock.now += DAY * 3
    assert not await service.may_nudge(opened, opened.opened_at)
    assert await steps(service) == []


async def test_each_step_follows_in_its_time_whoever_was_away(service, opened, clock):
    clock.now += DAY * 7
    assert await steps(service) == [Step.ASK_AGAIN]
    await service.time_to_ask_again(opened)
    clock.now += HOUR
    assert await steps(service) == [Step.ASK_AGAIN]  # its card was not posted
    await service.asked_again(opened, 5)
    assert await steps(service) == []
    clock.now += DAY
    assert await steps(service) == [Step.SHOW]
    await service.time_to_show(opened)
    clock.now += HOUR
    assert await steps(service) == [Step.SHOW]
    clock.now += DAY
    assert await steps(service) == [Step.GIVE_UP]
    await service.settle(opened)
    assert await steps(service) == []


async def test_after_a_year_a_discussion_is_forgotten(service, opened, clock):
    await service.vote(opened, LUIS, 0, second=False)
    clock.now += timedelta(days=366)
    await service.tidy()
    assert await service.database.read(discussions.find, opened.id) is None
