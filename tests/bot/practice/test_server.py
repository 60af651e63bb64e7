"""The furnished server: who is there, what the bot may do, its clock, its restart and its reset."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import PERMISSIONS
from bot.errors import SetupError
from bot.practice import server as module
from bot.practice.places import places
from bot.practice.server import PracticeServer, practice


def names(server: PracticeServer, person: str) -> list[str]:
    return [place.name for place in places(server, server.people[person])]


async def test_members_and_moderators_see_their_channels(server):
    everyone = ["#history", "#quiz", "#scenario-room", "#seminars"]
    assert names(server, "ana") == names(server, "luis") == names(server, "nora") == [*everyone, "direct messages"]
    assert names(server, "marta") == [*everyone, "#moderators", "direct messages"]


async def test_the_bot_holds_exactly_the_invites_permissions(server):
    backend = server.env.backend
    for channel in (None, *(channel.id for channel in server.guild.channels.values())):
        assert backend.compute_permissions(server.guild.id, backend.bot_user.id, channel) == PERMISSIONS.value


async def test_the_moderator_may_manage_the_server_and_the_host_may_not(server):
    backend = server.env.backend

    def manages(name: str) -> bool:
        permissions = backend.compute_permissions(server.guild.id, server.people[name].id)
        return bool(permissions & PERMISSIONS.__class__(manage_guild=True).value)

    assert [name for name in server.people if manages(name)] == ["marta"]


async def test_a_running_clock_begins_now_moves_by_itself_and_tells_what_the_bot_did(settings, monkeypatch):
    monkeypatch.setattr(module, "TICK", 0.02)
    async with practice(settings, running=True) as server:
        assert abs(server.now() - datetime.now(UTC)) < timedelta(minutes=1)
        assert server.services.clock() == server.now()
        news = asyncio.Event()

        async def note() -> None:
            news.set()

        server.on_news = note
        before = server.now()
        await asyncio.sleep(0.2)
        assert server.now() > before
        assert not news.is_set()
        # What the bot does while the clock moves is news.
        tick = server.env.advance_time

        async def eventful(seconds: float) -> None:
            await tick(seconds)
            server.env.backend.emit("TYPING_START", {"channel_id": "1", "user_id": "1", "timestamp": 0})

        server.env.advance_time = eventful
        async with asyncio.timeout(5):
            await news.wait()


async def test_a_restart_is_a_new_bot_on_the_same_folder_in_the_same_discord(server):
    old, old_services, guild = server.bot, server.services, server.guild.id
    await server.restart()
    assert server.bot is not old
    assert server.bot.services is server.services is not old_services
    assert server.guild.id == guild
    assert (await server.people["luis"].slash(server.guild.channels["history"], "help")).acknowledged


async def test_a_reset_is_an_empty_world_and_sets_the_old_store_aside(server):
    await server.people["luis"].send(server.guild.channels["history"], "hello")
    server.locales[1] = "fr"
    await server.reset()
    assert server.guild.channels["history"].history() == []
    assert server.locales == {}
    kept = server.settings.data / "before-reset-1"
    assert {path.name for path in kept.iterdir()}
    assert (await server.people["luis"].slash(server.guild.channels["history"], "help")).acknowledged


async def test_the_same_folder_meets_the_same_people_and_its_commands_again(settings):
    ids = []
    for _ in range(2):
        async with practice(settings) as server:
            ids.append([server.guild.id, *(person.id for person in server.people.values())])
            ids[-1] += [person.user.dm_channel.id for person in server.people.values()]
            assert "help" in server.people["luis"].available_commands(server.guild.channels["history"])
            known = server.env.backend.commands[None].values()
            registered = {command["name"]: int(command["id"]) for command in known if command.get("type", 1) == 1}
            assert server.bot.command_ids == registered
    assert ids[0] == ids[1]


async def test_without_simcord_it_says_what_to_install(settings, monkeypatch):
    monkeypatch.setitem(sys.modules, "simcord", None)
    with pytest.raises(SetupError, match="uv sync"):
        async with practice(settings):
            pass
