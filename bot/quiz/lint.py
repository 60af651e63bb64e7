"""The linter of questions: no question gives its answer away, and no wrong option is right as well.

It looks at every question the pack can ask, in every language; `divergence quiz check` prints what it finds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from statistics import fmean

from bot.history.dates import Moment, Precision
from bot.history.model import Fact, Pack, World
from bot.language import Language
from bot.quiz.judge import Judgement, judge
from bot.quiz.model import Question, QuestionKind
from bot.quiz.questions import KINDS, build, candidates
from bot.text import fold, tokens

VARIANTS = 6
"""Of each item that varies, how many variants are looked at."""
LIMITS = {"ask": 120, "prompt": 700, "option": 100, "feedback": 400}
"""Characters, so that a question fits a phone, and an option a menu of Discord."""
EVEN = 0.10
"""How far the share of questions whose longest option is right may lie from chance."""
SAME_LENGTH = 5
"""By how many characters, on average, the statements of one world may be longer."""

_YEAR = re.compile(r"\b(?:1[89]|20)\d\d")
_WORLD_WORDS = re.compile(
    r"\b(?:real|really|actually|alternate|scenario|fictional|realmente|en realidad|de hecho|escenario|ficticios?"
    r"|ficticias?)\b",
    re.IGNORECASE,
)
Check = Callable[[Pack, Question, Language], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and everything that is wrong with it."""

    counts: Mapping[tuple[str, str], int]
    """How many questions of each kind and answer (`real`, `alternate`, …; the world asked of where that is open)."""
    faults: tuple[str, ...]
    longest: Mapping[str, tuple[float, float]]
    """Of kinds with choices of their own: how often the longest option alone is right, and how often by chance."""


def lint(pack: Pack) -> Report:
    """Look at every question the pack can ask."""
    pool = list(questions(pack))
    faults = [fault for question in pool for fault in faults_of(pack, question)]
    longest = {f"{kind} {language}": shares for kind, language, shares in _longest(pool)}
    faults += [
        f"{name}: the longest option is right in {share:.0%}, by chance in {chance:.0%}"
        for name, (share, chance) in longest.items()
        if abs(share - chance) > EVEN
    ]
    faults += _unequal_lengths(pool)
    counts = Counter((question.kind.value, _answered(question)) for question in pool)
    return Report(dict(sorted(counts.items())), tuple(faults), longest)


def questions(pack: Pack) -> Iterator[Question]:
    """Every item the pack has, in some of its variants."""
    for candidate in candidates(pack):
        for number in range(VARIANTS if candidate.varies else 1):
            variant = number * 2 + candidate.parity if candidate.parity is not None else number
            yield KINDS[candidate.kind].build(pack, candidate.name, variant)


def _answered(question: Question) -> str:
    if question.seal:
        return question.seal.value
    return question.world.value if question.world else question.answer[0] if question.answer else ""


def faults_of(pack: Pack, question: Question) -> list[str]:
    """Everything wrong with one question."""
    if missing := [text for text in _mappings(question) if set(text) != set(Language)]:
        return [f"{question.id}: {len(missing)} texts are not in every language"]
    faults = [f"{question.id}: {fault}" for fault in _structure(question)]
    if build(pack, question.id) != question:
        faults.append(f"{question.id}: its id does not give it again")
    if Question.from_json(question.to_json()) != question:
        faults.append(f"{question.id}: it does not come back from JSON as it was")
    checks: tuple[Check, ...] = (_texts, _leaks, _also_right, _judging)
    for language in Language:
        for check in checks:
            faults += [f"{question.id}: {language}: {fault}" for fault in check(pack, question, language)]
    return faults


def _mappings(question: Question) -> Iterator[Mapping[Language, object]]:
    yield from (question.ask, question.prompt, question.reveal)
    for option in question.options:
        yield from (option.text, option.feedback)
    if question.gap is not None:
        yield question.gap


def _structure(question: Question) -> Iterator[str]:
    keys = tuple(option.key for option in question.options)
    if keys not in KINDS[question.kind].KEYS:
        yield f"its options have the keys {', '.join(keys)}"
    match question.kind:
        case QuestionKind.GAP:
            if question.gap is None:
                yield "nothing says what belongs in the gap"
        case QuestionKind.ORDER:
            place = {key: number for number, key in enumerate(question.answer)}
            if sorted(question.answer) != sorted(keys) or question.answer == keys:
                yield "its answer is not another order of its options"
            if not question.pairs or any(place[one] > place[two] for one, two in question.pairs):
                yield "its answer breaks an order that is demanded"
        case _:
            if tuple(option.key for option in question.options if option.correct) != question.answer:
                yield "not exactly one option is right, or not the answer"
    if not 0 < question.difficulty < 1:
        yield f"its difficulty is {question.difficulty}"


