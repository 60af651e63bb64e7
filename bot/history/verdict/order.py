"""What a sentence names and says, in the order of who does it to whom, however it is turned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_BE = frozenset("is are was were be been being got es son fue fueron era eran ser sido siendo".split())
_BY = frozenset(["by", "por"])
_PARTICIPLES = ("ed", "en", "ado", "ada", "ido", "ida", "ados", "adas", "idos", "idas")
_BEFORE_NAMES = frozenset("the el la los las general president presidente comrade don".split())
WITHIN = 3
"""Words after a form of "be" among which its participle stands."""
PARTICIPLE_LEAST = 5


def doer_first(items: Sequence[tuple[T, int, bool]], words: Sequence[str]) -> list[T]:
    """The items of a sentence with whoever does it first and whoever has it done to them last.

    `items` stand in the order of the sentence: each with the number of its first word and whether it is a name.
    """
    verb = next((place for place in range(len(words)) if _is_passive(words, place)), None)
    if verb is None:
        return [item for item, _, _ in items]
    agent = next((n for n, (_, at, name) in enumerate(items) if name and at > verb and _behind_by(words, at)), None)
    done_to = [n for n, (_, at, name) in enumerate(items) if name and at < verb]
    rest = [n for n in range(len(items)) if n != agent and n not in done_to]
    return [items[n][0] for n in (*([] if agent is None else [agent]), *rest, *done_to)]


def _is_passive(words: Sequence[str], place: int) -> bool:
    return words[place] in _BE and any(
        len(word) >= PARTICIPLE_LEAST and word.endswith(_PARTICIPLES) for word in words[place + 1 : place + 1 + WITHIN]
    )


def _behind_by(words: Sequence[str], at: int) -> bool:
    before = at - 1
    while before >= 0 and words[before] in _BEFORE_NAMES:
        before -= 1
    return before >= 0 and words[before] in _BY
