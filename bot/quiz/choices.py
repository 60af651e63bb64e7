"""What a quiz can be about, as it is offered: what has enough to ask, topics first; and a number for each."""

from __future__ import annotations

from zlib import crc32

from bot.history.item_rules import QUIZZED
from bot.history.model import Pack
from bot.language import Language
from bot.quiz.about import About, everything
from bot.text import fold

ENOUGH = 3
"""Facts that somebody or something must have to do with to be offered."""


def offered(pack: Pack, typed: str, language: Language) -> list[About]:
    """What fits the beginning of a word that was typed, those that begin with it first."""
    wanted = fold(typed.strip())
    facts = [fact for fact in pack.facts.values() if fact.kind in QUIZZED]
    # Some topics are a place or a group as well: one entry stands for both, as facts on either fit it.
    known = {about.id: about for about in reversed(list(everything(pack)))}
    fitting = [
        about
        for about in reversed(known.values())
        if wanted in fold(about.name[language]) and sum(map(about.fits_fact, facts)) >= ENOUGH
    ]
    return sorted(fitting, key=lambda about: not fold(about.name[language]).startswith(wanted))


def number_of(about: About | None) -> int:
    """A number that stands for it in the id of a button, the same in every version of the pack; 0 for none."""
    return crc32(about.id.encode()) if about else 0


def numbered(pack: Pack, number: int) -> About | None:
    """What a number stands for; None for 0, and for what the pack does not have."""
    return next((about for about in everything(pack) if number_of(about) == number), None) if number else None
