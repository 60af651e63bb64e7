"""Games: every move that a person, the bot or time can make. Knows nothing of Discord.

What a person does comes as a `Click`; what the screens need comes back as a `View`. Each move is one function on the
writing thread: when a method returns, it is on disk. Why a move is not taken is raised, as the sentence to show.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial

from bot.errors import BadInput, Gone
from bot.language import Language, mark
from bot.quiz import moves, sheet
from bot.quiz.model import Question
from bot.quiz.moves import Mode, Move, Refusal, Refused, Why
from bot.services import by_itself
from bot.services.game_views import Card, Click, QuestionMaker, View, card_of
from bot.services.gates import check_here, check_host, check_quiz
from bot.services.openings import (
    MOST_QUESTIONS,
    QUESTIONS,
    daily_opening,
    opening,
    seed_of_a_day,
    seed_of_a_game,
)
from bot.services.policy import Place
from bot.services.rankings import game_ranking
from bot.store import games, items, memory, results
from bot.store.database import Database
from bot.store.games import Chooser, Live, Opening, Played, Record

NOT_AGAIN = timedelta(days=14)
"""How long a person is not asked the same item again while there are others."""
EXTENSION = 30
"""Seconds that *More time* adds."""
MOVES_KEPT = timedelta(days=90)
"""How long a game can be looked at; what its answers came to stays."""
ENDS_SHOWN = timedelta(days=2)
"""How long after its opening a game that ended unseen is still shown."""
ALIVE = "games alive"
ALIVE_EVERY = timedelta(seconds=10)


@dataclass(slots=True)
class Games:
    """Everything that can be done with games."""

    maker: QuestionMaker
    database: Database
    clock: Callable[[], datetime]
    live: Live = field(default_factory=Live)
    maker_of: Callable[[int | None], QuestionMaker] | None = None
    """What makes the questions of a server; `maker` if left out."""
    _alive: datetime | None = None
    _awake: bool = False

    # ---- opening -----------------------------------------------------------------------------------------------

    async def open(
        self, place: Place, click: Click, mode: Mode, language: Language,
        count: int = QUESTIONS, about: str | None = None, pace: int = 100,
    ) -> View:  # fmt: skip
        """A game alone or for everyone; `new` is False if it is the one already running here.

        The opener is in it. A game alone starts at once, one for everyone waits in its lobby. `pace` is the server's,
        in percent. NotAllowed if there may be no quiz here, BadInput if there are no questions on that.
        """
        assert mode is not Mode.DAILY
        check_quiz(place, mode)
        record = await self.database.write(games.running, self.live, mode, place.channel, click.person)
        new = record is None
        if record is None:
            now = self.clock()
            wanted = max(1, min(count, MOST_QUESTIONS))
            questions = await self.questions(
                place, mode, [click.person], wanted, about, seed_of_a_game(place, click, now)
            )
            settings = moves.Settings(mode, language, mode is Mode.EVERYONE, about, pace, wanted)
            record, new = await self._open(opening(place, click, settings, questions, now))
        if mode is Mode.SOLO:
            started = await self._play(record.id, click, by_itself.start_waiting(self.clock()))
            return replace(started, new=new)
        return await self._view(Played(record, None, None, new))

    async def questions(
        self, place: Place, mode: Mode, players: Collection[int], wanted: int, about: str | None, seed: int = 0
    ) -> Sequence[Question]:
        """What these people would be asked here, by their Discord ids: `wanted` questions, or as many as there are."""
        since = self.clock() - NOT_AGAIN
        known = await self.database.read(items.known, place.server, place.channel, mode, players, since)
        return await asyncio.to_thread(self.maker_for(place).round, wanted, seed, known, about)

    def maker_for(self, place: Place) -> QuestionMaker:
        """What makes the questions asked in this place."""
        return self.maker_of(place.server) if self.maker_of else self.maker

    async def _open(self, opened: Opening) -> tuple[Record, bool]:
        return await self.database.write(games.open, self.live, opened)

    async def daily(self, place: Place, language: Language, zone: tzinfo = UTC) -> View:
        """Today's question of this server, the same for all; `new` is True for whoever asked for it first.

        The server's day is that of its time zone.
        """
        check_quiz(place, Mode.DAILY)
        assert place.server is not None
        now = self.clock()
        today = now.astimezone(zone).date()
        held = await self.database.write(games.of_the_day, self.live, place.server, str(today))
        if held is None:
            known = await self.database.read(items.known_of_days, place.server, str(today - NOT_AGAIN))
            question = await asyncio.to_thread(self.maker_for(place).daily, seed_of_a_day(place.server, today), known)
            opened = daily_opening(place, language, question, now, zone)
            held, _ = await self._open(opened)
        return await self._play(held.id, None, by_itself.start_waiting(now))

    async def yesterday(self, place: Place, zone: tzinfo = UTC) -> View | None:
        """Yesterday's daily question of this server, revealed; None if there was none."""
        if place.server is None:
            return None
        day = str(self.clock().astimezone(zone).date() - timedelta(days=1))
        record = await self.database.write(games.of_the_day, self.live, place.server, day)
        return await self.advance(record.id) if record is not None else None

    # ---- what players do ---------------------------------------------------------------------------------------

    async def join(self, id: int, place: Place, click: Click) -> View:
        """They are in the game, now or again, with the time they need."""
        return await self._sit(id, place, click, moves.Joined)

    async def leave(self, id: int, place: Place, click: Click) -> View:
        """They are out of the game; what they answered stays."""
        return await self._sit(id, place, click, moves.Left)

    async def _sit(self, id: int, place: Place, click: Click, kind: Callable[..., Move]) -> View:
        def choose(_record: Record, seat: int) -> list[Move]:
            return [kind(at=self.clock(), seat=seat, interaction=click.id)]

        return await self._act(id, place, click, choose, private=True)

    async def answer(self, id: int, place: Place, click: Click, number: int, key: str, *, sure: bool = False) -> View:
        """Their answer to question `number` (from 0) is locked, as `outcome.given` says, until they change it.

        `key` is an option's key, `PASS`, of an order all keys in a row (`"bac"`), of a gap the words. Whoever answers
        is in the game, unless somebody plays it alone. The view has no players: a thousand may click at once.
        """

        def choose(record: Record, seat: int) -> list[Move]:
            at = click.at or self.clock()
            answered = moves.Answered(at=at, interaction=click.id, seat=seat, number=number, key=key, sure=sure)
            there = seat in record.game.present or record.game.knows(click.id) is not None
            return [answered] if there or record.mode is Mode.SOLO else [moves.Joined(at=at, seat=seat), answered]

        return await self._act(id, place, click, choose, private=True)

    async def sure(self, id: int, place: Place, click: Click, number: int) -> View:
        """What they had answered to question `number` is now marked sure."""

        def choose(record: Record, seat: int) -> list[Move]:
            held = record.game.rounds[number].given.get(seat) if 0 <= number < len(record.game.rounds) else None
            if held is None:
                raise BadInput(mark("Choose an answer first, then say that you are sure."))
            at = click.at or self.clock()
            return [moves.Answered(at=at, interaction=click.id, seat=seat, number=number, key=held.key, sure=True)]

        return await self._act(id, place, click, choose, private=True)

    # ---- what the starter and moderators do --------------------------------------------------------------------

    async def start(self, id: int, place: Place, click: Click) -> View:
        """The first question is shown."""
        return await self._host(id, place, click, moves.Started)

    async def reveal(self, id: int, place: Place, click: Click, number: int) -> View:
        """Question `number` is revealed before its time; in a game alone, as soon as the player wants."""
        return await self._host(id, place, click, partial(moves.Revealed, number=number))

    async def next(self, id: int, place: Place, click: Click, number: int) -> View:
        """After the reveal of question `number`: the next one, or the results."""
        return await self._host(id, place, click, partial(moves.Next, number=number))

    async def extend(self, id: int, place: Place, click: Click) -> View:
        """What is being waited for gets 30 seconds more."""
        return await self._host(id, place, click, partial(moves.Extended, seconds=EXTENSION))

    async def pause(self, id: int, place: Place, click: Click) -> View:
        """Time stands still; after a day the game ends."""
        return await self._host(id, place, click, partial(moves.Paused, why=Why.HOST))

    async def go_on(self, id: int, place: Place, click: Click) -> View:
        """Time goes on after a pause."""
        return await self._host(id, place, click, moves.Resumed)

    async def void(self, id: int, place: Place, click: Click, number: int) -> View:
        """Question `number` does not count, for anybody; if it is being asked, it is revealed."""
        return await self._host(id, place, click, partial(moves.Voided, number=number))

    async def remove(self, id: int, place: Place, click: Click, person: int) -> View:
        """This person is taken out of the game, and cannot come back to it; BadInput if they do not play."""
        seat = await self.database.read(games.seat_of, id, person)
        if seat is None:
            raise BadInput(mark("They do not play in this game."))
        return await self._host(id, place, click, partial(moves.Removed, seat=seat))

    async def hand_over(self, id: int, place: Place, click: Click, person: int) -> View:
        """This person runs the game from now on, as its starter did."""

        def choose(record: Record, _seat: int) -> list[Move]:
            check_host(record, click)
            return []

        await self._act(id, place, click, choose)
        await self.database.write(games.hand_over, id, person, self.clock())
        return replace(await self.view(id, place), new=True)

    async def end(self, id: int, place: Place, click: Click) -> View:
        """The game is over: with results if any question was revealed, else closed."""

        def choose(record: Record, _seat: int) -> list[Move]:
            check_host(record, click)
            return [record.game.stop(self.clock(), Why.HOST, interaction=click.id)]

        return await self._act(id, place, click, choose)

    # ---- what the bot finds ------------------------------------------------------------------------------------

    async def placed(self, id: int, channel: int, message: int | None) -> View:
        """The game is shown in this message from now on; in one that is to come in this channel, if there is none yet.

        After a crash in between, the message is sent again, under the same nonce.
        """
        return await self._play(
            id, None, lambda _record, _seat: [moves.Placed(at=self.clock(), channel=channel, message=message)]
        )

    async def shown(self, view: View) -> None:
        """The message shows the game as in this view: after a restart it need not be drawn again once it is over."""
        await self.database.write(games.show, view.id, view.game.revision)

    async def lost_permission(self, id: int, why: Why = Why.NO_PERMISSION) -> View:
        """The bot may not write there: the game is paused. `new` the first time, when its starter is to be told."""
        return await self._play(id, None, by_itself.hold(self.clock(), why))

    async def let_on(self, id: int) -> View:
        """What the bot had paused it for is no longer so: time goes on."""
        return await self._play(id, None, by_itself.let_on(self.clock()))

    async def channel_gone(self, id: int) -> View:
        """Where it was played is gone: the game is closed. `new` the first time, when its starter is to be told."""
        return await self._play(id, None, by_itself.close(self.clock(), Why.CHANNEL_GONE))

    # ---- what time brings --------------------------------------------------------------------------------------

    async def resume(self) -> tuple[View, ...]:
        """After a start of the program: every game that is to be drawn again; before this, nothing is due.

        What was being waited for gets the time back that the program was not there, and 20 seconds more
        (`outcome.added`). Games that ended without having been drawn are among them.
        """
        now = self.clock()
        told = await self.database.read(memory.recall, ALIVE)
        alive = datetime.fromisoformat(told) if told else None
        ids = await self.database.read(games.to_show, now - ENDS_SHOWN)
        views = [await self._play(id, None, by_itself.take_up(now, alive)) for id in ids]
        self._awake = True
        return tuple(views)

    async def due(self) -> tuple[int, ...]:
        """The games that time moves now: call `advance` with each. Also notes that the program is there."""
        if not self._awake:
            return ()
        now = self.clock()
        if self._alive is None or now - self._alive >= ALIVE_EVERY:
            if await self.database.read(games.next_due) is None:
                return ()
            await self.database.write(memory.remember, ALIVE, now.isoformat())
            self._alive = now
        return await self.database.read(games.due, now)

    async def next_due(self) -> datetime | None:
        """When the next game will be due if nobody does anything before; None if none runs."""
        return await self.database.read(games.next_due)

    async def advance(self, id: int) -> View:
        """The game after what time has brought, if anything (`new`); calling it twice changes nothing more."""
        return await self._play(id, None, by_itself.what_is_due(self.clock()))

    async def tidy(self) -> None:
        """Forget the moves of games that nobody looks at any more."""
        await self.database.write(games.forget_moves_before, self.clock() - MOVES_KEPT)

    # ---- looking -----------------------------------------------------------------------------------------------

    async def view(self, id: int, place: Place, person: int | None = None) -> View:
        """The game as it stands, with the seat of `person`; Gone if it is not kept or not of this place."""

        def choose(record: Record, _seat: int) -> list[Move]:
            check_here(record, place)
            return []

        return await self._play(id, Click(person) if person is not None else None, choose)

    async def mine(self, id: int, place: Place, person: int, number: int) -> sheet.Answered:
        """How this person did with question `number`, once it is revealed."""
        view = await self.view(id, place, person)
        if not 0 <= number < len(view.game.rounds) or not view.game.rounds[number].revealed:
            raise Refused(Refusal.NOT_REVEALED)
        return sheet.answered(view.game, view.seat or 0, number)

    async def card(self, id: int, place: Place, person: int) -> Card:
        """What this person had right and wrong so far in the game, for them alone."""
        view = await self.view(id, place, person)
        compass = await self.database.read(results.compass_of, person)
        return card_of(view.game, view.seat, await game_ranking(self.database, view), compass)

    # ---- the one way to the store ------------------------------------------------------------------------------

    async def _act(self, id: int, place: Place, click: Click, choose: Chooser, *, private: bool = False) -> View:
        """What a person does in a game of this place."""

        def choose_here(record: Record, seat: int) -> Sequence[Move]:
            check_here(record, place)
            return choose(record, seat)

        return await self._play(id, click, choose_here, private=private)

    async def _host(self, id: int, place: Place, click: Click, kind: Callable[..., Move]) -> View:
        """What only the starter and moderators may do."""

        def choose(record: Record, _seat: int) -> list[Move]:
            check_host(record, click)
            return [kind(at=self.clock(), interaction=click.id)]

        return await self._act(id, place, click, choose)

    async def _play(self, id: int, click: Click | None, choose: Chooser, *, private: bool = False) -> View:
        who = click.person if click is not None else None
        played = await self.database.write(games.play, self.live, id, who, choose)
        if played is None:
            raise Gone(mark("This game is no longer kept."))
        return await self._view(played, private=private)

    async def _view(self, played: Played, *, private: bool = False) -> View:
        players = {} if private else await self.database.read(games.players, played.record.id)
        return View(played.record, players, played.seat, played.outcome, played.new)
