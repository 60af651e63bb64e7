"""A pack ready to be asked: read once at the start, then shared by everything that looks something up in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.history.card import SHAPES, shaped_title
from bot.history.compare import Pairs
from bot.history.followup import Conversation
from bot.history.model import Fact, Pack
from bot.history.pack import load_pack
from bot.history.search import Index
from bot.history.titles import Titles
from bot.language import Language
from bot.text import fold


@dataclass(frozen=True, slots=True)
class Subject:
    """What is taught, with everything that finds it."""

    pack: Pack
    index: Index
    conversation: Conversation
    titles: Titles
    pairs: Pairs

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The pack in `folder`, indexed; PackError names every fault in it. Takes about a second."""
        pack = load_pack(folder)
        index = Index(pack.facts.values(), pack.lexicon)
        return cls(pack, index, Conversation(pack, index), Titles(pack.facts.values()), Pairs(pack, index))

    def picked(self, text: str) -> tuple[Fact, Language] | None:
        """The fact whose shaped title `text` is, and the language of that title."""
        if not text.startswith(tuple(SHAPES.values())):
            return None
        wanted = fold(text)
        return next(
            (
                (fact, language)
                for fact in self.pack.facts.values()
                for language in fact.text
                if fold(shaped_title(fact, language)) == wanted
            ),
            None,
        )
