"""Spot the divergence: an account of three or four sentences; which is the first to leave the record, if any does?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.history.model import Account, Fact, Pack, Statement, Variant, World
from bot.language import Words
from bot.quiz.difficulty import prior
from bot.quiz.model import NONE, Option, Question, QuestionKind, Text
from bot.quiz.questions.parts import Candidate, both, counterpart, dice_of, reveal, shown_date
from bot.quiz.questions.three_way import otherwise, said

KIND = QuestionKind.DIVERGENCE
SHARE = 1.0
HARD = 0.6
KEYS: tuple[tuple[str, ...], ...] = ((*"123", NONE), (*"1234", NONE))


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an account as it is shown, and what is wrong with it if it leaves the record."""

    text: Text
    fact: Fact
    why: Text | None = None


def candidates(pack: Pack) -> Iterator[Candidate]:
    """One for each account of the pack."""
    for id, account in pack.items.accounts.items():
        sentences = (*account.sentences, *account.instead.values())
        yield Candidate(KIND, id, tuple(sentence.fact.id for sentence in sentences))


def build(pack: Pack, name: str, variant: int) -> Question:
    """The account with that id; the variant decides where it leaves the record, or that it does not."""
    account = pack.items.accounts[name]
    where = dice_of(KIND, name, variant).choice([*_places(account), None])
    sentences = [
        _departing(sentence, account.instead.get(place)) if place == where else _kept(sentence)
        for place, sentence in enumerate(account.sentences)
    ]
    decisive = sentences[where or 0]
    return Question(
        item=f"{KIND}:{name}",
        variant=variant,
        kind=KIND,
        version=pack.version,
        theme=account.topic,
        world=None,
        seal=None,
        facts=tuple(dict.fromkeys([decisive.fact.id, *(sentence.fact.id for sentence in sentences)])),
        ask=both(lambda _: _("Which sentence is the first to leave the record, if any does?")),
        prompt=both(
            lambda _: "\n".join(
                f"{number}. {sentence.text[_.language]}" for number, sentence in enumerate(sentences, start=1)
            )
        ),
        reveal=reveal(pack, decisive.fact, decisive.why if decisive.fact.world is World.REAL else None, plain=True),
        options=(*(_choice(*pair) for pair in enumerate(sentences, start=1)), _none(sentences)),
        answer=(NONE if where is None else str(where + 1),),
        difficulty=prior(HARD, decisive.fact),
        counterpart=counterpart(pack, decisive.fact),
    )


def _places(account: Account) -> list[int]:
    """Where the account can leave the record."""
    return [
        place
        for place, sentence in enumerate(account.sentences)
        if place in account.instead or isinstance(sentence, Variant)
    ]


def _kept(sentence: Statement | Variant) -> Sentence:
    text = said(sentence, changed=False) if isinstance(sentence, Variant) else sentence.text
    return Sentence(text, sentence.fact)


def _departing(sentence: Statement | Variant, instead: Statement | None) -> Sentence:
    """What stands in the sentence's place: a statement of the scenario, or the sentence with one thing changed."""
    if instead is not None:
        correction = instead.fact.correction
        assert correction is not None
        return Sentence(instead.text, instead.fact, both(lambda _: correction.text[_.language].why))
    assert isinstance(sentence, Variant)
    return Sentence(said(sentence, changed=True), sentence.fact, otherwise(sentence))


def _choice(number: int, sentence: Sentence) -> Option:
    def feedback(_: Words) -> str:
        if sentence.why:
            return _("Yes, sentence {number}. {why}", number=number, why=sentence.why[_.language])
        return _("Sentence {number} is in the record: {fact}.", number=number, fact=shown_date(sentence.fact, _))

    text = both(lambda _: _("Sentence {number}", number=number))
    return Option(str(number), text, sentence.why is not None, both(feedback))


def _none(sentences: Sequence[Sentence]) -> Option:
    departing = [number for number, sentence in enumerate(sentences, start=1) if sentence.why]

    def feedback(_: Words) -> str:
        if departing:
            return _("No, sentence {number} leaves the record.", number=departing[0])
        return _("Yes, every sentence is in the record.")

    return Option(NONE, both(lambda _: _("None: all of it is in the record")), not departing, both(feedback))
