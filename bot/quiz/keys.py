"""What may be given as an answer to a question, and in which form it is kept."""

from __future__ import annotations

from bot.language import Language
from bot.quiz.judge import Judgement, judge
from bot.quiz.model import Gap, Question, QuestionKind
from bot.quiz.moves import Refusal, Refused
from bot.quiz.scoring import PASS
from bot.text import clean, tokens

WORDS_LIMIT = 100
"""Characters of a typed answer."""


def checked_key(question: Question, key: str, language: Language) -> str:
    """`key` as it is kept: of a gap the words made harmless; Refused if it cannot be an answer to `question`."""
    match question.kind:
        case QuestionKind.GAP:
            assert question.gap is not None
            return _typed(key, question.gap[language])
        case QuestionKind.ORDER:
            fits = sorted(key) == sorted(option.key for option in question.options)
        case QuestionKind.REAL_OR_ALTERNATE:
            fits = key == PASS or question.option(key) is not None
        case _:
            fits = question.option(key) is not None
    if not fits:
        raise Refused(Refusal.NOT_AN_OPTION)
    return key


def checked_ruling(question: Question, key: str, language: Language) -> str:
    """`key` as an answer that may be ruled right; Refused for a pass, and for what cannot be an answer."""
    if key == PASS:
        raise Refused(Refusal.NOT_AN_OPTION)
    return checked_key(question, key, language)


def _typed(words: str, gap: Gap) -> str:
    if len(words) > 2 * WORDS_LIMIT:
        raise Refused(Refusal.TOO_LONG)
    cleaned = clean(words, WORDS_LIMIT)
    if not tokens(cleaned):
        raise Refused(Refusal.NO_WORDS)
    if judge(cleaned, gap) is Judgement.ALMOST:
        raise Refused(Refusal.MORE_PRECISE)
    return cleaned
