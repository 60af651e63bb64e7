"""In what a claim differs from a fact that it is about, so that it can be shown; nothing where that is not sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.history.model import Fact, Kind, Name, Pack, World
from bot.history.verdict.about import Candidate
from bot.history.verdict.comparing import Difference, What
from bot.history.verdict.names import Register
from bot.history.verdict.reading import Claim, Named
from bot.history.verdict.weighing import Scales, Weighing
from bot.history.verdict.wordforms import INTENDS, folded
from bot.history.verdict.wording import HOME, STRANGER

DIFFER_FROM = 0.25
"""Probability of being about a fact from which a claim may be against it."""
PERSON_FROM = 0.33
"""The same where the claim names somebody whom the fact does not."""
VERY_SURE, NEARLY_SURE = 0.9, 0.75
DIFFER_FIT, DIFFER_STATED, DIFFER_DEED = 0.45, 0.5, 0.7
"""Shares of a claim that the fact must say for them to be about one thing."""
EVIDENCE, SURE_OF_LITTLE = 2, 0.5
"""Words, names and dates that must agree before another doer is one too many, unless it is as sure as this."""
SUREST = 0.97
NEARLY_ALL = 0.9
DIFFER_HELD = 3.0
"""Weight of what the fact holds, below which too little is claimed to be against it."""
DATED_MASS = 1.5
"""The same of what the fact itself says, where only a date differs."""
HEAVY = 1.8
"""Weight of a word that, where the fact lacks it, makes another date that of another deed."""

PLURAL_WITHIN = 8
"""Letters between things in the plural and where they are said to be, at most."""

_INDEFINITE = re.compile(r"\b(?:an?|un|una|some|algun|alguna) $")
_SET = re.compile(
    r"(?:\b(?:the|his|her|their|its|these|those|los|las|sus|estos|estas|esos|esas)|s['’]|['’]s)(?: \w+){0,2} $"
)
_TITLE = re.compile(r"\b(?:the|el|la) $")
_SUPPOSED = re.compile(
    r"\b(?:would have|could have|might have|should have|should|habria|habrian|deberia"
    r"|(?<!que )(?:hubiera|hubieran|hubiese))\b"
)


@dataclass(frozen=True, slots=True)
class Differing:
    """Finds differences."""

    pack: Pack
    register: Register
    scales: Scales

    def differences(self, candidate: Candidate, claim: Claim) -> list[Difference]:
        """In what a claim about this fact differs from it; nothing if it does not, or if that cannot be told."""
        weighing, about = candidate.weighing, candidate.about
        if weighing.record.fact.kind is Kind.PASSAGE:
            return []  # prose that nobody made facts of is not the record
        unsure = weighing.stated < DIFFER_STATED and about < NEARLY_SURE and not weighing.agreeing
        if (
            (about < DIFFER_FROM and not _only_the_doer(claim, weighing))
            or unsure
            or weighing.unsettled
            or _denies_fiction_and_more(weighing)
            or supposes(claim)
        ):
            return []
        if not any(not word.light for word in claim.words) and not claim.times and not claim.numbers:
            return []
        needed = DIFFER_HELD + 0.5 * (about < NEARLY_SURE) - bool(weighing.agreeing)
        if weighing.held < needed:
            return []
        if weighing.missing:
            return self._misnamed(claim, weighing, about)
        if weighing.bystander and not weighing.differences:
            return self._not_their_deed(claim, weighing)
        countries = any(
            difference.what is What.PERSON and not difference.recorded for difference in weighing.differences
        )
        if countries and weighing.deed < DIFFER_DEED:
            return []
        dated = {difference.what for difference in weighing.differences} == {What.DATE}
        mass = weighing.stated * sum(self.scales.words.weight(word) for word in claim.words)
        if dated and about < NEARLY_SURE and mass < DATED_MASS:
            return []
        if dated and about < SUREST and any(self.scales.words.weight(word) >= HEAVY for word in weighing.lacking):
            return []  # another deed of another year
        return list(weighing.differences) if weighing.fit >= DIFFER_FIT else []

    def plainly(self, weighing: Weighing, claim: Claim) -> list[Difference]:
        """In what a claim differs from the fact that it is about, if the one date or who did it is all that does."""
        if weighing.lacking or weighing.unsettled or any(word.denied for word in claim.words):
            return []
        missing = {name.id or name.shown for name in weighing.missing}
        if not missing and not weighing.bystander and {one.what for one in weighing.differences} == {What.DATE}:
            return list(weighing.differences)
        doer = next((name for name in weighing.missing if name.id == claim.doer and not name.place), None)
        if doer is None or len(missing) > 1 or weighing.differences or INTENDS.search(claim.whole):
            return []
        return _instead(What.PERSON, doer, weighing.record.fact.actors, claim)

    def _misnamed(self, claim: Claim, weighing: Weighing, about: float) -> list[Difference]:
        """For a claim that names somebody or a place that the fact does not."""
        kinds = {difference.what for difference in weighing.differences}
        places = [name for name in weighing.missing if name.place]
        people = [name for name in weighing.missing if not name.place and not (places and name.id == "")]
        if any(name.id == STRANGER for name in people) or kinds - {What.DATE}:
            return []
        if (places and people) or len({name.id or name.shown for name in people}) > 1:
            return []
        if any(name.aside or (word.denied and word.part == name.part) for name in people for word in claim.words):
            return []  # that somebody the fact does not know had no part in it, or what they did besides
        if kinds and about >= VERY_SURE - 0.1 and weighing.fit >= NEARLY_ALL:
            return list(weighing.differences)
        if weighing.deed < DIFFER_DEED or (kinds and not weighing.agreeing):
            return []
        if places and not people and _is_doer(places[0], claim):
            named = {name.id for name in claim.names}
            return _instead(
                What.PERSON, places[0], [one for one in weighing.record.fact.actors if one.id not in named], claim
            )
        return (
            self._elsewhere(claim, weighing, places[0])
            if places
            else self._somebody_else(claim, weighing, people[0], about)
        )

    def _somebody_else(self, claim: Claim, weighing: Weighing, missing: Named, about: float) -> list[Difference]:
        fact = weighing.record.fact
        named = {name.id for name in claim.names}
        doers = {actor.id for actor in fact.actors}
        if INTENDS.search(claim.whole) and not INTENDS.search(folded(fact.text[claim.language].statement)):
            return []  # others may have wished what they did not do
        held = [word for word in claim.words if word not in weighing.lacking and not word.light]
        rare = [
            name
            for name in claim.names
            if name not in weighing.missing and self.scales.words.rarity.get(name.id, 0.0) > HOME
        ]
        if len(held) + len(rare) + weighing.agreeing < EVIDENCE and about < SURE_OF_LITTLE:
            return []
        if not missing.id and _TITLE.search(claim.flat[: missing.at]):
            return []  # what something is called, not who
        others = claim.doer in weighing.record.names and weighing.deed >= NEARLY_ALL
        if claim.doer is not None and missing.id != claim.doer and doers.isdisjoint(named) and not others:
            return []
        common = self.scales.words.rarity.get(missing.id, HOME + 1) <= HOME
        if missing.id != claim.doer and (common or missing.owner):
            return []  # it speaks of theirs, or of the one whom all is about
        if claim.doer is None and missing.recipient:
            return []
        if about < PERSON_FROM and not _only_the_doer(claim, weighing):
            return []
        if (
            about < VERY_SURE
            and not doers
            and fact.by is None
            and named.isdisjoint({person.id for person in fact.people})
            and not any(not name.place and name.id in weighing.record.names for name in rare)
        ):
            return []
        if not doers and fact.by is None and weighing.record.main <= named:
            return []
        return _instead(What.PERSON, missing, in_place_of(missing, fact, claim), claim)

    def _not_their_deed(self, claim: Claim, weighing: Weighing) -> list[Difference]:
        return [] if weighing.fit < 0.75 or weighing.stated < 0.7 else self.turned(claim, weighing)

    def turned(self, claim: Claim, weighing: Weighing) -> list[Difference]:
        """The difference of a claim that has somebody do what, by the fact, others did beside them or to them."""
        bystander, fact = weighing.bystander, weighing.record.fact
        if bystander is None:
            return []
        named = {name.id for name in claim.names} - {bystander.id}
        whoever = [*fact.actors, *([fact.by] if fact.by else [])]
        doers = [actor for actor in whoever if actor.id not in named] or whoever
        if weighing.instead:
            doers = [self.pack.people[weighing.instead]]
        return _instead(What.PERSON, bystander, doers, claim)

    def _elsewhere(self, claim: Claim, weighing: Weighing, missing: Named) -> list[Difference]:
        named = {name.id for name in claim.names}
        told = weighing.record.told
        inmost = [id for id in told if not any(id != other and id in self.register.around(other) for other in told)]
        around = self.register.around(missing.id) - {missing.id}
        others = [name for name in claim.names if name not in weighing.missing]
        if _is_one_of_many(claim, weighing) or (
            not (missing.located or missing.whereto) and len(others) > 1 and weighing.fit >= 0.8
        ):
            return []
        homes = {place.id for place in weighing.record.fact.places} & set(inmost)
        if not around.isdisjoint(homes if missing.located and homes else inmost):
            return []  # it names the place more closely than the record does
        own = [place for place in weighing.record.fact.places if place.id in inmost and place.id not in named]
        rest = [self.pack.places[id] for id in sorted(inmost) if id not in named]
        return _instead(What.PLACE, missing, own or rest, claim)

    def truth_denied(self, claim: Claim, candidate: Candidate, differs: Sequence[Difference]) -> Fact | None:
        """The real fact behind a true denial of an alternate one ("he never ruled there"), if this is one."""
        fact = candidate.weighing.record.fact
        kinds = {difference.what for difference in differs}
        if fact.world is World.REAL or claim.leaning is World.ALTERNATE or kinds != {What.NEGATION}:
            return None
        denied = sum(self.scales.words.weight(word) for word in claim.words if word.denied)
        if denied < 0.5 * sum(self.scales.words.weight(word) for word in claim.words):
            return None  # only something beside the point is denied
        people = any(not name.place for name in claim.names)
        if people and claim.doer not in {actor.id for actor in fact.actors}:
            return None
        return next(iter(self.pack.real_counterparts(fact)), None)


def in_place_of(name: Named, fact: Fact, claim: Claim) -> list[Name]:
    """Whom a fact has where a claim names somebody else: who did it for a doer, else whom the claim leaves out."""
    doers = [actor for actor in fact.actors if actor.id != name.id]
    if name.id == claim.doer and doers:
        return doers
    named = {one.id for one in claim.names}
    return [one for one in (*fact.actors, *fact.people) if one.id not in named]


def supposes(claim: Claim) -> bool:
    """Whether a claim says what would or should have been."""
    return _SUPPOSED.search(claim.whole) is not None


def _denies_fiction_and_more(weighing: Weighing) -> bool:
    """Whether what is denied is of the other history and a date or a name is not of it either."""
    kinds = {difference.what for difference in weighing.differences}
    return weighing.record.fact.world is World.ALTERNATE and What.NEGATION in kinds and len(kinds) > 1


def _only_the_doer(claim: Claim, weighing: Weighing) -> bool:
    """Whether the fact says all of a claim but who did it."""
    if not (weighing.fit >= NEARLY_ALL and weighing.stated >= NEARLY_ALL and not weighing.differences):
        return False
    missing = {name.id for name in weighing.missing}
    others = [name for name in claim.names if not name.place and name.id not in missing]
    return missing == {claim.doer} and bool(others) and any(not word.light for word in claim.words)


def _is_doer(place: Named, claim: Claim) -> bool:
    """Whether a country or a city is said to do something: it stands first, with nothing before it."""
    return not (place.located or place.whereto) and all(
        word.at > place.at for word in claim.words if word.part == place.part
    )


def _is_one_of_many(claim: Claim, weighing: Weighing) -> bool:
    """Whether it is said of "a" or "one" such thing, of which there may be others elsewhere."""
    held = [word for word in claim.words if word not in weighing.lacking]
    return any(_INDEFINITE.search(claim.flat[: word.at]) for word in held) or any(
        word.surface.endswith("s") and word.part == claim.part_of(name.at) and not _SET.search(claim.flat[: word.at])
        for name in weighing.missing
        for word in held
        if 0 < name.at - word.at - len(word.surface) <= PLURAL_WITHIN
    )


def _instead(what: What, claimed: Named, recorded: Sequence[Name], claim: Claim) -> list[Difference]:
    return [Difference(what, claimed.shown, recorded[0].name[claim.language])] if recorded else []
