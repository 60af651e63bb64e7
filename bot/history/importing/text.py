"""From the bytes of a file to its text; whatever is no plain text, or is made to do harm, is refused in a sentence."""

from __future__ import annotations

import re

from bot.errors import BadInput
from bot.language import mark

SIZE = 1024 * 1024
"""Bytes of a file, at most."""
SUFFIXES = ("toml", "json", "csv", "md", "markdown", "txt", "text")
_SIGNATURES = (
    b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"%PDF", b"\x89PNG", b"\x7fELF", b"GIF8", b"\xff\xd8\xff", b"BZh",
    b"7z\xbc\xaf", b"Rar!", b"\xd0\xcf\x11\xe0", b"SQLite format 3", b"MZ\x90",
)  # fmt: skip
_HARMFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_TURNING = re.compile("[\u061c\u202a-\u202e\u2066-\u2069]")
_DIGITS = re.compile(r"\d{200}")
_HEAPED = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{9}")


def suffix_of(name: str) -> str:
    """What kind of file a name says it is; BadInput for kinds that are not read, and for names that are paths."""
    stem, _dot, suffix = name.rpartition(".")
    if not stem or re.search(r"[/\\\x00-\x1f:]|\.\.", name):
        raise BadInput(mark("That is not a plain file name. Rename the file, such as facts.toml, and send it again."))
    if suffix.lower() not in SUFFIXES:
        raise BadInput(mark("I read TOML, JSON, CSV, Markdown and plain text. Save it as one of these."))
    return suffix.lower()


def check_size(size: int) -> None:
    """BadInput for a file that is too large to be looked at."""
    if size > SIZE:
        raise BadInput(mark("A file has at most {kib} KiB. Split it and send the parts."), kib=SIZE // 1024)
    if not size:
        raise BadInput(mark("That file is empty."))


def text_of(content: bytes) -> str:
    """The text of a file with line ends as one sign each; BadInput says what is wrong with it."""
    check_size(len(content))
    if content.startswith(_SIGNATURES) or b"\x00" in content:
        raise BadInput(mark("That is not a text file. Save it as plain text in UTF-8."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadInput(mark("Line {line} is not UTF-8. Save the file as UTF-8 text."), line=line) from error
    for pattern, sentence in (
        (_HARMFUL, mark("Line {line} holds control characters. Save the file as plain text.")),
        (_TURNING, mark("Line {line} holds invisible signs that turn text round. Take them out.")),
        (_DIGITS, mark("Line {line} holds a number that nobody can count to.")),
        (_HEAPED, mark("Line {line} holds letters under heaps of accents. Take them out.")),
    ):
        if found := pattern.search(text):
            raise BadInput(sentence, line=text.count("\n", 0, found.start()) + 1)
    return text.replace("\r\n", "\n").replace("\r", "\n")
