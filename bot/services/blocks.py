"""Blocking: a server's moderators keep somebody out of the bot, with a reason that person is told, and for a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.errors import BadInput, Gone, Markup, NotAllowed
from bot.language import mark
from bot.services.authority import Actor, Part, require
from bot.services.governing import Governing
from bot.store import blocks
from bot.store.blocks import Block
from bot.store.database import Database
from bot.text import clean

REASON_LIMIT = 200
MOST_DAYS = 3650
MOST = 500
"""Blocks that hold in a server at most."""
_MARKUP = re.compile(r"[\\*_~`|<>\[\]@#]|://")
"""What could be anything else than words where the reason is told."""


@dataclass(slots=True)
class Blocks:
    """Everything that can be done with blocks. Open it with `Blocks.load`."""

    database: Database
    clock: Callable[[], datetime]
    governing: Governing
    _key: bytes
    _standing: dict[tuple[int, str], Block] = field(default_factory=dict)
    """By server and fingerprint."""

    @classmethod
    async def load(cls, database: Database, clock: Callable[[], datetime], governing: Governing) -> Blocks:
        """With all that hold."""
        held = cls(database, clock, governing, await database.read(blocks.key))
        for block in await database.read(blocks.standing):
            held._standing[block.server, block.whose] = block
        return held

    def check(self, server: int | None, person: int) -> None:
        """NotAllowed, with the reason and the end, if a person is blocked in a server."""
        if server is None or not self._standing:
            return
        block = self._standing.get((server, blocks.fingerprint(self._key, person)))
        if block is None:
            return
        if block.until is None:
            raise NotAllowed(
                mark(
                    "The moderators of this server have blocked you until they say otherwise. Their reason: {reason} "
                    "(/me and /help still work.)"
                ),
                reason=block.reason,
            )
        if block.until > self.clock():
            raise NotAllowed(
                mark(
                    "The moderators of this server have blocked you until {when}. Their reason: {reason} "
                    "(/me and /help still work.)"
                ),
                reason=block.reason, when=Markup(f"<t:{block.until.timestamp():.0f}:f>"),
            )  # fmt: skip
        del self._standing[block.server, block.whose]

    async def holding(self, actor: Actor) -> Sequence[Block]:
        """The blocks that hold in the actor's server, the newest first; NotAllowed for who is no moderator there."""
        return await self.database.read(blocks.of_server, self._server(actor), self.clock())

    async def block(self, actor: Actor, person: int, reason: str, days: int | None) -> Block:
        """Keep a person out for so many days, or until it is lifted; BadInput for what cannot be meant."""
        server = self._server(actor)
        said = " ".join(_MARKUP.sub(" ", clean(reason, REASON_LIMIT)).split())
        if not said:
            raise BadInput(mark("Say in a few words why; the person you block reads it."))
        if person == actor.person:
            raise BadInput(mark("You cannot block yourself."))
        if days is not None and not 1 <= days <= MOST_DAYS:
            raise BadInput(mark("A block lasts between 1 and {most} days, or until it is lifted."), most=MOST_DAYS)
        if len(await self.holding(actor)) >= MOST:
            raise BadInput(mark("At most {count} people can be blocked here. Lift a block first."), count=MOST)
        now = self.clock()
        until = None if days is None else now + timedelta(days=days)
        return self._holds(await self.database.write(blocks.begin, server, person, said, until, actor.person, now))

    async def lift(self, actor: Actor, id: int) -> Block:
        """Let somebody in again; Gone if that block does not hold."""
        lifted = await self.database.write(blocks.lift, self._server(actor), id, actor.person, self.clock())
        if lifted is None:
            raise Gone(mark("That block no longer holds."))
        self._standing.pop((lifted.server, lifted.whose), None)
        return lifted

    async def restore(self, actor: Actor, id: int) -> Block:
        """Take back that a block was lifted; Gone if that cannot be."""
        block = await self.database.write(blocks.restore, self._server(actor), id, actor.person, self.clock())
        if block is None:
            raise Gone(mark("That block cannot be put back. Block them anew."))
        return self._holds(block)

    def _holds(self, block: Block) -> Block:
        self._standing[block.server, block.whose] = block
        return block

    def _server(self, actor: Actor) -> int:
        require(actor, Part.MODERATOR, self.governing.settings_of(actor.server))
        assert actor.server is not None
        return actor.server

    def forget(self, server: int) -> None:
        """Nothing is known any more of who was blocked in a server."""
        for key in [key for key in self._standing if key[0] == server]:
            del self._standing[key]
