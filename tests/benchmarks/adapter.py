"""The bot's index over bare passages, in the shape the public benchmark script drives."""

from __future__ import annotations

from bot.history.model import Fact, FactText, Kind, World
from bot.history.search import Index
from bot.language import Language, guess_language


def passage_fact(id: str, passage: str) -> Fact:
    """A passage as a fact that has nothing but its text."""
    # The language only decides which stop words mean something; a long text leaves no doubt about it.
    language = guess_language(passage) or Language.EN
    return Fact(id, World.REAL, Kind.EVENT, {language: FactText("", passage, ())}, sources=())


def titled_fact(id: str, title: str) -> Fact:
    """A fact that has nothing but its title."""
    return Fact(id, World.REAL, Kind.EVENT, dict.fromkeys(Language, FactText(title, "", ())), sources=())


class Matcher:
    """Passages, ready to be asked for; they are known by their place in the list."""

    def __init__(self) -> None:
        self.hold = Index()

    def index(self, passages: list[str]) -> None:
        """Forget what was there and hold `passages`."""
        self.hold = Index(passage_fact(str(place), passage) for place, passage in enumerate(passages))

    def search(self, query: str, k: int) -> list[tuple[int, float]]:
        """The places of the best `k` passages with their scores, best first."""
        return [(int(id), score) for id, score in self.hold.scores(query)[:k]]

    def confidence(self, query: str) -> float:
        """How likely it is that the best passage answers `query`, 0 to 1."""
        matches = self.hold.search(query).matches
        return matches[0].confidence if matches else 0.0
