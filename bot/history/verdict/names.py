"""The people, groups and places a text names, by any form of their names, slips included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.history.model import Name, Pack
from bot.text import tokens

FUZZY_LEAST = 5
"""Letters from which a name may be misspelt by one edit."""
TWO_EDITS = 8
"""Letters from which it may be misspelt by two."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: whose, and from which word to before which."""

    id: str
    start: int
    end: int
    place: bool = False


class Register:
    """Every name of a pack, ready to be found."""

    def __init__(self, pack: Pack) -> None:
        self._forms: dict[tuple[str, ...], tuple[str, bool]] = {}
        self._places = pack.places
        for table, is_place in ((pack.places, True), (pack.people, False)):
            for name in table.values():
                for form in _forms(name):
                    self._forms[tuple(tokens(form))] = (name.id, is_place)
        self._reach: dict[str, int] = {}
        for words in filter(None, self._forms):
            self._reach[words[0]] = max(len(words), self._reach.get(words[0], 0))
        self._single = {form[0]: meant for form, meant in self._forms.items() if len(form) == 1}

    def find(self, words: Sequence[str], unknown: frozenset[str] = frozenset()) -> list[Mention]:
        """The names in folded `words`, longest first at every place; those in `unknown` may be misspelt names."""
        found: list[Mention] = []
        place = 0
        while place < len(words):
            mention = self._at(words, place) if words[place] in self._reach else None
            if mention is None and unknown:
                mention = self._slip(words, place, unknown)
            if mention:
                found.append(mention)
            place = mention.end if mention else place + 1
        return found

    def _at(self, words: Sequence[str], place: int) -> Mention | None:
        for length in range(min(self._reach.get(words[place], 0), len(words) - place), 0, -1):
            if meant := self._forms.get(tuple(words[place : place + length])):
                return Mention(meant[0], place, place + length, meant[1])
        return None

    def _slip(self, words: Sequence[str], place: int, unknown: frozenset[str]) -> Mention | None:
        word = words[place]
        if word not in unknown or len(word) < FUZZY_LEAST:
            return None
        edits = 2 if len(word) >= TWO_EDITS else 1
        near = [
            (OSA.distance(word, form, score_cutoff=edits), form)
            for form in self._single
            if abs(len(form) - len(word)) <= edits and form[0] == word[0] and len(form) >= FUZZY_LEAST
        ]
        best = min((entry for entry in near if entry[0] <= edits), default=None)
        if best is None:
            return None
        id, is_place = self._single[best[1]]
        return Mention(id, place, place + 1, is_place)

    def around(self, id: str) -> frozenset[str]:
        """A place and every place it lies in."""
        chain: list[str] = []
        current: str | None = id
        while current is not None and current not in chain and current in self._places:
            chain.append(current)
            current = self._places[current].within
        return frozenset(chain)


def _forms(name: Name) -> Iterable[str]:
    # The name itself last: where two share a form, who is called so in full is meant.
    return (*name.misspelt, *name.aliases, *name.name.values())


def names_of(table: Mapping[str, Name], ids: Iterable[str]) -> list[Name]:
    """The entries of these ids, in their order."""
    return [table[id] for id in ids if id in table]
