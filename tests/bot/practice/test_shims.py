"""Each gap of simcord is still there, and its shim fills it. A test that fails on the gap means: drop the shim."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import Any

import discord
import pytest
import simcord
from discord.ext import commands

from bot.practice import shims
from bot.practice.server import PracticeServer


@asynccontextmanager
async def bare() -> AsyncIterator[tuple[simcord.Env, simcord.ChannelHandle, simcord.MemberActor]]:
    """simcord as it is, with a bot that has one command."""
    bot = commands.Bot(commands.when_mentioned, intents=discord.Intents.none(), help_command=None)

    @bot.tree.command(description="x")
    async def ping(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pong")

    async with simcord.run(bot, strict_sync=False) as env:
        guild = env.create_guild(preferred_locale="fr")
        yield env, guild.create_text_channel("general"), guild.add_member(env.create_user("ana"))


def interactions(env: simcord.Env) -> list[dict[str, Any]]:
    return [
        payload for kind, name, payload in env.backend.transcript if (kind, name) == ("GATEWAY", "INTERACTION_CREATE")
    ]


async def test_simcord_says_en_us_for_everybody_and_names_no_install_owner():
    async with bare() as (env, channel, ana):
        await ana.slash(channel, "ping")
        (payload,) = interactions(env)
    assert (payload["locale"], payload["guild_locale"]) == ("en-US", "en-US")
    assert payload["authorizing_integration_owners"] == {}


async def test_the_locales_and_the_install_owner_are_carried(server: PracticeServer):
    luis, channel = server.people["luis"], server.guild.channels["history"]
    server.locales[luis.id] = "es-419"
    server.env.backend.get_guild(server.guild.id).preferred_locale = "fr"
    await luis.slash(channel, "help")
    await server.people["ana"].slash(channel, "help")
    await luis.user.slash("help")
    first, second, direct = interactions(server.env)
    assert [first["locale"], second["locale"], direct["locale"]] == ["es-419", "en-US", "es-419"]
    assert first["guild_locale"] == "fr"
    assert first["authorizing_integration_owners"] == {"0": str(server.guild.id)}
    assert direct["authorizing_integration_owners"] == {"0": "0"}


async def test_simcord_looks_twenty_times_a_second_whether_the_bot_is_done():
    """Which is why the practice server looks oftener: the shim can go when this default is smaller."""
    assert inspect.signature(simcord.Env._settle_internal).parameters["idle"].default == 0.05


async def test_simcord_posts_twice_under_one_nonce():
    async with bare() as (env, channel, _ana):
        for _ in range(2):
            await env.bot.get_partial_messageable(channel.id).send("once", nonce=7)
        assert len(channel.history()) == 2


async def test_one_nonce_posts_one_message_for_some_minutes(server: PracticeServer):
    channel = server.guild.channels["history"]
    post = server.bot.get_channel(channel.id)
    one, again = [await post.send("once", nonce=7) for _ in range(2)]
    assert one.id == again.id
    await post.send("other", nonce=8)
    assert [message.content for message in channel.history()] == ["once", "other"]
    await server.pass_time(600)
    await post.send("later", nonce=7)
    assert len(channel.history()) == 3


async def test_simcord_does_not_let_a_thread_be_put_away_by_whoever_made_it():
    async with bare() as (env, channel, _ana):
        for role in env.backend.get_guild(channel.guild.id).roles.values():
            role.permissions = discord.Permissions(view_channel=True, create_public_threads=True).value
        thread = await _thread(env.bot, channel.id)
        with pytest.raises(discord.Forbidden):
            await thread.edit(archived=True)


async def test_a_thread_can_be_put_away_by_whoever_made_it_and_by_nobody_else(server: PracticeServer):
    channel = server.guild.channels["history"]
    own = await _thread(server.bot, channel.id)
    assert (await own.edit(archived=True)).archived
    with pytest.raises(discord.Forbidden):
        await own.delete()
    other = await _thread(server.bot, channel.id)
    server.env.backend.get_channel(other.id).owner_id = server.people["ana"].id
    with pytest.raises(discord.Forbidden):
        await other.edit(archived=True)


async def _thread(bot: discord.Client, channel_id: int) -> discord.Thread:
    channel = await bot.fetch_channel(channel_id)
    assert isinstance(channel, discord.TextChannel)
    return await channel.create_thread(name="one", type=discord.ChannelType.public_thread)


async def test_simcord_has_no_message_menus_in_direct_messages_and_here_they_run(server: PracticeServer):
    assert not hasattr(simcord.UserHandle, "context_menu")

    async def repeat(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"it says {message.content}", ephemeral=True)

    server.bot.tree.add_command(discord.app_commands.ContextMenu(name="Repeat", callback=repeat))
    await server.bot.sync(force=True)
    user = server.people["luis"].user
    message = await user.send_dm("!")
    stored = server.env.backend.get_message(user.dm_channel.id, message.id)
    target = simcord.ResponseMessage(server.env, stored)
    result = await shims.menu_in_direct_messages(user, user.dm_channel, "Repeat", target)
    assert result.response.content == "it says !"


async def test_simcord_refuses_an_action_while_another_operation_runs_and_here_it_waits(server: PracticeServer):
    channel, luis = server.guild.channels["history"], server.people["luis"]
    async with server.env.preview(channel, viewers=[luis], layout="channel") as preview:
        page = preview._page_payload(preview._python)
        body = {
            "protocol_version": 3,
            "kind": "refresh",
            "sequence": 1,
            "request_id": "1",
            "generation": page["context"]["generation"],
            "bot_generation": page["botGeneration"],
        }

        def act() -> asyncio.Task[Any]:
            return asyncio.create_task(preview._action(page["context"]["id"], body))

        server.env._begin_operation("something else")
        refused = act()
        await asyncio.wait([refused])
        server.env._end_operation()
        assert isinstance(refused.exception(), simcord.SetupError)

        shims.take_turns(preview, server.turn)
        async with server.turn:
            server.env._begin_operation("something else")
            waiting = act()
            await asyncio.sleep(0.05)
            assert not waiting.done()
            server.env._end_operation()
        assert (await waiting)["settlement"] == "settled"


async def test_simcord_forbids_frames_and_here_one_page_may_hold_the_channel(server: PracticeServer):
    preview = server.env.preview(server.guild.channels["history"], viewers=[server.people["luis"]])
    assert preview._server._SECURITY_HEADERS["X-Frame-Options"] == "DENY"
    shims.allow_framing(preview, "http://127.0.0.1:1")
    assert "X-Frame-Options" not in preview._server._SECURITY_HEADERS
    assert preview._server._SECURITY_HEADERS["Content-Security-Policy"].endswith("frame-ancestors http://127.0.0.1:1")
    other = server.env.preview(server.guild.channels["history"], viewers=[server.people["luis"]])
    assert other._server._SECURITY_HEADERS["X-Frame-Options"] == "DENY"


def test_what_is_hidden_of_the_preview_page_is_still_called_so():
    static = files("simcord") / "preview" / "static"
    page, style = (static / "index.html").read_text(), (static / "preview.css").read_text()
    for selector in shims._ONLY_THE_CHANNEL.partition("{")[0].replace("\n", "").split(","):
        name = selector.strip()
        assert name[1:] in page, name
    assert "--toolbar-height" in style


async def test_simcord_sends_a_name_that_is_typed_out_as_letters():
    async with bare() as (env, channel, ana):
        sent = await ana.send(channel, f"@{env.backend.bot_user.name} hello")
        assert not sent.mentions


async def test_a_name_that_is_typed_out_mentions_the_bot(server: PracticeServer):
    luis, channel = server.people["luis"], server.guild.channels["history"]
    sent = await luis.send(channel, "@divergence, who let trotsky into mexico")
    assert [user.id for user in sent.mentions] == [server.bot.user.id]
    assert channel.last_message.author.id == server.bot.user.id
    assert not (await luis.send(channel, "mail me @divergence-club or a@Divergences")).mentions
