"""The compass: how well a player tells the two worlds apart, and which way they lean when they cannot.

Signal detection (Green & Swets 1966): a real statement is the signal, and saying “real” is saying it is there. d′ is
the distance z(hits) - z(false alarms), 0 for whoever says the same to everything; the bias c = -(z(hits) + z(false
alarms)) / 2 is below 0 for whoever believes fiction and above 0 for whoever doubts history. z is the inverse of the
normal distribution.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from bot.history.model import World
from bot.quiz.scoring import PASS

SHOWN_AFTER = 20
"""Statements decided before a compass is shown: with fewer it says more about luck than about the player."""
THEME_SHOWN_AFTER = 10
CALIBRATED_AFTER = 5
"""Answers of one sureness before it is said how often they were right."""

_NORMAL = NormalDist()
_SIDES = 1.96
"""Standard errors on either side that hold 95 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Told:
    """One answer to a statement of one of the worlds."""

    theme: str
    world: World
    """Where the statement is from."""
    key: str
    """What the player said: a world, or a pass."""
    sure: bool

    @property
    def right(self) -> bool:
        return self.key == self.world


@dataclass(frozen=True, slots=True)
class Bearing:
    """d′ and bias over some statements, each with its standard error."""

    distance: float
    """d′."""
    distance_error: float
    bias: float
    """c: below 0 believes fiction, above 0 doubts history."""
    bias_error: float
    items: int
    """The statements it rests on, without passes."""

    @property
    def range(self) -> tuple[float, float]:
        """Between what d′ lies with 95 % confidence."""
        return self.distance - _SIDES * self.distance_error, self.distance + _SIDES * self.distance_error


@dataclass(frozen=True, slots=True)
class Share:
    """How often answers of one sureness were right."""

    right: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None while there are too few of them."""
        return self.right / self.of if self.of >= CALIBRATED_AFTER else None


@dataclass(frozen=True, slots=True)
class Compass:
    """What a player has shown so far."""

    items: int
    """Statements decided, without passes."""
    passed: int
    bearing: Bearing | None
    """None before there are enough statements, or while they were all of one world."""
    themes: Mapping[str, Bearing]
    """Of the themes with enough statements."""
    sure: Share
    lean: Share
    stood_by: Share = Share(0, 0)
    """Of the other kinds of question: of the answers marked sure, those that were right."""
    doubted: Share = Share(0, 0)
    """And of those that were not marked."""

    @property
    def missing(self) -> int:
        """How many statements more before the bearing is shown."""
        return max(0, SHOWN_AFTER - self.items)


def compass(told: Sequence[Told], stood_by: Share = Share(0, 0), doubted: Share = Share(0, 0)) -> Compass:
    """The compass of one player's answers to real-or-alternate statements, with how sure they were of other answers."""
    decided = [one for one in told if one.key != PASS]
    themes: defaultdict[str, list[Told]] = defaultdict(list)
    for one in decided:
        themes[one.theme].append(one)
    bearings = ((theme, _bearing_of(ones)) for theme, ones in sorted(themes.items()) if len(ones) >= THEME_SHOWN_AFTER)
    return Compass(
        len(decided),
        len(told) - len(decided),
        _bearing_of(decided) if len(decided) >= SHOWN_AFTER else None,
        {theme: found for theme, found in bearings if found},
        _share(one for one in decided if one.sure),
        _share(one for one in decided if not one.sure),
        stood_by,
        doubted,
    )


def _share(told: Iterable[Told]) -> Share:
    right = [one.right for one in told]
    return Share(sum(right), len(right))


def _bearing_of(told: Iterable[Told]) -> Bearing | None:
    said_real = {World.REAL: [0, 0], World.ALTERNATE: [0, 0]}
    for one in told:
        said_real[one.world][0] += one.key == World.REAL
        said_real[one.world][1] += 1
    return bearing(*said_real[World.REAL], *said_real[World.ALTERNATE])


def bearing(hits: int, real: int, false_alarms: int, alternate: int) -> Bearing | None:
    """The bearing of a player who called `hits` of `real` real statements and `false_alarms` of `alternate` ones real.

    Rates of 0 and 1 have no z, so both are corrected by the log-linear rule (Hautus 1995, Behavior Research Methods
    27: 46-51): 0.5 is added to the counts and 1 to the totals. Where the totals differ, these two pseudo-answers are
    shared out in proportion to them, which leaves d′ = 0 for whoever always says the same.

    The standard errors are Gourevitch & Galanter's (1967, Psychometrika 32: 25-33). None if a world is missing.
    """
    if not real or not alternate:
        return None
    everything = real + alternate
    # (hits + p) / (real + 2p) with p = real / everything, and the same of the other; in whole numbers, so that equal
    # shares give equal rates to the last bit.
    hit_rate = (hits * everything + real) / (real * (everything + 2))
    alarm_rate = (false_alarms * everything + alternate) / (alternate * (everything + 2))
    hit, alarm = _NORMAL.inv_cdf(hit_rate), _NORMAL.inv_cdf(alarm_rate)
    variance = sum(
        rate * (1 - rate) / (count * _NORMAL.pdf(z) ** 2)
        for rate, count, z in ((hit_rate, real, hit), (alarm_rate, alternate, alarm))
    )
    error = sqrt(variance)
    return Bearing(hit - alarm, error, -(hit + alarm) / 2, error / 2, everything)
