"""What a learnt verdict rests on: the fact that says a claim, or the one against it and what it has otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from bot.history.model import Fact, Pack, World
from bot.history.verdict.comparing import Difference, What
from bot.history.verdict.differing import Differing, in_place_of
from bot.history.verdict.judging import Relation, names_another
from bot.history.verdict.reading import Claim, Named
from bot.history.verdict.ruling import Ruling, Verdict
from bot.history.verdict.wordforms import INTENDS, canonical
from bot.history.verdict.wording import DEADLY, STRANGER


def ruling(
    verdict: Verdict, claim: Claim, relations: Sequence[Relation], differing: Differing, chance: float
) -> Ruling | None:
    """`verdict` on `claim` with the fact of these `relations` that it rests on; None if none of them can bear it."""
    said = {world: _most([one for one in relations if one.world is world], "carries") for world in World}
    real, alternate = said[World.REAL], said[World.ALTERNATE]
    match verdict:
        case Verdict.UNKNOWN:
            return Ruling(claim.text, verdict, chance, claim.language)
        case Verdict.REAL:
            return _denied_fiction(claim, relations, differing.pack, chance) or _resting(verdict, claim, real, chance)
        case Verdict.ALTERNATE:
            return _resting(verdict, claim, alternate, chance)
        case Verdict.BOTH:
            if real is None or alternate is None or names_another(claim, real):
                return None
            if real.candidate.weighing.differences:  # it turns the record round
                return None
            return Ruling(claim.text, verdict, chance, claim.language, real.fact, also=(alternate.fact,))
        case Verdict.NEITHER:
            against = _most(relations, "against")
            if against is None or _is_opinion_of_another(against.fact, claim):
                return None
            if _knows_the_doer(against, claim) or _only_meant(against, claim):
                return Ruling(claim.text, Verdict.UNKNOWN, 1.0 - chance, claim.language)
            found = differences(claim, against, differing)
            return Ruling(claim.text, verdict, chance, claim.language, against.fact, tuple(found))


def _is_opinion_of_another(fact: Fact, claim: Claim) -> bool:
    """Whether a fact is what somebody said or judged, and a claim does not say that they did: it is not against it."""
    saying = {claim.doer, *(name.id for name in claim.names if name.source)}
    return fact.by is not None and fact.by.id not in saying


def _knows_the_doer(against: Relation, claim: Claim) -> bool:
    """Whether a claim is like one that names the wrong person, but the fact says all of it and knows whom it names."""
    weighing = against.candidate.weighing
    wrong = weighing.differences or weighing.missing or weighing.lacking or weighing.unsaid or weighing.bystander
    return not wrong and against.likeness.what == What.PERSON and claim.doer in weighing.record.names


def _only_meant(against: Relation, claim: Claim) -> bool:
    """Whether a claim says that somebody meant or tried to kill, and the fact has nothing of that otherwise."""
    deadly = any(canonical(word.surface) in DEADLY for word in claim.words)
    return deadly and INTENDS.search(claim.whole) is not None and not against.candidate.weighing.differences


def _most(relations: Sequence[Relation], part: str) -> Relation | None:
    return max(relations, key=lambda one: float(getattr(one, part)), default=None)


def _resting(verdict: Verdict, claim: Claim, one: Relation | None, chance: float) -> Ruling | None:
    return None if one is None else Ruling(claim.text, verdict, chance, claim.language, one.fact)


def _denied_fiction(claim: Claim, relations: Sequence[Relation], pack: Pack, chance: float) -> Ruling | None:
    """A true denial of the scenario, where the claim denies a fact of it rather than says a real one."""
    against = _most(relations, "against")
    if against is None or against.world is World.REAL or against.against <= max(one.carries for one in relations):
        return None
    truth = next(iter(pack.real_counterparts(against.fact)), None)
    if truth is None:
        return None
    return Ruling(claim.text, Verdict.REAL, chance, claim.language, truth, also=(against.fact,))


def differences(claim: Claim, against: Relation, differing: Differing) -> list[Difference]:
    """In what a claim differs from the fact against it: what can be compared, else as the nearest false saying does."""
    weighing = against.candidate.weighing
    if found := differing.differences(against.candidate, claim) or [
        one for one in weighing.differences if one.recorded or one.what is What.DEED
    ]:
        return found
    if weighing.instead:
        return differing.turned(claim, weighing)
    fact, named = against.fact, {name.id for name in claim.names}
    places = [one for one in fact.places if one.id not in named]
    misnamed = [name for name in weighing.missing if name.id != STRANGER]
    if weighing.bystander:
        misnamed.append(weighing.bystander)
    for name in misnamed:
        if instead := places if name.place else in_place_of(name, fact, claim):
            return [_instead(name, instead[0].name[claim.language])]
    what = What(against.likeness.what or What.DEED)
    title = fact.text[claim.language].title
    doer = next((name for name in claim.names if name.id == claim.doer), None)
    if what is What.PERSON and doer and (instead := in_place_of(doer, fact, claim)):
        return [_instead(doer, instead[0].name[claim.language])]
    heaviest = max(
        weighing.lacking or weighing.unsaid or claim.words,
        key=differing.scales.words.weight,
        default=None,
    )
    return [
        Difference(what if what is What.NEGATION else What.DEED, heaviest.surface if heaviest else claim.text, title)
    ]


def _instead(name: Named, recorded: str) -> Difference:
    return Difference(What.PLACE if name.place else What.PERSON, name.shown, recorded)
