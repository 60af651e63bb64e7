"""What a page of the timelines says, line by line, and the words that describe a picture of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.history.card import Line, Role, seal
from bot.history.model import Fact, Pack, World
from bot.history.timeline import Timeline, order_unknown
from bot.language import Language, words

BRIEF_LIMIT = 120
"""Characters of the short line under a title."""
ALT_LIMIT = 1000
"""Characters that describe a picture; Discord takes 1,024."""

_SENTENCE_END = re.compile(r"(?<=[a-záéíóúñ\d”)][.!?]) (?=[A-ZÁÉÍÓÚÑ¿¡“\d])")


def title_of(pack: Pack, timeline: Timeline, language: Language) -> str:
    """What a timeline shows, in a few words: `Oil · 1936 – 1940`."""
    about, when = timeline.query.about, timeline.query.when
    name = about.name(pack, language) if about else None
    return " · ".join(part for part in (name or pack.title[language], when.show(language) if when else None) if part)


def count_line(timeline: Timeline, language: Language, page: int | None = None) -> str:
    """How much there is, and which page this is: `Page 2 of 16 · 128 entries`."""
    _ = words(language)
    count = _.plural("{count} entry", "{count} entries", len(timeline.entries))
    if page is None or timeline.pages <= 1:
        return count
    return _("Page {page} of {pages} · {count}", page=page + 1, pages=timeline.pages, count=count)


def page_card(timeline: Timeline, page: int, language: Language) -> list[Line]:
    """A page: a track for each world under its seal, real first, each in the order of its dates."""
    return _tracks(timeline, timeline.page(page), language)


def whole_card(timeline: Timeline, language: Language) -> list[Line]:
    """All of it on one page, for where there is no end to a page."""
    return _tracks(timeline, timeline.entries, language)


def _tracks(timeline: Timeline, shown: Sequence[Fact], language: Language) -> list[Line]:
    lines: list[Line] = []
    for world in World:
        if world in timeline.worlds:
            lines += [Line(Role.RULE)] if lines else []
            lines += _track(timeline, [fact for fact in shown if fact.world is world], world, language)
    return lines


def _track(timeline: Timeline, facts: Sequence[Fact], world: World, language: Language) -> list[Line]:
    _ = words(language)
    lines = [seal(world, language)]
    if world is World.ALTERNATE and timeline.parting is not None:
        when = timeline.parting.show(language)
        lines.append(Line(Role.SMALL, _("A scenario; it leaves the record in {date}.", date=when)))
    if not facts:
        lines.append(Line(Role.SMALL, _("Nothing here.")))
    through = [fact for fact in facts if fact in timeline.through]
    for _when, group in groupby(facts, key=lambda fact: (fact in through, fact.when)):
        together = list(group)
        lines.append(Line(Role.RULE))
        if together[0] is next(iter(through), None):
            lines.append(Line(Role.SMALL, _("In a longer time:")))
        lines.append(Line(Role.SMALL, _dated(together, language)))
        for fact in together:
            lines += [Line(Role.BODY, fact.text[language].title), Line(Role.SMALL, brief(fact, language))]
    if order_unknown(facts):
        lines += [Line(Role.RULE), Line(Role.SMALL, unordered_note(language))]
    return lines


def _dated(facts: Sequence[Fact], language: Language) -> str:
    """The date that `facts` share; of several, that nobody can tell which came first."""
    _ = words(language)
    when = facts[0].when
    if when is None:
        return _("Without a date")
    if len(facts) == 1:
        return when.show(language)
    return _("{date} · in which order is not known", date=when.show(language))


def unordered_note(language: Language) -> str:
    """What a reader must know where dates lie inside one another."""
    _ = words(language)
    return _("What is dated by a month or a year may have come before or after what is dated within it.")


def brief(fact: Fact, language: Language) -> str:
    """One short line on a fact; of an alternate one how to tell it from the record, so that none goes without."""
    if fact.correction:
        return words(language)("How to tell: {cue}", cue=fact.correction.text[language].tell)
    return shortened(_SENTENCE_END.split(fact.text[language].statement, maxsplit=1)[0], BRIEF_LIMIT)


def shortened(text: str, limit: int) -> str:
    """`text` within `limit` characters, cut at a word and marked with an ellipsis where it was cut."""
    if len(text) <= limit:
        return text
    head, blank, _rest = text[:limit].rpartition(" ")
    return (head if blank else text[: limit - 1]).rstrip(" ,;:") + "…"


def alt_text(title: str, facts: Iterable[Fact], more: int, language: Language) -> str:
    """A picture of `facts` in words, for who cannot see it; `more` entries are not in it."""
    _ = words(language)
    parts = [_("Timeline picture: {title}.", title=title)]
    by_world = sorted(facts, key=lambda fact: list(World).index(fact.world))
    for world, track in groupby(by_world, key=lambda fact: fact.world):
        told = "; ".join(_told(fact, language) for fact in track)
        parts.append(f"{seal(world, language).text}: {told}.")
    if more:
        parts.append(_.plural("{count} more is not drawn.", "{count} more are not drawn.", more))
    return shortened(" ".join(parts), ALT_LIMIT)


def _told(fact: Fact, language: Language) -> str:
    title = fact.text[language].title
    return f"{fact.when.show(language)}, {title}" if fact.when else title
