"""What a person chose for themselves, wherever they are."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlite_utils import Database

from bot.language import Language
from bot.store import people

USUAL = 100
"""The time that questions get, in percent."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What somebody chose; what they did not touch is as it is here."""

    language: Language | None = None
    """None for the one they read Discord in."""
    stretch: int = USUAL
    """The time they need for a question, in percent of the usual."""
    reminders: bool = True
    """Whether they may be reminded of what they asked to be reminded of."""
    hidden: bool = False
    """Whether rankings leave them out."""


_OF = (
    "SELECT language, stretch, reminders, hidden FROM preferences JOIN people ON people.id = person"
    " WHERE discord_id = ?"
)


def of(db: Database, discord_id: int) -> Preferences:
    """What this person chose."""
    row = db.execute(_OF, [discord_id]).fetchone()
    if row is None:
        return Preferences()
    language, stretch, reminders, hidden = row
    return Preferences(Language(language) if language else None, stretch, bool(reminders), bool(hidden))


def change(db: Database, discord_id: int, changes: dict[str, object], now: datetime) -> Preferences:
    """Change some of what a person chose, by the names of the fields; all of it as it is then."""
    chosen = replace(of(db, discord_id), **changes)  # type: ignore[arg-type]  # the fields' names, from the services
    db.execute(
        "INSERT INTO preferences (person, language, stretch, reminders, hidden, changed_at)"
        " VALUES (:person, :language, :stretch, :reminders, :hidden, :now)"
        " ON CONFLICT (person) DO UPDATE SET language = excluded.language, stretch = excluded.stretch,"
        " reminders = excluded.reminders, hidden = excluded.hidden, changed_at = excluded.changed_at",
        {**asdict(chosen), "person": people.number_of(db, discord_id, now), "now": int(now.timestamp())},
    )
    return chosen


def languages(db: Database) -> dict[int, Language]:
    """The language of everybody who chose one, by Discord id."""
    rows = db.execute(
        "SELECT discord_id, language FROM preferences JOIN people ON people.id = person WHERE language IS NOT NULL"
    )
    return {discord_id: Language(language) for discord_id, language in rows.fetchall()}


def stretch_of(db: Database, discord_id: int) -> int:
    """The time this person needs for a question, in percent of the usual."""
    return of(db, discord_id).stretch


def set_stretch(db: Database, discord_id: int, stretch: int, now: datetime) -> None:
    """Remember how much time this person needs."""
    change(db, discord_id, {"stretch": stretch}, now)
