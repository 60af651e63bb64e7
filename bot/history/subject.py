"""A pack ready to be asked: read once at the start, then shared by everything that looks something up in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from bot.history.about import Abouts
from bot.history.card import SHAPES, shaped_title
from bot.history.compare import Pairs
from bot.history.followup import Conversation
from bot.history.model import Fact, Kind, Pack
from bot.history.overlay import Overlay
from bot.history.pack import load_pack
from bot.history.search import Index
from bot.history.timeline import on_timelines
from bot.history.titles import Titles
from bot.history.verdict.message import MessageChecker
from bot.language import Language
from bot.text import fold


@dataclass(frozen=True, slots=True, repr=False)
class Subject:
    """What is taught, with everything that finds it. Shown without its parts, which would be megabytes of text."""

    pack: Pack
    index: Index
    conversation: Conversation
    titles: Titles
    pairs: Pairs
    abouts: Abouts
    claims: MessageChecker

    @classmethod
    def read(cls, folder: Path) -> Self:
        """The pack in `folder`, indexed; PackError names every fault in it. Takes about a second."""
        pack = load_pack(folder)
        index = Index.of(pack)
        return cls(
            pack, index, Conversation(pack, index), Titles(pack.facts.values()), Pairs(pack, index),
            Abouts(pack, index, on_timelines(pack)), MessageChecker(pack, index),
        )  # fmt: skip

    def over(self, pack: Pack, own: Sequence[Fact]) -> Subject:
        """The subject as one server knows it: `pack` is this one's with some facts `own`, others changed or left out.

        Costs what `own` costs, not what the pack does. May be made in another thread; not used in two.
        """
        index = Overlay(self.index, own, pack.facts)
        told = [fact for fact in pack.facts.values() if fact.kind is not Kind.PASSAGE]
        standing = set(map(id, on_timelines(pack)))
        return Subject(
            pack, index, Conversation(pack, index), Titles(told), Pairs(pack, index),
            self.abouts.over(pack, index, [fact for fact in own if id(fact) in standing]),
            self.claims.over(pack, index, own),
        )  # fmt: skip

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
