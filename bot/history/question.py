"""Reading a question: its content words with everything that may stand for them, and the world it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.history.model import Fact, World
from bot.history.postings import Phrase, Postings, Term
from bot.history.stems import ENGLISH, SPANISH, Stems, is_stop, words
from bot.history.vocabulary import EDIT_WEIGHT, Vocabulary
from bot.history.wanted import Wanted, counted, wanted
from bot.language import Language, guess_language
from bot.text import QUESTION_LIMIT, clean

MOST_TERMS = 40
LEXICON_WEIGHT = 0.6
"""How much a word of the same lexicon group counts beside the word itself."""
LIKELY_MEANT = 2
"""Words that a slip may have been meant for whose synonyms count too."""
GAP = 2
"""Words that may stand between two words of a lexicon phrase: "let him in" is "let in"."""
_SLIPS = frozenset(word for word in ENGLISH | SPANISH if len(word) >= 3)

_FICTION = (
    r"(?:alt|alternat\w+|alterna\w*|fictional|ficti\w+|what if|whatif|scenario\w*|escenario\w*|made up|invented"
    r"|inventad[ao]|ucronia)"
)
_STAGE = (
    r"(?:history|historia|world|mundo|timeline|scenario|escenario|universe|universo|version|story"
    r"|linea(?: de tiempo| temporal)?)"
)
_THE = r"(?:(?:the|this|that|your|el|la|este|esta|ese|esa|tu) )?"
_LEANINGS = {
    World.ALTERNATE: re.compile(
        rf"\b(?:in|on|under|en|segun|del?) {_THE}{_FICTION}(?: {_STAGE})?\b"
        rf"|\b{_FICTION} {_STAGE}\b|\b{_STAGE} (?:alterna\w*|ficticia|inventad[ao])\b"
        r"|\b(?:el escenario|the scenario|what if|la ucronia)\b"
        r"|\bque (?:hubiera|habria) pasado si\b"
    ),
    World.REAL: re.compile(
        r"\b(?:in|en) (?:the |la |el )?(?:real (?:life|history|world|timeline)|vida real|historia real|mundo real"
        r"|realidad|reality|fact|actual history|our (?:world|timeline))\b|\birl\b|\bfr fr\b"
        r"|\b(?:really|actually|historically|realmente|historicamente)\b"
        r"|\bde (?:verdad|hecho|a de veras)\b|\breal (?:history|life)\b|\bhistoria real\b|\bfor real\b"
    ),
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as the index sees it."""

    words: tuple[str, ...]
    """Its folded words, those that name a world left out."""
    terms: tuple[Term, ...]
    wanted: Wanted | None
    counted: Term | None
    """What it asks the number of."""
    leaning: World | None
    """The world it names, if it names one and not the other."""
    language: Language | None

    @property
    def is_bare(self) -> bool:
        """Whether it is one word only, which may be meant of either world."""
        return len(self.terms) == 1 and self.leaning is None


class Thesaurus:
    """Groups of words and phrases that members use for one another."""

    def __init__(self, groups: Iterable[Iterable[str]], stems: Stems) -> None:
        self._starting: dict[str, list[tuple[Phrase, int]]] = {}
        self._groups: list[tuple[Phrase, ...]] = []
        for number, group in enumerate(groups):
            entries = [(tuple(map(stems.stem, words(entry))), tuple(stems.content(entry, None))) for entry in group]
            self._groups.append(tuple(dict.fromkeys(content for _, content in entries if content)))
            for whole, _ in entries:
                if whole:
                    self._starting.setdefault(whole[0], []).append((whole, number))

    def of(self, stem: str) -> set[Phrase]:
        """What the groups that hold a single stem say instead of it."""
        return {
            other
            for phrase, number in self._starting.get(stem, ())
            if len(phrase) == 1
            for other in self._groups[number]
        }

    def synonyms(self, asked: list[str]) -> dict[int, set[Phrase]]:
        """For each place in a question (stems, stop words included): what its group says instead."""
        found: dict[int, set[Phrase]] = {}
        for start, stem in enumerate(asked):
            for phrase, number in self._starting.get(stem, ()):
                for place in _places(phrase, asked, start):
                    found.setdefault(place, set()).update(self._groups[number])
        return found


