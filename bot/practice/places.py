"""Where a person can be: the channels, threads and posts they may read, and their direct messages with the bot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.practice.server import PracticeServer
from bot.text import tokens

if TYPE_CHECKING:
    from simcord import ChannelHandle, MemberActor, UserHandle

DIRECT = "direct messages"


class Refused(Exception):
    """What was asked for cannot be done in the practice server; `str()` is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """One channel as a person sees it in the list. A forum holds posts (threads), no messages of its own."""

    id: int
    name: str
    channel: ChannelHandle = field(compare=False)
    forum: bool = False

    @property
    def direct(self) -> bool:
        return self.channel.guild is None

    @property
    def thread(self) -> bool:
        return self.channel.is_thread


def places(server: PracticeServer, person: MemberActor) -> list[Place]:
    """Every place `person` may read, in the order of the list: each channel with its threads, then the DM."""
    found: list[Place] = []
    for channel in server.guild.channels.values():
        if _may_read(server, person, channel):
            forum = server.env.backend.get_channel(channel.id).type == _forum_type()
            found.append(Place(channel.id, f"#{channel.name}", channel, forum))
            threads = [thread for thread in channel.threads if _may_read(server, person, thread)]
            found += [Place(thread.id, str(thread.name), thread) for thread in threads]
    direct = person.user.dm_channel
    return [*found, Place(direct.id, DIRECT, direct)]


def find_place(server: PracticeServer, person: MemberActor, wanted: str) -> Place:
    """The place called `wanted` (`#quiz`, `quiz`, a thread's name or its beginning, `dm`), or Refused."""
    here = places(server, person)
    name = " ".join(tokens(wanted))
    if name in {"dm", "dms", DIRECT}:
        return here[-1]
    exact = [place for place in here if " ".join(tokens(place.name)) == name]
    # Of two threads with one name the newer is meant: a script has just made it.
    if exact and name:
        return exact[-1]
    near = [place for place in here if name and " ".join(tokens(place.name)).startswith(name)]
    if near:
        return near[-1]
    names = ", ".join(place.name for place in here)
    raise Refused(f"{person.name} sees no channel or thread called “{wanted}”. There are: {names}.")


def actor(person: MemberActor, channel: ChannelHandle) -> MemberActor | UserHandle:
    """The handle that acts for `person` in `channel`: simcord keeps members and their direct messages apart."""
    return person.user if channel.guild is None else person


def channel_of(server: PracticeServer, channel_id: int) -> ChannelHandle:
    """A handle for a channel or thread by its id."""
    from simcord import ChannelHandle

    channel = server.env.backend.get_channel(channel_id)
    return ChannelHandle(server.env, server.guild if channel.guild_id is not None else None, channel)


def _may_read(server: PracticeServer, person: MemberActor, channel: ChannelHandle) -> bool:
    from simcord.backend.access import channel_accessible

    return channel_accessible(server.env.backend, channel.id, person.id, history=True)


def _forum_type() -> int:
    from simcord.enums import ChannelType

    return ChannelType.FORUM
