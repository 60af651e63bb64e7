"""Asking without Discord: the same search and the same cards, for a terminal or another program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.history.card import about_line, cite, fact_card, nothing_card, plain_text, shaped_title, suggestion_card
from bot.history.direct import direct
from bot.history.followup import Conversation, Understood
from bot.history.model import Fact, Pack
from bot.history.pack import load_pack
from bot.history.search import Index, Match, Scope, Status
from bot.language import Language
from bot.settings import Settings

TURNS = " || "
"""Stands between the turns of a conversation on one line; the last is answered."""


@dataclass(slots=True)
class Terminal:
    """A pack ready to be asked; building it is the start-up that a batch pays once."""

    pack: Pack
    conversation: Conversation
    scope: Scope
    language: Language | None
    """The language of every answer; the question's own if None."""
    about: Fact | None = None
    """What was talked about last, for the next question to lean on."""

    @classmethod
    def open(cls, settings: Settings, world: str, lang: str | None) -> Terminal:
        """Read the pack; PackError names every fault in it."""
        pack = load_pack(settings.pack)
        conversation = Conversation(pack, Index(pack.facts.values(), pack.lexicon))
        return cls(pack, conversation, Scope(world), Language(lang) if lang else None)

    def ask(self, line: str) -> Understood:
        """What the last turn of `line` finds; what it answers is what the next question may lean on."""
        *before, question = line.split(TURNS)
        for turn in before:
            self.ask(turn)
        understood = self.conversation.ask(question, self.about, self.scope)
        if understood.found.status is Status.ANSWER:
            self.about = understood.found.matches[0].fact
        return understood

    def as_text(self, line: str) -> str:
        """The answer as a card in plain text."""
        understood, question = self.ask(line), line.split(TURNS)[-1]
        found, about = understood.found, understood.about
        language = self.language or found.language or Language.EN
        match found.status:
            case Status.ANSWER:
                fact = found.matches[0].fact
                twin = found.twin.fact if found.twin else None
                said = direct(fact, question, language)
                return plain_text(fact_card(self.pack, fact, language, direct=said, twin=twin, about=about))
            case Status.SUGGEST:
                head = plain_text([*about_line(about, language), *suggestion_card(language)])
                return "\n".join((head, *(shaped_title(match.fact, language) for match in found.matches)))
            case Status.NOTHING:
                return plain_text(nothing_card([match.fact for match in found.matches], language))

    def as_json(self, line: str) -> dict[str, Any]:
        """`{"question", "status": answer|suggest|nothing, "about": id|null, "matches": [...]}`, best first."""
        understood, question = self.ask(line), line.split(TURNS)[-1]
        language = self.language or understood.found.language or Language.EN
        return {
            "question": line,
            "status": understood.found.status.value,
            "about": understood.about.id if understood.about else None,
            "matches": [_match(match, question, language) for match in understood.found.matches],
        }

    def forget(self) -> None:
        """Start a new conversation."""
        self.about = None


def _match(match: Match, question: str, language: Language) -> dict[str, Any]:
    fact = match.fact
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
