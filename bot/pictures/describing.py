"""What of a timeline comes into its picture, and the same in words for who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import BadInput
from bot.history.card import SHAPES, seal
from bot.history.dates import Precision
from bot.history.model import Fact, Pack, World
from bot.history.timeline import Timeline, most_telling, order_unknown
from bot.history.timeline_card import alt_text, brief, title_of, unordered_note
from bot.language import Language, mark, words
from bot.pictures.sheet import Look, Mark, Sheet

MOST, MOST_OF_BOTH = 14, 11
"""Entries of a picture, so that a phone shows all of it at once; alternate ones need more room."""


@dataclass(frozen=True, slots=True)
class Described:
    """A sheet, and the same in words for who cannot see it."""

    sheet: Sheet
    alt: str


def picture_of(pack: Pack, timeline: Timeline, language: Language, look: Look) -> Described:
    """The picture of a timeline: its dated entries, or the most telling of them where there is no room for all.

    BadInput if none is dated.
    """
    if not timeline.dated + timeline.through:
        raise BadInput(mark("Nothing on this timeline has a date, so there is nothing to draw."))
    _ = words(language)
    both = any(fact.world is World.ALTERNATE for fact in timeline.dated or timeline.through)
    shown = most_telling(pack, timeline, MOST_OF_BOTH if both else MOST)
    more = len(timeline.entries) - len(shown)
    title = title_of(pack, timeline, language)
    worlds = [world for world in World if any(fact.world is world for fact in shown)]
    parted = timeline.parting if World.ALTERNATE in worlds else None
    sheet = Sheet(
        look,
        title,
        {world: seal(world, language).text for world in worlds},
        tuple(_mark(fact, language) for fact in shown),
        _("{date}: the scenario leaves the record", date=parted.show(language)) if parted else "",
        parted.earliest.toordinal() if parted else None,
        (_("went on so long"), _("some day in this time")),
        tuple(_notes(timeline, shown, more, language)),
    )
    return Described(sheet, alt_text(title, shown, more, language))


def _mark(fact: Fact, language: Language) -> Mark:
    assert fact.when is not None
    when = fact.when
    return Mark(
        fact.world,
        f"{SHAPES[fact.world]} {when.show(language)}",
        fact.text[language].title,
        brief(fact, language) if fact.correction else "",
        when.earliest.toordinal(),
        when.latest.toordinal(),
        when.start.precision is Precision.DAY and not when.start.about,
    )


def _notes(timeline: Timeline, shown: Sequence[Fact], more: int, language: Language) -> list[str]:
    _ = words(language)
    notes = [_("Time runs downwards, not to scale.")]
    if order_unknown(shown):
        notes.append(unordered_note(language))
    if timeline.parting and not any(fact.world is World.ALTERNATE for fact in shown):
        when = timeline.parting.show(language)
        notes.append(_("The alternate timeline has nothing here; it leaves the record in {date}.", date=when))
    if more:
        shown_of = {"count": len(shown), "all": len(timeline.entries)}
        notes.append(_("{count} of {all} shown; narrow with when: or about:", **shown_of))
    return notes
