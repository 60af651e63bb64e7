"""Follow-up questions: what "and when was that?" is about, and when a question needs no such help.

A question that stands alone is never bent by what was talked about before. One that leans on it says so: by a word
that points back ("he", "that", "ahí"), by how it begins ("and …", "¿y …?"), or by holding hardly a word of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.history.model import Fact, Name, Pack
from bot.history.postings import Term
from bot.history.search import Found, Index, Match, Scope, Status
from bot.history.stems import words
from bot.language import Language
from bot.text import QUESTION_LIMIT, clean, fold

_BEGINS = re.compile(r"^(and|y|e|but|pero|so|or|o sea|ok|what about|how about|que tal|entonces|tambien|also)\b")
_POINTS_BACK = frozenset(
    """
    he him his himself she her hers they them their it its that this those these there then same
    ella ellos ellas eso esto ese esa esos esas aquel aquello ahi alli alla entonces mismo misma
    """.split()
)
# Without its accent this is the article; with it, "he".
_HE = re.compile(r"\b[eé]l\b(?=\s*\W*$)|\bél\b", re.IGNORECASE)
_EXPLAIN = frozenset("why how porque pq xq como cuentame explain explica more mas".split())
SHORT = 2
"""Content words up to which a question that finds no answer by itself is taken for half a thought."""
SURE = 0.9
"""Confidence from which a question that points back is taken to point to something within itself."""
LIKELY = 0.4
"""Confidence from which a follow-up is answered."""
_NAME_LEAST = 4
_LIGHT = frozenset("did do done made make went go happen hacer hicieron fue va fueron ir took take tak".split())
"""Stems of verbs that say nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question found, what it was taken to be about, and what it would have found by itself."""

    found: Found
    about: Fact | None
    """The fact talked about before, if the question leaned on it."""
    alone: Found


class Conversation:
    """Understands questions one after the other."""

    def __init__(self, pack: Pack, index: Index) -> None:
        self._pack = pack
        self._index = index
        self._names = frozenset(_words_of((*pack.people.values(), *pack.places.values())))

    def ask(self, question: str, about: Fact | None = None, scope: Scope = Scope.REAL_FIRST) -> Understood:
        """What `question` finds, where `about` was talked about just before (None: nothing was)."""
        question = clean(question, QUESTION_LIMIT)
        alone = self._index.search(question, scope)
        if about is None or not self._leans(question, alone):
            return Understood(alone, None, alone)
        found = self._together(question, about, scope, alone.language)
        if found.status is Status.NOTHING:
            return Understood(alone, None, alone)
        return Understood(found, about, alone)

    def _leans(self, question: str, alone: Found) -> bool:
        """Whether a question needs what came before it."""
        asked = words(question)
        if not self._own_terms(question):
            return bool(asked)
        if _BEGINS.search(fold(question).lstrip("¿¡ ")):
            return True
        if any(word in self._names for word in asked):
            return False  # a name is what the pronouns beside it mean
        if _points_back(question):
            return alone.status is not Status.ANSWER or alone.matches[0].confidence < SURE
        return len(self._own_terms(question)) <= SHORT and alone.status is not Status.ANSWER

    def _own_terms(self, question: str) -> list[Term]:
        """The words of a question that say something even without what came before it."""
        return [term for term in self._index.read(question).terms if term.word not in _LIGHT]

    def _together(self, question: str, about: Fact, scope: Scope, language: Language | None) -> Found:
        """What the question finds with `about` in mind."""
        reading = self._index.read(question)
        world = reading.leaning or scope.world or about.world
        if world is not about.world:
            opposite = self._pack.counterpart(about)
            if opposite is None:
                return self._neighbours(about, Scope(world), language)
            about = opposite
        if not self._own_terms(question):
            if reading.wanted is None and not _EXPLAIN.isdisjoint(words(question)):
                return self._neighbours(about, scope, language)
            return Found(Status.ANSWER, (Match(about, 1.0),), None, language)
        # The talk stays in its world as long as that world has an answer.
        found = self._index.search(question, Scope(about.world), about=about)
        if scope is Scope.REAL_FIRST and found.status is Status.NOTHING:
            found = self._index.search(question, scope, about=about)
        if found.status is Status.SUGGEST and found.matches[0].confidence >= LIKELY:
            # That it leans on what was said before is evidence that the search alone does not have.
            return replace(found, status=Status.ANSWER)
        return found

    def _neighbours(self, about: Fact, scope: Scope, language: Language | None) -> Found:
        """The facts nearest to `about`, to choose from."""
        title = about.text[language or Language.EN].title
        near = [match for match in self._index.search(title, scope).matches if match.fact is not about]
        return Found(Status.SUGGEST if near else Status.NOTHING, tuple(near), None, language)


def _points_back(question: str) -> bool:
    return not _POINTS_BACK.isdisjoint(words(question)) or _HE.search(question) is not None


def _words_of(names: Iterable[Name]) -> Iterable[str]:
    for name in names:
        for form in (*name.name.values(), *name.aliases, *name.misspelt):
            yield from (word for word in words(form) if len(word) >= _NAME_LEAST)
