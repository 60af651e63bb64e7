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
_IDENTITY = re.compile(r"\b(who ?(was|is|s)|quien (fue|era|es)) ")
_DONE_TO = re.compile(r"\bwhom\b|\bwho did (?!it|this|that|the|a|all)\b|\ba quien(es)?\b")
_COMPANY = re.compile(r"\b(with|beside) (him|her|them)\b|\bcon (el|ella|ellos|ellas)$")
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
    """Those who did or said it, unless the question already names them.

    "Who was the lawyer" is answered with the lawyer, "who was Frida Kahlo" with who she was, and "whom did he let in"
    with those it was done to.
    """
    if _IDENTITY.search(fold(question)):
        if one := _beside(fact, question, language):
            return one.name[language]
        if described := _only_named(fact, question, language):
            return described.line[language] if len(described.line[language]) <= LONGEST else None
    if _COMPANY.search(fold(question)):
        return None  # "who went with him" asks for one more than those who did it
    if fact.by is not None and fact.kind in {Kind.SAID, Kind.JUDGEMENT}:
        doers: tuple[Name, ...] = (fact.by,)
    else:
        doers = fact.actors
    if not doers:
        # Being named in a fact is not having done it: "who got the land?" is not answered with a bystander.
        return None
    asked_for = [person for person in fact.people if person not in doers] if _DONE_TO.search(fold(question)) else doers
    unnamed = [person.name[language] for person in asked_for if not _is_named(person, question, fact)]
    return _listed(unnamed, language) if unnamed else None


def _only_named(fact: Fact, question: str, language: Language) -> Name | None:
    """The one person a question names without saying anything else."""
    named = [person for person in fact.people if not person.group and _is_named(person, question, fact)]
    if len(named) != 1:
        return None
    stems = Stems()
    name = {stem for form in _forms(named[0]) for stem in stems.content(form, language)}
    return named[0] if set(stems.content(question, language)) <= name else None


def _beside(fact: Fact, question: str, language: Language) -> Name | None:
    """Whom the statement names right beside what the question asks for: "with Albert Goldman as his lawyer".

    None unless exactly one person stands there.
    """
    stems = Stems()
    named = _parts((*fact.people, *fact.places))
    asked = set(stems.content(question, language))
    told = [word for word in words(fact.text[language].statement) if not is_stop(word, language)]
    beside: set[str] = set()
    for spot, word in enumerate(told):
        if word not in named and not asked.isdisjoint(stems.content(word, language)):
            beside |= {*told[max(0, spot - 1) : spot], *told[spot + 1 : spot + 2]}
    near = [person for person in fact.people if not beside.isdisjoint(_parts((person,)))]
    return near[0] if len(near) == 1 and not _is_named(near[0], question, fact) else None


def _is_named(person: Name, question: str, fact: Fact) -> bool:
    """Whether `question` names `person`, in full, by one part of the name, or misspelt."""
    if person.group:
        return any(mentions(question, form) for form in _forms(person))
    company = [other for other in (*fact.people, *fact.places) if other.id != person.id]
    # A body or a place called after somebody ("the Dewey Commission") does not name the person.
    called_after = [other for other in company if other.group or other in fact.places]
    asked = _without(words(question), [words(form) for other in called_after for form in _forms(other)])
    if any(mentions(" ".join(asked), form) for form in _forms(person)):
        return True
    parts = _parts((person,))
    # A father's name is not a slip for the daughter's where both of them are there.
    others = _parts(company)
    return any(word in parts or (word not in others and any(_is_slip(word, part) for part in parts)) for word in asked)


def _without(asked: list[str], phrases: list[list[str]]) -> list[str]:
    """`asked` with every one of `phrases` of two words or more taken out, longest first."""
    for phrase in sorted((phrase for phrase in phrases if len(phrase) > 1), key=len, reverse=True):
        for start in range(len(asked) - len(phrase), -1, -1):
            if asked[start : start + len(phrase)] == phrase:
                asked = asked[:start] + asked[start + len(phrase) :]
    return asked


def _forms(name: Name) -> tuple[str, ...]:
    return (*name.name.values(), *name.aliases, *name.misspelt)


def _parts(names: Iterable[Name]) -> set[str]:
    """The words of the names that are long enough to stand for them."""
    return {word for name in names for form in name.name.values() for word in words(form) if len(word) >= NAME_LEAST}


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
    _ = catalogue(language)
    return _("{first} and {last}", first=first, last=last)


def _when(fact: Fact, question: str, language: Language) -> str | None:
    if fact.when is None:
        return None
    shown = fact.when.show(language)
    said = set(words(question))
    return None if all(word in said or is_stop(word, language) for word in words(shown)) else shown


def _where(fact: Fact, question: str, language: Language) -> str | None:
    """The most specific place that the question does not name."""
    for place in fact.places:
        if not any(mentions(question, form) for form in _forms(place)):
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
