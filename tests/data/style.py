"""Can the world of a fact be told from the style of its statement? Two simple classifiers that try to.

They read what is left of a statement without names, places, numbers and dates: its words, and a few measures of its
shape (length, punctuation, tense and voice). Naive Bayes adds up many faint hints; logistic regression finds the one
that gives all away. Statements of both worlds are written so that neither learns anything.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from statistics import fmean, pstdev
from typing import Protocol

from bot.history.model import Kind, Pack, World
from bot.language import Language
from bot.text import fold

FOLDS = 10
SMOOTHING = 1.0
"""Added to every count (Lidstone); of 0.1, 0.5 and 1 the one that told the first draft of the pack best."""
PASSES = 10
"""Over the training statements; of 4 to 40, the number that told the first draft of the pack best."""
BINS = 5
"""A measure of shape becomes a word of its own: which fifth of the training statements it falls in."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER = re.compile(r"\d+(?:[ .,]\d+)*[ºª]?")
_MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
)
_MONTH = "|".join(sorted(_MONTHS))
# "on 7 December 1936", "el 7 de diciembre de 1936": a date goes whole, or its small words would count the numbers.
_DATE = {
    Language.EN: re.compile(
        rf"(?:\b(?:on|in|of) )?(?:\b\d{{1,2}}(?:-\d{{1,2}})? )?\b(?:{_MONTH})\b(?: \d{{4}})?"
        r"|(?:\b(?:on|in|of) )?\b\d{4}(?:-\d{4})?s?\b",
        re.IGNORECASE,
    ),
    Language.ES: re.compile(
        rf"(?:\b(?:el|del|en) )?(?:\b\d{{1,2}}(?:-\d{{1,2}})? de )?\b(?:{_MONTH})\b(?: de \d{{4}})?"
        r"|(?:\b(?:en|de) )?\b\d{4}(?:-\d{4})?\b",
        re.IGNORECASE,
    ),
}
_SENTENCE_END = re.compile(r"[.!?](?=\W*(?:\s|$))")
_PUNCTUATION = {"comma": ",", "semicolon": ";", "colon": ":", "quote": "“", "bracket": "(", "hyphen": "-",
                "exclamation": "!", "question": "?"}  # fmt: skip
# Tense and voice, by what a word looks like: rough, as a reader's ear is.
_MARKERS: Mapping[Language, Mapping[str, str]] = {
    Language.EN: {
        "be": r"was|were|been|be", "had": r"had", "would": r"would|could|should|might", "ed": r"\w+ed",
        "ing": r"\w\w+ing", "relative": r"who|whom|whose|which|that|where", "possessive": r"\w+['’]s?",
    },
    Language.ES: {
        "se": r"se|\w+rse", "fue": r"fue|fueron|sido", "había": r"hab[íi]an?", "preterite": r"\w+(?:ó|aron|[ij]?eron)",
        "imperfect": r"\w+(?:aba|aban|ía|ían)|era|eran", "participle": r"\w+[ai]d[oa]s?", "infinitive": r"\w+[aei]r",
        "gerund": r"\w+(?:ando|iendo)", "relative": r"que|quien|quienes|donde|cuyo|cuya",
    },
}  # fmt: skip
_MARKED = {
    language: {name: re.compile(f"(?:{pattern})") for name, pattern in markers.items()}
    for language, markers in _MARKERS.items()
}
_PARTICIPLE = re.compile(r"\w+(?:ed|wn|en|ught|ung|ept|elt|ilt|eld|ound|old|ut|un|ade|aid|ain|eft|ent|ost)")


@dataclass(frozen=True, slots=True)
class Sample:
    """A statement as the classifier sees it: its words, and the measures of its shape."""

    world: World
    words: tuple[str, ...]
    shape: Mapping[str, float]


def samples(pack: Pack, language: Language) -> list[Sample]:
    """Every fact of `pack` but its bibliography, as the classifier sees it in `language`."""
    facts = [fact for fact in pack.facts.values() if fact.kind is not Kind.CITATION]
    return seen([(fact.world, fact.text[language].statement) for fact in facts], language, names_of(pack))


