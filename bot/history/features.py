"""Which facts have a feature, and how often: hundreds of thousands of small counts in a few flat arrays.

A dictionary for each would take ten times the memory. A feature is known by its hash of 64 bits, which two of them
share too seldom to matter; it is never asked for by anything else.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Hashable, Iterator, Mapping
from itertools import repeat

WAITING = 8
"""Facts that are looked at one by one before all are laid out anew."""
PARTS = 32
"""Parts of all hashes that are laid out one after the other, so that little memory is needed at a time."""
FEW = 24
"""Facts among which those asked for are found quicker by going through them all."""
MOST = 0xFFFF
"""What a count stops at."""


class _Waiting:
    """The features of one fact that is not laid out yet: their hashes in order, and the count of each."""

    def __init__(self, counts: Mapping[Hashable, int]) -> None:
        by_hash = sorted(zip(map(hash, counts), counts.values(), strict=True))
        self.hashes = array("q", [number for number, _ in by_hash])
        self.counts = array("H", [count if count < MOST else MOST for _, count in by_hash])

    def count(self, number: int) -> int:
        place = bisect_left(self.hashes, number)
        found = place < len(self.hashes) and self.hashes[place] == number
        return self.counts[place] if found else 0


class Features:
    """The features of facts, each with how often the fact has it (at most 65,535)."""

    def __init__(self) -> None:
        self._waiting: dict[str, _Waiting] = {}
        self._numbers: dict[str, int] = {}
        self._gone: set[int] = set()
        # The hashes in order; those of place n belong to the owners and counts from starts[n] to starts[n + 1].
        self._hashes, self._starts = array("q"), array("I", [0])
        self._owners, self._counts = array("H"), array("H")

    def add(self, id: str, counts: Mapping[Hashable, int]) -> None:
        """Hold the features of the fact `id`, which must be free."""
        self._waiting[id] = _Waiting(counts)

    def remove(self, id: str) -> None:
        """Forget the features of the fact `id`, which must be held."""
        if self._waiting.pop(id, None) is None:
            self._gone.add(self._numbers.pop(id))

    def look_up(self, features: Collection[Hashable], ids: Collection[str]) -> list[tuple[int, list[tuple[str, int]]]]:
        """For each of `features`, how often all facts together have it, and those of `ids` that do with how often."""
        if len(self._waiting) > WAITING:
            self.lay_out()
        wanted = {self._numbers[id]: id for id in ids if id in self._numbers}
        found = [self._laid_out_for(hash(feature), wanted) for feature in features]
        if not self._waiting:
            return found
        return [self._waiting_too(hash(feature), ids, *hit) for feature, hit in zip(features, found, strict=True)]

    def _laid_out_for(self, number: int, wanted: Mapping[int, str]) -> tuple[int, list[tuple[str, int]]]:
        place = bisect_left(self._hashes, number)
        if place == len(self._hashes) or self._hashes[place] != number:
            return 0, []
        first, last = self._starts[place], self._starts[place + 1]
        owners, counts = self._owners, self._counts
        held = sum(counts[first:last])
        if last - first <= FEW or self._gone:
            pairs = list(zip(owners[first:last], counts[first:last], strict=True))
            held -= sum([count for owner, count in pairs if owner in self._gone]) if self._gone else 0
            return held, [(wanted[owner], count) for owner, count in pairs if owner in wanted]
        found = []
        for owner, id in wanted.items():
            at = bisect_left(owners, owner, first, last)
            if at < last and owners[at] == owner:
                found.append((id, counts[at]))
        return held, found

    def _waiting_too(
        self, number: int, ids: Collection[str], held: int, found: list[tuple[str, int]]
    ) -> tuple[int, list[tuple[str, int]]]:
        for id, waiting in self._waiting.items():
            if count := waiting.count(number):
                held += count
                if id in ids:
                    found.append((id, count))
        return held, found

    def lay_out(self) -> None:
        """Put the features of all facts into the flat arrays, each hash once: half a second for a whole pack, better
        spent before anybody asks."""
        renumbered = {owner: number for number, owner in enumerate(self._numbers.values())}
        hashes, starts, owners, counts = array("q"), array("I"), array("H"), array("H")
        for part in range(PARTS):
            least, most = _bounds(part)
            entries = [*self._laid_out(least, most, renumbered), *self._not_yet(least, most, len(renumbered))]
            entries.sort()
            last = None
            for place, (number, _owner, _count) in enumerate(entries, len(owners)):
                if number != last:
                    hashes.append(number)
                    starts.append(place)
                    last = number
            owners.extend([owner for _, owner, _ in entries])
            counts.extend([count for _, _, count in entries])
        starts.append(len(owners))
        self._hashes, self._starts, self._owners, self._counts = hashes, starts, owners, counts
        self._numbers = {id: number for number, id in enumerate((*self._numbers, *self._waiting))}
        self._gone, self._waiting = set(), {}

    def _laid_out(self, least: int, most: int, renumbered: Mapping[int, int]) -> Iterator[tuple[int, int, int]]:
        for place in range(bisect_left(self._hashes, least), bisect_right(self._hashes, most)):
            for at in range(self._starts[place], self._starts[place + 1]):
                if (owner := renumbered.get(self._owners[at])) is not None:
                    yield self._hashes[place], owner, self._counts[at]

    def _not_yet(self, least: int, most: int, first: int) -> Iterator[tuple[int, int, int]]:
        for owner, waiting in enumerate(self._waiting.values(), first):
            within = slice(bisect_left(waiting.hashes, least), bisect_right(waiting.hashes, most))
            yield from zip(waiting.hashes[within], repeat(owner), waiting.counts[within], strict=False)


def _bounds(part: int) -> tuple[int, int]:
    """The least and the greatest hash of a part."""
    width = 2**64 // PARTS
    least = -(2**63) + part * width
    return least, least + width - 1
