"""How the people of a server stand, over all or since some day: sums over what answers came to in shared games."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

from bot.history.model import World
from bot.quiz.compass import Told
from bot.quiz.event_ranking import RANKED_FROM
from bot.quiz.model import QuestionKind
from bot.quiz.scoring import PASS


@dataclass(frozen=True, slots=True)
class Sum:
    """What answers of one kind came to."""

    points: int
    right: int
    answered: int


@dataclass(frozen=True, slots=True)
class Won:
    """What one person has come to."""

    person: int | None
    """Their Discord id; None for all together who were erased or whose time is over."""
    hidden: bool
    """Whether rankings leave them out."""
    ranked: Sum
    """In events that count."""
    casual: Sum
    """In games for everyone, in questions of the day, and in events that do not count."""
    hits: int
    """Of the real statements they told apart, those they called real."""
    real: int
    false_alarms: int
    """Of the alternate ones, those they called real."""
    alternate: int


_COUNTED = """
    WITH counted AS (
        SELECT results.*, games.mode FROM games JOIN results ON results.game = games.id
        WHERE games.server = :server AND games.mode IN ('everyone', 'daily', 'event') AND NOT voided
        AND seen_at >= :since
    ), knowing AS (SELECT DISTINCT game, seat FROM results WHERE reviewed),
    playing AS (
        SELECT game FROM counted WHERE mode = 'event' AND answered AND (game, seat) NOT IN knowing
        GROUP BY game HAVING count(DISTINCT seat) >= :least
    ), marked AS (
        SELECT counted.*, mode = 'event' AND ranked AND game IN playing AND (game, seat) NOT IN knowing AS counts,
        kind = :kind AND world IS NOT NULL AND said IS NOT NULL AND said <> :pass AS tells FROM counted WHERE answered
    )
"""
_SUMS = """
    SELECT discord_id, coalesce(max(hidden), 0), sum(points * counts), coalesce(sum(correct * counts), 0), sum(counts),
           sum(points * NOT counts), coalesce(sum(correct * NOT counts), 0), sum(NOT counts),
           sum(tells AND world = 'real' AND said = 'real'), sum(tells AND world = 'real'),
           sum(tells AND world = 'alternate' AND said = 'real'), sum(tells AND world = 'alternate')
    FROM marked LEFT JOIN people ON people.id = marked.person LEFT JOIN preferences ON preferences.person = people.id
    GROUP BY people.id ORDER BY people.id
"""


def won(db: Database, server: int, since: datetime | None) -> tuple[Won, ...]:
    """Everybody who answered in games that the server plays together, from `since` on. Games alone are left out:
    anybody can play as many of those as they like."""
    values = {
        "server": server, "since": int(since.timestamp()) if since else 0, "least": RANKED_FROM,
        "kind": QuestionKind.REAL_OR_ALTERNATE, "pass": PASS,
    }  # fmt: skip
    rows = db.execute(_COUNTED + _SUMS, values).fetchall()
    return tuple(
        Won(person, bool(hidden), Sum(*numbers[:3]), Sum(*numbers[3:6]), *numbers[6:])
        for person, hidden, *numbers in rows
    )


def told_when(db: Database, discord_id: int) -> tuple[tuple[datetime, Told], ...]:
    """Everything this person said about statements of one history or the other, with when, oldest first."""
    rows = db.execute(
        "SELECT seen_at, theme, world, said, sure FROM results JOIN people ON people.id = person"
        " WHERE discord_id = ? AND kind = ? AND world IS NOT NULL AND said IS NOT NULL AND NOT voided"
        " ORDER BY seen_at, game, number",
        [discord_id, QuestionKind.REAL_OR_ALTERNATE],
    )
    return tuple(
        (datetime.fromtimestamp(at, UTC), Told(theme, World(world), said, bool(sure)))
        for at, theme, world, said, sure in rows.fetchall()
    )
