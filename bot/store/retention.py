"""What time does to names: past a server's retention, what people did stays without them, or goes.

Each reference to a person has its rule here; a test holds the rules to the tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlite_utils import Database

from bot.store import privacy

_DUE = "{at} < coalesce((SELECT value FROM json_each(:cutoffs) WHERE key = CAST({server} AS TEXT)), :usual)"


def _due(at: str, server: str = "server") -> str:
    return _DUE.replace("{at}", at).replace("{server}", server)


_DISCUSSIONS_OVER = f"SELECT id FROM discussions WHERE state IN ('closed', 'gone') AND {_due('opened_at')}"  # noqa: S608 # our own words
_GAMES_OVER = f"SELECT id FROM games WHERE NOT live AND {_due('opened_at')}"  # noqa: S608 # our own words
_EVENTS_OVER = f"SELECT id FROM events WHERE state NOT IN ('planned', 'running') AND {_due('at')}"  # noqa: S608 # our own words

FORGOTTEN = {
    "answers": _due("asked_at"),
    "timelines": _due("asked_at"),
    "reports": _due("reported_at"),
    "discussion_parts": f"discussion IN ({_DISCUSSIONS_OVER})",
    # Of a block that is over; one that holds stays until it ends.
    "blocks": f"coalesce(lifted_at, until) IS NOT NULL AND {_due('coalesce(lifted_at, until)')}",
    "own_drafts": _due("at"),
    "challenges": _due("made_at"),
    "review_requests": "requested_at < :usual",
    "review_cards": "coalesce(last_at, added_at) < :usual",
    "review_askings": "asked_at < :usual",
    "review_sessions": "begun_at < :usual",
    "review_settings": "changed_at < :usual AND person NOT IN (SELECT person FROM review_cards)",
    "unanswered": _due("at"),
    "event_words": _due("made_at"),
    "event_people": f"event IN ({_EVENTS_OVER})",
}
"""Tables whose rows go when this is so."""

UNNAMED = {
    ("discussions", "starter"): f"id IN ({_DISCUSSIONS_OVER})",
    ("discussion_votes", "person"): f"discussion IN ({_DISCUSSIONS_OVER})",
    ("discussion_citations", "person"): f"discussion IN ({_DISCUSSIONS_OVER})",
    ("events", "host"): f"id IN ({_EVENTS_OVER})",
    ("games", "starter"): f"id IN ({_GAMES_OVER})",
    ("players", "person"): f"game IN ({_GAMES_OVER})",
    ("results", "person"): f"game IN ({_GAMES_OVER})",
    ("audit", "person"): _due("at"),
    ("own_batches", "person"): _due("at"),
    ("own_entries", "author"): _due("changed_at"),
    ("own_versions", "person"): _due("at", "(SELECT server FROM own_entries WHERE own_entries.id = entry)"),
}
"""References to people that are emptied when this is so; the rows stay, and totals with them."""

SOONER = frozenset({"settings_drafts"})
"""Tables that are emptied long before."""


def age(db: Database, cutoffs: Mapping[int, datetime], usual: datetime) -> int:
    """Forget or unname what is older than its server keeps it, `usual` where it says nothing; how many rows."""
    values = {
        "cutoffs": json.dumps({str(server): int(cutoff.timestamp()) for server, cutoff in cutoffs.items()}),
        "usual": int(usual.timestamp()),
    }
    return sum(db.execute(statement, values).rowcount for statement in _statements(db))


def _statements(db: Database) -> Iterator[str]:
    for (table, column), over in UNNAMED.items():
        yield f"UPDATE {table} SET {column} = NULL WHERE {column} IS NOT NULL AND {over}"  # noqa: S608 # names from above
    for table, over in FORGOTTEN.items():
        yield f"DELETE FROM {table} WHERE {over}"  # noqa: S608 # as above
    # What people chose for themselves goes last: as long as anything else of theirs is kept, they may come back to it.
    others = " UNION ".join(
        f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608 # names out of the schema
        for table, columns in privacy.references(db)
        for column in columns
        if table != "preferences"
    )
    yield f"DELETE FROM preferences WHERE changed_at < :usual AND person NOT IN ({others})"  # noqa: S608 # as above
