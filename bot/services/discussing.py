"""Discussing: which prompt is meant, who may do what in a discussion, and what time brings to it.

A discussion goes from its first vote through a second one to its result. Every step is stored before it is shown, and
`due_at` says when to look again, so that whatever was interrupted is taken up by the next pulse.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.errors import BadInput, Gone, NotAllowed, NotHere
from bot.history import prompt_choice
from bot.history.discussion import Ballot, Cited, Part
from bot.history.model import Fact, Kind, Pack, Prompt, World
from bot.history.search import Status
from bot.language import Language, mark
from bot.services.authority import Actor, has_part
from bot.services.authority import Part as Office
from bot.services.discussion_course import QUIET, Step, Terms, step
from bot.services.governing import Governing
from bot.services.policy import Feature, Place, Ruling, decide
from bot.services.subjects import Subjects
from bot.store import answers, discussions
from bot.store.answers import Answer
from bot.store.database import Database
from bot.store.discussions import Discussion, State
from bot.text import QUESTION_LIMIT, clean

KEPT = timedelta(days=365)
"""How long a discussion and its votes are remembered."""
AT_ONCE = 3
"""Discussions one person may have going on in one server."""
OPENING = timedelta(minutes=1)
"""How long opening may take before what there is of it is put right."""
RETRY = timedelta(minutes=10)
DUE_AT_ONCE = 20
"""Discussions looked at in one pulse; the others wait for the next."""
SUGGESTED = 25


@dataclass(frozen=True, slots=True)
class Discussing:
    """Everything that can be done with discussions."""

    subjects: Subjects
    database: Database
    clock: Callable[[], datetime]
    governing: Governing

    def terms(self, server: int) -> Terms:
        """How long things last in a server, as its moderators decided."""
        decided = self.governing.settings_of(server)
        return Terms(
            timedelta(days=decided.discussion_days),
            timedelta(hours=decided.discussion_vote_hours),
            QUIET if decided.discussion_nudge else None,
        )

    # ---- opening ----------------------------------------------------------------------------------------------

    def suggest(self, text: str, place: Place, language: Language) -> list[tuple[str, str]]:
        """Topics and prompts that hold the words of `text`, as what is shown and the id it stands for."""
        if not decide(place, Feature.DISCUSS).allowed:
            return []
        return prompt_choice.named(self.subjects.of(place.server).pack, clean(text, QUESTION_LIMIT), language)[
            :SUGGESTED
        ]

    async def choose(self, text: str, place: Place, language: Language) -> Prompt:
        """The prompt that `text` names, or one of its topic, or any: of several the one least discussed here."""
        self.allowed(place)
        assert place.server is not None
        text = clean(text, QUESTION_LIMIT)
        subject = self.subjects.of(place.server)
        fitting = prompt_choice.fitting(subject.pack, subject.index, text, language)
        if not fitting:
            raise BadInput(mark("There is no discussion on that. Pick a topic from the list that appears as you type."))
        times = await self.database.read(discussions.times_discussed, place.server)
        return min(fitting, key=lambda prompt: times.get(prompt.id, 0))

    async def begin(self, prompt: Prompt, place: Place, starter: int, language: Language) -> Discussion:
        """Remember that `starter` is opening a discussion; BadInput if they have too many going on."""
        now = self.clock()
        id = await self.database.write(
            discussions.begin, place.server, place.channel, prompt.id, language, starter, now, now + OPENING, AT_ONCE
        )
        if id is None:
            raise BadInput(
                mark("You have {count} discussions open here. Close one of them first with /discuss close."),
                count=AT_ONCE,
            )
        return await self._read(id)

    async def place(self, discussion: Discussion, channel: int) -> None:
        """Remember the thread that was made."""
        await self.database.write(discussions.place, discussion.id, channel)

    async def open_up(self, discussion: Discussion, channel: int, card: int) -> None:
        """The card is there: from now on people can vote."""
        now = self.clock()
        due = self.terms(discussion.server).next_look(discussion, now)
        await self.database.write(discussions.open_up, discussion.id, channel, card, now, due)

    async def abandon(self, discussion: Discussion) -> None:
        """Forget a discussion that could not be opened."""
        await self.database.write(discussions.abandon, discussion.id)

    # ---- in the thread ----------------------------------------------------------------------------------------

    def allowed(self, place: Place) -> Ruling:
        """What a discussion may show in a place; NotAllowed where there may be none."""
        ruling = decide(place, Feature.DISCUSS)
        if not ruling.allowed or not ruling.public:
            raise NotHere(mark("Discussions are switched off in this channel."), Feature.DISCUSS)
        if World.REAL not in ruling.worlds:
            raise NotAllowed(mark("Discussions start from real history, which is not shown in this channel."))
        return ruling

    def ruling(self, discussion: Discussion) -> Ruling:
        """What may be shown where a discussion stands; NotAllowed where there may be none any more."""
        return self.allowed(self.governing.place(discussion.server, discussion.parent))

    def prompt(self, discussion: Discussion) -> Prompt:
        """What a discussion is about; Gone if it is no longer taught."""
        if (prompt := self.pack(discussion).prompts.get(discussion.prompt)) is None:
            raise Gone(mark("The question of this discussion is no longer in the collection."))
        return prompt

    def following(self, discussion: Discussion) -> Prompt | None:
        """The prompt of the same topic to go on to."""
        return self.pack(discussion).prompts.get(self.prompt(discussion).next)

    def pack(self, discussion: Discussion) -> Pack:
        """All that is taught where a discussion stands, what its server adds among it."""
        return self.subjects.of(discussion.server).pack

    async def clicked(self, id: int, place: Place, card: int) -> Discussion:
        """The discussion that a button on `card` belongs to; Gone if it is not one of this thread.

        A card that can be clicked was posted: a discussion that did not get to hear of it is opened now.
        """
        discussion = await self.database.read(discussions.find, id)
        if discussion is None or discussion.server != place.server or discussion.state is State.GONE:
            raise _gone()
        self.ruling(discussion)
        if discussion.state is State.STARTING and discussion.channel in {None, place.channel}:
            await self.open_up(discussion, place.channel, card)
            discussion = await self._read(id)
        if discussion.channel != place.channel:
            raise _gone()
        return discussion

    async def standing_in(self, place: Place) -> Discussion:
        """The discussion that goes on in this thread; BadInput if there is none."""
        discussion = await self.database.read(discussions.standing_in, place.channel)
        if discussion is None or discussion.server != place.server:
            raise BadInput(mark("No discussion is open in this thread. Open one with /discuss start."))
        self.ruling(discussion)
        return discussion

    async def vote(self, discussion: Discussion, voter: int, option: int, *, second: bool) -> Prompt:
        """Keep a vote, which is on disk when this returns; Gone if that round is over."""
        prompt = self.prompt(discussion)
        if not 0 <= option < len(prompt.text[Language.EN].options):
            raise _gone()
        state = State.CLOSING if second else State.OPEN
        if not await self.database.write(discussions.vote, discussion.id, voter, option, state, self.clock()):
            if second:
                raise Gone(mark("The second vote is over; your click was not counted."))
            raise Gone(mark("The first vote is over; your click was not counted."))
        return prompt

    async def take_part(self, discussion: Discussion, taker: int, part: Part | None) -> None:
        """Give a person a part, or none."""
        if part is Part.SCENARIST and World.ALTERNATE not in self.ruling(discussion).worlds:
            raise NotHere(mark("This channel shows real history only, so nobody speaks for the scenario here."))
        if not await self.database.write(discussions.take_part, discussion.id, taker, part, self.clock()):
            raise _over()

    async def suggest_facts(self, text: str, place: Place, person: int, language: Language) -> list[Fact]:
        """Facts that may be cited here whose titles begin like `text`; the server's own among them.

        Where the scenario is covered, its titles are for those who speak for it.
        """
        ruling = decide(place, Feature.DISCUSS)
        if not ruling.allowed:
            return []
        worlds = ruling.worlds if await self._speaks_for_the_scenario(place, person) else ruling.listed()
        titles = self.subjects.of(place.server).titles
        return titles.complete(clean(text, QUESTION_LIMIT).lstrip("●◆ "), language, worlds)

    async def _speaks_for_the_scenario(self, place: Place, person: int) -> bool:
        discussion = await self.database.read(discussions.standing_in, place.channel)
        if discussion is None or discussion.server != place.server:
            return False
        return await self.database.read(discussions.part_of, discussion.id, person) == Part.SCENARIST

    def fact_named(self, text: str, discussion: Discussion, language: Language) -> Fact:
        """The fact that `text` is the id or the title of, or the only one it can mean; BadInput if that is unclear."""
        text, subject = clean(text, QUESTION_LIMIT), self.subjects.of(discussion.server)
        if (fact := subject.pack.facts.get(text)) is not None:
            return fact
        if picked := subject.picked(text):
            return picked[0]
        fitting = subject.titles.complete(text.lstrip("●◆ "), language, self.ruling(discussion).worlds)
        if not fitting:  # passages have no title: they are named by what they say
            found = subject.index.search(text)
            best = found.matches[0].fact if found.status is Status.ANSWER else None
            fitting = [best] if best is not None and best.kind is Kind.PASSAGE else []
        if len(fitting) != 1:
            raise BadInput(mark("Pick the fact from the list that appears while you type its title."))
        return fitting[0]

    async def cite(self, discussion: Discussion, citer: int, fact: Fact) -> Cited:
        """Keep that a person brought a fact as evidence, as far as the place and their part allow it."""
        if fact.world not in self.ruling(discussion).worlds:
            raise NotHere(mark("That history is not shown in this channel."))
        named = await self.database.read(discussions.part_of, discussion.id, citer)
        part = Part(named) if named else None
        if part is Part.ARCHIVIST and fact.world is not World.REAL:
            raise NotAllowed(
                mark("As Archivist you cite real facts only. Take another part on the opening card to cite this one.")
            )
        if not await self.database.write(discussions.cite, discussion.id, citer, fact.id, part, self.clock()):
            raise _over()
        return Cited(fact, citer, part)

    async def answer_with(self, cited: Cited, discussion: Discussion, citer: int, place: Place) -> int:
        """Remember that a fact was shown, as an answer: for the buttons of its card, and for who replies to it."""
        other = self.pack(discussion).counterpart(cited.fact)
        shown = Answer(
            citer, place.server, place.channel, cited.fact.id,
            other.id if other and other.world in self.ruling(discussion).worlds else None, None, discussion.language,
            self.clock(),
        )  # fmt: skip
        return await self.database.write(answers.keep, shown)

    # ---- closing ----------------------------------------------------------------------------------------------

    async def ask_again(self, discussion: Discussion, closer: Actor) -> None:
        """Close the first vote and open the second, for those who may."""
        self._may_close(discussion, closer)
        if not await self._open_second(discussion):
            raise BadInput(mark("The second vote is open already. Finish on its card shows the result."))

    def _may_close(self, discussion: Discussion, actor: Actor) -> None:
        """NotAllowed unless somebody opened the discussion, or is a host or moderator of its server."""
        settings = self.governing.settings_of(discussion.server)
        host = actor.server == discussion.server and has_part(actor, Office.HOST, settings)
        if not host and actor.person != discussion.starter:
            raise NotAllowed(mark("Only whoever opened this discussion, a host or a moderator can close it."))

    async def _open_second(self, discussion: Discussion) -> bool:
        now = self.clock()
        return await self.database.write(discussions.ask_again, discussion.id, now, now + OPENING)

    async def asked_again(self, discussion: Discussion, message: int) -> None:
        """The card of the second vote is there."""
        due = self.clock() + self.terms(discussion.server).second_vote
        await self.database.write(discussions.asked_again, discussion.id, message, due)

    async def finish(self, discussion: Discussion, finisher: Actor) -> None:
        """Close the second vote, for those who may; Gone if it is not open."""
        self._may_close(discussion, finisher)
        if not await self._close(discussion):
            raise Gone(mark("The second vote is over; your click was not counted."))

    async def _close(self, discussion: Discussion) -> bool:
        now = self.clock()
        return await self.database.write(discussions.finish, discussion.id, now, now + OPENING)

    async def result(self, discussion: Discussion) -> tuple[list[Ballot], list[Cited]]:
        """How everybody voted, and what was cited of what is still taught and may be shown there."""
        given = await self.database.read(discussions.ballots, discussion.id)
        cited = await self.database.read(discussions.citations, discussion.id)
        facts, worlds = self.pack(discussion).facts, self.ruling(discussion).worlds
        return [Ballot(*ballot) for ballot in given], [
            Cited(facts[id], person, Part(part) if part else None)
            for id, person, part in cited
            if id in facts and facts[id].world in worlds
        ]

    async def settle(self, discussion: Discussion) -> None:
        """The result is shown: nothing is left to do."""
        await self.database.write(discussions.put_off, discussion.id, None)

    async def lose(self, channel: int) -> None:
        """A thread or a channel was deleted, and what stood in it."""
        await self.database.write(discussions.lose, channel, self.clock())

    # ---- what time brings -------------------------------------------------------------------------------------

    async def due(self) -> list[tuple[Discussion, Step]]:
        """What is to be done now, in order."""
        now = self.clock()
        waiting = await self.database.read(discussions.due, now, DUE_AT_ONCE)
        return [(each, step(each, self.terms(each.server), now)) for each in waiting]

    async def time_to_ask_again(self, discussion: Discussion) -> None:
        """Its days are over: the second vote opens, if it has not."""
        await self._open_second(discussion)

    async def time_to_show(self, discussion: Discussion) -> None:
        """The second vote has lasted long enough, if it was not closed before."""
        await self._close(discussion)

    async def may_nudge(self, discussion: Discussion, last_heard: datetime) -> bool:
        """Whether this is the moment for the one nudge of a discussion; it counts as taken."""
        terms, now = self.terms(discussion.server), self.clock()
        quiet, last = terms.quiet, terms.next_look(discussion, now, nudged=True)
        if quiet is None or discussion.nudged:
            await self.database.write(discussions.put_off, discussion.id, last)
            return False
        if last_heard + quiet > now:
            await self.database.write(discussions.put_off, discussion.id, min(last, last_heard + quiet))
            return False
        return await self.database.write(discussions.nudge, discussion.id, last)

    async def try_later(self, discussion: Discussion) -> None:
        """Something went wrong on Discord: look again in a while."""
        await self.database.write(discussions.put_off, discussion.id, self.clock() + RETRY)

    async def tidy(self) -> None:
        """Forget the discussions that are past their time."""
        await self.database.write(discussions.forget_before, self.clock() - KEPT)

    async def _read(self, id: int) -> Discussion:
        discussion = await self.database.read(discussions.find, id)
        assert discussion is not None
        return discussion


def _gone() -> Gone:
    return Gone(mark("This discussion is no longer kept. Open a new one with /discuss start."))


def _over() -> Gone:
    return Gone(mark("This discussion is closing; nothing can be added to it any more."))
