"""What moderators can see of how their server learns: shares with intervals, and never whose answers they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.history.model import Pack
from bot.language import Language
from bot.quiz.insights import Growth, Share, growth, shares
from bot.services.authority import Actor, Part, require
from bot.services.governing import Governing
from bot.store import insights
from bot.store.database import Database
from bot.text import tokens

KEPT = timedelta(days=365)
WORDS_LIMIT = 150
DIGITS = 5
"""Numbers with as many digits or more are left out of questions that are counted: they name nothing that is taught."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a server's answers say."""

    leaks: tuple[Share, ...]
    """By alternate fact: who ever took its claim for the record."""
    items: tuple[Share, ...]
    """By item of the quiz: whose first answer was wrong."""
    unanswered: list[tuple[str, int]]
    """What was asked in vain, and by how many people."""
    growth: Growth | None


@dataclass(frozen=True, slots=True)
class Insights:
    """Everything that is told of a whole server."""

    governing: Governing
    database: Database
    clock: Callable[[], datetime]

    async def of(self, actor: Actor) -> Found:
        """What can be said of the server somebody moderates; NotAllowed for anybody else."""
        require(actor, Part.MODERATOR, self.governing.settings_of(actor.server))
        server = actor.server
        assert server is not None  # nobody has a part outside servers
        return Found(
            shares(await self.database.read(insights.claims, server)),
            shares(await self.database.read(insights.items, server)),
            await self.database.read(insights.unanswered, server),
            growth(await self.database.read(insights.statements, server)),
        )

    async def tidy(self) -> None:
        """Forget what nobody has asked in vain for a year."""
        await self.database.write(insights.forget_unanswered, self.clock() - KEPT)


def folded(question: str) -> str:
    """A question as it is counted: its folded words, without long numbers; empty if nothing is left."""
    kept = [word for word in tokens(question) if not (word.isdigit() and len(word) >= DIGITS)]
    return " ".join(kept)[:WORDS_LIMIT]


def to_csv(found: Found, pack: Pack, language: Language) -> bytes:
    """Everything as one table: of each share how many of how many people, and its 95 % interval."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(["insight", "id", "title", "count", "people", "value", "low", "high"])
    for kind, part in (("leak", found.leaks), ("item", found.items)):
        for share in part:
            fact = pack.facts.get(share.what)
            title = fact.text[language].title if fact else ""
            value = share.wrong / share.people
            table.writerow(
                [kind, share.what, title, share.wrong, share.people, *_rounded(value, share.low, share.high)]
            )
    table.writerows(["unanswered", "", words, "", people, "", "", ""] for words, people in found.unanswered)
    if found.growth is not None:
        for kind, bearing in (("d-prime first", found.growth.first), ("d-prime later", found.growth.later)):
            table.writerow([kind, "", "", bearing.items, "", *_rounded(bearing.distance, *bearing.range)])
        change = found.growth
        table.writerow(["d-prime change", "", "", "", "", *_rounded(change.difference, change.low, change.high)])
    return written.getvalue().encode()


def _rounded(*values: float) -> list[str]:
    return [f"{value:.3f}" for value in values]
