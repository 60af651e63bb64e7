"""Text as plain text: whatever it holds, Discord shows it and does nothing with it."""

from __future__ import annotations

import re

# Discord hides a backslash before any of these and then takes the sign as itself. Signs that mean something only at
# the start of a line, or only around an emoji's name, are left alone elsewhere so that plain words stay plain.
_ALWAYS = str.maketrans({sign: f"\\{sign}" for sign in "\\*_~`|<>[]@"})
_AT_LINE_START = re.compile(r"^(\s*)([#+-])", re.MULTILINE)
_LIST = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)
_EMOJI = re.compile(r":(?=\w+:)")
_AUTO_LINK = re.compile(r"(?i)\b(https?|steam|discord)(?=:)|\b(www|discord)(?=\.)")
_INVISIBLE = "\N{WORD JOINER}"


def plain(text: str) -> str:
    """`text` so that Discord renders exactly its characters: no markup, mention, link, emoji, list or heading."""
    joined = _AUTO_LINK.sub(lambda found: f"{found[0]}{_INVISIBLE}", text)
    escaped = _EMOJI.sub(r"\\:", joined.translate(_ALWAYS))
    return _LIST.sub(r"\1\\\2", _AT_LINE_START.sub(r"\1\\\2", escaped))


def shorten(text: str, limit: int) -> str:
    """`text` within `limit` characters, cut at a word and marked with an ellipsis where it was cut."""
    if len(text) <= limit:
        return text
    head, blank, _ = text[: limit - 1].rpartition(" ")
    return (head if blank and len(head) > limit // 2 else text[: limit - 1]).rstrip() + "…"
