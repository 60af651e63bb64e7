"""Settings as a file: handed out, and read back in two steps, so that what it changes is seen before it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.errors import BadInput, Gone
from bot.language import mark
from bot.services.authority import Actor
from bot.services.governing import Change, Governing
from bot.services.server_settings import CHANNEL, ServerSettings, read_file, write_file
from bot.store import drafts
from bot.store.database import Database

KEPT = timedelta(hours=1)
"""How long a file that was read waits to be applied."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that was read: what it would change, and the number it waits under."""

    id: int
    change: Change
    """As it would be; not in the log yet."""
    missing_roles: tuple[int, ...]
    missing_channels: tuple[int, ...]
    """Named in the file and not there in the server; they are left out."""


@dataclass(frozen=True, slots=True)
class SettingsFiles:
    """Export and import of a server's settings."""

    governing: Governing
    database: Database
    clock: Callable[[], datetime]

    def export(self, actor: Actor) -> bytes:
        """The settings of the actor's server as a file."""
        return write_file(self.governing.may_change(actor))

    async def read(self, actor: Actor, content: bytes, roles: frozenset[int], channels: frozenset[int]) -> Draft:
        """What a file would change in the actor's server, which has these roles and channels.

        BadInput says what is wrong with a file, or that it changes nothing.
        """
        present = self.governing.may_change(actor)
        assert actor.server is not None
        wanted, missing_roles, missing_channels = _present(read_file(content), roles, channels)
        changes = _changes(present, wanted)
        if not changes:
            raise BadInput(mark("That file changes nothing: the settings here are the same already."))
        id = await self.database.write(drafts.keep, actor.server, actor.person, changes, self.clock())
        after = ServerSettings.read(_merged(present, changes))
        return Draft(id, Change(None, present, after, tuple(changes)), missing_roles, missing_channels)

    async def apply(self, actor: Actor, id: int) -> Change:
        """Do what a file that was read says, as one change; Gone if it no longer waits."""
        self.governing.may_change(actor)
        changes = await self.database.read(drafts.find, actor.server, actor.person, id, self.clock() - KEPT)
        if changes is None:
            raise Gone(mark("That file no longer waits. Import it again from /config panel."))
        change = await self.governing.change(actor, changes, "import")
        await self.database.write(drafts.drop, id)
        return change

    async def tidy(self) -> None:
        """Forget the files that were never applied."""
        await self.database.write(drafts.forget_before, self.clock() - KEPT)


def _changes(present: ServerSettings, wanted: ServerSettings) -> dict[str, Any]:
    """What differs, by key; None where a file goes back to the usual."""
    now, then = present.changed(), wanted.changed()
    return {key: then.get(key) for key in sorted({*now, *then}) if now.get(key) != then.get(key)}


def _merged(present: ServerSettings, changes: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in {**present.changed(), **changes}.items() if value is not None}


def _present(
    wanted: ServerSettings, roles: frozenset[int], channels: frozenset[int]
) -> tuple[ServerSettings, tuple[int, ...], tuple[int, ...]]:
    """The settings without the roles and channels that are not there, and those."""
    keys = wanted.changed()
    named_roles = {*wanted.host_roles, *wanted.curator_roles, *filter(None, [wanted.reminder_role])}
    named_channels = {*wanted.channels, *filter(None, [wanted.moderators_channel, wanted.daily_channel])}
    gone_roles, gone_channels = named_roles - roles, named_channels - channels
    for key in ("host_roles", "curator_roles"):
        keys[key] = [id for id in keys.get(key, []) if int(id) not in gone_roles]
    for key, gone in (
        ("reminder_role", gone_roles), ("moderators_channel", gone_channels), ("daily_channel", gone_channels),
    ):  # fmt: skip
        if keys.get(key) is not None and int(keys[key]) in gone:
            del keys[key]
    for id in gone_channels:
        keys.pop(f"{CHANNEL}{id}", None)
    return ServerSettings.read(keys), tuple(sorted(gone_roles)), tuple(sorted(gone_channels))
