"""What servers add to what is taught: entries with every version they had, files brought in, and what is hidden.

Documents are plain JSON; what stands in them is the business of `bot.history.own`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from bot.store import audit, people

AREA = "facts"
"""In the log."""


class State(StrEnum):
    """What becomes of an entry."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    """Its author was asked something about it."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact or a passage of a server, as it stands."""

    id: int
    server: int
    state: State
    document: Mapping[str, Any]
    version: int
    author: int | None
    """A Discord id; None once that is no longer known."""
    batch: int | None
    """The file it came in."""
    reason: str | None
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """What an entry once was."""

    version: int
    state: State
    document: Mapping[str, Any]
    person: int | None
    """The Discord id of who made it so."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """A file that was brought in."""

    id: int
    name: str
    person: int | None
    at: datetime
    undone: bool
    count: int
    """Its entries that are taught."""


_SELECT = """
    SELECT own_entries.id, server, state, document, version, discord_id, batch, reason, changed_at
    FROM own_entries LEFT JOIN people ON people.id = author
"""


def _entry(row: tuple[Any, ...]) -> Entry:
    id, server, state, document, version, author, batch, reason, at = row
    return Entry(
        id, server, State(state), json.loads(document), version, author, batch, reason, datetime.fromtimestamp(at, UTC)
    )


# ---- reading ---------------------------------------------------------------------------------------------------------


def servers(db: Database) -> set[int]:
    """The servers that teach something of their own, or something otherwise."""
    rows = db.execute(
        "SELECT server FROM own_entries WHERE state = ? UNION SELECT server FROM own_views", [State.ACCEPTED]
    )
    return {server for (server,) in rows}


def taught(db: Database, server: int) -> list[tuple[int, Mapping[str, Any]]]:
    """The numbers and documents of what a server teaches of its own, the oldest first."""
    rows = db.execute(
        "SELECT id, document FROM own_entries WHERE server = ? AND state = ? ORDER BY id", [server, State.ACCEPTED]
    )
    # All at once: how long a read may take is for SQLite, not for what is made of the rows.
    return [(id, json.loads(document)) for id, document in rows.fetchall()]


def find(db: Database, server: int, id: int) -> Entry | None:
    """The entry with this number, if it is of this server."""
    row = db.execute(f"{_SELECT} WHERE own_entries.id = ? AND server = ?", [id, server]).fetchone()
    return _entry(row) if row else None


def find_of(db: Database, author: int, id: int) -> Entry | None:
    """The entry with this number, if it is by the person with this Discord id."""
    row = db.execute(f"{_SELECT} WHERE own_entries.id = ? AND discord_id = ?", [id, author]).fetchone()
    return _entry(row) if row else None


def page(db: Database, server: int, states: Collection[State], skip: int, size: int) -> list[Entry]:
    """Some entries of a server in these states: what waits, the oldest first, else the newest."""
    order = "" if State.PROPOSED in states else " DESC"
    rows = db.execute(
        f"{_SELECT} WHERE server = ? AND state IN (SELECT value FROM json_each(?))"  # noqa: S608 # our own words
        f" ORDER BY own_entries.id{order} LIMIT ? OFFSET ?",
        [server, json.dumps(list(states)), size, skip],
    )
    return [_entry(row) for row in rows]


def count(db: Database, server: int, states: Collection[State]) -> int:
    """How many entries of a server are in these states."""
    row: tuple[int] = db.execute(
        "SELECT count(*) FROM own_entries WHERE server = ? AND state IN (SELECT value FROM json_each(?))",
        [server, json.dumps(list(states))],
    ).fetchone()
    return row[0]


def waiting_of(db: Database, server: int, author: int) -> int:
    """How many entries by the person with this Discord id wait in a server."""
    row: tuple[int] = db.execute(
        "SELECT count(*) FROM own_entries JOIN people ON people.id = author"
        " WHERE server = ? AND discord_id = ? AND state IN (?, ?)",
        [server, author, State.PROPOSED, State.RETURNED],
    ).fetchone()
    return row[0]


def versions(db: Database, server: int, id: int) -> list[Version]:
    """What an entry of this server was, the newest first."""
    rows = db.execute(
        "SELECT own_versions.version, own_versions.state, own_versions.document, discord_id, at FROM own_versions"
        " JOIN own_entries ON own_entries.id = entry LEFT JOIN people ON people.id = person"
        " WHERE entry = ? AND server = ? ORDER BY own_versions.version DESC",
        [id, server],
    )
    return [
        Version(version, State(state), json.loads(document), person, datetime.fromtimestamp(at, UTC))
        for version, state, document, person, at in rows
    ]


def batches(db: Database, server: int, size: int) -> list[Batch]:
    """The last files brought in, the newest first."""
    rows = db.execute(
        "SELECT own_batches.id, name, discord_id, at, undone_at IS NOT NULL,"
        " (SELECT count(*) FROM own_entries WHERE batch = own_batches.id AND state = ?)"
        " FROM own_batches LEFT JOIN people ON people.id = person"
        " WHERE own_batches.server = ? ORDER BY own_batches.id DESC LIMIT ?",
        [State.ACCEPTED, server, size],
    )
    return [
        Batch(id, name, person, datetime.fromtimestamp(at, UTC), bool(undone), count)
        for id, name, person, at, undone, count in rows
    ]


# ---- writing ---------------------------------------------------------------------------------------------------------


def add(
    db: Database, server: int, author: int | None, state: State, document: Mapping[str, Any], now: datetime,
    batch: int | None = None,
) -> Entry:  # fmt: skip
    """A new entry by the person with this Discord id (None: the operator), as its first version."""
    person, at = _number(db, author, now), int(now.timestamp())
    cursor = db.execute(
        "INSERT INTO own_entries (server, state, document, version, author, batch, changed_at)"
        " VALUES (?, ?, ?, 1, ?, ?, ?)",
        [server, state, json.dumps(document), person, batch, at],
    )
    assert cursor.lastrowid is not None
    entry = find(db, server, cursor.lastrowid)
    assert entry is not None
    _keep_version(db, entry, person, at)
    return entry


def change(
    db: Database, server: int, id: int, version: int | None, person: int, now: datetime, *,
    state: State | None = None, document: Mapping[str, Any] | None = None, reason: str | None = None,
    tell: bool = False,
) -> Entry | None:  # fmt: skip
    """Make an entry what is given, as its next version and as a row of the log; None if it is not there as expected.

    `version` is what it must stand at, if that matters. With `tell` its author has yet to be told of `reason`.
    """
    entry = find(db, server, id)
    if entry is None or (version is not None and entry.version != version):
        return None
    number, at = people.number_of(db, person, now), int(now.timestamp())
    new_state, new_document = state or entry.state, entry.document if document is None else document
    db.execute(
        "UPDATE own_entries SET state = ?, document = ?, version = version + 1, reason = ?, told = ?, changed_at = ?"
        " WHERE id = ?",
        [new_state, json.dumps(new_document), reason, 0 if tell else 1, at, id],
    )
    changed = find(db, server, id)
    assert changed is not None
    _keep_version(db, changed, number, at)
    _log(db, entry, changed, person, now)
    return changed


def answer(db: Database, id: int, author: int, document: Mapping[str, Any], now: datetime) -> Entry | None:
    """What its author makes of an entry that waits, or waits for them; None if it does not or is not theirs."""
    entry = find_of(db, author, id)
    if entry is None or entry.state not in {State.PROPOSED, State.RETURNED}:
        return None
    return change(db, entry.server, id, entry.version, author, now, state=State.PROPOSED, document=document)


def _number(db: Database, person: int | None, now: datetime) -> int | None:
    return None if person is None else people.number_of(db, person, now)


def _keep_version(db: Database, entry: Entry, person: int | None, at: int) -> None:
    db.execute(
        "INSERT INTO own_versions (entry, version, state, document, person, at) VALUES (?, ?, ?, ?, ?, ?)",
        [entry.id, entry.version, entry.state, json.dumps(entry.document), person, at],
    )


def _log(db: Database, before: Entry, after: Entry, person: int, now: datetime) -> None:
    what = str(after.state) if after.state is not before.state else "edit"
    kept = audit.Entry(after.server, person, now, AREA, what)
    key = name_of(after.id)
    told = (str(before.state), str(after.state))
    if after.state is before.state:
        told = (str(before.document.get("statement")), str(after.document.get("statement")))
    audit.keep(db, kept, {key: told[0]}, {key: told[1]})


def name_of(id: int) -> str:
    """The id under which an entry is a fact: no fact of a pack has one like it."""
    return f"own:{id}"


def own_number(key: str) -> int | None:
    """The number of an entry from the id it has as a fact; None for a fact of the pack."""
    head, _colon, digits = key.partition(":")
    return int(digits) if head == "own" and digits.isascii() and digits.isdigit() and len(digits) < 19 else None


def bring_in(
    db: Database, server: int, person: int | None, name: str, documents: Sequence[Mapping[str, Any]],
    names: Sequence[str], now: datetime,
) -> int:  # fmt: skip
    """Take in all entries of a file at once; the number of the file.

    `names` are the ids the entries have in the file: where one names another as a real fact, it goes on doing so.
    """
    number, at = _number(db, person, now), int(now.timestamp())
    cursor = db.execute(
        "INSERT INTO own_batches (server, name, person, at) VALUES (?, ?, ?, ?)", [server, name, number, at]
    )
    batch = cursor.lastrowid
    assert batch is not None
    new: dict[str, str] = {}
    waiting: list[tuple[int, dict[str, Any]]] = []
    for document, old in zip(documents, names, strict=True):
        entry = add(db, server, person, State.ACCEPTED, document, now, batch)
        if old:
            new[old] = name_of(entry.id)
        if document.get("real"):
            waiting.append((entry.id, dict(document)))
    for id, document in waiting:
        document["real"] = [new.get(real, real) for real in document["real"]]
        text = json.dumps(document)
        db.execute("UPDATE own_entries SET document = ? WHERE id = ?", [text, id])
        db.execute("UPDATE own_versions SET document = ? WHERE entry = ?", [text, id])
    if person is not None:  # the log says what people did on Discord
        audit.keep(db, audit.Entry(server, person, now, AREA, "import"), {name: None}, {name: len(documents)})
    return batch


def take_back(db: Database, server: int, batch: int, person: int, now: datetime) -> int | None:
    """Retire every entry of a file that is still taught; how many, None if there is no such file or it was done."""
    row = db.execute(
        "SELECT name FROM own_batches WHERE id = ? AND server = ? AND undone_at IS NULL", [batch, server]
    ).fetchone()
    if row is None:
        return None
    number, at = people.number_of(db, person, now), int(now.timestamp())
    ids = [id for (id,) in db.execute(
        "SELECT id FROM own_entries WHERE batch = ? AND server = ? AND state = ?", [batch, server, State.ACCEPTED]
    )]  # fmt: skip
    for id in ids:
        db.execute(
            "UPDATE own_entries SET state = ?, version = version + 1, changed_at = ? WHERE id = ?",
            [State.RETIRED, at, id],
        )
        entry = find(db, server, id)
        assert entry is not None
        _keep_version(db, entry, number, at)
    db.execute("UPDATE own_batches SET undone_at = ? WHERE id = ?", [at, batch])
    audit.keep(db, audit.Entry(server, person, now, AREA, "import undone"), {row[0]: len(ids)}, {row[0]: 0})
    return len(ids)


# ---- what waits to be told ------------------------------------------------------------------------------------------


def untold(db: Database, server: int, author: int) -> list[Entry]:
    """The entries of which their author, by Discord id, has yet to hear."""
    rows = db.execute(
        f"{_SELECT} WHERE server = ? AND discord_id = ? AND told = 0 ORDER BY own_entries.id",
        [server, author],
    )
    return [_entry(row) for row in rows]


def told(db: Database, ids: Collection[int]) -> None:
    """The authors of these entries have heard."""
    db.execute("UPDATE own_entries SET told = 1 WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))])
