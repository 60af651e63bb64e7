"""The client: every interaction is answered exactly once, whatever happens, and Discord is told commands only when
they changed."""

from __future__ import annotations

import asyncio

import aiohttp
import discord
import pytest
from discord import app_commands

from bot import app
from bot.errors import UserError
from bot.practice.server import PracticeServer
from bot.translator import Translator
from tests.discord_view import text


@pytest.fixture
def channel(server: PracticeServer):
    return server.guild.channels["history"]


def command_writes(server: PracticeServer) -> int:
    return sum(request.method == "PUT" and request.path.endswith("/commands") for request in server.env.http_requests)


async def broken_button(server: PracticeServer, error: Exception):
    """A message with a button whose action fails with `error`."""
    from cogs.ui.buttons import Button
    from cogs.ui.cards import layout

    async def fail(_interaction, _act):
        raise error

    server.bot.actions["test-fail"] = fail
    channel = server.bot.get_channel(server.guild.channels["history"].id)
    return await channel.send(view=layout([], [Button.to("test-fail", label="Break")]))


async def test_commands_are_told_to_discord_once_and_not_again_at_the_next_start(server):
    before = command_writes(server)
    await server.restart()
    assert (before, command_writes(server)) == (1, 1)


async def test_commands_are_told_again_when_one_has_changed(server):
    await server.services.database.write(
        lambda db: db.execute("UPDATE memory SET value = json_set(value, '$.hash', 'other') WHERE key LIKE 'commands%'")
    )
    await server.restart()
    assert command_writes(server) == 2


async def test_command_ids_survive_a_restart_without_a_sync(server):
    ids = dict(server.bot.command_ids)
    await server.restart()
    assert server.bot.command_ids == ids != {}


def test_no_intent_is_privileged():
    privileged = discord.Intents(message_content=True, members=True, presences=True)
    assert not app.INTENTS.value & privileged.value


def test_the_invite_asks_for_exactly_the_permissions_that_are_used():
    assert f"permissions={app.PERMISSIONS.value}" in app.invite(1)
    assert not app.PERMISSIONS.administrator
    assert not app.PERMISSIONS.mention_everyone


async def test_mentions_are_never_parsed(server):
    assert server.bot.allowed_mentions.to_dict() == {"parse": []}


async def test_an_expected_error_is_told_privately_in_its_own_words(server, channel):
    message = await broken_button(server, UserError("Only {count} left.", count=3))
    result = await server.people["luis"].click(message, label="Break")
    assert result.ephemeral
    assert text(result) == "Only 3 left."


async def test_an_unexpected_error_shows_a_code_and_nothing_of_its_insides(server, caplog):
    message = await broken_button(server, RuntimeError("secret insides"))
    shown = text(await server.people["luis"].click(message, label="Break"))
    code = shown.rstrip(".").split()[-1]
    assert "secret" not in shown
    assert f"Unexpected failure {code}" in caplog.text


async def test_a_button_nobody_knows_any_more_gets_a_sentence(server):
    server.bot.actions.pop("test-fail", None)
    message = await broken_button(server, RuntimeError())
    del server.bot.actions["test-fail"]
    assert "no longer does anything" in text(await server.people["luis"].click(message, label="Break"))


async def test_a_custom_id_of_somebody_else_gets_a_sentence(server):
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Odd", custom_id="v0:what/is this?"))
    channel = server.bot.get_channel(server.guild.channels["history"].id)
    message = await channel.send(view=view)
    view.stop()  # as after a restart: nothing in this process waits for the button
    assert "no longer does anything" in text(await server.people["luis"].click(message, label="Odd"))


async def test_any_component_discord_sends_is_answered_whatever_its_id(server):
    channel = server.bot.get_channel(server.guild.channels["history"].id)
    for custom_id in ("m1:ask-turn:1", "b1:ask-turn:" + "9" * 19, "b1:ask-turn", "b1:ask-turn:" + "9" * 18, "b1:::"):
        view = discord.ui.View(timeout=None)
        view.add_item(discord.ui.Button(label="Odd", custom_id=custom_id))
        message = await channel.send(view=view)
        view.stop()
        assert (await server.people["luis"].click(message, label="Odd")).acknowledged


