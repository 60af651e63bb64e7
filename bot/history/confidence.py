"""How sure an index may be that its best fact answers the question, as a probability, and what follows from it."""

from __future__ import annotations

import math
from enum import StrEnum

from bot.history.rerank import Fit

ANSWER_FROM = 0.6
SUGGEST_FROM = 0.25


class Status(StrEnum):
    """The three outcomes of a search."""

    ANSWER = "answer"
    SUGGEST = "suggest"
    NOTHING = "nothing"

    @classmethod
    def of(cls, confidence: float) -> Status:
        """The outcome a confidence calls for."""
        if confidence >= ANSWER_FROM:
            return cls.ANSWER
        return cls.SUGGEST if confidence >= SUGGEST_FROM else cls.NOTHING


def probability(fit: Fit, margin: float, terms: int, unmatched: float) -> float:
    """The probability that a fact that fits so answers the question.

    `margin` is its lead over the next, as a share of its own score; `unmatched` the share of the question's words
    that nothing in the index stands for. A logistic regression (coefficients: tests/benchmarks/README in the notes).
    """
    logit = (
        -7.7 + 2.2 * fit.coverage + 2.4 * fit.window + 0.8 * fit.bm25 + 0.6 * fit.adjacent + 4.0 * fit.asked
        + 4.7 * margin + 1.3 * math.log1p(terms) - 3.8 * unmatched
    )  # fmt: skip
    return 1 / (1 + math.exp(-logit))
