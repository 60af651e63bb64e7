"""How hard a question is: a first guess from its kind and its fact, then what the answers show."""

from __future__ import annotations

from bot.history.model import Fact, Tier, World

_PRIOR_WEIGHT = 8
"""The first guess counts as much as this many answers."""


def prior(hard: float, fact: Fact) -> float:
    """The expected share of wrong answers before anyone has answered, from that of its kind.

    What the pack's own document tells is easier than its background, and the scenario's broad strokes lie between.
    """
    shift = 0.0 if fact.world is World.ALTERNATE else -0.05 if fact.tier is Tier.DOCUMENT else 0.05
    return round(hard + shift, 2)


def learnt(prior: float, right: int, answered: int) -> float:
    """The share of wrong answers with `prior` as if it had been seen in eight answers (additive smoothing)."""
    return (prior * _PRIOR_WEIGHT + answered - right) / (_PRIOR_WEIGHT + answered)
