"""What the cards of a discussion say: its opening, the evidence cited, the second vote, and how the votes moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.history.card import Line, Role, fact_card, seal, shaped_title, source_line
from bot.history.model import Fact, Kind, Pack, Prompt, World
from bot.language import Language, Words, mark, words

LETTERS = "ABCD"
"""What the positions of a prompt are called, in their order."""
BAR = 10
"""Blocks of a bar that stands for all votes."""
CITED_SHOWN = 12


class Part(StrEnum):
    """What somebody undertakes to do in a discussion."""

    ARCHIVIST = "archivist"
    """Cites only real facts."""
    SCENARIST = "scenarist"
    """Speaks for the scenario, and names where it parts from the record."""


_PARTS = {Part.ARCHIVIST: mark("Archivist"), Part.SCENARIST: mark("Scenarist")}


@dataclass(frozen=True, slots=True)
class Ballot:
    """One person's two votes, as numbers of positions; None for the one they did not give."""

    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Cited:
    """A fact that somebody brought as evidence; `person` is their Discord id, None once they are forgotten."""

    fact: Fact
    person: int | None
    part: Part | None


def part_name(part: Part, language: Language) -> str:
    """What a part is called: `Archivist`."""
    return words(language)(_PARTS[part])


def position(prompt: Prompt, option: int, language: Language) -> str:
    """A position with its letter: `B · The law of 1917`."""
    return f"{LETTERS[option]} · {prompt.text[language].options[option]}"


def opening_card(
    prompt: Prompt, worlds: Collection[World], language: Language, *, voting: bool = True, scenario_last: bool = False
) -> list[Line]:
    """The real facts with their sources, what the scenario says instead where it may be shown, and the question.

    Where the scenario is covered until it is tapped, it comes after the question, which must not be.
    """
    _ = words(language)
    lines = [seal(World.REAL, language)]
    for number, fact in enumerate(prompt.facts):
        rule = [Line(Role.RULE)] if number else []
        lines += [*rule, Line(Role.BODY, fact.text[language].statement), _source(fact, language)]
    departure = _departure(prompt.alternate, language) if World.ALTERNATE in worlds else []
    asked = [Line(Role.BREAK), *_question(prompt, language), *_first_vote(_, voting=voting)]
    return [*lines, *asked, *departure] if scenario_last else [*lines, *departure, *asked]


def _first_vote(_: Words, *, voting: bool) -> list[Line]:
    """How to take part, or that it is too late for the first vote."""
    if not voting:
        return [Line(Role.SMALL, _("The first vote is closed."))]
    return [
        Line(Role.SMALL, _("First vote: choose a letter. Change it as often as you like; counts stay hidden.")),
        Line(Role.SMALL, _("Bring evidence with /discuss cite, ask me by a mention, end with /discuss close.")),
    ]


def _source(fact: Fact, language: Language) -> Line:
    """The first source of a fact on one line, after whose words or reading it is."""
    _ = words(language)
    source = source_line(fact.sources, language, 1)
    if fact.by is None:
        return source
    by = fact.by.name[language]
    said = _("Argued by {name}", name=by) if fact.kind is Kind.JUDGEMENT else _("Said by {name}", name=by)
    return Line(Role.SMALL, f"{said} · {source.text}")


def _departure(fact: Fact, language: Language) -> list[Line]:
    """An alternate fact and its correction."""
    assert fact.correction is not None
    _ = words(language)
    text = fact.correction.text[language]
    return [
        Line(Role.RULE),
        seal(World.ALTERNATE, language),
        Line(Role.BODY, fact.text[language].statement),
        source_line(fact.sources, language, 1),
        Line(Role.RULE),
        seal(World.REAL, language),
        Line(Role.BODY, text.why),
        Line(Role.SMALL, _("How to tell: {cue}", cue=text.tell)),
    ]


def _question(prompt: Prompt, language: Language) -> list[Line]:
    return [
        Line(Role.HEADING, prompt.text[language].question),
        *(Line(Role.BODY, position(prompt, option, language)) for option in range(len(prompt.text[language].options))),
    ]


def evidence_card(pack: Pack, cited: Cited, language: Language) -> list[Line]:
    """The card of a fact that somebody cites, with the part they took; an alternate one names its counterpart."""
    _ = words(language)
    head, *rest = fact_card(pack, cited.fact, language)
    lines = [head, _by(_("Cited"), cited, language), *rest]
    if cited.fact.correction:
        lines.append(_departs(pack, cited.fact, language))
    return lines


def _departs(pack: Pack, fact: Fact, language: Language) -> Line:
    """The real counterpart of an alternate fact, by its title."""
    _ = words(language)
    return Line(Role.SMALL, _("Departs from: {title}", title=shaped_title(pack.real_counterparts(fact)[0], language)))


