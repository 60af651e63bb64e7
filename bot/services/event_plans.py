"""Making, changing and calling off events: what people do with them before they begin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.errors import BadInput, Gone, NotAllowed
from bot.language import Language, mark, words
from bot.quiz.about import find_about
from bot.quiz.calendar import instant_of, next_week, wall_of
from bot.quiz.event import Book, Event, Runs, State
from bot.quiz.event_steps import Step, in_course
from bot.quiz.moves import Mode
from bot.quiz.when import read_when
from bot.services.authority import Actor, Part, has_part, require
from bot.services.gates import check_quiz
from bot.services.governing import Governing
from bot.services.openings import MOST_QUESTIONS
from bot.services.policy import Place
from bot.services.subjects import Subjects
from bot.store import event_steps, event_words, events
from bot.store.database import Database
from bot.store.event_words import Held
from bot.text import clean

TITLE, DESCRIPTION = 80, 500
"""Characters of an event's title and description; Discord's own events take more of both."""
AT_MOST = 50
"""Events to come in one server; Discord takes a hundred of its own."""
SHOWN = 10
"""Events in a list."""
DRAFTS_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants an event to be."""

    when: str
    about: str | None
    questions: int | None
    book: Book
    runs: Runs
    weekly: bool


@dataclass(frozen=True, slots=True)
class EventPlans:
    """Everything that people do with events that are to come."""

    database: Database
    clock: Callable[[], datetime]
    governing: Governing
    subjects: Subjects

    def zone(self, server: int) -> ZoneInfo:
        """The time zone in which this server says when something is."""
        return ZoneInfo(self.governing.settings_of(server).time_zone)

    def reminders(self, server: int) -> tuple[timedelta, timedelta]:
        """How long before an event of this server its reminders come; nothing for none."""
        return self.governing.settings_of(server).reminders

    # ---- words that wait ---------------------------------------------------------------------------------------

    def about(self, event: Event, language: Language) -> str | None:
        """What an event is about, in the words of its server's subject; None for everything."""
        found = find_about(self.subjects.of(event.server).pack, event.about) if event.about else None
        return found.name[language] if found else None

    def neutral(self, event: Event) -> str:
        """What an event is called for which nobody has chosen a title."""
        language = Language(event.language)
        _, about = words(language), self.about(event, language)
        return clean(_("Quiz night: {about}", about=about), TITLE) if about else _("Quiz night")

    def unnamed(self, event: Event) -> bool:
        """Whether an event says nothing but what it does without anybody's words."""
        usual = words(Language(event.language))("Quiz night")
        return event.title in {usual, self.neutral(event)} and not event.description

    def holds(self, server: int) -> bool:
        """Whether words for events wait for a moderator in this server, unless a moderator wrote them."""
        return self.governing.settings_of(server).hold_event_words

    def waits(self, event: Event, actor: Actor) -> bool:
        """Whether what an event says waits for a moderator if `actor` is who says it."""
        moderates = has_part(actor, Part.MODERATOR, self.governing.settings_of(event.server))
        return self.holds(event.server) and not moderates and not self.unnamed(event)

    async def waiting(self, event: Event) -> Held | None:
        """The words of an event that wait for a moderator; None if none do."""
        return await self.database.read(event_words.waiting_of, event.id)

    async def as_written(self, event: Event, actor: Actor) -> Event:
        """The event as a form shows it to whoever changes it: to hosts with the words that wait, if some do."""
        held = await self.waiting(event)
        if held is None or has_part(actor, Part.MODERATOR, self.governing.settings_of(event.server)):
            return event
        return replace(event, title=held.title, description=held.description)

    # ---- making ------------------------------------------------------------------------------------------------

    async def draft(self, actor: Actor, place: Place, wish: Wish, language: Language) -> Event:
        """What somebody is making, kept until they make it; BadInput if its time cannot be read or is past."""
        assert actor.server is not None
        decided = self.governing.settings_of(actor.server)
        require(actor, Part.HOST, decided)
        check_quiz(place, Mode.EVENT)
        zone, now = self.zone(actor.server), self.clock()
        when = read_when(wish.when, now, zone)
        count = max(1, min(wish.questions or decided.quiz_questions, MOST_QUESTIONS))
        event = Event(
            0, None, actor.server, place.channel, actor.person, State.DRAFT, "", "", wish.about, count, wish.book,
            wish.runs, wish.weekly, language, when.wall, str(zone), when.at, now, None, None, None,
        )  # fmt: skip
        id = await self.database.write(events.draft, event, AT_MOST)
        if id is None:
            raise BadInput(mark("This server has {count} events to come. Cancel one of them first."), count=AT_MOST)
        return replace(event, id=id)

    async def describe(self, id: int, actor: Actor, title: str, description: str, when: str | None = None) -> Event:
        """The draft with a title, a description and another time; an empty `when` leaves the time as it is."""
        event = await self.own_draft(id, actor)
        wall, at = self._time(event, when)
        changed = await self.database.write(events.describe, id, *_checked(title, description), wall, at)
        assert changed is not None
        return changed

    async def make(self, id: int, actor: Actor) -> tuple[Event, bool]:
        """The event that a draft becomes, and whether it was one until now."""
        event = await self.database.read(events.find, id)
        if event is None or event.server != actor.server or event.host != actor.person:
            raise Gone(mark("This draft is no longer kept. Make the event again with /event create."))
        if event.state is State.DRAFT:
            require(actor, Part.HOST, self.governing.settings_of(event.server))
            self._time(event, None)
        now, reminders = self.clock(), self.reminders(event.server)
        if self.waits(event, actor):
            held = (id, self.neutral(event), actor.person, now, reminders)
            made, new = await self.database.write(event_words.publish, *held)
        else:
            made, new = await self.database.write(events.publish, id, now, reminders)
        assert made is not None
        return made, new

    async def own_draft(self, id: int, actor: Actor) -> Event:
        """The draft, for whoever makes it; Gone for others, and once it is made."""
        event = await self.database.read(events.find, id)
        if event is None or event.server != actor.server or event.host != actor.person:
            raise Gone(mark("This draft is no longer kept. Make the event again with /event create."))
        if event.state is not State.DRAFT:
            raise Gone(mark("This event is made already; change it with Edit under /event list."))
        return event

    def _time(self, event: Event, when: str | None) -> tuple[datetime, datetime]:
        """The time of an event, or another one where other words are said; BadInput if it is past."""
        zone = ZoneInfo(event.zone)
        if when is not None and when.strip() and when.strip() != written(event):
            read = read_when(when, self.clock(), zone)
            return read.wall, read.at
        if event.at <= self.clock():
            raise BadInput(mark("That time has passed. Choose a time to come."))
        return event.wall, event.at

    # ---- looking -----------------------------------------------------------------------------------------------

    async def find(self, id: int, server: int | None) -> Event:
        """The event with this number; Gone if it is none of this server."""
        event = await self.database.read(events.find, id)
        if event is None or event.server != server or event.state is State.DRAFT:
            raise Gone(mark("This event is no longer kept."))
        return event

    async def any(self, id: int) -> Event | None:
        """The event with this number, wherever it is; None if it is not kept."""
        return await self.database.read(events.find, id)

    async def of_native(self, server: int, native: int) -> Event | None:
        """The event that Discord's own stands for, if it is to come or runs."""
        return await self.database.read(events.of_native, server, native)

    async def upcoming(self, server: int) -> list[Event]:
        """What is to come or runs in a server, the next first."""
        return await self.database.read(events.upcoming, server, SHOWN)

    async def past(self, server: int) -> list[Event]:
        """What was played in a server, the latest first."""
        return await self.database.read(events.past, server, SHOWN)

    async def standing(self) -> list[Event]:
        """What is to come or runs anywhere."""
        return await self.database.read(events.standing)

    async def coming(self, id: int) -> list[int]:
        """The Discord ids of those who come."""
        return await self.database.read(events.coming, id)

    def may_change(self, event: Event, actor: Actor) -> bool:
        """Whether somebody may change or run an event: its host, and hosts and moderators of its server."""
        host = has_part(actor, Part.HOST, self.governing.settings_of(event.server))
        return actor.server == event.server and (host or actor.person == event.host)

    async def to_change(self, id: int, actor: Actor) -> Event:
        """The event, for somebody who may change it; NotAllowed for others, Gone once it has begun."""
        event = await self.find(id, actor.server)
        if not self.may_change(event, actor):
            raise NotAllowed(mark("Only its host, or another host or moderator, can change this event."))
        if not event.open:
            raise Gone(mark("This event is over."))
        return event

    # ---- coming ------------------------------------------------------------------------------------------------

    async def come(self, id: int, server: int | None, person: int, *, coming: bool) -> tuple[Event, bool]:
        """Somebody comes, or does not after all; and whether that is new."""
        event = await self.find(id, server)
        if not event.open:
            raise Gone(mark("This event is over."))
        new = await self.database.write(partial(events.come, coming=coming), id, person, self.clock())
        return event, new

    # ---- changing ----------------------------------------------------------------------------------------------

    async def changed(self, id: int, actor: Actor, title: str, description: str, when: str) -> Event:
        """The event as it would be with another title, description and time; `keep` keeps it so."""
        event = await self.to_change(id, actor)
        if event.state is not State.PLANNED:
            raise Gone(mark("This event has begun; it can no longer be changed."))
        wall, at = self._time(event, when)
        title, description = _checked(title, description)
        return replace(event, title=title, description=description, wall=wall, at=at)

    async def first(self, changed: Event) -> Event:
        """What Discord's own event says before a change is kept: where words wait for moderators, only the time."""
        event = await self.any(changed.id)
        if event is None or not self.holds(event.server):
            return changed
        return replace(changed, title=event.title, description=event.description)

    async def keep(self, changed: Event, actor: Actor) -> Event:
        """The event is as `changed` says, as far as its title, description and time go; or its words wait."""
        if not self.waits(changed, actor):
            return await self._change(changed, changed.title, changed.description, changed.wall, changed.at)
        kept = await self.database.write(
            event_words.change, changed, actor.person, self.clock(), self.reminders(changed.server)
        )
        assert kept is not None
        return kept

    async def _change(self, event: Event, title: str, description: str, wall: datetime, at: datetime) -> Event:
        changed, _ = await self.database.write(
            events.change, event.id, title, description, wall, at, self.clock(), self.reminders(event.server)
        )
        assert changed is not None
        return changed

    async def cancel(self, id: int, actor: Actor, *, series: bool) -> Event:
        """The event does not take place; of a series, only this one unless all of it is meant."""
        event = await self.to_change(id, actor)
        await self.call_off(event, series=series)
        return event

    async def call_off(self, event: Event, *, series: bool) -> bool:
        """An event does not take place, whoever decided that: those who come are told. Whether it was to take place."""
        now = self.clock()
        if series:
            await self.database.write(events.stop_repeating, event.id)
        ended = await self.database.write(events.end, event.id, State.CANCELLED, in_course(Step.CALLED_OFF, now))
        await self.follow_on(event.id)
        return ended

    async def follow_on(self, id: int) -> Event | None:
        """The next of a series after this one, made if it is not there yet."""
        event = await self.database.read(events.find, id)
        if event is None or not event.weekly:
            return None
        zone, now = ZoneInfo(event.zone), self.clock()
        following = next_week(event.wall, zone, max(now, event.at))
        at, reminders = instant_of(following, zone), self.reminders(event.server)
        return await self.database.write(events.follow_on, id, following, at, now, reminders)

    async def follow_native(self, event: Event, title: str, description: str | None, at: datetime) -> Event | None:
        """What was changed in Discord's own event; None if that is nothing, or cannot be followed."""
        if event.state is not State.PLANNED:
            return None
        title = clean(title, TITLE) or event.title
        description = event.description if description is None else clean(description, DESCRIPTION)
        if self.holds(event.server):  # Discord does not say who wrote that
            title, description = event.title, event.description
        at = at.replace(microsecond=0)
        if (title, description, at) == (event.title, event.description, event.at) or at <= self.clock():
            return None
        wall = event.wall if at == event.at else wall_of(at, ZoneInfo(event.zone))
        return await self._change(event, title, description, wall, at)

    async def native_gone(self, event: Event) -> bool:
        """Discord's own event was deleted or cancelled there: so is this one."""
        await self.database.write(events.made_native, event.id, None)
        return await self.call_off(event, series=False)

    async def steps(self, id: int) -> dict[Step, tuple[str, int | None]]:
        """What became of every step of an event, with its message."""
        return await self.database.read(event_steps.states, id)

    async def to_remind(self, event: Event) -> list[timedelta]:
        """How long before an event those who come are still going to be reminded, the longest first."""
        return [event.at - due for due in await self.database.read(event_steps.reminders, event.id)]

    async def tidy(self) -> None:
        """Forget what nobody made."""
        await self.database.write(events.forget_drafts_before, self.clock() - DRAFTS_KEPT)


def written(event: Event) -> str:
    """The time of an event as it can be typed again."""
    return f"{event.wall:%Y-%m-%d %H:%M}"


def _checked(title: str, description: str) -> tuple[str, str]:
    """A title and a description as they are kept; BadInput without a title."""
    title = clean(title, TITLE)
    if not title:
        raise BadInput(mark("An event needs a title."))
    return title, clean(description, DESCRIPTION)
