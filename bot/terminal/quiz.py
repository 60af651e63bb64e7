"""The quiz without Discord: `quiz make` prints questions, `quiz play` asks them, `quiz check` looks for faults."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click

from bot.errors import SetupError
from bot.history.card import seal
from bot.history.model import Pack
from bot.language import Language, Words, words
from bot.quiz.about import About, find_about
from bot.quiz.keys import checked_key
from bot.quiz.lint import lint
from bot.quiz.model import ALTERNATE, REAL, Question, QuestionKind
from bot.quiz.moves import Refused
from bot.quiz.questions.maker import Maker, Wish, series
from bot.quiz.scoring import PASS, Given, mark_answer
from bot.terminal.reading import LANGUAGES, read_settings, typed_lines

BELIEFS = {"sr": (REAL, True), "r": (REAL, False), "p": (PASS, False), "a": (ALTERNATE, False), "sa": (ALTERNATE, True)}
"""How real-or-alternate is answered at the keyboard: sure real, lean real, pass, lean alternate, sure alternate."""


@click.group()
def quiz() -> None:
    """The quiz: questions that tell the two histories apart."""


def _pack() -> Pack:
    from bot.history.pack import load_pack

    return load_pack(read_settings().pack)


def _about(pack: Pack, text: str | None) -> About | None:
    if text is None:
        return None
    if (about := find_about(pack, text)) is None:
        raise click.UsageError(f"The pack has no topic, person or place of the name {text!r}.")
    return about


@quiz.command()
@click.option("--count", type=click.IntRange(1, 5000), default=10, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same questions.")
@click.option("--kind", type=click.Choice([kind.value for kind in QuestionKind]), help="Only this kind.")
@click.option("--about", help="A topic, a person or a place.")
@click.option("--lang", type=LANGUAGES, default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object a line.")
def make(count: int, seed: int, kind: str | None, about: str | None, lang: str, as_json: bool) -> None:
    """Print questions with their answers, in rounds of ten."""
    pack, language = _pack(), Language(lang)
    wish = Wish(count, QuestionKind(kind) if kind else None, _about(pack, about))
    made = 0
    for made, question in enumerate(series(Maker.of(pack), wish, seed), start=1):  # noqa: B007 - told below
        if as_json:
            click.echo(json.dumps(as_object(question, language), ensure_ascii=False))
        else:
            click.echo("\n".join((*asked(question, language), *told(question, language), "")))
    if made < count:
        click.echo(f"The pack has {made} of the {count} questions wished for.", err=True)


def as_object(question: Question, language: Language) -> dict[str, Any]:
    """A question in one language as a JSON object; `answer` is the text of the right option, of an order a list."""
    right = [option.text[language] for key in question.answer if (option := question.option(key))]
    answer: str | list[str] = right if question.kind is QuestionKind.ORDER else "".join(right)
    if question.gap is not None:
        answer = question.gap[language].accept[0]
    return {
        "id": question.id,
        "kind": question.kind.value,
        "prompt": "\n".join(prompt(question, language)),
        "options": [
            {"text": option.text[language], "correct": option.correct, "feedback": option.feedback[language]}
            for option in question.options
        ],
        "answer": answer,
        "fact_ids": list(question.facts),
        "world": question.world.value if question.world else None,
        "difficulty": question.difficulty,
    }


def prompt(question: Question, language: Language) -> list[str]:
    """What is asked, under the seal of its world where that is not what is asked."""
    head = [seal(question.seal, language).text] if question.seal else []
    return [*head, question.ask[language], *question.prompt[language].splitlines()]


def asked(question: Question, language: Language) -> list[str]:
    """A question as it is shown, its options with their letters."""
    lines = prompt(question, language)
    if question.kind in {QuestionKind.DATE, QuestionKind.WHO, QuestionKind.ORDER, QuestionKind.THREE_WAY}:
        lines += [f"  {letter} · {option.text[language]}" for letter, option in _lettered(question).items()]
    elif question.kind is QuestionKind.DIVERGENCE:
        lines.append(f"  0 · {question.options[-1].text[language]}")
    return lines


def _lettered(question: Question) -> dict[str, Any]:
    return dict(zip("abcdefgh", question.options, strict=False))


def told(question: Question, language: Language) -> list[str]:
    """What is told after a question: the answer, the record, the scenario, why they differ, and the source."""
    _, reveal = words(language), question.reveal[language]
    answer = as_object(question, language)["answer"]
    lines = [_("Answer: {answer}", answer=" → ".join(answer) if isinstance(answer, list) else answer)]
    if question.kind is QuestionKind.ORDER:
        dated = {option.key: option.feedback[language] for option in question.options}
        lines += [dated[key] for key in question.answer]
    else:
        lines.append(reveal.record)
    if reveal.scenario:
        lines.append(_("In the scenario, instead: {statement}", statement=reveal.scenario))
    lines += [text for text in (reveal.why, reveal.tell) if text]
    return [*lines, reveal.source]


@quiz.command()
@click.option("--count", type=click.IntRange(1, 50), default=10, show_default=True)
@click.option("--seed", type=int, help="For the same questions again; the present second if left out.")
@click.option("--about", help="A topic, a person or a place.")
@click.option("--lang", type=LANGUAGES, default="en", show_default=True)
def play(count: int, seed: int | None, about: str | None, lang: str) -> None:
    """Play a round here; an empty line ends it."""
    pack, language = _pack(), Language(lang)
    _ = words(language)
    wish = Wish(count, None, _about(pack, about))
    questions = list(series(Maker.of(pack), wish, int(datetime.now(UTC).timestamp()) if seed is None else seed))
    if len(questions) < count:
        click.echo(
            _.plural("There is {count} question on that.", "There are {count} questions on that.", len(questions))
        )
    points = _play(questions, language)
    if points:
        click.echo(_("{points} points of {most}.", points=sum(points), most=10 * len(points)))


def _play(questions: Sequence[Question], language: Language) -> list[int]:
    """Ask one after the other; the points of those that were answered."""
    _, lines = words(language), typed_lines()
    points: list[int] = []
    for number, question in enumerate(questions, start=1):
        click.echo("\n" + _("Question {number} of {count}", number=number, count=len(questions)))
        click.echo("\n".join([*asked(question, language), f"  ({_how(question, _)})"]))
        given: Given | None = None
        while given is None:
            if not (line := next(lines, "")):
                return points
            try:
                given = read_answer(question, line, language)
            except Refused as refused:
                click.echo(_(refused.message, **refused.fields))
        mark = mark_answer(question, given, language)
        points.append(mark.points)
        chosen = question.option(given.key)
        head = _.plural("{count} point", "{count} points", mark.points)
        click.echo("\n".join([head, *([chosen.feedback[language]] if chosen else []), *told(question, language)]))
    return points


def _how(question: Question, _: Words) -> str:
    match question.kind:
        case QuestionKind.REAL_OR_ALTERNATE:
            return _("sr = sure real, r = lean real, p = pass, a = lean alternate, sa = sure alternate")
        case QuestionKind.ORDER:
            return _("the letters in order, such as bca")
        case QuestionKind.GAP:
            return _("type it; an exclamation mark at the end says that you are sure")
        case QuestionKind.DIVERGENCE:
            return _("the number of a sentence, or 0; with ! if you are sure")
        case _:
            return _("a letter; with ! if you are sure")


def read_answer(question: Question, line: str, language: Language) -> Given:
    """What was typed as an answer; Refused if it cannot be one."""
    text = line.strip()
    sure = text.endswith("!")
    key = text.removesuffix("!").strip()
    match question.kind:
        case QuestionKind.REAL_OR_ALTERNATE:
            key, sure = BELIEFS.get(key.lower(), ("", False))
        case QuestionKind.ORDER:
            key = "".join(key.lower().replace(",", " ").split())
        case QuestionKind.DIVERGENCE:
            key = question.options[-1].key if key == "0" else key
        case QuestionKind.GAP:
            pass
        case _:
            chosen = _lettered(question).get(key.lower())
            key = chosen.key if chosen else ""
    return Given(checked_key(question, key, language), sure, 0.0, datetime.now(UTC))


@quiz.command()
def check() -> None:
    """Look at every question the pack can ask, in both languages, and count them."""
    report = lint(_pack())
    for kind in QuestionKind:
        of_kind = {answer: count for (name, answer), count in report.counts.items() if name == kind}
        counted = ", ".join(f"{count} {answer}" for answer, count in of_kind.items())
        click.echo(f"{kind}: {sum(of_kind.values())} ({counted})")
    for name, (share, chance) in report.longest.items():
        click.echo(f"{name}: the longest option alone is right in {share:.0%}, by chance in {chance:.0%}")
    if report.faults:
        raise SetupError("\n".join(report.faults))
    click.echo("no faults")
