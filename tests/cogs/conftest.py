"""The people and the channels of the practice server that most tests of the cogs speak of, and an open discussion."""

from __future__ import annotations

import pytest
from simcord import ChannelHandle, MemberActor

from bot.practice.server import PracticeServer
from tests.cogs.discussion_thread import PROMPT


@pytest.fixture
def ana(server: PracticeServer) -> MemberActor:
    return server.people["ana"]


@pytest.fixture
def luis(server: PracticeServer) -> MemberActor:
    return server.people["luis"]


@pytest.fixture
def marta(server: PracticeServer) -> MemberActor:
    return server.people["marta"]


@pytest.fixture
def history(server: PracticeServer) -> ChannelHandle:
    return server.guild.channels["history"]


@pytest.fixture
def moderators(server: PracticeServer) -> ChannelHandle:
    return server.guild.channels["moderators"]


@pytest.fixture
async def thread(server: PracticeServer, ana, history) -> ChannelHandle:
    """A discussion that ana opened in #history."""
    await ana.slash(history, "discuss start", topic=PROMPT)
    return history.threads[-1]
