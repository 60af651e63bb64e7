"""How sure an index may be that its best fact answers the question, as a probability, and what follows from it."""

from __future__ import annotations

import math
from enum import StrEnum

from bot.history.rerank import Fit

ANSWER_FROM = 0.65
SUGGEST_FROM = 0.25

NEARLY_VERBATIM = 0.7
VERBATIM = 3.0
"""What likeness to a phrasing adds beyond the point above. Set by hand: in the data the rest is fitted on, nothing is
asked in the words of a phrasing, and a question that is must not fail for want of a lead over its neighbours."""

TIE, TOLD_APART = 0.02, 0.5
"""A lead below the first, where no phrasing is as like as the second, leaves it open which fact was meant."""
JUST_NO_ANSWER = ANSWER_FROM - 0.01
TURNS_ON = 0.2
"""Likeness to three phrasings of a fact from which a question of one word is worth a suggestion."""


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

    `margin` is its lead over the next, as a share of its own score; `terms` how many words the question has and
    `unmatched` the share of them that nothing in the index stands for. One word alone says little: it has to be a
    word of the title or a name. A logistic regression, fitted on the labelled questions to tune on, on phrasings held
    out of this corpus and phrasings of facts held out of it, on the public tuning sets, and on questions foreign to
    all of them; rounded.
    """
    alone = fit.titled - 1.0 if fit.matched < 2 else 0.0
    leads = fit.titled * min(1.0, 3 * margin) if terms == 1 else 0.0
    logit = (
        -8.9 + 1.45 * fit.window + 0.6 * fit.bm25 + 0.45 * fit.adjacent + 0.5 * fit.nearness + 1.5 * fit.named
        + 1.1 * fit.asked + 0.7 * fit.asked_often + VERBATIM * max(0.0, fit.asked - NEARLY_VERBATIM)
        + 1.3 * fit.answers + 2.65 * margin + 2.85 * math.log1p(fit.matched) - 1.2 * unmatched + 1.85 * alone
        + 1.65 * leads
    )  # fmt: skip
    certain = 1 / (1 + math.exp(-logit))
    if margin < TIE and fit.asked < TOLD_APART:
        certain = min(certain, JUST_NO_ANSWER)
    return max(certain, SUGGEST_FROM) if terms == 1 and fit.asked_often >= TURNS_ON else certain
