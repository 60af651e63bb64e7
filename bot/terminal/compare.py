"""Divergence pairs without Discord: `compare`."""

from __future__ import annotations

import sys

import click

from bot.history.card import plain_text, suggestion_card
from bot.history.compare import no_pair_card, pair_card, pair_title
from bot.history.search import Status
from bot.history.subject import Subject
from bot.language import Language
from bot.terminal.reading import LANGUAGES, read_settings
from bot.text import QUESTION_LIMIT, clean


@click.command()
@click.argument("topic", required=False)
@click.option("--lang", type=LANGUAGES, help="Language of the pair; the topic's own if left out.")
def compare(topic: str | None, lang: str | None) -> None:
    """Print the divergence pair that TOPIC means, or the list of all pairs."""
    subject = Subject.read(read_settings().pack)
    if topic is None:
        for pair in subject.pairs.all:
            click.echo(pair_title(pair, Language(lang or "en")))
        return
    pairs, found = subject.pairs.about(clean(topic, QUESTION_LIMIT))
    language = Language(lang) if lang else found.language or Language.EN
    if pairs and found.status is Status.ANSWER:
        click.echo(plain_text(pair_card(pairs[0], language)))
    elif pairs:
        click.echo(plain_text(suggestion_card(language)))
        for pair in pairs:
            click.echo(pair_title(pair, language))
    else:
        click.echo(plain_text(no_pair_card(language)))
        sys.exit(1)
