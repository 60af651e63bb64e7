"""What the log of a server calls what was done outside the settings: areas, deeds and states, in words."""

from __future__ import annotations

from bot.language import Words, mark
from bot.markup import plain

AREAS = {
    "facts": mark("facts"),
    "blocks": mark("blocks"),
    "challenges": mark("challenges"),
    "questions": mark("questions"),
    "daily": mark("daily post"),
    "events": mark("words of events"),
}
_DEEDS = {
    "proposed": mark("proposed"), "returned": mark("given back"), "accepted": mark("accepted"),
    "rejected": mark("rejected"), "retired": mark("retired"), "edit": mark("changed"),
    "import": mark("file brought in"), "import undone": mark("file taken back"), "note": mark("note"),
    "hide": mark("hidden"), "show": mark("shown again"), "hidden": mark("hidden"), "shown": mark("shown"),
    "report": mark("report"), "open": mark("open"), "done": mark("done"), "asked": mark("asked"),
    "left out": mark("left out"), "gone": mark("channel gone"), "forbidden": mark("not allowed to write"),
    "off": mark("switched off"), "empty": mark("nothing left"), "reason": mark("reason"),
    "event": mark("event"), "waiting": mark("waiting"), "kept": mark("not shown"),
}  # fmt: skip


def area_name(area: str, _: Words) -> str:
    """What an area is called."""
    return _(AREAS[area]) if area in AREAS else plain(area)


def deed(what: str, _: Words) -> str:
    """What was done; what has no name here is shown as it is kept."""
    named, _blank, rest = what.partition(" ")
    if what not in _DEEDS and rest and named in _DEEDS:
        return f"{_(_DEEDS[named])} · {plain(rest)}"
    return state(what, _)


def state(value: str, _: Words) -> str:
    """How something stood before or after."""
    return _(_DEEDS[value]) if value in _DEEDS else plain(value)
