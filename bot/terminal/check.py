"""Checking claims without Discord: `check`, for a person or another program."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import click

from bot.history.card import cite, plain_text
from bot.history.model import Fact
from bot.history.subject import Subject
from bot.history.verdict.checker import Ruling
from bot.history.verdict_card import chatter_card, ruling_card
from bot.language import Language
from bot.terminal.reading import LANGUAGES, read_settings, text_of
from bot.text import clean

CLAIM_LIMIT = 2000


def as_json(ruling: Ruling, claim: str, language: Language) -> dict[str, Any]:
    """A verdict as one JSON object; `fact` is None for what is not in the sources."""
    return {
        "claim": claim,
        "verdict": ruling.verdict.value,
        "confidence": round(ruling.confidence, 3),
        "fact": _fact(ruling.fact, language) if ruling.fact else None,
        "differs": [
            {"what": one.what.value, "claimed": one.claimed, "recorded": one.recorded} for one in ruling.differs
        ],
        "also": [_fact(fact, language) for fact in ruling.also],
        "closest": [_fact(fact, language) for fact in ruling.closest],
    }


def _fact(fact: Fact, language: Language) -> dict[str, Any]:
    return {
        "id": fact.id,
        "world": fact.world.value,
        "title": fact.text[language].title,
        "text": fact.text[language].statement,
        "when": str(fact.when) if fact.when else None,
        "sources": [cite(citation, language, full=True) for citation in fact.sources],
    }


@click.command()
@click.argument("claim", required=False)
@click.option("--lang", type=LANGUAGES, help="Language of the answer; the claim's own if left out.")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object.")
@click.option("--batch", type=click.File("rb"), help="A claim a line from FILE or -; a JSON object a line.")
def check(claim: str | None, lang: str | None, json_wanted: bool, batch: Iterable[bytes] | None) -> None:
    """Say whether CLAIM is real, from the scenario, both, neither (and in what), or not in the sources."""
    if (claim is None) is (batch is None):
        raise click.UsageError("Give a claim, or --batch with a file of claims.")
    subject = Subject.read(read_settings().pack)

    def judge(line: str) -> tuple[Ruling, Language]:
        ruling = subject.claims.one(clean(line, CLAIM_LIMIT))
        return ruling, Language(lang) if lang else ruling.language

    if claim is not None:
        ruling, language = judge(claim)
        if json_wanted:
            click.echo(json.dumps(as_json(ruling, claim, language), ensure_ascii=False))
        else:
            lines = (
                ruling_card(subject.pack, ruling, language=language)
                if ruling.relevant
                else chatter_card(subject.pack, language)
            )
            click.echo(plain_text(lines))
    for raw in batch or ():
        line = text_of(raw)
        ruling, language = judge(line)
        click.echo(json.dumps(as_json(ruling, line, language), ensure_ascii=False))
