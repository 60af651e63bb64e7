"""How long a question and its reveal are shown: by how much there is to read, never by who is quick."""

from __future__ import annotations

from dataclasses import astuple
from math import ceil

from bot.language import Language
from bot.quiz.model import Question

BASE_SECONDS = 12
SECONDS_A_WORD = 0.35
LEAST_SECONDS = 15

STRETCHES = (100, 150, 200)
"""The times a person can choose, in percent of the usual."""


def answering(question: Question, language: Language, pace: int = 100, stretch: int = 100) -> int:
    """Seconds to read and answer a question, at a server's pace, stretched for who needs more; both in percent."""
    texts = [question.ask[language], question.prompt[language], *(option.text[language] for option in question.options)]
    return _seconds(texts, pace, stretch)


def reading(question: Question, language: Language, pace: int = 100, stretch: int = 100) -> int:
    """Seconds to read what is told after it."""
    return _seconds([part for part in astuple(question.reveal[language]) if part], pace, stretch)


def _seconds(texts: list[str], pace: int, stretch: int) -> int:
    words = sum(len(text.split()) for text in texts)
    return ceil(max(LEAST_SECONDS, (BASE_SECONDS + SECONDS_A_WORD * words) * pace / 100) * stretch / 100)
