"""Time zones by their IANA names: which there are, and which ones somebody may mean."""

from __future__ import annotations

import difflib
import re
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.text import clean, fold, tokens

NAME_LIMIT = 60
_PLACE = re.compile(r"[A-Z][A-Za-z]+/[A-Za-z_/+-]+[A-Za-z_]|UTC")


@cache
def names() -> tuple[str, ...]:
    """Every zone that is named after a place, and UTC."""
    return tuple(sorted(name for name in available_timezones() if _PLACE.fullmatch(name) and name[:4] != "Etc/"))


def named(text: str) -> ZoneInfo | None:
    """The zone with this very name, whatever its case."""
    wanted = fold(clean(text, NAME_LIMIT)).replace(" ", "_")
    found = next((name for name in (*names(), *sorted(available_timezones())) if name.lower() == wanted), None)
    return ZoneInfo(found) if found else None


def complete(text: str, limit: int = 10) -> list[str]:
    """The zones somebody may mean, the likeliest first: by the beginnings of words, else by what looks like it."""
    wanted = tokens(clean(text, NAME_LIMIT))
    if not wanted:
        return []
    found = [name for name in names() if all(_begins(word, tokens(name)) for word in wanted)]
    if found:
        # A city that begins so comes before a region that does: "america" names a hundred zones.
        return sorted(found, key=lambda name: (not _begins(wanted[0], _city(name)), len(name), name))[:limit]
    cities = {"".join(_city(name)): name for name in names()}
    return [cities[city] for city in difflib.get_close_matches("".join(wanted), cities, limit, 0.6)]


def _city(name: str) -> list[str]:
    return tokens(name.rpartition("/")[2])


def _begins(word: str, among: list[str]) -> bool:
    return any(other.startswith(word) for other in among)
