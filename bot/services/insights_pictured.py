"""What is told of a server's answers as a picture, and the same in words for who cannot see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.language import Language, Words, words
from bot.pictures.insights import Bar, InsightsSheet, Shape
from bot.pictures.insights import Part as Drawn
from bot.pictures.progress import Spot
from bot.pictures.sheet import Look
from bot.quiz.compass import Bearing
from bot.quiz.insights import Growth
from bot.quiz.insights_report import Part, Report, Row, number

ALT_LIMIT: Final = 1024
"""Characters of Discord's description of a picture."""


def insights_sheet(told: Report, growth: Growth | None, language: Language, look: Look) -> tuple[InsightsSheet, str]:
    """What is drawn of a report, and the same in words. `growth` is what the report tells of."""
    _ = words(language)
    shares = (
        _part(told.leaks, Shape.DIAMOND), _part(told.items, Shape.SQUARE), _part(told.unanswered, Shape.DISC),
    )  # fmt: skip
    bars = _growth(growth, _)
    legend = []
    if told.leaks.rows:
        legend.append((Shape.DIAMOND, _("share of the people who took the claim for the record")))
    if told.items.rows:
        legend.append((Shape.SQUARE, _("share of the people whose first answer was wrong")))
    if bars:
        legend.append((Shape.RING, _("d′ at the first meeting with a fact")))
        legend.append((Shape.DISC, _("d′ when it was met again")))
    range_words = _("where it lies with 95 % confidence") if legend else ""
    notes = [_("d′ is how far apart real and alternate history are: 0 is guessing, 3 is hardly ever wrong.")]
    sheet = InsightsSheet(
        look, told.title, told.note, shares, told.growth_title, bars, told.growth, tuple(legend), range_words,
        tuple(notes if bars else ()),
    )  # fmt: skip
    return sheet, _alt(told)


def _part(part: Part, shape: Shape) -> Drawn:
    return Drawn(part.title, shape, tuple(_bar(row) for row in part.rows), (part.under,) if part.under else ())


def _bar(row: Row) -> Bar:
    share = row.share
    if share is None:
        return Bar(row.name, row.words)
    spot = Spot(0.0, round(share.wrong / share.people, 3), round(share.low, 3), round(share.high, 3))
    return Bar(row.name, row.words, spot)


def _growth(growth: Growth | None, _: Words) -> tuple[Bar, ...]:
    if growth is None:
        return ()
    return (
        _measured(_("At the first meeting"), growth.first, _),
        _measured(_("Met again"), growth.later, _),
    )


def _measured(name: str, bearing: Bearing, _: Words) -> Bar:
    low, high = bearing.range
    counted = _.plural("{count} statement", "{count} statements", bearing.items)
    said = _("d′ {value} (between {low} and {high}) · {statements}", value=number(bearing.distance), low=number(low),
             high=number(high), statements=counted)  # fmt: skip
    return Bar(name, said, Spot(0.0, round(bearing.distance, 2), round(low, 2), round(high, 2)))


def _alt(told: Report) -> str:
    """The report, as far as Discord has room: the first rows of each part before further ones."""
    parts = [told.leaks, told.items, told.unanswered]
    end = f"{told.growth_title} {' '.join(told.growth)}"
    said = [f"{part.title}:" + (f" {part.under}" if not part.rows else "") for part in parts]
    rows = [list[str]() for _part in parts]
    for at in range(max(len(part.rows) for part in parts)):
        for part, kept in zip(parts, rows, strict=True):
            if at >= len(part.rows):
                continue
            row = f"{part.rows[at].name}: {part.rows[at].words}."
            if len(_joined(said, rows, end)) + len(row) + 1 <= ALT_LIMIT:
                kept.append(row)
    return _joined(said, rows, end)


def _joined(said: Iterable[str], rows: Iterable[Iterable[str]], end: str) -> str:
    return " ".join([*(" ".join((title, *kept)) for title, kept in zip(said, rows, strict=True)), end])
