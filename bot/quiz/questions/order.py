"""Put in order: three to five events of one world. No order is demanded where dates overlap in their precision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations
from random import Random

from bot.history.model import Fact, Pack, World
from bot.quiz.difficulty import prior
from bot.quiz.model import Question, QuestionKind
from bot.quiz.questions.parts import (
    Candidate,
    both,
    counterpart,
    dice_of,
    lettered,
    quizzed,
    reveal,
    shown_date,
    title,
)

KIND = QuestionKind.ORDER
SHARE = 0.5
HARD = 0.45
KEYS: tuple[tuple[str, ...], ...] = (tuple("abc"), tuple("abcd"), tuple("abcde"))
FEWEST, MOST = 3, 5
ANY = "any"
"""Name of the events of a world on all topics."""
LONGEST = timedelta(days=731)
"""What lasted longer has no place in an order."""
TRIES = 60
DEMANDED = 2 / 3
"""At least so much of the pairs must have an order, or there is little to know."""


def candidates(pack: Pack) -> Iterator[Candidate]:
    """One for each world and topic with events enough, and one for each world as a whole."""
    for world in World:
        for topic in (*pack.topics, ANY):
            name = f"{world}/{topic}"
            events = _events(pack, name)
            if len(events) > FEWEST and _drawn(events, dice_of(KIND, name, 0)):
                yield Candidate(KIND, name, tuple(fact.id for fact in events))


def build(pack: Pack, name: str, variant: int) -> Question:
    """A question of some events of that world and topic; the variant decides which."""
    events = _events(pack, name)
    dice = dice_of(KIND, name, variant)
    drawn = (_drawn(events, dice) or _drawn(events, dice_of(KIND, name, 0))) if len(events) > FEWEST else []
    if not drawn:
        raise KeyError(name)
    inorder = sorted(drawn, key=_by_date)
    shown = list(inorder)
    while shown == inorder:
        dice.shuffle(shown)
    options = lettered([(title(fact), True, both(lambda _, fact=fact: shown_date(fact, _))) for fact in shown])  # type: ignore[misc]
    keys = {fact.id: option.key for fact, option in zip(shown, options, strict=True)}
    first = inorder[0]
    world, _slash, topic = name.partition("/")
    return Question(
        item=f"{KIND}:{name}",
        variant=variant,
        kind=KIND,
        version=pack.version,
        theme=first.topics[0] if topic == ANY else topic,
        world=None,
        seal=World(world),
        facts=tuple(fact.id for fact in inorder),
        ask=both(lambda _: _("Put these in order, the earliest first.")),
        prompt=both(lambda _: ""),
        reveal=reveal(pack, first, plain=True),
        options=options,
        answer=tuple(keys[fact.id] for fact in inorder),
        pairs=tuple((keys[one.id], keys[two.id]) for one, two in demanded(inorder)),
        difficulty=prior(HARD, first),
        counterpart=counterpart(pack, first),
    )


def demanded(facts: Sequence[Fact]) -> list[tuple[Fact, Fact]]:
    """The pairs (earlier, later) whose dates do not overlap, of facts in their order."""
    return [
        (one, two)
        for one, two in combinations(facts, 2)
        if one.when and two.when and one.when.latest < two.when.earliest
    ]  # fmt: skip


def _by_date(fact: Fact) -> tuple[object, object, str]:
    assert fact.when is not None
    return fact.when.earliest, fact.when.latest, fact.id


def _events(pack: Pack, name: str) -> list[Fact]:
    """What can be put in order under that name: dated, short enough, and sure of its date."""
    world, _, topic = name.partition("/")
    return [
        fact
        for fact in (*quizzed(pack, World.REAL), *quizzed(pack, World.ALTERNATE))
        if fact.world == world
        and topic in {ANY, *fact.topics}
        and fact.when
        and fact.when.latest - fact.when.earliest <= LONGEST
    ]  # fmt: skip


def _drawn(events: list[Fact], dice: Random) -> list[Fact]:
    """Events enough of whose pairs have an order; empty if none were found."""
    for _ in range(TRIES):
        count = dice.randint(FEWEST, min(MOST, len(events)))
        drawn = sorted(dice.sample(events, count), key=_by_date)
        if len(demanded(drawn)) >= DEMANDED * count * (count - 1) / 2:
            return drawn
    return []
