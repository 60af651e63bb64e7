"""What can be done in either of two servers, and what each should hold by it, as the rules of a hypothesis machine."""

from __future__ import annotations

import asyncio
import tempfile
from collections import Counter
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from bot.errors import BadInput, Gone, NotAllowed
from bot.history.model import World
from bot.history.subject import Subject
from bot.language import Language
from bot.quiz.moves import Mode
from bot.services import open_services
from bot.services.authority import Actor
from bot.services.curating import own_number
from bot.services.game_views import Click
from bot.services.policy import Place
from bot.services.privacy import AFTER_LEAVING
from bot.settings import Settings
from bot.store import discussions
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


class TwoBusyServers(RuleBasedStateMachine):
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
        self.waiting: dict[int, list[int]] = {ONE: [], OTHER: []}
        self.hidden: dict[int, set[str]] = {ONE: set(), OTHER: set()}
        self.noted: dict[int, dict[str, str]] = {ONE: {}, OTHER: {}}
        self.reported: dict[int, dict[tuple[int, str], int]] = {ONE: {}, OTHER: {}}
        self.files: dict[int, list[int]] = {ONE: [], OTHER: []}
        self.daily: dict[int, int | None] = {ONE: None, OTHER: None}
        self.left = 0

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

    @rule(server=servers, person=people)
    def suggest_only(self, server: int, person: int) -> None:
        """A suggestion that waits: in the queue of its server, taught nowhere."""
        self.made += 1
        said = f"Zanzibar {self.made} would have been the name of another ferry"
        fields = {"statement": said, "when": "1938", "source": "A ferry list", "names": "", "why": ""}

        async def suggested() -> int | None:
            suggesting = self.services.suggesting
            try:
                found = await suggesting.suggest(place(server), person, World.REAL, fields, Language.EN)
                found = found if found.entry else await suggesting.send(place(server), person, found.draft)
            except BadInput:  # enough of theirs wait already
                return None
            assert found.entry is not None
            return found.entry.id

        if (entry := self.run(suggested())) is not None:
            self.waiting[server].append(entry)

    @rule(server=servers, world=st.sampled_from(World))
    def bring_in(self, server: int, world: World) -> None:
        self.made += 1
        said = f"Zanzibar {self.made} carried lamp oil and {self.made} barrels of soup."

        async def brought() -> int:
            found = await self.services.importing.read(
                moderator(server), "ferry.md", said.encode(), world, "A list", Language.EN
            )
            return (await self.services.importing.apply(moderator(server), found.id))[0]

        before = self.services.subjects.of(server).pack.facts
        self.files[server].append(self.run(brought()))
        (new,) = set(self.services.subjects.of(server).pack.facts) - set(before)
        self.facts[server][new] = said

    @rule(server=servers)
    def take_back_a_file(self, server: int) -> None:
        """The last file; one server cannot undo what the other brought in."""
        other = ONE + OTHER - server
        for batch in self.files[other]:
            with pytest.raises(Gone):
                self.run(self.services.importing.undo(moderator(server), batch))
        if self.files[server]:
            before = set(self.services.subjects.of(server).pack.facts)
            self.run(self.services.importing.undo(moderator(server), self.files[server].pop()))
            for gone in before - set(self.services.subjects.of(server).pack.facts):
                del self.facts[server][gone]

    @rule(server=servers, data=st.data())
    def retire(self, server: int, data: Any) -> None:
        """A fact of its own; those of the other server are not there to be retired."""
        curating = self.services.curating
        for key in self.facts[ONE + OTHER - server]:
            with pytest.raises((Gone, NotAllowed)):
                self.run(curating.retire(moderator(server), own_number(key), 1))
        if self.facts[server]:
            key = data.draw(st.sampled_from(sorted(self.facts[server])))
            shown = self.run(curating.show(moderator(server), key))
            self.run(curating.retire(moderator(server), own_number(key), shown.entry.version))
            del self.facts[server][key]

    @rule(server=servers, hidden=st.booleans(), data=st.data())
    def hide(self, server: int, hidden: bool, data: Any) -> None:
        fact = data.draw(st.sampled_from(sorted(self.services.pack.facts)))
        self.run(self.services.curating.hide(moderator(server), fact, hidden=hidden))
        (self.hidden[server].add if hidden else self.hidden[server].discard)(fact)

    @rule(server=servers, data=st.data())
    def annotate(self, server: int, data: Any) -> None:
        fact = data.draw(st.sampled_from(sorted(self.services.pack.facts)))
        self.made += 1
        self.noted[server][fact] = f"Note {self.made} of the ferry."
        self.run(self.services.curating.annotate(moderator(server), fact, self.noted[server][fact]))

    @rule(server=servers, person=people)
    def report(self, server: int, person: int) -> None:
        async def reported() -> tuple[tuple[int, str], int] | None:
            asking, here = self.services.asking, place(server)
            known = [id for id in self.services.pack.facts if id not in self.hidden[server]]
            if not known:
                return None
            reply = await asking.show(known[0], here, person, Language.EN)
            number = await asking.report(await asking.answered(reply.id, here), here, person, "wrong year")
            return (person, known[0]), number

        if (made := self.run(reported())) is not None:
            self.reported[server] |= dict([made])  # one person's later words on a fact replace the earlier

    @rule(server=servers, hour=st.none() | st.integers(0, 23))
    def want_a_daily_post(self, server: int, hour: int | None) -> None:
        wanted = {"daily_channel": None if hour is None else str(server * 10), "daily_time": f"{hour or 0:02}:00"}
        change = self.run(self.services.governing.change(moderator(server), wanted))
        self.daily[server] = hour
        self.changes[server] += change.entry is not None
        self.run(self.services.daily_posts.plan())

    @precondition(lambda self: self.left < 2)  # after a season, what was played anywhere is forgotten
    @rule(server=servers)
    def leave_for_good(self, server: int) -> None:
        """The bot is taken out, and comes back after everything of that server went."""
        self.run(self.services.privacy.left(server))
        self.clock.now += AFTER_LEAVING + timedelta(days=1)
        for _ in range(2):
            self.run(self.services.tidy())
        self.run(self.services.privacy.joined(server))
        self.left += 1
        self.questions[server], self.changes[server], self.daily[server] = 10, 0, None
        self.points[server].clear()
        for held in (
            self.things, self.blocked, self.facts, self.waiting, self.hidden, self.noted, self.reported, self.files
        ):  # fmt: skip
            held[server].clear()  # type: ignore[attr-defined]  # each is a collection
