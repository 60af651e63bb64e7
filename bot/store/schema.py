"""The tables, as migrations: each is recorded with what it did, and a copy of the database is made before any runs."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlite_utils import Database, Migrations

from bot.errors import StoreError
from bot.store import challenge_tables, copies, daily_tables, event_tables, item_tables, own_tables, review_tables
from bot.store.faults import fault_of

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


@migrations()
def m002_timelines(db: Database) -> None:
    """What of the timelines was asked for: what the buttons under them refer to."""
    for statement in (
        """CREATE TABLE timelines (
            id INTEGER PRIMARY KEY AUTOINCREMENT, person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE,
            server INTEGER, period TEXT, about TEXT, world TEXT, language TEXT NOT NULL, asked_at INTEGER NOT NULL
        ) STRICT""",
        "CREATE INDEX timelines_by_age ON timelines (asked_at)",
        "CREATE INDEX timelines_by_person ON timelines (person)",
    ):
        db.execute(statement)


@migrations()
def m003_discussions(db: Database) -> None:
    """Discussions, the two votes of each person, the parts they take and the facts they cite."""
    for statement in (
        """CREATE TABLE discussions (
            id INTEGER PRIMARY KEY AUTOINCREMENT, server INTEGER NOT NULL, parent INTEGER NOT NULL, channel INTEGER,
            prompt TEXT NOT NULL, language TEXT NOT NULL, starter INTEGER REFERENCES people ON DELETE SET NULL,
            state TEXT NOT NULL, opened_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, due_at INTEGER,
            nudged INTEGER NOT NULL DEFAULT 0, card INTEGER, second_card INTEGER
        ) STRICT""",
        "CREATE UNIQUE INDEX discussions_one_a_thread ON discussions (channel) WHERE state IN ('open', 'closing')",
        "CREATE INDEX discussions_due ON discussions (due_at)",
        "CREATE INDEX discussions_by_starter ON discussions (starter)",
        # Both votes in one row: what somebody thought before and after stays together when nobody knows who it was.
        """CREATE TABLE discussion_votes (
            discussion INTEGER NOT NULL REFERENCES discussions ON DELETE CASCADE,
            person INTEGER REFERENCES people ON DELETE SET NULL, before INTEGER, after INTEGER,
            UNIQUE (discussion, person)
        ) STRICT""",
        "CREATE INDEX discussion_votes_by_person ON discussion_votes (person)",
        # A vote that still counts towards something is withdrawn with its voter, or they could vote a second time.
        """CREATE TRIGGER discussion_votes_withdrawn BEFORE DELETE ON people BEGIN
            DELETE FROM discussion_votes WHERE person = OLD.id AND discussion IN
            (SELECT id FROM discussions WHERE state IN ('starting', 'open', 'closing'));
        END""",
        """CREATE TABLE discussion_parts (
            discussion INTEGER NOT NULL REFERENCES discussions ON DELETE CASCADE,
            person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE, part TEXT NOT NULL,
            PRIMARY KEY (discussion, person)
        ) STRICT""",
        "CREATE INDEX discussion_parts_by_person ON discussion_parts (person)",
        """CREATE TABLE discussion_citations (
            id INTEGER PRIMARY KEY AUTOINCREMENT, discussion INTEGER NOT NULL REFERENCES discussions ON DELETE CASCADE,
            person INTEGER REFERENCES people ON DELETE SET NULL, fact TEXT NOT NULL, part TEXT,
            UNIQUE (discussion, person, fact)
        ) STRICT""",
        "CREATE INDEX discussion_citations_by_person ON discussion_citations (person)",
    ):
        db.execute(statement)


@migrations()
def m004_games(db: Database) -> None:
    """Games as their moves, who sat in them, what each answer came to, and what people chose for themselves."""
    for statement in (
        # `live` is 1 until a game is over; instants of moves and deadlines are in milliseconds.
        """CREATE TABLE games (
            id INTEGER PRIMARY KEY AUTOINCREMENT, mode TEXT NOT NULL, server INTEGER, channel INTEGER NOT NULL,
            played_in INTEGER, message INTEGER, starter INTEGER REFERENCES people ON DELETE SET NULL, day TEXT,
            opened_at INTEGER NOT NULL, moved_at INTEGER NOT NULL, stage TEXT NOT NULL, live INTEGER NOT NULL,
            due_at INTEGER, revision INTEGER NOT NULL, shown INTEGER NOT NULL DEFAULT 0
        ) STRICT""",
        "CREATE UNIQUE INDEX one_game_a_channel ON games (channel) WHERE live AND mode = 'everyone'",
        "CREATE UNIQUE INDEX one_game_a_thread ON games (played_in) WHERE live AND mode = 'everyone'",
        "CREATE UNIQUE INDEX one_game_alone ON games (channel, starter) WHERE live AND mode = 'solo'",
        "CREATE UNIQUE INDEX one_game_a_day ON games (server, day) WHERE mode = 'daily'",
        "CREATE INDEX games_due ON games (due_at) WHERE live",
        "CREATE INDEX games_by_starter ON games (starter)",
        """CREATE TABLE players (
            game INTEGER NOT NULL REFERENCES games ON DELETE CASCADE, seat INTEGER NOT NULL,
            person INTEGER REFERENCES people ON DELETE SET NULL, PRIMARY KEY (game, seat)
        ) STRICT, WITHOUT ROWID""",
        "CREATE UNIQUE INDEX one_seat_a_game ON players (person, game) WHERE person IS NOT NULL",
        # A move names seats only, so it stays when a person is erased.
        """CREATE TABLE moves (
            game INTEGER NOT NULL REFERENCES games ON DELETE CASCADE, number INTEGER NOT NULL, move TEXT NOT NULL,
            PRIMARY KEY (game, number)
        ) STRICT, WITHOUT ROWID""",
        # Written in the transaction of the reveal, one for each who was there; `correct` is NULL for a pass.
        """CREATE TABLE results (
            game INTEGER NOT NULL REFERENCES games ON DELETE CASCADE, number INTEGER NOT NULL, seat INTEGER NOT NULL,
            person INTEGER REFERENCES people ON DELETE SET NULL, item TEXT NOT NULL, kind TEXT NOT NULL,
            theme TEXT NOT NULL, world TEXT, fact TEXT NOT NULL, version TEXT NOT NULL, answered INTEGER NOT NULL,
            said TEXT, sure INTEGER NOT NULL, correct INTEGER, points INTEGER NOT NULL, seen_at INTEGER NOT NULL,
            voided INTEGER NOT NULL, PRIMARY KEY (game, number, seat)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX results_by_person ON results (person, seen_at)",
        "CREATE INDEX results_by_item ON results (item)",
        """CREATE TABLE preferences (
            person INTEGER PRIMARY KEY REFERENCES people ON DELETE CASCADE, stretch INTEGER NOT NULL DEFAULT 100
        ) STRICT""",
    ):
        db.execute(statement)


