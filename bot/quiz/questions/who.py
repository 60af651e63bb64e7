"""Who said or did it: a statement without its name, and four names of the kind and the time."""

from __future__ import annotations

from collections.abc import Iterator

from bot.history.model import Name, Pack, Who
from bot.language import Language
from bot.quiz.difficulty import prior
from bot.quiz.model import Question, QuestionKind, Text
from bot.quiz.questions.parts import (
    Candidate,
    bare_forms,
    blanked,
    both,
    correct_key,
    counterpart,
    dice_of,
    lettered,
    reveal,
)  # fmt: skip

KIND = QuestionKind.WHO
SHARE = 1.0
HARD = 0.4
KEYS: tuple[tuple[str, ...], ...] = (tuple("abcd"),)
WRONG = 3


def candidates(pack: Pack) -> Iterator[Candidate]:
    """One for each [[who]] of the pack."""
    for who in pack.items.whos:
        yield Candidate(KIND, _name(who), (who.fact.id,))


def build(pack: Pack, name: str, variant: int) -> Question:
    """The question who said or did the fact."""
    who = next((who for who in pack.items.whos if _name(who) == name), None)
    if who is None:
        raise KeyError(name)
    fact, dice = who.fact, dice_of(KIND, name, variant)
    choices = [(who.name.name, True, _told(who.name, right=True))]
    choices += [(other.name, False, _told(other, right=False)) for other in dice.sample(who.others, WRONG)]
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
        ask=both(lambda _: _("Who belongs in the gap?")),
        prompt={language: blanked(fact.text[language].statement, bare_forms(who.name)) for language in Language},
        reveal=reveal(pack, fact),
        options=options,
        answer=correct_key(options),
        difficulty=prior(HARD, fact),
        counterpart=counterpart(pack, fact),
    )


def _name(who: Who) -> str:
    return f"{who.fact.id}/{who.name.id}"


def _told(name: Name, *, right: bool) -> Text:
    def say(language: Language) -> str:
        return f"{name.name[language]}: {name.line[language]}."

    if right:
        return both(lambda _: _("Yes. {statement}", statement=say(_.language)))
    return both(lambda _: _("No. {statement}", statement=say(_.language)))
