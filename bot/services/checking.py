"""Checking: the claims in what somebody said become verdicts, and their buttons find their way back to the facts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.errors import BadInput, Gone, NotAllowed
from bot.history.model import Fact, Kind, Pack, World
from bot.history.verdict.checker import Ruling, Verdict
from bot.history.verdict.message import MOST_CLAIMS
from bot.history.verdict.splitting import without_markup
from bot.history.verdict_card import can_be_told
from bot.language import Language, guess_language, mark
from bot.services.policy import Feature, Place, check_switched_on, decide
from bot.services.subjects import Subjects
from bot.store import answers
from bot.store.answers import Answer
from bot.store.database import Database
from bot.text import clean

CLAIM_LIMIT = 2000
"""Characters of what is checked at once: a message."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdicts on a message, each with the id of its buttons, None where there is no fact to lead to."""

    language: Language
    rulings: tuple[Ruling, ...]
    ids: tuple[int | None, ...]
    more: bool = False
    """Whether there were more claims than are judged at once."""


@dataclass(frozen=True, slots=True)
class Checking:
    """Everything that can be done with claims. The claims themselves are never stored."""

    subjects: Subjects
    database: Database
    clock: Callable[[], datetime]

    async def check(self, text: str, place: Place, asker: int, locale: Language, *, typed: bool = False) -> Checked:
        """The verdicts on the claims in `text`, in its own language or else `locale`; none if it is chatter.

        What was `typed` to be checked is one claim even where it is put as a question.

        BadInput if there is nothing to read or too much of it. The facts are on disk for the buttons on return.
        """
        check_switched_on(place, Feature.CHECK)
        said = clean(without_markup(text), len(text))
        if not said:
            raise BadInput(mark("There are no words to check in that. Use /check and write the claim as a sentence."))
        if len(said) > CLAIM_LIMIT:
            raise BadInput(
                mark(
                    "That is too long to check at once. Send the sentences you wonder about, up to {limit} characters."
                ),
                limit=CLAIM_LIMIT,
            )
        rulings: list[Ruling] = []
        subject, shown = self.subjects.of(place.server), self.worlds(place)
        judged = subject.claims.check(text, locale)
        # In a thread: a hostile message makes seconds of work, and nobody else should wait for it.
        while len(rulings) <= MOST_CLAIMS and (found := await asyncio.to_thread(next, judged, None)) is not None:
            rulings.append(_told(subject.pack, found, shown))
        if typed and not rulings and (one := await asyncio.to_thread(subject.claims.one, said, locale)).relevant:
            rulings.append(_told(subject.pack, one, shown))
        language = guess_language(said) or locale
        kept = tuple(rulings[:MOST_CLAIMS])
        ids = [await self._keep(ruling, place, asker, language) for ruling in kept]
        return Checked(language, kept, tuple(ids), len(rulings) > MOST_CLAIMS)

    async def _keep(self, ruling: Ruling, place: Place, asker: int, language: Language) -> int | None:
        """Remember the fact of a verdict, for its buttons."""
        if ruling.fact is None:
            return None
        other = ruling.also[0].id if ruling.also else None
        answer = Answer(asker, place.server, place.channel, ruling.fact.id, other, None, language, self.clock())
        return await self.database.write(answers.keep, answer)

    def may_post(self, place: Place) -> bool:
        """Whether a correction may be posted for all in this place, as far as its rules go."""
        ruling = decide(place, Feature.CHECK)
        return ruling.allowed and ruling.public and place.server is not None

    def correction(self, answer: Answer, place: Place) -> Fact:
        """The fact to post publicly; NotAllowed where nothing may be posted, Gone if it is no longer taught."""
        check_switched_on(place, Feature.CHECK)
        if not self.may_post(place):
            raise NotAllowed(mark("In this place my answers stay private."))
        if (fact := self.subjects.of(place.server).pack.facts.get(answer.fact or "")) is None:
            raise Gone(mark("This fact is no longer in the collection."))
        if fact.kind is Kind.PASSAGE and fact.world is World.ALTERNATE:
            raise NotAllowed(mark("This passage has no correction yet, so there is nothing to post."))
        return fact

    def worlds(self, place: Place) -> frozenset[World]:
        """The worlds whose facts may be told in this place."""
        return decide(place, Feature.CHECK).worlds


def _told(pack: Pack, ruling: Ruling, shown: frozenset[World]) -> Ruling:
    """A verdict as it may be told: not known, where it rests on what is of the scenario alone and that is not shown."""
    ruling = replace(ruling, closest=tuple(fact for fact in ruling.closest if can_be_told(pack, fact, shown)))
    if ruling.fact is None or can_be_told(pack, ruling.fact, shown):
        return ruling
    return replace(ruling, verdict=Verdict.UNKNOWN, fact=None, differs=(), also=())
