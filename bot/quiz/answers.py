"""How options and answers are named on screen: the letters of the buttons are those of the prompt, in one order."""

from __future__ import annotations

from collections.abc import Iterable

from bot.history.card import SHAPES
from bot.history.model import World
from bot.language import Language, Words
from bot.quiz.model import ALTERNATE, NONE, REAL, Option, Question, QuestionKind
from bot.quiz.scoring import PASS, Given

LETTERS = "ABCDE"


def letter(question: Question, key: str, _: Words) -> str:
    """What stands before an option and on its button: a letter, or the number that its sentence has in the prompt."""
    if question.kind is QuestionKind.DIVERGENCE:
        return _("None") if key == NONE else key
    return LETTERS[[option.key for option in question.options].index(key)]


def listed(question: Question, option: Option, _: Words) -> str:
    """An option as the prompt and the reveal name it: `B. 1937`, `Sentence 2`, `Real history`."""
    text = option.text[_.language]
    if question.kind in {QuestionKind.REAL_OR_ALTERNATE, QuestionKind.DIVERGENCE}:
        return text
    return f"{letter(question, option.key, _)}. {text}"


def right_answer(question: Question, language: Language, _: Words) -> str:
    """The right answer in a few words; `language` is the one that the game is played in."""
    match question.kind:
        case QuestionKind.GAP:
            assert question.gap is not None
            return question.gap[language].accept[0]
        case QuestionKind.ORDER:
            return in_letters(question, question.answer, _)
        case QuestionKind.REAL_OR_ALTERNATE:
            world = World(question.answer[0])
            option = question.option(world)
            return f"{SHAPES[world]} {option.text[_.language]}" if option else SHAPES[world]
        case _:
            return next(listed(question, option, _) for option in question.options if option.correct)


def given_answer(question: Question, given: Given, _: Words) -> str:
    """An answer as the person gave it, with how sure they were."""
    if question.tells_worlds:
        return belief(given.key, _, sure=given.sure)
    said = named(question, given.key, _)
    return _("{answer} (sure)", answer=said) if given.sure else said


def named(question: Question, key: str, _: Words) -> str:
    """The answer with this key, whoever gave it."""
    match question.kind:
        case QuestionKind.ORDER:
            return in_letters(question, key, _)
        case QuestionKind.GAP:
            return f"“{key}”"
        case _:
            option = question.option(key)
            return listed(question, option, _) if option else key


def named_all(question: Question, keys: Iterable[str], _: Words) -> str:
    """Some answers in a row."""
    return " · ".join(named(question, key, _) for key in keys)


def belief(key: str, _: Words, *, sure: bool) -> str:
    """An answer to real or alternate: `Sure real`, `Lean alternate`, `Pass`."""
    match key, sure:
        case (_any, _sure) if key == PASS:
            return _("Pass")
        case (_any, True) if key == REAL:
            return _("Sure real")
        case (_any, False) if key == REAL:
            return _("Lean real")
        case (_any, True) if key == ALTERNATE:
            return _("Sure alternate")
        case _other:
            return _("Lean alternate")


def in_letters(question: Question, keys: tuple[str, ...] | str, _: Words) -> str:
    """An order by its letters: `C, A, D, B`."""
    return ", ".join(letter(question, key, _) for key in keys)
