"""What a server adds to a pack: facts and passages of its own, in one language, and the pack with them in it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from bot.history.dates import When
from bot.history.entries import Entry, Named
from bot.history.model import (
    Citation,
    Correction,
    CorrectionText,
    Fact,
    FactText,
    Items,
    Kind,
    Name,
    Note,
    Pack,
    Source,
    SourceKind,
    World,
)  # fmt: skip
from bot.history.own_items import own_whos, prompts_as_taught
from bot.history.verdict.names import Register
from bot.history.verdict.times import Reach, Time, find_times
from bot.history.verdict.wordforms import folded
from bot.language import Language, Unfit, mark, words
from bot.text import clean, tokens

TITLE, SOURCE, WHY, PASSAGE, HEADING, NOTE, NAMES = 60, 90, 155, 700, 60, 140, 200
STATEMENT = {World.REAL: 280, World.ALTERNATE: 200}
"""Characters of each part, at most; so that a card with all of them fits a phone."""
TOPIC = "of-this-server"
"""The topic of every fact that a server adds."""
_TOPIC_NAME = mark("This server's own facts")
LISTED = 100
"""Characters of a title in lists."""

T = TypeVar("T")


class OneLanguage(dict[Language, T]):
    """What is said in one language, whichever is asked for."""

    def __missing__(self, _language: Language) -> T:
        return next(iter(self.values()))


def _date(value: str) -> str:
    if value:
        When.parse(value)
    return value


def _visible(value: str) -> str:
    if value != clean(value, len(value)):
        raise Unfit(mark("must be one line of visible characters"))
    return value


def _text(limit: int, least: int = 0) -> Any:
    return Annotated[str, StringConstraints(min_length=least, max_length=limit), AfterValidator(_visible)]


Id = Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z0-9][a-z0-9:-]*$")]


class Spot(Entry):
    """Where in a document a passage stands."""

    heading: _text(HEADING) = ""  # type: ignore[valid-type]  # a limit, not a type
    paragraph: int | None = Field(None, ge=1)
    item: int | None = Field(None, ge=1)
    footnote: int | None = Field(None, ge=1)


class Content(Entry):
    """A fact or a passage as a server keeps it: what is shown, in the words of whoever wrote it."""

    world: Annotated[World, Named]
    statement: _text(PASSAGE, 1)  # type: ignore[valid-type]
    source: _text(SOURCE, 1)  # type: ignore[valid-type]
    language: Annotated[Language, Named] = Language.EN
    kind: Annotated[Kind, Named] = Kind.EVENT
    title: _text(TITLE) = ""  # type: ignore[valid-type]
    """How it is listed; nothing for the beginning of the statement."""
    when: Annotated[str, AfterValidator(_date)] = ""
    """EDTF, or nothing."""
    by: Id | None = None
    people: list[Id] = Field(default=[], max_length=20)
    places: list[Id] = Field(default=[], max_length=20)
    names: _text(NAMES) = ""  # type: ignore[valid-type]
    """People and places as they were typed."""
    why: _text(WHY) = ""  # type: ignore[valid-type]
    """The correction of an alternate fact."""
    tell: _text(WHY) = ""  # type: ignore[valid-type]
    needed: _text(WHY) = ""  # type: ignore[valid-type]
    real: list[Id] = Field(default=[], max_length=5)
    """The real facts it departs from."""
    spot: Spot = Spot()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.kind is Kind.PASSAGE:
            return self
        if len(self.statement) > (most := STATEMENT[self.world]):
            raise Unfit(mark("statement has {count} characters, at most {most}"), count=len(self.statement), most=most)
        if self.world is World.ALTERNATE and not self.why:
            raise Unfit(mark("an alternate fact needs its correction"))
        if self.world is World.REAL and (self.why or self.real):
            raise Unfit(mark("a real fact has no correction"))
        return self

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        """What was kept as plain JSON; ValueError if it is not that."""
        return cls.model_validate(document)

    def document(self) -> dict[str, Any]:
        """As plain JSON, without what is as usual."""
        return self.model_dump(mode="json", exclude_defaults=True) | {"world": str(self.world)}

    @property
    def listed(self) -> str:
        """How it is listed: its title, else how it begins, under its heading if it is a passage."""
        if self.title:
            return str(self.title)
        if self.kind is Kind.PASSAGE and self.spot.heading:
            return beginning(f"{self.spot.heading}: {self.statement}", LISTED)
        return beginning(self.statement, TITLE)


def beginning(text: str, limit: int) -> str:
    """The first words of `text` within `limit` characters."""
    return text if len(text) <= limit else f"{text[: limit - 1].rpartition(' ')[0] or text[: limit - 1]}…"


def fact_of(id: str, content: Content, pack: Pack) -> Fact:
    """What a server keeps, as a fact among those of `pack`; names that the pack does not know are left out."""
    people, spot = pack.people, content.spot
    source = Source(
        "own", SourceKind.FICTION if content.world is World.ALTERNATE else SourceKind.ENCYCLOPAEDIA, content.source,
        content.source,
    )  # fmt: skip
    named = tuple(people[one] for one in content.people if one in people)
    correction = None
    if content.why:
        said = CorrectionText(content.why, content.tell, content.needed)
        correction = Correction(tuple(content.real), OneLanguage({content.language: said}))
    return Fact(
        id=id,
        world=content.world,
        kind=content.kind,
        text=OneLanguage({content.language: FactText(content.listed, content.statement, ())}),
        sources=(Citation(source, spot.paragraph, spot.footnote, item=spot.item, heading=spot.heading or None),),
        when=When.parse(content.when) if content.when else None,
        by=people.get(content.by or ""),
        people=named,
        places=tuple(pack.places[one] for one in content.places if one in pack.places),
        topics=() if content.kind is Kind.PASSAGE else (TOPIC,),
        correction=correction,
    )


def with_own(
    pack: Pack, own: Sequence[Fact], hidden: Iterable[str] = (), notes: Mapping[str, str] | None = None
) -> Pack:  # fmt: skip
    """`pack` as a server shows it: with its own facts, without what it hides, and its notes under what it annotates."""
    out = set(hidden)
    facts = {id: fact for id, fact in pack.facts.items() if id not in out} | {fact.id: fact for fact in own}
    for id, note in (notes or {}).items():
        if id in facts:
            said = Note(OneLanguage({Language.EN: note}), (), local=True)
            facts[id] = replace(facts[id], notes=(*facts[id].notes, said))
    topics = dict(pack.topics)
    if any(fact.topics for fact in own):
        topics[TOPIC] = {language: words(language)(_TOPIC_NAME) for language in Language}
    gone = {id: fact for id, fact in pack.facts.items() if id in out}
    items = _without(pack.items, out) if gone else pack.items
    items = replace(items, whos=(*items.whos, *own_whos(pack, own)))
    prompts = prompts_as_taught(pack.prompts, facts)
    return replace(pack, facts=facts, topics=topics, hidden=gone, items=items, prompts=prompts)


def _without(items: Items, out: Container[str]) -> Items:
    """The quiz items that rest on none of the facts left out."""
    accounts = {
        id: account
        for id, account in items.accounts.items()
        if not any(part.fact.id in out for part in (*account.sentences, *account.instead.values()))
    }
    return Items(
        {id: item for id, item in items.statements.items() if item.fact.id not in out},
        {id: item for id, item in items.variants.items() if item.fact.id not in out},
        accounts,
        tuple(who for who in items.whos if who.fact.id not in out),
        tuple(blank for blank in items.blanks if blank.fact.id not in out),
    )


class Recogniser:
    """Finds people, places and dates in prose, as far as they are certain."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._register = Register(pack)

    def names(self, text: str) -> tuple[list[str], list[str]]:
        """The ids of the people and the places that `text` names, by a form with a capital letter."""
        capital = {token for word in _WORD.findall(text) if word[0].isupper() for token in tokens(word)}
        spoken = tokens(text)
        people: dict[str, None] = {}
        places: dict[str, None] = {}
        for mention in self._register.find(spoken):
            if not capital.isdisjoint(spoken[mention.start : mention.end]):
                (places if mention.place else people)[mention.id] = None
        return list(people)[:20], list(places)[:20]

    def typed(self, text: str) -> tuple[list[str], list[str]]:
        """The ids of those people and places of a list with commas that the pack knows by just that name."""
        people: list[str] = []
        places: list[str] = []
        for part in re.split(r"[,;]| and | y ", text):
            found = self._register.find(tokens(part))
            if len(found) == 1 and found[0].end - found[0].start == len(tokens(part)):
                (places if found[0].place else people).append(found[0].id)
        return list(dict.fromkeys(people))[:20], list(dict.fromkeys(places))[:20]

    def complete(self, content: Content) -> Content:
        """`content` with whom, what places and what date its statement names, where it does not say them itself."""
        people, places = self.names(content.statement)
        return content.model_copy(
            update={
                "people": content.people or people, "places": content.places or places,
                "when": content.when or (date_in(content.statement) if content.kind is Kind.PASSAGE else ""),
            }
        )  # fmt: skip

    def name(self, id: str) -> Name | None:
        """The person or place with that id."""
        return self._pack.people.get(id) or self._pack.places.get(id)


_CITED = re.compile(r"\([^()]{0,200}\)")
"""What stands in brackets is where something is from, more often than when it was."""
_WORD = re.compile(r"[^\W\d_]\w*")


def date_in(text: str) -> str:
    """The one date of `text` as EDTF; nothing if it names none or several, or none that is certain."""
    dates = {_edtf(time) for time in find_times(folded(_CITED.sub(" ", text)))}
    return dates.pop() if len(dates) == 1 else ""


def _edtf(time: Time) -> str:
    """A time as EDTF: a day, a month, a year or a span of them; nothing for what is none of these."""
    first, last = time.earliest, time.latest
    if time.yearless or time.reach is Reach.OPEN:
        return ""
    if first == last:
        return first.isoformat()
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}/{last.year}"
    if first.day == 1 and (first.year, first.month) == (last.year, last.month) and last.day >= 28:
        return f"{first:%Y-%m}"
    return f"{first.isoformat()}/{last.isoformat()}" if time.reach is Reach.SPAN else ""
