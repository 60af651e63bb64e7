"""The items of the shipped pack: the quiz cannot be won by what a statement looks like, nor by a simple strategy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest

from bot.errors import PackError
from bot.history.model import Pack, World
from bot.history.pack import load_pack
from bot.language import Language
from bot.quiz.model import Question, QuestionKind
from bot.quiz.questions.maker import Maker, Wish
from tests.bot.history.packs import FILES
from tests.data.style import FOLDS, Bayes, Classifier, Logistic, Sample, shape

ROUNDS = range(120)
SEEDS = range(3)
AT_MOST = 0.65
CHANCE = 0.08
"""How far from a half a strategy may come out over all rounds."""
Train = Callable[[Sequence[Sample]], Classifier]


def dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - repeatable is what a seed is for


@pytest.fixture(scope="module")
def told(pack: Pack) -> list[Question]:
    """Everything that asks to tell the worlds apart, of many rounds."""
    maker = Maker.of(pack)
    rounds = [maker.make(Wish(10), dice(seed)).questions for seed in ROUNDS]
    return [question for questions in rounds for question in questions if question.world]


def read(question: Question, language: Language) -> Sample:
    """The statement with its names and numbers: all that a player sees."""
    assert question.world
    text = question.prompt[language]
    return Sample(question.world, tuple(re.findall(r"\w+", text.lower())), shape(text, language))


def balanced_accuracy(rows: Sequence[tuple[str, Sample]], train: Train, seed: int) -> float:
    """The mean over the worlds of the share told rightly; what is told was not learnt from."""
    facts = sorted({fact for fact, _ in rows})
    dice(seed).shuffle(facts)
    right: Counter[World] = Counter()
    for number in range(FOLDS):
        held_out = set(facts[number::FOLDS])
        classifier = train([sample for fact, sample in rows if fact not in held_out])
        right.update(
            sample.world for fact, sample in rows if fact in held_out and classifier.world(sample) is sample.world
        )
    of = Counter(sample.world for _, sample in rows)
    return sum(right[world] / of[world] for world in of) / len(of)


@pytest.mark.parametrize("train", [Bayes, Logistic])
@pytest.mark.parametrize("language", Language)
def test_the_worlds_cannot_be_told_apart_without_knowing_history(
    told: list[Question], language: Language, train: Train
) -> None:
    statements = {(question.facts[0], question.prompt[language]): question for question in told}
    rows = [(fact, read(question, language)) for (fact, _), question in statements.items()]
    score = sum(balanced_accuracy(rows, train, seed) for seed in SEEDS) / len(SEEDS)
    worlds = Counter(sample.world.value for _, sample in rows)
    print(f"\n{language} {getattr(train, '__name__', '')}: {score:.1%} of {len(rows)} statements ({dict(worlds)})")
    assert score <= AT_MOST


def test_a_classifier_with_names_and_dates_does_find_a_giveaway(told: list[Question]) -> None:
    rows = []
    for question in told:
        sample = read(question, Language.EN)
        giveaway = ("1943",) if question.world is World.ALTERNATE else ("1937",)
        rows.append((question.facts[0], Sample(sample.world, sample.words + giveaway, sample.shape)))
    assert balanced_accuracy(rows, Logistic, 1) > 0.9


def always_real(_question: Question, _pack: Pack) -> World:
    return World.REAL


def always_alternate(_question: Question, _pack: Pack) -> World:
    return World.ALTERNATE


def before_1941_is_real(question: Question, _pack: Pack) -> World:
    years = [int(year) for text in question.prompt.values() for year in re.findall(r"\b(?:1[89]|20)\d\d", text)]
    return World.REAL if years and max(years) < 1941 else World.ALTERNATE


def whoever_knows_the_year_and_nothing_else(question: Question, pack: Pack) -> World:
    when = pack.facts[question.facts[0]].when
    return World.REAL if when and when.latest.year < 1941 else World.ALTERNATE


@pytest.mark.parametrize(
    "strategy", [always_real, always_alternate, before_1941_is_real, whoever_knows_the_year_and_nothing_else]
)
def test_a_simple_strategy_plays_at_chance(
    pack: Pack, told: list[Question], strategy: Callable[[Question, Pack], World]
) -> None:
    right = sum(strategy(question, pack) is question.world for question in told) / len(told)
    print(f"\n{strategy.__name__}: {right:.1%} of {len(told)}")
    assert abs(right - 0.5) <= CHANCE


def test_no_statement_that_is_told_apart_names_a_year(told: list[Question]) -> None:
    assert not [text for question in told for text in question.prompt.values() if re.search(r"\d{4}", text)]


def test_almost_every_alternate_event_is_asked(pack: Pack) -> None:
    asked = {statement.fact.id for statement in pack.items.statements.values()}
    alternate = {fact.id for fact in pack.facts.values() if fact.world is World.ALTERNATE}
    # That social programmes won support could be said of either history.
    assert alternate - asked == {"social-programs-win-support"}


def test_every_real_statement_is_of_the_years_of_the_scenario(pack: Pack) -> None:
    early = [
        statement.id
        for statement in pack.items.statements.values()
        if statement.fact.world is World.REAL and statement.fact.when and statement.fact.when.latest.year < 1940
    ]
    # The fact's own dates are those of the first Cristero War; the statement is of the second one's end, by 1941.
    assert early == ["rebellion-dies-out"]


ITEMS = {
    "good": '[[statement]]\nid = "first"\nfact = "first-landing"\n'
    'en = "A man walked there."\nes = "Un hombre caminó."\n',
    "unknown fact": '[[statement]]\nid = "a"\nfact = "nothing"\nen = "So."\nes = "Sí."\n',
    "names a year": '[[statement]]\nid = "a"\nfact = "first-landing"\nen = "In 1969."\nes = "Sí."\n',
    "full stop": '[[statement]]\nid = "a"\nfact = "first-landing"\nen = "So"\nes = "Sí."\n',
    "used twice": 2 * '[[statement]]\nid = "a"\nfact = "first-landing"\nen = "So."\nes = "Sí."\n',
    "one place {}": '[[variant]]\nid = "a"\nfact = "first-landing"\n'
    'en = { text = "So.", right = "a", wrong = "b" }\nes = { text = "Sí {}.", right = "a", wrong = "b" }\n',
    "same both ways": '[[variant]]\nid = "a"\nfact = "first-landing"\n'
    'en = { text = "So {}.", right = "a", wrong = "A" }\nes = { text = "Sí {}.", right = "a", wrong = "b" }\n',
    "stands 0 times": '[[gap]]\nfact = "first-landing"\nen = { blank = "Mars" }\nes = { blank = "Luna" }\n',
    "neither said nor did it": '[[who]]\nfact = "first-landing"\nname = "leonov"\n'
    'others = ["logsdon", "logsdon", "logsdon"]\n',
    "has a part in it": '[[who]]\nfact = "first-landing"\nname = "armstrong"\n'
    'others = ["armstrong", "leonov", "logsdon"]\n',
    "unknown sentence": '[[account]]\nid = "a"\ntopic = "landing"\nsentences = ["x", "y", "z"]\n',
    "does not belong here": '[[riddle]]\nid = "a"\n',
    "is missing": '[[statement]]\nid = "a"\nfact = "first-landing"\nen = "So."\n',
}


def packed(folder: Path, items: str) -> Path:
    for name, text in {**FILES, "items.toml": items}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_items_are_read_in_both_languages(tmp_path: Path) -> None:
    statement = load_pack(packed(tmp_path, ITEMS["good"])).items.statements["first"]
    assert statement.text == {Language.EN: "A man walked there.", Language.ES: "Un hombre caminó."}


@pytest.mark.parametrize(("fault", "items"), [pair for pair in ITEMS.items() if pair[0] != "good"])
def test_a_fault_in_an_item_is_named_by_file_and_entry(tmp_path: Path, fault: str, items: str) -> None:
    with pytest.raises(PackError) as error:
        load_pack(packed(tmp_path, items))
    assert any(line.startswith("items.toml: ") and fault in line for line in error.value.faults)


def test_every_kind_has_what_it_needs(pack: Pack) -> None:
    kinds = Counter(candidate.kind for candidate in Maker.of(pack).candidates)
    assert all(kinds[kind] >= 10 for kind in QuestionKind)
