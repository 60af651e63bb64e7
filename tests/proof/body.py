"""A bot in a process of its own, which tells what it uses: `python -m tests.proof.body divergence|bare --port PORT`.

The bare one is discord.py with nothing in it: a command and a button that do nothing, and a command that sends a card.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import logging
import os
import resource
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.app import INTENTS, Divergence
from bot.loop import Sweep, run, settle
from bot.run import utc_now
from bot.services import open_services
from bot.settings import Settings
from tests.wire.control import serve_lines
from tests.wire.loopback import keep_home, point_at

PROBE_SECONDS = 0.005
PAGE = os.sysconf("SC_PAGE_SIZE")


# ---- a bot that does nothing ------------------------------------------------------------------------------------


class Nothing(ui.DynamicItem[ui.Button[Any]], template="n1:nothing"):
    """A button that says that it was pressed."""

    @classmethod
    async def from_custom_id(cls, _interaction: Any, item: Any, _match: Any, /) -> Nothing:
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("pong", ephemeral=True)


def drawn(parts: list[dict[str, Any]]) -> ui.LayoutView:
    """A card like the one that was received, made anew as a bot makes it."""
    view = ui.LayoutView(timeout=None)
    for part in parts:
        view.add_item(_item(part))
    return view


def _item(part: dict[str, Any]) -> ui.Item[Any]:
    match part["type"]:
        case 10:
            return ui.TextDisplay(part["content"])
        case 14:
            return ui.Separator()
        case 17:
            return ui.Container(*map(_item, part["components"]), accent_colour=part.get("accent_color"))
        case 1:
            return ui.ActionRow(*map(_item, part["components"]))
        case 3:
            options = [discord.SelectOption(label=one["label"], value=one["value"]) for one in part["options"]]
            return ui.Select(custom_id=part["custom_id"], placeholder=part.get("placeholder"), options=options)
        case _:
            return ui.Button(label=part.get("label"), custom_id=part.get("custom_id"), url=part.get("url"))


class Bare(commands.AutoShardedBot):
    """discord.py as it comes, with the same intents and caches as the bot."""

    def __init__(self, cards: list[list[dict[str, Any]]]) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned, help_command=None, intents=INTENTS, max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(), member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
        )  # fmt: skip
        self.cards, self.sent = cards, 0

    async def setup_hook(self) -> None:
        @app_commands.command(description="Does nothing")
        async def noop(interaction: discord.Interaction[Any]) -> None:
            await interaction.response.send_message("pong", ephemeral=True)

        @app_commands.command(description="Sends a card")
        async def ask(interaction: discord.Interaction[Any], question: str) -> None:
            self.sent += 1
            # The views of such buttons are kept until they time out, unless they are not listened to.
            view = drawn(self.cards[self.sent % len(self.cards)])
            view.stop()
            await interaction.response.send_message(view=view)

        self.tree.add_command(noop)
        self.tree.add_command(ask)
        self.add_dynamic_items(Nothing)
        await self.tree.sync()


# ---- what it uses -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Probe:
    """Watches a bot's loop."""

    bot: commands.AutoShardedBot
    longest: float = 0.0
    """The longest time the loop did nothing but one thing, in seconds, since that was last asked for."""
    baseline: set[str] = field(default_factory=set)

    async def watch(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(PROBE_SECONDS)
            self.longest = max(self.longest, time.perf_counter() - before - PROBE_SECONDS)

    async def figures(self, *, collect: bool = False) -> dict[str, Any]:
        """Processor seconds, memory, what is kept, how long a look for garbage took; the longest stall begins anew."""
        begun = time.perf_counter()
        if collect:
            gc.collect()
        swept = time.perf_counter() - begun
        used = resource.getrusage(resource.RUSAGE_SELF)
        longest, self.longest = self.longest, 0.0
        views = self.bot._connection._view_store
        return {
            "cpu": used.ru_utime + used.ru_stime, "stall": longest, "memory": resident(), "swept": swept,
            "tasks": len(asyncio.all_tasks()), "guilds": len(self.bot.guilds),
            "views": sum(map(len, views._views.values())) + len(views._modals),
        }  # fmt: skip


def resident() -> int:
    """Bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


async def live(kind: str, port: int, data: Path, cards: list[list[dict[str, Any]]]) -> None:
    """Join, and answer for it until nobody asks."""
    point_at(port)
    async with AsyncExitStack() as stack:
        bot: commands.AutoShardedBot
        if kind == "bare":
            bot = await stack.enter_async_context(Bare(cards))
        else:
            services = await stack.enter_async_context(open_services(Settings(data=data), utc_now))
            ours = await stack.enter_async_context(Divergence(services))
            ours.on_pulse.append(Sweep(ours.is_busy).beat)
            bot = ours
        keep_home(bot)
        settle()
        probe = Probe(bot)
        watching = asyncio.create_task(probe.watch())
        running = asyncio.create_task(bot.start("token"))

        async def ready() -> bool:
            waiting = asyncio.create_task(bot.wait_until_ready())
            await asyncio.wait({waiting, running}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
            return True

        async def answers(game: int) -> int:
            """The answers of a game that are on disk, one a player and question."""
            assert isinstance(bot, Divergence)
            return int(await bot.services.database.read(_answers, game))

        commands = {"ready": ready, "figures": probe.figures, "answers": answers}
        await serve_lines(commands)
        watching.cancel()
        await bot.close()
        running.cancel()


def _answers(db: Any, game: int) -> int:
    query = (
        "SELECT count(DISTINCT json_extract(move, '$.seat')) FROM moves WHERE game = ?"
        " AND json_extract(move, '$.kind') = 'answered'"
    )
    return int(db.execute(query, [game]).fetchone()[0])


def main() -> None:
    """Read which bot it is to be, and be it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["divergence", "bare"])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, default=Path())
    parser.add_argument("--cards", type=Path)
    given = parser.parse_args()
    logging.basicConfig(level=logging.ERROR)
    cards = json.loads(given.cards.read_text()) if given.cards else []
    run(live(given.kind, given.port, given.data, cards))


if __name__ == "__main__":
    main()
