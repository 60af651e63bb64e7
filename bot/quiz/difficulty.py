"""How hard a question is: a first guess from its kind and its fact, then what the answers show."""

from __future__ import annotations

from typing import Final

from bot.history.model import Fact, Tier, World
from bot.quiz.known import Asked
from bot.quiz.oddities import ASKED_BEFORE_JUDGED, TOO_EASY, TOO_HARD

MIDDLE: Final = 0.4
"""The share of wrong answers that a round should have: most of it known, much of it not."""
_PRIOR_WEIGHT = 8
"""The first guess counts as much as this many answers."""


def prior(hard: float, fact: Fact) -> float:
    """The expected share of wrong answers before anyone has answered, from that of its kind.

    What the pack's own document tells is easier than its background, and the scenario's broad strokes lie between.
    """
    shift = 0.0 if fact.world is World.ALTERNATE else -0.05 if fact.tier is Tier.DOCUMENT else 0.05
    return round(hard + shift, 2)


def learnt(prior: float, asked: Asked | None) -> float:
    """The share of wrong answers with `prior` as if it had been seen in eight answers (additive smoothing)."""
    if asked is None:
        return prior
    return (prior * _PRIOR_WEIGHT + asked.answers - asked.right) / (_PRIOR_WEIGHT + asked.answers)


def says_little(asked: Asked | None) -> bool:
    """Whether an item was asked often and hardly anybody has it wrong, or right: it tells nobody from anybody."""
    if asked is None or asked.answers < ASKED_BEFORE_JUDGED:
        return False
    return not TOO_HARD < asked.right / asked.answers < TOO_EASY
