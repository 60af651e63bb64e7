"""What the card of a check says: the verdict's seal first, then why, then the fact that decides it under its own seal.

A fact of the scenario never appears here without its correction, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.history.card import CARD_LIMIT, Line, Role, fact_card, note_lines, seal, shaped_title, source_line
from bot.history.model import Correction, Fact, Kind, Pack, World
from bot.history.verdict.checker import Ruling, Verdict
from bot.history.verdict.comparing import Difference, What
from bot.language import Language, Words, mark, words
from bot.text import to_sentence

_SEALS = {
    Verdict.BOTH: ("◐", mark("BOTH")),
    Verdict.NEITHER: ("✕", mark("NEITHER")),
    Verdict.UNKNOWN: ("?", mark("NOT IN OUR SOURCES")),
}
_WORLDS = {Verdict.REAL: World.REAL, Verdict.ALTERNATE: World.ALTERNATE}
ECHO = 140
"""Characters of a claim that its card repeats."""
BRIEF_ECHO = 80
PASSAGE_ROOM = 320
"""Characters of a passage beside what else a verdict's card says."""


def verdict_seal(verdict: Verdict, language: Language) -> Line:
    """The seal of a verdict: `✕ NEITHER`; of a world where the claim is of one."""
    if verdict in _WORLDS:
        return seal(_WORLDS[verdict], language)
    shape, word = _SEALS[verdict]
    return Line(Role.SEAL, f"{shape} {words(language)(word)}")


def ruling_card(
    pack: Pack, ruling: Ruling, shown: frozenset[World] = frozenset(World), language: Language | None = None
) -> list[Line]:
    """The card of one verdict in `language`, else the claim's own; only the worlds of `shown` are told."""
    if language is not None:
        ruling = replace(ruling, language=language)
    _ = words(ruling.language)
    claim = Line(Role.SMALL, _("The claim: “{claim}”", claim=_cut(ruling.claim, ECHO)))
    head = [verdict_seal(ruling.verdict, ruling.language), claim, *_doubt(ruling, _)]
    match ruling.verdict:
        case Verdict.UNKNOWN if ruling.closest:
            said = _("Our sources do not settle this as it stands: it may be true or not. What comes closest in them:")
            head.append(Line(Role.BODY, said))
        case Verdict.UNKNOWN:
            said = _("Our sources neither say this nor contradict it. It may still be true.")
            return [*head, Line(Role.BODY, said)]
        case Verdict.BOTH:
            head.append(Line(Role.BODY, _("As it stands, both histories say this.")))
        case Verdict.NEITHER:
            head += [Line(Role.BODY, difference(one, _)) for one in ruling.differs[:2]]
        case Verdict.REAL | Verdict.ALTERNATE:
            return _sealed(pack, ruling, claim, shown)
    room = CARD_LIMIT - sum(len(line.text) + 1 for line in head)
    for brief in (False, True):
        lines = [
            line
            for fact in _told(pack, ruling, shown)
            for line in (Line(Role.RULE), *_fact(pack, fact, ruling.language, brief=brief))
        ]
        if sum(len(line.text) + 1 for line in lines) <= room:
            break
    return [*head, *lines]


def _sealed(pack: Pack, ruling: Ruling, claim: Line, shown: frozenset[World]) -> list[Line]:
    """The card of the fact itself, whose seal is the verdict."""
    assert ruling.fact is not None
    _ = words(ruling.language)
    doubt = _doubt(ruling, _)
    if ruling.fact.world not in shown:
        real = pack.real_counterparts(ruling.fact)[0]
        head = [verdict_seal(ruling.verdict, ruling.language), claim, *doubt, Line(Role.RULE)]
        return [*head, *_fact(pack, real, ruling.language, brief=False)]
    first, *rest = fact_card(pack, ruling.fact, ruling.language)
    if not ruling.also or ruling.also[0].world not in shown:
        return [first, claim, *doubt, *rest]
    other = _("The scenario tells it otherwise: {title}", title=shaped_title(ruling.also[0], ruling.language))
    return [first, claim, *doubt, *rest, Line(Role.SMALL, other)]


def _doubt(ruling: Ruling, _: Words) -> list[Line]:
    """A word of doubt, where the verdict is not certain."""
    return [] if ruling.certain else [Line(Role.BODY, _("Not certain: compare it with the fact yourself."))]


def _told(pack: Pack, ruling: Ruling, shown: frozenset[World]) -> list[Fact]:
    """The facts to show: those that decide it, or what was in their place where their world is not shown."""
    facts = [fact for fact in (ruling.fact, *ruling.also, *ruling.closest) if fact is not None]
    told = [fact if fact.world in shown else next(iter(pack.real_counterparts(fact)), None) for fact in facts]
    return list({fact.id: fact for fact in told if fact}.values())


def can_be_told(pack: Pack, fact: Fact, shown: frozenset[World]) -> bool:
    """Whether a verdict that rests on `fact` can be told where only these worlds are: by it, or by what really was."""
    return fact.world in shown or bool(pack.real_counterparts(fact))


