"""Packs: `data check`, and what else is done with what is taught."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from bot.terminal.own import bring_in, export, new
from bot.terminal.reading import read_settings


@click.group()
def data() -> None:
    """Packs: what the bot teaches."""


@data.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
def check(path: Path | None) -> None:
    """Validate the pack in PATH (the one in use if left out), and count what it holds."""
    from bot.history.pack import load_pack

    pack = load_pack(path or read_settings().pack, thorough=True)
    facts = list(pack.facts.values())
    click.echo(f"{pack.id} {pack.version}: {len(facts)} facts, no faults")
    counts: tuple[tuple[str, Callable[[Any], str | None]], ...] = (
        ("world", lambda fact: fact.world),
        ("tier", lambda fact: fact.tier),
        ("kind", lambda fact: fact.kind),
    )
    for name, of in counts:
        told = ", ".join(f"{count} {key}" for key, count in sorted(Counter(filter(None, map(of, facts))).items()))
        click.echo(f"  by {name}: {told}")
    languages = Counter(language for fact in facts for language in fact.text)
    click.echo(f"  by language: {', '.join(f'{count} {key}' for key, count in sorted(languages.items()))}")
    corrected = sum(fact.correction is not None for fact in facts)
    click.echo(f"  corrections: {corrected}, notes: {sum(len(fact.notes) for fact in facts)}")
    phrasings = sum(len(text.asked_as) for fact in facts for text in fact.text.values())
    click.echo(f"  phrasings: {phrasings}, people: {len(pack.people)}, places: {len(pack.places)}")
    click.echo(f"  sources: {len(pack.sources)}, groups of like words: {len(pack.lexicon)}")
    topics = {prompt.topic for prompt in pack.prompts.values()}
    click.echo(f"  discussions: {len(pack.prompts)}, on {len(topics)} topics")


for command in (bring_in, export, new):
    data.add_command(command)
