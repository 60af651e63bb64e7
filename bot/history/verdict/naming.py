"""Whom and which places a claim names, beside those of a fact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.history.verdict.reading import Claim, Named, Word, meanings_of
from bot.history.verdict.records import Record
from bot.history.verdict.wordforms import canonical, folded
from bot.history.verdict.wording import BESIDE, COMMON, LIFE

Sentence = Sequence[tuple[frozenset[str], frozenset[str]]]
"""A sentence of a fact word by word: its roots, and whom it names."""
RARE = 2.0
"""Rarity of a name that says which fact is meant."""

OBJECT_WITHIN = 3
"""Words between who does something and to whom it is done, at most."""

_UNTIL = frozenset(["until", "till", "hasta"])
_WITH = re.compile(r"\b(?:with|con) $")
_OFFICES = frozenset(
    """lawyer attorney abogado prosecutor fiscal judge juez president presidente minister ministro chancellor canciller
    ambassador embajador secretary secretario agent agente chairman chair bodyguard guard guardia escolta archbishop
    arzobispo painter pintor muralist muralista journalist periodista anarchist anarquista philosopher filosofo writer
    escritor deputy diputado congressman senator senador governor gobernador candidate candidato wife esposa husband
    esposo son hijo daughter hija killer murderer assassin asesino victim victima architect arquitecto engineer
    ingeniero defendant acusado witness testigo commissioner comisionado director author autor founder
    fundador""".split()
)
"""What somebody is, which not everybody in a fact is; folded."""
_IS = re.compile(
    r"^['’a-z ]{0,24}\b(?:was|is|were|served as|acted as|era|eran|fue|fueron|es|ejercio de|hizo de|actuo de|como)\b"
    r"(?: \w+['’]?s?){0,3} $"
)
"""What stands between somebody and what they are said to be, either way round."""
HOLDS_WITHIN = 3
"""Words between somebody and what a fact says they are, at most."""
_UNDERGOES = frozenset(
    """receive get obtain survive die live land arrive suffer escape recibir obtener conseguir sobrevivir morir vivir
    llegar desembarcar sufrir escapar born nacer was were been fue fueron era reside""".split()
)
"""What happens to people rather than is done by them; folded and canonical."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What comparing names needs to know of all facts."""

    rarity: Mapping[str, float]
    heaviest: float
    beginnings: Mapping[str, tuple[str, ...]]
    """For each place: how words made from its name begin."""
    around: Mapping[str, frozenset[str]]
    """For each place: itself and all it lies in."""
    groups: frozenset[str]

    def is_missing(self, name: Named, claim: Claim, record: Record) -> bool:
        known = name.denied or (name.source and not name.id)
        return not known and not self._has(name, record) and not self._tells_which(name, claim, record)

    def _has(self, name: Named, record: Record) -> bool:
        home = {place.id for place in record.fact.places}
        elsewhere = name.located and home and name.id in record.told - home
        if elsewhere and not (name.aside or self._is_home(name.id) or self._said_of(name, record)):
            # The fact speaks of this place, but it did not happen there.
            return any(name.id in self.around[other] or other in self.around[name.id] for other in home)
        if name.id in record.names or (name.stems and all(stem in record.said for stem in name.stems)):
            return True
        if not name.place or not name.id:
            return False
        made = any(stem.startswith(start) for start in self.beginnings[name.id] for stem in record.said)
        return made or self._stands_for(name.id, record)

    def _is_home(self, id: str) -> bool:
        """Whether nearly everything happens in a place."""
        return self.rarity.get(id, self.heaviest) <= COMMON

    def _said_of(self, name: Named, record: Record) -> bool:
        """Whether the fact's text puts something there in the same words: "the war in Spain"."""
        texts = (folded(text.statement) for text in record.fact.text.values())
        return bool(name.context) and any(name.context in text for text in texts)

    def _stands_for(self, id: str, record: Record) -> bool:
        """Whether a place stands for what it lies in, as a capital does for its country's government."""
        return any(
            outer in record.told
            and self.rarity.get(outer, self.heaviest) > COMMON
            and not any(other != outer and outer in self.around[other] for other in record.told)
            for outer in self.around[id] - {id}
        )

    def _tells_which(self, name: Named, claim: Claim, record: Record) -> bool:
        """Whether somebody is named only to say which place is meant: "somebody's house"."""
        return not name.place and any(
            other.place and other.id in record.told and self.rarity.get(other.id, 0.0) > RARE
            and 0 < other.at - name.at - len(name.shown) <= 3
            for other in claim.names
        )  # fmt: skip

    def bystander(self, claim: Claim, record: Record) -> Named | None:
        """Who does it by the claim and not by the fact, though the fact names them."""
        actors = {actor.id for actor in record.fact.actors}
        if claim.doer is None or claim.doer not in record.names or claim.doer in actors:
            return None
        if _UNTIL & set(claim.tokens) and any(name.aside and name.id in actors for name in claim.names):
            return None  # "… until Ana did it"
        undergone = not _UNDERGOES.isdisjoint(map(canonical, claim.tokens))
        by = {record.fact.by.id} if record.fact.by else set()
        if not undergone and claim.doer not in by and self._turned_round(claim, record, actors | by):
            return next(name for name in claim.names if name.id == claim.doer)
        if claim.doer in self.groups or self._is_told(claim, record):
            return None
        swapped = not undergone and any(name.id in actors and name.recipient for name in claim.names)
        if swapped or (claim.doer not in record.main and not (undergone and actors)):
            return next(name for name in claim.names if name.id == claim.doer)
        return None

    def another_is(self, claim: Claim, record: Record) -> tuple[Named, str] | None:
        """Whom a claim says to be what, by the fact, another is ("Ana was the judge"), and the id of that one."""
        for word in claim.words:
            if word.surface not in _OFFICES or word.denied:
                continue
            for name in claim.names:
                first, second = sorted([(name.at, len(name.shown)), (word.at, len(word.surface))])
                known = name.id in record.names and not (name.place or name.owner or name.denied)
                if known and _IS.search(claim.flat[sum(first) : second[0]]):
                    holders = [id for id in _holders(word, record) if id not in self.groups]
                    if holders and name.id not in holders:
                        return name, holders[0]
        return None

    def _is_told(self, claim: Claim, record: Record) -> bool:
        """Whether the fact tells, beside what it is about, what a claim's doer does first."""
        doer = next(name for name in claim.names if name.id == claim.doer)
        deed = next((word for word in claim.words if word.at > doer.at), None)
        if deed is None or deed.light or canonical(deed.surface) in _UNDERGOES:
            return False
        named = {name.id for name in claim.names}
        return any(doer.id in whom and nearest <= named for whom, nearest in _who_did(deed, record))

    def _turned_round(self, claim: Claim, record: Record, actors: set[str]) -> bool:
        """Whether a claim has done to whoever did it, by the fact, what they did."""
        doer = next(name for name in claim.names if name.id == claim.doer)
        after = [name for name in claim.names if name.id in actors and name.at > doer.at and name.part == doer.part]
        if not after or any(name.id in actors and name.at < doer.at for name in claim.names):
            return False
        deeds = [word for word in claim.words if doer.at < word.at < after[0].at]
        if not deeds or len(deeds) > OBJECT_WITHIN or any(word.denied for word in deeds):
            return False
        return not any(doer.id in whom for whom, _nearest in _who_did(deeds[0], record))

    def of_another(self, claim: Claim, record: Record) -> bool:
        """Whether it is said of somebody they died, or did it with somebody, and by the fact it was another."""
        actors = {actor.id for actor in record.fact.actors}
        named = {name.id for name in claim.names}
        others = [name for name in claim.names if name.id not in actors and not name.place]
        with_another = any(_WITH.search(claim.flat[: name.at]) for name in others)
        if with_another and len(actors) > 1 and claim.doer in actors and not actors <= named:
            return True
        for word in claim.words:
            if canonical(word.surface) not in LIFE:
                continue
            before = [name for name in claim.names if not name.place and name.part == word.part and name.at < word.at]
            if before and (before[-1].owner or claim.flat[: before[-1].at].endswith(" de ")):
                continue
            whose = before[-1].id if before else None
            near = _nearest(meanings_of(word), record)
            if whose in record.names and near and whose not in near:
                return True
        return False


