"""The boards: one for each live message of a game, with what it shows now and how it is sent and edited."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import discord
from discord import ui

from bot.app import Divergence, Interaction
from bot.history.model import World
from bot.quiz.about import find_about
from bot.quiz.moves import Mode
from bot.quiz.refereeing import final
from bot.quiz.rounds import Stage
from bot.services.game_views import View
from bot.services.policy import Feature, Ruling, decide
from cogs.ui.quiz_views import public_view


@dataclass(slots=True)
class Board:
    """The live message of one game."""

    id: int
    mode: Mode
    server: int | None
    opened_in: int
    channel: int
    message: int | None
    """None while it has to be sent."""
    notice: str | None = None
    """What is said above a question, and of which."""
    noticed: int = -1
    shown: Any = None
    """What the message shows now, as it was sent."""
    drawn_at: datetime | None = None
    draw_at: datetime | None = None
    """When it is to be drawn again; None while nothing has changed."""
    still: bool = False
    """Whether time stands still in it."""
    held: bool = False
    """Whether that is because quizzes are switched off there."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Boards:
    """The boards of all games that have a message and are not over."""

    def __init__(self, bot: Divergence) -> None:
        self._bot = bot
        self._boards: dict[int, Board] = {}

    def __iter__(self) -> Iterator[Board]:
        return iter(tuple(self._boards.values()))

    def get(self, id: int) -> Board | None:
        """The board of a game; None if it is not shown anywhere."""
        return self._boards.get(id)

    def follow(self, view: View, channel: int | None = None) -> Board | None:
        """The board of a game whose message stands, or is going to stand, in `channel`; None if it has none."""
        channel = channel or view.record.played_in
        if view.id not in self._boards and channel is not None:
            self._boards[view.id] = _board(view, channel)
        return self._boards.get(view.id)

    def forget(self, id: int) -> None:
        """The game is over, or has no message any more."""
        self._boards.pop(id, None)

    def standing_in(self, channel: int) -> list[Board]:
        """The boards that are gone with this channel or thread."""
        return [board for board in self if channel in {board.channel, board.opened_in}]

    # ---- what a board shows ------------------------------------------------------------------------------------

    async def send(self, board: Board, view: View, where: discord.abc.Messageable) -> View:
        """Send the message of a game; it is the game's from now on. Call it within the board's lock."""
        drawn = self._draw(board, view)
        # The same after a crash before it was noted, another after the message was deleted.
        sent = await where.send(view=drawn, nonce=f"quiz-{view.id}-{(view.record.message or 0) % 10**9}")
        board.shown, board.drawn_at, board.message = _parts(drawn), self._bot.services.clock(), sent.id
        return await self._bot.services.games.placed(view.id, board.channel, sent.id)

    async def edit(self, board: Board, view: View, interaction: Interaction | None = None) -> None:
        """The message shows `view`, by way of the answer to a click if there is one. Call it within the lock."""
        drawn = self._draw(board, view)
        where = self._bot.get_partial_messageable(board.channel, guild_id=board.server)
        parts = _parts(drawn)
        if interaction is not None:
            await interaction.response.edit_message(view=drawn)
        elif board.message is None:
            await self.send(board, view, where)
        elif parts != board.shown:
            message = where.get_partial_message(board.message)
            await message.edit(view=drawn, allowed_mentions=discord.AllowedMentions.none())
        board.shown, board.drawn_at = parts, self._bot.services.clock()

    async def correct(self, view: View) -> None:
        """The message of a game that is over shows it as it is now, if it is there still; it is never sent anew.

        A question of the day stays as it is where quizzes are not to be seen any more.
        """
        record = view.record
        if record.message is None or record.played_in is None:
            return
        board = _board(view, record.played_in)
        if board.mode is Mode.DAILY and not self.may_show(board):
            return
        where = self._bot.get_partial_messageable(board.channel, guild_id=board.server)
        message = where.get_partial_message(record.message)
        await message.edit(view=self._draw(board, view), allowed_mentions=discord.AllowedMentions.none())

    def _draw(self, board: Board, view: View) -> ui.LayoutView:
        game, pack = view.game, self._bot.services.subjects.of(board.server).pack
        about = find_about(pack, game.settings.about) if game.settings.about else None
        told = game.stage in {Stage.LOBBY, Stage.QUESTION}
        notice = board.notice if board.noticed == game.number and told else None
        return public_view(
            view.id, game, view.players, about.name[game.settings.language] if about else None,
            spoiler=self.ruling(board).spoiler, notice=notice, final=final(game, self._bot.services.clock()),
        )  # fmt: skip

    # ---- where it may be shown ---------------------------------------------------------------------------------

    def ruling(self, board: Board) -> Ruling:
        """What may be shown where a board stands."""
        return decide(self._bot.services.governing.place(board.server, board.opened_in), Feature.QUIZ)

    def may_show(self, board: Board) -> bool:
        """Whether a game may still be played there, for all to see."""
        ruling = self.ruling(board)
        return ruling.allowed and ruling.public and ruling.worlds == frozenset(World)


def _board(view: View, channel: int) -> Board:
    """The board of a game whose message stands, or is going to stand, in `channel`."""
    record = view.record
    # Whoever was first asked for a question of the day anywhere: the rules are those of where all see it.
    rules = channel if record.mode is Mode.DAILY else record.channel
    return Board(view.id, record.mode, record.server, rules, channel, record.message)


def _parts(view: ui.LayoutView) -> list[dict[str, Any]]:
    """A view as it is sent."""
    parts: list[dict[str, Any]] = view.to_components()  # type: ignore[no-untyped-call]  # discord.py leaves it open
    return parts
