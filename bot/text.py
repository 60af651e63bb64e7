"""The only text rules: how words are folded for comparing, and how what people type is made harmless."""

from __future__ import annotations

import re
import unicodedata

QUESTION_LIMIT = 300
"""Characters of a question that are read; the rest says nothing a matcher could use."""

_SPANISH = str.maketrans("áéíóúüñÁÉÍÓÚÜÑ", "aeiouunaeiouun")
"""The letters nearly all accented words here are made of, for the quick way to fold them."""
_WORD = re.compile(r"[a-z0-9]+")
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*(?=\s)")
_FIRST_MARK = "\u0300"
_MAX_MARKS = 2  # combining marks kept on one letter: enough for any language, too few for "zalgo"


def fold(text: str) -> str:
    """`text` without case and accents, for comparing: `Málaga` and `MALAGA` fold to `malaga`."""
    if text.isascii() or (text := text.translate(_SPANISH)).isascii():
        return text.lower()
    # Compatibility caseless matching (Unicode 3.13, D146): a styled capital is a capital only once it is decomposed.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def tokens(text: str) -> list[str]:
    """The folded words and numbers of `text`, in order."""
    return _WORD.findall(fold(text))


def clean(text: str, limit: int) -> str:
    """What a person typed, made harmless to store and show: one line of visible characters, at most `limit`.

    Control, format (bidi, zero-width) and unassigned characters go, runs of white space become one blank, and no
    letter keeps more than two combining marks. Markup is not touched here: escaping belongs to where it is shown.
    """
    # Cut before normalizing: composing a hostile megabyte is work nobody asked for.
    head = text[: limit * 4]
    # Most is plain: nothing below the first combining mark is ever composed, and what is printable is never dropped.
    if head.isprintable() and max(head, default="") < _FIRST_MARK:
        return " ".join(head.split())[:limit].rstrip()
    head = unicodedata.normalize("NFC", head)
    kept: list[str] = []
    marks = 0
    for character in head:
        category = unicodedata.category(character)
        if category in {"Mn", "Me"}:
            marks += 1
            if marks > _MAX_MARKS:
                continue
        else:
            marks = 0
        if category.startswith("Z") or character in "\n\r\t":
            kept.append(" ")
        elif not category.startswith("C"):
            kept.append(character)
    # Once more, for what went may have stood between a letter and its mark.
    shown = unicodedata.normalize("NFC", "".join(kept))
    return " ".join(shown.split())[:limit].rstrip()


def to_sentence(text: str, limit: int) -> str:
    """`text` within `limit` characters: cut after a sentence where that leaves a third of it, else at a word."""
    if len(text) <= limit:
        return text
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, limit)]
    if ends and ends[-1] >= limit // 3:
        return text[: ends[-1]].rstrip() + " …"[: limit - ends[-1]]
    head, blank, _ = text[: limit - 1].rpartition(" ")
    return (head if blank else text[: limit - 1]).rstrip() + "…"
