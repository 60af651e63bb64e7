"""What servers do with facts that they did not write: hide them, or put a note under them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.store import audit, own_facts
from bot.store.own_facts import AREA


@dataclass(frozen=True, slots=True)
class View:
    """What a server does with a fact that it did not write."""

    fact: str
    hidden: bool
    note: str | None


def views(db: Database, server: int) -> list[View]:
    """What a server hides or annotates."""
    rows = db.execute("SELECT fact, hidden, note FROM own_views WHERE server = ? ORDER BY fact", [server])
    return [View(fact, bool(hidden), note) for fact, hidden, note in rows]


def see(
    db: Database, server: int, fact: str, person: int, now: datetime, *, hidden: bool | None = None,
    note: str | None = None,
) -> View:  # fmt: skip
    """Hide a fact that is not the server's own or show it again, or put a note under it (an empty one takes it off)."""
    before = next((view for view in views(db, server) if view.fact == fact), View(fact, False, None))
    after = View(
        fact, before.hidden if hidden is None else hidden, before.note if note is None else note or None
    )  # fmt: skip
    if after == before:
        return after
    if after.hidden or after.note:
        db.execute(
            "INSERT INTO own_views (server, fact, hidden, note) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (server, fact) DO UPDATE SET hidden = excluded.hidden, note = excluded.note",
            [server, fact, int(after.hidden), after.note],
        )
    else:
        db.execute("DELETE FROM own_views WHERE server = ? AND fact = ?", [server, fact])
    what = "note" if hidden is None else "hide" if after.hidden else "show"
    told = [view.note or "–" if hidden is None else "hidden" if view.hidden else "shown" for view in (before, after)]
    audit.keep(db, audit.Entry(server, person, now, AREA, what), {fact: told[0]}, {fact: told[1]})
    return after


def taught(db: Database, server: int) -> tuple[list[tuple[int, Mapping[str, Any]]], list[View]]:
    """All that makes what is taught in a server: the documents of its own facts by number, and its views."""
    return own_facts.taught(db, server), views(db, server)