def _by(text: str, cited: Cited, language: Language) -> Line:
    """`text`, the part of whoever cited it, and who that is."""
    _ = words(language)
    if cited.part is not None:
        text = f"{text} · {part_name(cited.part, language)}"
    if cited.person is None:
        former = _("a former member")
        return Line(Role.SMALL, f"{text} · {former}")
    return Line(Role.PERSON, text, id=cited.person)


def second_vote_card(prompt: Prompt, language: Language, hours: int, *, voting: bool = True) -> list[Line]:
    """The question once more."""
    _ = words(language)
    if not voting:
        return [*_question(prompt, language), Line(Role.SMALL, _("The second vote is closed."))]
    return [
        *_question(prompt, language),
        Line(Role.BODY, _("What do you think now? Vote once more, whether or not you have changed your mind.")),
        Line(Role.SMALL, _.plural(
            "The result follows after {count} hour, or when whoever opened this, or a moderator, presses Finish.",
            "The result follows after {count} hours, or when whoever opened this, or a moderator, presses Finish.",
            hours,
        )),
    ]  # fmt: skip


def nudge_card(prompt: Prompt, following: Prompt | None, language: Language) -> list[Line]:
    """One gentle question for a talk that went quiet, and where to go on."""
    _ = words(language)
    lines = [Line(Role.BODY, prompt.text[language].nudge)]
    if following:
        title = following.text[language].title
        lines.append(Line(Role.SMALL, _("Or go on to “{title}” with /discuss start.", title=title)))
    return lines


def result_card(
    pack: Pack, prompt: Prompt, ballots: Sequence[Ballot], cited: Sequence[Cited], language: Language
) -> list[Line]:
    """Both counts of each position, how the votes moved, and what was cited by whom. Nothing is summed up in words."""
    _ = words(language)
    before = Counter(ballot.before for ballot in ballots if ballot.before is not None)
    after = Counter(ballot.after for ballot in ballots if ballot.after is not None)
    lines = [Line(Role.HEADING, prompt.text[language].question)]
    for option in range(len(prompt.text[language].options)):
        lines += [
            Line(Role.BODY, position(prompt, option, language)),
            Line(Role.SMALL, _("before: {bar}", bar=_bar(before, option))),
            Line(Role.SMALL, _("after: {bar}", bar=_bar(after, option))),
        ]
    lines += _shift(ballots, _)
    for world in World:
        if of_world := [each for each in cited if each.fact.world is world]:
            lines += [Line(Role.BREAK), seal(world, language), *_citations(pack, of_world, language)]
    return lines


def _bar(counts: Counter[int], option: int) -> str:
    """`2 ███`: the count of a position, and its share."""
    count, total = counts[option], counts.total()
    return f"{count} {'█' * max(round(BAR * count / total), 1)}" if count else "0"


def _shift(ballots: Sequence[Ballot], _: Words) -> list[Line]:
    """Who voted how often, and the moves of those who voted twice, most frequent first."""
    twice = [(ballot.before, ballot.after) for ballot in ballots if None not in (ballot.before, ballot.after)]
    moves = Counter((one, two) for one, two in twice if one is not None and two is not None and one != two)
    lines = [
        Line(Role.SMALL, _(
            "First vote: {before} · second vote: {after} · both: {both}", both=len(twice),
            before=sum(ballot.before is not None for ballot in ballots),
            after=sum(ballot.after is not None for ballot in ballots),
        ))
    ]  # fmt: skip
    if twice:
        told = [f"{LETTERS[one]} → {LETTERS[two]} {count}" for (one, two), count in _ordered(moves)]
        stayed = _("unchanged {count}", count=len(twice) - moves.total())
        lines.append(Line(Role.BODY, _("Shift among those who voted twice: {moves}", moves=", ".join([*told, stayed]))))
    return lines


def _ordered(moves: Counter[tuple[int, int]]) -> list[tuple[tuple[int, int], int]]:
    return sorted(moves.items(), key=lambda move: (-move[1], move[0]))


def _citations(pack: Pack, cited: Sequence[Cited], language: Language) -> list[Line]:
    """Facts with who cited them; an alternate one with what it departs from."""
    _ = words(language)
    lines = []
    for each in cited[:CITED_SHOWN]:
        lines.append(_by(shaped_title(each.fact, language), each, language))
        if each.fact.correction:
            lines.append(_departs(pack, each.fact, language))
    if len(cited) > CITED_SHOWN:
        lines.append(Line(Role.SMALL, _("and {count} more", count=len(cited) - CITED_SHOWN)))
    return lines
