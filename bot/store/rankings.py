"""What one person has done over all: sums over what answers came to."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Totals:
    """What one person has done in every game they played, alone ones too."""

    games: int
    answered: int
    right: int


def totals(db: Database, discord_id: int) -> Totals:
    """What this person has done in all their games."""
    row = db.execute(
        "SELECT count(DISTINCT game), coalesce(sum(answered), 0), coalesce(sum(correct), 0)"
        " FROM results JOIN people ON people.id = person WHERE discord_id = ? AND NOT voided",
        [discord_id],
    ).fetchone()
    return Totals(*row)
