"""The people and the channels of the practice server that most tests of the cogs speak of."""

from __future__ import annotations

import pytest
from simcord import ChannelHandle, MemberActor

from bot.practice.server import PracticeServer


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
