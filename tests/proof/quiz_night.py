"""The people of the proof: a moderator makes an event after another, and three people come, play and see the results.
Every second event is moved once its first reminder has come.

Whatever the bot does not answer, since it was killed, they try again, as people do; a late answer they take as well.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from bot.quiz.event_steps import LOBBY_BEFORE, NUMBERS, REMINDERS, Step
from tests.proof.fast_time import FastTime
from tests.wire.discord import HOST, PEOPLE, Told, WireDiscord
from tests.wire.people import ids_in

PATIENCE = 0.5
"""Real seconds until somebody who got no answer tries again."""
LOOK = 0.01
AHEAD = 25 * 60
"""Minutes from an event's creation to its beginning: more than the first reminder comes before."""
LATER = 60
"""Minutes by which every second event is moved."""
QUESTIONS = 6
PLAYERS = PEOPLE[1:]

Json = dict[str, Any]


class Night:
    """One event, from its creation to its results."""

    def __init__(self, wire: WireDiscord, fast: FastTime) -> None:
        self.wire, self.fast = wire, fast
        self.answers: list[int] = []
        """The interactions whose answers were acknowledged."""
        self.announced: Json = {}

    async def acknowledged(self, act: Callable[[], Awaitable[int | None]], fits: Callable[[Told], bool]) -> Told:
        """What the bot answers to something that is done until it answers so, be it to an earlier time."""
        done: list[int] = []
        while True:
            id = await act()
            done += [id] if id is not None else []
            for _ in range(int(PATIENCE / LOOK)):
                await asyncio.sleep(LOOK)
                if told := next((told for one in done if (told := self.wire.told.get(one)) and fits(told)), None):
                    return told
                if id is None:
                    break

    async def make(self) -> tuple[int, datetime]:
        """An event, and when it is."""
        wire = self.wire
        form = await self.acknowledged(
            lambda: wire.slash(HOST, "event", "create", when=f"in {AHEAD} minutes", questions=QUESTIONS),
            lambda told: told.kind == 9,
        )
        preview = await self.acknowledged(lambda: wire.submit(HOST, form.data), lambda told: told.kind == 4)
        make = next(id for id in ids_in(preview.data["components"]) if "event-make" in id)
        await self.acknowledged(lambda: wire.press(HOST, preview.data, make), lambda told: told.kind == 7)
        at = re.search(r"<t:(\d+):F>", str(preview.data["components"]))
        assert at is not None
        return int(make.rpartition(":")[2]), datetime.fromtimestamp(int(at[1]), UTC)

    async def message(self, fits: Callable[[str], bool]) -> Json:
        """The first message with a button that fits, once there is one."""
        while True:
            for posted in self.wire.posted:
                if any(map(fits, ids_in(posted["components"]))):
                    return self.wire.messages[int(posted["id"])]
            await asyncio.sleep(LOOK)

    async def step(self, event: int, step: Step, moved: int = 0) -> Json:
        turn = f":{moved}" if moved else ""
        mark = re.compile(rf"b1:event-[a-z]+:{event}:{NUMBERS[step]}:0{turn}")
        return await self.message(lambda id: bool(mark.fullmatch(id)))

    async def move(self, event: int, at: datetime) -> datetime:
        """The event is some time later; when."""
        wire, later = self.wire, at + timedelta(minutes=LATER)
        form = await self.acknowledged(
            lambda: wire.press(HOST, self.announced, f"b1:event-edit:{event}"), lambda told: told.kind == 9
        )
        await self.acknowledged(
            lambda: wire.submit(HOST, form.data, when=f"{later:%Y-%m-%d %H:%M}"),
            lambda told: f"<t:{later.timestamp():.0f}:F>" in str(told.data),
        )
        return later

    async def run(self, *, moved: bool) -> None:
        event, at = await self.make()
        self.announced = announced = await self.step(event, Step.ANNOUNCE)
        for person in PLAYERS:
            join = f"b1:event-join:{event}:{NUMBERS[Step.ANNOUNCE]}:0"
            await self.acknowledged(
                lambda person=person, join=join: self.wire.press(person, announced, join),  # type: ignore[misc]
                lambda told: told.kind == 4,
            )
        early, soon = REMINDERS
        if moved:
            self.fast.leap_to(at - early)
            await self.step(event, Step.REMIND_EARLY)
            at = await self.move(event, at)
            await self.step(event, Step.MOVED, 1)
        for before, step in ((early, Step.REMIND_EARLY), (soon, Step.REMIND)):
            self.fast.leap_to(at - before)
            await self.step(event, step, int(moved))
        known = {posted["id"] for posted in self.wire.posted}
        self.fast.leap_to(at - LOBBY_BEFORE)
        lobby = await self.lobby(known)
        self.fast.leap_to(at - timedelta(seconds=30))
        playing = [asyncio.create_task(self.play(person, lobby)) for person in PLAYERS]
        await self.step(event, Step.RESULTS)
        for one in playing:
            one.cancel()

    async def lobby(self, known: set[str]) -> Json:
        """The event's lobby, where it was announced: elsewhere others may open quizzes of their own."""
        here = self.announced["channel_id"]
        while True:
            for posted in self.wire.posted:
                above = self.wire.channels.get(int(posted["channel_id"]), {}).get("parent_id")
                joined = any("quiz-join" in id for id in ids_in(posted["components"]))
                if joined and posted["id"] not in known and here in {posted["channel_id"], above}:
                    return self.wire.messages[int(posted["id"])]
            await asyncio.sleep(LOOK)

    async def play(self, person: int, lobby: Json) -> None:
        """Join, then answer whatever is asked that can be answered with one press."""
        id = int(lobby["id"])
        join = next(one for one in ids_in(lobby["components"]) if "quiz-join" in one)
        await self.acknowledged(lambda: self.wire.press(person, lobby, join), lambda told: told.kind == 4)
        answered: set[str] = set()
        pressed: dict[int, str] = {}
        while True:
            await asyncio.sleep(LOOK * 3)
            for one, number in tuple(pressed.items()):
                told = self.wire.told.get(one)
                if told is not None and told.kind == 4:
                    del pressed[one]
                    if "Locked" in str(told.data):
                        self.answers.append(one)
                        answered.add(number)
            shown = self.wire.messages[id]
            buttons = [one for one in ids_in(shown["components"]) if one.startswith("b1:quiz-answer:")]
            number = buttons[0].split(":")[3] if buttons else ""
            if not buttons or number in answered:
                continue
            if (press := await self.wire.press(person, shown, buttons[person % len(buttons)])) is not None:
                pressed[press] = number
            await asyncio.sleep(0.1)


async def people(wire: WireDiscord, fast: FastTime, enough: Any) -> list[int]:
    """One event after another until it is enough; the interactions whose answers were acknowledged."""
    answers: list[int] = []
    for number in count():
        night = Night(wire, fast)
        await night.run(moved=number % 2 == 0)
        answers += night.answers
        if enough.is_set():
            await asyncio.sleep(1)  # the mark of the last step follows its message
            break
    return answers
