"""Slash commands as typed text: which command is meant, and its options with their types."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.practice.choosing import choose
from bot.practice.places import Place, Refused, channel_of, find_place
from bot.practice.server import PracticeServer
from bot.text import fold

if TYPE_CHECKING:
    from simcord import MemberActor

_TRUE, _FALSE = {"true", "yes", "y", "on", "1", "si"}, {"false", "no", "n", "off", "0"}
_UPLOAD_LIMIT = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Call:
    """A slash command ready to run: its full name (`config panel`) and the typed values of its options."""

    name: str
    values: Mapping[str, Any]


def read_call(server: PracticeServer, person: MemberActor, place: Place, text: str) -> Call:
    """The call that `text` (`ask question: who? world: real`, without the slash) means for `person` in `place`.

    Words before the first `name:` belong to the first option, as in Discord. Refused says what is wrong.
    """
    commands = available(server, person, place)
    words = text.split()
    for length in range(min(3, len(words)), 0, -1):
        name = " ".join(words[:length]).lower()
        if name in commands:
            rest = re.split(r"\s+", text.strip(), maxsplit=length)[length:]
            break
    else:
        typed = words[0] if words else ""
        raise Refused(
            f"{person.name} has no command /{typed} here. There are: {', '.join(f'/{name}' for name in commands)}."
        )
    declared = commands[name].get("options") or []
    texts = split_options(rest[0] if rest else "", [option["name"] for option in declared], name)
    values = {
        option["name"]: read_value(server, person, option, texts[option["name"]])
        for option in declared
        if option["name"] in texts
    }
    missing = [option["name"] for option in declared if option.get("required") and option["name"] not in values]
    if missing:
        raise Refused(f"/{name} needs {' and '.join(f'`{option}:`' for option in missing)}.")
    return Call(name, values)


def available(server: PracticeServer, person: MemberActor, place: Place) -> dict[str, dict[str, Any]]:
    """The slash commands `person` may use in `place`, each subcommand on its own, by full name."""
    from simcord.interactions import command_leaves

    roots = server.env.backend.visible_commands(user_id=person.id, channel_id=place.id)
    return {" ".join(path): leaf for root in roots for path, leaf in command_leaves(root)}


def split_options(text: str, names: Sequence[str], command: str) -> dict[str, str]:
    """The text of each option. A `word:` starts one only if the command has it, so values may hold colons."""
    if not names:
        if text:
            raise Refused(f"/{command} takes no options.")
        return {}
    pattern = re.compile(rf"(?:^|(?<=\s))({'|'.join(map(re.escape, names))}):", re.IGNORECASE)
    found = list(pattern.finditer(text))
    texts: dict[str, str] = {}
    head = text[: found[0].start()].strip() if found else text.strip()
    if head:
        texts[names[0]] = head
    for match, following in zip(found, [*found[1:], None], strict=False):
        name = match[1].lower()
        if name in texts:
            raise Refused(f"`{name}:` is given twice.")
        texts[name] = text[match.end() : following.start() if following else len(text)].strip()
    return texts


def read_value(server: PracticeServer, person: MemberActor, option: Mapping[str, Any], text: str) -> Any:
    """`text` as a value of the option's type and choices, or Refused."""
    from simcord.enums import OptionType

    name = option["name"]
    if option.get("choices") and not option.get("autocomplete"):
        choices = [(choice["name"], choice["value"]) for choice in option["choices"]]
        for shown, value in choices:
            if fold(text) in {fold(str(value)), fold(shown)}:
                return value
        return choose(text, choices, f"choice of `{name}:`", numbered=False)
    match option["type"]:
        case OptionType.INTEGER | OptionType.NUMBER:
            return _number(name, text, whole=option["type"] == OptionType.INTEGER)
        case OptionType.BOOLEAN:
            if fold(text) in _TRUE | _FALSE:
                return fold(text) in _TRUE
            raise Refused(f"`{name}:` is true or false, not “{text}”.")
        case OptionType.USER:
            return find_person(server, text)
        case OptionType.CHANNEL:
            return channel_of(server, find_place(server, person, text).id)
        case OptionType.ROLE:
            return _find_role(server, text)
        case OptionType.MENTIONABLE:
            roles = [(role.name, role) for role in server.guild.roles.values()]
            return choose(text, [*server.people.items(), *roles], "person or role", numbered=False)
        case OptionType.ATTACHMENT:
            return _upload(name, text)
        case _:
            return text


def find_person(server: PracticeServer, text: str) -> MemberActor:
    """The person called `text`, with or without an @."""
    return choose(text.strip().removeprefix("@"), list(server.people.items()), "person", numbered=False)


def _find_role(server: PracticeServer, text: str) -> Any:
    return choose(text, [(role.name, role) for role in server.guild.roles.values()], "role", numbered=False)


def _number(name: str, text: str, *, whole: bool) -> float:
    try:
        return int(text[:30]) if whole else float(text[:30])
    except ValueError:
        raise Refused(f"`{name}:` is a {'whole ' if whole else ''}number, not “{text}”.") from None


def _upload(name: str, text: str) -> tuple[str, bytes]:
    path = Path(text).expanduser()
    try:
        if path.stat().st_size > _UPLOAD_LIMIT:
            raise Refused(f"The file for `{name}:` is larger than Discord takes (10 MiB).")
        return path.name, path.read_bytes()
    except (OSError, ValueError):
        raise Refused(f"The file for `{name}:` cannot be read: {text}") from None
