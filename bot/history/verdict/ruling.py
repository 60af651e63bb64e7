"""What a check gives: a verdict with the fact that decides it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.history.model import Fact
from bot.history.verdict.comparing import Difference
from bot.language import Language


class Verdict(StrEnum):
    """The outcome of a check."""

    REAL = "real"
    ALTERNATE = "alternate"
    BOTH = "both"
    NEITHER = "neither"
    UNKNOWN = "unknown"


CERTAIN = 0.8
"""Confidence from which a verdict is given without a word of doubt: of those, 83 (claims made to trick it) to 97 of 100
(plain ones) were right on claims that nothing had been learnt from."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict with the fact that decides it."""

    claim: str
    verdict: Verdict
    confidence: float
    """How likely the verdict is to be right, 0 to 1."""
    language: Language
    fact: Fact | None = None
    differs: tuple[Difference, ...] = ()
    """With NEITHER: in what the claim is not what the record says."""
    also: tuple[Fact, ...] = ()
    """Other facts that matter here: the one of the other world, with BOTH."""
    closest: tuple[Fact, ...] = ()
    """With UNKNOWN: the facts that come closest, for whoever asks to compare with."""
    relevant: bool = True
    """Whether it speaks of either history at all."""

    @property
    def certain(self) -> bool:
        """Whether it is told without a word of doubt; that something stays open is no doubt."""
        return self.verdict is Verdict.UNKNOWN or self.confidence >= CERTAIN
