"""The tables of what servers teach of their own; made by a migration of `schema`."""

from __future__ import annotations

TABLES = (
    """CREATE TABLE own_batches (
        id INTEGER PRIMARY KEY AUTOINCREMENT, server INTEGER NOT NULL, name TEXT NOT NULL,
        person INTEGER REFERENCES people ON DELETE SET NULL, at INTEGER NOT NULL, undone_at INTEGER
    ) STRICT""",
    "CREATE INDEX own_batches_by_server ON own_batches (server, id)",
    "CREATE INDEX own_batches_by_person ON own_batches (person)",
    # `document` is what is shown, as JSON; `reason` is what the curators last wrote to the author, who is told it
    # where `told` is 0.
    """CREATE TABLE own_entries (
        id INTEGER PRIMARY KEY AUTOINCREMENT, server INTEGER NOT NULL, state TEXT NOT NULL, document TEXT NOT NULL,
        version INTEGER NOT NULL, author INTEGER REFERENCES people ON DELETE SET NULL,
        batch INTEGER REFERENCES own_batches, reason TEXT, told INTEGER NOT NULL DEFAULT 1,
        changed_at INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX own_entries_by_server ON own_entries (server, state, id)",
    "CREATE INDEX own_entries_by_author ON own_entries (author)",
    "CREATE INDEX own_entries_by_batch ON own_entries (batch)",
    """CREATE TABLE own_versions (
        entry INTEGER NOT NULL REFERENCES own_entries ON DELETE CASCADE, version INTEGER NOT NULL,
        state TEXT NOT NULL, document TEXT NOT NULL, person INTEGER REFERENCES people ON DELETE SET NULL,
        at INTEGER NOT NULL, PRIMARY KEY (entry, version)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX own_versions_by_person ON own_versions (person)",
    """CREATE TABLE own_views (
        server INTEGER NOT NULL, fact TEXT NOT NULL, hidden INTEGER NOT NULL, note TEXT,
        PRIMARY KEY (server, fact)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE own_drafts (
        id INTEGER PRIMARY KEY AUTOINCREMENT, server INTEGER NOT NULL,
        person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE, document TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX own_drafts_by_person ON own_drafts (person)",
    "ALTER TABLE reports ADD COLUMN done_at INTEGER",
    "ALTER TABLE reports ADD COLUMN reply TEXT",
    "ALTER TABLE reports ADD COLUMN told INTEGER NOT NULL DEFAULT 1",
)
