"""How likely it is that a claim is about a fact, whether it agrees with it or not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bot.history.search import Index
from bot.history.verdict.reading import Claim
from bot.history.verdict.weighing import Weighing

LEAST_LEAD, MOST_LEAD = -0.2, 0.4
STRANGE_SCALE = 5.0


@dataclass(frozen=True, slots=True)
class Rank:
    """How the matcher ranks a fact for a claim."""

    whole: float = 0.0
    """Its score as a share of the best, 0 to 1."""
    nameless: float = 0.0
    """The same for the claim without whom it names, or without the places: a deed is found even if another name was put
    on it."""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that a claim may be about."""

    weighing: Weighing
    features: tuple[float, ...]

    @property
    def about(self) -> float:
        """The probability that the claim is about this fact.

        A logistic regression, fitted on the half of the labelled claims to tune on and rounded.
        """
        logit = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, self.features, strict=True))
        return 1 / (1 + math.exp(-logit))


BIAS = -11.62
WEIGHTS = (1.34, 0.28, 1.03, 1.21, 0.01, 6.17, -0.88, 2.08, 4.21, 0.15, -0.21, 0.96, -1.09, -2.84)
"""Of the features in the order of `features_of`."""


def ranks(claim: Claim, index: Index) -> dict[str, Rank]:
    """The facts the matcher finds for `claim`, by id."""
    whole = dict(index.scores(claim.text))
    best = max(whole.values(), default=1.0)
    without: dict[str, float] = {}
    for text in dict.fromkeys((_less(claim, places=False), _less(claim, places=True))):
        scores = dict(index.scores(text))
        top = max(scores.values(), default=1.0)
        for id, score in scores.items():
            without[id] = max(score / top, without.get(id, 0.0))
    return {
        id: Rank(whole.get(id, 0.0) / best, without.get(id, 0.0), whole.get(id, 0.0))
        for id in dict.fromkeys((*whole, *without))
    }


def _less(claim: Claim, *, places: bool) -> str:
    """`claim` without the places it names, or without the people."""
    text = claim.flat
    for name in claim.names:
        if name.place is places:
            text = text[: name.at] + " " * len(name.shown) + text[name.at + len(name.shown) :]
    return text


def features_of(weighing: Weighing, rank: Rank, rivals: Sequence[Weighing]) -> tuple[float, ...]:
    """What the probability is made from, for one of the facts weighed against a claim."""
    lead = weighing.fit - max((rival.fit for rival in rivals if rival is not weighing), default=0.0)
    return (
        weighing.fit,
        weighing.stated,
        weighing.deed,
        math.log1p(weighing.held),
        weighing.strange / STRANGE_SCALE,
        max(LEAST_LEAD, min(MOST_LEAD, lead)),
        float(len({name.shown for name in weighing.missing})),
        rank.whole,
        rank.nameless,
        rank.score,
        float(len({difference.what for difference in weighing.differences})),
        float(weighing.agreeing),
        float(weighing.unsettled),
        float(weighing.bystander is not None),
    )
