"""What a quiz can be about: a topic, a person or a place of the pack, by its id or as people call it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.history.model import Fact, Pack
from bot.quiz.model import Question, Text
from bot.text import fold


@dataclass(frozen=True, slots=True)
class About:
    """A topic, a person, a group or a place."""

    id: str
    name: Text

    def fits_fact(self, fact: Fact) -> bool:
        """Whether `fact` has to do with it."""
        named = (*fact.people, *fact.places, *((fact.by,) if fact.by else ()))
        return self.id in fact.topics or any(name.id == self.id for name in named)

    def fits(self, pack: Pack, question: Question) -> bool:
        """Whether `question` is about it: that is its theme, or most of its facts have to do with it."""
        fitting = sum(self.fits_fact(pack.facts[id]) for id in question.facts)
        return question.theme == self.id or 2 * fitting > len(question.facts)


def everything(pack: Pack) -> Iterator[About]:
    """All that a quiz can be about, topics first; what is a topic and a place or a group comes once, as the topic."""
    names = (*pack.people.values(), *pack.places.values())
    yield from (About(id, label) for id, label in pack.topics.items())
    yield from (About(name.id, name.name) for name in names if name.id not in pack.topics)


def find_about(pack: Pack, text: str) -> About | None:
    """What is meant by an id, a label or a name in either language; None if the pack has nothing of that name."""
    wanted = fold(text.strip())
    aliases = {
        fold(form): name.id
        for name in (*pack.places.values(), *pack.people.values())
        for form in (*name.aliases, *name.misspelt)
    }
    for about in everything(pack):
        if wanted in {about.id, *map(fold, about.name.values())}:
            return about
    return next((about for about in everything(pack) if about.id == aliases.get(wanted)), None)
