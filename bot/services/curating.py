"""Curating: a server's own facts as a list with all their versions, what it hides and annotates, and its reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot.errors import BadInput, Gone, NotAllowed
from bot.history.exporting import as_csv, as_toml
from bot.history.model import Fact
from bot.history.own import NOTE, Content, fact_of
from bot.history.suggestion import content_of
from bot.language import Language, mark
from bot.services.authority import Actor
from bot.services.subjects import Subjects
from bot.services.suggesting import REASON, Suggesting
from bot.store import own_facts, own_views, reports
from bot.store.database import Database
from bot.store.own_facts import Entry, State, Version, name_of, own_number
from bot.store.own_views import View
from bot.store.reports import Report
from bot.text import clean

PAGE = 10
"""Entries of a list on one page."""
VERSIONS = 20


class Shelf(IntEnum):
    """Which of a server's facts are listed."""

    QUEUE = 0
    TAUGHT = 1
    RETIRED = 2
    VIEWED = 3
    """Hidden or annotated."""
    REPORTS = 4


_STATES = {
    Shelf.QUEUE: (State.PROPOSED, State.RETURNED),
    Shelf.TAUGHT: (State.ACCEPTED,),
    Shelf.RETIRED: (State.RETIRED, State.REJECTED),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of a list: what it opens, and how it is called."""

    key: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list."""

    shelf: Shelf
    lines: tuple[Listed, ...]
    number: int
    """From 0."""
    pages: int
    count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One fact as its curators see it: of their own, or a shared one with what they do to it."""

    fact: Fact
    entry: Entry | None = None
    view: View | None = None


@dataclass(frozen=True, slots=True)
class Curating:
    """Everything that curators do with what is taught in their server."""

    suggesting: Suggesting
    subjects: Subjects
    database: Database
    clock: Callable[[], datetime]

    async def counts(self, actor: Actor) -> Mapping[Shelf, int]:
        """How much there is on each shelf."""
        server = self.suggesting.may_curate(actor)
        counts = {shelf: await self.database.read(own_facts.count, server, states) for shelf, states in _STATES.items()}
        counts[Shelf.VIEWED] = len(await self.database.read(own_views.views, server))
        counts[Shelf.REPORTS] = await self.database.read(reports.count_waiting, server)
        return counts

    async def page(self, actor: Actor, shelf: Shelf, number: int, language: Language) -> Page:
        """A page of a shelf; a number past the end is the last."""
        server = self.suggesting.may_curate(actor)
        count = (await self.counts(actor))[shelf]
        pages = max(1, -(-count // PAGE))
        number = max(0, min(number, pages - 1))
        lines: list[Listed]
        if shelf is Shelf.REPORTS:
            found = await self.database.read(reports.waiting, server, number * PAGE, PAGE)
            lines = [Listed(f"report:{report.id}", report.words, report.fact) for report in found]
        elif shelf is Shelf.VIEWED:
            views = (await self.database.read(own_views.views, server))[number * PAGE : (number + 1) * PAGE]
            lines = [Listed(view.fact, self._title(view.fact, language), view.note or "") for view in views]
        else:
            entries = await self.database.read(own_facts.page, server, _STATES[shelf], number * PAGE, PAGE)
            lines = [Listed(name_of(entry.id), Content.read(entry.document).listed, entry.state) for entry in entries]
        return Page(shelf, tuple(lines), number, pages, count)

    def _title(self, id: str, language: Language) -> str:
        fact = self.subjects.shared.pack.facts.get(id)
        return fact.text[language].title if fact else id

    async def show(self, actor: Actor, key: str) -> Shown:
        """A fact by its id; Gone if the server has no such fact."""
        server = self.suggesting.may_curate(actor)
        if (number := own_number(key)) is not None:
            entry = await self.database.read(own_facts.find, server, number)
            if entry is None:
                raise Gone(mark("This fact is no longer in the collection."))
            content = Content.read(entry.document)
            return Shown(fact_of(key, content, self.subjects.of(server).pack), entry=entry)
        fact = self.subjects.shared.pack.facts.get(key)
        if fact is None:
            raise Gone(mark("This fact is no longer in the collection."))
        views = await self.database.read(own_views.views, server)
        view = next((view for view in views if view.fact == key), View(key, False, None))
        return Shown(self.subjects.of(server).pack.facts.get(key, fact), view=view)

    def find(self, actor: Actor, text: str, language: Language) -> str:
        """The id of the fact that a title means; BadInput if none is called so."""
        server = self.suggesting.may_curate(actor)
        if text in self.subjects.shared.pack.facts or own_number(text) is not None:
            return text
        subject = self.subjects.of(server)
        if picked := subject.picked(text):
            return picked[0].id
        found = subject.titles.complete(text, language, list(subject.pack.worlds), limit=1)
        hidden = [fact for fact in subject.pack.hidden.values() if text in {one.title for one in fact.text.values()}]
        if not (found or hidden):
            raise BadInput(mark("No fact is called that. Choose one from the list."))
        return (found or hidden)[0].id

    async def history(self, actor: Actor, id: int) -> list[Version]:
        """What an entry was, the newest first."""
        server = self.suggesting.may_curate(actor)
        return (await self.database.read(own_facts.versions, server, id))[:VERSIONS]

    # ---- changes -----------------------------------------------------------------------------------------------

    async def edit(self, actor: Actor, id: int, version: int, fields: Mapping[str, str], language: Language) -> Entry:
        """Other words for a fact; a passage becomes a fact by them."""
        shown = await self.show(actor, name_of(id))
        assert shown.entry is not None
        before = Content.read(shown.entry.document)
        new = content_of(fields, before.world, language, self.subjects.of(shown.entry.server), before)
        return await self._change(actor, id, version, None, new)

    async def retire(self, actor: Actor, id: int, version: int) -> Entry:
        """No longer teach it; it stays with all its versions."""
        return await self._change(actor, id, version, State.RETIRED, None)

    async def restore(self, actor: Actor, id: int, version: int, to: int) -> Entry:
        """Make it what it was at version `to`, as a new version; Gone if it was changed since `version`."""
        found = next((one for one in await self.history(actor, id) if one.version == to), None)
        if found is None:
            raise Gone(mark("That version is no longer kept."))
        return await self._change(actor, id, version, found.state, Content.read(found.document))

    async def _change(
        self, actor: Actor, id: int, version: int, state: State | None, content: Content | None
    ) -> Entry:  # fmt: skip
        server = self.suggesting.may_curate(actor)
        changed = await self.database.write(
            lambda db: own_facts.change(
                db, server, id, version, actor.person, self.clock(), state=state,
                document=content.document() if content else None,
            )
        )  # fmt: skip
        if changed is None:
            raise NotAllowed(mark("This was changed since you looked at it. Look again before you decide."))
        await self.subjects.refresh(server)
        return changed

    async def hide(self, actor: Actor, fact: str, *, hidden: bool) -> Shown:
        """Hide a shared fact in the actor's server, or show it again."""
        return await self._see(actor, fact, hidden=hidden)

    async def annotate(self, actor: Actor, fact: str, note: str) -> Shown:
        """Put a note under a shared fact; nothing takes it off. BadInput if it is too long."""
        self.suggesting.may_curate(actor)
        said = clean(note, NOTE + 1)
        if len(said) > NOTE:
            raise BadInput(mark("A note has at most {limit} characters."), limit=NOTE)
        return await self._see(actor, fact, note=said)

    async def _see(self, actor: Actor, fact: str, *, hidden: bool | None = None, note: str | None = None) -> Shown:
        server = self.suggesting.may_curate(actor)
        if fact not in self.subjects.shared.pack.facts:
            raise BadInput(mark("A fact of your own is edited or retired instead."))
        await self.database.write(
            lambda db: own_views.see(db, server, fact, actor.person, self.clock(), hidden=hidden, note=note)
        )
        await self.subjects.refresh(server)
        return await self.show(actor, fact)

    # ---- reports -----------------------------------------------------------------------------------------------

    async def report(self, actor: Actor, id: int) -> Report:
        """A report that waits; Gone if somebody dealt with it."""
        report = await self.database.read(reports.find, self.suggesting.may_curate(actor), id)
        if report is None or report.done:
            raise Gone(mark("Somebody has dealt with this report already."))
        return report

    async def close(self, actor: Actor, id: int, reply: str | None = None) -> Report:
        """A report is dealt with; its reporter hears the `reply`, if there is one."""
        server = self.suggesting.may_curate(actor)
        said = clean(reply, REASON) if reply is not None else None
        if said is not None and not said:
            raise BadInput(mark("Say it in a few words: the member will read them."))
        report = await self.database.write(reports.close, server, id, actor.person, self.clock(), said)
        if report is None:
            raise Gone(mark("Somebody has dealt with this report already."))
        return report

    # ---- handing out -------------------------------------------------------------------------------------------

    async def export(self, actor: Actor) -> tuple[str, str]:
        """All the server teaches of its own, as TOML and as CSV."""
        return await self.export_of(self.suggesting.may_curate(actor))

    async def export_of(self, server: int) -> tuple[str, str]:
        """The same for a server that needs no asking: the operator's."""
        entries = [
            (name_of(id).replace(":", "-"), Content.read(document))
            for id, document in await self.database.read(own_facts.taught, server)
        ]
        if not entries:
            raise BadInput(mark("There are no facts of your own yet."))
        return as_toml(entries), as_csv(entries)
