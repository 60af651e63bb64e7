"""Asking without Discord: `ask`, with the same search and the same cards, for a person or another program."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import click

from bot.history.card import about_line, cite, fact_card, nothing_card, plain_text, shaped_title, suggestion_card
from bot.history.direct import direct
from bot.history.followup import Understood
from bot.history.model import Fact
from bot.history.search import Match, Scope, Status
from bot.history.subject import Subject
from bot.language import Language
from bot.terminal.reading import LANGUAGES, read_settings, text_of, typed_lines

TURNS = " || "
"""Stands between the turns of a conversation on one line; the last is answered."""


@dataclass(slots=True)
class Terminal:
    """A pack ready to be asked; building it is the start-up that a batch pays once."""

    subject: Subject
    scope: Scope
    language: Language | None
    """The language of every answer; the question's own if None."""
    about: Fact | None = None
    """What was talked about last, for the next question to lean on."""

    def ask(self, line: str) -> Understood:
        """What the last turn of `line` finds; what it answers is what the next question may lean on."""
        *before, question = line.split(TURNS)
        for turn in before:
            self.ask(turn)
        understood = self.subject.conversation.ask(question, self.about, self.scope)
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
                return plain_text(fact_card(self.subject.pack, fact, language, direct=said, twin=twin, about=about))
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


@click.command()
@click.argument("question", required=False)
@click.option("--world", type=click.Choice(["real", "alternate", "real-first"]), default="real-first")
@click.option("--lang", type=LANGUAGES, help="Language of the answer; the question's own if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--batch", type=click.File("rb"), help="A question a line from FILE or -; a JSON object a line.")
@click.option("--follow", is_flag=True, help="Go on with a question a line from standard input, each after the last.")
def ask(
    question: str | None, world: str, lang: str | None, as_json: bool, batch: Iterable[bytes] | None, follow: bool
) -> None:
    """Ask either history in your own words.

    Turns of a conversation may stand in one QUESTION, with " || " between them; the last is answered.
    """
    if sum((question is not None or follow, batch is not None)) != 1:
        raise click.UsageError("Give a question, or --follow, or --batch with a file of questions.")
    terminal = Terminal(Subject.read(read_settings().pack), Scope(world), Language(lang) if lang else None)

    def tell(asked: str) -> None:
        found = terminal.as_json(asked) if as_json or batch is not None else None
        click.echo(terminal.as_text(asked) if found is None else json.dumps(found, ensure_ascii=False))

    if question is not None:
        tell(question)
    for raw in batch or ():
        tell(text_of(raw))
        terminal.forget()
    for line in typed_lines() if follow else ():
        tell(line)
