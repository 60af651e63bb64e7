"""SQLite's full-text search with the Porter stemmer: what a careful bot would use."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Set

from bot.history.stems import ENGLISH, SPANISH


class Porter:
    """Passages in FTS5; the words of a question are joined by OR."""

    def __init__(self, stop: Set[str] = ENGLISH | SPANISH) -> None:
        self._stop = stop
        self._database = sqlite3.connect(":memory:")

    def index(self, passages: list[str]) -> None:
        """Hold `passages`; they are known by their place in the list."""
        self._database.execute("CREATE VIRTUAL TABLE passage USING fts5(text, tokenize = 'porter unicode61')")
        self._database.executemany("INSERT INTO passage (rowid, text) VALUES (?, ?)", enumerate(passages))

    def search(self, query: str, k: int) -> list[tuple[int, float]]:
        """The places of the best `k` passages with their scores, best first."""
        spoken = re.findall(r"\w+", query.lower())
        asked = " OR ".join(f'"{word}"' for word in [word for word in spoken if word not in self._stop] or spoken)
        if not asked:
            return []
        rows = self._database.execute(
            "SELECT rowid, -bm25(passage) FROM passage WHERE passage MATCH ? ORDER BY bm25(passage) LIMIT ?", (asked, k)
        )
        return [(rowid, score) for rowid, score in rows]