@migrations()
def m005_settings(db: Database) -> None:
    """What the moderators of each server decided, and the log of who did what."""
    for statement in (
        """CREATE TABLE server_settings (
            server INTEGER PRIMARY KEY, version INTEGER NOT NULL, revision INTEGER NOT NULL, document TEXT NOT NULL,
            changed_at INTEGER NOT NULL
        ) STRICT""",
        # `before` and `after` are JSON by key; `undoes` is the entry that this one takes back.
        """CREATE TABLE audit (
            id INTEGER PRIMARY KEY AUTOINCREMENT, server INTEGER NOT NULL,
            person INTEGER REFERENCES people ON DELETE SET NULL, at INTEGER NOT NULL, area TEXT NOT NULL,
            what TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL, undoes INTEGER REFERENCES audit
        ) STRICT""",
        "CREATE INDEX audit_by_server ON audit (server, id)",
        "CREATE INDEX audit_by_person ON audit (person)",
        "CREATE INDEX audit_by_undone ON audit (undoes)",
        """CREATE TABLE settings_drafts (
            id INTEGER PRIMARY KEY AUTOINCREMENT, server INTEGER NOT NULL,
            person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE, changes TEXT NOT NULL,
            read_at INTEGER NOT NULL
        ) STRICT""",
        "CREATE INDEX settings_drafts_by_person ON settings_drafts (person)",
    ):
        db.execute(statement)


