"""What the doctor finds, wherever it is asked: each finding is a sentence, and says whether something must be done."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.history.model import World
from bot.history.search import Scope, Status
from bot.history.subject import Subject
from bot.language import Language, Words, mark
from bot.services.governing import Governing
from bot.services.server_settings import ServerSettings
from bot.store.health import Health, examine

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


async def storage(folder: Path, seconds: float = SECONDS) -> list[Finding]:
    """How the data folder is."""
    return list(_storage(await asyncio.to_thread(examine, folder, seconds)))


def _storage(health: Health) -> Iterator[Finding]:
    kib = -(-health.size // 1024)
    if health.fault:
        yield Finding(False, mark("The database is damaged: {fault}. Whoever runs me can put back a copy from the "
                                  "backups folder."), {"fault": health.fault})  # fmt: skip
    elif not health.size:
        yield Finding(True, mark("There is no database yet; the first start makes it."))
    elif not health.whole:
        yield Finding(
            True, mark("The database holds {kib} KiB; it is too large to be checked this quickly."), {"kib": kib}
        )
    else:
        yield Finding(True, mark("The database holds {kib} KiB and is sound."), {"kib": kib})
    if health.backup:
        yield Finding(True, mark("Last copy of the database: {day}."), {"day": f"{health.backup:%Y-%m-%d %H:%M} UTC"})
    elif health.size:
        yield Finding(True, mark("There is no copy of the database yet; one is made before each change of its tables."))


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
