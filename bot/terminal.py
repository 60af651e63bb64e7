"""Asking without Discord: the same search and the same cards, for a terminal or another program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.history.card import cite, fact_card, nothing_card, plain_text, shaped_title, suggestion_card
from bot.history.direct import direct
from bot.history.model import Fact, Pack
from bot.history.pack import load_pack
from bot.history.search import Index, Match, Scope, Status
from bot.language import Language
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class Terminal:
    """A pack ready to be asked; building it is the start-up that a batch pays once."""

    pack: Pack
    index: Index

    @classmethod
    def open(cls, settings: Settings) -> Terminal:
        """Read the pack; PackError names every fault in it."""
        pack = load_pack(settings.pack)
        return cls(pack, Index(pack.facts.values(), pack.lexicon))

    def as_text(self, question: str, world: str, lang: str | None) -> str:
        """The answer as a card in plain text."""
        found = self.index.search(question, Scope(world))
        language = Language(lang) if lang else found.language or Language.EN
        match found.status:
            case Status.ANSWER:
                fact = found.matches[0].fact
                twin = found.twin.fact if found.twin else None
                lines = fact_card(self.pack, fact, language, direct=direct(fact, question, language), twin=twin)
                return plain_text(lines)
            case Status.SUGGEST:
                titles = [shaped_title(match.fact, language) for match in found.matches]
                return "\n".join((plain_text(suggestion_card(language)), *titles))
            case Status.NOTHING:
                return plain_text(nothing_card([match.fact for match in found.matches], language))

    def as_json(self, question: str, world: str, lang: str | None) -> dict[str, Any]:
        """`{"question", "status": answer|suggest|nothing, "matches": [...]}`, matches best first."""
        found = self.index.search(question, Scope(world))
        language = Language(lang) if lang else found.language or Language.EN
        return {
            "question": question,
            "status": found.status.value,
            "matches": [_match(match, question, language) for match in found.matches],
        }


def _match(match: Match, question: str, language: Language) -> dict[str, Any]:
    fact: Fact = match.fact
    return {
        "id": fact.id,
        "world": fact.world.value,
        "kind": fact.kind.value,
        "title": fact.text[language].title,
        "direct": direct(fact, question, language),
        "text": fact.text[language].statement,
        "when": str(fact.when) if fact.when else None,
        "sources": [cite(citation, language, full=True) for citation in fact.sources],
        "confidence": round(match.confidence, 3),
    }
