"""Discord's channels and people as plain values: where something happens, who does it, and in which language."""

from __future__ import annotations

from typing import Any, TypeAlias

import discord

from bot.errors import Gone, NotHere
from bot.history.model import World
from bot.language import Language, mark
from bot.services.authority import Actor
from bot.services.governing import Governing, Where
from bot.services.limits import Use
from bot.services.policy import Feature, Place, check_paused, check_switched_on, decide

Interaction: TypeAlias = discord.Interaction[Any]
"""Its client is always `bot.app.Divergence`, which imports this module."""

ALWAYS = frozenset({"config", "help", "me"})
"""What works while the bot is paused in a server, and for who is blocked there; commands and beginnings of actions."""
ANSWERS = frozenset({"quiz-answer", "quiz-order", "quiz-type", "quiz-typed", "quiz-sure"})
"""Clicks that answer a question of a quiz."""


def language_of(interaction: Interaction) -> Language:
    """The language a person chose for themselves, else the one they read Discord in, else their server's."""
    chosen: Language | None = interaction.client.services.personal.language_of(interaction.user.id)
    read = Language.of_locale(interaction.locale.value)
    return chosen or read or server_language(interaction.client, interaction.guild)


def writers_language(client: Any, message: discord.Message) -> Language:
    """The language that whoever wrote a message chose for themselves, else their server's, else English."""
    chosen: Language | None = client.services.personal.language_of(message.author.id)
    return chosen or server_language(client, message.guild)


def server_language(client: Any, guild: discord.Guild | None) -> Language:
    """The language its moderators chose for a server, else the one it has on Discord, else English."""
    if guild is None:
        return Language.EN
    chosen = _governing(client).settings_of(guild.id).language
    return chosen or Language.of_locale(guild.preferred_locale.value) or Language.EN


def place_of(interaction: Interaction) -> Place:
    """Where an interaction takes place, with its rules. A server the bot is not in is one it was only brought to."""
    channel, server = interaction.channel_id, interaction.guild_id
    assert channel is not None
    if server is None:
        direct = bool(interaction.context.dm_channel) or isinstance(interaction.channel, discord.DMChannel)
        return Place(channel, None, direct)
    guild = interaction.client.get_guild(server)
    if guild is None:
        return Place(channel, server, member=False)
    return _governing(interaction.client).place(server, channel, where=where_is(guild, channel, interaction.channel))


def place_in(client: Any, message: discord.Message) -> Place:
    """Where a message stands, with its rules."""
    channel, guild = message.channel, message.guild
    if guild is None:
        return Place(channel.id)
    return _governing(client).place(guild.id, channel.id, where=where_is(guild, channel.id, channel))


def where_is(guild: discord.Guild | None, channel: int, given: object = None) -> Where:
    """What is above a channel; `given` is what an event says of it, for what is not known of the server."""
    match (guild.get_channel_or_thread(channel) if guild else None) or given:
        case discord.Thread() as thread:
            parent = guild.get_channel(thread.parent_id) if guild else None
            if parent is None:
                return Where((channel, thread.parent_id), whole=False)
            return Where((channel, *_with_category(parent)))
        case discord.abc.GuildChannel() as inside:
            return Where(_with_category(inside))
        case _:
            return Where((channel,), whole=False)


def _with_category(channel: discord.abc.GuildChannel) -> tuple[int, ...]:
    return (channel.id, channel.category_id) if channel.category_id else (channel.id,)


def actor_of(interaction: Interaction) -> Actor:
    """Who acts, as Discord describes them with the interaction; services decide what they may do."""
    user, server, permissions = interaction.user, interaction.guild_id, interaction.permissions
    if server is None or not isinstance(user, discord.Member):
        return Actor(user.id)
    manages = permissions.manage_guild or permissions.administrator or user.guild.owner_id == user.id
    return Actor(user.id, server, frozenset(role.id for role in user.roles), manages)


def fields_of(interaction: Interaction) -> dict[str, str]:
    """What was typed into a form, by field."""
    data: Any = interaction.data
    fields: dict[str, str] = {}
    for component in data.get("components", []):
        inner = [component["component"]] if "component" in component else component.get("components", [])
        fields |= {part["custom_id"]: whole(str(part.get("value") or "")) for part in inner if "custom_id" in part}
    return fields


def whole(text: str) -> str:
    """`text` without halves of characters, which Discord's messages can carry and nothing can keep."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def files_of(interaction: Interaction) -> tuple[discord.Attachment, ...]:
    """The files that were handed in with a form."""
    data: Any = interaction.data
    resolved = data.get("resolved", {}).get("attachments", {})
    # As discord.py makes them for a command's options; for forms it does so only while it waits for one.
    return tuple(discord.Attachment(data=file, state=interaction._state) for file in resolved.values())  # noqa: SLF001


def check_command(interaction: Interaction) -> None:
    """TooFast if it was one too many, NotAllowed if its user is blocked, NotHere if it does not run where it was."""
    command = interaction.command
    name = (getattr(command, "root_parent", None) or command).name if command else ""
    _check_person(interaction.client, interaction.user.id, interaction.guild_id, name, Use.COMMAND)
    if name in ALWAYS:
        return
    place = place_of(interaction)
    check_paused(place)
    if name in set(Feature):
        check_switched_on(place, Feature(name))


def check_click(interaction: Interaction, action: str) -> None:
    """As for a command. Some actions always work, even while the bot is paused or their user is blocked."""
    family, use = action.partition("-")[0], Use.ANSWER if action in ANSWERS else Use.CLICK
    _check_person(interaction.client, interaction.user.id, interaction.guild_id, family, use)
    if family not in ALWAYS:
        check_paused(place_of(interaction))


def check_writer(client: Any, message: discord.Message) -> None:
    """TooFast or NotAllowed if whoever wrote a message asked too much at once, or is blocked."""
    _check_person(client, message.author.id, message.guild.id if message.guild else None, "", Use.COMMAND)


def _check_person(client: Any, person: int, server: int | None, name: str, use: Use) -> None:
    if client.stopping:
        raise Gone(mark("I am being restarted. Try again in a minute."))
    client.services.limits.take(use, person, server)
    if name not in ALWAYS:
        client.services.blocks.check(server, person)


def elsewhere(interaction: Interaction, refused: NotHere) -> int | None:
    """Another channel where its user would not be refused, one made for the scenario first; None if they see none."""
    guild, user = interaction.guild, interaction.user
    if guild is None or refused.feature not in set(Feature) or not isinstance(user, discord.Member):
        return None
    feature, fitting = Feature(refused.feature), []
    channels: list[discord.TextChannel | discord.ForumChannel] = [*guild.text_channels, *guild.forums]
    for channel in channels:
        ruling = decide(_governing(interaction.client).place(guild.id, channel.id), feature)
        shows = World(refused.world) in ruling.worlds if refused.world else True
        if ruling.allowed and shows and channel.permissions_for(user).view_channel:
            fitting.append((not ruling.alternate_first, ruling.spoiler, channel.position, channel.id))
    found = min(fitting)[-1] if fitting else None
    return found if found != interaction.channel_id else None


def _governing(client: Any) -> Governing:
    governing = client.services.governing
    assert isinstance(governing, Governing)
    return governing
