"""Fits what verdicts are learnt by: `uv run python -m tests.benchmarks.verdicts` writes `verdict/weights.py`.

`--validate` prints instead how well it does on facts it was not fitted on: the claims are dealt into folds by the fact
they are about. It learns from the half of the labelled claims to tune on, the claims to develop with, and those beside
the record (`beside.toml`); the half to report is never read. Fit `tests.benchmarks.claims --fit` before it.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.history.model import World
from bot.history.subject import Subject
from bot.history.verdict.about import Candidate
from bot.history.verdict.checker import Checker
from bot.history.verdict.judging import VERDICTS, Relation, all_relation_measures, decided, verdict_measures
from bot.history.verdict.likeness import Likeness
from bot.history.verdict.reading import Claim
from bot.history.verdict.ruling import Ruling
from bot.settings import ROOT
from tests.labelled.claims import Labelled, beside, development, labelled

Array = NDArray[np.float64]
WEIGHTS = ROOT / "bot" / "history" / "verdict" / "weights.py"
SEEDS = (0, 1)
FOLDS = 6
INNER = 3
RIDGE_RELATION, RIDGE_VERDICT = 60.0, 10.0
"""How strongly each fit is held to small weights, on measures of standard deviation 1."""
STEPS = 8
BESIDE = 0.1
"""What a claim beside the record counts, of which there are many by one hand."""
SILENT, CARRIES, AGAINST = range(3)


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled claim and what the checker makes of it before anything is learnt."""

    source: str
    label: Labelled
    claim: Claim
    ruled: Ruling
    compared: Sequence[tuple[Candidate, Likeness]]
    names: Sequence[str]
    rows: Array
    """Measures of its relation to each of the facts compared."""
    relations: NDArray[np.int_]
    about: str
    """The fact it is dealt by."""
    worth: float

    def measures(self, chances: Array) -> dict[str, float]:
        """What its verdict is judged by, if its facts stand to it so."""
        relations = [
            Relation(candidate, likeness, *map(float, row))
            for (candidate, likeness), row in zip(self.compared, chances, strict=True)
        ]
        return verdict_measures(self.claim, relations, self.ruled.verdict.value, self.ruled.confidence)


def examples(checker: Checker) -> Iterator[Example]:
    """Every claim that may be learnt from, of which some fact with sayings may be meant."""
    sets = {"tune": labelled("tune"), **development(), "beside": beside()}
    for source, claims in sets.items():
        for label in claims:
            claim = checker.read(label.text)
            candidates = checker.candidates(claim)
            ruled = checker.by_rules(claim, candidates)
            compared = checker.compared(claim, candidates)
            if not compared:
                continue
            measures = all_relation_measures(claim, compared)
            facts = [candidate.weighing.record.fact for candidate, _ in compared]
            yield Example(
                source, label, claim, ruled, compared, list(measures[0]),
                np.array([list(one.values()) for one in measures]),
                np.array([_relation(label, fact.id, fact.world) for fact in facts]),
                label.facts[0] if label.facts else facts[0].id,
                BESIDE if source == "beside" else 1.0,
            )  # fmt: skip


def _relation(label: Labelled, id: str, world: World) -> int:
    """How a fact stands to a labelled claim. What denies the scenario is real and has a fact of it against it."""
    if id not in label.facts or label.verdict == "unknown":
        return SILENT
    return AGAINST if label.verdict == "neither" or (label.verdict == "real" and world is World.ALTERNATE) else CARRIES


def fitted(rows: Array, truth: NDArray[np.int_], classes: int, ridge: float, worth: Array) -> Array:
    """The weights of a softmax regression, one row a measure (the first is one): Newton's steps on scaled measures."""
    spread = rows.std(0)
    mean = np.where(spread > 0, rows.mean(0), 0.0)
    spread = np.where(spread > 0, spread, 1.0)
    scaled = (rows - mean) / spread
    scaled[:, 0] = 1.0
    width = scaled.shape[1]
    wanted = np.eye(classes)[truth]
    found = np.zeros((width, classes))
    penalty = np.full(width, ridge)
    penalty[0] = 1e-3
    for _ in range(STEPS):
        sums = scaled @ found
        powers = np.exp(sums - sums.max(1, keepdims=True))
        chance = powers / powers.sum(1, keepdims=True)
        slope = scaled.T @ ((chance - wanted) * worth[:, None]) + penalty[:, None] * found
        curve = np.zeros((classes * width, classes * width))
        for one in range(classes):
            for two in range(one, classes):
                part = worth * chance[:, one] * ((one == two) - chance[:, two])
                block = scaled.T @ (scaled * part[:, None])
                curve[one * width : (one + 1) * width, two * width : (two + 1) * width] = block
                curve[two * width : (two + 1) * width, one * width : (one + 1) * width] = block.T
        curve += np.diag(np.tile(penalty, classes) + 1e-6)
        found -= np.linalg.solve(curve, slope.T.ravel()).reshape(classes, width).T
    raw = found / spread[:, None]
    raw[0] = found[0] - (found[1:] * (mean / spread)[1:, None]).sum(0)
    return raw


