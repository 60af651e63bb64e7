"""Fill the gap: a statement with a name, a year, a number or a place left out, to be typed (`bot.quiz.judge`)."""

from __future__ import annotations

from collections.abc import Iterator

from bot.history.model import Blank, BlankText, Name, Pack
from bot.language import Language
from bot.quiz.difficulty import prior
from bot.quiz.judge import confusable
from bot.quiz.model import Gap, Question, QuestionKind
from bot.quiz.questions.parts import Candidate, blanked, both, counterpart, forms, reveal
from bot.text import fold

KIND = QuestionKind.GAP
SHARE = 1.0
HARD = 0.6
KEYS: tuple[tuple[str, ...], ...] = ((),)


def candidates(pack: Pack) -> Iterator[Candidate]:
    """One for each [[gap]] of the pack."""
    for blank in pack.items.blanks:
        yield Candidate(KIND, _name(blank), (blank.fact.id,), varies=False)


def build(pack: Pack, name: str, variant: int) -> Question:
    """The question what was left out of the fact's statement; all variants are alike."""
    blank = next((blank for blank in pack.items.blanks if _name(blank) == name), None)
    if blank is None:
        raise KeyError(name)
    fact = blank.fact
    gaps = {language: _gap(pack, blank, language) for language in Language}
    prompt = {language: blanked(fact.text[language].statement, [blank.text[language].blank]) for language in Language}
    return Question(
        item=f"{KIND}:{name}",
        variant=variant,
        kind=KIND,
        version=pack.version,
        theme=fact.topics[0],
        world=None,
        seal=fact.world,
        facts=(fact.id,),
        ask=both(lambda _: _("What belongs in the gap?")),
        prompt=prompt,
        reveal=reveal(pack, fact),
        gap=gaps,
        difficulty=prior(HARD, fact),
        counterpart=counterpart(pack, fact),
    )


def _name(blank: Blank) -> str:
    return f"{blank.fact.id}/{fold(blank.text[Language.EN].blank).replace(' ', '-')}"


def _gap(pack: Pack, blank: Blank, language: Language) -> Gap:
    """How the gap is judged: in `language` first, but what the other language says is right as well.

    Of a person the given name alone is not enough, of a place not what it lies in; other people and places of the
    pack are rejected, however like they are written.
    """
    text = blank.text[language]
    name = blank.name
    almost = [*text.almost, *(_vague(pack, name) if name else ())]
    vague = set(map(fold, almost))
    accept = [text.blank, *text.accept, *(forms(name) if name else ()), *(name.misspelt if name else ())]
    accept += [form for other in Language for form in _written(blank.text[other])]
    right = tuple(dict.fromkeys(form for form in accept if fold(form) not in vague))
    taken = set(map(fold, right)) | vague
    others = [
        form
        for other in (*pack.people.values(), *pack.places.values())
        if name is not None and other is not name
        for form in forms(other)
        if fold(form) not in taken
    ]
    return Gap(right, tuple(dict.fromkeys(almost)), tuple(dict.fromkeys([*text.reject, *confusable(right, others)])))


def _written(text: BlankText) -> list[str]:
    return [text.blank, *text.accept]


def _vague(pack: Pack, name: Name) -> Iterator[str]:
    """What is not wrong but could be another: a given name, a larger place."""
    if name.id in pack.people and not name.group:
        yield from (given for full in name.name.values() for given in full.split()[:1] if given != full)
    while name.within:
        name = pack.places[name.within]
        yield from name.name.values()
