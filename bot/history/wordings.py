"""How each fact is talked about in all its texts together: which words, pairs of words and bits of words, how often.

Where `phrasings` looks for one phrasing that is like the question, this adds up what all of them have in common with
it. Stop words count too ("who came after him" is all stop words but one), and bits of words survive a typo.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain, pairwise

from bot.history.stems import Stems

BITS = 4
"""Letters of a bit of a word, its two ends included."""
WEIGHTS = (0.15, 0.3, 0.55)
"""What single words, pairs of neighbours and bits of words weigh."""
STEEP = 80.0
"""How much a share of a fact's texts is stretched before its logarithm is taken: what is said once counts already."""
PRIOR = 10
"""Texts a fact is taken to have besides its own, so that one of two does not count like twenty of forty."""


REMEMBERED = 16_384
"""Features whose rarities are kept at hand."""

Feature = str | tuple[str, str]
"""A stem, a bit of a word (it begins with a star), or two stems side by side; "" stands for either end of a text."""


class Wordings:
    """What the texts of all facts are made of."""

    def __init__(self, stems: Stems) -> None:
        self._stems = stems
        self._uses: dict[str, Counter[Feature]] = {}
        self._texts: dict[str, int] = {}
        self._total = 0
        self._rarities: dict[Feature, float] = {}

    def add(self, id: str, texts: Sequence[Sequence[str]]) -> None:
        """Hold the texts of the fact `id`, which must be free, each a row of folded words; none is fine."""
        if not texts:
            return
        self._texts[id] = len(texts)
        self._total += len(texts)
        self._uses[id] = self._counted(texts)
        self._rarities.clear()

    def remove(self, id: str) -> None:
        """Forget the texts of the fact `id`, if it had any."""
        if id not in self._texts:
            return
        self._total -= self._texts.pop(id)
        del self._uses[id]
        self._rarities.clear()

    def likeness(self, question: Sequence[str], ids: Iterable[str]) -> dict[str, float]:
        """How much the texts of each of `ids` together sound like `question`, 0 to about 3.

        The logarithm of the share of the texts that hold a feature, on average over the features of the question that
        any text holds, each counting its rarity (a unigram language model, with pairs and bits as further words).
        Facts without texts are left out.
        """
        found = {id: 0.0 for id in ids if id in self._texts}
        if not found:
            return found
        for weight, features in zip(WEIGHTS, self._features(question), strict=True):
            rarities = {feature: rarity for feature in features if (rarity := self._rarity(feature))}
            whole = sum(rarities.values())
            for id in found:
                uses, likely = self._uses[id], self._texts[id] + PRIOR
                for feature, rarity in rarities.items():
                    if count := uses.get(feature):
                        found[id] += weight * rarity / whole * math.log1p(STEEP * count / likely)
        return found

    def _rarity(self, feature: Feature) -> float:
        """How rare a feature is among all texts; 0 if none holds it."""
        if feature not in self._rarities:
            # A bound, not a policy: nobody may fill the memory with words.
            if len(self._rarities) >= REMEMBERED:
                self._rarities.clear()
            held = sum(uses.get(feature, 0) for uses in self._uses.values())
            self._rarities[feature] = max(1.0, math.log((self._total + 1) / (held + 1)) + 1) if held else 0.0
        return self._rarities[feature]

    def _counted(self, texts: Sequence[Sequence[str]]) -> Counter[Feature]:
        """Every feature of `texts` with the number of texts that hold it (once for every word it stands in)."""
        uses = Counter[Feature](chain.from_iterable(map(self._pairs, texts)))
        for word, count in Counter(chain.from_iterable(map(set, texts))).items():
            for feature in (self._stems.stem(word), *_bits(word)):
                uses[feature] += count
        return uses

    def _features(self, text: Sequence[str]) -> tuple[set[Feature], ...]:
        """The words, pairs and bits of one text."""
        return set(map(self._stems.stem, text)), self._pairs(text), set(chain.from_iterable(map(_bits, text)))

    def _pairs(self, text: Sequence[str]) -> set[Feature]:
        return set(pairwise(("", *map(self._stems.stem, text), "")))


@lru_cache(maxsize=8192)
def _bits(word: str) -> tuple[str, ...]:
    """`word` in overlapping bits, marked so that no bit is taken for a whole word."""
    whole = f"<{word}>"
    return tuple(f"*{whole[start : start + BITS]}" for start in range(max(1, len(whole) - BITS + 1)))
