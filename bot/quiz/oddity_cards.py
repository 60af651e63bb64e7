"""What moderators read of questions that stand out: why each does, what it asks, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.history.card import SHAPES, Line, Role, fact_card, seal
from bot.history.model import Pack
from bot.history.timeline_card import shortened
from bot.language import Language, Words, words
from bot.quiz.answers import in_letters, listed
from bot.quiz.known import Asked
from bot.quiz.model import Question, QuestionKind
from bot.quiz.oddities import ANSWERS_BEFORE_COMPARED, ASKED_BEFORE_JUDGED, OddItem, Oddity
from bot.quiz.referee_cards import asked as asked_in_a_line

LINE: Final = 140


def list_card(found: Sequence[tuple[Question, OddItem | None, bool]], language: Language) -> list[Line]:
    """Questions that stand out, each with why; the last of the three says whether it is left out here."""
    _ = words(language)
    lines = [Line(Role.HEADING, _("Questions that stand out"))]
    for number, (question, odd, out) in enumerate(found, 1):
        lines.append(Line(Role.BODY, f"{number}. {in_one_line(question, language)}"))
        lines.append(Line(Role.SMALL, " · ".join((*_said(odd, _), *([_("left out here")] if out else [])))))
    if not found:
        lines.append(Line(Role.BODY, _("No question stands out yet.")))
    return [*lines, Line(Role.RULE), Line(Role.SMALL, _(
        "Counted over everybody’s first answers, without names. Too easy or too hard is said from {few} people on; "
        "that those who know more go wrong more often, from {many}.",
        few=ASKED_BEFORE_JUDGED, many=ANSWERS_BEFORE_COMPARED,
    ))]  # fmt: skip


def in_one_line(question: Question, language: Language) -> str:
    """A question in one line, with the mark of its history; an order by its events, for all are asked alike."""
    said = asked_in_a_line(question, language, LINE)
    if question.kind is QuestionKind.ORDER:
        said = shortened(" · ".join(option.text[language] for option in question.options), LINE)
    world = question.seal or question.world
    return f"{SHAPES[world]} {said}" if world else said


def _said(odd: OddItem | None, _: Words) -> list[str]:
    """Why a question stands out, in one sentence; nothing if it does not."""
    if odd is None:
        return []
    right, percent = round(odd.right * odd.answers), round(100 * odd.right)
    match odd.oddity:
        case Oddity.TOO_EASY:
            said = _("Too easy: {right} of {count} people had it right ({percent} %).",
                     right=right, count=odd.answers, percent=percent)  # fmt: skip
        case Oddity.TOO_HARD:
            said = _("Too hard: {right} of {count} people had it right ({percent} %).",
                     right=right, count=odd.answers, percent=percent)  # fmt: skip
        case Oddity.AGAINST_KNOWLEDGE:
            said = _(
                "Those who know more go wrong more often (correlation {value} over {count} people).",
                value=f"{odd.discrimination:.2f}".replace("-", "−"), count=odd.answers,
            )  # fmt: skip
    return [said]


def item_card(
    pack: Pack, question: Question, odd: OddItem | None, asked: Asked, *, out: bool, language: Language
) -> list[Line]:  # fmt: skip
    """One question whole, with its answers, why it stands out, what that may mean, and the fact that decides it."""
    _ = words(language)
    lines = [seal(question.seal, language)] if question.seal else []
    lines.append(Line(Role.HEADING, question.ask[language]))
    lines += [Line(Role.BODY, text) for text in question.prompt[language].splitlines()]
    lines += [Line(Role.BODY, text) for text in _answers(question, _)]
    lines.append(Line(Role.BREAK))
    lines += [Line(Role.BODY, text) for text in _said(odd, _)]
    if odd is not None:
        lines.append(Line(Role.SMALL, _meaning(odd.oddity, _)))
    if asked.answers:
        text = _("In all, {right} of {count} answers were right.", right=asked.right, count=asked.answers)
        lines.append(Line(Role.SMALL, text))
    if out:
        lines.append(Line(Role.BODY, _("It is left out of new quizzes in this server.")))
    lines.append(Line(Role.SMALL, _("Edit the fact also leads to hiding it, in answers too.")))
    fact = pack.facts.get(question.facts[0])
    return [*lines, Line(Role.BREAK), *fact_card(pack, fact, language)] if fact else lines


def _answers(question: Question, _: Words) -> list[str]:
    if question.kind is QuestionKind.GAP:
        assert question.gap is not None
        return [f"✓ {' · '.join(question.gap[_.language].accept)}"]
    if question.kind is QuestionKind.ORDER:
        order = [listed(question, option, _) for option in question.options]
        return [*order, f"✓ {in_letters(question, question.answer, _)}"]
    return [f"{'✓' if option.correct else '✕'} {listed(question, option, _)}" for option in question.options]


def _meaning(oddity: Oddity, _: Words) -> str:
    match oddity:
        case Oddity.TOO_EASY:
            return _("It tells nobody from anybody. Rounds take others first by themselves.")
        case Oddity.TOO_HARD:
            return _("Perhaps nobody can know it, it can be read in two ways, or another answer is right as well.")
        case Oddity.AGAINST_KNOWLEDGE:
            return _("Most likely it can be read in two ways, or its answer is wrong. Look at its source.")
