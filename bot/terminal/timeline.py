"""The timelines without Discord: `timeline`, as text, as records for another program, or as a picture."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bot.errors import BadInput, DivergenceError
from bot.history.card import plain_text
from bot.history.model import Fact, World
from bot.history.subject import Subject
from bot.history.timeline_card import count_line, title_of, whole_card
from bot.history.walking import walk
from bot.language import Language, words
from bot.pictures.describing import picture_of
from bot.pictures.sheet import Look
from bot.terminal.reading import LANGUAGES, WORLDS, read_settings


class Refused(DivergenceError):
    """What was asked for cannot be had; the sentence is in the language asked for."""


@click.command()
@click.option("--when", default="", help="1937, April 1937, 1936-1940, “around 7 December 1936”, today …")
@click.option("--about", default="", help="A person, a place, a topic, or anything a search finds.")
@click.option("--world", type=WORLDS, help="The only history to show; both if left out.")
@click.option("--lang", type=LANGUAGES, default="en", help="Language of what is printed.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object a line for each entry.")
@click.option("--png", type=click.Path(dir_okay=False, path_type=Path), help="Write a picture, and print its text.")
@click.option("--look", type=click.Choice(["dark", "light"]), default="dark", help="The ground of the picture.")
def timeline(
    when: str, about: str, world: str | None, lang: str, as_json: bool, png: Path | None, look: str
) -> None:  # fmt: skip
    """Both histories in the order of their dates."""
    subject, language = Subject.read(read_settings().pack), Language(lang)
    only = World(world) if world else None
    try:
        taken = walk(subject, when, about, only, frozenset(World), datetime.now(UTC).date(), language)
        picture = picture_of(subject.pack, taken, language, Look(look)) if png else None
    except BadInput as error:
        raise Refused(words(language)(error.message, **error.fields)) from None
    if as_json:
        for fact in taken.entries:
            click.echo(json.dumps(_record(fact, language), ensure_ascii=False))
    if picture and png:
        from bot.pictures.drawing import draw  # here, for what draws takes a second to come up

        try:
            png.write_bytes(draw(picture.sheet))
        except OSError as error:
            raise Refused(f"{png} cannot be written: {error.strerror}.") from None
        click.echo(picture.alt)
    elif not as_json:
        click.echo(f"{title_of(subject.pack, taken, language)} · {count_line(taken, language)}")
        click.echo(plain_text(whole_card(taken, language)))


def _record(fact: Fact, language: Language) -> dict[str, Any]:
    """An entry for another program; its days are None where it has no date."""
    when = fact.when
    return {
        "id": fact.id,
        "world": fact.world.value,
        "when": str(when) if when else None,
        "earliest": when.earliest.isoformat() if when else None,
        "latest": when.latest.isoformat() if when else None,
        "title": fact.text[language].title,
        "text": fact.text[language].statement,
    }
