"""The timelines as they are walked: what somebody asked for becomes pages, a picture, and cards of single facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.errors import Gone, NotAllowed
from bot.history.about import About
from bot.history.card import shaped_title
from bot.history.model import Fact, World
from bot.history.periods import parse_period
from bot.history.search import Status
from bot.history.timeline import Query, Timeline, take
from bot.history.walking import walk
from bot.language import Language, mark
from bot.pictures.describing import Described, picture_of
from bot.pictures.sheet import Look as Look
from bot.pictures.studio import Studio
from bot.services.asking import KEPT, Reply
from bot.services.policy import Feature, Place, Ruling, check_switched_on, decide
from bot.services.subjects import Subjects
from bot.store import answers, timelines
from bot.store.answers import Answer
from bot.store.database import Database
from bot.store.timelines import Shown
from bot.text import QUESTION_LIMIT, clean

CHOICES = 25
"""Choices Discord shows."""


@dataclass(frozen=True, slots=True)
class View:
    """A timeline that is shown, and whose it is."""

    id: int
    asker: int
    language: Language
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a timeline with its text for who cannot see it."""

    png: bytes
    alt: str
    look: Look


class Timelines:
    """Everything that can be done with the timelines."""

    def __init__(
        self, subjects: Subjects, database: Database, clock: Callable[[], datetime], studio: Studio
    ) -> None:  # fmt: skip
        self._subjects = subjects
        self._database = database
        self._clock = clock
        self._studio = studio

    async def show(
        self, when: str, about: str, world: World | None, place: Place, asker: int, language: Language
    ) -> View:  # fmt: skip
        """The timelines of what `when` and `about` say (nothing: all), within what may be shown in this place.

        BadInput says what cannot be read or found. That it is shown is on disk when this returns.
        """
        ruling = _ruling(place, world)
        timeline = walk(
            self._subjects.of(place.server), when, about, world, ruling.worlds, self._clock().date(), language
        )
        period, subject = timeline.query.when, timeline.query.about
        shown = Shown(
            asker, place.server, str(period) if period else None, str(subject) if subject else None,
            world.value if world else None, language.value, self._clock(),
        )  # fmt: skip
        id = await self._database.write(timelines.keep, shown)
        return View(id, asker, language, timeline)

    async def view(self, id: int, place: Place) -> View:
        """The timeline a button belongs to, taken afresh; Gone if it is no longer kept or was shown elsewhere."""
        shown = await self._database.read(timelines.find, id)
        if shown is None or shown.server != place.server:
            raise Gone(mark("This timeline is too old for its buttons to work. Use /timeline again."))
        world = World(shown.world) if shown.world else None
        ruling = _ruling(place, world)
        query = Query(
            parse_period(shown.period) if shown.period else None,
            About.parse(shown.about) if shown.about else None,
            world,
        )
        timeline = take(self._subjects.of(place.server).pack, query, ruling.worlds)
        if not timeline.entries:
            raise Gone(mark("What this timeline showed is no longer in the collection, or not shown here."))
        return View(shown.id, shown.asker, Language(shown.language), timeline)

    def described(self, view: View, look: Look, place: Place) -> Described:
        """What would be on the picture of a timeline; BadInput if nothing on it has a date."""
        return picture_of(self._subjects.of(place.server).pack, view.timeline, view.language, look)

    async def picture(self, view: View, look: Look, place: Place) -> Picture:
        """The picture of a timeline; it may take a few seconds, or BadInput where it cannot be drawn now."""
        described = self.described(view, look, place)
        return Picture(await self._studio.draw(described.sheet), described.alt, look)

    async def open(self, view: View, fact_id: str, place: Place, opener: int) -> Reply:
        """A fact of the timeline as an answer to `opener`, with what goes with it in the other world."""
        worlds = decide(place, Feature.TIMELINE).worlds
        fact = self._subjects.of(place.server).pack.facts.get(fact_id)
        if fact is None:
            raise Gone(mark("This fact is no longer in the collection."))
        if fact.world not in worlds:
            raise NotAllowed(mark("That history is not shown in this channel."))
        other: Fact | None = self._subjects.of(place.server).pack.counterpart(fact)
        other = other if other and other.world in worlds else None
        answer = Answer(
            opener, place.server, place.channel, fact.id, other.id if other else None, None, view.language.value,
            self._clock(),
        )  # fmt: skip
        id = await self._database.write(answers.keep, answer)
        return Reply(id, view.language, Status.ANSWER, fact, other)

    def suggest(self, text: str, place: Place, language: Language, world: World | None = None) -> list[str]:
        """What a timeline can be about that begins like `text`: people, topics and places, then titles of facts."""
        ruling = decide(place, Feature.TIMELINE)
        if not ruling.allowed:
            return []
        text, listed = clean(text, QUESTION_LIMIT), ruling.listed(world)
        names = [
            name
            for about in self._subjects.of(place.server).abouts.complete(text, listed, CHOICES)
            if (name := about.name(self._subjects.of(place.server).pack, language))
        ]
        if text:
            facts = self._subjects.of(place.server).titles.complete(text.lstrip("●◆ "), language, listed)
            names += [shaped_title(fact, language) for fact in facts if fact in self._subjects.of(place.server).abouts]
        return list(dict.fromkeys(names))[:CHOICES]

    async def tidy(self) -> None:
        """Forget timelines that are past their time, and stop drawing if nobody wants pictures."""
        await self._database.write(timelines.forget_before, self._clock() - KEPT)
        await self._studio.tidy()


def _ruling(place: Place, world: World | None) -> Ruling:
    """What may be shown in a place; NotAllowed if that is nothing of what is wanted."""
    check_switched_on(place, Feature.TIMELINE)
    ruling = decide(place, Feature.TIMELINE)
    if world is not None and world not in ruling.worlds:
        raise NotAllowed(mark("That history is not shown in this channel."))
    return ruling
