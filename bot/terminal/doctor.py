"""What is missing for the bot to run on this machine: `doctor`. Discord is not asked; `/config doctor` does that."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.errors import DivergenceError
from bot.heartbeat import Beat, ailing
from bot.language import Language, mark, words
from bot.services.health import Finding
from bot.settings import Settings, secret_files
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
    yield from _kept_secret(settings)
    yield from _folder(settings)
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


def _kept_secret(settings: Settings) -> Iterator[Finding]:
    """Whether others on this machine can read the file the token is in."""
    for path in secret_files(settings):
        yield Finding(False, mark("Others on this machine can read {file}, which holds the token. Let nobody else: "
                                  "chmod 600"), {"file": str(path)})  # fmt: skip


def _folder(settings: Settings) -> Iterator[Finding]:
    from bot.services.health import engine, storage

    folder = settings.data
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
    yield engine()
    if folder.is_dir():
        yield from asyncio.run(storage(settings, SECONDS))
        yield from _running(folder)


def _running(folder: Path) -> Iterator[Finding]:
    """What the bot last said about itself, if it was not stopped on purpose."""
    beat = Beat.read(folder)
    if beat is None or beat.gateway == "stopped":
        return
    if wrong := ailing(beat, datetime.now(UTC)):
        yield Finding(False, mark("The bot is not well: {problem}."), {"problem": wrong})
    else:
        yield Finding(True, mark("The bot runs since {day} and is in {count} servers."),
                      {"day": f"{beat.started_at:%Y-%m-%d %H:%M} UTC", "count": beat.servers})  # fmt: skip


def _pack(settings: Settings) -> Iterator[Finding]:
    from bot.history.subject import Subject
    from bot.services.health import teaching

    try:
        subject = Subject.read(settings.pack)
    except DivergenceError as error:
        yield _bad(str(error))
        return
    yield from teaching(subject, Language.EN)
