"""Suggesting: what members propose is compared with what is taught, waits for the curators, and comes back to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.errors import BadInput, Gone, NotAllowed, NotHere
from bot.history.likeness import Likeness, compared
from bot.history.model import Fact, World
from bot.history.own import Content, fact_of
from bot.history.suggestion import content_of
from bot.language import Language, mark
from bot.services.authority import Actor, Part, require
from bot.services.governing import Governing
from bot.services.policy import Feature, Place, check_paused, decide
from bot.services.subjects import Subjects
from bot.store import own_drafts, own_facts, reports
from bot.store.database import Database
from bot.store.own_facts import Entry as Entry
from bot.store.own_facts import State as State
from bot.store.own_facts import name_of as name_of
from bot.store.reports import Report as Report
from bot.text import clean

KEPT = timedelta(hours=1)
"""How long a suggestion waits for its author to send it."""
WAITING = 10
"""Suggestions of one member that may wait in a server at once."""
REASON = 300


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What somebody is about to suggest, or has: not taught before a curator accepts it."""

    draft: int
    """The number under which it waits to be sent; 0 if it was."""
    fact: Fact
    likeness: Likeness
    entry: Entry | None = None
    """What the curators decide on, once it was sent."""


@dataclass(frozen=True, slots=True)
class News:
    """What a member has yet to hear of what they suggested and reported."""

    entries: tuple[Entry, ...]
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class Suggesting:
    """Everything that can be done with suggestions."""

    subjects: Subjects
    governing: Governing
    database: Database
    clock: Callable[[], datetime]

    # ---- by members --------------------------------------------------------------------------------------------

    def may_suggest(self, place: Place, world: World) -> None:
        """NotHere where nothing can be suggested, or nothing of that world."""
        check_paused(place)
        if place.server is None or not place.member:
            raise NotHere(mark("Facts are suggested in a server, where its curators can look at them."))
        if world not in decide(place, Feature.ASK).worlds:
            raise NotHere(mark("That history is not shown in this channel."), Feature.ASK, world)

    async def suggest(
        self, place: Place, author: int, world: World, fields: Mapping[str, str], language: Language
    ) -> Suggestion:  # fmt: skip
        """Send a suggestion to the curators, unless it is like something that is taught: then it waits for its author.

        BadInput says what is missing, or that too many wait already.
        """
        self.may_suggest(place, world)
        assert place.server is not None
        await self._check_room(place.server, author)
        subject = self.subjects.of(place.server)
        content = content_of(fields, world, language, subject)
        likeness = compared(subject, content)
        fact = fact_of(name_of(0), content, subject.pack)
        if likeness:
            document = {"fields": dict(fields), "world": str(world), "content": content.document()}
            draft = await self.database.write(own_drafts.keep, place.server, author, document, self.clock())
            return Suggestion(draft, fact, likeness)
        entry = await self._propose(place.server, author, content)
        return Suggestion(0, fact, likeness, entry)

    async def draft(self, place: Place, author: int, id: int) -> tuple[World, dict[str, str]]:
        """What was typed into a form that waits; Gone if it waits no longer."""
        document = await self._draft(place, author, id)
        return World(document["world"]), document["fields"]

    async def send(self, place: Place, author: int, id: int) -> Suggestion:
        """Send anyway: what waited goes to the curators."""
        document = await self._draft(place, author, id)
        assert place.server is not None
        self.may_suggest(place, World(document["world"]))
        await self._check_room(place.server, author)
        content = Content.read(document["content"])
        if not await self.database.write(own_drafts.drop, id):
            raise Gone(mark("This suggestion was sent already."))
        subject = self.subjects.of(place.server)
        entry = await self._propose(place.server, author, content)
        return Suggestion(0, fact_of(name_of(0), content, subject.pack), compared(subject, content), entry)

    async def returned(self, author: int, id: int) -> Entry:
        """A suggestion that its author may write anew; Gone if the curators decided meanwhile."""
        entry = await self.database.read(own_facts.find_of, author, id)
        if entry is None or entry.state not in {State.PROPOSED, State.RETURNED}:
            raise Gone(mark("This suggestion is no longer waiting for you."))
        return entry

    async def answer(self, author: int, id: int, fields: Mapping[str, str], language: Language) -> Entry:
        """What the author made of a suggestion, back with the curators."""
        before = await self.returned(author, id)
        content = Content.read(before.document)
        new = content_of(fields, content.world, language, self.subjects.of(before.server), content)
        entry = await self.database.write(own_facts.answer, id, author, new.document(), self.clock())
        if entry is None:
            raise Gone(mark("This suggestion is no longer waiting for you."))
        return entry

    async def news(self, server: int, person: int) -> News:
        """What somebody has yet to hear."""
        return News(
            tuple(await self.database.read(own_facts.untold, server, person)),
            tuple(await self.database.read(reports.untold, server, person)),
        )

    async def told(self, news: News) -> None:
        """They have heard."""
        if news.entries:
            await self.database.write(own_facts.told, [entry.id for entry in news.entries])
        if news.reports:
            await self.database.write(reports.told, [report.id for report in news.reports])

    async def _check_room(self, server: int, author: int) -> None:
        if await self.database.read(own_facts.waiting_of, server, author) >= WAITING:
            raise BadInput(mark("{count} of your suggestions wait for the curators. Give them time."), count=WAITING)

    async def _draft(self, place: Place, author: int, id: int) -> dict[str, Any]:
        since = self.clock() - KEPT
        found = await self.database.read(own_drafts.find, place.server, author, id, since) if place.server else None
        if found is None or "content" not in found:
            raise Gone(mark("This suggestion no longer waits. Use /suggest again."))
        return found

    async def _propose(self, server: int, author: int, content: Content) -> Entry:
        return await self.database.write(
            own_facts.add, server, author, State.PROPOSED, content.document(), self.clock()
        )

    # ---- by curators -------------------------------------------------------------------------------------------

    def may_curate(self, actor: Actor) -> int:
        """The server whose facts `actor` looks after; NotAllowed for those who are no curators."""
        require(actor, Part.CURATOR, self.governing.settings_of(actor.server))
        assert actor.server is not None
        return actor.server

    async def waiting(self, actor: Actor, id: int) -> Entry:
        """A suggestion that is to be decided; Gone if somebody did."""
        entry = await self.database.read(own_facts.find, self.may_curate(actor), id)
        if entry is None or entry.state not in {State.PROPOSED, State.RETURNED}:
            raise Gone(mark("Somebody has decided on this suggestion already."))
        return entry

    async def look(self, actor: Actor, id: int) -> Suggestion:
        """A suggestion that waits, beside what is taught."""
        entry = await self.waiting(actor, id)
        content, subject = Content.read(entry.document), self.subjects.of(entry.server)
        return Suggestion(0, fact_of(name_of(id), content, subject.pack), compared(subject, content), entry)

    async def accept(self, actor: Actor, id: int, version: int) -> Entry:
        """Teach it from now on, in this server alone; NotAllowed if it was changed since it was looked at."""
        entry = await self._decide(actor, id, version, State.ACCEPTED, mark("It is taught from now on."))
        await self.subjects.refresh(entry.server)
        return entry

    async def ask_back(self, actor: Actor, id: int, version: int, question: str) -> Entry:
        """Give it back to its author with a question."""
        self.may_curate(actor)
        return await self._decide(actor, id, version, State.RETURNED, _said(question))

    async def reject(self, actor: Actor, id: int, version: int, reason: str) -> Entry:
        """Not teach it, and say why."""
        self.may_curate(actor)
        return await self._decide(actor, id, version, State.REJECTED, _said(reason))

    async def rewrite(
        self, actor: Actor, id: int, version: int, fields: Mapping[str, str], language: Language
    ) -> Entry:
        """Change its words; it goes on waiting."""
        entry = await self.waiting(actor, id)
        content = Content.read(entry.document)
        new = content_of(fields, content.world, language, self.subjects.of(entry.server), content)
        changed = await self.database.write(
            lambda db: own_facts.change(
                db, entry.server, id, version, actor.person, self.clock(), document=new.document()
            )
        )
        return _current(changed)

    async def _decide(self, actor: Actor, id: int, version: int, state: State, reason: str) -> Entry:
        entry = await self.waiting(actor, id)
        changed = await self.database.write(
            lambda db: own_facts.change(
                db, entry.server, id, version, actor.person, self.clock(), state=state, reason=reason, tell=True
            )
        )
        return _current(changed)


def _current(changed: Entry | None) -> Entry:
    if changed is None:
        raise NotAllowed(mark("This was changed since you looked at it. Look again before you decide."))
    return changed


def _said(text: str) -> str:
    said = clean(text, REASON)
    if not said:
        raise BadInput(mark("Say it in a few words: the member will read them."))
    return said
