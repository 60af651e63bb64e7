"""The furnished world: one guild with its channels, and the people a visitor can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.app import PERMISSIONS
from bot.language import Language

if TYPE_CHECKING:
    from simcord import Env, GuildHandle, MemberActor

    from bot.practice.server import PracticeServer

GUILD = "Divergence Practice"
BOT = "Divergence"
MEMBERS, HOST, MODERATOR = ("ana", "luis"), "nora", "marta"
VISITOR = "luis"
HOME = "history"
"""Who a visitor is, and where, until they say otherwise."""

_MAY_TALK = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
    create_public_threads=True,
    add_reactions=True,
    embed_links=True,
    attach_files=True,
    use_application_commands=True,
    change_nickname=True,
)
_MAY_MODERATE = discord.Permissions(
    manage_guild=True,
    manage_channels=True,
    manage_messages=True,
    manage_threads=True,
    manage_events=True,
    moderate_members=True,
    kick_members=True,
)


@dataclass(frozen=True, slots=True)
class World:
    """Handles to what was furnished."""

    guild: GuildHandle
    people: Mapping[str, MemberActor]


def furnish(env: Env) -> World:
    """Build the guild and its people. Same calls, same ids: a store kept from an earlier practice still fits.

    simcord numbers things by its clock, so this must run before the clock is moved. Whatever lets members talk
    hangs on a role of theirs and not on @everyone, so that the bot, too, is left with exactly what its own role
    gives it.
    """
    env.backend.edit_bot_profile(BOT)
    guild = env.create_guild(GUILD, owner=env.create_user("owner", global_name="Owner"))
    env.backend.get_role(guild.id, guild.id).permissions = 0
    env.backend.get_role(guild.id, guild.roles[BOT].id).permissions = PERMISSIONS.value
    member = guild.create_role("Member", permissions=_MAY_TALK)
    host = guild.create_role("Host")
    moderator = guild.create_role("Moderator", permissions=_MAY_MODERATE)

    guild.create_text_channel(HOME, topic="Questions about either history")
    guild.create_text_channel("quiz", topic="Play here")
    guild.create_text_channel("scenario-room", topic="The scenario that never happened")
    guild.create_forum_channel("seminars")
    seen, hidden = discord.PermissionOverwrite(view_channel=True), discord.PermissionOverwrite(view_channel=False)
    # An overwrite for a role beats one for @everyone, so Member is denied by name and the two that may see come after:
    # among roles, one that allows beats one that denies.
    guild.create_text_channel(
        "moderators",
        topic="Only moderators see this",
        overwrites={member: hidden, moderator: seen, guild.roles[BOT]: seen},
    )
    roles = {name: [member] for name in MEMBERS} | {HOST: [member, host], MODERATOR: [member, moderator]}
    people = {
        name: guild.add_member(env.create_user(name, global_name=name.capitalize()), roles=held)
        for name, held in roles.items()
    }
    for person in people.values():
        env.backend.get_dm_channel(person.id)  # made on first use otherwise, with the number of that moment
    return World(guild=guild, people=people)


async def welcome(server: PracticeServer) -> None:
    """Let the people say a little, so that a visitor finds something to answer and to check."""
    facts = server.services.pack.facts.values()
    real = next(fact for fact in facts if fact.correction is None and fact.kind == "event")
    alternate = next(fact for fact in facts if fact.correction is not None and fact.kind == "event")
    said = (
        (HOST, "Welcome! Ask about either history with /ask, or mention the bot. Bienvenidos: también en español."),
        ("ana", f"¿Es cierto? {real.text[Language.ES].statement}"),
        ("luis", f"Is this true? {alternate.text[Language.EN].statement}"),
    )
    history = server.guild.channels[HOME]
    for name, text in said:
        async with server.turn:
            await server.people[name].send(history, text)
