"""Two servers, whatever is done in either and in whatever order, never see anything of each other."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.errors import Gone
from bot.history.model import World
from bot.history.subject import Subject
from bot.language import Language
from bot.quiz.moves import Mode
from bot.services import open_services
from bot.services.authority import Actor
from bot.services.game_views import Click
from bot.services.policy import Place
from bot.services.privacy import AFTER_LEAVING
from bot.services.standing import Kind, Span
from bot.settings import Settings
from bot.store import discussions
from tests.bot.history.packs import write_pack
from tests.bot.services.makers import SmallMaker, StandingClock

ONE, OTHER = 10, 11
PEOPLE = (1034567890123456789, 1045678901234567891)
MODERATOR = 1056789012345678912

servers = st.sampled_from((ONE, OTHER))
people = st.sampled_from(PEOPLE)


def place(server: int) -> Place:
    return Place(server * 10, server)


def moderator(server: int) -> Actor:
    return Actor(MODERATOR, server, manages=True)


class TwoServers(RuleBasedStateMachine):
    """The same people in two servers, and what each server should hold by what was done in it alone."""

    subject: Subject

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.clock = StandingClock()
        self.made = 0
        self.questions: dict[int, Any] = {ONE: 10, OTHER: 10}
        self.changes: Counter[int] = Counter()
        self.points: dict[int, Counter[int]] = {ONE: Counter(), OTHER: Counter()}
        self.things: dict[int, list[tuple[str, int]]] = {ONE: [], OTHER: []}
        self.blocked: dict[int, set[int]] = {ONE: set(), OTHER: set()}
        self.facts: dict[int, dict[str, str]] = {ONE: {}, OTHER: {}}

    def run(self, doing: Any) -> Any:
        return self.runner.run(doing)

    @initialize()
    def begin(self) -> None:
        folder = self.stack.enter_context(tempfile.TemporaryDirectory())
        opened = open_services(Settings(data=Path(folder) / "data"), self.clock, self.subject)
        self.services = self.run(self.stack.enter_async_context(opened))
        self.services.games.maker_of, self.services.games.maker = None, SmallMaker()
        self.run(self.services.privacy.compare({ONE, OTHER}))

    def teardown(self) -> None:
        self.run(self.stack.aclose())
        self.runner.close()

    # ---- what is done ----------------------------------------------------------------------------------------------

    @rule(server=servers, questions=st.integers(1, 20))
    def decide(self, server: int, questions: int) -> None:
        change = self.run(self.services.governing.change(moderator(server), {"quiz_questions": questions}))
        self.questions[server] = questions
        self.changes[server] += change.entry is not None

    @rule(server=servers, person=people)
    def ask(self, server: int, person: int) -> None:
        reply = self.run(self.services.asking.ask("who landed first", place(server), person))
        self.things[server].append(("answer", reply.id))

    @rule(server=servers, person=people)
    def look(self, server: int, person: int) -> None:
        view = self.run(self.services.timelines.show("1969", "", None, place(server), person, Language.EN))
        self.things[server].append(("timeline", view.id))

    @rule(server=servers, person=people, right=st.booleans())
    def play(self, server: int, person: int, right: bool) -> None:
        async def played() -> tuple[int, int]:
            games, here, click = self.services.games, place(server), Click(person, at=self.clock.now)
            view = await games.open(here, click, Mode.EVERYONE, Language.EN, 1)
            view = await games.start(view.id, here, click)
            answer = view.game.questions[0].answer[0]
            key = answer if right else {"real": "alternate", "alternate": "real"}[answer]
            await games.answer(view.id, here, click, 0, key, sure=True)
            await games.reveal(view.id, here, click, 0)
            await games.next(view.id, here, click, 0)
            return view.id, (await games.card(view.id, here, person)).standing.score.points

        game, points = self.run(played())
        self.points[server][person] += points
        self.things[server].append(("game", game))

    @rule(server=servers, person=people)
    def discuss(self, server: int, person: int) -> None:
        async def discussed() -> int:
            channel, now, write = place(server).channel, self.clock.now, self.services.database.write
            await self.services.discussing.lose(channel)
            due = now + timedelta(days=7)
            id = await write(discussions.begin, server, channel, "why", "en", person, now, due, 99)
            assert id is not None
            await write(discussions.open_up, id, channel, 5, now, due)
            await write(discussions.vote, id, person, 0, discussions.State.OPEN, now)
            return id

        self.things[server] = [thing for thing in self.things[server] if thing[0] != "discussion"]
        self.things[server].append(("discussion", self.run(discussed())))

    @rule(server=servers, person=people)
    def block(self, server: int, person: int) -> None:
        self.run(self.services.blocks.block(moderator(server), person, "rude", None))
        self.blocked[server].add(person)
        self.changes[server] += 1

    @rule(server=servers)
    def unblock(self, server: int) -> None:
        for block in self.run(self.services.blocks.holding(moderator(server))):
            self.run(self.services.blocks.lift(moderator(server), block.id))
            self.changes[server] += 1
        self.blocked[server].clear()

    @rule(server=servers, person=people)
    def teach(self, server: int, person: int) -> None:
        self.made += 1
        said = f"Zanzibar {self.made} was the name of a ferry with {self.made} funnels"
        fields = {"statement": said, "when": "1938", "source": "A ferry list", "names": "", "why": ""}

        async def taught() -> str:
            suggesting = self.services.suggesting
            found = await suggesting.suggest(place(server), person, World.REAL, fields, Language.EN)
            found = found if found.entry else await suggesting.send(place(server), person, found.draft)
            await suggesting.accept(moderator(server), found.entry.id, found.entry.version)
            (new,) = set(self.services.subjects.of(server).pack.facts) - set(before)
            return str(new)

        before = self.services.subjects.of(server).pack.facts
        self.facts[server][self.run(taught())] = said

    @rule(server=servers)
    def leave_for_good(self, server: int) -> None:
        """The bot is taken out, and comes back after everything of that server went."""
        self.run(self.services.privacy.left(server))
        self.clock.now += AFTER_LEAVING + timedelta(days=1)
        for _ in range(2):
            self.run(self.services.tidy())
        self.run(self.services.privacy.joined(server))
        self.questions[server], self.changes[server] = 10, 0
        self.points[server].clear()
        for held in (self.things, self.blocked, self.facts):
            held[server].clear()  # type: ignore[attr-defined]  # each is a collection

    # ---- what is seen ----------------------------------------------------------------------------------------------

    @invariant()
    def each_has_its_own_settings_and_log(self) -> None:
        for server in self.open():
            assert self.services.governing.settings_of(server).quiz_questions == self.questions[server]
            entries = self.run(self.services.governing.log(moderator(server)))
            seen = len(entries.entries) if entries.pages == 1 else None
            assert all(entry.server == server for entry in entries.entries)
            assert seen in {None, self.changes[server] + self.decisions_on_facts(server)}

    @invariant()
    def each_has_its_own_scores(self) -> None:
        for server in self.open():
            standing = self.run(self.services.standings.of(server, PEOPLE[0], Span.ALL, Kind.CASUAL))
            seen = {one.won.person: one.sum.points for one in standing.shown}
            assert seen == dict(self.points[server])

    @invariant()
    def each_has_its_own_cards_and_games(self) -> None:
        for server in self.open():
            for kind, id in self.things[server]:
                elsewhere = Place(place(server).channel, ONE + OTHER - server)
                for there in (elsewhere, place(ONE + OTHER - server)):
                    assert not self.seen(kind, id, there), (kind, id)
                if kind != "discussion":
                    assert self.seen(kind, id, place(server)), (kind, id)

    @invariant()
    def each_has_its_own_blocks(self) -> None:
        for server in self.open():
            holding = self.run(self.services.blocks.holding(moderator(server)))
            assert {block.person for block in holding} == self.blocked[server]

    @invariant()
    def each_has_its_own_facts_in_search_and_while_typing(self) -> None:
        shared = set(self.services.pack.facts) if self.open() else set()
        for server in self.open():
            subject = self.services.subjects.of(server)
            assert set(subject.pack.facts) - shared == set(self.facts[server])
            typed = self.services.asking.suggest_titles("Zanzibar", place(server), Language.EN)
            assert all(any(title.lstrip("● ")[:12] in said for said in self.facts[server].values()) for title in typed)
            assert bool(typed) == bool(self.facts[server])

    def decisions_on_facts(self, server: int) -> int:
        """Rows of the log that facts brought."""
        counted = "SELECT count(*) FROM audit WHERE server = ? AND area NOT IN ('settings', 'blocks')"
        (count,) = self.run(self.services.database.read(lambda db: db.execute(counted, [server]).fetchone()))
        return int(count)

    def open(self) -> tuple[int, ...]:
        """Both servers, once the services are there."""
        return (ONE, OTHER) if hasattr(self, "services") else ()

    def seen(self, kind: str, id: int, there: Place) -> bool:
        services = self.services
        looks = {
            "answer": lambda: services.asking.answered(id, there),
            "timeline": lambda: services.timelines.view(id, there),
            "game": lambda: services.games.view(id, there),
            "discussion": lambda: services.discussing.clicked(id, there, 5),
        }
        try:
            self.run(looks[kind]())
        except Gone:
            return False
        return True


def test_two_servers_never_see_each_others_settings_scores_cards_blocks_or_facts(tmp_path):
    class Here(TwoServers):
        subject = Subject.read(write_pack(tmp_path))

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=12, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck),
            print_blob=False,
        ),
    )  # fmt: skip
