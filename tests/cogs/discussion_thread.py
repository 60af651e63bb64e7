"""A discussion on the practice server in tests: what is said in its thread, voting, letting time pass, its rows."""

from __future__ import annotations

from datetime import timedelta

import discord
from simcord import ChannelHandle, MemberActor

from bot.practice.server import PracticeServer
from tests.discord_view import labels, text

PROMPT = "what-made-18-march-possible"
EXPROPRIATION = "cardenas-expropriates-oil"
DAY = timedelta(days=1)


def said(place: ChannelHandle) -> list[str]:
    """What is written in a place, message by message."""
    return [text(message) for message in place.history()]


def card(place: ChannelHandle, button: str = "A") -> discord.Message:
    """The newest message with that button."""
    return [message for message in place.history() if button in labels(message)][-1]


async def vote(person: MemberActor, place: ChannelHandle, letter: str) -> str:
    return text(await person.click(card(place, letter), label=letter))


async def later(server: PracticeServer, by: timedelta) -> None:
    """What the bot does about discussions once that time has passed."""
    server.env.backend.advance_clock(by.total_seconds())
    cog = server.bot.get_cog("Discuss")
    await cog.beat()
    await server.env.settle()


async def kept(server: PracticeServer) -> list[dict[str, object]]:
    return await server.services.database.read(lambda db: list(db["discussions"].rows))


async def rewrite(practice: PracticeServer, /, **values: object) -> None:
    """As if the process had been killed before it could write the rest."""
    pairs = ", ".join(f"{name} = ?" for name in values)
    await practice.services.database.write(
        lambda db: db.execute(f"UPDATE discussions SET {pairs}", list(values.values()))  # noqa: S608 # test values
    )
