"""The practice server: `practice`, as a page in the browser or driven by a script."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bot import log
from bot.terminal.reading import read_settings


@click.command()
@click.option(
    "--script",
    type=click.File("r", encoding="utf-8", errors="replace"),
    help="Read what people do from FILE, or - for standard input.",
)
@click.option("--json", "as_json", is_flag=True, help="With --script: one JSON object for each line.")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="Keep what is stored in this folder.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port of the page; any free one if left out.")
@click.option("--no-browser", is_flag=True, help="Do not open the page by itself.")
def practice(script: Iterable[str] | None, as_json: bool, data: Path | None, port: int, no_browser: bool) -> None:
    """Try the bot in a simulated Discord on this machine: no account, no token."""
    if script is None and as_json:
        raise click.UsageError("--json belongs to --script.")
    if script is not None and (port or no_browser):
        raise click.UsageError("--port and --no-browser belong to the page, not to --script.")
    from bot.practice import front
    from bot.practice import script as practice_script

    with _practice_folder(data) as folder:
        settings = read_settings(data=folder)
        if script is None:
            asyncio.run(front.serve(settings, port=port, open_browser=not no_browser))
            return
        # What the log says would stand between what people see; a script shows only that.
        log.only_errors()
        # Ended from outside while it waits for a line, it still puts away what it has open.
        signal.signal(signal.SIGTERM, _end)
        try:
            code = asyncio.run(practice_script.run_script(settings, script, click.echo, as_json=as_json))
        except TerminatedError:
            code = 128 + signal.SIGTERM
    sys.exit(code)


class TerminatedError(Exception):
    """The process was asked to end."""


def _end(_signal: int, _frame: object) -> None:
    raise TerminatedError


@contextmanager
def _practice_folder(chosen: Path | None) -> Iterator[Path]:
    """The folder given, or one that is gone afterwards."""
    if chosen is not None:
        yield chosen
        return
    with TemporaryDirectory(prefix="divergence-") as folder:
        yield Path(folder)
