"""What is told of a server's answers, in words: the card, the picture and its description all say just this."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.history.card import SHAPES, Line, Role
from bot.history.importing.csv import harmless
from bot.history.model import Pack, World
from bot.language import Language, Words, mark, words
from bot.quiz.insights import LEAST, STATEMENTS, Growth, Share
from bot.quiz.model import QuestionKind

SHOWN: Final = 5
"""Rows of each part on a card and on a picture; the table has all."""
NAME_LIMIT: Final = 80
ASKED: Final = {
    QuestionKind.REAL_OR_ALTERNATE: mark("Real or alternate?"),
    QuestionKind.THREE_WAY: mark("Real, alternate or neither?"),
    QuestionKind.DATE: mark("When?"),
    QuestionKind.ORDER: mark("In what order?"),
    QuestionKind.WHO: mark("Who?"),
    QuestionKind.GAP: mark("Gap"),
    QuestionKind.DIVERGENCE: mark("Where does it leave the record?"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a server's answers say."""

    leaks: tuple[Share, ...]
    """By alternate fact: who ever took its claim for the record."""
    items: tuple[Share, ...]
    """By item of the quiz: whose first answer was wrong."""
    subjects: Mapping[str, tuple[QuestionKind, str]]
    """Of each item, how it is asked and the fact it is about; of an order one of the facts."""
    unanswered: Sequence[tuple[str, int]]
    """What was asked in vain, and by how many people."""
    growth: Growth | None


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of a part, and what is said of it."""

    name: str
    words: str
    share: Share | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows under a title."""

    title: str
    rows: tuple[Row, ...]
    under: str
    """Below the rows: how many more there are; or why there are none."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is told, in one language."""

    title: str
    note: str
    leaks: Part
    items: Part
    unanswered: Part
    growth_title: str
    growth: tuple[str, ...]


def report(found: Found, pack: Pack, language: Language) -> Report:
    """What a server's answers say, in words."""
    _ = words(language)
    leaks = [Row(title_of(pack, share.what, language), _share(share, _), share) for share in found.leaks if share.wrong]
    items = [Row(_item(found, pack, share.what, _), _share(share, _), share) for share in _others(found) if share.wrong]
    in_vain = [
        Row(_quoted(said, _), _.plural("{count} person", "{count} people", count)) for said, count in found.unanswered
    ]
    nothing = _("Nothing yet that at least {count} people asked.", count=LEAST)
    return Report(
        _("Insights"),
        _("Only what at least {count} people did together; never who. In brackets, where the share lies with 95 % "
          "confidence.", count=LEAST),
        _part(_("Claims of the scenario taken for the record"), leaks, _none(len(found.leaks), _), _),
        _part(_("Quiz questions first answered wrong"), items, _none(len(_others(found)), _), _),
        _part(_("Asked in vain"), in_vain, nothing, _),
        _("Told apart better the second time?"), _growth(found.growth, _),
    )  # fmt: skip


def insights_card(told: Report) -> list[Line]:
    """The report as a card."""
    # What the scenario says stands in its own frame, so that it is covered where it must be.
    lines = [Line(Role.HEADING, told.title), Line(Role.SMALL, told.note), Line(Role.RULE)]
    lines += [Line(Role.BODY, told.leaks.title, World.ALTERNATE), *_rows(told.leaks), Line(Role.BREAK)]
    lines += [Line(Role.BODY, told.items.title), *_rows(told.items), Line(Role.RULE)]
    lines += [Line(Role.BODY, told.unanswered.title), *_rows(told.unanswered), Line(Role.RULE)]
    return [*lines, Line(Role.BODY, told.growth_title), *(Line(Role.SMALL, words) for words in told.growth)]


def _rows(part: Part) -> list[Line]:
    rows = [Line(Role.SMALL, f"– {row.name}: {row.words}") for row in part.rows]
    return [*rows, Line(Role.SMALL, part.under)] if part.under else rows


def _others(found: Found) -> list[Share]:
    """The items apart from those that ask for what is told under leaks already; the table has these too."""
    leaks = {share.what for share in found.leaks}
    again = {
        item for item, (kind, fact) in found.subjects.items()
        if kind is QuestionKind.REAL_OR_ALTERNATE and fact in leaks
    }  # fmt: skip
    return [share for share in found.items if share.what not in again]


def title_of(pack: Pack, id: str, language: Language) -> str:
    """The title of a fact with the shape of its world; its id where it is no longer known."""
    fact = pack.facts.get(pack.called_now(id))
    return f"{SHAPES[fact.world]} {_short(fact.text[language].title)}" if fact else id


