"""Governing: the settings of every server, who may change them, what a place's rules are, and the log of changes.

All settings are in memory, read once when the bot starts and replaced at each change after it is on disk, so that
asking for the rules of a place costs nothing and needs no waiting.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from bot.errors import BadInput, Gone
from bot.language import mark
from bot.services.authority import Actor, Part, require
from bot.services.policy import Place
from bot.services.server_settings import CHANNEL, CHANNELS, VERSION, ServerSettings
from bot.store import audit, settings
from bot.store.audit import Entry
from bot.store.database import Database
from bot.store.settings import Stored

PAGE = 5
"""Entries of the log on one page."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Where:
    """A channel and those above it, nearest first: a thread, its channel, its category."""

    chain: tuple[int, ...]
    whole: bool = True
    """Whether the chain goes all the way up; what is not known may have rules."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change that is on disk; `entry` is its row in the log, None if all was so already."""

    entry: int | None
    before: ServerSettings
    after: ServerSettings
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the log."""

    entries: Sequence[Entry]
    number: int
    """From 0."""
    pages: int
    areas: Sequence[str]
    """Those there are entries of at all."""


@dataclass(slots=True)
class Governing:
    """Everything moderators decide. Open it with `Governing.load`."""

    database: Database
    clock: Callable[[], datetime]
    locate: Callable[[int, int], Where] = lambda _server, channel: Where((channel,), whole=False)
    """Finds a channel of a server; the Discord client puts itself here."""
    _known: dict[int, tuple[int, ServerSettings]] = field(default_factory=dict)
    """By server: the revision and the settings."""

    @classmethod
    async def load(cls, database: Database, clock: Callable[[], datetime]) -> Governing:
        """With the settings of every server as they are on disk."""
        governing = cls(database, clock)
        for stored in await database.read(settings.read_all):
            governing._take(stored)
        return governing

    # ---- what is decided ---------------------------------------------------------------------------------------

    def settings_of(self, server: int | None) -> ServerSettings:
        """What the moderators of a server decided; the usual where they decided nothing, and outside servers."""
        return self._known[server][1] if server in self._known else _USUAL

    def place(self, server: int | None, channel: int, *, where: Where | None = None, member: bool = True) -> Place:
        """A channel or thread with the rules that hold there. Rules are those of servers the bot is in."""
        if server is None or not member:
            return Place(channel, server, member)
        decided = self.settings_of(server)
        found = where or (self.locate(server, channel) if decided.channels else Where((channel,)))
        return Place(channel, server, member, decided.rules_for(found.chain, whole=found.whole))

    def decided(self) -> dict[int, ServerSettings]:
        """The settings of every server where anything was decided."""
        return {server: decided for server, (_revision, decided) in self._known.items()}

    def retention(self) -> dict[int, int]:
        """For how many days what people did is kept under their names, of the servers where anything was decided."""
        return {server: decided.retention_days for server, (_revision, decided) in self._known.items()}

    def forget(self, server: int) -> None:
        """What was decided in a server is no longer kept."""
        self._known.pop(server, None)

    # ---- changing it -------------------------------------------------------------------------------------------

    async def change(self, actor: Actor, changes: Mapping[str, Any], what: str | None = None) -> Change:
        """Decide anew what stands under these keys, as plain JSON; None for the usual. On disk when this returns.

        `what` names the change in the log, its first key if left out. NotAllowed for those who are not moderators,
        BadInput for a value that cannot stand there.
        """
        before = self.may_change(actor)
        assert actor.server is not None
        try:
            checked = ServerSettings.read({key: value for key, value in changes.items() if value is not None}).changed()
        except ValidationError as error:
            raise BadInput(mark("That cannot be set here.")) from error
        # What is as usual is kept as such only where a rule above it could say otherwise.
        new = {key: checked.get(key) for key in changes}
        rules = {key for key, value in {**before.changed(), **new}.items() if key.startswith(CHANNEL) and value}
        if len(rules) > CHANNELS:
            raise BadInput(mark("At most {count} channels can have rules of their own."), count=CHANNELS)
        entry = Entry(actor.server, actor.person, self.clock(), audit.SETTINGS, what or next(iter(new), ""))
        return self._changed(
            before, *await self.database.write(settings.change, actor.server, VERSION, new, entry), new
        )

    async def undo(self, actor: Actor, id: int) -> Change:
        """Put back what an entry of the log changed, as a change of its own; BadInput if that was changed again."""
        before = self.may_change(actor)
        assert actor.server is not None
        entry = await self.database.read(audit.find, actor.server, id)
        if entry is None or entry.area != audit.SETTINGS:
            raise Gone(mark("That entry of the log cannot be undone."))
        undone = await self.database.write(settings.undo, actor.server, VERSION, id, actor.person, self.clock())
        if undone is None:
            raise BadInput(mark("That was changed again later. Undo the later change first, or set it anew."))
        return self._changed(before, *undone, entry.after)

    def may_change(self, actor: Actor) -> ServerSettings:
        """The settings that `actor` may change; NotAllowed for those who are not moderators."""
        decided = self.settings_of(actor.server)
        require(actor, Part.MODERATOR, decided)
        return decided

    def _changed(self, before: ServerSettings, stored: Stored, entry: int | None, keys: Mapping[str, Any]) -> Change:
        self._take(stored)
        return Change(entry, before, self.settings_of(stored.server), tuple(keys))

    def _take(self, stored: Stored) -> None:
        """Know a server's settings as stored, unless newer ones are known."""
        if stored.server in self._known and self._known[stored.server][0] >= stored.revision:
            return
        try:
            read = ServerSettings.read(json.loads(stored.document))
        except ValueError:
            # Whatever it said, showing nothing breaks no rule of theirs.
            _log.exception("The settings of server %s cannot be read; the bot is paused there", stored.server)
            read = ServerSettings(paused=True)
        self._known[stored.server] = stored.revision, read

    # ---- the log -----------------------------------------------------------------------------------------------

    async def log(
        self, actor: Actor, number: int = 0, person: int | None = None, area: str | None = None,
        whats: tuple[str, ...] | None = None,
    ) -> Page:  # fmt: skip
        """A page of what was done in the actor's server, the newest first; NotAllowed for who is no moderator there.

        Where given, only what `person` did, in `area`, or with one of these names. A number past the end is the last.
        """
        self.may_change(actor)
        assert actor.server is not None
        wanted = audit.Wanted(actor.server, person, area, whats)
        pages = max(1, -(-await self.database.read(audit.count, wanted) // PAGE))
        number = max(0, min(number, pages - 1))
        entries = await self.database.read(audit.page, wanted, number * PAGE, PAGE)
        return Page(entries, number, pages, await self.database.read(audit.areas_in, actor.server))


_USUAL = ServerSettings()
