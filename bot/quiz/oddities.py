"""Questions that behave oddly: too easy, too hard, or answered wrong more often by those who know more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import StatisticsError, correlation

ASKED_BEFORE_JUDGED = 20
"""Answers an item needs before its share of right ones says something."""
ANSWERS_BEFORE_COMPARED = 30
"""Answers an item needs before those who know more are compared with those who know less."""
OTHERS_BEFORE_COMPARED = 5
"""Other items a player must have answered before it is said how much they know."""
TOO_EASY, TOO_HARD = 0.95, 0.25
"""Shares of right answers; a quarter is what four options give to whoever guesses."""
AGAINST = -0.2
"""The point-biserial correlation from which those who know more go wrong more often."""


class Oddity(StrEnum):
    """In what way an item is odd."""

    TOO_EASY = "too-easy"
    TOO_HARD = "too-hard"
    AGAINST_KNOWLEDGE = "against-knowledge"


@dataclass(frozen=True, slots=True)
class Tried:
    """One player's first answer to one item."""

    item: str
    player: int
    right: bool


@dataclass(frozen=True, slots=True)
class OddItem:
    """An item that a moderator should look at."""

    item: str
    oddity: Oddity
    answers: int
    right: float
    """The share of right answers, 0 to 1."""
    discrimination: float | None
    """Point-biserial correlation of being right here with the share right elsewhere; None where it was not measured."""


def odd_items(tried: Sequence[Tried]) -> tuple[OddItem, ...]:
    """The items that behave oddly, those that go against knowledge first, then by their names."""
    by_item: defaultdict[str, list[Tried]] = defaultdict(list)
    by_player: defaultdict[int, list[Tried]] = defaultdict(list)
    for one in tried:
        by_item[one.item].append(one)
        by_player[one.player].append(one)
    found = (_judge(item, ones, by_player) for item, ones in by_item.items())
    return tuple(sorted(filter(None, found), key=lambda odd: (odd.oddity is not Oddity.AGAINST_KNOWLEDGE, odd.item)))


def _judge(item: str, tried: Sequence[Tried], by_player: dict[int, list[Tried]]) -> OddItem | None:
    share = sum(one.right for one in tried) / len(tried)
    against = _discrimination(tried, by_player)
    if against is not None and against <= AGAINST:
        oddity = Oddity.AGAINST_KNOWLEDGE
    elif len(tried) < ASKED_BEFORE_JUDGED or TOO_HARD < share < TOO_EASY:
        return None
    else:
        oddity = Oddity.TOO_EASY if share >= TOO_EASY else Oddity.TOO_HARD
    return OddItem(item, oddity, len(tried), share, against)


def _discrimination(tried: Iterable[Tried], by_player: dict[int, list[Tried]]) -> float | None:
    """The point-biserial correlation (Pearson's, of a yes or no with a number) of an item with the rest."""
    rights: list[float] = []
    knowing: list[float] = []
    for one in tried:
        others = [other.right for other in by_player[one.player] if other.item != one.item]
        if len(others) >= OTHERS_BEFORE_COMPARED:
            rights.append(one.right)
            knowing.append(sum(others) / len(others))
    if len(rights) < ANSWERS_BEFORE_COMPARED:
        return None
    try:
        return correlation(rights, knowing)
    except StatisticsError:  # everybody alike: nothing to compare
        return None
