"""From a claim to a verdict: real, alternate, both, against the record, or not in our sources.

A claim is compared with the facts it may be about. It is real or alternate if a fact of that world carries all of it,
and against the record only if it is about a fact and differs from it in something that can be named.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from copy import copy
from dataclasses import replace

from bot.history.model import Fact, Kind, Pack, World
from bot.history.search import Index
from bot.history.stems import Stems
from bot.history.verdict import grounds, lives
from bot.history.verdict.about import Candidate, features_of, ranks
from bot.history.verdict.differing import NEARLY_ALL, VERY_SURE, Differing, supposes
from bot.history.verdict.judging import (
    VERDICTS,
    Relation,
    all_relation_measures,
    closeness,
    decided,
    shares,
    verdict_measures,
)
from bot.history.verdict.likeness import Likeness, likeness
from bot.history.verdict.names import Register
from bot.history.verdict.reading import Claim, ClaimReader, meanings_of
from bot.history.verdict.records import Reader, Record
from bot.history.verdict.ruling import Ruling, Verdict
from bot.history.verdict.sayings import Sayings
from bot.history.verdict.surface import Either, surface_of
from bot.history.verdict.weighing import Scales, Weighing
from bot.history.verdict.weights import RELATION, VERDICT
from bot.language import Language

__all__ = ["Checker", "Ruling", "Verdict"]

SUPPORT_FROM = 0.62
"""Probability of being about a fact from which the fact may carry a claim."""
SURE = 0.97
NAMELESS_FROM = 0.66
"""The same for a claim that names nobody and gives no date: such words are often about something else."""
FIT_LEAST, STATED_LEAST = 0.45, 0.2
DEED_LEAST = 0.5
"""Share of the words of a claim that a fact must hold to carry it, unless it is very sure to be meant."""
MARKED = 1.5
"""Rarity from which a name says a good deal about which fact is meant."""
STRANGEST = 5.1
"""Weight of a word that the fact does not hold, up to which it may still carry the claim."""
GENERAL_MASS = 15.0
"""Weight of the words of a claim so general that both histories may carry it."""
DATED_SURE = 0.85
LEAD = 0.05
"""How much surer a difference must be than a fact that carries the claim."""
SHARED = 2
"""Words its statement must share at least; one where a date is claimed."""
CLEARLY_FROM, CLEARLY = 0.8, 5.0
"""For a claim that says where: how sure it must be of its fact to speak of either history, and by what weight."""
SPEAKS_FROM, SPEAKS_FIT, SPEAKS, SPEAKS_DATED = 0.25, 0.4, 7.0, 4.5
"""What a claim that names nobody must share with a fact to speak of it at all, by its weight; less with a date."""

SPEAKS_STILL = 0.15
"""How likely at most it must be that nothing is known of a claim, for it to speak of either history after all."""

CLOSE = 6
"""Facts whose sayings a claim is compared with, the likeliest first."""
FRAME, FRAME_HELD = 0.75, 0.7
"""How like a claim must be to what a title is about, and how much of that it must hold, to be about that alone."""
TURNED_FROM = 0.15
"""Probability of being about a fact from which a claim that turns all of it round is against it."""
CLOSEST, CLOSEST_FROM = 2, 0.85
"""Facts named beside a claim that they do not settle, at most, and how close they must come."""

Compared = Sequence[tuple[Candidate, Likeness]]
"""Facts with how near a claim is to their sayings."""

_ORDINAL = re.compile(r"^(?:second|third|fourth|fifth|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa])$")
_COMPARED = re.compile(r"\b(?:more|most|greater|greatest|best|better|worst|worse|mas|mejor|peor)\b")


class Checker:
    """Gives verdicts on claims. Not to be shared between threads."""

    def __init__(self, pack: Pack, index: Index) -> None:
        stems = Stems()
        self._pack = pack
        self._index = index
        self._register = Register(pack)
        self._reader = Reader(self._register, stems)
        self._records = {id: self._reader.read(fact) for id, fact in pack.facts.items()}
        self._surface: Container[str] = surface_of(pack.facts.values())
        self._claims = ClaimReader(index, self._register, stems, self._surface)
        self._scales = Scales.of(list(self._records.values()), pack, self._register, stems)
        self._differing = Differing(pack, self._register, self._scales)
        self._sayings = Sayings(self._register, stems, self._scales.words)
        self._sayings.add(pack.facts.values(), pack.sayings)

    def over(self, pack: Pack, index: Index, own: Sequence[Fact]) -> Checker:
        """A checker of the facts of `pack`: those known here, some left out, and `own` beside them.

        Words are weighed as they are here, and the people and places are those known here.
        """
        more: Checker = copy(self)
        more._pack, more._index = pack, index
        known = {id: record for id, record in self._records.items() if id in pack.facts}
        more._records = known | {fact.id: self._reader.read(fact) for fact in own}
        more._surface = Either(self._surface, surface_of(own))
        more._claims = ClaimReader(index, self._register, self._scales.stems, more._surface)
        more._differing = Differing(pack, self._register, self._scales)
        return more

    def check(self, text: str, language: Language = Language.EN) -> Ruling:
        """The verdict on `text`, one claim; `language` is that of the ruling where the claim's own is not clear."""
        claim = self.read(text, language)
        if (told := lives.ruling(claim, self._pack, self._event)) is not None:
            return told
        candidates = self.candidates(claim)
        compared = self.compared(claim, candidates)
        ruling = self._learnt(claim, candidates, compared, self.by_rules(claim, candidates))
        if ruling.verdict is not Verdict.UNKNOWN or not ruling.relevant:
            return ruling
        return self._otherwise(claim, compared) or replace(ruling, closest=_closest(candidates, compared))

    def read(self, text: str, language: Language = Language.EN) -> Claim:
        """What a claim says."""
        return self._claims.read(text, language)

    def candidates(self, claim: Claim) -> list[Candidate]:
        """The facts `claim` may be about, the likeliest first."""
        found = ranks(claim, self._index)
        weighed = {id: self._weighed(claim, self._records[id]) for id in found if id in self._records}
        candidates = [
            Candidate(weighing, features_of(weighing, found[id], list(weighed.values())))
            for id, weighing in weighed.items()
        ]
        return sorted(candidates, key=lambda candidate: -candidate.about)

    def _event(self, text: str) -> Fact | None:
        """The fact that some words surely tell of."""
        found = self.candidates(self.read(text))
        sure = found and found[0].about >= DATED_SURE and not found[0].weighing.missing
        return found[0].weighing.record.fact if sure else None

    def _weighed(self, claim: Claim, record: Record) -> Weighing:
        """`record` against `claim`: whoever rightly is said to have done it is no bystander."""
        weighing = self._scales.weigh(claim, record)
        who, fact = weighing.bystander, record.fact
        doers = {actor.id for actor in (*fact.actors, *([fact.by] if fact.by else []))}
        if who is None or any(name.id in doers for name in claim.names):
            return weighing
        deeds = {stem for word in [word for word in claim.words if word.at > who.at][:2] for stem in meanings_of(word)}
        known = self._sayings.does(fact.id, who.id, deeds)
        return replace(weighing, bystander=None, instead="") if known else weighing

    # ---- the verdict of what was learnt -----------------------------------------------------------------------

    def compared(self, claim: Claim, candidates: Sequence[Candidate]) -> list[tuple[Candidate, Likeness]]:
        """The likeliest facts, each with how near `claim` is to its sayings; those without sayings left out."""
        terms = self._sayings.terms(claim)
        return [
            (candidate, likeness(book, terms, candidate.weighing.record))
            for candidate in candidates[:CLOSE]
            if (book := self._sayings.books.get(candidate.weighing.record.fact.id))
        ]

    def _otherwise(self, claim: Claim, compared: Compared) -> Ruling | None:
        """The verdict on a claim that says just what a title is about, but of another date or doer, or turned round."""
        if supposes(claim):
            return None
        if any(one.about >= TURNED_FROM and _turned(claim, one.weighing) for one, _ in compared):
            return self._turned_round(claim, [pair for pair in compared if pair[0].weighing.bystander])
        for candidate, near in compared:
            fact, differs = candidate.weighing.record.fact, self._differing.plainly(candidate.weighing, claim)
            if near.frame >= FRAME and near.frame_held >= FRAME_HELD and differs:
                return Ruling(claim.text, Verdict.NEITHER, near.frame, claim.language, fact, tuple(differs))
        return None

    def _turned_round(self, claim: Claim, compared: Compared) -> Ruling:
        """The verdict on a claim that has done to whoever did it what they did, by the closest of these facts."""
        candidate, near = max(compared, key=lambda pair: closeness(pair[1]))
        fact, differs = candidate.weighing.record.fact, self._differing.turned(claim, candidate.weighing)
        return Ruling(claim.text, Verdict.NEITHER, near.frame, claim.language, fact, tuple(differs))

    def _learnt(self, claim: Claim, candidates: Sequence[Candidate], compared: Compared, ruled: Ruling) -> Ruling:
        """The verdict of what was learnt, or that of the rules where it has no more to say."""
        deciding = ruled.fact or next((one.weighing.record.fact for one in candidates), None)
        if (
            not (claim.words and compared)
            or supposes(claim)
            or deciding is None
            or deciding.id not in self._sayings.books
        ):
            return ruled
        relations = [
            Relation(*pair, *shares(measures, RELATION))
            for pair, measures in zip(compared, all_relation_measures(claim, compared), strict=True)
        ]
        chances = shares(verdict_measures(claim, relations, ruled.verdict.value, ruled.confidence), VERDICT)
        if not ruled.relevant and chances[VERDICTS.index(Verdict.UNKNOWN)] > SPEAKS_STILL:
            return ruled
        verdict = Verdict(decided(chances, ruled.verdict.value))
        if verdict is not ruled.verdict:
            chance = chances[VERDICTS.index(verdict)]
            if found := grounds.ruling(verdict, claim, relations, self._differing, chance):
                return found
        return replace(ruled, confidence=chances[VERDICTS.index(ruled.verdict)])

    # ---- the verdict ------------------------------------------------------------------------------------------

    def by_rules(self, claim: Claim, candidates: Sequence[Candidate]) -> Ruling:
        """The verdict that rules give: the only one where facts have no sayings, elsewhere one voice among others."""
        if not _speaks(claim, candidates):
            return Ruling(claim.text, Verdict.UNKNOWN, 1.0, claim.language, relevant=False)
        # A fact, which has its correction, before a passage.
        by_kind = sorted(candidates, key=lambda one: one.weighing.record.fact.kind is Kind.PASSAGE)
        carrying = next((one for one in by_kind if self._carries(one, claim)), None)
        against = next(((one, found) for one in candidates if (found := self._differing.differences(one, claim))), None)
        if against and carrying and (against[0].about > carrying.about + LEAD or _turned(claim, against[0].weighing)):
            carrying = None
        if carrying:
            return self._carried(claim, carrying, candidates)
        if against is None:
            return self._unknown(claim, candidates)
        candidate, differs = against
        fact = candidate.weighing.record.fact
        if truth := self._differing.truth_denied(claim, candidate, differs):
            return Ruling(claim.text, Verdict.REAL, candidate.about, claim.language, truth, also=(fact,))
        return Ruling(claim.text, Verdict.NEITHER, candidate.about, claim.language, fact, tuple(differs))

    def _carried(self, claim: Claim, carrying: Candidate, candidates: Sequence[Candidate]) -> Ruling:
        fact = carrying.weighing.record.fact
        other = self._carries_too(claim, carrying, candidates)
        if other is None:
            return Ruling(claim.text, Verdict(fact.world.value), carrying.about, claim.language, fact)
        real, alternate = sorted((fact, other.weighing.record.fact), key=lambda one: one.world is World.ALTERNATE)
        return Ruling(claim.text, Verdict.BOTH, other.about, claim.language, real, also=(alternate,))

    def _unknown(self, claim: Claim, candidates: Sequence[Candidate]) -> Ruling:
        best = candidates[0].about if candidates else 0.0
        return Ruling(claim.text, Verdict.UNKNOWN, 1.0 - best, claim.language)

    # ---- a fact that carries the claim ------------------------------------------------------------------------

    def _carries(self, candidate: Candidate, claim: Claim) -> bool:
        weighing, about = candidate.weighing, candidate.about
        if not claim.words or not _agrees(weighing) or supposes(claim):
            return False
        fact = weighing.record.fact
        if any(_ORDINAL.search(word.surface) for word in weighing.lacking):
            return False
        if _COMPARED.search(claim.whole) and fact.by and all(name.id != fact.by.id for name in claim.names):
            return False  # what somebody thinks best is not what is best
        if (_COMPARED.search(claim.whole) and weighing.lacking) or (weighing.unsaid and about < SURE):
            return False
        rare = sum(self._scales.words.rarity.get(name.id, 0.0) > MARKED for name in claim.names)
        dated = weighing.agreeing and about >= DATED_SURE
        if weighing.stated < STATED_LEAST and not dated and rare < 2:
            return False
        if weighing.deed < DEED_LEAST and about < VERY_SURE:
            return False
        if about < NAMELESS_FROM and not weighing.agreeing and not any(name.id for name in claim.names):
            return False
        strangest = STRANGEST + 2 * (about - SUPPORT_FROM)
        return about >= SUPPORT_FROM and weighing.fit >= FIT_LEAST and weighing.strange <= strangest

    def _carries_too(self, claim: Claim, carrying: Candidate, candidates: Sequence[Candidate]) -> Candidate | None:
        """A fact of the other world that carries a general claim as well."""
        fact, fit = carrying.weighing.record.fact, carrying.weighing.fit
        linked = {one.id for one in (*self._pack.real_counterparts(fact), *self._pack.departures_from(fact))}
        mass = sum(self._scales.words.weight(word) for word in claim.words)
        general = (
            mass <= GENERAL_MASS
            and not claim.times
            and not claim.numbers
            and not any(not name.place for name in claim.names)
        )
        for other in candidates:
            weighing = other.weighing
            if weighing.record.fact.world is fact.world or not _agrees(weighing) or weighing.unsaid:
                continue
            near = (
                weighing.fit >= 0.5
                if weighing.record.fact.id in linked
                else weighing.fit >= 0.6 and other.about >= 0.25
            )
            as_general = general and near and weighing.fit >= fit - 0.3 and other.about >= carrying.about - 0.85
            if as_general or (other.about > carrying.about - 0.2 and weighing.fit > fit - 0.1):
                return other
        return None


