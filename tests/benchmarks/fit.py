"""Fits what `bot.history` weighs its evidence by: `uv run python -m tests.benchmarks.fit rank`, then `… fit trust`.

`rank` prints the weights facts are ordered by (`rerank.py`), `trust` those of the probability (`confidence.py`). Both
learn from the half of the labelled questions to tune on, the development questions, phrasings held out of the pack one
at a time, and the public tuning sets where they are; `trust` also from facts held out whole, whose phrasings nothing
answers then. The half to report is never read.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.history.confidence import Evidence
from bot.history.model import Fact
from bot.history.rerank import Fit
from bot.history.search import Index, Scope
from bot.language import Language
from tests.benchmarks.adapter import Matcher
from tests.benchmarks.labelled import corpus
from tests.benchmarks.search import DATA, NOISES, load_script
from tests.labelled.questions import development, labelled

Array = NDArray[np.float64]
SEED = 7
HELD_OUT = 2_000
"""Phrasings held out one at a time."""
PUBLIC = 600
"""Questions of each public set and noise."""
WORTH = {"tune": 1.0, "development": 1.0, "phrasing": 0.05, "public": 0.1}
"""A phrasing is much like others of its fact, by the same hand: questions of others are what counts."""
WORTH_TRUST = {
    "tune": 4.0, "development": 3.0, "phrasing": 0.5, "held": 0.25, "public": 0.3, "foreign": 0.6, "near": 4.0,
    "unrelated": 8.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """A question put to an index: what should come first, and what the index makes of it."""

    kind: str
    text: str
    right: frozenset[str]
    index: Index

    def candidates(self) -> list[tuple[bool, Array]]:
        """Whether each fact looked at closely is right, and what speaks for it."""
        reading = self.index.read(self.text)
        return [
            (candidate.fact.id in self.right, measures(candidate.fit, candidate.fact.world is reading.leaning))
            for candidate in self.index.closer_look(reading, Scope.REAL_FIRST)
        ]

    def first(self) -> tuple[bool, Evidence] | None:
        """Whether the fact that comes first is right, and the evidence its probability rests on."""
        evidence = self.index.evidence(self.text)
        return None if evidence is None else (evidence[0].id in self.right, evidence[1])


RANKED = ("text", "named", "asked", "verbatim", "sounds", "answers")
"""What `Fit.score` weighs; what `text` is made of was found by trial on the public sets."""


def measures(fit: Fit, leaning: bool) -> Array:
    """What `Fit.score` weighs, in the order of RANKED, and whether the question leans its way."""
    values = [float(getattr(fit, name)) for name in RANKED]
    return np.array([*values, float(leaning)])


def held_out(facts: Sequence[Fact], index: Index) -> Iterator[Asked]:
    """Phrasings, each asked of the pack without it; every third with typos. To be used up one by one."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    every = [
        (fact, language, at)
        for fact in facts
        for language, text in fact.text.items()
        for at in range(len(text.asked_as))
    ]
    for number, (fact, language, at) in enumerate(chance.sample(every, HELD_OUT)):
        asked = fact.text[language].asked_as[at]
        index.add(without(fact, language, at))
        yield Asked("phrasing", mistyped(asked, chance) if number % 3 == 0 else asked, frozenset([fact.id]), index)
        index.add(fact)


def without(fact: Fact, language: Language, at: int) -> Fact:
    """`fact` less one phrasing."""
    text = fact.text[language]
    fewer = replace(text, asked_as=text.asked_as[:at] + text.asked_as[at + 1 :])
    return replace(fact, text={**fact.text, language: fewer})


def mistyped(text: str, chance: random.Random) -> str:
    """`text` with a slip in three of ten of its longer words."""
    slips: list[Callable[[str, int], str]] = [
        lambda word, at: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        lambda word, at: word[:at] + word[at + 1 :],
        lambda word, at: word[: at + 1] + word[at:],
    ]
    return " ".join(
        chance.choice(slips)(word, chance.randrange(len(word) - 1)) if len(word) > 3 and chance.random() < 0.3 else word
        for word in text.lower().split()
    )


def questions(index: Index) -> Iterator[Asked]:
    """The labelled questions to tune on, and the development questions."""
    for kind, (answerable, unanswerable) in {"tune": labelled("tune"), "development": development()}.items():
        for question in answerable:
            yield Asked(kind, question.text, frozenset(question.facts), index)
        for question in unanswerable:
            yield Asked(question.kind, question.text, frozenset(), index)


