"""Questions that stand out, for the moderators of a server: listed with why, and left out if they say so."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.errors import Gone, NotHere
from bot.history.model import World
from bot.language import mark
from bot.quiz.known import NEVER, Asked
from bot.quiz.model import Question
from bot.quiz.oddities import OddItem, odd_items
from bot.services.authority import Actor, Part, require
from bot.services.governing import Governing
from bot.services.policy import Feature, Place, decide
from bot.services.subjects import Subjects
from bot.store import items
from bot.store.database import Database

PAGE: Final = 10
REMEMBERED: Final = timedelta(minutes=1)
"""How long it is remembered what stands out."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as moderators look at it."""

    question: Question
    odd: OddItem | None
    """Why it stands out; None if it does not, or not any more."""
    out: bool
    """Whether it is left out here."""
    asked: Asked = NEVER
    """How it was answered in all; known of a question that is looked at by itself."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list."""

    found: tuple[Shown, ...]
    number: int
    """From 0."""
    pages: int


@dataclass(frozen=True, slots=True)
class Oddities:
    """Everything that moderators do about single questions, whoever was asked them."""

    subjects: Subjects
    governing: Governing
    database: Database
    clock: Callable[[], datetime]
    _judged: list[tuple[datetime, Mapping[str, OddItem]]] = field(default_factory=list)
    """The last judgement, and when it was made."""

    async def page(self, actor: Actor, place: Place, number: int = 0) -> Page:
        """What stands out among the questions of the actor's server, and what it leaves out.

        Judged by the answers of everybody: what a server teaches of its own is asked, and so shown, nowhere else.
        NotAllowed for who is no moderator there, NotHere without scenario.
        """
        found = await self._found(self._server(actor, place))
        pages = max(1, -(-len(found) // PAGE))
        number = max(0, min(number, pages - 1))
        return Page(found[number * PAGE : (number + 1) * PAGE], number, pages)

    async def show(self, actor: Actor, place: Place, number: int) -> Shown:
        """The question with this number (`number_of`); Gone if nothing is asked so in the actor's server."""
        question = await self.question(actor, place, number)
        item, odd = question.item, await self._odd()
        out = item in await self.database.read(items.left_out, actor.server)
        return Shown(question, odd.get(item), out, await self.database.read(items.asked, item))

    async def question(self, actor: Actor, place: Place, number: int) -> Question:
        """The same without how it was answered, which takes longer."""
        server = self._server(actor, place)
        item = await self._item(server, number)
        question = await asyncio.to_thread(self.subjects.composer(server).item, item)
        assert question is not None
        return question

    async def leave_out(self, actor: Actor, place: Place, number: int, *, out: bool) -> Shown:
        """The question with this number is not asked in new rounds of the actor's server, or it is again.

        Games that run keep their questions. Gone if nothing is asked so there.
        """
        server = self._server(actor, place)
        item = await self._item(server, number)
        await self.database.write(items.leave_out, server, item, actor.person, self.clock(), out)
        return await self.show(actor, place, number)

    async def _item(self, server: int, number: int) -> str:
        names = await asyncio.to_thread(self.subjects.composer(server).items)
        item = next((one for one in names if number_of(one) == number), None)
        if item is None:
            raise Gone(mark("This question is not asked any more."))
        return item

    def _server(self, actor: Actor, place: Place) -> int:
        require(actor, Part.MODERATOR, self.governing.settings_of(actor.server))
        assert actor.server is not None  # nobody has a part outside servers
        if World.ALTERNATE not in decide(place, Feature.QUIZ).worlds:
            raise NotHere(
                mark("These questions name claims of the scenario, which is not shown in this channel."),
                Feature.QUIZ, World.ALTERNATE,
            )  # fmt: skip
        return actor.server

    async def _found(self, server: int) -> tuple[Shown, ...]:
        odd = await self._odd()
        out = await self.database.read(items.left_out, server)
        return await asyncio.to_thread(self._shown, server, odd, out)

    async def _odd(self) -> Mapping[str, OddItem]:
        """What stands out by the answers of everybody, as it was within the last minute: that takes long to judge."""
        now = self.clock()
        if not self._judged or now - self._judged[-1][0] > REMEMBERED:
            odd = await asyncio.to_thread(odd_items, await self.database.read(items.tried))
            self._judged[:] = [(now, {one.item: one for one in odd})]
        return self._judged[-1][1]

    def _shown(self, server: int, odd: Mapping[str, OddItem], out: frozenset[str]) -> tuple[Shown, ...]:
        composer = self.subjects.composer(server)
        named = [*odd, *sorted(out - odd.keys())]
        shown = ((composer.item(item), item) for item in named)
        return tuple(Shown(question, odd.get(item), item in out) for question, item in shown if question is not None)


def number_of(item: str) -> int:
    """What stands for an item in a custom id, which holds numbers only."""
    return int.from_bytes(hashlib.sha256(item.encode()).digest()[:6])
