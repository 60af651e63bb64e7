"""What the doctor finds, wherever it is asked: each finding is a sentence, and says whether something must be done."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.history.model import World
from bot.history.search import Scope, Status
from bot.history.subject import Subject
from bot.language import Language, Words, mark
from bot.services.backups import places
from bot.services.governing import Governing
from bot.services.server_settings import ServerSettings
from bot.settings import Settings
from bot.store.health import Health, examine, sqlite_version

ROOM = 64 * 2**20
"""Bytes that should be free on the disk."""
SECONDS = 1.5
"""How long the database is looked at: less than Discord waits for an answer."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence of the doctor."""

    good: bool
    message: str
    """A message id."""
    fields: dict[str, Any] = field(default_factory=dict)

    def said(self, _: Words) -> str:
        return _(self.message, **self.fields)


async def storage(settings: Settings, seconds: float = SECONDS) -> list[Finding]:
    """How the data folder is, and the copies of what is in it."""
    health = await asyncio.to_thread(examine, settings.data, places(settings), seconds)
    return [*_storage(health), *_copies(health, settings.backup_hours), *_ground(health)]


def _storage(health: Health) -> Iterator[Finding]:
    kib = -(-health.size // 1024)
    if health.fault:
        yield Finding(False, mark("The database is damaged: {fault}. Whoever runs me can put back a copy: stop me, "
                                  "then “divergence restore”."), {"fault": health.fault})  # fmt: skip
    elif not health.size:
        yield Finding(True, mark("There is no database yet; the first start makes it."))
    elif not health.whole:
        yield Finding(
            True, mark("The database holds {kib} KiB; it is too large to be checked this quickly."), {"kib": kib}
        )
    else:
        yield Finding(True, mark("The database holds {kib} KiB and is sound."), {"kib": kib})


def _copies(health: Health, hours: int) -> Iterator[Finding]:
    if not health.backup:
        if health.size:
            yield Finding(True, mark("There is no copy of the database yet; “divergence backup” makes one."))
        return
    day, count = f"{health.backup:%Y-%m-%d %H:%M} UTC", health.backups
    # What was written long after the newest copy ought to be in one by now.
    if hours and health.written and health.written - health.backup > timedelta(hours=2 * hours + 1):
        yield Finding(False, mark("The last copy of the database is of {day}, though one is due every {hours} h. The "
                                  "log says why it was not made."), {"day": day, "hours": hours})  # fmt: skip
    else:
        yield Finding(
            True, mark("Last copy of the database: {day}; copies kept: {count}."), {"day": day, "count": count}
        )


def _ground(health: Health) -> Iterator[Finding]:
    """What the data folder stands on."""
    if health.size and health.free < max(ROOM, 2 * health.size):
        yield Finding(False, mark("Only {mib} MiB are free on the disk of the data folder. Nothing can be saved once "
                                  "it is full."), {"mib": health.free // 2**20})  # fmt: skip
    if health.network:
        yield Finding(False, mark("The data folder is on a file system over a network ({kind}), which can spoil the "
                                  "database. Move it to a local disk."), {"kind": health.network})  # fmt: skip


def engine() -> Finding:
    """What keeps the data."""
    return Finding(True, mark("SQLite {version} keeps the data."), {"version": sqlite_version})


def teaching(subject: Subject, language: Language) -> list[Finding]:
    """What is taught, and whether a question about it is answered."""
    pack = subject.pack
    fields = {"pack": pack.id, "version": pack.version, "count": len(pack.facts)}
    found = [Finding(True, mark("Collection {pack} {version}, {count} facts."), fields)]
    title = next(fact for fact in pack.facts.values() if fact.world is World.REAL).text[language].title
    answered = subject.conversation.ask(title, None, Scope.REAL_FIRST).found.status is not Status.NOTHING
    if answered:
        found.append(Finding(True, mark("A trial question was answered: “{question}”."), {"question": title}))
    else:
        found.append(Finding(False, mark("A trial question found nothing: “{question}”."), {"question": title}))
    return found


def deciding(governing: Governing, server: int, roles: frozenset[int], channels: frozenset[int]) -> list[Finding]:
    """What was decided for a server that has these roles and channels."""
    return list(_deciding(governing.settings_of(server), roles, channels))


def _deciding(decided: ServerSettings, roles: frozenset[int], channels: frozenset[int]) -> Iterator[Finding]:
    if decided.paused:
        yield Finding(False, mark("I am paused here. Go on with /config panel."))
    if "time_zone" in decided.changed():
        yield Finding(True, mark("Time zone: {zone}."), {"zone": decided.time_zone})
    else:
        yield Finding(False, mark("No time zone was chosen; UTC counts until then. Choose one with /config panel."))
    named = {*decided.host_roles, *decided.curator_roles, *filter(None, [decided.reminder_role])}
    if gone := sorted(named - roles):
        yield Finding(False, mark("{count} of the roles in the settings were deleted. Choose others with "
                                  "/config panel."), {"count": len(gone)})  # fmt: skip
    named = {*decided.channels, *filter(None, [decided.moderators_channel, decided.daily_channel])}
    if gone := sorted(named - channels):
        yield Finding(False, mark("{count} of the channels in the settings were deleted. Choose others with "
                                  "/config panel."), {"count": len(gone)})  # fmt: skip
