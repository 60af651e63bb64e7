"""The few things the bot remembers about itself, by name: such as which commands Discord already knows."""

from __future__ import annotations

from sqlite_utils import Database


def recall(db: Database, key: str) -> str | None:
    """What is remembered under `key`."""
    row: tuple[str] | None = db.execute("SELECT value FROM memory WHERE key = ?", [key]).fetchone()
    return row[0] if row else None


def remember(db: Database, key: str, value: str) -> None:
    """Remember `value` under `key`, in place of what was there."""
    db.execute(
        "INSERT INTO memory (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [key, value],
    )
