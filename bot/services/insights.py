"""What moderators can see of how their server learns: shares with intervals, and never whose answers they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import NotHere
from bot.history.model import World
from bot.language import Language, mark
from bot.pictures.sheet import Look
from bot.pictures.studio import Studio
from bot.quiz.insights import growth, shares
from bot.quiz.insights_report import Found, Report, report, to_csv
from bot.services.authority import Actor, Part, require
from bot.services.governing import Governing
from bot.services.insights_pictured import insights_sheet
from bot.services.policy import Feature, Place, decide
from bot.services.subjects import Subjects
from bot.services.timelines import Picture
from bot.store import insights
from bot.store.database import Database

KEPT = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Insights:
    """Everything that is told of a whole server."""

    governing: Governing
    subjects: Subjects
    database: Database
    clock: Callable[[], datetime]
    studio: Studio

    async def of(self, actor: Actor, place: Place) -> Found:
        """What can be said of the server somebody moderates; NotAllowed for anybody else, NotHere without scenario."""
        require(actor, Part.MODERATOR, self.governing.settings_of(actor.server))
        server = actor.server
        assert server is not None  # nobody has a part outside servers
        if World.ALTERNATE not in decide(place, Feature.QUIZ).worlds:
            raise NotHere(
                mark("Insights name claims of the scenario, which is not shown in this channel."),
                Feature.QUIZ, World.ALTERNATE,
            )  # fmt: skip
        return Found(
            shares(await self.database.read(insights.claims, server)),
            shares(await self.database.read(insights.items, server)),
            await self.database.read(insights.subjects, server),
            await self.database.read(insights.unanswered, server),
            growth(await self.database.read(insights.statements, server)),
        )

    async def told(self, actor: Actor, place: Place, language: Language) -> Report:
        """The same in words."""
        return report(await self.of(actor, place), self.subjects.of(actor.server).pack, language)

    async def picture(self, actor: Actor, place: Place, language: Language, look: Look) -> Picture:
        """The same as a picture; it may take a few seconds."""
        found = await self.of(actor, place)
        told = report(found, self.subjects.of(actor.server).pack, language)
        sheet, alt = insights_sheet(told, found.growth, language, look)
        return Picture(await self.studio.draw(sheet), alt, look)

    async def table(self, actor: Actor, place: Place, language: Language) -> bytes:
        """The same as CSV, with every row."""
        return to_csv(await self.of(actor, place), self.subjects.of(actor.server).pack, language)

    async def tidy(self) -> None:
        """Forget what nobody has asked in vain for a year."""
        await self.database.write(insights.forget_unanswered, self.clock() - KEPT)