def chances(rows: Array, weights: Array) -> Array:
    """What a softmax regression gives for each row."""
    sums = rows @ weights
    powers: Array = np.exp(sums - sums.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def fit_relations(some: Sequence[Example]) -> Array:
    """The weights of how a fact stands to a claim."""
    worth = np.concatenate([np.full(len(one.rows), one.worth) for one in some])
    rows, truth = np.concatenate([one.rows for one in some]), np.concatenate([one.relations for one in some])
    return fitted(rows, truth, 3, RIDGE_RELATION, worth)


def fit_verdicts(some: Sequence[Example], measured: Sequence[Mapping[str, float]]) -> Array:
    """The weights of the verdict."""
    rows = np.array([list(one.values()) for one in measured])
    truth = np.array([VERDICTS.index(one.label.verdict) for one in some])
    return fitted(rows, truth, len(VERDICTS), RIDGE_VERDICT, np.array([one.worth for one in some]))


def dealt(some: Sequence[Example], seed: int, folds: int) -> list[int]:
    """The fold of each example: those about one fact are in one."""
    facts = sorted({one.about for one in some})
    random.Random(seed).shuffle(facts)  # noqa: S311 - no secret
    fold = {id: number % folds for number, id in enumerate(facts)}
    return [fold[one.about] for one in some]


def fit(some: Sequence[Example]) -> tuple[Array, Array]:
    """Both fits; the second learns from relations of facts that the first was not fitted on."""
    fold = dealt(some, len(some), INNER)
    measured: dict[int, dict[str, float]] = {}
    for number in range(INNER):
        weights = fit_relations([one for one, own in zip(some, fold, strict=True) if own != number])
        for at, one in enumerate(some):
            if fold[at] == number:
                measured[at] = one.measures(chances(one.rows, weights))
    return fit_relations(some), fit_verdicts(some, [measured[at] for at in range(len(some))])


def validate(some: Sequence[Example]) -> None:
    """Print how well facts do that were not fitted on."""
    given: dict[str, Counter[tuple[str, str]]] = {}
    loss: list[float] = []
    for seed in SEEDS:
        fold = dealt(some, seed, FOLDS)
        for number in range(FOLDS):
            relation, verdict = fit([one for one, own in zip(some, fold, strict=True) if own != number])
            for one, own in zip(some, fold, strict=True):
                if own == number:
                    measures = one.measures(chances(one.rows, relation))
                    row = chances(np.array([list(measures.values())]), verdict)[0]
                    by_rules = one.ruled.verdict.value
                    ruled = by_rules if not one.ruled.relevant else decided(row, by_rules)
                    given.setdefault(one.source, Counter())[one.label.verdict, ruled] += 1
                    if one.source != "beside":
                        loss.append(-float(np.log(row[VERDICTS.index(one.label.verdict)])))
    for source, counts in given.items():
        print(f"{source:12} {_figures(counts)}")
    print(f"{'labelled':12} {_figures(sum((given[name] for name in given if name != 'beside'), Counter()))}")
    print(f"loss {np.mean(loss):.3f}")


def _figures(counts: Counter[tuple[str, str]]) -> str:
    def share(among: Iterable[str], verdict: str) -> float:
        whole = sum(count for (true, _), count in counts.items() if true in among)
        return sum(counts[true, verdict] for true in among) / (whole or 1)

    right = sum(count for (true, given), count in counts.items() if true == given) / counts.total()
    decidable = [verdict for verdict in VERDICTS if verdict != "unknown"]
    return (
        f"{right:.1%} right / {share(['alternate', 'neither'], 'real'):.1%} / {share(['unknown'], 'neither'):.1%}"
        f" / {share(decidable, 'unknown'):.1%}"
    )


def written(relation: Array, verdict: Array, some: Sequence[Example]) -> str:
    """The fitted weights as the module that holds them."""
    names = list(some[0].measures(chances(some[0].rows, relation)))

    def table(name: str, keys: Sequence[str], weights: Array) -> str:
        rows = (
            f'    "{key}": ({", ".join(f"{one:.4g}" for one in row)}),\n'
            for key, row in zip(keys, weights, strict=True)
        )
        return f"{name}: dict[str, tuple[float, ...]] = {{\n{''.join(rows)}}}\n"

    return (
        '"""What `judging.py` weighs by: fitted by `tests.benchmarks.verdicts`, not written by hand."""\n\n'
        + table("RELATION", some[0].names, relation)
        + '"""For silent, carries and against."""\n'
        + table("VERDICT", names, verdict)
        + '"""For the verdicts in the order of `judging.VERDICTS`."""\n'
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--validate", action="store_true", help="print how well it does on facts not fitted on")
    options = parser.parse_args()
    checker = Subject.read(ROOT / "data" / "trotsky-in-mexico").claims.checker
    some = list(examples(checker))
    if options.validate:
        validate(some)
        return
    WEIGHTS.write_text(written(*fit(some), some), encoding="utf-8")


if __name__ == "__main__":
    main()
