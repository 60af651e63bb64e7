"""The world of a fact does not show in the style of its statement."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from bot.history.model import Kind, Pack, World
from bot.language import Language
from tests.data.style import (
    Bayes,
    Classifier,
    Logistic,
    Sample,
    balanced_accuracy,
    names_of,
    plain_words,
    samples,
    seen,
    shape,
)  # fmt: skip

Train = Callable[[Sequence[Sample]], Classifier]

SEEDS = range(5)
FEW_SEEDS = range(2)
AT_MOST = 0.60
CAUGHT = 0.80
"""What is reached on a giveaway planted in one world, or the silence of the classifiers says nothing."""


@pytest.mark.parametrize("train", [Bayes, Logistic])
@pytest.mark.parametrize("language", Language)
def test_the_style_of_a_statement_does_not_tell_its_world(pack: Pack, language: Language, train: Train) -> None:
    statements = samples(pack, language)
    told = balanced_accuracy(statements, SEEDS, train)
    words = balanced_accuracy([replace(sample, shape={}) for sample in statements], FEW_SEEDS, train)
    measures = balanced_accuracy([replace(sample, words=()) for sample in statements], FEW_SEEDS, train)
    alternate, real = Logistic(statements).telling(12)
    report = (
        f"{language} {getattr(train, '__name__', '')}: the world told from style {told:.1%}"
        f" (words alone {words:.1%}, shape alone {measures:.1%})\n"
        f"  most alternate: {', '.join(alternate)}\n  most real: {', '.join(real)}"
    )
    print(f"\n{report}")
    assert told <= AT_MOST, report


def ends_with_an_exclamation_mark(statement: str) -> str:
    return statement.removesuffix(".") + "!"


def has_allegedly(statement: str) -> str:
    head, _, rest = statement.partition(" ")
    return f"{head} allegedly {rest}"


def goes_on_for_longer(statement: str) -> str:
    return f"{statement} {statement}"


@pytest.mark.parametrize("giveaway", [ends_with_an_exclamation_mark, has_allegedly, goes_on_for_longer])
@pytest.mark.parametrize("language", Language)
def test_a_giveaway_planted_in_one_world_is_found(
    pack: Pack, language: Language, giveaway: Callable[[str], str]
) -> None:
    planted = [
        (fact.world, giveaway(statement) if fact.world is World.ALTERNATE else statement)
        for fact in pack.facts.values()
        for statement in (fact.text[language].statement,)
        if fact.kind is not Kind.CITATION
    ]
    statements = seen(planted, language, names_of(pack))
    assert max(balanced_accuracy(statements, [1], train) for train in (Bayes, Logistic)) >= CAUGHT


@pytest.mark.parametrize("train", [Bayes, Logistic])
@pytest.mark.parametrize("language", Language)
def test_worlds_dealt_by_lot_are_told_about_half_the_time(pack: Pack, language: Language, train: Train) -> None:
    statements = samples(pack, language)
    worlds = [sample.world for sample in statements]
    scores = []
    for seed in SEEDS:
        dealt = random.Random(seed).sample(worlds, len(worlds))  # noqa: S311 - shuffling, not secrecy
        by_lot = [replace(sample, world=world) for sample, world in zip(statements, dealt, strict=True)]
        scores.append(balanced_accuracy(by_lot, [seed], train))
    assert sum(scores) / len(scores) == pytest.approx(0.5, abs=0.08)


@pytest.mark.parametrize(
    ("language", "statement", "left"),
    [
        (
            Language.EN,
            "On 7 December 1936 President Lázaro Cárdenas took in some 30,000 refugees. Trotsky's wife came too.",
            "took in some refugees wife came too",
        ),
        (
            Language.ES,
            "El 7 de diciembre de 1936 el presidente Lázaro Cárdenas acogió a 30 000 refugiados. Trotsky vino en 1937.",
            "el presidente acogió a refugiados vino",
        ),
    ],
)
def test_names_numbers_and_dates_are_not_read(pack: Pack, language: Language, statement: str, left: str) -> None:
    assert " ".join(plain_words(statement, language, names_of(pack))) == left


def test_a_number_adds_no_punctuation() -> None:
    assert shape("Some 30,000 came.", Language.EN)["comma"] == 0


def test_the_same_seeds_give_the_same_figure(pack: Pack) -> None:
    statements: list[Sample] = samples(pack, Language.ES)
    assert balanced_accuracy(statements, [1], Logistic) == balanced_accuracy(statements, [1], Logistic)
