"""Asking: a question becomes a reply that the screens can show, and its buttons find their way back to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.errors import BadInput, Gone, NotHere
from bot.history.card import shaped_title
from bot.history.direct import direct
from bot.history.followup import Understood
from bot.history.model import Fact, Pack, World
from bot.history.search import Found, Match, Scope, Status
from bot.language import Language, mark
from bot.quiz.insights import folded
from bot.services.policy import Feature, Place, Ruling, decide
from bot.services.subjects import Subjects
from bot.store import answers, insights, people, reports
from bot.store.answers import Answer
from bot.store.database import Database
from bot.text import QUESTION_LIMIT, clean

KEPT = timedelta(days=365)
"""How long an answer's buttons work."""
REMEMBERED = timedelta(minutes=5)
"""How long what was talked about is remembered for a follow-up that does not reply to an answer."""
REPORT_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Reply:
    """The outcome of a question: an answer (`fact`), suggestions or nothing (`nearest`), and the id of its buttons."""

    id: int
    language: Language
    status: Status
    fact: Fact | None = None
    other: Fact | None = None
    """What goes with the fact in the other world, if it may be shown here."""
    twin: bool = False
    """Whether `other` fits the question about as well as the fact itself."""
    direct: str | None = None
    nearest: tuple[Fact, ...] = ()
    about: Fact | None = None
    """What the question was taken to be about, if it leaned on what was said before."""
    covered: bool = False
    """Whether all that comes near is of the scenario, which is covered here."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Everything that can be done with a question and with its answer."""

    subjects: Subjects
    database: Database
    clock: Callable[[], datetime]

    async def ask(
        self, question: str, place: Place, asker: int, scope: Scope = Scope.REAL_FIRST,
        locale: Language = Language.EN, previous: Answer | None = None,
    ) -> Reply:  # fmt: skip
        """Answer `question` in its own language, else in that of the `previous` answer it may lean on, else `locale`.

        The answer is on disk when this returns.
        """
        scope = _within(scope, decide(place, Feature.ASK))
        about = self.subjects.of(place.server).pack.facts.get(previous.fact) if previous and previous.fact else None
        understood = self._find(question, about, scope, place)
        found, alone = understood.found, understood.alone
        language = found.language or (Language(previous.language) if previous and understood.about else locale)
        reply = self._reply(question, found, language, understood.about, place, scope)
        answer = Answer(
            asker, place.server, place.channel, reply.fact.id if reply.fact else None,
            reply.other.id if reply.other else None, reply.direct, language, self.clock(),
            understood.about.id if understood.about else None,
            alone.matches[0].fact.id if alone.status is Status.ANSWER else None,
        )  # fmt: skip
        kept = replace(reply, id=await self.database.write(answers.keep, answer))
        if found.status is Status.NOTHING and place.server is not None and (asked := folded(question)):
            await self.database.write(insights.count_unanswered, place.server, asked, asker, self.clock())
        return kept

    def _find(self, question: str, about: Fact | None, scope: Scope, place: Place) -> Understood:
        """What `question` finds; a title picked from the suggestions finds exactly its fact."""
        question = clean(question, QUESTION_LIMIT)
        picked = self.subjects.of(place.server).picked(question)
        if picked is not None and scope.world in {None, picked[0].world}:
            fact, language = picked
            found = Found(Status.ANSWER, (Match(fact, 1.0),), None, language)
            return Understood(found, None, found)
        return self.subjects.of(place.server).conversation.ask(question, about, scope)

    def _reply(
        self, question: str, found: Found, language: Language, about: Fact | None, place: Place, scope: Scope
    ) -> Reply:
        if found.status is not Status.ANSWER:
            listed = decide(place, Feature.ASK).listed(scope.world)
            nearest = tuple(match.fact for match in found.matches if match.fact.world in listed)
            covered = bool(found.matches) and not nearest
            status = Status.NOTHING if covered else found.status
            return Reply(0, language, status, nearest=nearest, about=about, covered=covered)
        fact, twin = found.matches[0].fact, found.twin
        other = self._visible(twin.fact if twin else self.subjects.of(place.server).pack.counterpart(fact), place)
        said = direct(fact, question, language)
        return Reply(0, language, found.status, fact, other, twin is not None and other is not None, said, about=about)

    def _visible(self, fact: Fact | None, place: Place) -> Fact | None:
        """`fact`, if its world may be shown in this place."""
        return fact if fact and fact.world in decide(place, Feature.ASK).worlds else None

    async def previous(self, place: Place, asker: int, answer_id: int | None) -> Answer | None:
        """What a follow-up may lean on: the answer replied to, else the asker's last one here a few minutes ago."""
        if answer_id is not None:
            answer = await self.database.read(answers.find, answer_id)
            return answer if answer and answer.server == place.server else None
        return await self.database.read(answers.latest, asker, place.channel, self.clock() - REMEMBERED)

    def suggest_titles(self, text: str, place: Place, language: Language, world: World | None = None) -> list[str]:
        """Titles that begin like `text`, each with its world's shape; of `world` alone where that is asked for."""
        ruling = decide(place, Feature.ASK)
        if not ruling.allowed:
            return []
        titles, text = self.subjects.of(place.server).titles, clean(text, QUESTION_LIMIT).lstrip("●◆ ")
        facts = titles.complete(text, language, ruling.listed(world))
        return [shaped_title(fact, language) for fact in facts]

    async def answered(self, id: int, place: Place) -> Answer:
        """The answer a button belongs to, if it was given in this server (or outside servers) and is still kept."""
        answer = await self.database.read(answers.find, id)
        if answer is None or answer.server != place.server:
            raise Gone(mark("This card is too old for its buttons to work. Ask again with /ask."))
        return answer

    def shown(self, answer: Answer, place: Place) -> Reply:
        """The reply an answer was shown as; Gone if its fact is no longer taught, NotAllowed if not in this place."""
        if answer.fact is None:
            raise Gone(mark("Choose first which of these you meant."))
        fact = self.fact(answer.fact, place)
        if self._visible(fact, place) is None:
            raise NotHere(mark("That history is not shown in this channel."), Feature.ASK, fact.world)
        facts = self.subjects.of(place.server).pack.facts
        other, about = (facts.get(id) if id else None for id in (answer.other, answer.about))
        other = self._visible(other, place)
        return Reply(
            answer.id, Language(answer.language), Status.ANSWER, fact, other, False, answer.direct, about=about
        )

    async def turn(self, answer: Answer, place: Place, asker: int) -> Reply:
        """What goes with an answer in the other world, as an answer to `asker` whose own buttons lead back."""
        if answer.fact is None or answer.other is None:
            raise Gone(mark("There is nothing in the other history to go with this."))
        return await self._keep(replace(answer, asker=asker, fact=answer.other, other=answer.fact), place)

    async def alone(self, answer: Answer, place: Place, asker: int) -> Reply:
        """What the question would have been answered without what was said before it."""
        if answer.alone is None:
            raise BadInput(mark("By itself that question says too little. Ask it in full."))
        other = self.subjects.of(place.server).pack.counterpart(self.fact(answer.alone, place))
        return await self._keep(
            replace(answer, asker=asker, fact=answer.alone, other=other.id if other else None), place
        )

    async def choose(self, answer: Answer, fact_id: str, place: Place, chooser: int) -> Reply:
        """Take one of the suggestions as what was meant, by the asker or by somebody else for themselves."""
        fact = self.fact(fact_id, place)
        other = self.subjects.of(place.server).pack.counterpart(fact)
        chosen = replace(answer, asker=chooser, fact=fact.id, other=other.id if other else None, direct=None)
        if chooser != answer.asker:
            return await self._keep(chosen, place)
        reply = self.shown(chosen, place)
        await self.database.write(answers.choose, answer.id, chosen.fact, chosen.other)
        return reply

    async def show(self, fact_id: str, place: Place, asker: int, language: Language) -> Reply:
        """A fact that was shown without having been asked for in words, as an answer whose buttons work."""
        other = self.subjects.of(place.server).pack.counterpart(self.fact(fact_id, place))
        shown = Answer(
            asker, place.server, place.channel, fact_id, other.id if other else None, None, language, self.clock()
        )
        return await self._keep(shown, place)

    async def _keep(self, answer: Answer, place: Place) -> Reply:
        """Show a fact that was not asked for in words, and remember that it was shown."""
        kept = replace(answer, channel=place.channel, direct=None, about=None, asked_at=self.clock())
        reply = self.shown(kept, place)
        return replace(reply, id=await self.database.write(answers.keep, kept))

    def pack(self, place: Place) -> Pack:
        """All that is taught in a place."""
        return self.subjects.of(place.server).pack

    def fact(self, id: str, place: Place) -> Fact:
        """The fact with this id, as it is taught in a place; Gone if it is no longer taught."""
        if (fact := self.subjects.of(place.server).pack.facts.get(id)) is None:
            raise Gone(mark("This fact is no longer in the collection."))
        return fact

    async def report(self, answer: Answer, place: Place, reporter: int, words: str) -> int:
        """Keep what a member says is wrong with the fact of an answer; the number of the report."""
        said = clean(words, REPORT_LIMIT)
        if not said:
            raise BadInput(mark("Say in a few words what is wrong, so that a moderator can look."))
        fact = self.shown(answer, place).fact
        assert fact is not None
        return await self.database.write(reports.keep, reporter, answer.server, fact.id, said, self.clock())

    async def tidy(self) -> None:
        """Forget answers that are past their time, and the people of whom nothing else is kept."""
        await self.database.write(answers.forget_before, self.clock() - KEPT)
        await self.database.write(people.forget_idle)


def _within(scope: Scope, ruling: Ruling) -> Scope:
    """`scope` within what a place allows."""
    if not ruling.allowed or not ruling.worlds:
        raise NotHere(mark("Questions are switched off in this channel."), Feature.ASK)
    if scope.world is not None and scope.world not in ruling.worlds:
        raise NotHere(mark("That history is not shown in this channel."), Feature.ASK, scope.world)
    return scope if len(ruling.worlds) > 1 else Scope(next(iter(ruling.worlds)))
