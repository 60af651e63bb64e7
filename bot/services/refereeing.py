"""The referee: questions that were revealed are challenged, moderators rule on them, and every game is scored anew.

A ruling is a move like any other, appended to each game it concerns: what a game comes to follows from its moves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.errors import BadInput, Gone
from bot.language import mark
from bot.quiz import moves, refereeing
from bot.quiz.moves import Move, Refusal, Refused
from bot.quiz.refereeing import PROVISIONAL, Candidate, Reason, candidates, challengeable, same_answer
from bot.quiz.sheet import score_of
from bot.services.authority import Actor, Part, require
from bot.services.game_views import Click, View
from bot.services.games import Games
from bot.services.governing import Governing
from bot.services.policy import Place
from bot.services.rankings import game_ranking
from bot.store import challenges
from bot.store.audit import Entry
from bot.store.challenges import AREA, Challenge, Hindrance, Note, State
from bot.store.database import Database
from bot.store.games import Record, seat_of
from bot.store.games import find as find_game
from bot.text import clean

A_DAY: Final = 3
"""Challenges of one person in one server within 24 hours."""
WORDS_LIMIT: Final = 500
PAGE: Final = 10
"""Challenges on one page of the list."""

_HINDERED = {
    Hindrance.OPEN: mark("You have challenged this question already; the moderators have not decided yet."),
    Hindrance.DECIDED: mark("The moderators have already decided on your challenge of this question."),
    Hindrance.TOO_MANY: mark("You have challenged {count} questions here within a day. Try again tomorrow."),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A challenge with what is needed to decide on it."""

    challenge: Challenge
    record: Record | None
    """The game; None if its moves are no longer kept, when nothing can be decided any more."""
    seat: int | None
    """Where whoever challenged sits."""
    candidates: tuple[Candidate, ...]
    """The answers that could be ruled right; menus name them by their place."""
    also: int
    """How many others challenge the same and wait."""


