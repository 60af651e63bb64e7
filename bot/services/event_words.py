"""The words of events that wait for a moderator: seen, shown, not shown after all, and taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.errors import Gone
from bot.language import mark
from bot.quiz.event import Event
from bot.services.authority import Actor, Part, require
from bot.services.event_plans import EventPlans
from bot.store import event_words
from bot.store.audit import Entry
from bot.store.database import Database
from bot.store.event_words import AREA, Held, Hindrance, State

LISTED: Final = 25
"""Words in the list at most; a menu takes no more."""

_HINDERED = {
    Hindrance.GONE: mark("These words are no longer kept."),
    Hindrance.OVER: mark("This event is over or called off; nothing can be decided on its words any more."),
    Hindrance.REPLACED: mark("The words of this event were changed since; these count no more."),
    Hindrance.DECIDED: mark("Somebody has decided on these words already."),
}
_NOTHING_DECIDED = mark("Nothing is decided on these words any more.")


@dataclass(frozen=True, slots=True)
class Case:
    """Words with the event that they are for, as it stands."""

    held: Held
    event: Event
    unnamed: bool
    """Whether the event is called by its neutral title now."""


@dataclass(frozen=True, slots=True)
class EventWords:
    """Everything that moderators do with words that wait."""

    plans: EventPlans
    database: Database
    clock: Callable[[], datetime]

    async def page(self, actor: Actor) -> Sequence[Case]:
        """What waits in the actor's server, then what was decided; of events to come. NotAllowed for no moderator."""
        require(actor, Part.MODERATOR, self.plans.governing.settings_of(actor.server))
        assert actor.server is not None
        found = await self.database.read(event_words.listed, actor.server, LISTED)
        return [case for held in found if (case := await self._case(held)) is not None]

    async def case(self, actor: Actor, id: int) -> Case:
        """Words of the actor's server; Gone if there are none, NotAllowed for who is no moderator there."""
        require(actor, Part.MODERATOR, self.plans.governing.settings_of(actor.server))
        held = await self.database.read(event_words.find, id)
        case = await self._case(held) if held and held.server == actor.server else None
        if case is None:
            raise Gone(_HINDERED[Hindrance.GONE])
        return case

    async def held(self, id: int) -> Case | None:
        """Words with their event, for whoever shows them to the moderators; None if they are no longer kept."""
        held = await self.database.read(event_words.find, id)
        return await self._case(held) if held else None

    async def _case(self, held: Held) -> Case | None:
        event = await self.plans.any(held.event)
        return Case(held, event, self.plans.unnamed(event)) if event else None

    async def posted(self, held: Held, channel: int, message: int) -> None:
        """The moderators see the words in this message."""
        await self.database.write(event_words.posted, held.id, channel, message)

    # ---- deciding ----------------------------------------------------------------------------------------------

    async def show(self, actor: Actor, id: int) -> Case:
        """The event is called as the words say. Gone if that cannot be decided any more."""
        return await self._decide(actor, id, State.SHOWN)

    async def keep(self, actor: Actor, id: int) -> Case:
        """The event goes on as it is called."""
        return await self._decide(actor, id, State.KEPT)

    async def _decide(self, actor: Actor, id: int, state: State) -> Case:
        case = await self.case(actor, id)
        hindrance = await self.database.write(event_words.decide, id, state, self._entry(actor, case))
        if hindrance:
            raise Gone(_HINDERED[hindrance])
        return await self.case(actor, id)

    async def undo(self, actor: Actor, id: int) -> Case:
        """What was decided is taken back: the words wait again, and the event is called as before."""
        case = await self.case(actor, id)
        hindrance = await self.database.write(event_words.undo, id, self._entry(actor, case))
        if hindrance:
            raise Gone(_NOTHING_DECIDED if hindrance is Hindrance.DECIDED else _HINDERED[hindrance])
        return await self.case(actor, id)

    def _entry(self, actor: Actor, case: Case) -> Entry:
        assert actor.server is not None
        return Entry(actor.server, actor.person, self.clock(), AREA, f"event {case.event.id}")

    # ---- carrying out ------------------------------------------------------------------------------------------

    async def untold(self) -> Sequence[Case]:
        """What was decided, or taken back, until `told` says that it is carried out."""
        found = [await self._case(held) for held in await self.database.read(event_words.untold)]
        return [case for case in found if case is not None]

    async def told(self, held: Held) -> None:
        """The event says what was decided, and who wrote the words was told or takes no messages."""
        await self.database.write(event_words.told, held)
