"""The table of docs/PRIVACY.md, made from what the code says is kept: `uv run python -m tests.privacy` writes it."""

from __future__ import annotations

import re
from pathlib import Path

from bot.services.kept import KEPT

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "PRIVACY.md"
_BETWEEN = re.compile(r"(<!-- made by .*? -->\n).*?(<!-- end -->)", re.DOTALL)


def table() -> str:
    """Every table of the database: what is in it, why, and for how long."""
    rows = [f"| `{name}` | {kept.what} | {kept.why} | {kept.how_long} |" for name, kept in sorted(KEPT.items())]
    return "\n".join(("", "| table | what | why | how long |", "|---|---|---|---|", *rows, "", ""))


def refreshed(document: str) -> str:
    """The document with the table as it is now."""
    return _BETWEEN.sub(lambda found: found[1] + table() + found[2], document)


if __name__ == "__main__":
    DOCUMENT.write_text(refreshed(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
