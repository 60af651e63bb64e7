"""Somebody's progress as a picture, and the same in words for who cannot see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.errors import BadInput
from bot.history.dates import Moment, Precision
from bot.language import Language, Words, mark, words
from bot.pictures.progress import Level, ProgressSheet, Row, Spot
from bot.pictures.sheet import Look
from bot.pictures.studio import Studio
from bot.quiz.compass import Bearing, Share
from bot.quiz.course import LATEST, Course, Point, Theme, course
from bot.quiz.model import Text
from bot.services.timelines import Picture
from bot.store import standing
from bot.store.database import Database

THEMES: Final = 6
"""Themes on a picture, the least told apart first, so that a phone shows all of it at once."""
SURE_PAYS, LEAN_PAYS = 0.8, 0.6
"""From which belief each answer pays best (`bot.quiz.scoring`)."""
ALT_LIMIT: Final = 1024
"""Characters of Discord's description of a picture."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """Draws what people have shown."""

    topics: Mapping[str, Text]
    database: Database
    studio: Studio

    async def progress(self, person: int, language: Language, look: Look) -> Picture:
        """The picture of somebody's progress; it may take a few seconds. BadInput before there is a compass."""
        found = course(await self.database.read(standing.told_when, person))
        sheet, alt = progress_sheet(found, self.topics, language, look)
        return Picture(await self.studio.draw(sheet), alt, look)


def progress_sheet(
    found: Course, topics: Mapping[str, Text], language: Language, look: Look
) -> tuple[ProgressSheet, str]:  # fmt: skip
    """What is drawn of a course, and the same in words."""
    if not found.points:
        raise BadInput(mark("There is nothing to draw yet: your compass is shown after 20 statements told apart."))
    _ = words(language)
    first, last = found.points[0], found.points[-1]
    names = {theme.id: topics[theme.id][language] if theme.id in topics else theme.id for theme in found.themes}
    rows = [_row(theme, names[theme.id], _) for theme in found.themes[:THEMES]]
    notes = [_(
        "Each point rests on the latest {count} statements up to that day; your d′ is within the band with 95 % "
        "confidence.", count=LATEST,
    )]  # fmt: skip
    if (more := len(found.themes) - len(rows)) > 0:
        notes.append(_.plural(
            "{count} more theme, told apart better, is in the text version.",
            "{count} more themes, told apart better, are in the text version.", more,
        ))  # fmt: skip
    sheet = ProgressSheet(
        look, _("Your progress"),
        _("d′ is how far apart real and alternate history are for you: 0 is guessing, 3 is hardly ever wrong."),
        _("Over time"), _spots(found.points), _day(first.day, language), _day(last.day, language),
        _("now {value}", value=_value(last.bearing.distance)),
        _("By theme, least told apart first"), tuple(rows),
        (_("now"), _("before, over the first half of your answers there"), _("where it lies with 95 % confidence")),
        _("When you are sure, and when you lean"), tuple(_levels(found, _)), tuple(notes),
    )  # fmt: skip
    return sheet, _alt(sheet, first, last, _)


def _spots(points: tuple[Point, ...]) -> tuple[Spot, ...]:
    """The points over time; what lies between two days is as wide as it was long."""
    begin, length = points[0].day, max(1, (points[-1].day - points[0].day).days)
    return tuple(_spot(point.bearing, (point.day - begin).days / length) for point in points)


def _spot(bearing: Bearing, at: float = 0.0) -> Spot:
    low, high = bearing.range
    return Spot(round(at, 4), round(bearing.distance, 2), round(low, 2), round(high, 2))


def _row(theme: Theme, name: str, _: Words) -> Row:
    counted = _.plural("{count} statement", "{count} statements", theme.now.items)
    value = _value(theme.now.distance)
    if theme.before is None:
        said = _("{value} · {statements}", value=value, statements=counted)
    else:
        was = _value(theme.before.distance)
        said = _("{value}, before {was} · {statements}", value=value, was=was, statements=counted)
    return Row(name, said, _spot(theme.now), round(theme.before.distance, 2) if theme.before else None)


def _levels(found: Course, _: Words) -> list[Level]:
    named = (
        (_("Sure"), found.sure, SURE_PAYS, _("Sure pays best from {percent} %", percent=round(100 * SURE_PAYS))),
        (_("Lean"), found.lean, LEAN_PAYS, _("Lean pays best from {percent} %", percent=round(100 * LEAN_PAYS))),
    )  # fmt: skip
    return [
        Level(_right(name, share, value, _), round(value, 4), pays, said)
        for name, share, pays, said in named
        if (value := share.value) is not None
    ]


def _right(name: str, share: Share, value: float, _: Words) -> str:
    return _("{answer}: {percent} % right ({right} of {of})", answer=name, percent=round(100 * value),
             right=share.right, of=share.of)  # fmt: skip


def _alt(sheet: ProgressSheet, first: Point, last: Point, _: Words) -> str:
    """What the picture shows, for who cannot see it: the same values, as far as Discord has room."""
    low, high = last.bearing.range
    parts = [_(
        "Your compass: d′ {value} on {day}, between {low} and {high}.", value=_value(last.bearing.distance),
        day=sheet.last_day, low=_value(low), high=_value(high),
    )]  # fmt: skip
    if first is not last:
        parts.append(_("On {day} it was {value}.", day=sheet.first_day, value=_value(first.bearing.distance)))
    parts += [f"{level.words}." for level in sheet.levels]
    if sheet.rows:
        parts.append(_("By theme, least told apart first") + ":")
    said = " ".join(parts)
    for row in sheet.rows:
        longer = f"{said} {row.name}: {row.words}."
        if len(longer) > ALT_LIMIT:
            break
        said = longer
    return said


def _day(day: date, language: Language) -> str:
    return Moment(day, Precision.DAY).show(language)


def _value(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")
