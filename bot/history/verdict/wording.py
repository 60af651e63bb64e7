"""The words of a claim beside those of a fact: which it says, which it says the opposite of, and which it denies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.history.model import World
from bot.history.stems import Stems
from bot.history.verdict.comparing import Difference, What
from bot.history.verdict.opposites import Opposites
from bot.history.verdict.reading import SYNONYM, Claim, Named, Word, meanings_of, roots_of
from bot.history.verdict.records import Record
from bot.history.verdict.wordforms import INTENDS, canonical, folded

ASKED_LEAST, ASKED_MOST, OFTEN = 0.6, 0.9, 0.3
"""What a word counts that a fact is only asked for with, by the share of its phrasings that hold it."""
NOTED = 0.6
ALIKE, SLIP = 0.9, 0.75
"""What a word of the same meaning counts, and one that the word written may be a slip for."""
CONTRARY = 0.9
UNKNOWN_WORD, UNKNOWN_NAME = 0.5, 1.0
"""Weights of a word that no fact holds, as shares of the heaviest: an ordinary word and one with a capital."""
LIGHT_SHARE = 0.35
BESIDE = 4
"""Words between whoever does something and what they do."""
OFF_LEAST = 0.25
"""Share of a claim that a fact must say is not so, to be against it by that."""
HELD = 0.5
"""Share from which a word counts as said by the fact."""
LIFE = frozenset(["die", "morir", "bear", "nacer", "fallecer"])
"""Words, canonical, for being born and dying: what befalls one of those in a fact did not befall the others."""
COMMON = 1.0
"""Rarity of a word or a name that is nearly everywhere."""
HOME = 1.3
"""Rarity up to which a word for what is of a country is that of the country all is about."""
STRANGER = "?"
"""Id of a word with a capital that a fact does not hold."""
_COUNTRIES = """mexican mexicans mexicano mexicanos mexicana mexicanas
    american americans british english french german italian japanese spanish russian soviet canadian polish
    estadounidense estadounidenses norteamericano britanico ingles ingleses frances franceses aleman alemanes
    alemana italiano japones espanol espanoles ruso rusos sovietico sovieticos canadiense polaco"""
_REFUSING = """refuse refusal reject rejection deny decline scarce shortage lack vanish rechazar rechazo rechazada
    negativa negar denegar escaso escasez escasear falta faltar faltaron desaparecer"""
DEADLY = frozenset("kill murder assassinate die matar asesinar morir".split())
"""Words, canonical, for what whoever is attacked may survive."""
_NOBODY = re.compile(r"\b(?:nobody|no one|nadie|none of)\b")
_NO_OTHER = re.compile(
    r"\b(?:no|never|nunca|ningun\w*) (?:\w+ )?(?:other|another|others|again|more|otr[oa]s?|mas)\b"
    r"|\b(?:no \w+ ever|nunca mas|ya no hubo|no volvio)\b"
)
_LAST = re.compile(r"\b(?:last|ultim[oa]s?)\b")
_PIECES = frozenset(["part", "parts", "parte", "partes"])
"""Words for a piece of something, of which "partir" is no form."""
_PEOPLE = re.compile(r"ans$")
"""How English names the people of a country; what is of it has no plural."""
_DEMONYM = re.compile(
    r"(?:an|ans|ish|ese|ist|ists|ic|ics|ism|ismo|ista|istas|o|os|a|as|union|state|states|party|war|army|second|first)$"
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What comparing words needs to know of all facts."""

    rarity: Mapping[str, float]
    """How rare each word and name is."""
    heaviest: float
    opposites: Opposites
    demonyms: frozenset[str]
    """Stems of words for what is of a country."""
    refusing: frozenset[str]
    """Stems of words that deny something without "not": a fact that holds one is denied by no denial."""

    def weight(self, word: Word) -> float:
        """How much a word of a claim says."""
        known = [
            self.rarity.get(phrase[0], 0.0)
            for phrase, share in word.variants.items()
            if len(phrase) == 1 and share >= SLIP
        ]
        best = max(known, default=0.0) or self.heaviest * (UNKNOWN_NAME if word.capital else UNKNOWN_WORD)
        return best * (LIGHT_SHARE if word.light else 1.0)

    def share(self, word: Word, record: Record) -> float:
        """How surely the fact says a word, or what stands for it, 0 to 1."""
        best = 0.0
        for phrase, likeness in word.variants.items():
            trust = 1.0 if likeness == 1.0 else ALIKE if len(phrase) > 1 or likeness == SYNONYM else SLIP
            best = max(best, trust * min(_says(stem, record) for stem in phrase))
        return best

    def in_statement(self, word: Word, record: Record) -> bool:
        return any(all(stem in record.said for stem in phrase) for phrase in word.variants)

    def is_contrary(self, word: Word, claim: Claim, record: Record) -> bool:
        """Whether a word says the opposite of what the fact says."""
        roots = roots_of(word)
        if word.denied or word.surface in _PIECES or not roots.isdisjoint(record.said):
            return False
        if canonical(word.surface) in DEADLY and INTENDS.search(claim.whole[: word.at]):
            return False  # whoever is attacked may survive it
        sides = self.opposites.sides(record.said)
        mine = self.opposites.sides(roots)
        against = frozenset(
            (pair, -side) for pair, side in mine if (pair, -side) in sides and (pair, side) not in sides
        )
        if against:
            return canonical(word.surface) not in LIFE or not self._of_another(word, claim, record, against)
        contested = frozenset((pair, side) for pair, side in mine if {(pair, -side), (pair, side)} <= sides)
        return bool(contested) and self._does_the_contrary(claim, record, contested)

    def _of_another(self, word: Word, claim: Claim, record: Record, against: frozenset[tuple[int, int]]) -> bool:
        """Whether the claim speaks of somebody in the fact of whom the fact says nothing contrary, but of another."""
        before = [name.id for name in claim.names if not name.place and name.part == word.part and name.at < word.at]
        if not before or before[-1] not in record.names:
            return False
        near: set[str] = set()
        for sentence in record.spoken:
            for place, (stems, _whom) in enumerate(sentence):
                if not self.opposites.sides(stems).isdisjoint(against):
                    for _stems, whom in sentence[max(0, place - BESIDE) : place + BESIDE + 1]:
                        near |= whom
        return bool(near) and before[-1] not in near

    def _does_the_contrary(self, claim: Claim, record: Record, mine: frozenset[tuple[int, int]]) -> bool:
        """Where a fact says both one thing and its opposite: whether the doer stands beside the opposite."""
        theirs = frozenset((pair, -side) for pair, side in mine)
        near: dict[bool, int] = {}
        for sentence in record.spoken:
            doers = [place for place, (_roots_, whom) in enumerate(sentence) if claim.doer in whom]
            for place, (stems, _whom) in enumerate(sentence):
                sides = self.opposites.sides(stems)
                for contrary, wanted in ((True, theirs), (False, mine)):
                    if doers and not sides.isdisjoint(wanted):
                        far = min(abs(place - doer) for doer in doers)
                        near[contrary] = min(far, near.get(contrary, far))
        return True in near and near[True] + 1 < near.get(False, BESIDE + 2) and near[True] <= BESIDE

    def is_unsaid(self, word: Word, claim: Claim, record: Record) -> bool:
        """Whether a word that has an opposite is not what the fact itself says."""
        mine, said = self.opposites.sides(roots_of(word)), self.opposites.sides(record.said)
        ambiguous = not mine.isdisjoint(said)
        if (
            word.surface in _PIECES
            or word.denied
            or (canonical(word.surface) in DEADLY and INTENDS.search(claim.whole[: word.at]))
            or self.in_statement(word, record)
            or (ambiguous and record.fact.world is World.ALTERNATE)
        ):
            return False
        return bool(mine) and (self.share(word, record) < HELD or any((pair, -side) in said for pair, side in mine))

    def strangers(self, lacking: Iterable[Word]) -> Iterator[Named]:
        """The words with capitals among those that a fact does not hold: names of something else."""
        for word in lacking:
            if word.stem in self.demonyms and self.weight(word) > HOME:
                yield Named(STRANGER, word.surface, (word.stem,), word.at, word.part)
            elif word.capital and not _DEMONYM.search(word.surface):
                yield Named(STRANGER, word.surface, (word.stem,), word.at, word.part, word.placed, word.denied)

    def swapped_countries(self, words: Iterable[Word], record: Record) -> Iterator[Word]:
        """The words for what is of a country that stand, in the fact, beside the same thing as those of another one."""
        words = list(words)
        for word in words:
            home = self.rarity.get(word.stem, 0.0) <= HOME
            if word.stem not in self.demonyms or home or _PEOPLE.search(word.surface):
                continue
            for thing in words:
                if 0 < abs(thing.place - word.place) <= 1 and thing.stem not in self.demonyms:
                    beside = self._countries_beside(roots_of(thing), record)
                    if beside and meanings_of(word).isdisjoint(beside):
                        yield word
                        break

    def _countries_beside(self, thing: frozenset[str], record: Record) -> frozenset[str]:
        found: set[str] = set()
        for sentence in record.spoken:
            for place, (stems, _whom) in enumerate(sentence):
                if not stems.isdisjoint(thing):
                    for other in sentence[max(0, place - 1) : place] + sentence[place + 1 : place + 2]:
                        found |= other[0] & self.demonyms
        return frozenset(found)

    def denials(self, claim: Claim, record: Record, title: str) -> Iterator[Difference]:
        """What the claim denies and the fact says, or the other way round."""
        firmly = any(word.denied and not word.light for word in claim.words)
        standing = [
            (word, meanings_of(word) & record.said)
            for word in claim.words
            if not word.light or (word.denied and not firmly and not record.denied)
        ]
        mass = sum(self.weight(word) for word in claim.words)
        off = sum(self.weight(word) for word, meant in standing if meant and meant <= record.denied)
        said = self.opposites.sides(record.said)
        agreed = any(
            word.denied
            and (
                not meant.isdisjoint(record.denied)
                or any(
                    (pair, -side) in said and (pair, side) not in said
                    for pair, side in self.opposites.sides(roots_of(word))
                )
            )
            for word, meant in standing
        )  # "not die" is "survive"
        lacked = bool(self.refusing & record.said) and not any(
            word.denied and roots_of(word) & self.refusing for word in claim.words
        )
        agreed = agreed or lacked or self._nobody(claim, record)
        claim_denies = any(word.denied for word in claim.words)
        for word, meant in standing:
            if word.denied:
                known = bool(meant) or (not record.denied and self.share(word, record) >= HELD)
                differs = known and not agreed
            else:
                differs = bool(meant) and meant <= record.denied and off >= OFF_LEAST * mass and not claim_denies
            if differs:
                yield Difference(What.NEGATION, word.surface, title)
        for name in claim.names:
            if name.denied and any(name.id == actor.id for actor in record.fact.actors):
                yield Difference(What.PERSON, name.shown, name.shown)

    def _nobody(self, claim: Claim, record: Record) -> bool:
        """Whether both say of everybody that they did not, or the claim that what was the last came never again."""
        nobody, again = _NOBODY.search(claim.flat), _NO_OTHER.search(claim.flat)
        if not (nobody or again):
            return False
        texts = [folded(said) for text in record.fact.text.values() for said in (text.title, text.statement)]
        verb = next((word for word in claim.words if nobody and word.at > nobody.end()), None)
        both = verb is not None and any(_NOBODY.search(text) for text in texts)
        if both and verb and meanings_of(verb).isdisjoint(record.said):
            return True
        return again is not None and any(_LAST.search(text) for text in texts)

    def sets_off(self, claim: Claim, record: Record) -> bool:
        """Whether what is denied only sets off what is said: "it did not …, it …"."""
        denied = {word.part for word in claim.words if word.denied}
        plain = [word for word in claim.words if word.part not in denied]
        whole = sum(self.weight(word) for word in plain)
        if not denied or len(claim.parts) < 2 or not whole:
            return False
        off = sum(self.weight(word) for word in claim.words if word.part in denied)
        held = sum(self.weight(word) * self.share(word, record) for word in plain)
        return whole >= 0.8 * off and held >= 0.55 * whole


def refusing_stems(stems: Stems) -> frozenset[str]:
    """The stems of words that say of something that it is refused or lacking."""
    return frozenset(stems.stem(word) for word in _REFUSING.split())


def country_stems(stems: Stems) -> frozenset[str]:
    """The stems of words for what is of a country."""
    return frozenset(map(stems.stem, _COUNTRIES.split()))


def _says(stem: str, record: Record) -> float:
    """How surely the fact says a stem: 1 in its statement, less in how it is asked for or noted."""
    if stem in record.said:
        return 1.0
    if stem in record.asked:
        return ASKED_LEAST + (ASKED_MOST - ASKED_LEAST) * min(1.0, record.asked[stem] / OFTEN)
    return NOTED if stem in record.noted else 0.0