def _places(phrase: Phrase, asked: list[str], start: int) -> list[int]:
    """Where the words of `phrase` stand in `asked` from `start` on, in order with small gaps; empty if they do not."""
    places = [start]
    for stem in phrase[1:]:
        reach = range(places[-1] + 1, min(places[-1] + GAP + 2, len(asked)))
        place = next((place for place in reach if asked[place] == stem), None)
        if place is None:
            return []
        places.append(place)
    return places


class Reader:
    """Turns what people type into a `Reading`, with the words an index knows."""

    def __init__(self, stems: Stems, vocabulary: Vocabulary, postings: Postings, thesaurus: Thesaurus) -> None:
        self._stems = stems
        self._vocabulary = vocabulary
        self._postings = postings
        self._thesaurus = thesaurus

    def read(self, question: str) -> Reading:
        """What `question` asks; no terms if it holds nothing but stop words, signs or emoji."""
        text = clean(question, QUESTION_LIMIT)
        language = guess_language(text)
        rest, leaning = _leaning(" ".join(words(text)))
        asked = rest.split()
        synonyms = self._thesaurus.synonyms([self._stems.stem(word) for word in asked])
        terms: dict[str, Term] = {}
        for place, word in enumerate(asked):
            if len(terms) < MOST_TERMS and not is_stop(word, language) and not self._is_slip(word):
                term = self._term(word, synonyms.get(place, set()))
                terms.setdefault(term.word, term)
        noun = counted(text)
        number_of = terms.get(self._stems.stem(noun)) if noun else None
        return Reading(tuple(asked), tuple(terms.values()), wanted(text), number_of, leaning, language)

    def subject(self, fact: Fact) -> tuple[Term, ...]:
        """What `fact` is about: the words of its titles and its first people."""
        named = [person.name[Language.EN] for person in fact.people[:2]]
        texts = [*(text.title for text in fact.text.values()), *named]
        stems = dict.fromkeys(stem for text in texts for stem in self._stems.content(text, None))
        return tuple(Term(stem, {(stem,): 1.0}) for stem in stems if stem in self._postings)

    def _is_slip(self, word: str) -> bool:
        """Whether an unknown word is a stop word with two neighbours swapped (`waht`, `teh`, `qeu`)."""
        if word in self._vocabulary or not 3 <= len(word) <= 7:
            return False
        return any(
            word[:place] + word[place + 1] + word[place] + word[place + 2 :] in _SLIPS for place in range(len(word) - 1)
        )

    def _term(self, word: str, synonyms: set[Phrase]) -> Term:
        stem = self._stems.stem(word)
        variants = self._known(synonyms, LEXICON_WEIGHT)
        if stem in self._postings:
            variants |= {(meant,): 1.0 for meant in (stem, *self._postings.meant(stem))}
        else:
            # A word of the lexicon is rarely a slip: a near miss must not outweigh what it means.
            trust = EDIT_WEIGHT if synonyms else 1.0
            for place, (known, weight) in enumerate(self._vocabulary.near(word)):
                meant = self._stems.stem(known)
                found: dict[Phrase, float] = {(meant,): trust * weight}
                if place < LIKELY_MEANT and not synonyms:
                    found = self._known(self._thesaurus.of(meant), LEXICON_WEIGHT * weight) | found
                for phrase, weight in found.items():
                    variants[phrase] = max(weight, variants.get(phrase, 0.0))
        return Term(stem, variants)

    def _known(self, phrases: Iterable[Phrase], weight: float) -> dict[Phrase, float]:
        """Those of `phrases` that some fact may hold, each with `weight`."""
        return {phrase: weight for phrase in phrases if all(part in self._postings for part in phrase)}


def _leaning(text: str) -> tuple[str, World | None]:
    """`text` without the words that name a world, and that world; none if it names both."""
    named = [world for world, pattern in _LEANINGS.items() if pattern.search(text)]
    for pattern in _LEANINGS.values():
        text = pattern.sub(" ", text)
    return text, named[0] if len(named) == 1 else None


def mentions(question: str, form: str) -> bool:
    """Whether the folded words of `form` stand in `question` side by side."""
    inner = " ".join(words(form))
    return bool(inner) and f" {inner} " in f" {' '.join(words(question))} "
