"""From what somebody typed into a form to a fact that a server can keep, or a sentence on what is missing."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from bot.errors import BadInput
from bot.history.dates import When
from bot.history.model import Kind, World
from bot.history.own import NAMES, SOURCE, STATEMENT, WHY, Content, Recogniser, Spot, date_in
from bot.history.search import Scope
from bot.history.subject import Subject
from bot.language import Language, guess_language, mark
from bot.text import clean

FIELDS = ("statement", "when", "source", "names", "why")
"""What a form asks for; the last of the scenario alone."""
CERTAIN = 0.8
"""Confidence from which the record a correction speaks of is taken to be one fact."""
_LIMITS = (
    ("source", SOURCE, mark("The source has {count} characters, at most {limit}.")),
    ("names", NAMES, mark("The people and places have {count} characters, at most {limit}.")),
    ("why", WHY, mark("The correction has {count} characters, at most {limit}.")),
)


def content_of(
    fields: Mapping[str, str], world: World, language: Language, subject: Subject, before: Content | None = None
) -> Content:
    """The fact that a filled form tells, in the place of `before`; BadInput says what is missing or too long."""
    said = {key: clean(fields.get(key, ""), 4000) for key in FIELDS}
    if len(said["statement"].split()) < 3:  # who, did, what
        raise BadInput(mark("Say in a sentence what happened, or what somebody said."))
    if len(said["statement"]) > STATEMENT[world]:
        raise BadInput(
            mark("The statement has {count} characters, at most {limit}."), count=len(said["statement"]),
            limit=STATEMENT[world],
        )  # fmt: skip
    for key, limit, sentence in _LIMITS:
        if len(said[key]) > limit:
            raise BadInput(sentence, count=len(said[key]), limit=limit)
    if not said["source"]:
        raise BadInput(mark("Say where it is from, such as an author, a title and a year."))
    if world is World.ALTERNATE and not said["why"]:
        raise BadInput(mark("Say what really was instead: nothing of the scenario is shown without that."))
    recogniser = Recogniser(subject.pack)
    people, places = recogniser.typed(said["names"])
    try:
        content = Content(
            world=world, statement=said["statement"], source=said["source"], names=said["names"],
            language=guess_language(said["statement"]) or (before.language if before else language),
            kind=before.kind if before and before.kind is not Kind.PASSAGE else Kind.EVENT,
            by=before.by if before else None, when=read_date(said["when"]), people=people, places=places,
            why=said["why"] if world is World.ALTERNATE else "", real=_real(said["why"], world, subject, before),
            tell=before.tell if before else "", needed=before.needed if before else "",
            title=before.title if before and before.statement == said["statement"] else "",
            spot=before.spot if before else Spot(),
        )  # fmt: skip
    except ValidationError as error:
        raise BadInput(mark("That cannot be kept as it is. Write it in plain words.")) from error
    return recogniser.complete(content)


def read_date(typed: str) -> str:
    """A date as EDTF, from EDTF or as people write it; BadInput for anything else."""
    if not typed:
        return ""
    try:
        return str(When.parse(typed))
    except ValueError:
        pass
    if found := date_in(typed):
        return found
    raise BadInput(
        mark("I cannot read the date “{typed}”. Write it like 1936, 1936-12, 1936-12-07 or 7 December 1936."),
        typed=typed[:40],
    )


def _real(why: str, world: World, subject: Subject, before: Content | None) -> list[str]:
    """The fact that a correction speaks of, where that is certain."""
    if world is World.REAL:
        return []
    if before and before.real and before.why == why:
        return before.real
    found = subject.index.search(why, Scope.REAL)
    certain = [match.fact.id for match in found.matches[:1] if match.confidence >= CERTAIN]
    return [id for id in certain if subject.pack.facts[id].kind is not Kind.PASSAGE]
