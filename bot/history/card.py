"""What a card says, line by line, before anything is drawn: the seal first, the source last.

Every text that shows a fact is made from these lines, on Discord and in the terminal alike, so no fact can be shown
without its seal, nor an alternate one without its correction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from itertools import groupby

from bot.history.model import Citation, Fact, FactText, Kind, Pack, World
from bot.language import Language, Words, mark, words
from bot.text import to_sentence

SHAPES = {World.REAL: "●", World.ALTERNATE: "◆"}
"""The shape of each world's seal: shape and word first, colour second."""
_SEALS = {World.REAL: mark("REAL HISTORY"), World.ALTERNATE: mark("ALTERNATE HISTORY")}

CARD_LIMIT = 700
"""Characters of an answer before its buttons, so that it fits a phone."""
SOURCES_SHOWN = 2
_ROOM = (
    (True, 9, SOURCES_SHOWN),
    (True, 1, SOURCES_SHOWN),
    (False, 1, SOURCES_SHOWN),
    (False, 0, SOURCES_SHOWN),
    (False, 0, 1),
)
"""What a card has room for, from the most to the least: its twin's title, how many notes, and how many sources."""


class Role(Enum):
    """What a line is for; how that looks is the renderer's business."""

    SEAL = auto()
    HEADING = auto()
    BODY = auto()
    SMALL = auto()
    RULE = auto()
    BREAK = auto()
    """Like a rule, and what follows belongs to neither world."""
    COMMAND = auto()
    PERSON = auto()
    """What somebody did, and who: shown as a mention that pings nobody."""


DIVIDERS = frozenset({Role.RULE, Role.BREAK})

INSTANT, CHANNEL, SOMEBODY, DATE = "\x01", "\x02", "\x03", "\x04"
"""Stand in a line's text for what Discord shows in its own way: its `at` in the reader's time (DATE: with the day), a
channel or a person whose id is its `id`. No text of a person holds them (`bot.text.clean`)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: plain text, never markup."""

    role: Role
    text: str = ""
    world: World | None = None
    """Of a seal: which world it stands for."""
    url: str | None = None
    """Where the line can be looked up."""
    id: int | None = None
    """Of a command: Discord's id of it, with which it can be clicked. Of a person or a channel: theirs."""
    at: datetime | None = None
    """What stands for INSTANT in the text: in `relative` terms (“in 20 seconds”), else as a time of day."""
    relative: bool = True


def seal(world: World, language: Language) -> Line:
    """The seal of a world: `● REAL HISTORY`."""
    return Line(Role.SEAL, f"{SHAPES[world]} {words(language)(_SEALS[world])}", world)


def shaped_title(fact: Fact, language: Language) -> str:
    """A title with its world's shape: how facts are listed wherever there is no room for a seal."""
    return f"{SHAPES[fact.world]} {fact.text[language].title}"


def place_in(citation: Citation, language: Language) -> str:
    """Where in its source a citation points: `par. 3`, `section 2, item 5`, `p. 826`; empty if to the whole."""
    _ = words(language)
    parts = [
        _("“{heading}”", heading=citation.heading) if citation.heading else "",
        _("section {number}", number=citation.section) if citation.section else "",
        _("item {number}", number=citation.item) if citation.item else "",
        _("par. {number}", number=citation.paragraph) if citation.paragraph else "",
        _("note {number}", number=citation.footnote) if citation.footnote else "",
        _("p. {number}", number=citation.page) if citation.page else "",
    ]
    return ", ".join(part for part in parts if part)


def cite(citation: Citation, language: Language, *, full: bool = False) -> str:
    """A citation in words: the short form for a card, the full reference for the list of sources."""
    _ = words(language)
    name = citation.source.reference if full else citation.source.short
    text = ", ".join(part for part in (name, place_in(citation, language)) if part)
    if citation.via is None:
        return text
    return _("{source}, cited in {via}", source=text, via=cite(citation.via, language))


