"""Which copies are kept: the newest of each of the last hours, days and weeks that have any, and none for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

HOURS, DAYS, WEEKS = 24, 7, 4
OLDEST = timedelta(weeks=WEEKS + 1)
"""No copy is kept for longer but the newest: what was erased meanwhile may be in it."""
LATELY = timedelta(hours=1)
"""Copies this young are all kept: somebody may just have made one by hand."""

_SPANS: tuple[tuple[int, Callable[[datetime], object]], ...] = (
    (HOURS, lambda at: (at.date(), at.hour)),
    (DAYS, lambda at: at.date()),
    (WEEKS, lambda at: at.isocalendar()[:2]),
)


def kept(made: Iterable[datetime], now: datetime) -> set[datetime]:
    """Of copies made then, in UTC, those that are kept."""
    newest_first = sorted(set(made), reverse=True)
    chosen = set(newest_first[:1])
    for number, span_of in _SPANS:
        newest_of: dict[object, datetime] = {}
        for at in newest_first:
            newest_of.setdefault(span_of(at), at)
        chosen.update(list(newest_of.values())[:number])
    lately = {at for at in newest_first if now - at < LATELY}
    return {at for at in chosen if now - at <= OLDEST} | lately | set(newest_first[:1])
