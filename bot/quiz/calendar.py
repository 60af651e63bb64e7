"""Wall clocks and instants: when something at a local time happens, and when it happens again week after week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)


def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant, in UTC, at which the clocks of `zone` show `wall`, which has no zone of its own.

    Where clocks skip that time, the first one they show after it; where they show it twice, the first of the two.
    """
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == wall:
        return first
    # Skipped: read with the offset of before the change it lies after the change, and the other way round.
    low, high = wall.replace(tzinfo=zone, fold=1).astimezone(UTC), first
    before = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return (high + timedelta(milliseconds=500)).replace(microsecond=0)


def wall_of(at: datetime, zone: ZoneInfo) -> datetime:
    """What the clocks of `zone` show at an instant, without a zone."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def next_week(wall: datetime, zone: ZoneInfo, after: datetime) -> datetime:
    """The same time of the same weekday, as clocks show it, in the first week in which it lies after `after`.

    Always counted from `wall` as it was chosen, so that a change of the clocks moves nothing for good.
    """
    following = wall + WEEK
    while instant_of(following, zone) <= after:
        following += WEEK
    return following
