"""Bringing files in: what a file holds is shown first, then all of it is taken in, and can be undone, in one go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import BadInput, Gone
from bot.history.importing.found import Fault, Found, Wish
from bot.history.importing.reading import read_file
from bot.history.importing.text import check_size, suffix_of
from bot.history.likeness import alike
from bot.history.model import Fact, Kind, World
from bot.history.own import SOURCE, Content
from bot.history.subject import Subject
from bot.language import Language, mark
from bot.services.authority import Actor, Part, require
from bot.services.governing import Governing
from bot.services.subjects import Subjects
from bot.store import own_drafts, own_facts
from bot.store.database import Database
from bot.store.own_facts import Batch
from bot.text import clean, fold

KEPT = timedelta(hours=1)
"""How long a file that was read waits to be taken in."""
MOST = 3000
"""Facts and passages of one server, at most."""
BATCHES = 10
"""Files that are listed, to be undone."""
NAME = 80
BREATH = 20
"""Entries that are compared before others get their turn."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would bring in; nothing of it is taught yet."""

    id: int
    """The number under which it waits; 0 if it does not."""
    name: str
    facts: int
    passages: int
    dated: int
    named: int
    """How many name somebody or some place that the pack knows."""
    faults: tuple[Fault, ...]
    near: tuple[tuple[Content, Fact], ...]
    """Entries that say nearly what is taught already; they come in all the same."""
    first: tuple[Content, ...]


@dataclass(frozen=True, slots=True)
class Importing:
    """Everything that can be done with files of facts and prose."""

    subjects: Subjects
    governing: Governing
    database: Database
    clock: Callable[[], datetime]

    def may_import(self, actor: Actor) -> int:
        """The server that `actor` may bring files into; NotAllowed for those who are no curators."""
        require(actor, Part.CURATOR, self.governing.settings_of(actor.server))
        assert actor.server is not None
        return actor.server

    def check(self, actor: Actor, name: str, size: int) -> None:
        """Refuse, before it is fetched, what will not be read."""
        self.may_import(actor)
        suffix_of(name)
        check_size(size)

    async def read(
        self, actor: Actor, name: str, content: bytes, world: World, source: str, language: Language
    ) -> Preview:  # fmt: skip
        """What a file would bring into the actor's server; it waits for an hour. BadInput says what is wrong."""
        server = self.may_import(actor)
        preview, found = await self.look(server, name, content, world, source, language)
        document = {
            "name": preview.name, "ids": found.ids, "entries": [entry.document() for entry in found.contents],
        }  # fmt: skip
        id = await self.database.write(own_drafts.keep, server, actor.person, document, self.clock())
        return replace(preview, id=id)

    async def look(
        self, server: int, name: str, content: bytes, world: World, source: str, language: Language, *,
        progress: Callable[[int, int], None] = lambda _done, _of: None,
    ) -> tuple[Preview, Found]:  # fmt: skip
        """What a file would bring into a server, and its entries. Nothing is kept."""
        subject = self.subjects.of(server)
        wish = Wish(world, wanted_source(source), language)
        # A thread: reading a whole file must not hold up whoever asks something meanwhile.
        found = await asyncio.to_thread(read_file, name, content, wish, self.subjects.shared.pack)
        near = await _near(subject, found.contents, progress)
        return _preview(clean(name, NAME), found, near), found

    async def apply(self, actor: Actor, id: int) -> tuple[int, int]:
        """Take in what a file holds, all at once: the number of the file, and how many entries; Gone if it is late."""
        server = self.may_import(actor)
        draft = await self.database.read(own_drafts.find, server, actor.person, id, self.clock() - KEPT)
        if draft is None or not await self.database.write(own_drafts.drop, id):
            raise Gone(mark("That file no longer waits. Send it again with /config import."))
        documents, names = draft["entries"], draft["ids"]
        batch = await self.take(server, actor.person, draft["name"], documents, names)
        return batch, len(documents)

    async def take(
        self, server: int, person: int | None, name: str, documents: list[dict[str, object]], ids: list[str]
    ) -> int:
        """Take entries into a server in one go; the number of the file. On disk and searchable when this returns."""
        held = await self.database.read(own_facts.count, server, [own_facts.State.ACCEPTED])
        if held + len(documents) > MOST:
            raise BadInput(mark("A server has at most {count} facts and passages. Retire some first."), count=MOST)
        batch = await self.database.write(own_facts.bring_in, server, person, name, documents, ids, self.clock())
        await self.subjects.refresh(server)
        return batch

    async def cancel(self, actor: Actor, id: int) -> None:
        """Forget a file that waits."""
        server = self.may_import(actor)
        if await self.database.read(own_drafts.find, server, actor.person, id, self.clock() - KEPT) is not None:
            await self.database.write(own_drafts.drop, id)

    async def batches(self, actor: Actor) -> list[Batch]:
        """The last files that were brought in."""
        return await self.database.read(own_facts.batches, self.may_import(actor), BATCHES)

    async def undo(self, actor: Actor, batch: int) -> int:
        """Retire everything of a file; how many entries. Gone if that was done before, or there is no such file."""
        server = self.may_import(actor)
        count = await self.database.write(own_facts.take_back, server, batch, actor.person, self.clock())
        if count is None:
            raise Gone(mark("That file was undone already."))
        await self.subjects.refresh(server)
        return count

    async def tidy(self) -> None:
        """Forget what was never confirmed."""
        await self.database.write(own_drafts.forget_before, self.clock() - KEPT)


def wanted_source(source: str) -> str:
    """Where something is from, as it was typed; BadInput for nothing."""
    shown = clean(source, SOURCE + 1)
    if not shown:
        raise BadInput(mark("Say where it is from, such as an author, a title and a year."))
    if len(shown) > SOURCE:
        raise BadInput(mark("Say where it is from in at most {limit} characters."), limit=SOURCE)
    return shown


async def _near(
    subject: Subject, contents: list[Content], progress: Callable[[int, int], None]
) -> list[tuple[Content, Fact]]:
    """The entries that say nearly what is taught already, each with that."""
    known = {f"{fact.world}: {fold(text.statement)}": fact for fact in subject.pack.facts.values()
             for text in fact.text.values()}  # fmt: skip
    near = []
    for number, content in enumerate(contents):
        if number % BREATH == BREATH - 1:
            await asyncio.sleep(0)
        if (same := known.get(f"{content.world}: {fold(content.statement)}")) is not None:
            near.append((content, same))
        elif content.kind is not Kind.PASSAGE and (like := alike(subject, content)):
            near.append((content, like[0]))
        progress(number + 1, len(contents))
    return near


def _preview(name: str, found: Found, near: list[tuple[Content, Fact]]) -> Preview:
    passages = sum(entry.kind is Kind.PASSAGE for entry in found.contents)
    return Preview(
        0, name, len(found.contents) - passages, passages,
        sum(bool(entry.when) for entry in found.contents),
        sum(bool(entry.people or entry.places) for entry in found.contents),
        tuple(found.faults), tuple(near), tuple(found.contents[:3]),
    )  # fmt: skip
