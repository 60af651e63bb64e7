"""Every promise about speed and safety as a figure: `uv run python -m tests.proof load` (`growth`, `faults` …)."""

from __future__ import annotations

import asyncio
import sys
import time

import click

from tests.proof.tables import Table, write


class Finish:
    """Prints the tables of a proof, writes them down if wanted, and fails if something happened that never may."""

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep
        self._begun = time.monotonic()

    def __call__(self, part: str, tables: list[Table]) -> None:
        for table in tables:
            click.echo(f"\n{table.markdown()}")
        click.echo(f"\n{part}: {time.monotonic() - self._begun:.0f} s")
        if self._keep:
            write(part, tables)
        for table in tables:
            for missed in table.missed:
                click.echo(f"missed: {missed}", err=True)
            for wrong in table.wrong:
                click.echo(f"WRONG: {wrong}", err=True)
        if any(table.wrong for table in tables):
            sys.exit(1)


SHORT = click.option("--short", is_flag=True, help="A small part of it, in seconds, as CI runs it.")
WRITE = click.option("--write", "keep", is_flag=True, help="Put the tables into docs/PROOF.md.")


@click.group()
def main() -> None:
    """Prove what the README promises, with figures."""


@main.command()
@SHORT
@WRITE
def load(*, short: bool, keep: bool) -> None:
    """Interactions a second, what each costs beside a bare bot, storms of clicks, stalls and memory."""
    from tests.proof import load as proof

    Finish(keep=keep)("load", asyncio.run(proof.prove(proof.SHORT if short else proof.FULL)))


@main.command()
@SHORT
@WRITE
def growth(*, short: bool, keep: bool) -> None:
    """Servers with 100, 1,000 and 10,000 facts of their own."""
    from tests.proof import growth as proof

    Finish(keep=keep)("growth", proof.prove(proof.SHORT if short else proof.FULL, picture=keep))


@main.command()
@SHORT
@WRITE
@click.option("--only", type=click.Choice(["kills", "gateway", "http", "copies"]), help="One of its four parts.")
def faults(*, short: bool, keep: bool, only: str | None) -> None:
    """Kills, broken connections, refused requests, and interactions that come several times."""
    from tests.proof import faults as proof

    for part in proof.PARTS:
        if only in {None, part}:
            Finish(keep=keep)(f"faults {part}", [proof.prove(part, short=short)])


@main.command()
@SHORT
@WRITE
@click.option("--real-minutes", type=float, help="Also in real time, for so long.")
def soak(*, short: bool, keep: bool, real_minutes: float | None) -> None:
    """A day of quizzes and events in fast time; what is kept is what was kept before."""
    from tests.proof import soak as proof

    Finish(keep=keep)("soak", proof.prove(short=short, real_minutes=real_minutes))


@main.command()
@SHORT
@WRITE
def storage(*, short: bool, keep: bool) -> None:
    """Bits flipped, locks held, and processes killed in migrations, copies and restores."""
    from tests.proof import storage as proof

    Finish(keep=keep)("storage", proof.prove(short=short))


@main.command()
@SHORT
@WRITE
@click.option("--only", multiple=True, help="One way in, by its name in the table; may be given several times.")
def attacks(*, short: bool, keep: bool, only: tuple[str, ...]) -> None:
    """Hostile input at every entry, one process a core."""
    from tests.hostile.ways_in import WAYS
    from tests.proof import attacks as proof

    if unknown := set(only) - set(WAYS):
        raise click.BadParameter(f"{', '.join(sorted(unknown))}; there are {', '.join(WAYS)}", param_hint="--only")
    Finish(keep=keep)("attacks", proof.prove(short=short, only=only))


if __name__ == "__main__":
    main()