@dataclass(frozen=True, slots=True)
class Refereeing:
    """Everything that can be done about a question after it was revealed."""

    games: Games
    governing: Governing
    database: Database
    clock: Callable[[], datetime]

    # ---- challenging -------------------------------------------------------------------------------------------

    async def open(self, id: int, place: Place, person: int, number: int | None = None) -> View:
        """A game of this place whose questions, or just question `number`, can be challenged now by this person."""
        view = await self.games.view(id, place, person)
        if place.server is None or not place.member:
            raise BadInput(
                mark("A challenge goes to the moderators of a server. Here, say what is wrong under More and Wrong?")
            )
        if not view.record.mode.together and view.record.day is None and view.seat is None:
            raise Refused(Refusal.SOLO)
        if number is not None and not 0 <= number < len(view.game.rounds):
            raise Refused(Refusal.NOT_REVEALED)
        if number is not None and view.game.rounds[number].voided:
            raise Refused(Refusal.ALREADY_VOIDED)
        possible = challengeable(view.game, self.clock())
        if not possible and view.game.stage.over:
            raise BadInput(mark("These results are final: questions can be challenged for 24 hours."))
        if not possible or (number is not None and number not in possible):
            raise Refused(Refusal.NOT_REVEALED)
        return view

    async def challenge(self, id: int, place: Place, click: Click, number: int, reason: Reason, words: str) -> Case:
        """A challenge is kept for the moderators to decide; until then nothing changes. BadInput if it is not taken."""
        view = await self.open(id, place, click.person, number)
        said, now = clean(words, WORDS_LIMIT), self.clock()
        if not said:
            raise BadInput(mark("Say in a few words what is wrong."))
        assert place.server is not None
        made = Challenge(
            place.server, id, number, view.game.questions[number].item, click.person, reason, said, now
        )  # fmt: skip
        kept = await self.database.write(challenges.keep, made, now - timedelta(days=1), A_DAY)
        if isinstance(kept, Hindrance):
            raise BadInput(_HINDERED[kept], count=A_DAY)
        return await self._case(kept)

    async def posted(self, case: Case, channel: int, message: int) -> None:
        """The moderators see the challenge in this message."""
        await self.database.write(challenges.posted, case.challenge.id, channel, message)

    # ---- deciding ----------------------------------------------------------------------------------------------

    async def page(self, actor: Actor, number: int = 0) -> tuple[Sequence[Challenge], int, int]:
        """A page of the challenges of the actor's server, open ones first; its number from 0, and how many there are.

        NotAllowed for who is no moderator there.
        """
        require(actor, Part.MODERATOR, self.governing.settings_of(actor.server))
        assert actor.server is not None
        _found, count = await self.database.read(challenges.page, actor.server, 0, 0)
        pages = max(1, -(-count // PAGE))
        number = max(0, min(number, pages - 1))
        found, _count = await self.database.read(challenges.page, actor.server, number * PAGE, PAGE)
        return found, number, pages

    async def case(self, actor: Actor, id: int) -> Case:
        """A challenge of the actor's server; Gone if there is none, NotAllowed for who is no moderator there."""
        require(actor, Part.MODERATOR, self.governing.settings_of(actor.server))
        case = await self._case(id)
        if case.challenge.server != actor.server:
            raise Gone(mark("This challenge is no longer kept."))
        return case

    async def accept(self, actor: Actor, id: int, places: Sequence[int]) -> Case:
        """Upheld: the answers at these places of `Case.candidates` are right too."""
        case = await self.case(actor, id)
        if not places or not all(0 <= place < len(case.candidates) for place in places):
            raise Refused(Refusal.NOT_AN_OPTION)
        keys = tuple(case.candidates[place].key for place in dict.fromkeys(places))
        return await self._decide(actor, case, State.ACCEPTED, accepted=keys)

    async def void(self, actor: Actor, id: int) -> Case:
        """Upheld: the question does not count."""
        return await self._decide(actor, await self.case(actor, id), State.VOIDED)

    async def reject(self, actor: Actor, id: int, reply: str) -> Case:
        """Not upheld, for the reason given to whoever challenged."""
        said = clean(reply, WORDS_LIMIT)
        if not said:
            raise BadInput(mark("Say in a few words why."))
        return await self._decide(actor, await self.case(actor, id), State.REJECTED, reply=said)

    async def undo(self, actor: Actor, id: int) -> Case:
        """What was decided is taken back, by a move in every game: the challenge is open again."""
        case = await self.case(actor, id)

        def unrule(record: Record, number: int) -> list[Move]:
            ruled = any(ruling.id == id for ruling in record.game.rounds[number].rulings)
            return [moves.Unruled(at=self.clock(), number=number, ruling=id)] if ruled else []

        entry = self._entry(actor, case.challenge)
        if not await self.database.write(challenges.undo, self.games.live, id, unrule, refereeing.moved, entry):
            raise Gone(mark("Nothing is decided on this challenge any more."))
        return await self._case(id)

    async def _decide(
        self, actor: Actor, case: Case, state: State, accepted: tuple[str, ...] = (), reply: str | None = None
    ) -> Case:
        challenge = replace(case.challenge, state=state, accepted=accepted, reply=reply)
        if case.record is None and state.upheld:
            raise Gone(mark("This game is no longer kept."))
        concerning: tuple[challenges.Concerned, ...] = ()
        if state.upheld:
            since = challenge.made_at - PROVISIONAL
            concerning = await self.database.read(challenges.concerned, challenge, since)

        def rule(record: Record, number: int) -> list[Move]:
            assert case.record is not None
            return self._ruling(case.record, challenge, record, number)

        if not await self.database.write(
            challenges.decide, self.games.live, challenge, concerning, rule, refereeing.moved,
            self._entry(actor, challenge),
        ):  # fmt: skip
            raise Gone(mark("Somebody has decided on this challenge already."))
        return await self._case(challenge.id)

    def _ruling(self, challenged: Record, challenge: Challenge, record: Record, number: int) -> list[Move]:
        """What is ruled on a question of a game that asks the same as the one challenged."""
        of = challenged.game.questions[challenge.number]
        to = record.game.questions[number]
        found = (same_answer(key, of, to) for key in challenge.accepted)
        keys = tuple(key for key in found if key is not None)
        void = challenge.state is State.VOIDED
        if not (keys or void) or not record.game.rounds[number].revealed:
            return []
        return [moves.Ruled(at=self.clock(), number=number, ruling=challenge.id, accept=keys, void=void)]

    def _entry(self, actor: Actor, challenge: Challenge) -> Entry:
        assert actor.server is not None
        return Entry(actor.server, actor.person, self.clock(), AREA, challenge.item)

    async def _case(self, id: int) -> Case:
        challenge = await self.database.read(challenges.find, id)
        if challenge is None:
            raise Gone(mark("This challenge is no longer kept."))
        record = await self.database.write(find_game, self.games.live, challenge.game)
        seat = await self.database.read(seat_of, challenge.game, challenge.person or 0)
        also = await self.database.read(challenges.also, challenge)
        wrong = candidates(record.game, challenge.number) if record else ()
        return Case(challenge, record, seat, wrong, also)

    # ---- telling -----------------------------------------------------------------------------------------------

    async def notes(self) -> Sequence[Note]:
        """What was ruled, or taken back, and is not told yet where it was played."""
        return await self.database.read(challenges.notes)

    async def noted(self, note: Note) -> None:
        """It is told now."""
        await self.database.write(challenges.noted, note)

    async def untold(self) -> Sequence[Challenge]:
        """The challenges of which somebody is to be told, privately, what became of them."""
        return await self.database.read(challenges.untold)

    async def told(self, challenge: Challenge) -> None:
        """They were told, or take no messages."""
        await self.database.write(challenges.told, challenge)

    async def game(self, note: Note) -> tuple[View, Challenge] | None:
        """The game of a note as it stands, and the challenge; None if it is no longer kept."""
        challenge, view = await self.database.read(challenges.find, note.challenge), await self._kept(note.game)
        return (view, challenge) if view and challenge else None

    async def settling(self) -> Sequence[View]:
        """The games whose results have become final, until `settled` says that this was shown."""
        found = []
        for id in await self.database.read(challenges.settling, self.clock()):
            if (view := await self._kept(id)) is None:
                await self.settled(id)
            else:
                found.append(view)
        return found

    async def settled(self, game: int) -> None:
        """What is shown of a game says no more that its results are provisional, or cannot be changed."""
        await self.database.write(challenges.settled, game)

    async def _kept(self, game: int) -> View | None:
        """A game as it stands; None if its moves are no longer kept."""
        record = await self.database.write(find_game, self.games.live, game)
        return await self.games.advance(record.id) if record else None

    async def points(self, view: View, seat: int) -> int:
        """What a player has in a game now, by the ranking that holds there."""
        found = await game_ranking(self.database, view)
        own = next((one for one in found.standings if one.player == seat), None)
        return own.score.points if own else score_of(view.game, seat).points
