"""Turning a fact into what the index compares: stems, with more weight where a fact says what it is about."""

from __future__ import annotations

import re
import sys
from collections import defaultdict

from rapidfuzz.distance import OSA

from bot.history.model import Fact, Name
from bot.history.postings import Document
from bot.history.stems import STOPS, Stems, words
from bot.history.wanted import Wanted
from bot.language import Language

COUNTED_WITHIN = 4
"""Words after a number among which what it counts is looked for."""
TITLE, STATEMENT, ASKED, NAME, NOTE = 1.5, 1.0, 0.8, 0.5, 0.2
"""How often a word counts in each part of a fact."""

_YEAR = re.compile(r"1\d{3}s?|20\d\ds?")
_MONTHS = frozenset(
    """january february march april june july august september october november december enero febrero marzo
    abril mayo junio julio agosto septiembre octubre noviembre diciembre century siglo today yesterday years""".split()
)
_NUMBERS = frozenset(
    """two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred hundreds
    thousand thousands million millions billion percent half third dozen dos tres cuatro cinco seis siete
    ocho nueve diez doce veinte treinta cien cientos mil miles millones mitad tercio docena""".split()
)


def document_of(fact: Fact, stems: Stems) -> Document:
    """`fact` as the index sees it: its stems, weighted by where they stand."""
    counts: dict[str, float] = defaultdict(float)
    surface: dict[str, None] = {}
    texts, asked, spoken, core, names = [], [], [], set[str](), set[str]()

    def count(text: str, weight: float, language: Language | None) -> tuple[str, ...]:
        said = [sys.intern(word) for word in words(text)]
        if weight >= ASKED:
            spoken.append(tuple(said))
        stops = STOPS[language]
        telling = [word for word in said if word not in stops]
        surface.update(dict.fromkeys(telling))
        found = tuple(map(stems.stem, telling))
        for stem in found:
            counts[stem] += weight
        return found

    for language, text in fact.text.items():
        title = count(text.title, TITLE, language)
        core.update(title)
        texts.append(title + count(text.statement, STATEMENT, language))
        asked += [count(phrasing, ASKED, language) for phrasing in text.asked_as]
        for note in fact.notes:
            count(note.words[language], NOTE, language)
    meant: dict[str, str] = {}
    for name in {name.id: name for name in (*fact.people, *fact.places)}.values():
        meant |= _meant(name, stems)
        found = count(_forms(name), NAME, None)
        core.update(found)
        if name in fact.people:
            names.update(found)
        else:
            # "House" and "street" are in names of places too; a name of one word is nothing but a name.
            names.update(stems.stem(form[0]) for form in map(words, _spellings(name)) if len(form) == 1)
    if fact.when:
        count(f"{fact.when.earliest.year} {fact.when.latest.year}", NAME, None)
    return Document(
        tuple(texts),
        tuple(asked),
        tuple(spoken) if asked else (),
        dict(counts),
        tuple(surface),
        frozenset(core),
        frozenset(names),
        meant,
        _lacking(fact),
        _counted(fact, stems),
    )


def _counted(fact: Fact, stems: Stems) -> frozenset[str]:
    """The stems of what a fact gives a number of: those soon after a number, years aside."""
    texts = [f"{text.title} {text.statement}" for text in fact.text.values()]
    texts += [said for quantity in fact.quantities for said in quantity.words.values()]
    found = set[str]()
    for said in map(words, texts):
        for place, word in enumerate(said):
            if word in _NUMBERS or (word.isdigit() and not _YEAR.fullmatch(word)):
                found.update(map(stems.stem, said[place + 1 : place + 1 + COUNTED_WITHIN]))
    return frozenset(found)


def _lacking(fact: Fact) -> frozenset[Wanted]:
    """What a question cannot be after if it is about this fact: no time, or no number, in its fields or its words."""
    spoken = {word for text in fact.text.values() for word in words(f"{text.title} {text.statement}")}
    dated = fact.when is not None or any(_YEAR.fullmatch(word) for word in spoken) or not _MONTHS.isdisjoint(spoken)
    counted = bool(fact.quantities) or any(word.isdigit() for word in spoken) or not _NUMBERS.isdisjoint(spoken)
    return frozenset(([] if dated else [Wanted.WHEN]) + ([] if counted else [Wanted.AMOUNT, Wanted.DURATION]))


def _forms(name: Name) -> str:
    """Every word a person or place goes by, misspelt ones too, each once."""
    return " ".join(dict.fromkeys(words(" ".join(_spellings(name)))))


def _spellings(name: Name) -> tuple[str, ...]:
    return (*name.name.values(), *name.aliases, *name.misspelt)


def _meant(name: Name, stems: Stems) -> dict[str, str]:
    """The misspelt words of a name, each with the stem of the right one nearest to it."""
    right = words(" ".join((*name.name.values(), *name.aliases)))
    slips = [word for word in words(" ".join(name.misspelt)) if word not in right]
    return {stems.stem(slip): stems.stem(min(right, key=lambda word: OSA.distance(slip, word))) for slip in slips}