def _closest(candidates: Sequence[Candidate], compared: Compared) -> tuple[Fact, ...]:
    """The facts closest to a claim that they do not settle, the closest first."""
    likenesses = {candidate.weighing.record.fact.id: near for candidate, near in compared}
    scored = [
        (one.about + closeness(likenesses.get(one.weighing.record.fact.id)), one.weighing.record.fact)
        for one in candidates[:CLOSE]
    ]
    close = sorted((one for one in scored if one[0] >= CLOSEST_FROM), key=lambda one: -one[0])
    return tuple(fact for _, fact in close[:CLOSEST])


def _speaks(claim: Claim, candidates: Sequence[Candidate]) -> bool:
    """Whether a claim speaks of either history: it names somebody in it, or shares a good deal with some fact."""
    if any(name.id for name in claim.names):
        return True
    least = SPEAKS_DATED if claim.times or claim.numbers else SPEAKS
    placed = any(name.place for name in claim.names)
    if placed and any(one.about >= CLEARLY_FROM and one.weighing.held >= CLEARLY for one in candidates):
        return True
    return any(
        one.about >= SPEAKS_FROM
        and one.weighing.fit >= SPEAKS_FIT
        and one.weighing.held >= least
        and _shared(claim, one.weighing) >= (1 if claim.times else SHARED)
        for one in candidates
    )


def _shared(claim: Claim, weighing: Weighing) -> int:
    """How many of a claim's words the fact's own statement holds, slips left out."""
    firm = (meanings_of(word) for word in claim.words if not word.light)
    return sum(not meant.isdisjoint(weighing.record.said) for meant in firm)


def _turned(claim: Claim, weighing: Weighing) -> bool:
    """Whether a claim says all of a fact, but has it done to whoever did it."""
    actors = {actor.id for actor in weighing.record.fact.actors}
    done_to = actors & {name.id for name in claim.names}
    return bool(weighing.bystander and done_to) and min(weighing.fit, weighing.stated) >= NEARLY_ALL


def _agrees(weighing: Weighing) -> bool:
    return not (weighing.differences or weighing.missing or weighing.unsettled or weighing.bystander)
