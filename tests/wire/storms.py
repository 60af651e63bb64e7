"""Load: many interactions at once, or as many in flight as there are hands, and how long each answer took."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.wire.discord import Told, WireDiscord
from tests.wire.people import button, seconds, text_of
from tests.wire.routes import LATER
from tests.wire.shapes import Json, message

PATIENCE = 30.0
FIRST_PERSON = 1_000_000
APART = 2.2
"""Seconds from one drawing of a live message to the next."""

QUESTIONS = (
    "who let trotsky into mexico", "when did trotsky arrive in mexico", "who was mugica", "where did trotsky live",
    "how did trotsky die", "who killed trotsky", "what did cardenas say about asylum", "when was the dewey commission",
    "quien era frida kahlo", "why did trotsky leave norway", "what happened in 1942", "when did he take power",
)  # fmt: skip
CLAIMS = ("trotsky was killed in 1938", "trotsky became president of mexico in 1942", "cardenas gave trotsky asylum")

Deed = Callable[[int], Awaitable[int | None]]
"""What person number `n` does; the interaction's id."""


def _said(told: Told) -> bool:
    """Whether more was said than that an answer will follow."""
    return told.kind != LATER or len(told.all) > 1


@dataclass(slots=True)
class Storm:
    """What came of a load."""

    sent: int = 0
    answered: int = 0
    seconds: float = 0.0
    """From the first that was sent to the last that was answered."""
    took: list[float] = field(default_factory=list)
    """Seconds of each that was answered."""
    said: Counter[str] = field(default_factory=Counter)
    """The first words of the answers."""
    answered_ids: list[int] = field(default_factory=list)

    def plain(self) -> Json:
        took = sorted(self.took)
        return {
            "sent": self.sent, "answered": self.answered, "seconds": self.seconds,
            "a_second": self.answered / self.seconds if self.seconds else 0.0,
            "p50": took[len(took) // 2] if took else None, "p99": took[len(took) * 99 // 100] if took else None,
            "last": took[-1] if took else None, "said": self.said.most_common(5),
        }  # fmt: skip


@dataclass(slots=True)
class Crowd:
    """Everybody who presses, and the tables they play at."""

    wire: WireDiscord
    places: list[int]
    """Channels, each in a guild of its own."""
    shown: Json | None = None
    """The public message that is being pressed."""
    _people: Any = field(default_factory=lambda: count(FIRST_PERSON))

    async def run(self, deed: Deed, total: int, at_once: int) -> Storm:
        """So many deeds, with so many in flight."""
        storm, numbers = Storm(), iter(range(total))
        begun = seconds()

        async def hands() -> None:
            for number in numbers:
                storm.sent += 1
                id = await deed(number)
                told = await self.wire.answer_to(id, PATIENCE, _said)
                if told is not None:
                    storm.answered += 1
                    storm.took.append(told.last)
                    storm.said[text_of(told.data)[:24]] += 1
                    storm.answered_ids.append(told.id)

        await asyncio.gather(*(hands() for _ in range(at_once)))
        storm.seconds = seconds() - begun
        return storm

    # ---- deeds -------------------------------------------------------------------------------------------------

    def place(self, number: int) -> int:
        return self.places[number % len(self.places)]

    async def no_operation(self, number: int) -> int | None:
        return await self.wire.slash(next(self._people), "noop", where=self.place(number))

    async def ask(self, number: int) -> int | None:
        question = QUESTIONS[number % len(QUESTIONS)]
        return await self.wire.slash(next(self._people), "ask", where=self.place(number), question=question)

    async def press(self, number: int) -> int | None:
        """A click on a button that does nothing, of a message that all see."""
        pressed = {"type": 2, "id": 2, "style": 2, "label": "Press", "custom_id": "n1:nothing"}
        parts = [{"type": 1, "id": 1, "components": [pressed]}]
        shown = message(5, self.place(number), {"components": parts}, self.wire.now())
        return await self.wire.press(next(self._people), shown, "n1:nothing")

    async def answer(self, number: int) -> int | None:
        """The answer of a player to what is asked; the same players come again for the next question."""
        assert self.shown is not None
        key = button(self.shown, "quiz-answer", number)
        return await self.wire.press(FIRST_PERSON + number, self.shown, key) if key else None

    async def join(self, number: int) -> int | None:
        assert self.shown is not None
        key = button(self.shown, "quiz-join")
        return await self.wire.press(FIRST_PERSON + number, self.shown, key) if key else None

    async def mixed(self, number: int) -> int | None:
        """A day of a server: mostly questions, with everything else between."""
        person, where = next(self._people), self.place(number)
        match number % 10:
            case 0 | 1 | 2 | 3:
                return await self.ask(number)
            case 4 | 5:
                return await self.wire.type(person, "ask", where=where, question=QUESTIONS[number % 12][:12])
            case 6:
                return await self.wire.slash(person, "check", where=where, claim=CLAIMS[number % len(CLAIMS)])
            case 7:
                return await self.wire.slash(person, "timeline", where=where, when=str(1936 + number % 8))
            case 8:
                return await self.wire.slash(person, "quiz", where=where)
            case _:
                return await self.wire.slash(person, "help", where=where)

    # ---- a quiz for everyone -----------------------------------------------------------------------------------

    async def open_quiz(self, where: int, questions: int, players: int, host: int = 400) -> Storm:
        """A quiz for everyone with so many players in its lobby; what joining came to."""
        wire = self.wire
        card = await wire.answer_to(await wire.slash(host, "quiz", where=where, questions=questions))
        assert card is not None
        since = wire.snowflake()
        pressed = await wire.press(host, card.data, button(card.data, "quiz-everyone") or "")
        assert await wire.answer_to(pressed, fits=lambda told: bool(told.all)) is not None
        self.shown = await wire.seen(lambda shown: button(shown, "quiz-join") is not None, since=since)
        return await self.run(self.join, players, 64)

    async def begin(self, host: int = 400) -> None:
        """A question of a kind that one press answers is asked."""
        assert self.shown is not None
        await self.wire.answer_to(await self.wire.press(host, self.shown, button(self.shown, "quiz-start") or ""))
        await self.onward(0, host)

    async def onward(self, number: int, host: int = 400) -> None:
        """The host presses on until question `number` or a later one can be answered with one press."""
        wire, game = self.wire, self.game
        assert self.shown is not None
        id = int(self.shown["id"])
        while True:
            self.shown = wire.messages[id]
            key = button(self.shown, "quiz-answer")
            if key is not None and int(key.split(":")[3]) >= number:
                return
            panel = await wire.answer_to(await wire.press(host, self.shown, f"b1:quiz-host:{game}"))
            forward = button(panel.data, "quiz-forward") if panel else None
            if panel is not None and forward is not None:
                await wire.answer_to(await wire.press(host, panel.data, forward))
            await asyncio.sleep(APART)

    @property
    def game(self) -> int:
        """The game of the message that is being pressed."""
        assert self.shown is not None
        return int((button(self.shown, "quiz-host") or "").rpartition(":")[2])
