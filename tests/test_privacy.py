"""The privacy notice says what the database holds, neither less nor more."""

from __future__ import annotations

from bot.services.kept import KEPT
from bot.store.database import Database
from tests import privacy

OWN = ("sqlite_", "_sqlite")
"""Tables of SQLite and of its migrations, which hold nothing of anybody."""


async def test_every_table_of_the_database_has_a_row_and_no_row_is_without_a_table(tmp_path):
    database = await Database.open(tmp_path)
    tables = await database.read(lambda db: {name for name in db.table_names() if not name.startswith(OWN)})
    await database.close()
    assert set(KEPT) == tables


def test_the_table_in_the_document_is_made_from_those_rows():
    """If this fails: uv run python -m tests.privacy"""
    written = privacy.DOCUMENT.read_text(encoding="utf-8")
    assert written == privacy.refreshed(written)
    assert all(f"| `{name}` |" in written for name in KEPT)
