"""Who was alive when: what a claim says of somebody at a date, beside the fact that records their death."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.history.model import Fact, Pack, World
from bot.history.verdict.comparing import Difference, What
from bot.history.verdict.differing import supposes
from bot.history.verdict.reading import Claim, Named
from bot.history.verdict.ruling import Ruling, Verdict
from bot.history.verdict.times import Time
from bot.language import Language

SURE = 0.97
_DEAD = re.compile(
    r"\b(?:(?:was|were) (?:already |long )?dead|had (?:already )?(?:died|been (?:killed|murdered))"
    r"|(?:not?|no longer)(?: even)? alive|no longer lived|(?:did not?|never) lived? to(?: see)?"
    r"|ya (?:estaba muert[oa]|habia muerto|no vivia|no (?:estaba|seguia) viv[oa])"
    r"|no (?:estaba|seguia|llego) viv[oa](?: al?)?|no vivia ya)\b"
)
"""How a claim says that somebody was dead by then."""
_ALIVE = re.compile(
    r"\b(?:(?:was|were) (?:still )?(?:alive|living)|still (?:lived|living|alive)"
    r"|(?:todavia|aun) (?:vivia|estaba viv[oa])|(?:seguia|estaba) (?:todavia |aun )?viv[oa])\b"
)
_DIED = re.compile(
    r"\b(?:died?|dead|killed|murdered|muri[oa]|murieron|fallecio|mataron|asesinaron)\b.*?"
    r"\b(?P<order>(?P<before>before|antes(?: de)?(?: que)?)|after|despues(?: de)?(?: que)?) "
)
"""How a claim says that somebody died before or after somebody else."""
_LENGTHS = frozenset("day days week weeks month months dia dias semana semanas mes meses".split())
_EVENT = re.compile(r"\b(?:when|before|by the time|cuando|antes de que|para cuando) ")


def ruling(claim: Claim, pack: Pack, event_of: Callable[[str], Fact | None]) -> Ruling | None:
    """The verdict on a claim that says of somebody that they were dead or alive then, and no more; else None.

    `event_of` finds the fact that stands in place of a date ("was dead before they went to war").
    """
    if supposes(claim) or claim.leaning is World.ALTERNATE:
        return None
    if (order := _DIED.search(claim.flat)) and (ordered := _in_order(claim, order, pack)):
        return ordered
    said = _DEAD.search(claim.flat) or _ALIVE.search(claim.flat)
    if said is None:
        return None
    dead = said.re is _DEAD or _is_denied(claim, said)
    event = _EVENT.search(claim.flat, said.end())
    end = event.start() if event else len(claim.flat)
    people = [name for name in claim.names if name.at < end and not name.place]
    if len(people) != 1 or people[0].owner or not (fact := _death(people[0], pack)) or fact.when is None:
        return None
    if any(not word.light and not said.start() <= word.at < said.end() for word in claim.words if word.at < end):
        return None  # it says more than that
    times, shown = list(claim.times), ""
    if event and not times:
        told = event_of(claim.said(event.end(), len(claim.flat)))
        times = [Time.of(told.when)] if told and told.when and told.world is World.REAL and told is not fact else []
        shown = claim.said(event.start(), len(claim.flat)).rstrip(" .!")
    if len(times) != 1:
        return None
    before, after = times[0].latest < fact.when.latest, times[0].earliest > fact.when.latest
    if (after if dead else before) or (dead and not event and times[0].latest >= fact.when.latest):
        return Ruling(claim.text, Verdict.REAL, SURE, claim.language, fact)
    if not (before if dead else after):
        return None
    if not dead and (lives := _lives_on(people[0].id, pack)):
        ends = max(one.when.latest for one in pack.facts.values() if one.world is World.ALTERNATE and one.when)
        alternate = Ruling(claim.text, Verdict.ALTERNATE, SURE, claim.language, lives)
        return alternate if times[0].earliest <= ends else None
    differs = Difference(What.DATE, shown or claim.said(times[0].start, times[0].end), _day(fact, claim.language))
    return Ruling(claim.text, Verdict.NEITHER, SURE, claim.language, fact, (differs,))


def _in_order(claim: Claim, said: re.Match[str], pack: Pack) -> Ruling | None:
    """The verdict on a claim that somebody died before or after somebody else, and no more."""
    people = [name for name in claim.names if not name.place]
    facts = [fact for name in people if not name.owner and (fact := _death(name, pack)) and fact.when]
    if len(people) != 2 or len(facts) != 2 or facts[0] is facts[1] or people[1].at < said.end() or claim.times:
        return None
    beyond = (word for word in claim.words if word.at < said.start() or word.at > people[1].at)
    if any(not word.light for word in beyond) or claim.numbers or not _LENGTHS.isdisjoint(claim.tokens):
        return None  # it says more, or how long before
    first, second = (fact.when.latest for fact in facts if fact.when)
    if (first < second) is ((said["before"] is not None) is not _is_denied(claim, said)):
        return Ruling(claim.text, Verdict.REAL, SURE, claim.language, facts[0])
    differs = Difference(
        What.DATE, claim.said(said.start("order"), len(claim.flat)).rstrip(" .!"), _day(facts[0], claim.language)
    )
    return Ruling(claim.text, Verdict.NEITHER, SURE, claim.language, facts[0], (differs,))


def _is_denied(claim: Claim, said: re.Match[str]) -> bool:
    return any(word.denied for word in claim.words if said.start() <= word.at < said.end())


def _death(name: Named, pack: Pack) -> Fact | None:
    person = pack.people.get(name.id)
    return pack.facts.get(person.died) if person and person.died else None


def _day(fact: Fact, language: Language) -> str:
    """The day of a death, the last of what its fact dates."""
    return (fact.when.end or fact.when.start).show(language) if fact.when else ""


def _lives_on(id: str, pack: Pack) -> Fact | None:
    """A dated fact of the other history in which somebody still acts."""
    alternate = (fact for fact in pack.facts.values() if fact.world is World.ALTERNATE and fact.when)
    return next((fact for fact in alternate if id in {actor.id for actor in fact.actors}), None)