@migrations()
def m006_review_requests(db: Database) -> None:
    """The facts that people want to be asked again."""
    db.execute(
        """CREATE TABLE review_requests (
            person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE, fact TEXT NOT NULL,
            requested_at INTEGER NOT NULL, PRIMARY KEY (person, fact)
        ) STRICT"""
    )


@migrations()
def m007_personal(db: Database) -> None:
    """What people decide for themselves, who is kept out of a server's games and answers, and the servers joined."""
    for statement in (
        "ALTER TABLE preferences ADD COLUMN language TEXT",
        "ALTER TABLE preferences ADD COLUMN reminders INTEGER NOT NULL DEFAULT 1",
        "ALTER TABLE preferences ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE preferences ADD COLUMN changed_at INTEGER NOT NULL DEFAULT 0",
        "UPDATE preferences SET changed_at = CAST(strftime('%s', 'now') AS INTEGER)",
        # `whose` is a fingerprint of the Discord id: a block stays with somebody who erased everything else.
        """CREATE TABLE blocks (
            id INTEGER PRIMARY KEY AUTOINCREMENT, server INTEGER NOT NULL,
            person INTEGER REFERENCES people ON DELETE SET NULL, whose TEXT NOT NULL, reason TEXT NOT NULL,
            begun_at INTEGER NOT NULL, until INTEGER, lifted_at INTEGER,
            blocker INTEGER REFERENCES people ON DELETE SET NULL
        ) STRICT""",
        "CREATE UNIQUE INDEX one_block_a_person ON blocks (server, whose) WHERE lifted_at IS NULL",
        "CREATE INDEX blocks_by_person ON blocks (person)",
        "CREATE INDEX blocks_by_blocker ON blocks (blocker)",
        "INSERT INTO memory (key, value) VALUES ('fingerprint key', hex(randomblob(32)))",
        # The servers the bot is in, or was until `left_at`.
        "CREATE TABLE servers (server INTEGER PRIMARY KEY, left_at INTEGER) STRICT",
    ):
        db.execute(statement)


@migrations()
def m008_own_facts(db: Database) -> None:
    """What each server adds to what is taught: facts and passages with all their versions, and what it hides."""
    for statement in own_tables.TABLES:
        db.execute(statement)


