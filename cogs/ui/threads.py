"""Opening a thread, or a post in a forum, so that either all of it is there or nothing is left behind."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Final, TypeAlias

import aiohttp
import discord
from discord import ui

from bot.errors import BadInput, NotAllowed
from bot.language import Words, mark
from bot.text import fold

Opener: TypeAlias = discord.TextChannel | discord.ForumChannel
"""Where threads can be opened."""
WEEK: Final = 10080
"""Minutes without a message after which Discord puts a thread away: the longest it offers."""

_NAMES = {
    "view_channel": mark("View Channel"),
    "send_messages": mark("Send Messages"),
    "send_messages_in_threads": mark("Send Messages in Threads"),
    "create_public_threads": mark("Create Public Threads"),
    "create_posts": mark("Create Posts"),
}
"""Permissions as Discord's own settings call them."""
_FAILURES = (discord.HTTPException, aiohttp.ClientError)


def opener_of(channel: object) -> Opener:
    """Where a thread is opened from `channel`: itself, or what it is a thread of; BadInput if it can have none."""
    where = channel.parent if isinstance(channel, discord.Thread) else channel
    if not isinstance(where, discord.TextChannel | discord.ForumChannel):
        raise BadInput(mark("Threads can be opened in text channels and forums only. Choose one with “where”."))
    if isinstance(where, discord.ForumChannel) and where.is_media():
        raise BadInput(mark("In a media channel every post needs a picture. Choose a text channel or a forum."))
    return where


def check_permissions(where: Opener, person: discord.Member, _: Words) -> None:
    """Raise NotAllowed, naming what is missing, unless both the person and the bot may open a thread there."""
    missing = [_(_NAMES[_shown(where, name)]) for name in _needed(where) if not _has(where, where.guild.me, name)]
    if missing:
        raise NotAllowed(
            mark("I need the permission {names} in #{channel}. A moderator can give it to me."),
            names=", ".join(f"“{name}”" for name in missing), channel=where.name,
        )  # fmt: skip
    opening = "send_messages" if isinstance(where, discord.ForumChannel) else "create_public_threads"
    if not (_has(where, person, "view_channel") and _has(where, person, opening)):
        raise NotAllowed(
            mark("You need the permission {names} in #{channel} for that."),
            names=f"“{_(_NAMES[_shown(where, opening)])}”", channel=where.name,
        )  # fmt: skip


def _needed(where: Opener) -> tuple[str, ...]:
    opening = "send_messages" if isinstance(where, discord.ForumChannel) else "create_public_threads"
    return ("view_channel", opening, "send_messages_in_threads")


def _shown(where: Opener, name: str) -> str:
    """In a forum, sending messages is what Discord calls creating posts."""
    return "create_posts" if isinstance(where, discord.ForumChannel) and name == "send_messages" else name


def _has(where: Opener, member: discord.Member, name: str) -> bool:
    return bool(getattr(where.permissions_for(member), name))


def tag_for(where: Opener, names: Iterable[str]) -> discord.ForumTag | None:
    """A tag for a post: the one called like one of `names`, else any where the forum asks for one.

    BadInput if the forum asks for one and has none that the bot may use.
    """
    if not isinstance(where, discord.ForumChannel):
        return None
    free = [tag for tag in where.available_tags if not tag.moderated or _has(where, where.guild.me, "manage_threads")]
    wanted = set(map(fold, names))
    fitting = [tag for tag in free if fold(tag.name) in wanted]
    if fitting or not where.flags.require_tag:
        return fitting[0] if fitting else None
    if not free:
        raise BadInput(
            mark("#{channel} asks for a tag on every post, and only moderators may use those it has. Choose another."),
            channel=where.name,
        )
    return free[0]


async def open_post(
    forum: discord.ForumChannel, name: str, view: ui.LayoutView, tag: discord.ForumTag | None
) -> tuple[discord.Thread, int]:
    """A post with its card, and the id of the card's message."""
    tags = [tag] if tag else []
    made = await forum.create_thread(name=name, view=view, applied_tags=tags, auto_archive_duration=WEEK)
    return made.thread, made.message.id


async def open_thread(channel: discord.TextChannel, name: str) -> discord.Thread:
    """A public thread without a message."""
    kind = discord.ChannelType.news_thread if channel.is_news() else discord.ChannelType.public_thread
    return await channel.create_thread(name=name, type=kind, auto_archive_duration=WEEK)


async def discard(bot: discord.Client, thread: discord.Thread) -> None:
    """Take back a thread that came to nothing: deleted where the bot may, else put away with its announcement."""
    with suppress(*_FAILURES):
        try:
            await thread.delete()
        except discord.Forbidden:
            await thread.edit(archived=True)  # whoever made a thread may put it away, but not delete it
    parent = thread.parent
    if isinstance(parent, discord.TextChannel):
        with suppress(*_FAILURES):
            async for message in parent.history(limit=10, after=thread):
                announces = message.type is discord.MessageType.thread_created and message.content == thread.name
                if announces and message.author == bot.user:
                    await message.delete()
