"""What people do: commands, presses, choices, forms and words, and how they wait for what the bot answers."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from tests.wire.shapes import BOT, CHANNEL, EVERYTHING, Json, member, message, user

if TYPE_CHECKING:
    from tests.wire.discord import Told, WireDiscord

COMMAND, COMPONENT, AUTOCOMPLETE, FORM = 2, 3, 4, 5
STRING, INTEGER, BOOLEAN = 3, 4, 5


def ids_in(parts: list[Json]) -> Iterator[str]:
    """The custom ids in a message's components."""
    for part in parts:
        if part.get("custom_id"):
            yield part["custom_id"]
        yield from ids_in(part.get("components", []))


def button(shown: Json, name: str, number: int = 0) -> str | None:
    """The custom id of a button or menu of this action, the first one unless another is wanted; None without it."""
    found = [id for id in ids_in(shown.get("components", [])) if re.fullmatch(rf"[a-z]1:{name}(:[0-9]+)*", id)]
    return found[number % len(found)] if found else None


def text_of(shown: Json) -> str:
    """Everything that can be read on a message."""

    def parts(components: list[Json]) -> Iterator[str]:
        for part in components:
            yield from (str(part[key]) for key in ("content", "label", "placeholder") if part.get(key))
            yield from parts(part.get("components", []))

    return "\n".join([shown.get("content") or "", *parts(shown.get("components", []))])


class People:
    """Everybody on that Discord. What they do has an id, which is None while no bot would hear of it."""

    async def interact(
        self: WireDiscord, person: int, kind: int, data: Json, message: Json | None = None, where: int = CHANNEL
    ) -> int | None:  # fmt: skip
        """Send an interaction to the bot."""
        id = self.snowflake()
        token = f"token-{id}"
        here = self.channels[where]
        self.note(id, token, where, message)
        payload: Json = {
            "id": str(id), "application_id": str(BOT), "type": kind, "token": token, "version": 1, "data": data,
            "channel_id": str(where), "channel": here, "locale": "en-US", "app_permissions": EVERYTHING,
            "entitlements": [], "attachment_size_limit": 10485760,
        }  # fmt: skip
        if guild := here.get("guild_id"):
            payload |= {"guild_id": guild, "member": member(person), "guild_locale": "en-US", "context": 0,
                        "authorizing_integration_owners": {"0": guild},
                        "guild": {"id": guild, "locale": "en-US", "features": []}}  # fmt: skip
        else:
            payload |= {"user": user(person), "context": 1, "authorizing_integration_owners": {"1": str(person)}}
        if message is not None:
            payload["message"] = message
        return id if await self.gateway.dispatch("INTERACTION_CREATE", payload) else None

    async def slash(
        self: WireDiscord, person: int, *names: str, where: int = CHANNEL, **options: str | int | bool
    ) -> int | None:  # fmt: skip
        """A slash command, by its name or by its group's and its own."""
        data = self._command(names, [_option(key, value) for key, value in options.items()])
        return await self.interact(person, COMMAND, data, where=where) if data else None

    async def type(self: WireDiscord, person: int, *names: str, where: int = CHANNEL, **typed: str) -> int | None:
        """Type into an option that offers choices; the last one given is being typed."""
        given = [_option(key, value) for key, value in typed.items()]
        given[-1]["focused"] = True
        data = self._command(names, given)
        return await self.interact(person, AUTOCOMPLETE, data, where=where) if data else None

    def _command(self: WireDiscord, names: tuple[str, ...], given: list[Json]) -> Json | None:
        command = next((one for one in self.commands if one["name"] == names[0]), None)
        if command is None:
            return None
        for name in reversed(names[1:]):
            given = [{"name": name, "type": 1, "options": given}]
        return {"id": command["id"], "name": names[0], "type": 1, "options": given}

    async def menu(self: WireDiscord, person: int, name: str, on: Json) -> int | None:
        """A command of a message's menu."""
        command = next((one for one in self.commands if one["name"] == name), None)
        if command is None:
            return None
        resolved = {"messages": {on["id"]: on}}
        data = {"id": command["id"], "name": name, "type": 3, "target_id": on["id"], "resolved": resolved}
        return await self.interact(person, COMMAND, data, where=int(on["channel_id"]))

    async def press(self: WireDiscord, person: int, message: Json, custom_id: str) -> int | None:
        """A button of a message."""
        data = {"custom_id": custom_id, "component_type": 2}
        return await self.interact(person, COMPONENT, data, message, int(message["channel_id"]))

    async def choose(self: WireDiscord, person: int, message: Json, custom_id: str, *values: str) -> int | None:
        """Lines of a menu."""
        data = {"custom_id": custom_id, "component_type": 3, "values": list(values)}
        return await self.interact(person, COMPONENT, data, message, int(message["channel_id"]))

    async def submit(self: WireDiscord, person: int, form: Json, where: int = CHANNEL, **fields: str) -> int | None:
        """A form, with what is written into it."""
        filled = []
        for label in form["components"]:
            part = label["component"]
            value = fields.get(part["custom_id"], part.get("value") or "")
            filled.append({"type": 18, "component": {"type": 4, "custom_id": part["custom_id"], "value": value}})
        data = {"custom_id": form["custom_id"], "components": filled}
        return await self.interact(person, FORM, data, where=where)

    async def say(self: WireDiscord, person: int, text: str, where: int = CHANNEL) -> int:
        """A message that mentions the bot."""
        made = message(self.snowflake(), where, {"content": f"<@{BOT}> {text}"}, self.now(), person)
        made |= {"mentions": [user(BOT)], "guild_id": self.channels[where].get("guild_id"), "member": member(person)}
        self.messages[int(made["id"])] = made
        await self.gateway.dispatch("MESSAGE_CREATE", made)
        return int(made["id"])

    # ---- waiting for an answer ---------------------------------------------------------------------------------

    async def answer_to(
        self: WireDiscord, id: int | None, patience: float = 5.0, fits: Callable[[Told], bool] = lambda _told: True
    ) -> Told | None:  # fmt: skip
        """What the bot answers, once it fits; None if it does not in so many seconds of the loop."""
        if id is None:
            return None
        loop = asyncio.get_running_loop()
        end = loop.time() + patience
        while True:
            told = self.told.get(id)
            if told is not None and fits(told):
                return told
            waiting = self.waiting.setdefault(id, asyncio.Event())
            waiting.clear()
            try:
                async with asyncio.timeout_at(end):
                    await waiting.wait()
            except TimeoutError:
                return None
            finally:
                self.waiting.pop(id, None)

    async def seen(
        self: WireDiscord, fits: Callable[[Json], bool], patience: float = 30.0, since: int = 0
    ) -> Json | None:  # fmt: skip
        """The latest message that all see and that fits, as it stands, once there is one."""
        end = asyncio.get_running_loop().time() + patience
        while asyncio.get_running_loop().time() < end:
            for id in reversed(tuple(self.messages)):  # as they came
                if id <= since:
                    break
                if fits(self.messages[id]):
                    return self.messages[id]
            await asyncio.sleep(0.1)
        return None


def _option(key: str, value: Any) -> Json:
    kind = BOOLEAN if isinstance(value, bool) else INTEGER if isinstance(value, int) else STRING
    return {"name": key, "type": kind, "value": value}


def seconds() -> float:
    """A moment, for measuring how long something took."""
    return time.perf_counter()
