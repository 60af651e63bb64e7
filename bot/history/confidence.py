"""How sure an index may be that its best fact answers the question, as a probability, and what follows from it."""

from __future__ import annotations

import math
from enum import StrEnum

from bot.history.rerank import Fit

ANSWER_FROM = 0.6
SUGGEST_FROM = 0.2

NEARLY_VERBATIM = 0.7
VERBATIM = 6.0
"""What likeness to a phrasing adds beyond the point above. Set by hand: in the data the rest is fitted on, nothing is
asked in the words of a phrasing, and a question that is must not fail for want of a lead over its neighbours."""


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
    that nothing in the index stands for. A logistic regression, fitted on the public tuning sets, on phrasings held
    out of this corpus, and on questions foreign to both; rounded.
    """
    logit = (
        -7.45 + 2.1 * fit.coverage + 1.1 * fit.window + 0.9 * fit.bm25 + 0.7 * fit.adjacent + 1.0 * fit.nearness
        + 0.2 * fit.asked + VERBATIM * max(0.0, fit.asked - NEARLY_VERBATIM) + 2.1 * fit.answers + 4.25 * margin
        + 0.6 * math.log1p(terms) - 4.7 * unmatched
    )  # fmt: skip
    return 1 / (1 + math.exp(-logit))
