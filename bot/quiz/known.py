"""What is known of items before a round is put together: who saw them lately, how it went, what is left out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class Asked:
    """How an item was answered, by everybody and everywhere."""

    answers: int
    """Passes, voided questions and those without an answer are not among them."""
    right: int


NEVER: Final = Asked(0, 0)


@dataclass(frozen=True, slots=True)
class Known:
    """What a round heeds, by item."""

    seen: Mapping[str, int] = field(default_factory=dict)
    """By how many of those who play it was seen lately: what fewest saw is asked first."""
    asked: Mapping[str, Asked] = field(default_factory=dict)
    left_out: Collection[str] = ()
    """Not asked in this server, as its moderators decided."""
