"""The live messages of games: drawn again when something changes, at most every two seconds, and when time brings it.

One loop sleeps until the next stored deadline or the next drawing, whichever comes first; clicks wake it earlier.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta
from typing import cast

import discord
from discord.ext import commands, tasks

from bot.app import Divergence, Interaction
from bot.errors import Gone
from bot.history.card import CHANNEL, Line, Role
from bot.language import mark, words
from bot.quiz.moves import Mode, Why
from bot.quiz.rounds import Stage
from bot.services.game_views import View
from cogs.ui.quiz_boards import Board, Boards
from cogs.ui.quiz_clicks import FAILURES
from cogs.ui.quiz_views import said
from cogs.ui.threads import discard

APART = timedelta(seconds=2)
"""Between two drawings of one message."""
AGAIN = timedelta(seconds=10)
"""After which a drawing that failed is tried again."""
LEAST, IDLE = timedelta(seconds=0.2), timedelta(hours=1)
"""How long the loop sleeps at least, and when no game runs."""
AWAKE = timedelta(seconds=10)
"""How often it looks while one runs, so that after a crash it is known since when nobody was there."""
UNKNOWN_CHANNEL, UNKNOWN_MESSAGE, THREAD_ARCHIVED = 10003, 10008, 50083

_log = logging.getLogger(__name__)


class Live(commands.Cog):
    """Draws the public messages of games and lets time pass in them."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._games = bot.services.games
        self._now = bot.services.clock
        self._boards = Boards(bot)
        self._resumed = False
        self._woken: datetime | None = None
        self._drawing: set[asyncio.Task[None]] = set()

    async def cog_load(self) -> None:
        self.clock.start()

    async def cog_unload(self) -> None:
        self.clock.cancel()
        for drawing in tuple(self._drawing):
            drawing.cancel()

    # ---- what the other cogs tell it ---------------------------------------------------------------------------

    async def open(
        self, view: View, where: discord.abc.Messageable, channel: int, notice: str | None = None
    ) -> View:  # fmt: skip
        """Send the message of a game to `where`, whose id is `channel`; it is the game's from now on.

        A `notice` stands above its lobby.
        """
        board = self._boards.follow(view, channel)
        assert board is not None
        board.notice = notice
        async with board.lock:
            board.channel = channel
            try:
                placed = await self._boards.send(board, view, where)
            except BaseException:
                self._boards.forget(view.id)
                raise
        self._wake(placed.game.due_at)
        return placed

    async def answer_with(self, interaction: Interaction, view: View) -> None:
        """Answer a click on the live message by drawing it anew."""
        board = self._boards.follow(view)
        clicked = interaction.message.id if interaction.message else None
        if board is None or board.message != clicked or board.lock.locked():
            await interaction.response.defer()
            self.touch(view)
            return
        async with board.lock:
            await self._boards.edit(board, view, interaction)
        await self._drawn(board, view)

    def touch(self, view: View) -> None:
        """Something changed in a game: its message, if it has one, is drawn again as soon as it may be."""
        if (board := self._boards.follow(view)) is not None:
            self._dirty(board)
        self._wake(view.game.due_at)

    async def correct(self, view: View) -> None:
        """Something was ruled in a game, or its results became final: its message says so, if it is there still."""
        if not view.game.stage.over or self._boards.get(view.id) is not None:
            self.touch(view)
            return
        with suppress(discord.NotFound, discord.Forbidden):
            await self._boards.correct(view)
        await self._games.shown(view)

    # ---- the loop ----------------------------------------------------------------------------------------------

    @tasks.loop(seconds=IDLE.total_seconds())
    async def clock(self) -> None:
        """What time brings. It survives whatever happens in it."""
        self._woken = None
        following = self._now() + AGAIN
        try:
            if not self._resumed:
                await self._resume()
            for id in await self._games.due():
                await self._advance(id)
            self._start_drawing()
            following = self._following(await self._games.next_due())
        except Exception:  # noqa: BLE001 # whatever it was, the games must go on
            _log.exception("The clock of the games failed; it goes on")
        self._sleep_until(following)

    @clock.before_loop
    async def _wait(self) -> None:
        await self._bot.wait_until_ready()

    def _following(self, due: datetime | None) -> datetime:
        """When there is something to do next."""
        playing = any(board.mode is not Mode.DAILY and not board.still for board in self._boards)
        at = [self._now() + (AWAKE if playing else IDLE), due, self._woken, *(board.draw_at for board in self._boards)]
        return min(instant for instant in at if instant is not None)

    def _wake(self, at: datetime | None) -> None:
        """The loop looks at `at`, if not before."""
        if at is None or not self._resumed:
            return
        self._woken = min(at, self._woken or at)
        planned = self.clock.next_iteration
        # A machine that was asleep, or whose clock was put right, may still wait for an instant that is past.
        if planned is None or at < planned or planned <= self._now():
            self._sleep_until(at)

    def _sleep_until(self, at: datetime) -> None:
        planned = self.clock.next_iteration
        if planned is not None:
            # An interval counts from when the loop last woke, which discord.py tells in no other way.
            woke = planned - timedelta(seconds=self.clock.seconds or 0)
            self.clock.change_interval(seconds=(max(at, self._now() + LEAST, woke) - woke).total_seconds())

    async def _resume(self) -> None:
        """After a start of the program every running game is shown as it stands, or closed if it has no message."""
        for view in await self._games.resume():
            if (board := self._boards.follow(view)) is not None:
                self._note_return(board, view)
                self._dirty(board)
            elif view.record.mode is Mode.EVERYONE:  # an event's lobby is sent again by the event
                await self._gone(view.id)
                await self._discard_empty(view)
        self._resumed = True

    async def _discard_empty(self, view: View) -> None:
        """Take back the thread that was opened for a game just before the program ended, if there was one."""
        channel = self._bot.get_channel(view.record.channel)
        for thread in channel.threads if isinstance(channel, discord.TextChannel) else ():
            ours = self._bot.user is not None and thread.owner_id == self._bot.user.id
            if ours and not thread.message_count and (thread.created_at or view.game.since) >= view.game.since:
                await discard(self._bot, thread)

    def _note_return(self, board: Board, view: View) -> None:
        """Say above the question that the program was away, and what that added to the time."""
        outcome, paused = view.outcome, view.game.paused
        board.held = paused is not None and paused.why is Why.SWITCHED_OFF
        if view.new and outcome is not None and outcome.stage is Stage.QUESTION:
            _, number = words(view.game.settings.language), outcome.number
            board.noticed, board.notice = number, _(
                "Resumed at question {number}, {seconds} s added.", number=number + 1, seconds=outcome.added
            )  # fmt: skip

    async def _advance(self, id: int) -> None:
        """What is due in a game; where quizzes were switched off it stands still instead."""
        board = self._boards.get(id)
        try:
            if board is not None and not await self._may_go_on(board):
                return
            if (view := await self._games.advance(id)).new:
                self.touch(view)
        except Gone:
            self._boards.forget(id)

    # ---- drawing -----------------------------------------------------------------------------------------------

    def _dirty(self, board: Board, after: timedelta = timedelta()) -> None:
        if board.draw_at is None:
            earliest = self._now() + after
            board.draw_at = max(earliest, board.drawn_at + APART) if board.drawn_at else earliest
        self._wake(board.draw_at)

    def _start_drawing(self) -> None:
        """Each message in a task of its own: a slow channel holds up no other."""
        now = self._now()
        for board in self._boards:
            if board.draw_at is not None and board.draw_at <= now:
                board.draw_at = None
                drawing = asyncio.create_task(self._redraw(board))
                self._drawing.add(drawing)
                drawing.add_done_callback(self._drawing.discard)

    async def _redraw(self, board: Board) -> None:
        """Show a game as it stands now. What Discord refuses for good pauses or closes it."""
        try:
            async with board.lock:
                await self._may_go_on(board)
                view = await self._games.advance(board.id)
                if self._boards.get(board.id) is board:
                    await self._boards.edit(board, view)
            await self._drawn(board, view)
        except Gone:
            self._boards.forget(board.id)
        except FAILURES as error:
            await self._refused(board, error)
        except Exception:  # noqa: BLE001 # a drawing that fails must not be the last one
            _log.exception("The message of game %s could not be drawn", board.id)
            self._dirty(board, AGAIN)

    async def _drawn(self, board: Board, view: View) -> None:
        """After a drawing: what is over need not be drawn again, and an event may have something to say."""
        self._bot.dispatch("quiz_drawn", view)
        board.still = view.game.paused is not None
        if view.game.stage.over:
            await self._games.shown(view)
            self._boards.forget(board.id)
        self._wake(view.game.due_at)

    # ---- what goes wrong ---------------------------------------------------------------------------------------

    async def _refused(self, board: Board, error: Exception) -> None:
        """Discord did not take a drawing: for good, or for now."""
        code = getattr(error, "code", None)
        if board.mode is Mode.DAILY and isinstance(error, discord.NotFound | discord.Forbidden):
            self._boards.forget(board.id)  # it goes on without a message: everybody has it under /quiz
        elif code == UNKNOWN_CHANNEL:
            await self._gone(board.id, board)
        elif code in {UNKNOWN_MESSAGE, THREAD_ARCHIVED}:
            board.message = None  # a new message also wakes a thread that was put away
            self._dirty(board)
        elif isinstance(error, discord.Forbidden):
            await self._lost(board)
        else:
            _log.info("The message of game %s waits: %s", board.id, type(error).__name__)
            self._dirty(board, AGAIN)

    async def _lost(self, board: Board) -> None:
        """The bot may not write there any more: the game stands still and its starter is told, once."""
        board.shown = None
        view = await self._games.lost_permission(board.id)
        if view.game.stage.over:
            await self._games.shown(view)
            self._boards.forget(board.id)
        elif view.new:
            await self._tell(view, mark(
                "I may no longer write in {channel}, so the quiz there is paused. When I may again, press Host and "
                "Resume on it within a day; until then nothing is lost."
            ), board.channel)  # fmt: skip

    async def _gone(self, id: int, board: Board | None = None) -> None:
        """Where it was played is no longer there. A question of the day goes on under /quiz."""
        if board is not None and board.mode is Mode.DAILY:
            self._boards.forget(id)
            return
        view = await self._games.channel_gone(id)
        await self._games.shown(view)
        self._boards.forget(id)
        if view.new:
            await self._tell(view, mark("The quiz you started is over: where it was played is gone."))

    async def _tell(self, view: View, sentence: str, channel: int | None = None) -> None:
        """Tell whoever started a game, privately; some take no direct messages."""
        starter = view.record.starter
        if starter is None:
            return
        line = Line(Role.BODY, words(view.game.settings.language)(sentence, channel=CHANNEL), id=channel)
        with suppress(*FAILURES):
            person = self._bot.get_user(starter) or await self._bot.fetch_user(starter)
            await person.send(view=said([line]))

    async def _may_go_on(self, board: Board) -> bool:
        """Whether quizzes are still on there; if not, the game stands still, and what it asked is covered up."""
        if self._boards.may_show(board):
            return True
        if board.mode is Mode.DAILY:
            self._boards.forget(board.id)
            return True
        board.held = True
        if (await self._games.lost_permission(board.id, Why.SWITCHED_OFF)).new:
            self._dirty(board)
        return False

    async def let_on(self) -> None:
        """Games that stood still go on where quizzes are switched on again."""
        for board in self._boards:
            if board.held and self._boards.may_show(board):
                board.held = False
                self.touch(await self._games.let_on(board.id))

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """A deleted live message is sent anew."""
        for board in self._boards:
            if board.message == payload.message_id:
                board.message = None
                if board.mode is Mode.DAILY:
                    self._boards.forget(board.id)
                else:
                    self._dirty(board)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        for board in self._boards.standing_in(payload.thread_id):
            await self._gone(board.id, board)

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        for board in self._boards.standing_in(channel.id):
            await self._gone(board.id, board)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        for board in self._boards:
            if board.server == guild.id:
                await self._gone(board.id, board)


def live_of(bot: Divergence) -> Live:
    """The one cog that draws. Its class may be another than this one: extensions are read anew when they are loaded."""
    return cast("Live", bot.get_cog(Live.__name__))


async def setup(bot: Divergence) -> None:
    live = Live(bot)
    await bot.add_cog(live)
    bot.on_pulse.append(live.let_on)
