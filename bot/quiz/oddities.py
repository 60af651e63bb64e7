"""Questions that behave oddly: too easy, too hard, or answered wrong more often by those who know more."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
    rights: Counter[int] = Counter()
    answers: Counter[int] = Counter()
    for one in tried:
        by_item[one.item].append(one)
        rights[one.player] += one.right
        answers[one.player] += 1
    found = (_judge(item, ones, rights, answers) for item, ones in by_item.items())
    return tuple(sorted(filter(None, found), key=lambda odd: (odd.oddity is not Oddity.AGAINST_KNOWLEDGE, odd.item)))


def _judge(
    item: str, tried: Sequence[Tried], rights: Mapping[int, int], answers: Mapping[int, int]
) -> OddItem | None:  # fmt: skip
    share = sum(one.right for one in tried) / len(tried)
    against = _discrimination(tried, rights, answers)
    if against is not None and against <= AGAINST:
        oddity = Oddity.AGAINST_KNOWLEDGE
    elif len(tried) < ASKED_BEFORE_JUDGED or TOO_HARD < share < TOO_EASY:
        return None
    else:
        oddity = Oddity.TOO_EASY if share >= TOO_EASY else Oddity.TOO_HARD
    return OddItem(item, oddity, len(tried), share, against)


def _discrimination(
    tried: Iterable[Tried], rights: Mapping[int, int], answers: Mapping[int, int]
) -> float | None:  # fmt: skip
    """The point-biserial correlation (Pearson's, of a yes or no with a number) of an item with the rest."""
    right: list[float] = []
    knowing: list[float] = []
    for one in tried:
        others = answers[one.player] - 1  # each item was tried once by each
        if others >= OTHERS_BEFORE_COMPARED:
            right.append(one.right)
            knowing.append((rights[one.player] - one.right) / others)
    if len(right) < ANSWERS_BEFORE_COMPARED:
        return None
    try:
        return correlation(right, knowing)
    except StatisticsError:  # everybody alike: nothing to compare
        return None
