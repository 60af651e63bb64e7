"""Comparing: a topic becomes a divergence pair, whose card leads to the next one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import BadInput, Gone, NotHere
from bot.history.compare import Pair
from bot.history.model import World
from bot.history.search import Status
from bot.language import Language, mark
from bot.services.policy import Feature, Place, decide
from bot.services.subjects import Subjects
from bot.store import answers
from bot.store.answers import Answer
from bot.store.database import Database
from bot.text import QUESTION_LIMIT, clean


@dataclass(frozen=True, slots=True)
class Comparison:
    """A pair, or those that may have been meant, and the id of its buttons."""

    id: int
    language: Language
    pair: Pair | None = None
    nearest: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparing:
    """Everything that can be done with divergence pairs. What is shown is kept as an answer, for its buttons."""

    subjects: Subjects
    database: Database
    clock: Callable[[], datetime]

    async def compare(self, topic: str, place: Place, asker: int, locale: Language) -> Comparison:
        """The pair that `topic` means, or the nearest ones; neither of them if nothing comes near."""
        _both_shown(place)
        topic = clean(topic, QUESTION_LIMIT)
        if not topic:
            raise BadInput(mark("Say what to compare: a person, a year or a deed, such as “oil” or “the Church”."))
        picked = self.subjects.of(place.server).picked(topic)
        if picked is not None and (pair := self.subjects.of(place.server).pairs.of(picked[0])):
            return await self._keep(pair, place, asker, picked[1])
        pairs, found = self.subjects.of(place.server).pairs.about(topic)
        language = found.language or locale
        if pairs and found.status is Status.ANSWER:
            return await self._keep(pairs[0], place, asker, language)
        kept = Answer(asker, place.server, place.channel, None, None, None, language, self.clock())
        return Comparison(await self.database.write(answers.keep, kept), language, nearest=tuple(pairs[:5]))

    def suggest_titles(self, text: str, place: Place, language: Language) -> list[Pair]:
        """The pairs whose halves have titles that begin like `text`; some of every kind for no text at all."""
        ruling = decide(place, Feature.COMPARE)
        if not ruling.allowed or len(ruling.worlds) < len(World):
            return []
        text = clean(text, QUESTION_LIMIT).lstrip("●◆ ")
        facts = self.subjects.of(place.server).titles.complete(text, language, ruling.worlds)
        pairs = {pair.alternate.id: pair for fact in facts if (pair := self.subjects.of(place.server).pairs.of(fact))}
        return list(pairs.values())

    def shown(self, answer: Answer, place: Place) -> Comparison:
        """The pair that a card showed; Gone if one of its halves is no longer taught."""
        _both_shown(place)
        facts = [self.subjects.of(place.server).pack.facts.get(id or "") for id in (answer.fact, answer.other)]
        alternate, real = facts
        if alternate is None or real is None or alternate.correction is None:
            raise Gone(mark("This pair is no longer in the collection. Use /compare again."))
        return Comparison(answer.id, Language(answer.language), Pair(alternate, real))

    async def next(self, answer: Answer, place: Place, asker: int) -> Comparison:
        """The pair after the one that a card showed."""
        shown = self.shown(answer, place)
        assert shown.pair is not None
        return await self._keep(self.subjects.of(place.server).pairs.after(shown.pair), place, asker, shown.language)

    async def choose(self, answer: Answer, fact_id: str, place: Place, chooser: int) -> Comparison:
        """Take the pair of `fact_id` as what was meant."""
        fact = self.subjects.of(place.server).pack.facts.get(fact_id)
        pair = self.subjects.of(place.server).pairs.of(fact) if fact else None
        if pair is None:
            raise Gone(mark("This pair is no longer in the collection. Use /compare again."))
        _both_shown(place)
        return await self._keep(pair, place, chooser, Language(answer.language))

    def none(self, answer: Answer) -> Comparison:
        """What is left when none of the suggestions was meant."""
        return Comparison(answer.id, Language(answer.language))

    async def _keep(self, pair: Pair, place: Place, asker: int, language: Language) -> Comparison:
        answer = Answer(
            asker, place.server, place.channel, pair.alternate.id, pair.real.id, None, language, self.clock()
        )
        kept = replace(answer, id=await self.database.write(answers.keep, answer))
        return Comparison(kept.id, language, pair)


def _both_shown(place: Place) -> None:
    """Refuse where only one of the histories may be shown."""
    ruling = decide(place, Feature.COMPARE)
    if not ruling.allowed:
        raise NotHere(mark("Comparing is switched off in this channel."), Feature.COMPARE)
    if len(ruling.worlds) < len(World):
        raise NotHere(
            mark("Comparing shows both histories, and this channel shows only one of them."),
            Feature.COMPARE,
            World.ALTERNATE,
        )