async def test_a_stop_waits_for_the_answers_being_given(server):
    message = await broken_button(server, RuntimeError())
    order = []

    async def slow(interaction, _act):
        await asyncio.sleep(0.2)
        await interaction.response.send_message("done", ephemeral=True)
        order.append("answered")

    server.bot.actions["test-fail"] = slow
    click = asyncio.create_task(server.people["luis"].click(message, label="Break"))
    await asyncio.sleep(0.05)
    busy = set(server.bot._busy)
    assert len(busy) == 1
    await click
    assert order == ["answered"]
    assert not server.bot._busy


async def test_an_action_that_says_nothing_is_answered_all_the_same(server, caplog):
    message = await broken_button(server, RuntimeError())

    async def silent(_interaction, _act):
        return

    server.bot.actions["test-fail"] = silent
    assert "Something went wrong" in text(await server.people["luis"].click(message, label="Break"))


async def test_an_interaction_delivered_twice_is_acted_on_once(server, channel):
    deliveries = []
    forward = server.env.backend.subscribers[-1]
    server.env.backend.subscribers.append(
        lambda event, payload: (
            (deliveries.append(event), forward(event, payload)) if event == "INTERACTION_CREATE" else None
        )
    )
    result = await server.people["luis"].slash(channel, "ask", question="who let trotsky into mexico")
    rows = await server.services.database.read(lambda db: db["answers"].count)
    assert deliveries == ["INTERACTION_CREATE"]
    assert rows == 1
    assert "REAL HISTORY" in text(result)


@pytest.mark.parametrize("code", [10062, 40060])
async def test_answering_too_late_or_twice_is_expected_and_logged_quietly(server, channel, code, caplog):
    server.env.inject_error("POST", "/interactions/*", status=404, code=code)
    await server.people["luis"].slash(channel, "help")
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
    with pytest.raises(ExceptionGroup):  # simcord counts the injected failure as the bot's own
        server.env.raise_errors()


async def test_a_missing_permission_is_explained(server):
    response = type("Response", (), {"status": 403, "reason": "Forbidden"})()
    message = await broken_button(
        server, discord.Forbidden(response, {"code": 50013, "message": "Missing Permissions"})
    )
    assert "not allowed to do that here" in text(await server.people["luis"].click(message, label="Break"))


async def test_a_discord_that_does_not_answer_is_no_failure_of_the_bot(server, caplog):
    message = await broken_button(server, aiohttp.ServerDisconnectedError())
    assert "Discord is not answering" in text(await server.people["luis"].click(message, label="Break"))
    assert not server.bot.failures
    assert "Unexpected failure" not in caplog.text


async def test_the_pulse_survives_what_happens_in_it(server, caplog):
    await server.services.database.write(lambda db: db["answers"].drop())
    await server.pass_time(3 * app.PULSE_SECONDS)
    assert caplog.text.count("The pulse failed") >= 2
    assert server.bot.pulse.is_running()


async def test_discord_py_keeps_no_view_no_form_and_no_timer_of_what_was_sent(server, channel):
    luis = server.people["luis"]
    store = server.bot._connection._view_store
    for _ in range(5):
        result = await luis.slash(channel, "ask", question="when did trotsky take power in mexico", private=True)
        await luis.click(result.response, label="Other world")
        await luis.click(result.response, label="Sources")
        await luis.click(result.response, label="Wrong?")
    assert not store._views
    assert not store._synced_message_views
    assert not store._dynamic_items
    assert not store._modals
    assert not [task for task in asyncio.all_tasks() if "timeout" in str(task.get_coro())]


async def test_command_names_and_texts_keep_to_discords_limits_in_both_languages(server):
    names = [command.qualified_name for command in server.bot.tree.walk_commands()]
    assert len(names) == len(set(names))
    for command in server.bot.tree.walk_commands():
        payload = await command.get_translated_payload(server.bot.tree, Translator())
        for entry in (payload, *payload.get("options", [])):
            for written in (entry["description"], *entry["description_localizations"].values()):
                assert 1 <= len(written) <= 100
            assert "es-419" in entry["description_localizations"]


async def test_every_command_says_where_it_can_be_used(server):
    for command in server.bot.tree.get_commands():
        assert isinstance(command, app_commands.Command | app_commands.Group | app_commands.ContextMenu)
        assert command.allowed_contexts is not None
        assert command.allowed_installs is not None
