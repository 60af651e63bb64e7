"""How the bot does, from outside: `stats` and `healthcheck`."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import click

from bot.heartbeat import told
from bot.terminal.reading import read_settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def stats(as_json: bool) -> None:
    """Count what is stored: rows and bytes of each table, and what came in during the last 24 hours. No ids."""
    from bot.services import backups

    settings, now = read_settings(), datetime.now(UTC)
    found, kept = backups.count(settings, now), backups.listed(settings)
    if as_json:
        tables = {one.name: {"rows": one.rows, "bytes": one.size, "last_24_h": one.lately} for one in found.tables}
        facts = {
            "at": now.isoformat(timespec="seconds"), "schema": found.schema, "bytes": found.size,
            "log_bytes": found.log, "tables": tables,
            "copies": len(kept), "last_copy": kept[0].made_at.isoformat() if kept else None,
        }  # fmt: skip
        click.echo(json.dumps(facts))
        return
    click.echo(f"{_kib(found.size)} KiB stored, {_kib(found.log)} KiB in the log beside it, tables of {found.schema}")
    click.echo(f"copies: {len(kept)}" + (f", the last of {kept[0].made_at:%Y-%m-%d %H:%M} UTC" if kept else ""))
    click.echo(f"{'':22}{'rows':>9}{'KiB':>9}{'last 24 h':>11}")
    for one in sorted(found.tables, key=lambda table: (-table.rows, table.name)):
        size, lately = "" if one.size is None else str(_kib(one.size)), "" if one.lately is None else str(one.lately)
        click.echo(f"{one.name:22}{one.rows:9}{size:>9}{lately:>11}".rstrip())


@click.command()
@click.pass_context
def healthcheck(context: click.Context) -> None:
    """Say whether the bot that uses the data folder lives and is well: exit code 0, else 1."""
    well, line = told(read_settings().data, datetime.now(UTC))
    click.echo(line)
    if not well:
        context.exit(1)


def _kib(size: int) -> int:
    return -(-size // 1024)
