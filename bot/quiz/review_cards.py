"""What a review says: the cold question, its reveal with the dates to come, the end of a session, and the forecast."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from bot.history.card import INSTANT, Line, Role, plain_text, seal, source_line
from bot.history.compare import Pair
from bot.history.model import Pack, World
from bot.language import Language, mark, words
from bot.quiz.review import Card, Grade, Outcome

GRADES: Final = {
    Grade.AGAIN: mark("Again"), Grade.HARD: mark("Hard"), Grade.GOOD: mark("Good"), Grade.EASY: mark("Easy"),
}  # fmt: skip
BLOCKS: Final = 20
"""Of the longest bar of a forecast, at most."""
COLUMNS: Final = ("ID", "Front", "Back", "Tags", "Due")


def real_first(asking: int) -> bool:
    """Whether the record is the first option of an asking: by turns, without a pattern that helps."""
    return (asking * 2654435761 >> 7) % 2 == 0


def option_texts(pack: Pack, pair: Pair, language: Language) -> tuple[str, str]:
    """What the record shows and what the scenario says, alike in style where both are said so for the quiz."""
    said = {statement.fact.id: statement.text[language] for statement in pack.items.statements.values()}
    if pair.real.id in said and pair.alternate.id in said:
        return said[pair.real.id], said[pair.alternate.id]
    return pair.real.text[language].statement, pair.alternate.text[language].statement


def cue(pack: Pack, pair: Pair, language: Language) -> str:
    """What is asked about, without telling either half: the years of both, as far as dated, and their topics."""
    dates = [fact.when for fact in (pair.real, pair.alternate) if fact.when]
    years = sorted({year for when in dates for year in (when.earliest.year, when.latest.year)})
    shared = [topic for topic in pair.alternate.topics if topic in pair.real.topics]
    topics = shared or [*pair.real.topics[:1], *pair.alternate.topics[:1]]
    names = ", ".join(pack.topics[topic][language] for topic in dict.fromkeys(topics[:2]))
    span = "–".join(dict.fromkeys(str(year) for year in (*years[:1], *years[-1:])))
    return " · ".join(filter(None, (span, names)))


def question_card(
    pack: Pack, pair: Pair, asking: int, number: int, waiting: int, language: Language
) -> list[Line]:  # fmt: skip
    """The real question, cold, and what it may be answered with."""
    _ = words(language)
    record, fiction = option_texts(pack, pair, language)
    options = (record, fiction) if real_first(asking) else (fiction, record)
    more = _.plural("{count} more due", "{count} more due", waiting) if waiting else _("the last one due")
    return [
        seal(World.REAL, language),
        Line(Role.HEADING, _("{number}. What does the record show?", number=number)),
        Line(Role.BODY, cue(pack, pair, language)),
        Line(Role.BREAK),
        Line(Role.BODY, f"A. {options[0]}"),
        Line(Role.RULE),
        Line(Role.BODY, f"B. {options[1]}"),
        Line(Role.RULE),
        Line(Role.SMALL, _("One of these is the scenario's. {more}.", more=more)),
    ]


def reveal_card(pair: Pair, outcome: Outcome, dates: Mapping[Grade, datetime], language: Language) -> list[Line]:
    """How the answer was, the refutation, and when the pair comes again by how it is graded."""
    _ = words(language)
    said = pair.correction(language)
    told = {
        Outcome.RIGHT: _("Right: you told them apart."),
        Outcome.LEAK: _("A leak: that is the scenario's claim. It comes again sooner."),
        Outcome.FORGOTTEN: _("Here it is again."),
        Outcome.OPEN: _("Compare it with what you wrote, and judge for yourself."),
    }
    lines = [Line(Role.HEADING, told[outcome]), *_both(pair, language), Line(Role.BREAK)]
    lines.append(Line(Role.BODY, _("Why they differ: {why}", why=said.why)))
    if said.tell:
        lines.append(Line(Role.BODY, _("How to tell: {cue}", cue=said.tell)))
    lines += [source_line(pair.real.sources, language, 1), Line(Role.RULE)]
    lines += [
        Line(Role.SMALL, _("{grade}: {when}", grade=_(GRADES[grade]), when=INSTANT), at=at)
        for grade, at in dates.items()
    ]
    return lines


def _both(pair: Pair, language: Language) -> list[Line]:
    _ = words(language)
    fiction = pair.alternate.text[language].statement
    return [
        Line(Role.RULE), seal(World.REAL, language), Line(Role.BODY, pair.real.text[language].statement),
        Line(Role.RULE), seal(World.ALTERNATE, language),
        Line(Role.BODY, _("In the scenario, instead: {statement}", statement=fiction)),
    ]  # fmt: skip


def told_apart_lines(pair: Pair, language: Language) -> list[Line]:
    """What is said once a pair that leaked has been told apart for good, as far as the answers show."""
    _ = words(language)
    title = pair.real.text[language].title
    return [
        Line(Role.HEADING, _("You no longer mix these up: {title}", title=title)),
        Line(Role.SMALL, _("Told apart three times or more, over at least ten days, since it last leaked.")),
        Line(Role.BREAK),
    ]


def end_card(outcomes: Sequence[Outcome], next_due: datetime | None, days: int, language: Language) -> list[Line]:
    """The end of a session: what it came to, and when the next pair comes due."""
    _ = words(language)
    if not outcomes:
        lines = [Line(Role.HEADING, _("Nothing is due now."))]
    else:
        asked = _.plural("{count} pair reviewed", "{count} pairs reviewed", len(outcomes))
        leaks = _.plural("{count} leak", "{count} leaks", outcomes.count(Outcome.LEAK))
        apart = _("{count} told apart", count=outcomes.count(Outcome.RIGHT))
        lines = [Line(Role.HEADING, _("Done for now")), Line(Role.BODY, f"{asked} · {apart} · {leaks}")]
    if next_due is not None:
        lines.append(Line(Role.BODY, _("The next one comes {when}.", when=INSTANT), at=next_due))
    else:
        lines.append(Line(Role.BODY, _("Play a /quiz or ask something: what you mix up is asked here days later.")))
    if days:
        lines.append(Line(Role.SMALL, _.plural("{count} day in a row", "{count} days in a row", days)))
    return lines


def standing_lines(
    cards: int, due: int, days: int, remembered: tuple[int, int], leaks: tuple[int, int],
    forecast: Sequence[tuple[date, int]], language: Language,
) -> list[Line]:  # fmt: skip
    """How somebody stands in their reviews; `leaks` are those still open and those closed."""
    _ = words(language)
    lines = [Line(Role.RULE), Line(Role.HEADING, _("Your reviews"))]
    if not cards:
        return [*lines, Line(Role.BODY, _("Nothing to review yet. /review begins with a few new pairs a day."))]
    told = [_.plural("{count} pair", "{count} pairs", cards), _("{count} due", count=due)]
    if days:
        told.append(_.plural("{count} day in a row", "{count} days in a row", days))
    lines.append(Line(Role.BODY, " · ".join(told)))
    right, of = remembered
    if of:
        percent = round(100 * right / of)
        lines.append(Line(Role.BODY, _(
            "Remembered in the last 30 days: {right} of {of} ({percent} %)", right=right, of=of, percent=percent
        )))  # fmt: skip
    still, closed = leaks
    if still or closed:
        lines.append(Line(Role.BODY, _("Leaks: {open} open, {closed} closed", open=still, closed=closed)))
    lines.append(Line(Role.SMALL, _("Coming due, day by day:")))
    most = max(count for _day, count in forecast) or 1
    return [*lines, *(Line(Role.SMALL, _bar(day, count, most)) for day, count in forecast)]


def _bar(day: date, count: int, most: int) -> str:
    blocks = "█" * max(1, round(BLOCKS * count / max(most, BLOCKS))) if count else ""
    return f"{day:%d.%m.} {count} {blocks}".rstrip()


def to_csv(pack: Pack, cards: Iterable[tuple[Card, Pair]], language: Language) -> bytes:
    """Cards as Anki reads them (docs.ankiweb.net/importing/text-files.html): text, no HTML, the pair as its id."""
    rows = list(cards)
    written = io.StringIO()
    written.write("#separator:Comma\n#html:false\n#notetype:Basic\n#guid column:1\n#tags column:4\n")
    written.write(f"#columns:{','.join(COLUMNS)}\n")
    writer = csv.writer(written, lineterminator="\n")
    writer.writerows(_row(pack, card, pair, language) for card, pair in rows)
    return written.getvalue().encode()


def _row(pack: Pack, card: Card, pair: Pair, language: Language) -> tuple[str, ...]:
    _ = words(language)
    said = pair.correction(language)
    ask = [
        seal(World.REAL, language),
        Line(Role.BODY, f"{_('What does the record show?')} {cue(pack, pair, language)}"),
    ]
    back = [line for line in _both(pair, language) if line.role is not Role.RULE]
    back += [Line(Role.BODY, _("How to tell: {cue}", cue=said.tell))] if said.tell else []
    back.append(source_line(pair.real.sources, language, 1))
    tags = " ".join(dict.fromkeys((*pair.real.topics, *pair.alternate.topics)))
    return pair.alternate.id, plain_text(ask), plain_text(back), tags, f"{card.due:%Y-%m-%d}"
