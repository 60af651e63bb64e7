"""The tables of the daily post; made by a migration of `schema`."""

from __future__ import annotations

TABLES = (
    # One row a day and server, which is planned before it is due. `fact` is what is posted where only real history is
    # shown; `trouble` is why it could not be posted, `told` whether moderators were.
    """CREATE TABLE daily_posts (
        id INTEGER PRIMARY KEY AUTOINCREMENT, server INTEGER NOT NULL, day TEXT NOT NULL, due INTEGER NOT NULL,
        until INTEGER NOT NULL, state TEXT NOT NULL, tried_at INTEGER, message INTEGER, fact TEXT, trouble TEXT,
        told INTEGER NOT NULL DEFAULT 0, UNIQUE (server, day)
    ) STRICT""",
    "CREATE INDEX daily_posts_due ON daily_posts (due) WHERE state = 'waiting'",
)
