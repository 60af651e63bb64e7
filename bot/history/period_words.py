"""The words that people write times with, in both languages, and which of them a misspelt one was meant for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.history.vocabulary import edits_allowed


class Sort(Enum):
    """What a word is for."""

    MONTH = auto()
    DECADE = auto()
    """A decade by its own name: thirties, treinta."""
    PART = auto()
    """Early, mid, late: the first, second or third part."""
    TO = auto()
    """Stands between the ends of a span."""
    SINCE = auto()
    UNTIL = auto()
    BEFORE = auto()
    AFTER = auto()
    ABOUT = auto()
    TODAY = auto()
    THIS_MONTH = auto()
    FILLER = auto()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word means: a sort, and which month, decade or part."""

    sort: Sort
    value: int = 0


_MONTHS = (
    "january jan enero ene", "february feb febrero", "march mar marzo", "april apr abril abr", "may mayo",
    "june jun junio", "july jul julio", "august aug agosto ago", "september sept sep septiembre setiembre set",
    "october oct octubre", "november nov noviembre", "december dec diciembre dic",
)  # fmt: skip
_DECADES = {
    10: "diez", 20: "twenties veinte", 30: "thirties treinta", 40: "forties cuarenta", 50: "fifties cincuenta",
    60: "sixties sesenta", 70: "seventies setenta", 80: "eighties ochenta", 90: "nineties noventa",
}  # fmt: skip
_PARTS = {
    0: "early beginning start principios inicios comienzos",
    1: "mid middle mediados",
    2: "late end finales fines final",
}
_OTHERS = {
    Sort.TO: "to through thru a al and y e",
    Sort.SINCE: "since from desde starting onward onwards",
    Sort.UNTIL: "until till hasta",
    Sort.BEFORE: "before antes",
    Sort.AFTER: "after despues tras later",
    Sort.ABOUT: "about around circa ca near roughly approximately hacia alrededor cerca aproximadamente torno sobre",
    Sort.TODAY: "today hoy",
    Sort.THIS_MONTH: "thismonth",
    Sort.FILLER: """the of in on at year years month months day days date decade between el la los las lo de del en un
        una ano anos mes dia fecha decada entre durante during era""",
}

# A slip must leave more than this many letters, or half of what people type would be a month.
_LEAST_LETTERS = 4


def _meanings() -> Iterator[tuple[str, Meaning]]:
    for number, names in enumerate(_MONTHS, start=1):
        yield from ((name, Meaning(Sort.MONTH, number)) for name in names.split())
    for sort, table in ((Sort.DECADE, _DECADES), (Sort.PART, _PARTS)):
        for value, names in table.items():
            yield from ((name, Meaning(sort, value)) for name in names.split())
    for sort, names in _OTHERS.items():
        yield from ((name, Meaning(sort)) for name in names.split())


_KNOWN = dict(_meanings())


def meanings(word: str) -> set[Meaning]:
    """What a folded word means; of a misspelt one all that it is equally near to; empty if nothing is near."""
    if word in _KNOWN:
        return {_KNOWN[word]}
    if len(word) < _LEAST_LETTERS:
        return set()
    return {_KNOWN[name] for name in _nearest(word, (name for name in _KNOWN if len(name) >= _LEAST_LETTERS))}


def _nearest(word: str, names: Iterable[str]) -> list[str]:
    hits = process.extract(word, list(names), scorer=OSA.distance, score_cutoff=edits_allowed(word), limit=None)
    least = min((distance for _, distance, _ in hits), default=0)
    return [name for name, distance, _ in hits if distance == least]
