"""From what somebody typed to a timeline: the time and the subject are read, and what cannot be found is said."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from bot.errors import BadInput
from bot.history.about import About
from bot.history.card import shaped_title
from bot.history.model import World
from bot.history.periods import Anniversary, Period, read_period
from bot.history.subject import Subject
from bot.history.timeline import Query, Timeline, covered, nearest_anniversary, take
from bot.history.timeline_card import title_of
from bot.language import Language, mark
from bot.text import QUESTION_LIMIT, clean


def walk(
    subject: Subject, when: str, about: str, world: World | None, allowed: Collection[World], today: date,
    language: Language,
) -> Timeline:  # fmt: skip
    """The timelines of what `when` and `about` say (nothing: all), within the worlds allowed; never an empty one.

    BadInput says what cannot be read or found, with names and dates in `language`.
    """
    worlds = [each for each in World if each in allowed and world in {None, each}]
    period = _period(subject, when, worlds, today)
    query = Query(period, _about(subject, about, worlds, language), world)
    timeline = take(subject.pack, query, worlds)
    if not timeline.entries:
        raise _nothing(subject, timeline, language)
    return timeline


def _period(subject: Subject, when: str, worlds: Collection[World], today: date) -> Period | None:
    known = covered(subject.pack, worlds)
    if not clean(when, QUESTION_LIMIT) or known is None:
        return None
    period = read_period(when, today, known)
    if isinstance(period, Anniversary) or (period.latest >= known.earliest and known.latest >= period.earliest):
        return period
    raise BadInput(
        mark("The timelines cover {first} to {last}. Choose a time within those years."),
        first=known.earliest.year, last=known.latest.year,
    )  # fmt: skip


def _about(subject: Subject, about: str, worlds: Collection[World], language: Language) -> About | None:
    text = clean(about, QUESTION_LIMIT)
    if not text:
        return None
    if (picked := subject.picked(text)) and picked[0].world in worlds:
        return subject.abouts.of_facts([picked[0]])
    if (found := subject.abouts.find(text, worlds)) is not None:
        return found
    if near := subject.abouts.nearest(text, worlds, language):
        names = ", ".join(near)
        raise BadInput(mark("The timelines have nothing under that name. Did you mean: {names}?"), names=names)
    raise BadInput(mark("The timelines have nothing on that. Try a person, a place or a topic, such as “oil”."))


def _nothing(subject: Subject, timeline: Timeline, language: Language) -> BadInput:
    """Why there is nothing to show, and what there is instead."""
    query, pack = timeline.query, subject.pack
    if not isinstance(query.when, Anniversary):
        return BadInput(
            mark("The timelines have nothing on {title}. Leave “when”, “about” or “world” out."),
            title=title_of(pack, timeline, language),
        )
    nearest = nearest_anniversary(pack, replace(query, when=None), timeline.worlds, query.when)
    if nearest is None:
        return BadInput(mark("Nothing of that is known to the day. Leave “when” out."))
    day, fact = nearest
    return BadInput(
        mark("Nothing on {date} is known to us. The next day in the calendar is {next}: {title}."),
        date=query.when.show(language), next=day.show(language), title=shaped_title(fact, language),
    )  # fmt: skip
