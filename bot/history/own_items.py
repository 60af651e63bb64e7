"""What a server adds and hides, to quiz and discussions: who said its own facts, and which prompts are left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bot.history.model import Fact, Kind, Name, Pack, Prompt, Who
from bot.text import fold

OTHERS = 4
"""Names beside the right one, at most; a question needs three of them."""
LEAST = 3


def own_whos(pack: Pack, own: Iterable[Fact]) -> Iterator[Who]:
    """Who said what a server adds as somebody's words, where the statement names them.

    Beside them stand people whose own words are in the pack, those of about the same time first: that they did not say
    just this is sure, as it would not be of a deed.
    """
    said = [fact for fact in pack.facts.values() if fact.kind is Kind.SAID and fact.by is not None]
    for fact in own:
        if fact.kind is not Kind.SAID or fact.by is None or fact.by.group or not _named(fact.by, fact):
            continue
        near = sorted(said, key=lambda other: _apart(fact, other))
        names = {other.by.id: other.by for other in near if other.by is not None and not other.by.group}
        involved = {fact.by.id, *(name.id for name in fact.people)}
        others = [name for id, name in names.items() if id not in involved and not _named(name, fact)][:OTHERS]
        if len(others) >= LEAST:
            yield Who(fact, fact.by, tuple(others))


def _named(name: Name, fact: Fact) -> bool:
    """Whether a statement names somebody in full, so that the gap can stand there."""
    said = " ".join(fold(text.statement) for text in fact.text.values())
    return any(fold(full) in said for full in name.name.values())


def _apart(one: Fact, other: Fact) -> int:
    """Days between two facts; as far as can be where one has no date."""
    if one.when is None or other.when is None:
        return 10**6
    return abs((one.when.earliest - other.when.earliest).days)


def prompts_as_taught(prompts: Mapping[str, Prompt], facts: Mapping[str, Fact]) -> dict[str, Prompt]:
    """The prompts that start from facts still taught, with these as they are taught; those that rest on others go."""
    return {
        id: replace(
            prompt, facts=tuple(facts[fact.id] for fact in prompt.facts), alternate=facts[prompt.alternate.id]
        )
        for id, prompt in prompts.items()
        if all(fact.id in facts for fact in (*prompt.facts, prompt.alternate))
    }  # fmt: skip
