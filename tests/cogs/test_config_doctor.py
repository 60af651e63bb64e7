"""`/config doctor`: it names what is missing, why it is needed and how to mend it, and nothing where all is well."""

from __future__ import annotations

import discord
import pytest

from bot.app import PERMISSIONS
from bot.language import Language
from bot.practice.server import PracticeServer
from bot.services.authority import Actor
from cogs.config_doctor import WHY
from tests.discord_view import text


@pytest.fixture
def asked(server: PracticeServer, marta):
    async def asked():
        return text(await marta.slash(server.guild.channels["moderators"], "config doctor"))

    return asked


async def test_a_healthy_server_is_told_so(server, marta, asked):
    actor = Actor(marta.id, server.guild.id, manages=True)
    await server.services.governing.change(actor, {"time_zone": "Europe/Madrid"})
    shown = await asked()
    assert "All is well." in shown
    assert "✕" not in shown
    for said in (
        "every permission",
        "Discord knows all",
        "Europe/Madrid",
        "agrees with Discord",
        "is sound",
        "145 facts",
    ):
        assert said in shown


async def test_a_missing_permission_is_named_with_its_reason_and_the_way_to_grant_it(server, asked):
    lacking = discord.PermissionOverwrite(send_messages=False, create_public_threads=False)
    quiz = server.guild.create_text_channel("news", overwrites={server.guild.roles["Divergence"]: lacking})
    await server.env.settle()
    shown = await asked()
    assert f"In <#{quiz.id}> I lack: Send Messages (to answer mentions and to post)" in shown
    assert "Create Public Threads (to open discussions and quizzes)" in shown
    assert "Edit the channel → Permissions" in shown


async def test_roles_and_channels_that_were_deleted_are_counted(server, marta, asked):
    changes = {"host_roles": ["5"], "daily_channel": "6", "channels.7": {"show": "real-only"}}
    await server.services.governing.change(Actor(marta.id, server.guild.id, manages=True), changes)
    shown = await asked()
    assert "1 of the roles in the settings were deleted" in shown
    assert "2 of the channels in the settings were deleted" in shown
    assert "No time zone was chosen" in shown


async def test_the_last_failures_are_shown_by_the_code_their_victims_saw(server, asked):
    said = server.bot.explain(RuntimeError("secret insides"), 0xABCDE, Language.EN, server.guild.id)
    server.bot.explain(RuntimeError(), 1, Language.EN, 404)
    shown = await asked()
    assert "0ABCDE" in said
    assert "Failure 0ABCDE" in shown
    assert "RuntimeError" in shown
    assert "secret" not in shown
    assert "000001" not in shown  # another server's


async def test_a_command_discord_does_not_know_is_named(server, asked, monkeypatch):
    async def fetch_commands():
        return []

    monkeypatch.setattr(server.bot.tree, "fetch_commands", fetch_commands)
    assert "Discord does not know these commands:" in await asked()


async def test_a_clock_that_is_off_is_named(server, asked):
    from dataclasses import replace
    from datetime import timedelta

    from cogs.config_doctor import ConfigDoctor

    doctor = ConfigDoctor(server.bot)
    doctor._services = replace(server.services, clock=lambda: server.now() + timedelta(seconds=90))
    sent = type("Sent", (), {"created_at": server.now()})()
    finding = doctor._clock(sent)
    assert (finding.good, finding.fields) == (False, {"seconds": 90})


def test_every_permission_that_is_asked_for_has_its_reason():
    assert {name for name, needed in PERMISSIONS if needed} <= set(WHY)
