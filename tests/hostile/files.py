"""The hostile files: a name and a way to make the bytes of each. None of them is kept as a file."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

from bot.history.importing.text import SIZE


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("facts.toml", "a" * (20 * SIZE))
    return out.getvalue()


def _deep_toml() -> bytes:
    return b"a = " + b"[" * 300_000


def _dotted() -> bytes:
    return b"a" + b".a" * 400_000 + b" = 1"


def _rows(count: int, row: str) -> bytes:
    return ("statement\n" + f"{row}\n" * count).encode()


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "one byte too many": ("facts.txt", lambda: b"a " * (SIZE // 2) + b"a"),
    "nothing at all": ("facts.txt", lambda: b""),
    "a zip bomb called a text": ("facts.txt", _zip),
    "a spreadsheet with its right name": ("facts.xlsx", _zip),
    "a program": ("facts.csv", lambda: b"\x7fELF" + bytes(range(256)) * 64),
    "an image": ("facts.md", lambda: b"\x89PNG\r\n\x1a\n" + bytes(1000)),
    "a gzip": ("facts.json", lambda: b"\x1f\x8b\x08" + bytes(100)),
    "NULs in a text": ("facts.txt", lambda: b"The quarry \x00 sold stone to everybody."),
    "UTF-16": ("facts.txt", lambda: "The quarry sold stone to everybody.".encode("utf-16")),
    "Latin-1": ("facts.txt", lambda: "Cárdenas ordenó abrir la cantera.".encode("latin-1")),
    "UTF-8 with surrogates in it": ("facts.txt", lambda: b"The quarry \xed\xa0\x80 sold stone."),
    "overlong UTF-8": ("facts.txt", lambda: b"The quarry \xc0\xaf sold stone."),
    "control characters": ("facts.txt", lambda: b"The quarry \x1b[2J sold stone to everybody."),
    "text turned round": ("facts.txt", lambda: "The quarry \u202edlos\u202c stone to all.".encode()),
    "isolated directions": ("facts.md", lambda: "The quarry \u2067sold\u2069 stone to all.".encode()),
    "heaps of accents": ("facts.txt", lambda: ("The quarry sold sto" + "\u0301" * 400_000).encode()),
    "a path for a name": ("../../etc/facts.toml", lambda: b"[[fact]]"),
    "a path of Windows": ("C:\\facts.toml", lambda: b"[[fact]]"),
    "a name that is nothing but a suffix": (".toml", lambda: b"[[fact]]"),
    "deeply nested TOML": ("facts.toml", _deep_toml),
    "a key of very many parts": ("facts.toml", _dotted),
    "a key twice in TOML": ("facts.toml", lambda: b'[[fact]]\nstatement = "a"\nstatement = "b"'),
    "a number of a million digits in TOML": ("facts.toml", lambda: b"a = " + b"9" * 1_000_000),
    "infinity in TOML": ("facts.toml", lambda: b"[[fact]]\nstatement = inf"),
    "very many tables": ("facts.toml", lambda: b"[[fact]]\n" * 100_000),
    "deeply nested JSON": ("facts.json", lambda: b"[" * 500_000 + b"]" * 500_000),
    "deeply nested JSON objects": ("facts.json", lambda: b'{"a":' * 150_000 + b"1" + b"}" * 150_000),
    "a key twice in JSON": ("facts.json", lambda: b'[{"statement": "a", "statement": "b"}]'),
    "infinity in JSON": ("facts.json", lambda: b'[{"statement": Infinity}]'),
    "a number that is infinite": ("facts.json", lambda: b'[{"paragraph": 1e999999}]'),
    "a number of a million digits": ("facts.json", lambda: b"[" + b"9" * 1_000_000 + b"]"),
    "halves of signs in JSON": ("facts.json", lambda: json.dumps([{"statement": "a \ud800 b"}]).encode()),
    "very many JSON entries": ("facts.json", lambda: b"[" + b"{}," * 340_000 + b"{}]"),
    "a million columns": ("facts.csv", lambda: b"statement" + b"," * 1_000_000),
    "very many rows": ("facts.csv", lambda: _rows(150_000, "a b c")),
    "a cell of a million letters": ("facts.csv", lambda: b'statement\n"' + b"a" * 1_000_000 + b'"'),
    "a quote that never closes": ("facts.csv", lambda: b'statement\n"' + b"a\n" * 100_000),
    "a spreadsheet formula": ("facts.csv", lambda: _rows(1, '"=HYPERLINK(""http://example.org"";""x"")"')),
    "a formula behind a blank": ("facts.csv", lambda: _rows(1, " @SUM(1+1)*cmd|' /C calc'!A0")),
    "very many paragraphs": ("facts.txt", lambda: b"A b c d.\n\n" * 100_000),
    "one word of a million letters": ("facts.txt", lambda: b"a" * 1_000_000),
    "very many headings": ("facts.md", lambda: b"# a\n" * 250_000),
    "very many marks": ("facts.md", lambda: b"**" * 500_000),
    "very many open brackets": ("facts.md", lambda: b"[" * 1_000_000),
    "very many blank lines": ("facts.txt", lambda: b"\n" * SIZE),
}
