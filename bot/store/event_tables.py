"""The table of the words of events that wait for a moderator; made by a migration of `schema`."""

from __future__ import annotations

TABLES = (
    # `before_…` is what stood there until these words were shown; `entry` is the row of the log that says who decided;
    # `card` the message in the moderators' channel; what was decided is still to be carried out where `told` is 0.
    """CREATE TABLE event_words (
        id INTEGER PRIMARY KEY AUTOINCREMENT, server INTEGER NOT NULL,
        event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
        person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE, title TEXT NOT NULL, description TEXT NOT NULL,
        made_at INTEGER NOT NULL, state TEXT NOT NULL, before_title TEXT, before_description TEXT,
        entry INTEGER REFERENCES audit ON DELETE SET NULL, card_channel INTEGER, card INTEGER,
        told INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    "CREATE INDEX event_words_by_event ON event_words (event)",
    "CREATE INDEX event_words_by_server ON event_words (server, state, id)",
    "CREATE INDEX event_words_by_person ON event_words (person)",
    "CREATE INDEX event_words_by_entry ON event_words (entry)",
    "CREATE INDEX event_words_untold ON event_words (id) WHERE NOT told",
)
