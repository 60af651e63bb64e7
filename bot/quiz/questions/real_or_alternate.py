"""Real or alternate: one statement, without a year or a name that would tell; which history is it from?"""

from __future__ import annotations

from collections.abc import Iterator

from bot.history.model import Fact, Pack, World
from bot.language import Words
from bot.quiz.difficulty import prior
from bot.quiz.model import ALTERNATE, REAL, Option, Question, QuestionKind
from bot.quiz.questions.parts import Candidate, both, counterpart, reveal, shown_date

KIND = QuestionKind.REAL_OR_ALTERNATE
SHARE = 4.0
HARD = 0.35
KEYS: tuple[tuple[str, ...], ...] = ((REAL, ALTERNATE),)


def candidates(pack: Pack) -> Iterator[Candidate]:
    """One for each statement of the pack."""
    for id, statement in pack.items.statements.items():
        yield Candidate(KIND, id, (statement.fact.id,), statement.fact.world.value, varies=False)


def build(pack: Pack, name: str, variant: int) -> Question:
    """The question about the statement with that id; all variants are alike."""
    statement = pack.items.statements[name]
    fact = statement.fact
    return Question(
        item=f"{KIND}:{name}",
        variant=variant,
        kind=KIND,
        version=pack.version,
        theme=fact.topics[0],
        world=fact.world,
        seal=None,
        facts=(fact.id,),
        ask=both(lambda _: _("Around the years of the Second World War: which history is this from?")),
        prompt=statement.text,
        reveal=reveal(pack, fact),
        options=(real_option(fact), alternate_option(fact)),
        answer=(fact.world.value,),
        difficulty=prior(HARD, fact),
        counterpart=counterpart(pack, fact),
    )


def real_option(fact: Fact) -> Option:
    """The verdict "real" on a statement of `fact`."""

    def feedback(_: Words) -> str:
        if fact.correction:
            return _("No, the record shows something else. {why}", why=fact.correction.text[_.language].why)
        return _("Yes. {statement}", statement=fact.text[_.language].statement)

    return Option(REAL, both(lambda _: _("Real history")), fact.world is World.REAL, both(feedback))


def alternate_option(fact: Fact) -> Option:
    """The verdict "alternate" on a statement of `fact`."""

    def feedback(_: Words) -> str:
        if fact.correction:
            return _("Yes, so the scenario has it. How to tell: {cue}", cue=fact.correction.text[_.language].tell)
        return _("No, this is in the record: {fact}.", fact=shown_date(fact, _))

    return Option(ALTERNATE, both(lambda _: _("Alternate history")), fact.world is World.ALTERNATE, both(feedback))
