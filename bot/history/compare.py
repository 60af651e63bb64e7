"""Divergence pairs: what was beside what the scenario says, where they part, and what it would have taken."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.history.card import Line, Role, begins, seal, shaped_title, source_line
from bot.history.model import CorrectionText, Fact, Pack, World
from bot.history.search import Found, Index, Scope, Status
from bot.language import Language, words

SOURCES_SHOWN = 1


@dataclass(frozen=True, slots=True)
class Pair:
    """A divergence: an alternate fact and the real one it departs from."""

    alternate: Fact
    real: Fact

    def correction(self, language: Language) -> CorrectionText:
        """What is said about the two, in one language."""
        assert self.alternate.correction is not None
        return self.alternate.correction.text[language]


class Pairs:
    """Every divergence of a pack, in the order of its facts."""

    def __init__(self, pack: Pack, index: Index) -> None:
        self._index = index
        self.all: tuple[Pair, ...] = tuple(
            Pair(fact, real[0]) for fact in pack.facts.values() if (real := pack.real_counterparts(fact))
        )
        self._of = {pair.alternate.id: pair for pair in self.all}
        self._pack = pack

    def of(self, fact: Fact) -> Pair | None:
        """The pair that `fact` is a half of; of several that part from one real fact, the nearest."""
        alternate = fact if fact.world is World.ALTERNATE else self._pack.counterpart(fact)
        if alternate is None:
            return None
        pair = self._of.get(alternate.id)
        return pair if pair is None or fact.world is World.ALTERNATE else Pair(alternate, fact)

    def about(self, topic: str) -> tuple[list[Pair], Found]:
        """The pairs that `topic` may mean, best first, and what was found: if that is an answer, the first is meant.

        Empty where nothing in either history that has a counterpart comes near.
        """
        found = self._index.search(topic, Scope.REAL_FIRST)
        if found.status is not Status.ANSWER or self.of(found.matches[0].fact) is None:
            # Not every real fact is parted from; whatever the scenario says of the topic is.
            alternate = self._index.search(topic, Scope.ALTERNATE)
            found = alternate if alternate.status is Status.ANSWER else _both(found, alternate)
        pairs: dict[str, Pair] = {}
        for match in found.matches:
            if pair := self.of(match.fact):
                pairs.setdefault(pair.alternate.id, pair)  # with the half that fits best
        return list(pairs.values()), found

    def after(self, pair: Pair, step: int = 1) -> Pair:
        """The pair `step` places further on, round the end."""
        ids = [each.alternate.id for each in self.all]
        return self.all[(ids.index(pair.alternate.id) + step) % len(self.all)]


def _both(*searches: Found) -> Found:
    """What several searches hold possible, as suggestions."""
    possible = [match for each in searches if each.status is not Status.NOTHING for match in each.matches]
    matches = tuple(sorted(possible, key=lambda match: -match.confidence))
    return replace(searches[0], status=Status.SUGGEST if matches else Status.NOTHING, matches=matches, twin=None)


def no_pair_card(language: Language) -> list[Line]:
    """The honest answer where nothing in the scenario departs from what was named."""
    _ = words(language)
    return [
        Line(Role.HEADING, _("No pair for that.")),
        Line(Role.BODY, _("The scenario says nothing that departs from it, or our sources do not speak of it.")),
        Line(Role.SMALL, _("Try other words, a name or a year.")),
    ]


def pair_card(pair: Pair, language: Language) -> list[Line]:
    """The two halves under their seals, the real one first, then what parts them."""
    _ = words(language)
    said = pair.correction(language)
    return [
        *_half(pair.real, language),
        Line(Role.RULE),
        *_half(pair.alternate, language),
        Line(Role.RULE),
        seal(World.REAL, language),
        Line(Role.BODY, _("Where they part: {why}", why=said.why)),
        *([Line(Role.BODY, _("How to tell: {cue}", cue=said.tell))] if said.tell else []),
        *([Line(Role.BODY, _("It would have taken: {needed}", needed=said.needed))] if said.needed else []),
    ]


def pair_title(pair: Pair, language: Language, *, covered: bool = False) -> str:
    """A pair on one line: `● what was | ◆ what the scenario says`; only what was, where the scenario is covered."""
    if covered:
        return shaped_title(pair.real, language)
    return f"{shaped_title(pair.real, language)} | {shaped_title(pair.alternate, language)}"


def _half(fact: Fact, language: Language) -> list[Line]:
    _ = words(language)
    text = fact.text[language]
    lines = [seal(fact.world, language), *([] if begins(text) else [Line(Role.HEADING, text.title)])]
    lines.append(Line(Role.BODY, text.statement))
    if fact.when:
        lines.append(Line(Role.SMALL, _("When: {date}", date=fact.when.show(language))))
    return [*lines, source_line(fact.sources, language, SOURCES_SHOWN)]