def seen(statements: Sequence[tuple[World, str]], language: Language, names: frozenset[str]) -> list[Sample]:
    """`statements` as the classifier sees them; `names` are the folded words of people and places."""
    # "General" is part of a name and an ordinary word as well; what statements write small is no name.
    small = {fold(word) for _, text in statements for word in _WORD.findall(text) if word[0].islower()}
    return [
        Sample(world, tuple(plain_words(text, language, names - small)), shape(text, language))
        for world, text in statements
    ]


def names_of(pack: Pack) -> frozenset[str]:
    """The folded words, written with a capital, of all names and aliases of the pack's people and places."""
    return frozenset(
        fold(word)
        for name in (*pack.people.values(), *pack.places.values())
        for written in (*name.name.values(), *name.aliases)
        for word in _WORD.findall(written)
        if word[0].isupper()
    )


def plain_words(statement: str, language: Language, names: frozenset[str]) -> Iterator[str]:
    """The words of `statement` in lower case, without dates, months, numbers, names and what else has a capital."""
    text = _DATE[language].sub(" ", statement)
    start = True
    last = 0
    for match in _WORD.finditer(text):
        word = match.group()
        start = start or bool(_SENTENCE_END.search(text[last : match.start()]))
        capital = word[0].isupper()
        if not capital or (start and fold(word.split("'")[0]) not in names):
            yield word.lower()
        start, last = False, match.end()


def shape(statement: str, language: Language) -> dict[str, float]:
    """Length in characters and words, sentences, punctuation, and how often each marker of tense and voice stands."""
    text = _NUMBER.sub("0", statement)  # the comma of 30,000 belongs to the number
    words = [word.lower() for word in _WORD.findall(text)]
    measures: dict[str, float] = {
        "characters": len(statement),
        "words": len(statement.split()),
        "letters a word": sum(map(len, words)) / max(1, len(words)),
        "sentences": len(_SENTENCE_END.findall(text)),
        **{name: text.count(mark) for name, mark in _PUNCTUATION.items()},
        **{name: sum(map(bool, map(marker.fullmatch, words))) for name, marker in _MARKED[language].items()},
    }
    if language is Language.EN:
        measures["passive"] = sum(
            first in {"was", "were", "been", "be"} and bool(_PARTICIPLE.fullmatch(second))
            for first, second in pairwise(words)
        )
    return measures


class Classifier(Protocol):
    """What has learnt to tell the worlds."""

    def world(self, sample: Sample) -> World: ...


