"""Three-way: a statement that is real, or alternate, or in neither history, for the record contradicts it.

A near miss is a sentence of the record with one thing changed, so real and contradicted statements look alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.history.model import Pack, Variant, VariantText
from bot.language import Language, Words
from bot.quiz.difficulty import prior
from bot.quiz.model import ALTERNATE, CONTRADICTED, REAL, Option, Question, QuestionKind, Text
from bot.quiz.questions import real_or_alternate
from bot.quiz.questions.parts import Candidate, both, counterpart, reveal, shown_date, stands_with_the_scenario

KIND = QuestionKind.THREE_WAY
SHARE = 2.0
HARD = 0.5
KEYS: tuple[tuple[str, ...], ...] = ((REAL, ALTERNATE, CONTRADICTED),)
RIGHT, WRONG = 0, 1
"""The parity of the variant decides how a near miss is filled."""


def candidates(pack: Pack) -> Iterator[Candidate]:
    """One for each statement, and two for each near miss: as it was, and with one thing changed."""
    for id, statement in pack.items.statements.items():
        yield Candidate(KIND, id, (statement.fact.id,), statement.fact.world.value, varies=False)
    for id, near in pack.items.variants.items():
        matched = stands_with_the_scenario(pack, near.fact)
        yield Candidate(KIND, id, (near.fact.id,), REAL, RIGHT, matched, varies=False)
        yield Candidate(KIND, id, (near.fact.id,), CONTRADICTED, WRONG, matched, varies=False)


def build(pack: Pack, name: str, variant: int) -> Question:
    """The question about the statement or near miss with that id."""
    near = pack.items.variants.get(name)
    if near is None:
        question = real_or_alternate.build(pack, name, variant)
        fact = pack.items.statements[name].fact
        options = (*question.options, _neither(None, fact.world.value, both(lambda _: shown_date(fact, _))))
        return replace(
            question, item=f"{KIND}:{name}", kind=KIND, ask=_ask(matched=True), options=options,
            difficulty=prior(HARD, fact),
        )  # fmt: skip
    return _about_near_miss(pack, near, variant)


def _about_near_miss(pack: Pack, near: Variant, variant: int) -> Question:
    fact, changed = near.fact, variant % 2 == WRONG
    why = otherwise(near)
    real = real_or_alternate.real_option(fact)
    alternate = real_or_alternate.alternate_option(fact)
    if changed:
        real = replace(real, correct=False, feedback=why)
        alternate = replace(alternate, feedback=both(lambda _: _(
            "No, the scenario does not say it: one thing is changed in {fact}.", fact=shown_date(fact, _)
        )))  # fmt: skip
    neither = _neither(why if changed else None, REAL, both(lambda _: shown_date(fact, _)))
    return Question(
        item=f"{KIND}:{near.id}",
        variant=variant,
        kind=KIND,
        version=pack.version,
        theme=fact.topics[0],
        world=None if changed else fact.world,
        seal=None,
        facts=(fact.id,),
        ask=_ask(matched=stands_with_the_scenario(pack, fact)),
        prompt=said(near, changed=changed),
        reveal=reveal(pack, fact, why if changed else None),
        options=(real, alternate, neither),
        answer=(CONTRADICTED if changed else REAL,),
        difficulty=prior(HARD, fact),
        counterpart=counterpart(pack, fact),
    )


def _ask(*, matched: bool) -> Text:
    if matched:
        return both(lambda _: _("Around the years of the Second World War: is this real, alternate, or neither?"))
    return both(lambda _: _("Is this real, alternate, or neither?"))


def said(near: Variant, *, changed: bool) -> Text:
    """The sentence of a near miss, as it was or with one thing changed."""
    return {language: filled(text, changed=changed) for language, text in near.text.items()}


def filled(text: VariantText, *, changed: bool) -> str:
    """The sentence with its place filled."""
    return text.text.replace("{}", text.wrong if changed else text.right)


def otherwise(near: Variant) -> Text:
    """What is wrong with the changed sentence."""

    def say(language: Language, _: Words) -> str:
        text = near.text[language]
        return _("In the record it is “{right}”, not “{wrong}”.", right=text.right, wrong=text.wrong)

    return both(lambda _: say(_.language, _))


def _neither(why: Text | None, verdict: str, dated: Text) -> Option:
    """The verdict "neither"; `why` if it is right, else what the statement rests on."""

    def feedback(_: Words) -> str:
        if why is not None:
            return _("Yes. {why}", why=why[_.language])
        if verdict == ALTERNATE:
            return _("No, the scenario says it: {fact}.", fact=dated[_.language])
        return _("No, nothing in the record contradicts it: {fact}.", fact=dated[_.language])

    return Option(
        CONTRADICTED, both(lambda _: _("Neither: the record contradicts it")), why is not None, both(feedback)
    )