def left_out(facts: Sequence[Fact], index: Index) -> Iterator[Asked]:
    """Phrasings of facts that are not there: near misses. To be used up one by one."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    for fact in facts:
        index.remove(fact.id)
        for text in fact.text.values():
            for asked in chance.sample(text.asked_as, min(4, len(text.asked_as))):
                yield Asked("held", asked, frozenset(), index)
        index.add(fact)


def public(data: Path, foreign: Index | None = None) -> Iterator[Asked]:
    """The questions of the public sets where they are, asked of their own passages or of a `foreign` index."""
    if not data.is_dir():
        return
    script = load_script(data)
    for name in script.TEST_SETS:
        matcher = Matcher()
        matcher.index(script.load(name)[0])
        for noise in NOISES:
            for query, right, *_ in script.queries(name, noise, PUBLIC):
                golden = {right} if isinstance(right, int) else set(right)
                if foreign is None:
                    yield Asked("public", query, frozenset(map(str, golden)), matcher.hold)
                else:
                    yield Asked("foreign", query, frozenset(), foreign)


def descend(loss: Callable[[Array], tuple[float, Array]], start: Array, free: Array, steps: int = 3_000) -> Array:
    """The weights that make a convex `loss` small (it gives its gradient too), those not `free` kept above zero."""
    weights, speed, square = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, steps + 1):
        gradient = loss(weights)[1]
        speed = 0.9 * speed + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        rate = 0.05 * min(1.0, 4 * (1 - step / steps))
        weights -= rate * (speed / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9)
        weights = np.where(free, weights, np.maximum(weights, 0.0))
    return weights


def rank(data: Path) -> None:
    """Print the weights under which right facts come first: a conditional logit over the candidates."""
    pack = corpus()
    facts, index = list(pack.facts.values()), Index.of(pack)
    rows = []
    for source in (questions(index), held_out(facts, index), public(data)):
        for asked in source:
            found = asked.candidates()
            right = np.array([hit for hit, _ in found])
            if right.any() and not right.all():
                rows.append((WORTH[asked.kind], right, np.array([values for _, values in found])))
    scale = np.vstack([values for _, _, values in rows]).std(axis=0) + 1e-9
    worth = np.array([weight for weight, _, _ in rows])
    lengths = np.array([len(right) for _, right, _ in rows])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    owner = np.repeat(np.arange(len(rows)), lengths)
    values = np.vstack([values for _, _, values in rows]) / scale
    right = np.concatenate([right for _, right, _ in rows])

    def loss(weights: Array) -> tuple[float, Array]:
        scores = values @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        every, golden = np.add.reduceat(powers, starts), np.add.reduceat(powers * right, starts) + 1e-12
        gradient = values.T @ ((powers / every[owner] - powers * right / golden[owner]) * worth[owner])
        cost = float((worth * np.log(every / golden)).sum() + (weights**2).sum() / 2)
        return cost / len(rows), (gradient + weights) / len(rows)

    weights = descend(loss, np.ones(len(RANKED) + 1) / 2, np.zeros(len(RANKED) + 1, bool)) / scale
    for name, weight in zip((*RANKED, "leaning"), weights / weights[0], strict=True):
        print(f"{name:12} {weight:6.2f}")
    print(f"of {len(rows)} questions")


def trust(data: Path) -> None:
    """Print the weights of the probability that the first fact is right: a logistic regression."""
    pack = corpus()
    facts, index = list(pack.facts.values()), Index.of(pack)
    rows = []
    sources = (questions(index), held_out(facts, index), left_out(facts, index), public(data), public(data, index))
    for source in sources:
        for asked in source:
            if (found := asked.first()) is not None:
                rows.append((WORTH_TRUST[asked.kind], found[0], list(found[1].terms().values())))
                names = list(found[1].terms())
    worth, right = np.array([row[0] for row in rows]), np.array([float(row[1]) for row in rows])
    raw = np.array([row[2] for row in rows])
    scale = raw.std(axis=0) + 1e-9
    values = np.hstack([raw / scale, np.ones((len(rows), 1))])

    def loss(weights: Array) -> tuple[float, Array]:
        scores = values @ weights
        chance = 1 / (1 + np.exp(-scores))
        cost = float((worth * (np.logaddexp(0, scores) - right * scores)).sum() + (weights[:-1] ** 2).sum() / 2)
        gradient = values.T @ (worth * (chance - right))
        gradient[:-1] += weights[:-1]
        return cost / len(rows), gradient / len(rows)

    free = np.array([False] * len(names) + [True])
    weights = descend(loss, np.zeros(len(names) + 1), free)
    for name, weight in zip(names, weights[:-1] / scale, strict=True):
        print(f"{name:12} {weight:6.2f}")
    print(f"{'constant':12} {weights[-1]:6.2f}\nof {len(rows)} questions")


def main() -> None:
    """Fit what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("rank", "trust"))
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the public tuning sets")
    given = parser.parse_args()
    {"rank": rank, "trust": trust}[given.what](given.data)


if __name__ == "__main__":
    main()
