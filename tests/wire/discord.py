"""A small Discord on loopback: as much of its REST side and gateway as events need, and a record of every message.

One guild with one text channel, and people who press what they see. It keeps time by the clock it is given, honours
enforced nonces as Discord does, and outlives any bot.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp
from aiohttp import web

EPOCH = 1420070400000
BOT, GUILD, CHANNEL, HOST = 100, 200, 300, 400
"""Ids of the bot, its guild, the channel, and the moderator who makes events."""
PEOPLE = (400, 401, 402, 403)
EVERYTHING = str((1 << 53) - 1)

Json = dict[str, Any]


@dataclass(slots=True)
class Told:
    """What the bot answered to an interaction."""

    id: int
    kind: int
    """Discord's kind of the callback."""
    data: Json


@dataclass(slots=True)
class WireDiscord:
    """The state of that Discord. `serve` opens it to bots; `slash`, `press` and `submit` are what people do."""

    clock: Callable[[], datetime]
    messages: dict[int, Json] = field(default_factory=dict)
    """Every message by id, as it stands."""
    posted: list[Json] = field(default_factory=list)
    """All messages that were made, in their order, as they were made."""
    natives: dict[int, Json] = field(default_factory=dict)
    told: dict[int, Told] = field(default_factory=dict)
    swallowed: int = 0
    """Posts that had the nonce of an earlier one, and made no message."""
    connected: web.WebSocketResponse | None = None
    commands: list[Json] = field(default_factory=list)
    _nonces: dict[tuple[int, str], int] = field(default_factory=dict)
    _tokens: dict[str, int] = field(default_factory=dict)
    _last: int = 0
    _count: int = 0
    port: int = 0

    # ---- ids and times -----------------------------------------------------------------------------------------

    def snowflake(self) -> int:
        """A new id of now, greater than all before it."""
        now = (int(self.clock().timestamp() * 1000) - EPOCH) << 22
        self._last = max(self._last + 1, now)
        return self._last

    # ---- what people do ----------------------------------------------------------------------------------------

    async def interact(self, person: int, kind: int, data: Json, message: Json | None = None) -> int | None:
        """Send an interaction to the bot that is connected; its id, or None if there is none."""
        if self.connected is None or self.connected.closed:
            return None
        id = self.snowflake()
        token = f"token-{id}"
        self._tokens[token] = id
        payload: Json = {
            "id": str(id), "application_id": str(BOT), "type": kind, "token": token, "version": 1, "data": data,
            "guild_id": str(GUILD), "channel_id": str(CHANNEL), "channel": _channel(), "member": _member(person),
            "locale": "en-US", "guild_locale": "en-US", "app_permissions": EVERYTHING, "entitlements": [],
            "authorizing_integration_owners": {"0": str(GUILD)}, "context": 0, "attachment_size_limit": 10485760,
            "guild": {"id": str(GUILD), "locale": "en-US", "features": []},
        }  # fmt: skip
        if message is not None:
            payload["message"] = message
        try:
            await self._dispatch("INTERACTION_CREATE", payload)
        except (ConnectionError, RuntimeError):
            return None
        return id

    async def slash(self, person: int, group: str, name: str, **options: str | int) -> int | None:
        """A slash command of a group."""
        given = [{"name": key, "type": 3 if isinstance(value, str) else 4, "value": value}
                 for key, value in options.items()]  # fmt: skip
        command = next((one for one in self.commands if one["name"] == group), None)
        if command is None:
            return None
        inner = {"name": name, "type": 1, "options": given}
        return await self.interact(person, 2, {"id": command["id"], "name": group, "type": 1, "options": [inner]})

    async def press(self, person: int, message: Json, custom_id: str) -> int | None:
        """A button of a message."""
        return await self.interact(person, 3, {"custom_id": custom_id, "component_type": 2}, message)

    async def submit(self, person: int, form: Json, **fields: str) -> int | None:
        """A form, with what is written into it."""
        filled = []
        for label in form["components"]:
            part = label["component"]
            value = fields.get(part["custom_id"], part.get("value") or "")
            filled.append({"type": 18, "component": {"type": 4, "custom_id": part["custom_id"], "value": value}})
        return await self.interact(person, 5, {"custom_id": form["custom_id"], "components": filled})

    # ---- the gateway -------------------------------------------------------------------------------------------

    async def gateway(self, request: web.Request) -> web.WebSocketResponse:
        """One connection of a bot: it says who it is and is told of its guild."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._count = 0
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 600_000}})
        async for frame in socket:
            if frame.type is not aiohttp.WSMsgType.TEXT:
                break
            told = json.loads(frame.data)
            if told["op"] == 1:
                await socket.send_json({"op": 11})
            elif told["op"] in {2, 6}:
                self.connected = socket
                await self._dispatch("READY", self._ready())
                await self._dispatch("GUILD_CREATE", self._guild())
        if self.connected is socket:
            self.connected = None
        return socket

    async def _dispatch(self, event: str, data: Json) -> None:
        if self.connected is not None and not self.connected.closed:
            self._count += 1
            await self.connected.send_json({"op": 0, "t": event, "s": self._count, "d": data})

    def _ready(self) -> Json:
        return {
            "v": 10, "user": _user(BOT), "session_id": "wire", "guilds": [{"id": str(GUILD), "unavailable": True}],
            "resume_gateway_url": f"ws://127.0.0.1:{self.port}/gateway", "shard": [0, 1],
            "application": {"id": str(BOT), "flags": 0},
        }  # fmt: skip

    def _guild(self) -> Json:
        role = {"id": str(GUILD), "name": "@everyone", "permissions": EVERYTHING, "position": 0, "color": 0,
                "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}, "hoist": False,
                "managed": False, "mentionable": False, "flags": 0}  # fmt: skip
        return {
            "id": str(GUILD), "name": "Wire", "owner_id": str(HOST), "roles": [role], "channels": [_channel()],
            "members": [_member(BOT)], "member_count": 5, "emojis": [], "stickers": [], "features": [], "threads": [],
            "voice_states": [], "presences": [], "stage_instances": [], "soundboard_sounds": [],
            "guild_scheduled_events": [one for one in self.natives.values() if one["status"] < 3],
            "preferred_locale": "en-US", "verification_level": 0, "default_message_notifications": 0,
            "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0, "system_channel_flags": 0,
            "premium_progress_bar_enabled": False, "afk_timeout": 60, "joined_at": "2026-01-01T00:00:00+00:00",
            "large": False, "unavailable": False,
        }  # fmt: skip

    # ---- the REST side -----------------------------------------------------------------------------------------

    async def rest(self, request: web.Request) -> web.Response:
        """Everything a bot asks over HTTP."""
        parts = tuple(request.path.strip("/").split("/"))
        body = await request.json() if request.can_read_body and "json" in request.content_type else {}
        match (request.method, *parts):
            case ("GET", "users", "@me"):
                return _json(_user(BOT))
            case ("GET", "users", id):
                return _json(_user(int(id)))
            case ("GET", "oauth2", "applications", "@me"):
                return _json(_application())
            case ("GET", "gateway", "bot"):
                start = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
                url = f"ws://127.0.0.1:{self.port}/gateway"
                return _json({"url": url, "shards": 1, "session_start_limit": start})
            case ("PUT", "applications", _, "commands"):
                usual = {
                    "description": "",
                    "dm_permission": True,
                    "nsfw": False,
                    "application_id": str(BOT),
                    "version": "1",
                }
                self.commands = [{**usual, **one, "id": str(self.snowflake())} for one in body]
                return _json(self.commands)
            case ("POST", "interactions", id, _token, "callback"):
                return self._callback(int(id), body)
            case (_, "webhooks", _, token, *_):
                return self._followup(request.method, token, body)
            case (_, "channels", channel, "messages", *rest):
                return await self._of_messages(request, int(channel), rest, body)
            case (_, "guilds", _, "scheduled-events", *rest):
                return await self._of_natives(request.method, rest, body)
            case ("POST", "users", "@me", "channels"):
                person = int(body["recipient_id"])
                return _json({"id": str(person + 1000), "type": 1, "recipients": [_user(person)]})
            case _:
                return _json({"message": f"nothing here: {request.method} {request.path}", "code": 0}, status=404)

    def _callback(self, id: int, body: Json) -> web.Response:
        if id in self.told:
            return _json({"message": "acknowledged already", "code": 40060}, status=400)
        data = body.get("data") or {}
        self.told[id] = Told(id, body["type"], data)
        answer: Json = {"interaction": {"id": str(id), "type": 3, "response_message_loading": False}}
        if body["type"] in {4, 7}:
            message = {**self._message(CHANNEL, data), "flags": data.get("flags", 0)}
            self.told[id].data = message
            answer["interaction"]["response_message_id"] = message["id"]
            answer["resource"] = {"type": body["type"], "message": message}
        return _json(answer)

    def _followup(self, method: str, token: str, body: Json) -> web.Response:
        id = self._tokens.get(token, 0)
        message = self._message(CHANNEL, body)
        if method != "DELETE":
            self.told[id] = Told(id, 4, message)
        return _json(message) if method != "DELETE" else web.Response(status=204)

    def _message(self, channel: int, body: Json, author: int = BOT) -> Json:
        return {
            "id": str(self.snowflake()), "channel_id": str(channel), "author": _user(author), "content": "",
            "timestamp": self.clock().isoformat(), "edited_timestamp": None, "tts": False, "mention_everyone": False,
            "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": False, "type": 0,
            "components": body.get("components", []), "flags": body.get("flags", 0),
            "allowed_mentions": body.get("allowed_mentions"), "nonce": body.get("nonce"),
        }  # fmt: skip

    async def _of_messages(self, request: web.Request, channel: int, rest: list[str], body: Json) -> web.Response:
        match (request.method, *rest):
            case ("POST",):
                return self._post(channel, body)
            case ("GET",):
                return _json(self._history(channel, request.query))
            case ("PATCH", id) if int(id) in self.messages:
                self.messages[int(id)] |= {"components": body.get("components", [])}
                return _json(self.messages[int(id)])
            case _:
                return _json({"message": "Unknown Message", "code": 10008}, status=404)

    def _post(self, channel: int, body: Json) -> web.Response:
        """A message is made, unless one with the same enforced nonce was."""
        key = channel, str(body.get("nonce"))
        if body.get("enforce_nonce") and key in self._nonces:
            self.swallowed += 1
            return _json(self.messages[self._nonces[key]])
        message = self._message(channel, body)
        id = int(message["id"])
        self.messages[id] = message
        self.posted.append(dict(message))
        if body.get("enforce_nonce"):
            self._nonces[key] = id
        return _json(message)

    def _history(self, channel: int, query: Any) -> list[Json]:
        """As Discord pages it: the first ones after an id, or the last ones, always the newest first."""
        limit, after = int(query.get("limit", 50)), int(query.get("after", 0))
        before = int(query.get("before", 2**63))
        found = [one for id, one in sorted(self.messages.items())
                 if int(one["channel_id"]) == channel and after < id < before]  # fmt: skip
        return list(reversed(found[:limit] if after else found[-limit:]))

    async def _of_natives(self, method: str, rest: list[str], body: Json) -> web.Response:
        match (method, *rest):
            case ("GET",):
                return _json([one for one in self.natives.values() if one["status"] < 3])
            case ("POST",):
                id = self.snowflake()
                self.natives[id] = {
                    "id": str(id), "guild_id": str(GUILD), "channel_id": None, "creator_id": str(BOT), "status": 1,
                    "entity_id": None, "creator": _user(BOT), "user_count": 0, "image": None, **body,
                }  # fmt: skip
                await self._dispatch("GUILD_SCHEDULED_EVENT_CREATE", self.natives[id])
                return _json(self.natives[id])
            case ("PATCH", id):
                self.natives[int(id)] |= body
                await self._dispatch("GUILD_SCHEDULED_EVENT_UPDATE", self.natives[int(id)])
                return _json(self.natives[int(id)])
            case _:
                return _json({"message": "Unknown", "code": 10070}, status=404)

    async def serve(self) -> web.AppRunner:
        """Open it on a free port of this machine, which `port` then is."""
        application = web.Application()
        application.router.add_get("/gateway", self.gateway)
        application.router.add_get("/gateway/", self.gateway)
        application.router.add_route("*", "/{rest:.*}", self.rest)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        assert runner.addresses
        self.port = runner.addresses[0][1]
        return runner


def _json(value: Any, *, status: int = 200) -> web.Response:
    """As Discord sends it: discord.py takes nothing for JSON whose content type says more than that."""
    return web.Response(body=json.dumps(value).encode(), status=status, headers={"Content-Type": "application/json"})


# ---- what Discord says of things --------------------------------------------------------------------------------


def _user(id: int) -> Json:
    return {"id": str(id), "username": f"person{id}", "discriminator": "0", "global_name": f"Person {id}",
            "avatar": None, "bot": id == BOT}  # fmt: skip


def _member(id: int) -> Json:
    return {"user": _user(id), "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False,
            "flags": 0, "permissions": EVERYTHING, "nick": None, "avatar": None}  # fmt: skip


def _channel() -> Json:
    return {"id": str(CHANNEL), "type": 0, "guild_id": str(GUILD), "name": "quiz", "position": 0, "topic": None,
            "permission_overwrites": [], "nsfw": False, "parent_id": None, "last_message_id": None,
            "rate_limit_per_user": 0, "permissions": EVERYTHING}  # fmt: skip


def _application() -> Json:
    return {"id": str(BOT), "name": "Divergence", "icon": None, "description": "", "bot_public": True,
            "bot_require_code_grant": False, "verify_key": "", "flags": 0, "team": None,
            "owner": _user(HOST)}  # fmt: skip