def _fact(pack: Pack, fact: Fact, language: Language, *, brief: bool) -> list[Line]:
    """A fact under its seal with its source; an alternate one with its correction."""
    _ = words(language)
    text = fact.text[language]
    statement = to_sentence(text.statement, PASSAGE_ROOM) if fact.kind is Kind.PASSAGE else text.statement
    lines = [seal(fact.world, language), Line(Role.BODY, text.title if brief else statement)]
    if fact.when:
        lines.append(Line(Role.SMALL, _("When: {date}", date=fact.when.show(language))))
    if not brief:
        lines += note_lines(fact, language, 1)
    lines.append(source_line(fact.sources, language, 1))
    if fact.correction:
        lines += [Line(Role.RULE), seal(World.REAL, language), Line(Role.SMALL, _cue(fact.correction, _))]
        lines += [source_line(real.sources[:1], language) for real in pack.real_counterparts(fact)[:1]]
    elif fact.world is World.ALTERNATE:
        lines.append(Line(Role.SMALL, _("No correction yet: nobody here has set the record beside it.")))
    return lines


def summary_card(pack: Pack, rulings: Sequence[Ruling], shown: frozenset[World], more: bool) -> list[Line]:
    """Several verdicts, a few lines each; `more` says that the message claims still more."""
    language = rulings[0].language
    _ = words(language)
    lines = [Line(Role.HEADING, _.plural("{count} claim checked", "{count} claims checked", len(rulings)))]
    for number, ruling in enumerate(rulings, start=1):
        sealed = verdict_seal(ruling.verdict, language)
        lines += [Line(Role.RULE), Line(Role.SEAL, f"{number}. {sealed.text}", sealed.world)]
        lines.append(Line(Role.BODY, _("“{claim}”", claim=_cut(ruling.claim, BRIEF_ECHO))))
        lines += [Line(Role.SMALL, reason) for reason in _reasons(pack, ruling, shown, _)]
    if more:
        lines += [Line(Role.RULE), Line(Role.SMALL, _("The message claims more than this; check the rest by itself."))]
    return lines


def _reasons(pack: Pack, ruling: Ruling, shown: frozenset[World], _: Words) -> Iterable[str]:
    """Why, in one or two lines."""
    if ruling.fact is None:
        # Of the record only: here nothing of the scenario could be covered.
        if not (closest := _told(pack, ruling, frozenset({World.REAL}))):
            yield _("Our sources neither say this nor contradict it.")
            return
        yield _("Our sources do not settle this. Closest: {title}", title=shaped_title(closest[0], _.language))
        return
    if ruling.verdict is Verdict.NEITHER:
        yield from (difference(one, _) for one in ruling.differs[:1])
    yield from (line.text for line in _doubt(ruling, _))
    fact = ruling.fact if ruling.fact.world in shown else pack.real_counterparts(ruling.fact)[0]
    yield shaped_title(fact, _.language)
    alternate = next((one for one in (fact, *ruling.also) if one.correction), None)
    if alternate and alternate.correction and (alternate is fact or ruling.verdict is Verdict.BOTH):
        yield _cue(alternate.correction, _)


def _cue(correction: Correction, _: Words) -> str:
    """How to tell an alternate fact from what really was."""
    said = correction.text[_.language]
    return _("How to tell: {cue}", cue=said.tell) if said.tell else said.why


def chatter_card(pack: Pack, language: Language) -> list[Line]:
    """For words that claim nothing either history could answer."""
    _ = words(language)
    return [
        Line(Role.HEADING, _("Nothing here speaks of either history.")),
        Line(
            Role.BODY, _("I can check claims about “{subject}”, in English or Spanish.", subject=pack.title[language])
        ),
    ]


def correction_card(pack: Pack, fact: Fact, language: Language, shown: frozenset[World]) -> list[Line]:
    """The public note after a check: what the record has, first of all, and nothing of what was claimed."""
    _ = words(language)
    real = fact if fact.world is World.REAL else next(iter(pack.real_counterparts(fact)), None)
    if real is None:  # what a server adds may say what really was without naming a fact
        why = fact.correction.text[language].why if fact.correction else ""
        first, rest = seal(World.REAL, language), [Line(Role.BODY, why)]
    else:
        first, *rest = fact_card(pack, real, language)
    lines = [first, Line(Role.SMALL, _("For the record:")), *rest]
    if fact is not real and fact.world in shown:
        other = _("The scenario tells it otherwise: {title}", title=shaped_title(fact, language))
        lines.append(Line(Role.SMALL, other))
    return lines


def difference(one: Difference, _: Words) -> str:
    """One thing the record has otherwise, as a sentence."""
    if one.what in {What.DEED, What.NEGATION} or not one.recorded:
        return _("Close to a fact, but the record says the opposite.")
    match one.what:
        case What.DATE:
            text = mark("Close to a fact, but the record says {recorded}, not {claimed}.")
        case What.NUMBER:
            text = mark("Close to a fact, but the record counts {recorded}, not {claimed}.")
        case What.PERSON:
            text = mark("Close to a fact, but the record names {recorded}, not {claimed}.")
        case _:
            text = mark("Close to a fact, but the record places it elsewhere: {recorded}, not {claimed}.")
    return _(text, recorded=one.recorded, claimed=one.claimed)


def _cut(text: str, limit: int) -> str:
    """`text` within `limit` characters, cut at a word."""
    if len(text) <= limit:
        return text
    return f"{text[: limit - 1].rpartition(' ')[0] or text[: limit - 1]}…"
