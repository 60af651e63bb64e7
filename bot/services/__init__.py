"""The composition root: the only place that builds things and wires them together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from bot.history.model import Pack
from bot.history.subject import Subject
from bot.pictures.studio import Studio
from bot.services.asking import Asking
from bot.services.backups import Backups
from bot.services.backups import origin as origin_of
from bot.services.blocks import Blocks
from bot.services.checking import Checking
from bot.services.comparing import Comparing
from bot.services.curating import Curating
from bot.services.daily_posts import DailyPosts
from bot.services.discussing import Discussing
from bot.services.event_course import EventCourse
from bot.services.event_plans import EventPlans
from bot.services.event_words import EventWords
from bot.services.games import Games
from bot.services.governing import Governing
from bot.services.importing import Importing
from bot.services.insights import Insights
from bot.services.limits import Limits
from bot.services.oddities import Oddities
from bot.services.personal import Personal
from bot.services.pictured import Pictured
from bot.services.privacy import Privacy
from bot.services.progress import Progress
from bot.services.refereeing import Refereeing
from bot.services.reviewing import Reviewing
from bot.services.settings_files import SettingsFiles
from bot.services.standing import Standings
from bot.services.subjects import Subjects
from bot.services.suggesting import Suggesting
from bot.services.timelines import Timelines
from bot.settings import Settings, harmless_environment
from bot.store.database import Database

Clock = Callable[[], datetime]
"""Gives the present instant, in UTC."""


@dataclass(frozen=True, slots=True, repr=False)
class Services:
    """What the conversations are made of.

    Its parts are not told when it is shown: asyncio shows what a task came to, and all of the pack takes seconds.
    """

    settings: Settings
    clock: Clock
    pack: Pack
    database: Database
    backups: Backups
    subjects: Subjects
    governing: Governing
    settings_files: SettingsFiles
    importing: Importing
    suggesting: Suggesting
    curating: Curating
    asking: Asking
    checking: Checking
    comparing: Comparing
    discussing: Discussing
    timelines: Timelines
    games: Games
    progress: Progress
    refereeing: Refereeing
    reviewing: Reviewing
    insights: Insights
    oddities: Oddities
    standings: Standings
    pictured: Pictured
    personal: Personal
    privacy: Privacy
    blocks: Blocks
    limits: Limits
    event_plans: EventPlans
    event_course: EventCourse
    event_words: EventWords
    daily_posts: DailyPosts

    async def tidy(self) -> None:
        """The work that time brings; called by the pulse."""
        await self.asking.tidy()
        await self.settings_files.tidy()
        await self.discussing.tidy()
        await self.timelines.tidy()
        await self.games.tidy()
        await self.event_plans.tidy()
        await self.privacy.tidy()
        await self.importing.tidy()
        await self.subjects.tidy()
        await self.insights.tidy()
        await self.daily_posts.tidy()


@asynccontextmanager
async def open_services(settings: Settings, clock: Clock, subject: Subject | None = None) -> AsyncIterator[Services]:
    """Everything, built from `settings`; SetupError says what the operator must change.

    A `subject` that was read before saves reading it again.
    """
    if subject is None:
        subject = await asyncio.to_thread(Subject.read, settings.pack)
        await asyncio.to_thread(subject.claims.prepare)
    database = await Database.open(settings.data, settings.backups)
    backups = Backups(settings, clock, origin_of(subject.pack.id, subject.pack.version))
    studio = Studio(clock, harmless_environment())
    try:
        subjects = await Subjects.load(subject, database)
        governing = await Governing.load(database, clock)
        files = SettingsFiles(governing, database, clock)
        importing = Importing(subjects, governing, database, clock)
        suggesting = Suggesting(subjects, governing, database, clock)
        curating = Curating(suggesting, subjects, database, clock)
        asking = Asking(subjects, database, clock)
        checking = Checking(subjects, database, clock)
        comparing = Comparing(subjects, database, clock)
        discussing = Discussing(subjects, database, clock, governing)
        timelines = Timelines(subjects, database, clock, studio)
        games = Games(subjects.composer(None), database, clock, maker_of=subjects.composer)
        progress = Progress(database, clock)
        reviewing = Reviewing(subjects, database, clock)
        insights = Insights(governing, subjects, database, clock, studio)
        oddities = Oddities(subjects, governing, database, clock)
        refereeing = Refereeing(games, governing, database, clock)
        standings = Standings(games, governing, database, clock)
        pictured = Pictured(subject.pack.topics, database, studio)
        personal = await Personal.load(database, clock)
        blocks = await Blocks.load(database, clock, governing)
        privacy = Privacy(database, clock, governing, games, personal, blocks)
        plans = EventPlans(database, clock, governing, subjects)
        course = EventCourse(plans, games, database, clock)
        yield Services(
            settings, clock, subject.pack, database, backups, subjects, governing, files, importing, suggesting,
            curating, asking, checking, comparing, discussing, timelines, games, progress, refereeing, reviewing,
            insights, oddities, standings, pictured, personal, privacy, blocks, Limits(clock), plans, course,
            EventWords(plans, database, clock), DailyPosts(subjects, governing, database, clock),
        )  # fmt: skip
    finally:
        await backups.close()
        await studio.close()
        await database.close()
