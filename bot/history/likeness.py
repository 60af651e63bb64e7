"""What a new fact says that is taught already, and what is taught that it contradicts."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.history.model import Fact, Kind
from bot.history.own import Content
from bot.history.search import Scope
from bot.history.subject import Subject
from bot.history.verdict.checker import Ruling, Verdict

NEAR = 75.0
"""Token-sort likeness, 0 to 100, from which two statements of one world are taken for one."""
TOLD = 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """What somebody should see before they add a fact."""

    same: tuple[Fact, ...]
    """Facts of the same world that say nearly the same."""
    against: Ruling | None
    """The verdict by which a fact of the same world says otherwise."""

    def __bool__(self) -> bool:
        return bool(self.same) or self.against is not None


def alike(subject: Subject, content: Content) -> tuple[Fact, ...]:
    """Facts of the same world that say nearly what `content` says, likest first, at most three."""
    found = subject.index.search(content.statement, Scope(content.world))
    scored = [
        (max(fuzz.token_sort_ratio(content.statement, text.statement) for text in match.fact.text.values()), match.fact)
        for match in found.matches
        if match.fact.kind is not Kind.PASSAGE
    ]
    return tuple(fact for score, fact in sorted(scored, key=lambda one: -one[0]) if score >= NEAR)[:TOLD]


def compared(subject: Subject, content: Content) -> Likeness:
    """What is taught that says nearly the same as `content`, or otherwise."""
    same = list(alike(subject, content))
    ruling = subject.claims.one(content.statement, content.language)
    against = None
    if ruling.fact is not None and ruling.fact.world is content.world:
        if ruling.verdict is Verdict.NEITHER:
            against = ruling
        elif ruling.fact.kind is not Kind.PASSAGE and ruling.fact not in same:
            same.append(ruling.fact)
    return Likeness(tuple(same[:TOLD]), against)
