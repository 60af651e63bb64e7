"""The daily post: planned ahead for every server that wants one, made exactly once, and what kept it from being made.

A post is stored before it is made and marked after. One that may have been made before a crash is looked for by whoever
makes it. Nothing is planned for a time that was past when it was chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.errors import BadInput, Gone
from bot.history.model import Fact, World
from bot.language import mark
from bot.quiz.daily import DAY, fact_of_the_day, following, planned
from bot.services.governing import Governing
from bot.services.policy import Feature, Place, decide
from bot.services.subjects import Subjects
from bot.store import audit, daily_posts
from bot.store.daily_posts import Post
from bot.store.database import Database

AREA = "daily"
"""In the log of a server."""
AGAIN = timedelta(minutes=10)
"""After which a post that could not be made is tried again."""
KEPT = timedelta(days=30)


class Trouble(StrEnum):
    """Why a post cannot be made."""

    GONE = "gone"
    FORBIDDEN = "forbidden"
    OFF = "off"
    EMPTY = "empty"


SAID = {
    Trouble.GONE: mark("The daily post has nowhere to go: its channel is gone. Choose another with /config panel."),
    Trouble.FORBIDDEN: mark(
        "I may not make the daily post in {channel}. It takes View Channel, Send Messages and Read Message History."
    ),
    Trouble.OFF: mark("There is no daily post in {channel}: quizzes are switched off there, or answers private."),
    Trouble.EMPTY: mark(
        "There is nothing left for the daily post in {channel}: all that it could ask or tell is hidden or left out. "
        "See /config facts and /config challenges."
    ),
}
"""What moderators are told."""


@dataclass(frozen=True, slots=True)
class DailyPosts:
    """What is to be posted once a day, where and when."""

    subjects: Subjects
    governing: Governing
    database: Database
    clock: Callable[[], datetime]

    async def plan(self) -> None:
        """Every server that wants a daily post has its next one planned, and no other server has."""
        waiting = await self.database.read(daily_posts.waiting)
        wanted = {server for server, decided in self.governing.decided().items() if decided.daily_channel}
        for server in waiting.keys() - wanted:
            await self.database.write(daily_posts.drop, server)
        now = self.clock()
        for server in wanted:
            held = waiting.get(server, [])
            # What is due is made, or missed, before the next is planned; unless it is not to be at that time any more.
            if not any(post.planned.due <= now and self._stands(post) for post in held):
                await self._plan(server, now, held)

    def _stands(self, post: Post) -> bool:
        """Whether a post was tried already, or is due when the settings of now say."""
        zone, at = self._wanted_at(post.server)
        return (
            post.tried_at is not None or post.trouble is not None or planned(post.planned.day, at, zone) == post.planned
        )

    def _wanted_at(self, server: int) -> tuple[ZoneInfo, time]:
        decided = self.governing.settings_of(server)
        return ZoneInfo(decided.time_zone), time.fromisoformat(decided.daily_time)

    async def _plan(self, server: int, after: datetime, held: Sequence[Post] = ()) -> None:
        zone, at = self._wanted_at(server)
        one = following(after, at, zone, await self.database.read(daily_posts.days, server))
        if one not in [post.planned for post in held]:
            await self.database.write(daily_posts.plan, server, one)

    async def due(self) -> list[Post]:
        """The posts whose time has come, of servers that still want them."""
        now, found = self.clock(), []
        for server, posts in (await self.database.read(daily_posts.waiting)).items():
            for post in posts:
                if post.planned.until <= now:
                    await self.database.write(daily_posts.miss, post.id)
                    # After days without the bot, today's is made late instead of not at all.
                    await self._plan(server, max(post.planned.due, now - DAY))
                elif post.planned.due <= now and self.governing.settings_of(server).daily_channel:
                    found.append(post)
        return found

    async def begin(self, post: Post, place: Place) -> tuple[bool, Fact | None]:
        """The post is about to be made, and may have been from now on; False if it is not to be any more.

        Where only real history is shown it brings a fact, the same at every try, instead of the question of the day;
        BadInput if none is left.
        """
        fact = None
        if World.ALTERNATE not in decide(place, Feature.QUIZ).worlds:
            facts = self.subjects.of(post.server).pack.facts
            fact = facts.get(post.fact or "") or fact_of_the_day(facts.values(), post.server, post.planned.day)
            if fact is None:
                raise BadInput(mark("There is no fact left to tell here."))
        now = self.clock()
        return await self.database.write(daily_posts.begin, post.id, fact.id if fact else None, now), fact

    async def told(self, id: int, place: Place) -> Fact:
        """The fact that a daily post brought; Gone if it is no longer taught, or was another server's."""
        post = await self.database.read(daily_posts.find, id)
        fact = self.subjects.of(place.server).pack.facts.get(post.fact or "") if post else None
        if post is None or post.server != place.server or fact is None:
            raise Gone(mark("This fact is no longer in the collection."))
        return fact

    async def done(self, post: Post, message: int | None) -> None:
        """The post was made, in this message."""
        await self.database.write(daily_posts.done, post.id, message)

    async def put_off(self, post: Post) -> None:
        """Discord did not take it; it is tried again as long as the day lasts."""
        await self.database.write(daily_posts.put_off, post.id, self.clock() + AGAIN)

    async def stop(self, post: Post, trouble: Trouble, me: int) -> bool:
        """The post cannot be made; whether moderators are to be told, which the log then says `me` found."""
        now, channel = self.clock(), self.governing.settings_of(post.server).daily_channel
        entry = audit.Entry(post.server, me, now, AREA, f"{trouble} {post.planned.day}")
        return await self.database.write(daily_posts.stop, post.id, f"{trouble}:{channel}", now + AGAIN, entry)

    async def trouble(self, server: int) -> tuple[Trouble, Post] | None:
        """What kept the last post from being made; None if it was made, or none is wanted."""
        if self.governing.settings_of(server).daily_channel is None:
            return None
        last = await self.database.read(daily_posts.latest, server)
        if last is None or last.trouble is None:
            return None
        return Trouble(last.trouble.partition(":")[0]), last

    async def tidy(self) -> None:
        """Forget the posts of days long past."""
        await self.database.write(daily_posts.forget_before, (self.clock() - KEPT).date())
