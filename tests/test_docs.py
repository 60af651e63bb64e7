"""The documentation against the code: links lead somewhere, commands and buttons are called what they are called.

In README and guide what stands in *italics* is what a person presses or reads in Discord, and what stands in
`backticks` after a slash is a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from discord import app_commands

from bot.settings import ROOT
from tests.catalogues import SPANISH

GUIDE = ROOT / "docs" / "USER_GUIDE.md"
SPANISH_GUIDE = ROOT / "docs" / "USER_GUIDE.es.md"
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]

NOT_OURS = {
    "Apps": "Aplicaciones", "Manage Server": "Gestionar servidor", "Server Settings": "Ajustes del servidor",
    "Integrations": "Integraciones", "File": "Archivo", "Bot": "Bot",
}  # fmt: skip
"""What Discord and Anki call things, with their Spanish."""

HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
IMAGE = re.compile(r'<img src="([^"]+)" alt="([^"]*)" width="\d+">')
ITALICS = re.compile(r"(?<!\*)\*(?![*\s])([^*]+)\*(?!\*)")
COMMAND = re.compile(r"`/([a-z]+(?: [a-z]+)?)((?: [a-z]+:[^`]*)?)`")


def said(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def anchor(heading: str) -> str:
    """What GitHub calls the place of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def anchors(document: Path) -> set[str]:
    return {anchor(text) for _, text in HEADING.findall(said(document))}


def sections(document: Path) -> list[str]:
    """What stands under each heading, in order."""
    return re.split(r"^#+ .+$", said(document), flags=re.MULTILINE)[1:]


def pressed(text: str) -> Iterator[str]:
    """The names in italics, those of a way through menus one by one."""
    plain = re.sub(r"`[^`]*`|<img[^>]*>", "", text)
    for name in ITALICS.findall(plain):
        yield from re.split(r" [→›] ", " ".join(name.split()))


@pytest.fixture(scope="module")
def spanish() -> dict[str, str]:
    """Every sentence of the code and its Spanish."""
    with SPANISH.open("rb") as file:
        catalogue = [message for message in read_po(file) if isinstance(message.id, str) and message.id]
    return {str(message.id): str(message.string) for message in catalogue} | NOT_OURS


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_and_image_leads_to_what_is_there(document):
    text = said(document)
    for link in chain(LINK.findall(text), (source for source, _ in IMAGE.findall(text))):
        if "://" in link:
            continue
        path, _, place = link.partition("#")
        target = document.parent / path if path else document
        assert target.is_file(), link
        assert not place or place in anchors(target), link


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_picture_is_told_in_words_and_quickly_loaded(document):
    text = said(document)
    assert text.count("<img") == len(IMAGE.findall(text))
    assert "![" not in text
    for source, told in IMAGE.findall(text):
        assert len(told) > 40, source
        assert (document.parent / source).stat().st_size < 120_000, source


def test_every_picture_is_shown_somewhere():
    shown = {document.parent / source for document in DOCUMENTS for source, _ in IMAGE.findall(said(document))}
    assert shown == set((ROOT / "docs" / "images").iterdir())


def test_the_guides_are_built_alike():
    first, second = ([len(marks) for marks, _ in HEADING.findall(said(guide))] for guide in (GUIDE, SPANISH_GUIDE))
    assert first == second
    for english, other in zip(sections(GUIDE), sections(SPANISH_GUIDE), strict=True):
        assert len(IMAGE.findall(english)) == len(IMAGE.findall(other)), other
        assert english.count("\n|") == other.count("\n|"), other
        assert {name for name, _ in COMMAND.findall(english)} == {name for name, _ in COMMAND.findall(other)}, other


def test_what_is_pressed_is_called_so_in_both_languages(spanish):
    for english, other in zip(sections(GUIDE), sections(SPANISH_GUIDE), strict=True):
        names = set(pressed(english))
        assert names <= spanish.keys()
        assert {spanish[name] for name in names} == set(pressed(other))


def test_what_the_readme_says_is_pressed_is_called_so(spanish):
    assert set(pressed(said(ROOT / "README.md"))) <= spanish.keys()


async def test_every_command_that_is_named_exists_with_its_options(server):
    known = {
        command.qualified_name: {option.name for option in command.parameters}
        for command in server.bot.tree.walk_commands()
        if isinstance(command, app_commands.Command)
    }
    groups = {name.partition(" ")[0] for name in known}
    for document in (ROOT / "README.md", GUIDE, SPANISH_GUIDE):
        named = COMMAND.findall(said(document))
        assert len(named) == len(re.findall(r"`/[^`]*`", said(document)))
        for name, options in named:
            assert name in known.keys() | groups, (document.name, name)
            assert set(re.findall(r" ([a-z]+):", options)) <= known.get(name, set()), (document.name, name)
