"""What the commands read: the settings, and lines of files and of standard input as people wrote them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click

from bot import log
from bot.settings import Settings, load_settings

LANGUAGES = click.Choice(["en", "es"])
WORLDS = click.Choice(["real", "alternate"])


def read_settings(**chosen: Any) -> Settings:
    """The settings, with logging set up so that it never shows their secrets."""
    settings = load_settings(**{name: value for name, value in chosen.items() if value is not None})
    log.set_up(settings.log_level, settings.secrets(), settings.log_format)
    return settings


def text_of(line: bytes) -> str:
    """A line as text. Read as bytes, because in text a lone carriage return would end a line as well."""
    return line.decode("utf-8", "replace").rstrip("\r\n")


def typed_lines() -> Iterator[str]:
    """The lines of standard input until an empty one, each asked for where somebody sits there."""
    while True:
        if sys.stdin.isatty():
            click.echo("> ", nl=False)
        if not (line := sys.stdin.buffer.readline()):
            return
        yield text_of(line)
