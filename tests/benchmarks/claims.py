"""How well claims are checked: `uv run python -m tests.benchmarks.claims` prints the figures of both halves.

`--development` prints those of the claims to develop with, `--blind` those of claims that nobody who works on it has
read. `--wrong` also lists what fails, but never of the half to report or of the blind ones. `--fit` prints the weights
of `bot.history.verdict.about`, fitted on the half to tune on: run it when the matcher has changed, and then
`tests.benchmarks.verdicts`.
"""

from __future__ import annotations

import argparse

import numpy as np

from bot.history.subject import Subject
from bot.history.verdict.checker import Checker, Verdict
from bot.settings import ROOT
from tests.labelled.claims import Figures, blind, development, judged, labelled

RIDGE = 3.0
"""How strongly the fit is held to small weights, on features of standard deviation 1."""
STEPS = 60


def show(half: str, figures: Figures) -> None:
    """Print the figures of one half."""
    verdicts = [verdict.value for verdict in Verdict]
    count = len(figures.outcomes)
    print(f"{half}: {count} claims, {figures.accuracy:.1%} right")
    print(f"  alternate or contradicted called real  {figures.fiction_called_real:.1%}")
    print(f"  absent called contradicted             {figures.absent_called_neither:.1%}")
    print(f"  decidable left open                    {figures.undecided:.1%}")
    print(f"  what differs named rightly             {figures.differences_right:.1%}")
    for language in ("en", "es"):
        own = Figures([outcome for outcome in figures.outcomes if outcome.claim.lang == language])
        print(f"  {language}  {len(own.outcomes)} claims, {own.accuracy:.1%} right")
    confusion = figures.confusion()
    print(" " * 12 + "".join(f"{verdict:>10}" for verdict in verdicts))
    for true in verdicts:
        print(f"{true:>12}" + "".join(f"{confusion[true, given]:>10}" for given in verdicts))


def fit(checker: Checker) -> tuple[float, list[float]]:
    """Bias and weights of the probability that a claim is about a fact: ridge logistic regression by Newton's steps."""
    rows, right = [], []
    for claim in labelled("tune"):
        for candidate in checker.candidates(checker.read(claim.text)):
            rows.append(candidate.features)
            right.append(candidate.weighing.record.fact.id in claim.facts)
    features, truth = np.array(rows), np.array(right, dtype=float)
    mean, spread = features.mean(0), features.std(0) + 1e-9
    scaled = np.c_[np.ones(len(features)), (features - mean) / spread]
    penalty = RIDGE * np.eye(scaled.shape[1])
    penalty[0, 0] = 1e-6
    weights = np.zeros(scaled.shape[1])
    for _ in range(STEPS):
        certain = 1 / (1 + np.exp(-scaled @ weights))
        curvature = scaled.T @ (scaled * (certain * (1 - certain))[:, None]) + penalty
        weights += np.linalg.solve(curvature, scaled.T @ (truth - certain) - penalty @ weights)
    return float(weights[0] - (weights[1:] * mean / spread).sum()), [float(one) for one in weights[1:] / spread]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wrong", action="store_true", help="list what fails, the half to report left out")
    parser.add_argument("--half", choices=["tune", "report"], help="only one half")
    parser.add_argument("--development", action="store_true", help="the claims to develop with instead")
    parser.add_argument("--blind", action="store_true", help="the claims that are never read instead")
    parser.add_argument("--fit", action="store_true", help="print fitted weights and nothing else")
    options = parser.parse_args()
    checker = Subject.read(ROOT / "data" / "trotsky-in-mexico").claims
    if options.fit:
        bias, weights = fit(checker.checker)
        print(f"BIAS = {bias:.2f}")
        print(f"WEIGHTS = ({', '.join(f'{weight:.2f}' for weight in weights)})")
        return
    halves = [options.half] if options.half else ["tune", "report"]
    sets = development() if options.development else {half: labelled(half) for half in halves}
    if options.blind:
        sets = blind()
    for name, claims in sets.items():
        figures = judged(checker, claims)
        show(name, figures)
        if options.wrong and not options.blind and name != "report":
            for outcome in figures.outcomes:
                if not outcome.right:
                    print(f"  {outcome.claim.verdict} → {outcome.ruling.verdict}: {outcome.claim.text}")


if __name__ == "__main__":
    main()