def _holders(office: Word, record: Record) -> list[str]:
    """Who stands near to what somebody is, wherever a fact says it: the nearest first, behind it before in front."""
    meant, holders = meanings_of(office), dict[str, tuple[int, bool]]()
    for sentence in record.spoken:
        for place in (place for place, (stems, _whom) in enumerate(sentence) if not stems.isdisjoint(meant)):
            for other in range(max(0, place - HOLDS_WITHIN), min(len(sentence), place + HOLDS_WITHIN + 1)):
                near = abs(other - place), other < place
                for id in sentence[other][1] - record.told:
                    holders[id] = min(near, holders.get(id, near))
    return sorted(holders, key=lambda id: (holders[id], id))


def _who_did(deed: Word, record: Record) -> Iterator[tuple[set[str], frozenset[str]]]:
    """Who stands closely before what a word says, wherever a fact says it, and who of them stands nearest."""
    meant = meanings_of(deed)
    for sentence in record.spoken:
        for place, (stems, _whom) in enumerate(sentence):
            if not stems.isdisjoint(meant):
                before = [whom for _stems, whom in sentence[max(0, place - BESIDE) : place] if whom]
                if before:
                    yield set().union(*before), before[-1]


def _nearest(meant: frozenset[str], record: Record) -> set[str]:
    """Of whom the fact says something: those named nearest before it, or after it, in its sentence."""
    found: set[str] = set()
    for sentence in record.spoken:
        named = [
            (place, whom - record.told)
            for place, (_stems, whom) in enumerate(sentence)
            if whom - record.told and not _owns(sentence, place)
        ]
        for spot, (stems, _whom) in enumerate(sentence):
            if not stems.isdisjoint(meant):
                least = min((abs(place - spot) for place, _whom in named), default=0)
                found.update(id for place, whom in named if abs(place - spot) <= least + 1 for id in whom)
    return found


def _owns(sentence: Sentence, place: int) -> bool:
    """Whether something or somebody of theirs is spoken of: "Ana's son", "el hijo de Ana"."""
    after = sentence[place + 1][0] if place + 1 < len(sentence) else frozenset()
    before = sentence[place - 1][0] if place else frozenset()
    return "s" in after or "de" in before
