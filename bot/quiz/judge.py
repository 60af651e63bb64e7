"""Is what somebody typed the answer? Right, not precise enough, or wrong: whole answers are compared, never parts.

Case, accents and punctuation do not matter, and letters may be missed, doubled or swapped in proportion to the length;
digits may not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from bot.quiz.model import Gap
from bot.text import QUESTION_LIMIT, tokens


class Judgement(StrEnum):
    """What a typed answer comes to."""

    RIGHT = "right"
    ALMOST = "almost"
    """Be more precise: not wrong, but it could be something else."""
    WRONG = "wrong"


# What people put before an answer without changing it: articles, prepositions, "it was", and forms of address.
_BEFORE = frozenset(
    """
    the a an in at on of by from it was is were that he she they his her to answer
    el la los las lo un una en de del al por con a fue era es eran fueron su respuesta
    mr mrs don dona senor senora general gral president presidente city ciudad year ano
    """.split()
)
_NOT = frozenset("not no never neither nor nobody nunca ni nadie jamas excepto menos except isnt wasnt but".split())


def judge(answer: str, gap: Gap) -> Judgement:
    """What `answer` comes to. A denial ("not Madrid") is wrong, whatever it names."""
    given = _form(answer[:QUESTION_LIMIT])
    accepted = set(_forms(gap.accept))
    if not given:
        return Judgement.WRONG
    if given in accepted:
        return Judgement.RIGHT
    if _NOT & set(given.split()) or given in (rejected := set(_forms(gap.reject))):
        return Judgement.WRONG
    if given in (almost := set(_forms(gap.almost))):
        return Judgement.ALMOST
    right, vague, wrong = (_nearest(given, forms) for forms in (accepted, almost, rejected))
    # Halfway between two answers is neither: a slip must lead back to the right one alone.
    if right is not None and (wrong is None or right < wrong) and (vague is None or right <= vague):
        return Judgement.RIGHT
    return Judgement.ALMOST if vague is not None and (wrong is None or vague < wrong) else Judgement.WRONG


def confusable(right: Iterable[str], others: Iterable[str]) -> list[str]:
    """Those of `others` that a slip of a right answer could be taken for: only they need be rejected by name."""
    reaches = {form: 2 * slips(form) for form in _forms(right)}
    return [
        other
        for other in others
        for given in (_form(other),)
        if any(
            abs(len(given) - len(form)) <= reach
            and DamerauLevenshtein.distance(given, form, score_cutoff=reach) <= reach
            for form, reach in reaches.items()
        )
    ]


def slips(form: str) -> int:
    """How many letters of an accepted form may be wrong: none in three, one in seven, two in more; none in numbers."""
    letters = len(form.replace(" ", ""))
    if any(character.isdigit() for character in form) or letters < 4:
        return 0
    return 1 if letters < 8 else 2


@lru_cache(maxsize=4096)
def _form(text: str) -> str:
    """The folded words of `text` that matter, in order."""
    words = tokens(text)
    while len(words) > 1 and words[0] in _BEFORE:
        words.pop(0)
    return " ".join(words)


def _forms(texts: Iterable[str]) -> Iterator[str]:
    return (form for text in texts if (form := _form(text)))


def _nearest(given: str, forms: Iterable[str]) -> int | None:
    """The slips between `given` and the nearest of the forms that it could be meant for; None if it is too far.

    Damerau-Levenshtein: letters missing, added, changed, or two neighbours swapped.
    """
    near = [
        distance
        for form in forms
        if (distance := DamerauLevenshtein.distance(given, form, score_cutoff=slips(form))) <= slips(form)
    ]
    return min(near, default=None)
