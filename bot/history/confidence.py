"""How sure an index may be that its best fact answers the question, as a probability, and what follows from it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from bot.history.rerank import Fit

ANSWER_FROM = 0.7
SUGGEST_FROM = 0.2

WEIGHTS = {
    "coverage": 1.7, "named": 2.25, "verbatim": 5.0, "wording": 2.0, "answers": 1.3, "margin": 4.0, "matched": 3.35,
    "unmatched": 3.5, "leads": 1.5, "miscounted": 2.5,
}  # fmt: skip
CONSTANT = -12.6
"""Rounded from `tests/benchmarks/fit.py trust`, which says what it learns from. `verbatim` is what likeness to a
phrasing adds beyond NEARLY_VERBATIM: who asks in the words of a phrasing must not fail for want of a lead."""
NEARLY_VERBATIM = 0.7
UNASKED = 0.5
"""What its wording is worth for a fact without phrasings, as a share of what its text is: less than where facts are
ordered, for there it must stand beside those that have some."""

TIE, TOLD_APART = 0.02, 0.5
"""A lead below the first, where no phrasing is as like as the second, leaves it open which fact was meant."""
JUST_NO_ANSWER = ANSWER_FROM - 0.01
CLEAR = 0.6
"""The lead that is as good as any larger one."""
STANDS_OUT = 0.2
"""The lead from which one word is enough for an answer: many facts may be about it."""
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


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for and against the fact that comes first."""

    fit: Fit
    margin: float
    """Its lead over the next, as a share of its own score."""
    asked: int
    """How many words the question has."""
    unmatched: float
    """The share of them that nothing in the index stands for."""

    def terms(self) -> dict[str, float]:
        """Every piece of evidence by name, pointing the way it is weighed: none of the weights is below zero."""
        fit = self.fit
        return {
            "coverage": fit.coverage,
            "named": fit.named,
            # One word is soon all there is of some phrasing: that makes nobody's question of it.
            "verbatim": max(0.0, fit.asked - NEARLY_VERBATIM) if self.asked > 1 else 0.0,
            "wording": UNASKED * fit.text if fit.wording is None else fit.wording,
            "answers": fit.answers,
            # A lead over nothing at all says no more than a clear one.
            "margin": min(self.margin, CLEAR),
            # Who asks in the words of a phrasing is asking for this fact, whatever the number is of.
            "miscounted": -float(fit.miscounted and fit.asked < NEARLY_VERBATIM),
            "matched": math.log1p(fit.matched),
            "unmatched": -self.unmatched,
            # One word alone says little: it has to be a word of the title or a name, and to lead.
            "leads": fit.titled * min(1.0, 3 * self.margin) if self.asked == 1 else 0.0,
        }


def probability(evidence: Evidence) -> float:
    """The probability that the fact answers the question: a logistic regression, see WEIGHTS."""
    logit = CONSTANT + sum(WEIGHTS[name] * value for name, value in evidence.terms().items())
    certain = 1 / (1 + math.exp(-logit))
    fit = evidence.fit
    tied = evidence.margin < TIE and fit.asked < TOLD_APART
    if tied or (evidence.asked == 1 and evidence.margin < STANDS_OUT):
        certain = min(certain, JUST_NO_ANSWER)
    return max(certain, SUGGEST_FROM) if evidence.asked == 1 and fit.asked_often >= TURNS_ON else certain
