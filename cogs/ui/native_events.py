"""Discord's own events: made so that they are known again, and kept in step with ours."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, timedelta

import discord

from bot.language import Language, words
from bot.quiz.event import Event
from cogs.ui.quiz_clicks import FAILURES

_MARK = re.compile(r"\s*\(Divergence (?P<id>[0-9]{1,19})\)\s*$")
LEAST_LASTING = timedelta(hours=1)
A_QUESTION = timedelta(minutes=2)


def said_in(event: Event) -> str:
    """What Discord's own event says of it; its last words tell which event it is."""
    return f"{event.description or _usual(event)}\n\n(Divergence {event.id})"


def _usual(event: Event) -> str:
    """What is said of an event that has no description."""
    return words(Language(event.language))("A quiz that tells two histories apart.")


def told_by(native: discord.ScheduledEvent, event: Event) -> str:
    """The description that Discord's own event gives, without those last words; nothing where it is the usual one."""
    said = _MARK.sub("", native.description or "")
    return "" if said == _usual(event) else said


def marked(native: discord.ScheduledEvent, event: int, me: int) -> bool:
    """Whether one of Discord's events is the bot's own for this event."""
    found = _MARK.search(native.description or "")
    return native.creator_id == me and found is not None and int(found["id"]) == event


def may_create(guild: discord.Guild) -> bool:
    """Whether the bot may make events there."""
    allowed = guild.me.guild_permissions
    return allowed.create_events or allowed.manage_events


def ends(event: Event, at: datetime) -> datetime:
    """About when an event that begins then is over; Discord wants to know."""
    return at + max(LEAST_LASTING, event.questions * A_QUESTION)


async def make_native(guild: discord.Guild, event: Event) -> int | None:
    """Discord's own event, whose place is a link to the channel; None where the bot may not make one."""
    if not may_create(guild):
        return None
    try:
        native = await guild.create_scheduled_event(
            name=event.title, description=said_in(event), start_time=event.at, end_time=ends(event, event.at),
            entity_type=discord.EntityType.external, privacy_level=discord.PrivacyLevel.guild_only,
            location=f"https://discord.com/channels/{event.server}/{event.channel}",
        )  # fmt: skip
    except discord.Forbidden:
        return None
    return native.id


async def change_native(bot: discord.Client, event: Event) -> None:
    """Discord's own event says what `event` does, as well as it can, or that it is off."""
    guild = bot.get_guild(event.server)
    native = guild.get_scheduled_event(event.native) if guild and event.native else None
    if native is None:
        return
    with suppress(*FAILURES, ValueError):
        if not event.open:
            await native.cancel()
        else:
            await native.edit(
                name=event.title, description=said_in(event), start_time=event.at, end_time=ends(event, event.at)
            )


async def end_native(bot: discord.Client, event: Event) -> None:
    """Discord's own event ends with ours, if it has begun there; else it would be shown as running for an hour."""
    guild = bot.get_guild(event.server)
    native = guild.get_scheduled_event(event.native) if guild and event.native else None
    if native is not None and native.status is discord.EventStatus.active:
        with suppress(*FAILURES, ValueError):
            await native.end()
