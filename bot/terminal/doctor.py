"""What is missing for the bot to run on this machine: `doctor`. Discord is not asked; `/config doctor` does that."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from bot.errors import DivergenceError
from bot.language import Language, mark, words
from bot.services.health import Finding
from bot.settings import Settings
from bot.terminal.reading import read_settings

SECONDS = 60.0
"""How long the database is looked at: here nobody waits for an answer."""

LINES = 10
"""Of one problem, such as the faults of a pack."""


@click.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """Check settings, token, data folder, database and pack; exit code 1 if something needs a hand."""
    found = list(_findings())
    _ = words(Language.EN)
    for finding in found:
        click.echo(f"{'ok ' if finding.good else '!! '} {finding.said(_)}")
    if not all(finding.good for finding in found):
        context.exit(1)


def _findings() -> Iterator[Finding]:
    """Everything that can be looked at; what rests on something that is missing is left out."""
    try:
        settings = read_settings()
    except DivergenceError as error:
        yield _bad(str(error))
        return
    yield Finding(True, mark("The settings can be read."))
    yield _token(settings)
    yield from _folder(settings.data)
    yield from _pack(settings)


def _bad(sentence: str) -> Finding:
    lines = sentence.splitlines()
    shown = lines if len(lines) <= LINES else [*lines[:LINES], f"and {len(lines) - LINES} more"]
    return Finding(False, "{problem}", {"problem": "\n    ".join(shown)})


def _token(settings: Settings) -> Finding:
    try:
        settings.token()
    except DivergenceError as error:
        return _bad(str(error))
    return Finding(True, mark("The token has the form of a Discord token."))


def _folder(folder: Path) -> Iterator[Finding]:
    from bot.services.health import storage

    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=nearest):  # asking for permissions alone says too little
            pass
    except OSError:
        yield _bad(
            f"The data folder {folder} cannot be used. Make it writable for this user, or choose another "
            "(DIVERGENCE_DATA)."
        )
        return
    yield Finding(True, mark("The data folder can be written to: {folder}"), {"folder": str(folder)})
    if folder.is_dir():
        yield from asyncio.run(storage(folder, SECONDS))


def _pack(settings: Settings) -> Iterator[Finding]:
    from bot.history.subject import Subject
    from bot.services.health import teaching

    try:
        subject = Subject.read(settings.pack)
    except DivergenceError as error:
        yield _bad(str(error))
        return
    yield from teaching(subject, Language.EN)
