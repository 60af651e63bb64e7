"""The tables of reviews, and those that count what questions found nothing; made by a migration of `schema`."""

from __future__ import annotations

TABLES = (
    # One card for each person and pair; `pair` is the id of its alternate fact, as it was called then.
    """CREATE TABLE review_cards (
        id INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
        pair TEXT NOT NULL, origin INTEGER NOT NULL, added_at INTEGER NOT NULL, due_at INTEGER NOT NULL,
        stability REAL, difficulty REAL, last_at INTEGER, leaked_at INTEGER, apart TEXT NOT NULL DEFAULT '[]',
        closed_at INTEGER, UNIQUE (person, pair)
    ) STRICT""",
    # `begun_in` is a server, for what is told of all its members; what was typed is never kept.
    """CREATE TABLE review_sessions (
        id INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
        begun_in INTEGER, begun_at INTEGER NOT NULL
    ) STRICT""",
    # A person's reviews stay theirs when the server is forgotten.
    """CREATE TRIGGER review_sessions_outlive_servers AFTER DELETE ON servers BEGIN
        UPDATE review_sessions SET begun_in = NULL WHERE begun_in = OLD.server;
    END""",
    "CREATE INDEX review_sessions_by_server ON review_sessions (begun_in)",
    "CREATE INDEX review_sessions_by_person ON review_sessions (person, id)",
    # A card as it was asked: answered where there is an outcome, and done where there is a grade.
    """CREATE TABLE review_askings (
        id INTEGER PRIMARY KEY AUTOINCREMENT, session INTEGER NOT NULL REFERENCES review_sessions ON DELETE CASCADE,
        card INTEGER NOT NULL REFERENCES review_cards ON DELETE CASCADE,
        person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE, asked_at INTEGER NOT NULL, outcome TEXT,
        grade INTEGER, graded_at INTEGER, first INTEGER NOT NULL, UNIQUE (session, card)
    ) STRICT""",
    "CREATE INDEX review_askings_by_card ON review_askings (card)",
    "CREATE INDEX review_askings_by_person ON review_askings (person, graded_at)",
    # `remind_at` is in minutes after midnight in `zone`, NULL for no reminders.
    """CREATE TABLE review_settings (
        person INTEGER PRIMARY KEY REFERENCES people ON DELETE CASCADE, pace INTEGER NOT NULL, zone TEXT NOT NULL,
        remind_at INTEGER, reminded_on TEXT, changed_at INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX review_settings_to_remind ON review_settings (remind_at) WHERE remind_at IS NOT NULL",
    # Who asked something that found nothing. The question is a fingerprint: its words are kept only once five people
    # have asked it, and then without them.
    """CREATE TABLE unanswered (
        id INTEGER PRIMARY KEY AUTOINCREMENT, server INTEGER NOT NULL, question TEXT NOT NULL,
        person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE, at INTEGER NOT NULL,
        UNIQUE (server, question, person)
    ) STRICT""",
    "CREATE INDEX unanswered_by_person ON unanswered (person)",
    """CREATE TABLE unanswered_words (
        server INTEGER NOT NULL, question TEXT NOT NULL, words TEXT NOT NULL, people INTEGER NOT NULL,
        at INTEGER NOT NULL, PRIMARY KEY (server, question)
    ) STRICT, WITHOUT ROWID""",
)
