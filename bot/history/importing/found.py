"""What was found in a file: what can be taken in, and what cannot, by line or entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.errors import BadInput
from bot.history.model import World
from bot.history.own import Content
from bot.language import Language, Sentence, mark

ENTRIES = 500
"""Entries of one file, at most."""
FAULTS = 50
"""Faults of one file that are told; after so many there is no reading on."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What whoever brings a file says of it."""

    world: World
    source: str
    language: Language


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be taken in."""

    where: Sentence
    """`line 12`, `entry 3`: as the file has it."""
    what: Sentence


@dataclass(slots=True)
class Found:
    """The contents of a file, in its order."""

    contents: list[Content] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    """The id of each in the file, empty where it has none."""
    faults: list[Fault] = field(default_factory=list)
    sources: Mapping[str, str] = field(default_factory=dict)

    def add(self, content: Content, id: str = "") -> None:
        """One more; BadInput past the most there may be."""
        check_count(len(self.contents) + 1)
        self.contents.append(content)
        self.ids.append(id)

    def refuse(self, where: Sentence, what: Sentence) -> None:
        """Note a fault; BadInput with the first of them if there are too many to tell."""
        self.faults.append(Fault(where, what))
        if len(self.faults) > FAULTS:
            first = self.faults[0]
            raise BadInput(
                mark("Hardly anything in that file can be read. First: {where}: {what}"), where=first.where,
                what=first.what,
            )  # fmt: skip


def check_count(count: int) -> None:
    """BadInput past the entries that one file may have."""
    if count > ENTRIES:
        raise BadInput(mark("That file has more than {count} entries. Split it and send the parts."), count=ENTRIES)
