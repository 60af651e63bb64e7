"""The tables of quiz items: how each was answered, kept up by the results themselves, and what servers leave out."""

from __future__ import annotations

_NEW = "SELECT NEW.item, 1, NEW.correct WHERE NEW.correct IS NOT NULL AND NOT NEW.voided"
_TAKE_OUT = (
    "UPDATE item_tallies SET answers = answers - 1, rights = rights - OLD.correct"
    " WHERE item = OLD.item AND OLD.correct IS NOT NULL AND NOT OLD.voided;"
)
_PUT_IN = (
    f"INSERT INTO item_tallies (item, answers, rights) {_NEW}"
    " ON CONFLICT (item) DO UPDATE SET answers = answers + 1, rights = rights + excluded.rights;"
)

TABLES = (
    # What a scan of all results would say, in as many rows as there are items: nobody waits for it. No names.
    """CREATE TABLE item_tallies (
        item TEXT PRIMARY KEY, answers INTEGER NOT NULL, rights INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """INSERT INTO item_tallies SELECT item, count(correct), sum(correct) FROM results
        WHERE correct IS NOT NULL AND NOT voided GROUP BY item""",
    f"CREATE TRIGGER results_counted AFTER INSERT ON results BEGIN {_PUT_IN} END",
    f"CREATE TRIGGER results_uncounted AFTER DELETE ON results BEGIN {_TAKE_OUT} END",
    f"CREATE TRIGGER results_recounted AFTER UPDATE OF correct, voided ON results BEGIN {_TAKE_OUT} {_PUT_IN} END",
    # Items that are not asked in a server; the log says who decided that, and when.
    """CREATE TABLE left_out_items (
        server INTEGER NOT NULL, item TEXT NOT NULL, PRIMARY KEY (server, item)
    ) STRICT, WITHOUT ROWID""",
)