def source_line(citations: Sequence[Citation], language: Language, shown: int = SOURCES_SHOWN) -> Line:
    """The first sources of a fact on one line, and how many more there are; places in one work stand together."""
    _ = words(language)
    works = [list(places) for _work, places in groupby(citations, key=lambda citation: (citation.source, citation.via))]
    text = "; ".join(
        " · ".join((cite(first, language), *(place_in(other, language) for other in others)))
        for first, *others in works[:shown]
    )
    more = len(works) - shown
    text = _("{sources}; {count} more", sources=text, count=more) if more > 0 else text
    return Line(Role.SMALL, _("Source: {sources}", sources=text))


def fact_card(
    pack: Pack, fact: Fact, language: Language, *,
    direct: str | None = None, twin: Fact | None = None, about: Fact | None = None,
) -> list[Line]:  # fmt: skip
    """The card of a fact; `direct` stands in for its title, `twin` is a fact of the other world that fits as well.

    `about` is what the question was taken to be about, where it leaned on what was said before.

    Where all of it would be longer than CARD_LIMIT, the twin's title goes first, which its button leads to, and then
    the notes and all sources but one, which the card of sources has.
    """
    if fact.kind is Kind.PASSAGE:
        return _passage_lines(fact, language, direct, about)
    lines: list[Line] = []
    for titled, notes, sources in _ROOM:
        lines = _fact_lines(pack, fact, language, direct, twin, about, titled=titled, notes=notes, sources=sources)
        if sum(len(line.text) + 1 for line in lines) <= CARD_LIMIT:
            break
    return lines


def _fact_lines(
    pack: Pack, fact: Fact, language: Language, direct: str | None, twin: Fact | None, about: Fact | None,
    *, titled: bool, notes: int, sources: int,
) -> list[Line]:  # fmt: skip
    _ = words(language)
    text = fact.text[language]
    lines = [seal(fact.world, language), *about_line(about, language)]
    if direct or not begins(text):
        lines.append(Line(Role.HEADING, direct or text.title))
    lines.append(Line(Role.BODY, text.statement))
    lines += _about(fact, _, direct)
    lines += note_lines(fact, language, notes)
    if twin:
        title = shaped_title(twin, language)
        both = _("Both histories answer this: {title}", title=title) if titled else _("Both histories answer this.")
        lines.append(Line(Role.SMALL, both))
    lines.append(source_line(fact.sources, language, sources))
    if fact.correction:
        lines += _correction(pack, fact, language)
    return lines


def begins(text: FactText) -> bool:
    """Whether a title is nothing but how its statement begins, as it is for facts without a title of their own."""
    beginning = text.title.removesuffix("…")
    return text.statement.startswith(beginning) and text.title in {f"{beginning}…", text.statement}


def note_lines(fact: Fact, language: Language, shown: int) -> list[Line]:
    """The first notes on a fact, and always those of the server it is shown in."""
    _ = words(language)
    notes = [note for note in fact.notes if not note.local][:shown]
    local = [note for note in fact.notes if note.local]
    return [
        *(Line(Role.SMALL, _("Note: {note}", note=note.words[language])) for note in notes),
        *(Line(Role.SMALL, _("Note of this server: {note}", note=note.words[language])) for note in local),
    ]


def _passage_lines(fact: Fact, language: Language, direct: str | None, about: Fact | None) -> list[Line]:
    """A passage as it stands in its source, as far as the card has room, and that nobody made a fact of it yet."""
    _ = words(language)
    heading = direct or fact.sources[0].heading
    head = [seal(fact.world, language), *about_line(about, language)]
    head += [Line(Role.HEADING, heading)] if heading else []
    said = Line(Role.SMALL, _("A passage of this server's own, as it was brought in."))
    rest = [*note_lines(fact, language, 0), said]
    if fact.world is World.ALTERNATE:
        rest.append(Line(Role.SMALL, _("No correction yet: nobody here has set the record beside it.")))
    rest.append(source_line(fact.sources, language))
    room = CARD_LIMIT - sum(len(line.text) + 1 for line in (*head, *rest)) - 1
    return [*head, Line(Role.BODY, to_sentence(fact.text[language].statement, room)), *rest]


def about_line(about: Fact | None, language: Language) -> list[Line]:
    """What a question was taken to be about, if it leaned on what was said before."""
    _ = words(language)
    return [Line(Role.SMALL, _("About: {title}", title=about.text[language].title))] if about else []