class Bayes:
    """Multinomial naive Bayes over words and binned measures, with the worlds held equally likely."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        self._cuts = _cuts([sample.shape for sample in samples])
        counts: dict[World, Counter[str]] = {world: Counter() for world in World}
        for sample in samples:
            counts[sample.world].update(self._features(sample))
        vocabulary = set().union(*counts.values())
        self._weight = dict.fromkeys(vocabulary, 0.0)
        most = max(count.total() for count in counts.values())
        for world, sign in ((World.ALTERNATE, 1), (World.REAL, -1)):
            # Counted as if both worlds had as many words: else smoothing alone tells the smaller one.
            scale = most / max(1, counts[world].total())
            for feature in vocabulary:
                self._weight[feature] += sign * log(counts[world][feature] * scale + SMOOTHING)

    def _features(self, sample: Sample) -> Iterator[str]:
        yield from sample.words
        for name, value in sample.shape.items():
            yield f"#{name}:{bisect_left(self._cuts[name], value)}"

    def world(self, sample: Sample) -> World:
        """The likelier world; features that were never seen say nothing."""
        score = sum(self._weight.get(feature, 0.0) for feature in self._features(sample))
        return World.ALTERNATE if score > 0 else World.REAL


class Logistic:
    """Logistic regression over words there or not and standardized measures; both worlds weigh the same in all.

    Fitted by coordinate descent in the dual (Yu, Huang and Lin 2011, Machine Learning 85, section 3) with one Newton
    step a sample, a ridge of 1, and stopped early.
    """

    def __init__(self, samples: Sequence[Sample]) -> None:
        self._spread = {
            name: (fmean(values), pstdev(values) or 1.0)
            for name in samples[0].shape
            for values in ([sample.shape[name] for sample in samples],)
        }
        of = Counter(sample.world for sample in samples)
        rows = [self._features(sample) for sample in samples]
        signs = [1.0 if sample.world is World.ALTERNATE else -1.0 for sample in samples]
        bounds = [len(samples) / len(of) / of[sample.world] for sample in samples]
        lengths = [sum(value * value for value in row.values()) for row in rows]
        duals = [bound / 100 for bound in bounds]
        self._weight: dict[str, float] = {}
        for row, sign, dual in zip(rows, signs, duals, strict=True):
            self._add(row, sign * dual)
        for _ in range(PASSES):
            for number, (row, sign, bound, length) in enumerate(zip(rows, signs, bounds, lengths, strict=True)):
                dual = duals[number]
                slope = sign * self._score(row) + log(dual / (bound - dual))
                step = dual - slope / (length + bound / (dual * (bound - dual)))
                duals[number] = min(max(step, dual / 10), bound - (bound - dual) / 10)
                self._add(row, sign * (duals[number] - dual))

    def _features(self, sample: Sample) -> dict[str, float]:
        measures = sample.shape.items()
        return {
            "": 1.0,
            **dict.fromkeys(sample.words, 1.0),
            **{f"#{name}": (value - self._spread[name][0]) / self._spread[name][1] for name, value in measures},
        }

    def _score(self, row: Mapping[str, float]) -> float:
        return sum(self._weight.get(feature, 0.0) * value for feature, value in row.items())

    def _add(self, row: Mapping[str, float], by: float) -> None:
        for feature, value in row.items():
            self._weight[feature] = self._weight.get(feature, 0.0) + by * value

    def world(self, sample: Sample) -> World:
        """The likelier world."""
        return World.ALTERNATE if self._score(self._features(sample)) > 0 else World.REAL

    def telling(self, count: int) -> tuple[list[str], list[str]]:
        """The `count` features that speak most for the alternate world, and for the real one."""
        ranked = sorted(self._weight.keys() - {""}, key=lambda feature: (self._weight[feature], feature))
        return ranked[::-1][:count], ranked[:count]


def _cuts(shapes: Sequence[Mapping[str, float]]) -> dict[str, list[float]]:
    """For each measure the values that divide the statements into `BINS` parts of about one size."""
    ordered = {name: sorted(measures[name] for measures in shapes) for name in shapes[0]}
    return {
        name: sorted({values[len(values) * part // BINS] for part in range(1, BINS)})
        for name, values in ordered.items()
    }


def balanced_accuracy(
    samples: Sequence[Sample], seeds: Iterable[int], train: Callable[[Sequence[Sample]], Classifier]
) -> float:
    """The mean over the worlds of the share told rightly, by stratified cross-validation, averaged over `seeds`."""
    scores = []
    for seed in seeds:
        right: Counter[World] = Counter()
        for held_out in _folds(samples, random.Random(seed)):  # noqa: S311 - shuffling, not secrecy
            classifier = train([sample for number, sample in enumerate(samples) if number not in held_out])
            told = (samples[number] for number in sorted(held_out))
            right.update(sample.world for sample in told if classifier.world(sample) is sample.world)
        of = Counter(sample.world for sample in samples)
        scores.append(sum(right[world] / of[world] for world in of) / len(of))
    return sum(scores) / len(scores)


def _folds(samples: Sequence[Sample], dice: random.Random) -> list[set[int]]:
    """The numbers of `samples` dealt into `FOLDS` hands, each world evenly."""
    folds: list[set[int]] = [set() for _ in range(FOLDS)]
    dealt = 0
    for world in World:
        numbers = [number for number, sample in enumerate(samples) if sample.world is world]
        dice.shuffle(numbers)
        for number in numbers:
            folds[dealt % FOLDS].add(number)
            dealt += 1
    return folds
