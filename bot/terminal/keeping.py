"""Keeping what is stored: `backup`, `restore` and `verify`."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.settings import ENCODING, Settings
from bot.terminal.reading import read_settings

TOLD = 3
"""Of the faults of one copy, how many are told."""


@click.command()
def backup() -> None:
    """Make a checked copy of everything stored, also while the bot runs, and let old copies go by the rule."""
    from bot.services import backups

    settings = read_settings()
    made = backups.make(settings, backups.origin(*_taught(settings)), datetime.now(UTC))
    click.echo(f"Made and checked: {made.path}")


@click.command()
@click.argument("copy", type=click.Path(path_type=Path), required=False)
def restore(copy: Path | None) -> None:
    """Put COPY, or the newest copy that is fit, in the place of what is stored. The bot must not run meanwhile."""
    from bot.services import backups

    done = backups.restore(read_settings(), copy)
    for path, wrong in done.skipped:
        click.echo(f"Left out, for it is not fit: {path} ({wrong})", err=True)
    since = f" of {done.manifest.made_at:%Y-%m-%d %H:%M} UTC" if done.manifest else ""
    click.echo(f"Put back: {done.copy}{since}, {done.rows} rows")
    if done.aside:
        click.echo(f"What was there before is kept: {done.aside}")


@click.command()
@click.argument("copies", type=click.Path(path_type=Path), nargs=-1)
@click.pass_context
def verify(context: click.Context, copies: tuple[Path, ...]) -> None:
    """Look at every byte of COPIES, or of all there are; exit code 1 if one is not fit to be put back."""
    from bot.services import backups

    looked = backups.verify(read_settings(), copies)
    for one in looked:
        rows = f", {sum(one.manifest.rows.values())} rows, {one.manifest.schema}" if one.manifest else ", no manifest"
        click.echo(f"!! {one.path}: {'; '.join(one.faults[:TOLD])}" if one.faults else f"ok {one.path}{rows}")
    if not looked:
        click.echo("There are no copies yet. Make one: divergence backup", err=True)
    if not looked or any(one.faults for one in looked):
        context.exit(1)


def _taught(settings: Settings) -> tuple[str | None, str | None]:
    """The name and version of the pack in use, as far as they can be read: no copy should fail over it."""
    with suppress(OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError):
        head = tomllib.loads((settings.pack / "pack.toml").read_text(encoding=ENCODING))
        return str(head["id"]), str(head["version"])
    return None, None
