"""Finding what a person means among named things: its number, its name, or the beginning of its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from bot.practice.places import Refused
from bot.text import fold, tokens

T = TypeVar("T")


def choose(wanted: str, among: Sequence[tuple[str, T]], what: str, *, numbered: bool = True) -> T:
    """The one thing `wanted` means: 1 is the first where `numbered`; names match without case, accents or signs.

    A whole name beats a beginning, a beginning beats a word within. Refused names what there is, or what it could be.
    """
    names = [f"[{number}] {name}" if numbered else name for number, (name, _) in enumerate(among, start=1)]
    if numbered and wanted.strip().isdecimal() and 1 <= int(wanted.strip()[:9]) <= len(among):
        return among[int(wanted.strip()[:9]) - 1][1]
    for matches in (_same, _begins, _within):
        found = [index for index, (name, _) in enumerate(among) if matches(plain(name), plain(wanted))]
        if len(found) == 1:
            return among[found[0]][1]
        if found:
            raise Refused(f"“{wanted}” could be {' or '.join(names[index] for index in found)}.")
    there = f"There are: {', '.join(names)}." if names else "There is none."
    raise Refused(f"There is no {what} “{wanted}”. {there}")


def plain(name: str) -> str:
    """`name` for comparing: its folded words, or itself where it has none (a sign, an emoji)."""
    return " ".join(tokens(name)) or fold(name).strip()


def _same(name: str, wanted: str) -> bool:
    return name == wanted


def _begins(name: str, wanted: str) -> bool:
    return bool(wanted) and name.startswith(wanted)


def _within(name: str, wanted: str) -> bool:
    return bool(wanted) and f" {wanted}" in f" {name}"
