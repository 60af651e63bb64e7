"""Help: what this reader can use in this place, in their language, made from the commands themselves."""

from __future__ import annotations

from discord import app_commands

from tests.discord_view import text


async def test_help_lists_every_command_as_a_mention_that_can_be_clicked(server):
    shown = await server.people["marta"].slash(server.guild.channels["history"], "help")
    assert shown.ephemeral
    for command in server.bot.tree.walk_commands():
        if not isinstance(command, app_commands.Group):
            id = server.bot.command_ids[command.qualified_name.split()[0]]
            assert f"</{command.qualified_name}:{id}>" in text(shown)


async def test_help_keeps_moderators_commands_from_members(server):
    assert "config" not in text(await server.people["luis"].slash(server.guild.channels["history"], "help"))


async def test_help_speaks_the_readers_language(server):
    luis = server.people["luis"]
    server.locales[luis.id] = "es-ES"
    shown = text(await luis.slash(server.guild.channels["history"], "help"))
    assert "● HISTORIA REAL" in shown
    assert "Qué puedes hacer aquí" in shown


async def test_help_on_a_command_explains_its_options(server):
    shown = text(await server.people["luis"].slash(server.guild.channels["history"], "help", topic="/ask"))
    assert "question: In your own words" in shown
    assert "private: " in shown


async def test_about_tells_version_sources_and_privacy(server):
    shown = text(await server.people["luis"].slash(server.guild.channels["history"], "help", topic="about"))
    pack = server.services.pack
    assert pack.version in shown
    assert f"{len(pack.sources)} sources" in shown
    assert "Your questions are not kept under your name" in shown


async def test_topics_are_suggested(server):
    channel = server.guild.channels["history"]
    offered = await server.people["luis"].autocomplete(channel, "help", "topic", "a")
    assert {choice["value"] for choice in offered} >= {"ask", "about"}


async def test_an_unknown_topic_is_answered_with_what_to_do(server):
    shown = text(await server.people["luis"].slash(server.guild.channels["history"], "help", topic="**@everyone**"))
    assert "There is no help on" in shown
    assert "/help alone lists" in shown


async def test_help_works_in_direct_messages(server):
    shown = text(await server.people["luis"].user.slash("help"))
    assert "</ask:" in shown
