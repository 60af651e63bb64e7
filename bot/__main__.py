"""The `divergence` command line. Every expected failure is one sentence on standard error and exit code 2."""

from __future__ import annotations

import io
import sys
from typing import Any

import click

from bot import __version__
from bot.errors import DivergenceError
from bot.terminal.ask import ask
from bot.terminal.check import check
from bot.terminal.compare import compare
from bot.terminal.data import data
from bot.terminal.doctor import doctor
from bot.terminal.joining import invite, run, sync
from bot.terminal.keeping import backup, restore, verify
from bot.terminal.practice import practice
from bot.terminal.quiz import quiz
from bot.terminal.timeline import timeline
from bot.terminal.watching import healthcheck, stats


class Commands(click.Group):
    """Turns an expected failure of any command into its sentence and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DivergenceError as error:
            click.echo(str(error), err=True)
            ctx.exit(2)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(version)s")
def main() -> None:
    """Divergence: a Discord study bot that keeps two histories apart."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # seals and accents, whatever the machine's own encoding is
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


for command in (
    run, sync, invite, practice, ask, check, timeline, compare, quiz, data, doctor, backup, restore, verify, stats,
    healthcheck,
):  # fmt: skip
    main.add_command(command)

if __name__ == "__main__":
    main(prog_name="divergence")
