"""The course of events: which steps are due, the game that is played, and what follows from its course.

A step is stored before it is taken and marked after. One that may have been taken before a crash is looked for by
whoever takes it; what comes too late is not taken, and the host is told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.language import Language
from bot.quiz import moves
from bot.quiz.event import Book, Event, Runs, State
from bot.quiz.event_ranking import Ranking, too_fast
from bot.quiz.event_steps import AT_LEAST_OPEN, Step, in_course
from bot.quiz.model import Question
from bot.quiz.moves import Mode
from bot.quiz.position import Position
from bot.quiz.rounds import Stage
from bot.services.event_plans import EventPlans
from bot.services.game_views import Click, View
from bot.services.games import Games
from bot.services.gates import check_quiz
from bot.services.openings import event_opening, require_some, seed_of_a_game
from bot.services.policy import Place
from bot.services.rankings import game_ranking
from bot.store import event_steps, events
from bot.store.database import Database
from bot.store.event_steps import Waiting

AT_ONCE = 50
"""Steps taken in one beat; the others wait for the next."""
AGAIN = timedelta(minutes=1)
"""After which a step that Discord did not take is tried again."""
QUIET = {Step.NATIVE, Step.HALFTIME, Step.TELL_HOST}
"""Steps whose absence is not worth a word to the host."""


@dataclass(slots=True)
class EventCourse:
    """What time and the game bring to events."""

    plans: EventPlans
    games: Games
    database: Database
    clock: Callable[[], datetime]
    closed: set[int] = field(default_factory=set)
    """The running games whose players do not look things up."""

    # ---- the outbox --------------------------------------------------------------------------------------------

    async def due(self) -> list[Waiting]:
        """The steps whose time has come."""
        return await self.database.read(event_steps.due, self.clock(), AT_ONCE)

    async def begin(self, one: Waiting) -> bool:
        """The step is about to be taken, and may have been from now on; False if it is not to be any more."""
        return await self.database.write(event_steps.begin, one, self.clock())

    async def done(self, one: Waiting, message: int | None) -> None:
        """The step was taken, in this message or Discord event."""
        if one.step is Step.ANNOUNCE and message is not None:
            await self.database.write(events.announced, one.event, message)
        if one.step is Step.NATIVE:
            await self.database.write(events.made_native, one.event, message)
        await self.database.write(event_steps.done, one, message)

    async def put_off(self, one: Waiting) -> None:
        """Discord did not take the step; it is tried again as long as it makes sense."""
        await self.database.write(event_steps.put_off, one, self.clock() + AGAIN)

    async def too_late(self, one: Waiting) -> bool:
        """Whether the step comes too late, and is left out for good. Without a lobby there is no event."""
        now = self.clock()
        if now <= one.planned.until:
            return False
        if await self.database.write(event_steps.miss, one):
            if one.step is Step.LOBBY:
                await self.database.write(events.end, one.event, State.MISSED, in_course(Step.TELL_HOST, now))
                await self.plans.follow_on(one.event)
            elif one.step not in QUIET:
                await self.database.write(event_steps.add, one.event, [in_course(Step.TELL_HOST, now)])
        return True

    async def missed(self, id: int) -> list[Step]:
        """The steps of an event that came too late."""
        return [step for step in await self.database.read(event_steps.missed, id) if step not in QUIET]

    async def to_tell(self, one: Waiting) -> list[int]:
        """The Discord ids of those whom a step calls: of who comes, for reminders those who want them."""
        reminds = one.step in {Step.REMIND, Step.REMIND_EARLY}
        return await self.database.read(events.to_remind if reminds else events.coming, one.event)

    # ---- the game ----------------------------------------------------------------------------------------------

    async def open_game(self, event: Event) -> View | None:
        """The game of an event, in its lobby; opened if it is not yet. None if the event has ended meanwhile.

        By itself it starts at the event's time; one that opens late leaves some minutes to join.
        """
        place = self._place(event)
        if event.game is None:
            check_quiz(place, Mode.EVENT)
            now = self.clock()
            pace = self.plans.governing.settings_of(event.server).quiz_pace
            settings = moves.Settings(
                Mode.EVENT, Language(event.language), automatic=True, about=event.about, pace=pace,
                wanted=event.questions,
            )  # fmt: skip
            asked = await self._asked(event, await self.plans.coming(event.id))
            until = max(event.at, now + AT_LEAST_OPEN) if event.runs is Runs.BY_ITSELF else None
            opened = event_opening(place, event.host, settings, asked, now, until)
            game = await self.database.write(events.open_game, self.games.live, event.id, opened)
            if game is None:
                return None
        else:
            game = event.game
        if event.book is Book.CLOSED:
            self.closed.add(game)
        return await self.games.view(game, place)

    async def there(self, event: Event) -> int:
        """How many of its questions there are now, at most as many as were wished for; BadInput if there are none."""
        asked = await self._asked(event)
        require_some(asked)
        return len(asked)

    async def _asked(self, event: Event, coming: Collection[int] = ()) -> Sequence[Question]:
        """The questions of an event as they would be drawn now, for those who come."""
        place = self._place(event)
        seed = seed_of_a_game(place, Click(event.host or 0), event.made_at)
        return await self.games.questions(place, Mode.EVENT, coming, event.questions, event.about, seed)

    def _place(self, event: Event) -> Place:
        return self.plans.governing.place(event.server, event.channel)

    async def moved(self, view: View) -> Event | None:
        """What follows from how the game of an event stands now; the event if anything is to be done at once."""
        if view.record.mode is not Mode.EVENT:
            return None
        event = await self.database.read(events.of_game, view.id)
        if event is None:
            return None
        now, game = self.clock(), view.game
        if game.stage is Stage.REVEAL and game.halftime:
            new = await self.database.write(event_steps.add, event.id, [in_course(Step.HALFTIME, now)])
            return event if new else None
        if not game.stage.over or event.state is not State.RUNNING:
            return None
        self.closed.discard(view.id)
        steps = [in_course(Step.RESULTS, now)] if game.stage is Stage.RESULTS else []
        await self.database.write(events.end, event.id, State.OVER, *steps)
        await self.plans.follow_on(event.id)
        return event

    async def of_game(self, game: int) -> Event | None:
        """The event that a game was played for."""
        return await self.database.read(events.of_game, game)

    async def running(self) -> list[tuple[Event, View]]:
        """The events whose game is there, with the game: after a start, each is looked at anew."""
        found = []
        for event in await self.plans.standing():
            if event.game is not None:
                found.append((event, await self.games.view(event.game, self._place(event))))
                if event.book is Book.CLOSED:
                    self.closed.add(event.game)
        return found

    async def view(self, event: Event) -> View | None:
        """The game of an event as it stands; None if there is none."""
        return await self.games.view(event.game, self._place(event)) if event.game is not None else None

    async def ranking(self, view: View) -> Ranking:
        """Who stands where in an event, without those who knew what was asked."""
        return await game_ranking(self.database, view)

    async def hand_over(self, game: int, place: Place, click: Click, person: int) -> View:
        """The game and its event are run by this person from now on."""
        view = await self.games.hand_over(game, place, click, person)
        event = await self.database.read(events.of_game, game)
        if event is not None:
            await self.database.write(events.hand_over, event.id, person, self.clock())
        return view

    async def looks_things_up(self, person: int) -> bool:
        """Whether somebody may look things up now: not while they play an event with a closed book."""
        if not self.closed:
            return True
        return not await self.database.read(events.closed_book, person)


def unranked_rounds(game: Position, seat: int | None) -> tuple[int, ...]:
    """The questions of an event, from 0, that do not count for this player because nobody reads that fast."""
    return too_fast(game, seat) if game.settings.mode is Mode.EVENT and seat is not None else ()
