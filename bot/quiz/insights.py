"""What the answers of a whole server say, without saying anything of anybody: no group below five people is told of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

from bot.history.model import World
from bot.quiz.compass import Bearing, bearing
from bot.text import tokens

LEAST: Final = 5
"""People of whom something is told together, at least."""
STATEMENTS: Final = 20
"""Statements on either side of a comparison of d′, at least."""
WORDS_LIMIT: Final = 150
DIGITS: Final = 5
"""Numbers with as many digits or more are left out of questions that are counted: they name nothing that is taught."""
_SIDES: Final = 1.96
"""Standard errors on either side that hold 95 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Told:
    """One answer of one person; who they are is a number that goes no further."""

    what: str
    person: int
    wrong: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer to a statement of one of the worlds."""

    what: str
    person: int
    world: World
    said_real: bool


@dataclass(frozen=True, slots=True)
class Share:
    """Of how many people how many went wrong, and between what the share lies with 95 % confidence."""

    what: str
    wrong: int
    people: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Growth:
    """d′ of a server where its members met a fact for the first time, and where they met it again."""

    first: Bearing
    later: Bearing
    difference: float
    low: float
    high: float
    """Between what the difference lies with 95 % confidence."""

    @property
    def certain(self) -> bool:
        """Whether the difference is more than chance makes."""
        return self.low > 0 or self.high < 0


def wilson(count: int, of: int) -> tuple[float, float]:
    """Between what a share lies with 95 % confidence (Wilson 1927, JASA 22: 209-212); `of` is above 0."""
    share, z = count / of, _SIDES**2 / of
    middle = (share + z / 2) / (1 + z)
    half = sqrt(share * (1 - share) * z + z * z / 4) / (1 + z)
    # Rounding must not put the share itself outside.
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def shares(told: Iterable[Told]) -> tuple[Share, ...]:
    """For each thing that five people or more answered, how many of them ever went wrong; the most certain first."""
    people: defaultdict[str, dict[int, bool]] = defaultdict(dict)
    for one in told:
        people[one.what][one.person] = people[one.what].get(one.person, False) or one.wrong
    found = []
    for what, ones in people.items():
        if len(ones) >= LEAST:
            wrong = sum(ones.values())
            found.append(Share(what, wrong, len(ones), *wilson(wrong, len(ones))))
    return tuple(sorted(found, key=lambda share: (-share.low, share.what)))


def growth(seen: Sequence[Seen]) -> Growth | None:
    """How d′ changes from first to later meetings with the same fact; None while that is not enough to say anything.

    `seen` is oldest first. The standard error of the difference takes the two sides for independent, as answers to
    other statements at other times nearly are.
    """
    met: set[tuple[int, str]] = set()
    sides: tuple[list[Seen], list[Seen]] = ([], [])
    for one in seen:
        sides[(one.person, one.what) in met].append(one)
        met.add((one.person, one.what))
    if any(len(side) < STATEMENTS or len({one.person for one in side}) < LEAST for side in sides):
        return None
    first, later = _bearing(sides[0]), _bearing(sides[1])
    if first is None or later is None:
        return None
    error = sqrt(first.distance_error**2 + later.distance_error**2)
    difference = later.distance - first.distance
    return Growth(first, later, difference, difference - _SIDES * error, difference + _SIDES * error)


def _bearing(seen: Iterable[Seen]) -> Bearing | None:
    counts = {World.REAL: [0, 0], World.ALTERNATE: [0, 0]}
    for one in seen:
        counts[one.world][0] += one.said_real
        counts[one.world][1] += 1
    return bearing(*counts[World.REAL], *counts[World.ALTERNATE])


def folded(question: str) -> str:
    """A question as it is counted: its folded words, without long numbers; empty if nothing is left."""
    kept = [word for word in tokens(question) if not (word.isdigit() and len(word) >= DIGITS)]
    return " ".join(kept)[:WORDS_LIMIT]
