"""People at a table: a quiz after another, whatever happens to the bot; they press again when nobody answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.proof.stage import id_in
from tests.wire.discord import HOST, Told, WireDiscord
from tests.wire.people import ids_in
from tests.wire.shapes import Json

PLAYERS, QUESTIONS = 30, 6
SEEING = 0.9
LOOK = 0.02
"""Seconds between two looks at the message."""
PATIENCE = 0.8
"""Seconds until somebody who heard nothing tries again; these are real, as all here."""


@dataclass(slots=True)
class QuizTable:
    """One channel where a quiz is always being played."""

    wire: WireDiscord
    where: int
    number: int
    acknowledged: list[int] = field(default_factory=list)
    """The interactions whose answers were acknowledged."""
    heard: Callable[[], None] = bool
    """Called for each of them."""
    unheard: int = 0
    """Presses that nobody answered."""
    live: Json | None = None

    async def run(self, enough: Any) -> None:
        """One quiz after another until it is enough and the last one is over."""
        first = 10_000 + self.number * PLAYERS
        players = [asyncio.create_task(self._play(first + seat)) for seat in range(PLAYERS)]
        while not enough.is_set():
            await self._quiz()
        for player in players:
            player.cancel()

    async def _quiz(self) -> None:
        wire, known = self.wire, self._newest()
        card = await self._told(
            lambda: wire.slash(HOST + self.number, "quiz", where=self.where, questions=QUESTIONS),
            lambda told: id_in(told.data, "quiz-everyone") is not None,
        )
        await self._told(
            lambda: wire.press(HOST + self.number, card.data, id_in(card.data, "quiz-everyone") or ""),
            lambda told: len(told.all) > 1 or told.kind == 4,
        )
        # It may be that a quiz was opened, and the bot killed before it could say so: then it is the one that runs.
        while (opened := self._lobby(known)) is None:
            await asyncio.sleep(LOOK)
            if self._closed(known):
                return
        while not self._over(shown := wire.messages[opened]):
            self.live = shown
            if start := id_in(shown, "quiz-start"):
                await wire.answer_to(await wire.press(HOST + self.number, shown, start), PATIENCE)
            await asyncio.sleep(LOOK * 5)
        self.live = None

    def _newest(self) -> int:
        return max(self.wire.messages, default=0)

    def _here(self, known: int) -> list[int]:
        """Messages that came since, in the threads of this channel and in it, the latest first."""
        below = {id for id, one in self.wire.channels.items() if str(self.where) in {one["id"], one.get("parent_id")}}
        newer = [id for id, shown in self.wire.messages.items() if id > known and int(shown["channel_id"]) in below]
        return sorted(newer, reverse=True)

    def _lobby(self, known: int) -> int | None:
        return next((id for id in self._here(known) if id_in(self.wire.messages[id], "quiz-host")), None)

    def _closed(self, known: int) -> bool:
        """Whether what was opened was given up, as nothing of it was shown."""
        return not any(
            one.get("parent_id") == str(self.where) and int(one["id"]) > known for one in self.wire.channels.values()
        )

    def _over(self, shown: Json) -> bool:
        return not (id_in(shown, "quiz-start") or id_in(shown, "quiz-host")) or id_in(shown, "quiz-mine") is not None

    async def _told(self, act: Callable[[], Awaitable[int | None]], fits: Callable[[Told], bool]) -> Told:
        while True:
            id = await act()
            told = await self.wire.answer_to(id, PATIENCE, fits)
            if told is not None:
                return told
            if id is None:
                await asyncio.sleep(LOOK)

    async def _play(self, person: int) -> None:
        """Answer each question, and again when nothing is heard; sometimes they change their mind."""
        dice, wire, answered = self.wire.gateway.dice, self.wire, ""
        while True:
            await asyncio.sleep(dice.uniform(0, LOOK * 5))
            live = self.live
            keys = [id for id in ids_in(live["components"]) if ":quiz-answer:" in id] if live else []
            question = ":".join(keys[0].split(":")[2:4]) if keys else ""
            if live is None or not question or question == answered:
                continue
            if not wire.gateway.ready.is_set() and dice.random() < SEEING:
                continue  # they see that the bot is away; some press all the same
            id = await wire.press(person, live, dice.choice(keys))
            told = await wire.answer_to(id, PATIENCE)
            if told is None or id is None:
                self.unheard += 1
                continue
            if "Locked" in str(told.data):
                self.acknowledged.append(id)
                self.heard()
            if dice.random() < 0.7:
                answered = question
