"""How each fact is talked about in all its texts together: which words, pairs of words and bits of words, how often.

Where `phrasings` looks for one phrasing that is like the question, this adds up what all of them have in common with
it. Stop words count too ("who came after him" is all stop words but one), and bits of words survive a typo.
Kept are whole words and pairs; which facts hold a stem or a bit is worked out when a question has it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
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


REMEMBERED = 4_096
"""Features whose holders are kept at hand."""

Pair = tuple[str, str]
"""Two stems side by side; "" stands for either end of a text."""
Feature = str | Pair
"""A pair, a stem, or a bit of a word (it begins with a star)."""


class Wordings:
    """What the texts of all facts are made of."""

    def __init__(self, stems: Stems) -> None:
        self._stems = stems
        self._texts: dict[str, int] = {}
        self._pairs: dict[str, Counter[Pair]] = {}
        self._words: dict[str, tuple[str, ...]] = {}
        self._saying: dict[str, dict[str, int]] = {}
        self._made_of: defaultdict[str, list[str]] = defaultdict(list)
        self._total = 0
        self._known: dict[Feature, tuple[float, dict[str, int]]] = {}

    def add(self, id: str, texts: Sequence[Sequence[str]]) -> None:
        """Hold the texts of the fact `id`, which must be free, each a row of folded words; none is fine."""
        if not texts:
            return
        self._texts[id] = len(texts)
        self._total += len(texts)
        self._pairs[id] = Counter(chain.from_iterable(map(self._pairs_in, texts)))
        said = Counter(chain.from_iterable(map(set, texts)))
        self._words[id] = tuple(said)
        for word, count in said.items():
            if word not in self._saying:
                self._saying[word] = {}
                for part in self._parts(word):
                    self._made_of[part].append(word)
            self._saying[word][id] = count
        self._known.clear()

    def remove(self, id: str) -> None:
        """Forget the texts of the fact `id`, if it had any."""
        if id not in self._texts:
            return
        self._total -= self._texts.pop(id)
        del self._pairs[id]
        for word in self._words.pop(id):
            del self._saying[word][id]
            if not self._saying[word]:
                del self._saying[word]
                for part in self._parts(word):
                    self._made_of[part].remove(word)
        self._known.clear()

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
            known = [(rarity, holders) for rarity, holders in map(self._look_up, features) if rarity]
            whole = sum(rarity for rarity, _ in known)
            for rarity, holders in known:
                for id in found.keys() & holders.keys():
                    share = holders[id] / (self._texts[id] + PRIOR)
                    found[id] += weight * rarity / whole * math.log1p(STEEP * share)
        return found

    def _look_up(self, feature: Feature) -> tuple[float, dict[str, int]]:
        """How rare a feature is among all texts (0 if none holds it), and how many texts of each fact hold it."""
        if feature not in self._known:
            # A bound, not a policy: nobody may fill the memory with words.
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            holders = self._holders(feature)
            held = sum(holders.values())
            rarity = max(1.0, math.log((self._total + 1) / (held + 1)) + 1) if held else 0.0
            self._known[feature] = rarity, holders
        return self._known[feature]

    def _holders(self, feature: Feature) -> dict[str, int]:
        """The facts that hold a feature, each with the number of texts (once for every word it stands in)."""
        if isinstance(feature, tuple):
            return {id: pairs[feature] for id, pairs in self._pairs.items() if feature in pairs}
        holders: dict[str, int] = {}
        for word in self._made_of.get(feature, ()):
            for id, count in self._saying[word].items():
                holders[id] = holders.get(id, 0) + count
        return holders

    def _features(self, text: Sequence[str]) -> tuple[Iterable[Feature], ...]:
        """The stems, pairs and bits of one text, each once and always in the same order."""
        stems = map(self._stems.stem, text)
        return dict.fromkeys(stems), self._pairs_in(text), dict.fromkeys(chain.from_iterable(map(_bits, text)))

    def _parts(self, word: str) -> tuple[str, ...]:
        return self._stems.stem(word), *_bits(word)

    def _pairs_in(self, text: Sequence[str]) -> Iterable[Pair]:
        return dict.fromkeys(pairwise(("", *map(self._stems.stem, text), "")))


def _bits(word: str) -> tuple[str, ...]:
    """`word` in overlapping bits, marked so that no bit is taken for a whole word."""
    whole = f"<{word}>"
    return tuple([f"*{whole[start : start + BITS]}" for start in range(max(1, len(whole) - BITS + 1))])
