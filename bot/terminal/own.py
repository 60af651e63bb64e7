"""What belongs to one server, from the shell: `data import` and `data export`; and `data new`, for a new subject."""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.termui import progressbar

from bot.errors import SetupError, UserError
from bot.language import Language, words
from bot.settings import ROOT
from bot.terminal.reading import LANGUAGES, WORLDS, read_settings

if TYPE_CHECKING:
    from bot.services.importing import Preview

EXAMPLE = ROOT / "data" / "new-pack"
TOLD = 20

T = TypeVar("T")

server_option = click.option("--server", type=click.IntRange(1, 2**63 - 1), required=True, help="The server's id.")


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@server_option
@click.option("--world", type=WORLDS, required=True, help="Which history it tells.")
@click.option("--source", required=True, help="Where it is from, as its cards will say.")
@click.option("--lang", type=LANGUAGES, default="en", help="The language of what does not tell its own.")
@click.option("--dry-run", is_flag=True, help="Only say what would come in.")
def bring_in(file: Path, server: int, world: str, source: str, lang: str, dry_run: bool) -> None:
    """Bring FILE (TOML, JSON, CSV, Markdown or text) into a server. The bot must not be running."""
    from bot.history.importing.text import SIZE

    with file.open("rb") as opened:
        content = opened.read(SIZE + 1)
    _run(_bring_in(file.name, content, server, world, source, Language(lang), dry_run=dry_run))


async def _bring_in(
    name: str, content: bytes, server: int, world: str, source: str, lang: Language, *, dry_run: bool
) -> None:
    from bot.history.model import World
    from bot.services import open_services

    settings = read_settings()
    async with open_services(settings, lambda: datetime.now(UTC)) as services:
        importing = services.importing
        with progressbar(length=100, label="Reading", file=sys.stderr) as bar:
            preview, found = await importing.look(
                server, name, content, World(world), source, lang,
                progress=lambda done, of: bar.update(max(0, 100 * done // of - bar.pos)),
            )  # fmt: skip
        _tell(preview)
        if dry_run:
            click.echo("Nothing was brought in (--dry-run).")
            return
        documents = [content.document() for content in found.contents]
        number = await importing.take(server, None, preview.name, documents, found.ids)
        click.echo(f"Brought in as file {number}; it can be undone in /config facts.")


def _tell(preview: Preview) -> None:
    """What a file holds, for a terminal."""
    click.echo(
        f"{preview.name}: {preview.facts} facts, {preview.passages} passages, {preview.dated} with a date, "
        f"{preview.named} with people or places"
    )
    for fault in preview.faults[:TOLD]:
        click.echo(f"  {fault.where}: {fault.what}")
    if len(preview.faults) > TOLD:
        click.echo(f"  and {len(preview.faults) - TOLD} more problems")
    for content, fact in preview.near[:TOLD]:
        click.echo(f"  nearly the same is taught already: {content.listed} ~ {fact.text[Language.EN].title}")


@click.command("export")
@server_option
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export(server: int, folder: Path) -> None:
    """Write what a server teaches of its own into FOLDER, as TOML and as CSV. The bot must not be running."""
    exported = _run(_export(server))
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in exported.items():
        (folder / name).write_text(content, encoding="utf-8", newline="")
        click.echo(str(folder / name))


async def _export(server: int) -> dict[str, str]:
    from bot.services import open_services

    async with open_services(read_settings(), lambda: datetime.now(UTC)) as services:
        toml, csv = await services.curating.export_of(server)
    return {"facts.toml": toml, "facts.csv": csv}


@click.command("new")
@click.argument("name")
def new(name: str) -> None:
    """Begin a pack on another subject in the folder NAME, with an example to write over."""
    folder = Path(name)
    id = folder.name
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id) or len(id) > 60:
        raise click.BadParameter("a pack is called by small letters, digits and hyphens, such as moon-race")
    if folder.exists():
        raise click.BadParameter(f"{folder} is there already")
    try:
        shutil.copytree(EXAMPLE, folder)
        head = folder / "pack.toml"
        head.write_text(head.read_text(encoding="utf-8").replace("pack-id", id), encoding="utf-8")
    except OSError as error:
        raise SetupError(f"{folder} cannot be written: {error.strerror or error}") from error
    click.echo(f"{folder}: write over the example, then check it with: divergence data check {folder}")


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Do it; what a member would read in a card is one sentence here."""
    try:
        return asyncio.run(work)
    except UserError as error:
        raise SetupError(words(Language.EN)(error.message, **error.fields)) from error