def _texts(_pack: Pack, question: Question, language: Language) -> Iterator[str]:
    shown = [("ask", question.ask[language])]
    shown += [("option", option.text[language]) for option in question.options]
    shown += [("feedback", option.feedback[language]) for option in question.options]
    if question.kind is not QuestionKind.ORDER:
        shown.append(("prompt", question.prompt[language]))
        if question.prompt[Language.EN] == question.prompt[Language.ES]:
            yield "its prompt is the same in both languages"
    for what, text in shown:
        if not text.strip() or text != text.strip() or re.search(r"[{}]", text):
            yield f"{what} “{text}” is empty or unfinished"
        if len(text) > LIMITS[what]:
            yield f"{what} has {len(text)} characters, at most {LIMITS[what]}"
    for what, texts in (
        ("options", [option.text[language] for option in question.options]),
        ("lines of feedback", [option.feedback[language] for option in question.options]),
    ):
        if len(set(map(fold, texts))) < len(texts):
            yield f"two {what} are the same"


def _leaks(_pack: Pack, question: Question, language: Language) -> Iterator[str]:
    prompt = question.prompt[language]
    words, tells = tokens(prompt), question.seal is None
    if (tells or question.kind is QuestionKind.DATE) and (found := _YEAR.search(prompt)):
        yield f"the prompt names a year: {found[0]}"
    if tells and (found := _WORLD_WORDS.search(prompt)):
        yield f"the prompt says “{found[0]}”"
    if question.kind is QuestionKind.ORDER:
        for option in question.options:
            if found := _YEAR.search(option.text[language]):
                yield f"an event names its year: {found[0]}"
    right = [option.text[language] for option in question.options if option.correct]
    if question.gap is not None:
        right = list(question.gap[language].accept)
    if not tells and question.kind is not QuestionKind.ORDER:
        yield from (f"the prompt holds its answer “{text}”" for text in right if _within(tokens(text), words))


def _within(few: list[str], many: list[str]) -> bool:
    return any(many[start : start + len(few)] == few for start in range(len(many) - len(few) + 1))


def _also_right(pack: Pack, question: Question, language: Language) -> Iterator[str]:
    fact = pack.facts[question.facts[0]]
    match question.kind:
        case QuestionKind.DATE:
            right = _dates_within(fact, language)
            for option in question.options:
                if option.correct != (option.text[language] in right):
                    yield f"“{option.text[language]}” is {'not ' if option.correct else ''}when it was"
        case QuestionKind.WHO:
            part = {name.name[language] for name in (*fact.people, *((fact.by,) if fact.by else ()))}
            for option in question.options:
                if option.correct != (option.text[language] in part):
                    yield f"“{option.text[language]}” has {'no ' if option.correct else ''}part in it"
        case QuestionKind.ORDER:
            when = {key: pack.facts[id].when for key, id in zip(question.answer, question.facts, strict=True)}
            for one, two in question.pairs:
                earlier, later = when[one], when[two]
                if not earlier or not later or earlier.latest >= later.earliest:
                    yield f"the dates of {one} and {two} overlap"
        case _:
            pass


def _dates_within(fact: Fact, language: Language) -> set[str]:
    """Every month and year a fact lies in, as options show them."""
    if fact.when is None:
        return set()
    days = (fact.when.latest - fact.when.earliest).days
    every = [fact.when.earliest + timedelta(days=number) for number in range(days + 1)]
    return {
        Moment(day.replace(day=1), precision).show(language)
        for day in every
        for precision in (Precision.MONTH, Precision.YEAR)
    }  # fmt: skip


def _judging(_pack: Pack, question: Question, language: Language) -> Iterator[str]:
    if question.gap is None:
        return
    gap = question.gap[language]
    denied = [f"not {gap.accept[0]}", f"no {gap.accept[0]}"]
    for texts, wanted in (
        (gap.accept, Judgement.RIGHT),
        (gap.almost, Judgement.ALMOST),
        ((*gap.reject, *denied), Judgement.WRONG),
    ):
        yield from (f"“{text}” is not judged {wanted}" for text in texts if judge(text, gap) is not wanted)


def _longest(pool: Iterable[Question]) -> Iterator[tuple[QuestionKind, Language, tuple[float, float]]]:
    """How often the right option is longer than every other, and how often any is, shared out among them."""
    for kind in (QuestionKind.DATE, QuestionKind.WHO):
        asked = [question for question in pool if question.kind is kind]
        for language in Language:
            alone = [key for question in asked if (key := _longest_option(question, language))]
            right = sum(question.is_right(_longest_option(question, language) or "") for question in asked)
            if asked:
                yield kind, language, (right / len(asked), len(alone) / len(asked[0].options) / len(asked))


def _longest_option(question: Question, language: Language) -> str | None:
    """The key of the option that is longer than every other; None if two are."""
    longest, second = sorted(question.options, key=lambda option: -len(option.text[language]))[:2]
    return longest.key if len(longest.text[language]) > len(second.text[language]) else None


def _unequal_lengths(pool: Iterable[Question]) -> Iterator[str]:
    """Where the statements of one world are longer than those of the other."""
    told = [question for question in pool if question.tells_worlds]
    for language in Language:
        lengths = {
            world: [len(question.prompt[language]) for question in told if question.world is world] for world in World
        }
        if all(lengths.values()):
            difference = fmean(lengths[World.REAL]) - fmean(lengths[World.ALTERNATE])
            if abs(difference) > SAME_LENGTH:
                yield f"{language}: real statements are {difference:+.1f} characters longer than alternate ones"
