"""Which date: a statement without its dates, and four months or years, three of them of other events near in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bot.history.dates import Moment, Precision
from bot.history.model import Fact, Pack, World
from bot.language import Language, Words
from bot.quiz.difficulty import prior
from bot.quiz.model import Question, QuestionKind, Text
from bot.quiz.questions.parts import (
    Candidate,
    both,
    correct_key,
    counterpart,
    dice_of,
    lettered,
    quizzed,
    reveal,
    shown_date,
)  # fmt: skip
from bot.quiz.questions.undated import undated
from bot.text import tokens

KIND = QuestionKind.DATE
SHARE = 0.5
HARD = 0.5
KEYS: tuple[tuple[str, ...], ...] = (tuple("abcd"),)
WRONG = 3
NEAREST = 7
"""Wrong dates are drawn from as many that lie nearest."""
PERIOD = timedelta(days=6 * 366)
"""How far from the event a date may lie and still be plausible."""
ABOUT = timedelta(days=92)
"""How far from a date that is only known about, another may be taken for it."""


def candidates(pack: Pack) -> Iterator[Candidate]:
    """One for each dated event that has three plausible wrong dates."""
    for world in World:
        facts = quizzed(pack, world)
        for fact in facts:
            if len(_wrong_dates(fact, facts)) >= WRONG:
                yield Candidate(KIND, fact.id, (fact.id,))


def build(pack: Pack, name: str, variant: int) -> Question:
    """The question when the fact with that id was."""
    fact = pack.facts[name]
    dice = dice_of(KIND, name, variant)
    right = _asked(fact)
    assert right is not None
    near = _wrong_dates(fact, quizzed(pack, fact.world))
    if len(near) < WRONG:
        raise KeyError(name)
    if near[0][0].precision is not right.precision:
        right = _coarser(right)

    def yes(_: Words) -> str:
        return _("Yes: {fact}.", fact=shown_date(fact, _))

    def instead(other: Fact) -> Text:
        return both(lambda _: _("That was another event: {fact}.", fact=shown_date(other, _)))

    choices = [(_shown(moment), False, instead(other)) for moment, other in dice.sample(near[:NEAREST], WRONG)]
    choices.append((_shown(right), True, both(yes)))
    dice.shuffle(choices)
    options = lettered(choices)
    return Question(
        item=f"{KIND}:{name}",
        variant=variant,
        kind=KIND,
        version=pack.version,
        theme=fact.topics[0],
        world=None,
        seal=fact.world,
        facts=(fact.id,),
        ask=both(lambda _: _("When was this?")),
        prompt=undated(fact),
        reveal=reveal(pack, fact),
        options=options,
        answer=correct_key(options),
        difficulty=prior(HARD, fact),
        counterpart=counterpart(pack, fact),
    )


def _shown(moment: Moment) -> Text:
    return {language: moment.show(language) for language in Language}


def _asked(fact: Fact) -> Moment | None:
    """The month or year of a fact; None if it has none, or lasted longer than that."""
    if fact.when is None:
        return None
    start = fact.when.start
    moment = Moment(start.earliest, min(start.precision, Precision.MONTH))
    if moment.precision is Precision.MONTH:
        moment = Moment(moment.earliest.replace(day=1), Precision.MONTH)
    return moment if fact.when.latest <= moment.latest else None


def _coarser(moment: Moment) -> Moment:
    return Moment(date(moment.earliest.year, 1, 1), Precision.YEAR)


def _wrong_dates(fact: Fact, facts: list[Fact]) -> list[tuple[Moment, Fact]]:
    """Dates of other events that are wrong for `fact` but near it, nearest first, each with its event.

    In months where the fact is known to the month and enough others are, else in years.
    """
    right = _asked(fact)
    if right is None:
        return []
    moments = [(moment, other) for other in facts if other is not fact and (moment := _asked(other)) is not None]
    near = _near(fact, right, [pair for pair in moments if pair[0].precision is right.precision])
    if len(near) < WRONG:
        years = [(_coarser(edge), other) for other in facts if other is not fact for edge in _edges(other)]
        near = _near(fact, _coarser(right), years)
    return near


def _edges(fact: Fact) -> Iterator[Moment]:
    if fact.when:
        yield fact.when.start
        yield fact.when.end or fact.when.start


def _near(fact: Fact, right: Moment, moments: list[tuple[Moment, Fact]]) -> list[tuple[Moment, Fact]]:
    assert fact.when is not None
    slack = ABOUT if fact.when.start.about else timedelta(0)
    # What else the statement dates could be taken for the event too.
    said = {token for text in fact.text.values() for token in tokens(text.statement)}
    near: dict[date, tuple[Moment, Fact]] = {}
    for moment, other in moments:
        overlaps = moment.earliest <= fact.when.latest + slack and moment.latest >= fact.when.earliest - slack
        told = all(token in said for token in tokens(moment.show(Language.EN)))
        used = any(other is known for _, known in near.values())  # each date has an event of its own
        if not (overlaps or told or used) and abs(moment.earliest - right.earliest) <= PERIOD:
            near.setdefault(moment.earliest, (moment, other))
    return sorted(near.values(), key=lambda pair: (abs(pair[0].earliest - right.earliest), pair[0].earliest))