def _about(fact: Fact, _: Words, direct: str | None) -> list[Line]:
    """When it was, unless that is the direct answer already, and whose words or reading it is."""
    said = []
    if fact.by:
        by = fact.by.name[_.language]
        said.append(_("Argued by {name}", name=by) if fact.kind is Kind.JUDGEMENT else _("Said by {name}", name=by))
    if fact.when and fact.when.show(_.language) != direct:
        said.append(_("When: {date}", date=fact.when.show(_.language)))
    return [Line(Role.SMALL, " · ".join(said))] if said else []


def _correction(pack: Pack, fact: Fact, language: Language) -> list[Line]:
    """What the record shows instead of an alternate fact, under the real seal."""
    assert fact.correction is not None
    _ = words(language)
    text = fact.correction.text[language]
    lines = [Line(Role.RULE), seal(World.REAL, language), Line(Role.BODY, text.why)]
    if text.tell:
        lines.append(Line(Role.SMALL, _("How to tell: {cue}", cue=text.tell)))
    # What a server adds may say why without naming a fact.
    return [*lines, *(source_line(real.sources[:1], language) for real in pack.real_counterparts(fact)[:1])]


def sources_card(pack: Pack, fact: Fact, language: Language) -> list[Line]:
    """Everything a fact rests on, with full references: its sources, its notes, and those of its counterparts."""
    _ = words(language)
    lines = [seal(fact.world, language), Line(Role.HEADING, fact.text[language].title)]
    if fact.confidence:
        lines.append(Line(Role.SMALL, _confidence(fact.confidence, _)))
    lines += _references(fact.sources, language)
    for note in fact.notes:
        told = note.words[language]
        said = _("Note of this server: {note}", note=told) if note.local else _("Note: {note}", note=told)
        lines += [Line(Role.BODY, said), *_references(note.sources, language)]
    for real in pack.real_counterparts(fact):
        lines += [Line(Role.RULE), seal(World.REAL, language), Line(Role.HEADING, real.text[language].title)]
        lines += _references(real.sources, language)
    return lines


def _confidence(confidence: str, _: Words) -> str:
    match confidence:
        case "high":
            return _("Background fact, well attested.")
        case "medium":
            return _("Background fact; part of it rests on a single page or on dates that differ.")
        case _other:
            return _("Background fact, weakly attested.")


def _references(citations: Iterable[Citation], language: Language) -> list[Line]:
    return [
        Line(Role.SMALL, f"– {cite(citation, language, full=True)}", url=citation.source.url) for citation in citations
    ]


def suggestion_card(language: Language) -> list[Line]:
    """The head of a “did you mean”; the titles follow in a menu."""
    _ = words(language)
    return [
        Line(Role.HEADING, _("Did you mean one of these?")),
        Line(Role.SMALL, _("● real history · ◆ alternate history")),
    ]


def nothing_card(nearest: Sequence[Fact], language: Language, *, covered: bool = False) -> list[Line]:
    """The honest answer when the sources do not say, with the nearest titles.

    `covered` where only the scenario says something, and is shown only to those who ask for it.
    """
    _ = words(language)
    if covered:
        asked = _("The scenario may: ask again with its history chosen as “world”.")
        return [Line(Role.HEADING, _("Our sources on real history do not say.")), Line(Role.SMALL, asked)]
    lines = [Line(Role.HEADING, _("Our sources do not say."))]
    if nearest:
        lines.append(Line(Role.BODY, _("The nearest we have:")))
        lines += [Line(Role.BODY, shaped_title(fact, language)) for fact in nearest[:3]]
    lines.append(Line(Role.SMALL, _("Try other words, a name or a year.")))
    return lines


def plain_text(lines: Iterable[Line]) -> str:
    """A card for a terminal."""
    rows = []
    for line in lines:
        text = line.text.replace(INSTANT, f"{line.at:%H:%M:%S} UTC") if line.at else line.text
        rows.append("───" if line.role in DIVIDERS else text)
        if line.url:
            rows.append(f"  {line.url}")
    return "\n".join(rows)
