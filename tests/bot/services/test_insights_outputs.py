"""Insights over random servers, in every form they are given out: nobody in them, and nothing of fewer than five."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from bot.history.model import World
from bot.language import Language
from bot.pictures.sheet import Look
from bot.quiz import insights as rules
from bot.quiz.insights import Share
from bot.quiz.insights_report import Found, insights_card, report, to_csv
from bot.quiz.model import QuestionKind
from bot.quiz.review import Origin, Outcome
from bot.services.authority import Actor
from bot.services.governing import Governing
from bot.services.insights import Insights
from bot.services.insights_pictured import ALT_LIMIT, insights_sheet
from bot.services.policy import Place
from bot.services.subjects import Subjects
from bot.store import insights, people, reviews
from bot.store.database import Database
from tests.bot.services.makers import StandingClock

ONE, OTHER = 10, 11
CROWD = [1034567890123456789 + 7919 * number for number in range(12)]
MODERATOR = Actor(CROWD[0], ONE, manages=True)
FEW = 5
"""What the issue of nobody being told apart rests on, said here once more so that a change there is noticed."""
WORDS = ("samovar", "zeppelin", "xylophone", "quetzal")
SERVERS = 60


@dataclass
class Life:
    """What was done in a server, by whom, as kept by the test itself."""

    claims: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    leaked: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    items: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    asked: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    seen: list[tuple[int, str]] = field(default_factory=list)
    """Who met which fact, oldest first."""


def lived(db: Any, server: int, pairs: list[Any], dice: Random, now: datetime) -> Life:
    """Random people answer, review and ask in a server."""
    life, crowd = Life(), dice.sample(CROWD, dice.randint(1, len(CROWD)))
    db.execute(
        "INSERT INTO games (mode, server, channel, opened_at, moved_at, stage, live, revision, starter)"
        " VALUES ('everyone', ?, 20, 0, 0, 'results', 0, 1, ?)",
        [server, people.number_of(db, crowd[0], now)],
    )
    (game,) = db.execute("SELECT max(id) FROM games").fetchone()
    for number in range(dice.randint(0, 150)):
        person, pair = dice.choice(crowd), dice.choice(pairs)
        world = dice.choice(list(World))
        fact = (pair.real if world is World.REAL else pair.alternate).id
        kind = dice.choice((QuestionKind.REAL_OR_ALTERNATE, QuestionKind.REAL_OR_ALTERNATE, QuestionKind.DATE))
        said = dice.choice([*World, "pass"]) if kind is QuestionKind.REAL_OR_ALTERNATE else "a"
        correct = None if said == "pass" else dice.random() < 0.5
        if kind is QuestionKind.REAL_OR_ALTERNATE and said != "pass":
            correct = said == world
            life.seen.append((person, fact))
            if world is World.ALTERNATE:
                life.claims[fact].add(person)
                if not correct:
                    life.leaked[fact].add(person)
        if correct is not None:
            life.items[f"{kind}:{fact}"].add(person)
        db.execute(
            "INSERT INTO results (game, number, seat, person, item, kind, theme, world, fact, version, answered, said,"
            " sure, correct, points, seen_at, voided) VALUES (?, ?, 0, ?, ?, ?, 'oil', ?, ?, '1', 1, ?, 0, ?, 0, ?, 0)",
            [game, number, people.number_of(db, person, now), f"{kind}:{fact}", kind, world, fact, said, correct,
             int((now + timedelta(minutes=number)).timestamp())],
        )  # fmt: skip
    for _review in range(dice.randint(0, 30)):
        person, pair, outcome = dice.choice(crowd), dice.choice(pairs).alternate.id, dice.choice(list(Outcome))
        reviews.take_in(db, person, {pair: Origin.NEW}, {pair: now}, now)
        card = next(card for card, _at in reviews.cards(db, person) if card.pair == pair)
        session = reviews.new_session(db, person, server, now)
        asking = reviews.ask(db, session, card, person, server, now)
        assert asking is not None
        reviews.answer(db, asking.id, outcome)
        if outcome is not Outcome.OPEN:
            life.claims[pair].add(person)
        if outcome is Outcome.LEAK:
            life.leaked[pair].add(person)
    for _question in range(dice.randint(0, 40)):
        person, question = dice.choice(crowd), dice.choice(WORDS)
        insights.count_unanswered(db, server, rules.folded(f"the {question} of <@{dice.choice(CROWD)}>"), person, now)
        life.asked[question].add(person)
    return life


def outputs(found: Found, pack: Any) -> Iterator[tuple[str, str]]:
    """Every form in which insights leave the bot, by its name."""
    for language in Language:
        told = report(found, pack, language)
        yield "card", "\n".join(line.text for line in insights_card(told))
        yield "table", to_csv(found, pack, language).decode()
        for look in Look:
            sheet, alt = insights_sheet(told, found.growth, language, look)
            assert len(alt) <= ALT_LIMIT
            yield "picture", json.dumps(json.loads(sheet.encoded()), ensure_ascii=False)
            yield "description", alt


def check(life: Life, found: Found, pack: Any) -> int:
    """AssertionError if anything is told of fewer than five people, or of anybody; how much was told."""
    few = {fact for fact in {*life.claims, *pack.facts} if len(life.claims.get(fact, ())) < FEW}
    few_items = {item for item, ones in life.items.items() if len(ones) < FEW}
    rows = list(csv.DictReader(io.StringIO(to_csv(found, pack, Language.EN).decode())))
    assert {row["id"] for row in rows if row["insight"] == "leak"} == set(life.claims) - few
    assert {row["id"] for row in rows if row["insight"] == "item"} == set(life.items) - few_items
    for row in rows:
        if row["insight"] == "leak":
            assert int(row["count"]) == len(life.leaked[row["id"]])
            assert int(row["people"]) == len(life.claims[row["id"]])
            assert float(row["low"]) <= int(row["count"]) / int(row["people"]) + 0.001
        assert row["people"] == "" or int(row["people"]) >= FEW
    named = {fact for item in set(life.items) - few_items for fact in [item.partition(":")[2]]}
    hidden = {pack.facts[fact].text[language].title for fact in few - named for language in Language}
    hidden |= {word for word in WORDS if len(life.asked.get(word, ())) < FEW}
    for name, said in outputs(found, pack):
        assert not re.search(r"[0-9]{6,}", re.sub(r"[0-9]\.[0-9]+", "", said)), name
        assert "<@" not in said, name
        assert not any(str(one) in said for one in CROWD), name
        assert not [title for title in hidden if title in said], name
    met: set[tuple[int, str]] = set()
    sides: tuple[set[int], set[int]] = (set(), set())
    for one in life.seen:
        sides[one in met].add(one[0])
        met.add(one)
    assert found.growth is None or min(map(len, sides)) >= FEW
    return len(rows)


@pytest.fixture
async def service(settings, subject) -> AsyncIterator[Insights]:
    database = await Database.open(settings.data)
    clock, nothing = StandingClock(datetime(2026, 3, 2, tzinfo=UTC)), None
    subjects = Subjects(subject, database, nothing)  # type: ignore[arg-type]  # what makes questions, not needed
    studio: Any = None  # what is handed to it is looked at instead
    yield Insights(await Governing.load(database, clock), subjects, database, clock, studio)
    await database.close()


async def lives(service: Insights, seed: int) -> tuple[Life, Found]:
    """A server's random life and what is told of it, with another server's beside it."""
    dice, now = Random(seed), service.clock()  # noqa: S311 # lives, not secrets
    pairs = service.subjects.shared.pairs.all
    # Pairs of other facts, so that what one server tells of nobody can have taken from the other.
    here, there = list(pairs[:6]), list(pairs[4:10])
    for table in WRITTEN:
        await service.database.write(lambda db, table=table: db.table(table).delete_where())
    life = await service.database.write(lambda db: lived(db, ONE, here, dice, now))
    await service.database.write(lambda db: lived(db, OTHER, there, dice, now))
    return life, await service.of(MODERATOR, Place(20, ONE))


WRITTEN = ("review_askings", "review_sessions", "review_cards", "unanswered", "unanswered_words", "results", "games")


async def test_no_form_of_insights_names_anybody_or_tells_of_fewer_than_five(service, pack):
    told = 0
    for seed in range(SERVERS):
        life, found = await lives(service, seed)
        told += check(life, found, pack)
    assert told > SERVERS


@pytest.mark.parametrize("module", [rules, insights], ids=["shares", "questions"])
async def test_that_would_be_noticed(service, pack, monkeypatch, module):
    monkeypatch.setattr(module, "LEAST", FEW - 1)
    noticed = 0
    for seed in range(SERVERS // 2):
        life, found = await lives(service, seed)
        try:
            check(life, found, pack)
        except AssertionError:
            noticed += 1
    assert noticed


def test_an_order_is_named_by_its_history_and_its_topic_since_its_facts_change(pack):
    topic = next(iter(pack.topics))
    item = f"order:alternate/{topic}"
    found = Found((), (Share(item, 3, 6, 0.2, 0.8),), {item: (QuestionKind.ORDER, next(iter(pack.facts)))}, (), None)
    title = f"◆ {pack.topics[topic][Language.EN]}"
    assert report(found, pack, Language.EN).items.rows[0].name == f"In what order? {title}"
    assert f"item,{item},{title}," in to_csv(found, pack, Language.EN).decode()
