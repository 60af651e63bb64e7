"""What is learnt: how a fact stands to a claim, and which verdict all facts together speak for.

Two regressions over named measures. Their weights are in `weights.py`, fitted by `tests.benchmarks.verdicts`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from bot.history.model import Fact, World
from bot.history.verdict.about import Candidate
from bot.history.verdict.comparing import What
from bot.history.verdict.likeness import Likeness
from bot.history.verdict.reading import Claim

Measures = Mapping[str, float]
Weights = Mapping[str, Sequence[float]]

_LIKENESS = tuple(field.name for field in fields(Likeness) if field.name != "what")
_ABOUT = (
    "fit", "stated", "deed", "held", "strange", "lead", "missing", "rank", "rank_nameless", "score", "kinds",
    "agreeing", "unsettled", "bystander",
)  # fmt: skip
"""What the features of `about.features_of` are called."""
VERDICTS = ("real", "alternate", "both", "neither", "unknown")
LOSSES = {
    **dict.fromkeys([("real", "alternate"), ("real", "neither")], 3.0),
    **{("neither", true): 1.6 for true in VERDICTS if true != "neither"},
}
"""How bad it is to give one verdict where another is true, if it is worse than 1: fiction called real is the worst
error, then true history called contradicted."""
OVERRULES = {"neither": 0.55, "both": 0.45, "unknown": 0.0}
"""How likely each verdict must be to overrule one which rules came to, if not `LIKELY`: caution may always."""
LIKELY = 0.65
CERTAIN = 1e-6
UNSURE = 1e-3


@dataclass(frozen=True, slots=True)
class Relation:
    """How a fact stands to a claim: how likely it says it, speaks against it, or neither."""

    candidate: Candidate
    likeness: Likeness
    silent: float
    carries: float
    against: float

    @property
    def fact(self) -> Fact:
        return self.candidate.weighing.record.fact

    @property
    def world(self) -> World:
        return self.fact.world


def relation_measures(
    claim: Claim, candidate: Candidate, likeness: Likeness, rivals: Sequence[Likeness]
) -> dict[str, float]:
    """What the relation of a fact to a claim is judged by; `rivals` are the likenesses to the other facts compared."""
    weighing, about = candidate.weighing, candidate.about
    kinds = {difference.what for difference in weighing.differences}
    return {
        "one": 1.0,
        **dict(zip(_ABOUT, candidate.features, strict=True)),
        "about": about,
        "about_odds": _odds(about, CERTAIN),
        **{f"differs_{what.value}": float(what in kinds) for what in What},
        "unsaid": min(len(weighing.unsaid), 3),
        "lacking": min(len(weighing.lacking), 5),
        "real": float(weighing.record.fact.world is World.REAL),
        "words": len(claim.words) / 10,
        "strangers": float(any(not name.id for name in claim.names)),
        **_of_claim(claim),
        **{name: getattr(likeness, name) for name in _LIKENESS},
        "near": near(likeness),
        "near_lead": near(likeness) - max(map(near, rivals), default=0.0),
        "frame_lead": likeness.frame - max((rival.frame for rival in rivals), default=0.0),
    }


def near(likeness: Likeness) -> float:
    """How like a claim is to what people say of a fact, rightly or wrongly."""
    return max(likeness.right, likeness.wrong)


def all_relation_measures(claim: Claim, compared: Sequence[tuple[Candidate, Likeness]]) -> list[dict[str, float]]:
    """What the relations of the facts `compared` to a claim are judged by, in their order."""
    likenesses = [likeness for _, likeness in compared]
    return [
        relation_measures(claim, candidate, likeness, likenesses[:place] + likenesses[place + 1 :])
        for place, (candidate, likeness) in enumerate(compared)
    ]


def closeness(likeness: Likeness | None) -> float:
    """How close a claim comes to a fact by what people say of it and by what its title is about, 0 to 2."""
    return near(likeness) + likeness.frame if likeness else 0.0


def verdict_measures(claim: Claim, relations: Sequence[Relation], ruled: str, sure: float) -> dict[str, float]:
    """What the verdict is judged by: the facts that say it, those against it, and what the rules `ruled`."""

    def most(world: World, part: str) -> float:
        return max((getattr(one, part) for one in relations if one.world is world), default=0.0)

    def of_another(world: World) -> float:
        """How likely a fact of `world` says it, if somebody is named whom that fact does not know."""
        among = (one for one in relations if one.world is world)
        best = max(among, key=lambda one: one.carries, default=None)
        return best.carries if best and names_another(claim, best) else 0.0

    says, fiction = most(World.REAL, "carries"), most(World.ALTERNATE, "carries")
    against, against_fiction = most(World.REAL, "against"), most(World.ALTERNATE, "against")
    meant = max(relations, key=lambda one: one.carries + one.against)
    saying = max(relations, key=lambda one: one.carries)
    denying = max(relations, key=lambda one: one.against)
    return {
        "one": 1.0,
        "says": says, "says_odds": _odds(says, UNSURE),
        "fiction": fiction, "fiction_odds": _odds(fiction, UNSURE),
        "against": against, "against_odds": _odds(against, UNSURE),
        "against_fiction": against_fiction, "against_fiction_odds": _odds(against_fiction, UNSURE),
        "said_less_against": max(says, fiction) - max(against, against_fiction),
        "says_less_fiction": says - fiction,
        "says_of_another": of_another(World.REAL), "fiction_of_another": of_another(World.ALTERNATE),
        "both": min(says, fiction),
        **{f"ruled_{verdict}": float(ruled == verdict) for verdict in VERDICTS},
        "ruled_surely": sure,
        "meant_silent": meant.silent, "meant_carries": meant.carries, "meant_against": meant.against,
        "meant_real": float(meant.world is World.REAL),
        "meant_nowhere": meant.likeness.nowhere, "meant_vote": meant.likeness.vote,
        "saying_silent": saying.silent, "saying_carries": saying.carries, "saying_against": saying.against,
        "denying_silent": denying.silent, "denying_carries": denying.carries, "denying_against": denying.against,
        "words": len(claim.words) / 10,
        **_of_claim(claim),
    }  # fmt: skip


def names_another(claim: Claim, relation: Relation) -> bool:
    """Whether a claim names somebody whom the fact does not know."""
    known = relation.candidate.weighing.record.names
    return any(name.id not in known for name in claim.names if not (name.place or name.denied))


def decided(chances: Sequence[float], ruled: str) -> str:
    """The verdict that does least harm, of `chances` in the order of VERDICTS.

    What the rules `ruled`, if they came to something, is overruled only by a verdict that is likely by itself.
    """
    truths = dict(zip(VERDICTS, chances, strict=True))

    def harm(given: str) -> float:
        return sum(chance * LOSSES.get((given, true), 1.0) for true, chance in truths.items() if true != given)

    best = min(VERDICTS, key=harm)
    return ruled if ruled != "unknown" and truths[best] < OVERRULES.get(best, LIKELY) else best


def _of_claim(claim: Claim) -> dict[str, float]:
    return {
        "names": len(claim.names) / 3,
        "dated": float(bool(claim.times)),
        "numbered": float(bool(claim.numbers)),
        "denies": float(any(word.denied for word in claim.words)),
        "leaning": float(claim.leaning is not None),
    }


def shares(measures: Measures, weights: Weights) -> list[float]:
    """The probabilities that a softmax regression gives."""
    sums = [0.0] * len(weights["one"])
    for name, value in measures.items():
        if value:
            for place, weight in enumerate(weights[name]):
                sums[place] += weight * value
    most = max(sums)
    powers = [math.exp(one - most) for one in sums]
    return [power / sum(powers) for power in powers]


def _odds(chance: float, least: float) -> float:
    return math.log((chance + least) / (1 - chance + least))
