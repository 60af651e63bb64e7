"""How each fact is talked about in all its texts together: which words, pairs of words and bits of words, how often.

Where `phrasings` looks for one phrasing that is like the question, this adds up what all of them have in common with
it. Stop words count too ("who came after him" is all stop words but one), and bits of words survive a typo.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from itertools import chain, pairwise

from bot.history.features import Features
from bot.history.stems import Stems

BITS = 4
"""Letters of a bit of a word, its two ends included."""
WEIGHTS = (0.15, 0.3, 0.55)
"""What single words, pairs of neighbours and bits of words weigh."""
STEEP = 80.0
"""How much a share of a fact's texts is stretched before its logarithm is taken: what is said once counts already."""
PRIOR = 10
"""Texts a fact is taken to have besides its own, so that one of two does not count like twenty of forty."""


class Wordings:
    """What the texts of all facts are made of: pairs of stems ("" stands for either end), stems, bits of words."""

    def __init__(self, stems: Stems) -> None:
        self._stems = stems
        self._texts: dict[str, int] = {}
        self._total = 0
        self._features = Features()

    def add(self, id: str, texts: Sequence[Sequence[str]]) -> None:
        """Hold the texts of the fact `id`, which must be free, each a row of folded words; none is fine."""
        if not texts:
            return
        self._texts[id] = len(texts)
        self._total += len(texts)
        counts: dict[Hashable, int] = Counter(chain.from_iterable(map(self._pairs_in, texts)))
        for word, count in Counter(chain.from_iterable(map(set, texts))).items():
            for part in (self._stems.stem(word), *_bits(word)):
                counts[part] = counts.get(part, 0) + count
        self._features.add(id, counts)

    def settle(self) -> None:
        """Make ready for questions, after many texts were added."""
        self._features.lay_out()

    def remove(self, id: str) -> None:
        """Forget the texts of the fact `id`, if it had any."""
        if id in self._texts:
            self._total -= self._texts.pop(id)
            self._features.remove(id)

    def likeness(self, question: Sequence[str], ids: Iterable[str]) -> dict[str, float]:
        """How much the texts of each of `ids` together sound like `question`, 0 to about 3.

        The logarithm of the share of the texts that hold a feature, on average over the features of the question that
        any text holds, each counting its rarity (a unigram language model, with pairs and bits as further words).
        Facts without texts are left out.
        """
        found = {id: 0.0 for id in ids if id in self._texts}
        if not found:
            return found
        for weight, features in zip(WEIGHTS, self._features_of(question), strict=True):
            known = [(self._rarity(held), holders) for held, holders in self._features.look_up(features, found) if held]
            whole = sum(rarity for rarity, _ in known)
            for rarity, holders in known:
                for id, count in holders:
                    share = count / (self._texts[id] + PRIOR)
                    found[id] += weight * rarity / whole * math.log1p(STEEP * share)
        return found

    def _rarity(self, held: int) -> float:
        """How rare a feature is that `held` texts hold."""
        return max(1.0, math.log((self._total + 1) / (held + 1)) + 1)

    def _features_of(self, text: Sequence[str]) -> tuple[Collection[Hashable], ...]:
        """The stems, pairs and bits of one text, each once and always in the same order."""
        stems = map(self._stems.stem, text)
        return dict.fromkeys(stems), self._pairs_in(text), dict.fromkeys(chain.from_iterable(map(_bits, text)))

    def _pairs_in(self, text: Sequence[str]) -> Collection[tuple[str, str]]:
        return dict.fromkeys(pairwise(("", *map(self._stems.stem, text), "")))


def _bits(word: str) -> tuple[str, ...]:
    """`word` in overlapping bits, marked so that no bit is taken for a whole word."""
    whole = f"<{word}>"
    return tuple([f"*{whole[start : start + BITS]}" for start in range(max(1, len(whole) - BITS + 1))])
