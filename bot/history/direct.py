"""The direct answer: who, when, where or how many in a few words, from a fact's fields and not from its prose."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from bot.history.model import Fact, Kind, Name, Quantity
from bot.history.question import mentions
from bot.history.stems import Stems, is_stop, words
from bot.history.wanted import Wanted, wanted
from bot.language import Language
from bot.language import words as catalogue
from bot.text import fold

LONGEST = 80
"""Characters of a direct answer; a list that does not fit ends in "and others"."""
NAME_LEAST = 4
"""Letters from which a part of somebody's name stands for the person."""
FUZZY_LEAST = 6
"""Letters from which a part of a name may be misspelt by two edits."""

_DURATION = re.compile(
    r"\b(second|minute|hour|day|week|fortnight|month|year|decade|segundo|minuto|hora|dia|semana|mes|meses|ano|decada)s?\b"
)
_SOUNDS_LIKE_I = re.compile(r"h?i(?!e)")


def direct(fact: Fact, question: str, language: Language) -> str | None:
    """What `question` asks for in a word or two; None if it asks something else or `fact` adds nothing to it."""
    match wanted(question):
        case Wanted.WHO:
            return _who(fact, question, language)
        case Wanted.WHEN:
            return _when(fact, question, language)
        case Wanted.WHERE:
            return _where(fact, question, language)
        case Wanted.AMOUNT:
            return _amount(fact, question, language, duration=False)
        case Wanted.DURATION:
            return _amount(fact, question, language, duration=True)
        case None:
            return None


def _who(fact: Fact, question: str, language: Language) -> str | None:
    """Those who did or said it, or where the question names them all, whoever else there was."""
    spoken = fact.by is not None and fact.kind in {Kind.SAID, Kind.JUDGEMENT}
    doers = (fact.by,) if fact.by is not None and spoken else fact.actors
    for people in (doers, fact.people):
        unnamed = [person for person in people if not _is_named(person, question, fact.people)]
        if unnamed:
            return _listed([person.name[language] for person in unnamed], language)
    return None


def _is_named(person: Name, question: str, company: Iterable[Name]) -> bool:
    """Whether `question` names `person`, in full, by one part of the name, or misspelt."""
    forms = (*person.name.values(), *person.aliases, *person.misspelt)
    if any(mentions(question, form) for form in forms):
        return True
    if person.group:
        return False
    parts = _parts((person,))
    # "Sedov" is not a slip for "Sedova" where both of them are there.
    others = _parts(other for other in company if other.id != person.id)
    return any(
        word in parts or (word not in others and any(_is_slip(word, part) for part in parts))
        for word in words(question)
    )


def _parts(people: Iterable[Name]) -> set[str]:
    """The words of their names that are long enough to stand for them."""
    return {
        word for person in people for name in person.name.values() for word in words(name) if len(word) >= NAME_LEAST
    }


def _is_slip(word: str, part: str) -> bool:
    edits = 2 if len(part) >= FUZZY_LEAST else 1
    return len(word) >= NAME_LEAST and word[0] == part[0] and OSA.distance(word, part, score_cutoff=edits) <= edits


def _listed(names: list[str], language: Language) -> str:
    """`names` as people write a list, cut to what fits."""
    _ = catalogue(language)
    for count in range(len(names), 1, -1):
        if count < len(names):
            line = _("{people} and others", people=", ".join(names[:count]))
        else:
            line = _joined(", ".join(names[:-1]), names[-1], language)
        if len(line) <= LONGEST:
            return line
    return names[0] if len(names) == 1 else _("{people} and others", people=names[0])


def _joined(first: str, last: str, language: Language) -> str:
    # Spanish "y" becomes "e" before the sound "i"; English has no such rule, so there is no message to translate.
    if language is Language.ES and _SOUNDS_LIKE_I.match(fold(last)):
        return f"{first} e {last}"
    return catalogue(language)("{first} and {last}", first=first, last=last)


def _when(fact: Fact, question: str, language: Language) -> str | None:
    if fact.when is None:
        return None
    shown = fact.when.show(language)
    said = set(words(question))
    return None if all(word in said or is_stop(word, language) for word in words(shown)) else shown


def _where(fact: Fact, question: str, language: Language) -> str | None:
    """The most specific place that the question does not name."""
    for place in fact.places:
        forms = (*place.name.values(), *place.aliases, *place.misspelt)
        if not any(mentions(question, form) for form in forms):
            return place.name[language]
    return None


def _amount(fact: Fact, question: str, language: Language, *, duration: bool) -> str | None:
    """The number whose words fit the question best, among times for a duration and among all others otherwise."""
    fitting = [quantity for quantity in fact.quantities if _is_duration(quantity) is duration]
    if not fitting:
        return None
    stems = Stems()
    asked = set(stems.content(question, language))
    best = max(fitting, key=lambda quantity: len(asked & _stems_of(quantity, stems)))
    shown = best.words[language]
    numbers = {word for word in words(shown) if word.isdigit()}
    return None if numbers and numbers <= set(words(question)) else shown


def _is_duration(quantity: Quantity) -> bool:
    return any(_DURATION.search(fold(text)) for text in quantity.words.values())


def _stems_of(quantity: Quantity, stems: Stems) -> set[str]:
    return {stem for language, text in quantity.words.items() for stem in stems.content(text, language)}
