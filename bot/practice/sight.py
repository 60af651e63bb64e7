"""What a person sees: messages and forms as plain values, text first, buttons and choices numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from bot.practice.places import Place, places
from bot.practice.server import PracticeServer

if TYPE_CHECKING:
    from simcord import MemberActor
    from simcord.backend.models import Message

WINDOW = 50
"""How many of the newest messages of a place are looked at, as in a client's open channel."""

RULE = "────────"

_LOADING = 1 << 7
_ENTITY_SELECTS = {5: "people", 6: "roles", 7: "people and roles", 8: "channels"}
_MENTION = re.compile(
    r"<@!?(?P<user>\d+)>|<@&(?P<role>\d+)>|<#(?P<channel>\d+)>"
    r"|</(?P<command>[^:>]+):\d+>|<t:(?P<time>-?\d{1,12})(?::\w)?>|<a?:(?P<emoji>\w+):\d+>"
)

# Escapes come first, so that an escaped sign is not taken for markup.
_MARKUP = re.compile(
    r"\\(?P<sign>[^\w\s]|_)|^(?:-# |#{1,3} )|\*\*|\[(?P<text>[^\]]+)\]\(<?(?P<url>[^)>\s]+)>?\)", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Button:
    number: int
    label: str
    custom_id: str | None
    disabled: bool
    url: str | None


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a select. `value` is what the choice sends: a string, or a handle to a person, role or channel."""

    number: int
    label: str
    value: Any
    description: str = ""


@dataclass(frozen=True, slots=True)
class Select:
    custom_id: str
    label: str
    options: tuple[Option, ...]
    disabled: bool


@dataclass(frozen=True, slots=True)
class Sight:
    """One message as one person sees it. `edited`: they have seen it otherwise; `deleted`: it is gone."""

    id: int
    place: Place
    author: str
    author_id: int
    private: bool
    text: str
    buttons: tuple[Button, ...] = ()
    selects: tuple[Select, ...] = ()
    edited: bool = False
    deleted: bool = False


def look(server: PracticeServer, person: MemberActor) -> dict[int, Sight]:
    """What `person` sees in all their places, oldest first, by message id."""
    found: dict[int, Sight] = {}
    for place in places(server, person):
        newest = sorted(server.env.backend.messages.get(place.id, {}).items())[-WINDOW:]
        for message_id, message in newest:
            if message.visible_to(person.id):
                found[message_id] = see(server, message, place)
    return dict(sorted(found.items()))


def news(server: PracticeServer, before: Mapping[int, Sight], now: Mapping[int, Sight]) -> list[Sight]:
    """What is new in `now`: messages not there `before`, changed ones as edited, missing ones as deleted."""
    stored = server.env.backend.messages
    gone = [
        replace(sight, deleted=True, buttons=(), selects=())
        for message_id, sight in before.items()
        # What merely slid out of the window of its place is still stored.
        if message_id not in now and message_id not in stored.get(sight.place.id, {})
    ]
    changed = [
        replace(sight, edited=message_id in before)
        for message_id, sight in now.items()
        if before.get(message_id) != sight
    ]
    return gone + changed


def see(server: PracticeServer, message: Message, place: Place) -> Sight:
    """One stored message as people see it."""
    author = server.env.backend.get_user(message.author_id)
    buttons: list[Button] = []
    selects: list[Select] = []
    _controls(server, message.components, buttons, selects)
    return Sight(
        id=message.id,
        place=place,
        author=message.author_name or author.global_name or author.name,
        author_id=author.id,
        private=message.is_ephemeral,
        text=readable(server, "\n".join(_lines(message))),
        buttons=tuple(buttons),
        selects=tuple(selects),
    )


def readable(server: PracticeServer, text: str) -> str:
    """`text` as a client shows it, as far as letters go: mentions, times and links resolved, markup left out."""
    backend = server.env.backend

    def shown(match: re.Match[str]) -> str:
        match match.lastgroup, match[match.lastgroup or 0]:
            case "user", value if (user := backend.users.get(int(value))) is not None:
                return f"@{user.global_name or user.name}"
            case "role", value if (role := backend.get_guild(server.guild.id).roles.get(int(value))) is not None:
                return f"@{role.name}"
            case "channel", value if (channel := backend.channels.get(int(value))) is not None:
                return f"#{channel.name}"
            case "command", value:
                return f"/{value}"
            case "emoji", value:
                return f":{value}:"
            case "time", value:
                try:
                    return f"{datetime.fromtimestamp(int(value), UTC):%Y-%m-%d %H:%M} UTC"
                except (ValueError, OverflowError, OSError):
                    return match[0]
            case _:
                return match[0]

    return _MARKUP.sub(_unmarked, _MENTION.sub(shown, text))


def _unmarked(found: re.Match[str]) -> str:
    if found["sign"]:
        return found["sign"]
    return f"{found['text']} <{found['url']}>" if found["url"] else ""


def _lines(message: Message) -> Iterator[str]:
    if message.flags & _LOADING and not message.components and not message.content:
        yield "(thinking…)"
    if message.content:
        yield message.content
    for embed in message.embeds:
        yield from _embed(embed)
    for component in message.components:
        yield from _component(component)
    if message.poll is not None:
        yield f"Poll: {message.poll.question}"
        yield from (f"- {answer.text}" for answer in message.poll.answers)
    for attachment in message.attachments:
        description = attachment.get("description")
        yield f"(file {attachment['filename']}{f': {description}' if description else ''})"


def _embed(embed: Mapping[str, Any]) -> Iterator[str]:
    parts = [embed.get("author", {}).get("name"), embed.get("title"), embed.get("description")]
    parts += [f"{field['name']}: {field['value']}" for field in embed.get("fields", [])]
    parts += [embed.get("footer", {}).get("text")]
    yield from (str(part) for part in parts if part)


def _component(component: Mapping[str, Any]) -> Iterator[str]:
    """The text of a Components V2 part, in order; controls are listed apart."""
    match component.get("type"):
        case 10:
            yield str(component["content"])
        case 14:
            if component.get("divider", True):
                yield RULE
        case 9 | 17:
            for child in component.get("components", []):
                yield from _component(child)
            yield from _component(component.get("accessory") or {})
        case 11:
            yield f"(picture: {component.get('description') or 'no description'})"
        case 12:
            for item in component.get("items", []):
                yield f"(picture: {item.get('description') or 'no description'})"
        case 13:
            yield f"(file {str(component['file'].get('url', '')).rsplit('/', 1)[-1]})"


def _controls(
    server: PracticeServer, components: list[dict[str, Any]], buttons: list[Button], selects: list[Select]
) -> None:
    from simcord.components import walk_components

    numbers = count(1)
    for component in walk_components(components):
        if component["type"] == 2:
            buttons.append(
                Button(
                    number=len(buttons) + 1,
                    label=_button_label(component),
                    custom_id=component.get("custom_id"),
                    disabled=bool(component.get("disabled")),
                    url=component.get("url"),
                )
            )
        elif component["type"] == 3 or component["type"] in _ENTITY_SELECTS:
            selects.append(
                Select(
                    custom_id=component["custom_id"],
                    label=component.get("placeholder") or _ENTITY_SELECTS.get(component["type"], ""),
                    options=tuple(options_of(server, component, numbers)),
                    disabled=bool(component.get("disabled")),
                )
            )


def _button_label(component: Mapping[str, Any]) -> str:
    emoji = (component.get("emoji") or {}).get("name")
    return " ".join(part for part in (emoji, component.get("label")) if part) or "(no label)"


def options_of(server: PracticeServer, component: Mapping[str, Any], numbers: Iterator[int]) -> Iterator[Option]:
    """The choices of a select, radio or checkbox group, numbered on from `numbers`."""
    match component["type"]:
        case 5 | 7 | 6:
            if component["type"] != 6:
                for person in server.people.values():
                    yield Option(next(numbers), f"@{person.user.global_name}", person)
            if component["type"] != 5:
                for role in server.guild.roles.values():
                    yield Option(next(numbers), f"@{role.name.lstrip('@')}", role)
        case 8:
            kinds = component.get("channel_types")
            for channel in server.guild.channels.values():
                if not kinds or server.env.backend.get_channel(channel.id).type in kinds:
                    yield Option(next(numbers), f"#{channel.name}", channel)
        case _:
            for option in component.get("options", []):
                yield Option(next(numbers), option["label"], option["value"], option.get("description") or "")
