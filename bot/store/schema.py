"""The tables, as migrations: each is recorded with what it did, and a copy of the database is made before any runs."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from bot.errors import StoreError

migrations = Migrations("divergence")


@migrations()
def m001_asking(db: Database) -> None:
    """People, what they were answered, what they reported, and what the bot itself must remember."""
    for statement in (
        # The one place where a person's Discord id stands; everything else refers to `person`.
        """CREATE TABLE people (
            id INTEGER PRIMARY KEY, discord_id INTEGER NOT NULL UNIQUE, first_seen INTEGER NOT NULL
        ) STRICT""",
        """CREATE TABLE answers (
            id INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
            server INTEGER, channel INTEGER NOT NULL, fact TEXT, other TEXT, about TEXT, alone TEXT, direct TEXT,
            language TEXT NOT NULL, asked_at INTEGER NOT NULL
        ) STRICT""",
        "CREATE INDEX answers_by_age ON answers (asked_at)",
        "CREATE INDEX answers_by_person ON answers (person, channel, asked_at)",
        """CREATE TABLE reports (
            id INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
            server INTEGER, fact TEXT NOT NULL, words TEXT NOT NULL, reported_at INTEGER NOT NULL
        ) STRICT""",
        "CREATE INDEX reports_by_server ON reports (server, reported_at)",
        "CREATE TABLE memory (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    ):
        db.execute(statement)


def migrate(db: Database, path: Path) -> None:
    """Bring the database to this program's schema; StoreError if a newer program made it, or a step fails."""
    # Nothing is applied to an empty database, so all that is pending there is all that this program knows.
    ours = {migration.name for migration in migrations.pending(Database(memory=True, execute_plugins=False))}
    if newer := sorted({migration.name for migration in migrations.applied(db)} - ours):
        raise StoreError(
            f"{path} was made by a newer version of this bot (it knows “{newer[-1]}”). Run that version, or put back "
            "an older copy from the backups folder."
        )
    pending = migrations.pending(db)
    if pending and db.table_names():
        copy = path.parent / "backups" / f"before-{pending[0].name}.sqlite"
        copy.parent.mkdir(exist_ok=True)
        copy.unlink(missing_ok=True)
        db.execute("VACUUM INTO ?", [str(copy)])
    try:
        migrations.apply(db)  # each step in a transaction of its own: done and recorded, or not begun
    except sqlite3.Error as error:
        raise StoreError(
            f"{path} could not be brought up to date ({error}). Nothing in it is lost, and a copy is in the backups "
            "folder: go on with the version that ran before, and report this as a bug."
        ) from error