@migrations()
def m009_events(db: Database) -> None:
    """Quizzes that are announced for a time: what they are, who comes, and the steps that are taken for each once."""
    for statement in (
        # `wall` is what the clocks of `zone` show when it begins; an event that comes again is a row for each time, of
        # one `series`. `native` is Discord's own event; NULL where there is none.
        """CREATE TABLE events (
            id INTEGER PRIMARY KEY AUTOINCREMENT, series INTEGER REFERENCES events, server INTEGER NOT NULL,
            channel INTEGER NOT NULL, host INTEGER REFERENCES people ON DELETE SET NULL, state TEXT NOT NULL,
            title TEXT NOT NULL, description TEXT NOT NULL, about TEXT, questions INTEGER NOT NULL, book TEXT NOT NULL,
            runs TEXT NOT NULL, weekly INTEGER NOT NULL, language TEXT NOT NULL, wall TEXT NOT NULL, zone TEXT NOT NULL,
            at INTEGER NOT NULL, made_at INTEGER NOT NULL, native INTEGER, card INTEGER,
            game INTEGER REFERENCES games ON DELETE SET NULL
        ) STRICT""",
        "CREATE INDEX events_by_server ON events (server, at)",
        "CREATE INDEX events_by_host ON events (host)",
        "CREATE UNIQUE INDEX one_event_a_game ON events (game) WHERE game IS NOT NULL",
        "CREATE UNIQUE INDEX one_event_a_time ON events (series, at) WHERE series IS NOT NULL",
        # `tried` is 1 once the step may have been taken: it is then looked for before it is taken again.
        """CREATE TABLE event_steps (
            event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE, step TEXT NOT NULL, due INTEGER NOT NULL,
            until INTEGER NOT NULL, state TEXT NOT NULL, tried INTEGER NOT NULL DEFAULT 0, tried_at INTEGER,
            message INTEGER, PRIMARY KEY (event, step)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX event_steps_due ON event_steps (due) WHERE state = 'waiting'",
        """CREATE TABLE event_people (
            event INTEGER NOT NULL REFERENCES events ON DELETE CASCADE,
            person INTEGER NOT NULL REFERENCES people ON DELETE CASCADE, PRIMARY KEY (event, person)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX event_people_by_person ON event_people (person)",
    ):
        db.execute(statement)


@migrations()
def m010_challenges(db: Database) -> None:
    """What people say is wrong with a question that was revealed, and the games in which something was ruled on it."""
    for statement in challenge_tables.TABLES:
        db.execute(statement)


@migrations()
def m011_standing(db: Database) -> None:
    """Which answers count for the standing of a server."""
    for statement in (
        # Of an event: 0 for an answer that came too fast to be anybody's own, and 1 in `reviewed` for whoever wrote or
        # decided on a fact that was asked; neither counts.
        "ALTER TABLE results ADD COLUMN ranked INTEGER NOT NULL DEFAULT 1",
        "ALTER TABLE results ADD COLUMN reviewed INTEGER NOT NULL DEFAULT 0",
        "CREATE INDEX games_by_server ON games (server, mode)",
    ):
        db.execute(statement)


@migrations()
def m012_reviews(db: Database) -> None:
    """What people review, when and how well, and what questions find nothing in a server."""
    for statement in review_tables.TABLES:
        db.execute(statement)


@migrations()
def m013_items(db: Database) -> None:
    """How each item of the quiz was answered, and what servers leave out."""
    for statement in item_tables.TABLES:
        db.execute(statement)


@migrations()
def m014_corrections(db: Database) -> None:
    """How often an event was moved, which its reminders are told apart by; and until when results are provisional."""
    for statement in (
        "ALTER TABLE events ADD COLUMN moved INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE event_steps ADD COLUMN moved INTEGER NOT NULL DEFAULT 0",
        # NULL while a game runs, and once its message says no more that its results are provisional.
        "ALTER TABLE games ADD COLUMN provisional_until INTEGER",
        # Games that are over by now, but whose results can still be challenged.
        """UPDATE games SET provisional_until = moved_at / 1000 + 86400
        WHERE stage = 'results' AND moved_at / 1000 > strftime('%s', 'now') - 86400""",
        "CREATE INDEX games_provisional ON games (provisional_until) WHERE provisional_until IS NOT NULL",
    ):
        db.execute(statement)


@migrations()
def m015_daily_posts(db: Database) -> None:
    """The daily post of each server, and what became of it."""
    for statement in daily_tables.TABLES:
        db.execute(statement)


@migrations()
def m016_event_words(db: Database) -> None:
    """The titles and descriptions of events that wait for a moderator."""
    for statement in event_tables.TABLES:
        db.execute(statement)


def names() -> tuple[str, ...]:
    """The migrations this program knows, in their order."""
    # Nothing is applied to an empty database, so all that is pending there is all that this program knows.
    return tuple(migration.name for migration in migrations.pending(Database(memory=True, execute_plugins=False)))


def migrate(db: Database, path: Path) -> None:
    """Bring the database to this program's schema; StoreError if a newer program made it, or a step fails."""
    if newer := sorted({migration.name for migration in migrations.applied(db)} - set(names())):
        raise StoreError(
            f"{path} was made by a newer version of this bot (it knows “{newer[-1]}”). Run that version, or put back "
            "an older copy with divergence restore."
        )
    pending = migrations.pending(db)
    if pending and db.table_names():
        copies.before(db.conn, path.parent, pending[0].name)
    try:
        migrations.apply(db)  # each step in a transaction of its own: done and recorded, or not begun
    except sqlite3.Error as error:
        if fault_of(error):  # a full disk is no bug
            raise
        raise StoreError(
            f"{path} could not be brought up to date ({error}). Nothing in it is lost, and a copy is in the backups "
            "folder: go on with the version that ran before, and report this as a bug."
        ) from error
