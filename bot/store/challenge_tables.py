"""The tables of challenges and of what was ruled on them; made by a migration of `schema`."""

from __future__ import annotations

TABLES = (
    # `entry` is the row of the log that says who decided; `card` the message in the moderators' channel; who
    # challenged is to be told where `told` is 0.
    """CREATE TABLE challenges (
        id INTEGER PRIMARY KEY AUTOINCREMENT, server INTEGER NOT NULL,
        game INTEGER NOT NULL REFERENCES games ON DELETE CASCADE, number INTEGER NOT NULL, item TEXT NOT NULL,
        person INTEGER REFERENCES people ON DELETE SET NULL, reason TEXT NOT NULL, words TEXT NOT NULL,
        made_at INTEGER NOT NULL, state TEXT NOT NULL, accepted TEXT NOT NULL DEFAULT '[]', reply TEXT,
        entry INTEGER REFERENCES audit, card_channel INTEGER, card INTEGER, told INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    "CREATE INDEX challenges_by_item ON challenges (server, item)",
    "CREATE INDEX challenges_by_server ON challenges (server, state, id)",
    "CREATE INDEX challenges_by_game ON challenges (game)",
    "CREATE INDEX challenges_by_person ON challenges (person)",
    "CREATE INDEX challenges_by_entry ON challenges (entry)",
    "CREATE INDEX challenges_untold ON challenges (id) WHERE NOT told",
    # What somebody wrote goes with them; that the question was challenged stays.
    """CREATE TRIGGER challenges_without_words BEFORE DELETE ON people BEGIN
        UPDATE challenges SET words = '' WHERE person = OLD.id;
    END""",
    # `holds` is 0 once it was taken back; `moved` is how many players have other points by it.
    """CREATE TABLE rulings (
        challenge INTEGER NOT NULL REFERENCES challenges ON DELETE CASCADE,
        game INTEGER NOT NULL REFERENCES games ON DELETE CASCADE, number INTEGER NOT NULL, holds INTEGER NOT NULL,
        moved INTEGER NOT NULL, told INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (challenge, game, number)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX rulings_by_game ON rulings (game)",
    "CREATE INDEX rulings_untold ON rulings (challenge) WHERE NOT told",
)