def _item(found: Found, pack: Pack, item: str, _: Words) -> str:
    if item not in found.subjects:
        return item
    kind, fact = found.subjects[item]
    title = _theme(pack, item, _.language) if kind is QuestionKind.ORDER else title_of(pack, fact, _.language)
    return _("{question} {title}", question=_(ASKED[kind]), title=title)


def _theme(pack: Pack, item: str, language: Language) -> str:
    """What an order is about, `order:world/topic`, by the shape and the name of these: its facts change every time."""
    world, _slash, topic = item.partition(":")[2].partition("/")
    label = pack.topics[topic][language] if topic in pack.topics else ""
    shape = SHAPES[World(world)] if world in set(World) else ""
    return f"{shape} {label}".strip()


def _quoted(said: str, _: Words) -> str:
    return _("“{words}”", words=_short(said))


def _short(text: str) -> str:
    return text if len(text) <= NAME_LIMIT else f"{text[: NAME_LIMIT - 1].rstrip()}…"


def _part(title: str, rows: Sequence[Row], nothing: str, _: Words) -> Part:
    more = len(rows) - SHOWN
    said = _("and {count} more in the table", count=more) if more > 0 else "" if rows else nothing
    return Part(title, tuple(rows[:SHOWN]), said)


def _none(answered: int, _: Words) -> str:
    """Why there is no row: nobody was wrong, or nothing was answered by enough people."""
    if answered:
        return _.plural(
            "None of the {count} that enough people answered.", "None of the {count} that enough people answered.",
            answered,
        )  # fmt: skip
    return _("Not enough data yet: nothing was answered by at least {count} people.", count=LEAST)


def _share(share: Share, _: Words) -> str:
    said = _(
        "{wrong} of {people} people ({low}–{high} %)", wrong=share.wrong, people=share.people,
        low=round(100 * share.low), high=round(100 * share.high),
    )  # fmt: skip
    return said.replace(" %", "\N{NO-BREAK SPACE}%")


def _growth(growth: Growth | None, _: Words) -> tuple[str, ...]:
    if growth is None:
        return (_(
            "Not enough data yet: it takes {statements} statements met for the first time and {statements} met again, "
            "each by at least {count} people.", statements=STATEMENTS, count=LEAST,
        ),)  # fmt: skip
    numbers = _(
        "d′ {first} at the first meeting with a fact, {later} later: a difference of {difference} (between {low} and "
        "{high}).",
        first=number(growth.first.distance), later=number(growth.later.distance),
        difference=_signed(growth.difference), low=_signed(growth.low), high=_signed(growth.high),
    )  # fmt: skip
    if not growth.certain:
        said = _("That may be chance.")
    elif growth.difference > 0:
        said = _("That is more than chance makes; it does not say why.")
    else:
        said = _("It has become less, by more than chance makes.")
    return numbers, said


def number(value: float) -> str:
    """A value of d′ as it is shown."""
    return f"{value:.1f}".replace("-", "−")


def _signed(value: float) -> str:
    # So fine that what is more than chance does not look like nothing.
    return f"{value:+.2f}".replace("-", "−")


def to_csv(found: Found, pack: Pack, language: Language) -> bytes:
    """Everything as one table: of each share how many of how many people, and its 95 % interval."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\n")
    table.writerow(["insight", "id", "title", "count", "people", "value", "low", "high"])
    for kind, part in (("leak", found.leaks), ("item", found.items)):
        for share in part:
            asked, fact = found.subjects.get(share.what, (None, share.what))
            title = title_of(pack, fact, language) if pack.called_now(fact) in pack.facts else ""
            title = harmless(_theme(pack, share.what, language) if asked is QuestionKind.ORDER else title)
            numbers = _rounded(share.wrong / share.people, share.low, share.high)
            table.writerow([kind, share.what, title, share.wrong, share.people, *numbers])
    table.writerows(
        ["unanswered", "", harmless(said), "", people, "", "", ""] for said, people in found.unanswered
    )  # fmt: skip
    if found.growth is not None:
        for kind, bearing in (("d-prime first", found.growth.first), ("d-prime later", found.growth.later)):
            table.writerow([kind, "", "", bearing.items, "", *_rounded(bearing.distance, *bearing.range)])
        change = found.growth
        table.writerow(["d-prime change", "", "", "", "", *_rounded(change.difference, change.low, change.high)])
    return written.getvalue().encode()


def _rounded(*values: float) -> list[str]:
    return [f"{value:.3f}" for value in values]
