"""Joining Discord: `run`, `sync` and `invite`."""

from __future__ import annotations

import click

from bot.terminal.reading import read_settings


@click.command()
def run() -> None:
    """Join Discord with the token in DISCORD_TOKEN."""
    from bot import loop
    from bot import run as joining

    loop.run(joining.run(read_settings()))


@click.command()
def sync() -> None:
    """Tell Discord the commands again; `run` does so by itself when they changed."""
    from bot import loop
    from bot import run as joining

    loop.run(joining.sync(read_settings()))
    click.echo("Discord knows the commands.")


@click.command()
@click.argument("application_id", type=click.IntRange(1, 2**63 - 1), required=False)
def invite(application_id: int | None) -> None:
    """Print the address that adds the bot to a server: that of APPLICATION_ID, or of the token."""
    from bot import app

    click.echo(app.invite(application_id or read_settings().application()))
