"""The gettext catalogues, made from the sentences in the code: `uv run python -m tests.catalogues` refreshes them.

New sentences come into `data/locale/es/…/divergence.po` without a translation, vanished ones leave it, and the
compiled catalogue beside it is written anew. Fill in what is empty and run it once more.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SPANISH = ROOT / "data" / "locale" / "es" / "LC_MESSAGES" / "divergence.po"
# `mark` and `locale_str` only mark a sentence that is translated elsewhere.
KEYWORDS = {"_": None, "mark": None, "locale_str": None, "plural": (1, 2)}
HEADER = """# Spanish of everything Divergence says. Refreshed by tests/catalogues.py.
msgid ""
msgstr ""
"Language: es\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def sentences() -> list[str | tuple[str, str]]:
    """Every sentence in the code: one message id, or a singular and a plural."""
    found = [
        message
        for package in ("bot", "cogs")
        for _, _, message, _, _ in extract_from_dir(ROOT / package, method_map=[("**.py", "python")], keywords=KEYWORDS)
    ]
    paths = [path for package in ("bot", "cogs") for path in (ROOT / package).rglob("*.py")]
    spoken = [sentence for path in paths for sentence in _spoken_at_once(path)]
    return sorted({*found, *spoken}, key=str)


def _spoken_at_once(path: Path) -> Iterator[str]:
    """The sentences that Babel passes over: of `words(language)("…")`, which has no name, and of calls in f-strings."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Call):
            yield from _first_words(node, node.func.func, "words")
        for call in ast.walk(node) if isinstance(node, ast.JoinedStr) else ():
            if isinstance(call, ast.Call):
                yield from _first_words(call, call.func, "_")


def _first_words(call: ast.Call, called: ast.expr, name: str) -> Iterator[str]:
    """The sentence a call begins with, if what is called has that name."""
    if isinstance(called, ast.Name) and called.id == name and call.args and isinstance(call.args[0], ast.Constant):
        yield str(call.args[0].value)


def translated() -> Catalog:
    """The Spanish catalogue as it stands."""
    with SPANISH.open("rb") as file:
        return read_po(file, locale="es", domain="divergence")


def refreshed() -> Catalog:
    """The Spanish catalogue with exactly the sentences that are in the code now."""
    old = translated()
    # A fixed date, for babel would write the present one, and the compiled file would differ every time.
    epoch = datetime(2026, 1, 1, tzinfo=UTC)
    new = Catalog("es", "divergence", creation_date=epoch, revision_date=epoch, fuzzy=False)
    for id in sentences():
        known = old.get(id if isinstance(id, str) else id[0])
        # A sentence that has become a singular and a plural, or no longer is, is translated anew.
        fits = known is not None and isinstance(known.id, str) is isinstance(id, str)
        new.add(id, known.string if known and fits else None)
    return new


def untranslated(catalogue: Catalog) -> list[Message]:
    """The sentences that have no Spanish yet."""
    return [
        message
        for message in catalogue
        if message.id and not all(message.string if isinstance(message.string, tuple) else (message.string,))
    ]


def po_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as a file that changes only when sentences do."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, omit_header=True, sort_output=True, no_location=True, width=120)
    return HEADER.encode() + buffer.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """The catalogue compiled."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def main() -> None:
    catalogue = refreshed()
    SPANISH.write_bytes(po_bytes(catalogue))
    SPANISH.with_suffix(".mo").write_bytes(mo_bytes(catalogue))
    empty = untranslated(catalogue)
    print(f"{len(catalogue)} sentences, {len(empty)} without a translation")
    for message in empty:
        print(f"  {message.id!r}")


if __name__ == "__main__":
    main()
