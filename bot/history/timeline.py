"""The two timelines: which facts stand on them, in what order as far as their dates tell, and where they part.

A date that is not known to the day only says within which days something began. So two facts are in order only where
neither of these spans lies inside the other; as spans are days, months or years, they never merely overlap.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bot.history.about import About
from bot.history.dates import Precision, When
from bot.history.model import Fact, Kind, Pack, Tier, World
from bot.history.periods import Anniversary, Period

PAGE = 8
"""Entries of a page, so that it fits a phone."""
KINDS = {Kind.EVENT, Kind.SAID}
"""What stands on a timeline: what happened, and what was said; not what was written about it since."""

_BRIEF = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Query:
    """What of the timelines is wanted."""

    when: Period | None = None
    about: About | None = None
    world: World | None = None
    """The only world; None for both."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Facts of both worlds, each part in the order of its dates."""

    query: Query
    worlds: frozenset[World]
    """The worlds it was taken from."""
    dated: tuple[Fact, ...]
    through: tuple[Fact, ...]
    """What began before the time asked for and ended after it, or may have; dated as well."""
    undated: tuple[Fact, ...]
    parting: When | None
    """When the alternate timeline leaves the record; None if it is not among the worlds."""

    @property
    def entries(self) -> tuple[Fact, ...]:
        return self.dated + self.through + self.undated

    @property
    def pages(self) -> int:
        return -(-len(self.entries) // PAGE)

    def page(self, number: int) -> tuple[Fact, ...]:
        """The entries of a page, numbered from 0; empty past the last."""
        return self.entries[number * PAGE : (number + 1) * PAGE]


def take(pack: Pack, query: Query, allowed: Collection[World] = frozenset(World)) -> Timeline:
    """The timelines of `pack` as far as `query` wants them and its world may be shown.

    Anniversaries are of real history alone unless the alternate one is asked for by name.
    """
    worlds = frozenset(world for world in World if world in allowed and query.world in {None, world})
    if isinstance(query.when, Anniversary) and query.world is None:
        worlds &= {World.REAL}
    entries = [fact for fact in on_timelines(pack) if fact.world in worlds and _wanted(pack, fact, query)]
    dated = sorted((fact for fact in entries if fact.when), key=by_date)
    undated = sorted((fact for fact in entries if not fact.when), key=lambda fact: list(World).index(fact.world))
    parting = first_departure(pack) if World.ALTERNATE in worlds else None
    through = [fact for fact in dated if _lasts_through(fact, query.when)]
    dated = [fact for fact in dated if fact not in through]
    return Timeline(query, worlds, tuple(dated), tuple(through), tuple(undated), parting)


def on_timelines(pack: Pack) -> Iterable[Fact]:
    """The facts that stand on the timelines at all; what was said, only where it is dated."""
    return (fact for fact in pack.facts.values() if fact.kind in KINDS and (fact.when or fact.kind is Kind.EVENT))


def _wanted(pack: Pack, fact: Fact, query: Query) -> bool:
    if query.about is not None and not query.about.fits(pack, fact):
        return False
    if query.when is None:
        return True
    return fact.when is not None and falls_in(fact.when, query.when)


def _lasts_through(fact: Fact, period: Period | None) -> bool:
    if not isinstance(period, When) or fact.when is None:
        return False
    return fact.when.earliest < period.earliest and period.latest < fact.when.latest


def falls_in(when: When, period: Period) -> bool:
    """Whether something dated `when` was, or may have been, going on in `period`; of an anniversary, began or ended."""
    if isinstance(period, Anniversary):
        return any(moment is not None and period.falls_on(moment) for moment in (when.start, when.end))
    return when.earliest <= period.latest and period.earliest <= when.latest


def by_date(fact: Fact) -> tuple[date, date, int, str]:
    """The key that puts dated facts in order: the earliest day first, then the latest; real before alternate."""
    assert fact.when is not None
    return fact.when.earliest, fact.when.latest, list(World).index(fact.world), fact.id


def in_order(first: When, second: When) -> bool:
    """Whether it is known that something dated `first` began before something dated `second`."""
    return first.start.latest < second.earliest


def order_unknown(facts: Iterable[Fact]) -> bool:
    """Whether some of `facts`, sorted by date, may have come in another order than they stand in."""
    dated = [fact.when for fact in facts if fact.when]
    # Spans inside one another stand together, so neighbours tell.
    return any(not in_order(first, second) and first.start != second.start for first, second in pairwise(dated))


def first_departure(pack: Pack) -> When | None:
    """The date of the earliest alternate fact: where that timeline leaves the record."""
    dated = (fact for fact in on_timelines(pack) if fact.world is World.ALTERNATE and fact.when)
    first = min(dated, key=by_date, default=None)
    return first.when if first else None


def covered(pack: Pack, worlds: Collection[World] = frozenset(World)) -> When | None:
    """The years from the first dated fact to the last; None if nothing is dated."""
    days = [fact.when for fact in on_timelines(pack) if fact.when and fact.world in worlds]
    if not days:
        return None
    first, last = min(day.earliest for day in days), max(day.latest for day in days)
    return When.parse(f"{first.year}/{last.year}")


def nearest_anniversary(
    pack: Pack, query: Query, worlds: Collection[World], after: Anniversary
) -> tuple[Anniversary, Fact] | None:  # fmt: skip
    """The first day of the calendar from `after` on, round the end of the year, on which an entry began."""
    days = [
        ((moment.earliest.month, moment.earliest.day), fact)
        for fact in take(pack, query, worlds).dated
        if fact.world in worlds and fact.when
        for moment in (fact.when.start,)
        if moment.precision is Precision.DAY and not moment.about
    ]
    (month, day), fact = min(
        days, key=lambda entry: (entry[0] < (after.month, after.day or 1), entry[0]), default=((0, 0), None)
    )
    return (Anniversary(month, day), fact) if fact else None


def most_telling(pack: Pack, timeline: Timeline, limit: int) -> tuple[Fact, ...]:
    """At most `limit` of the dated entries, in order: the most telling ones, spread over the time they are of.

    What is of a longer time counts only where there is nothing else.

    Alternate facts get as many of the places as there are, up to half.
    """
    dated = timeline.dated or timeline.through
    if len(dated) <= limit:
        return dated
    alternate, real = ([fact for fact in dated if fact.world is world] for world in (World.ALTERNATE, World.REAL))
    places = min(len(alternate), max(limit // 2, limit - len(real)))
    kept = {*_pick(pack, alternate, places), *_pick(pack, real, limit - places)}
    return tuple(fact for fact in dated if fact.id in kept)


def _pick(pack: Pack, facts: list[Fact], count: int) -> list[str]:
    """The ids of `count` of these facts: always the most telling that is left, of equals the furthest from the rest."""
    left, kept = list(facts), list[Fact]()
    while left and len(kept) < count:
        # Of one day, one entry says as much as two.
        best = max(
            left,
            key=lambda fact: (
                _telling(pack, fact) - 2 * (_distance(fact, kept) == 0 and bool(kept)),
                _distance(fact, kept),
            ),
        )
        left.remove(best)
        kept.append(best)
    return [fact.id for fact in kept]


def _telling(pack: Pack, fact: Fact) -> int:
    """How much an entry says by its place in time: it has a counterpart, is from the document, and is well dated."""
    assert fact.when is not None
    return (
        2 * (fact.tier is not Tier.BACKGROUND)
        + (pack.counterpart(fact) is not None)
        + (fact.when.start.precision is Precision.DAY)
        + (fact.when.latest - fact.when.earliest < _BRIEF)
    )


def _distance(fact: Fact, others: Iterable[Fact]) -> int:
    """The days between the beginning of a fact and the nearest of others."""
    assert fact.when is not None
    day = fact.when.earliest
    return min((abs((day - other.when.earliest).days) for other in others if other.when), default=0)
