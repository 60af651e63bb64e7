"""The `divergence` command line. Every expected failure is one sentence on standard error and exit code 2."""

from __future__ import annotations

import asyncio
import io
import json
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from bot import __version__, log
from bot.errors import DivergenceError
from bot.settings import Settings, load_settings

LANGUAGES = click.Choice(["en", "es"])


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


def _settings(**chosen: Any) -> Settings:
    """The settings, with logging set up so that it never shows their secrets."""
    settings = load_settings(**{name: value for name, value in chosen.items() if value is not None})
    log.set_up(settings.log_level, settings.secrets())
    return settings


@main.command()
def run() -> None:
    """Join Discord with the token in DISCORD_TOKEN."""
    from bot import run as joining

    asyncio.run(joining.run(_settings()))


@main.command()
def sync() -> None:
    """Tell Discord the commands again; `run` does so by itself when they changed."""
    from bot import run as joining

    asyncio.run(joining.sync(_settings()))
    click.echo("Discord knows the commands.")


@main.command()
@click.argument("application_id", type=click.IntRange(1, 2**63 - 1))
def invite(application_id: int) -> None:
    """Print the address that adds the bot of APPLICATION_ID to a server."""
    from bot import app

    click.echo(app.invite(application_id))


@main.command()
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
        settings = _settings(data=folder)
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


@main.command()
@click.argument("question", required=False)
@click.option("--world", type=click.Choice(["real", "alternate", "real-first"]), default="real-first")
@click.option("--lang", type=LANGUAGES, help="Language of the answer; the question's own if left out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--batch", type=click.File("rb"), help="A question a line from FILE or -; a JSON object a line.")
@click.option("--follow", is_flag=True, help="Go on with a question a line from standard input, each after the last.")
def ask(
    question: str | None, world: str, lang: str | None, as_json: bool, batch: Iterable[bytes] | None, follow: bool
) -> None:
    """Ask either history in your own words.

    Turns of a conversation may stand in one QUESTION, with " || " between them; the last is answered.
    """
    from bot.terminal import Terminal

    if sum((question is not None or follow, batch is not None)) != 1:
        raise click.UsageError("Give a question, or --follow, or --batch with a file of questions.")
    terminal = Terminal.open(_settings(), world, lang)

    def tell(asked: str) -> None:
        found = terminal.as_json(asked) if as_json or batch is not None else None
        click.echo(terminal.as_text(asked) if found is None else json.dumps(found, ensure_ascii=False))

    if question is not None:
        tell(question)
    for line in batch or ():
        tell(_line(line))
        terminal.forget()
    while follow and (line := _next_line()):
        tell(_line(line))


def _line(line: bytes) -> str:
    """A line as text. Read as bytes, because in text a lone carriage return would end a line as well."""
    return line.decode("utf-8", "replace").rstrip("\r\n")


def _next_line() -> bytes:
    """The next line of standard input, asked for where somebody sits there; empty at its end."""
    if sys.stdin.isatty():
        click.echo("> ", nl=False)
    return sys.stdin.buffer.readline()


@main.group()
def data() -> None:
    """Packs: what the bot teaches."""


@data.command()
@click.argument("path", type=click.Path(path_type=Path), required=False)
def check(path: Path | None) -> None:
    """Validate the pack in PATH (the one in use if left out), and count what it holds."""
    from bot.history.pack import load_pack

    pack = load_pack(path or _settings().pack, thorough=True)
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


if __name__ == "__main__":
    main(prog_name="divergence")
