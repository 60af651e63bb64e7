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


@dataclass(frozen=True, slots=True)
class Ruling:
    """A verdict with the fact that decides it."""

    claim: str
    verdict: Verdict
    confidence: float
    """How sure the verdict is, 0 to 1."""
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
