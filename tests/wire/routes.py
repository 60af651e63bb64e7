"""The REST side: every route that the bot uses, what it does there, and a refusal by name for any other."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.wire.limits import broken_by
from tests.wire.shapes import (
    BOT,
    DIRECT,
    FORUM,
    Json,
    answer,
    application,
    message,
    refusal,
    thread,
    user,
)

if TYPE_CHECKING:
    from tests.wire.discord import Asked, WireDiscord

TOKEN_KEPT = timedelta(minutes=15)
EPHEMERAL = 64
SHOWN, LATER, LATER_UPDATE, UPDATE = 4, 5, 6, 7


async def body_of(request: web.Request) -> Any:
    """What was sent along, its files left out."""
    if not request.body_exists:
        return {}
    if "json" in request.content_type:
        return await request.json()
    given = await request.post()
    return json.loads(str(given["payload_json"])) if "payload_json" in given else {}


async def handle(wire: WireDiscord, request: web.Request) -> web.StreamResponse:
    """Everything a bot asks over HTTP."""
    parts = tuple(request.path.strip("/").split("/"))
    body = await body_of(request)
    if broken := broken_by(request.method, parts, body):
        wire.broken += [f"{request.method} {request.path}: {one}" for one in broken]
        return refusal(400, 50035, "Invalid Form Body: " + "; ".join(broken))
    match (request.method, *parts):
        case ("POST", "interactions", id, token, "callback"):
            return _callback(wire, int(id), token, body)
        case (_, "webhooks", _, token, *rest):
            return _followup(wire, request.method, token, rest, body)
        case (_, "channels", channel, *rest) if int(channel) not in wire.channels:
            return refusal(404, 10003, "Unknown Channel")
        case (_, "channels", channel, "messages", *rest):
            return await _of_messages(wire, request, int(channel), rest, body)
        case (_, "channels", channel, *rest):
            return await _of_channels(wire, request.method, int(channel), rest, body)
        case (_, "guilds", guild, "scheduled-events", *rest):
            return await _of_natives(wire, request.method, int(guild), rest, body)
        case _:
            return _of_the_bot(wire, request.method, parts, body)


def nothing_here(wire: WireDiscord, method: str, *parts: str) -> web.Response:
    """A request that nothing here knows: that is noted, and the run has failed."""
    wire.unknown.append(f"{method} {'/'.join(parts)}")
    return refusal(404, 0, f"nothing here: {wire.unknown[-1]}")


def _of_the_bot(wire: WireDiscord, method: str, parts: tuple[str, ...], body: Any) -> web.Response:
    """Who the bot is, who others are, and which commands it has."""
    match (method, *parts):
        case ("GET", "users", "@me"):
            return answer(user(BOT))
        case ("GET", "users", id):
            return answer(user(int(id)))
        case ("POST", "users", "@me", "channels"):
            return answer(wire.direct(int(body["recipient_id"])))
        case ("GET", "oauth2", "applications", "@me") | ("GET", "applications", "@me"):
            return answer(application())
        case ("GET", "gateway", "bot"):
            start = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
            return answer({"url": wire.gateway.url, "shards": 1, "session_start_limit": start})
        case ("PUT", "applications", _, "commands"):
            usual = {
                "description": "",
                "dm_permission": True,
                "nsfw": False,
                "application_id": str(BOT),
                "version": "1",
            }
            wire.commands = [{**usual, **one, "id": str(wire.snowflake())} for one in body]
            return answer(wire.commands)
        case _:
            return nothing_here(wire, method, *parts)


# ---- interactions -----------------------------------------------------------------------------------------------


def _callback(wire: WireDiscord, id: int, token: str, body: Json) -> web.Response:
    asked = wire.asked.get(token)
    if asked is None or asked.id != id or wire.is_late(asked):
        wire.late.append(id)
        return refusal(404, 10062, "Unknown interaction")
    if asked.kind is not None:
        wire.twice.append(id)
        return refusal(400, 40060, "Interaction has already been acknowledged.")
    asked.kind = body["type"]
    shown: Json | None = None
    data = body.get("data") or {}
    if body["type"] == SHOWN:
        shown = asked.message = _made(wire, asked, data)
    elif body["type"] == UPDATE:
        shown = asked.message = _changed(wire, asked.source or {}, data)
    elif body["type"] == LATER_UPDATE:
        asked.message = asked.source
    told: Json = {"interaction": {"id": str(id), "type": 3, "response_message_loading": False}}
    if shown is not None:
        told["interaction"]["response_message_id"] = shown["id"]
        told["resource"] = {"type": body["type"], "message": shown}
    wire.tell(asked, shown if shown is not None else data)
    return answer(told)


def _made(wire: WireDiscord, asked: Asked, data: Json) -> Json:
    """A new message in answer; one that all see is a message of its channel."""
    made = message(wire.snowflake(), asked.channel, data, wire.now())
    if not made["flags"] & EPHEMERAL:
        wire.messages[int(made["id"])] = made
        wire.posted.append(dict(made))
    return made


def _changed(wire: WireDiscord, before: Json, data: Json) -> Json:
    changed = {**before, **{key: data[key] for key in ("components", "content") if data.get(key) is not None}}
    if int(before.get("id", 0)) in wire.messages:
        wire.messages[int(before["id"])] = changed
    return changed


def _followup(wire: WireDiscord, method: str, token: str, rest: list[str], body: Json) -> web.Response:
    """What comes after the first answer: further messages, and what becomes of the first one."""
    asked = wire.asked.get(token)
    if asked is None or wire.clock() - asked.at > TOKEN_KEPT:
        return refusal(401, 50027, "Invalid Webhook Token")
    match (method, *rest):
        case ("POST",):
            shown = _made(wire, asked, body)
            asked.message = shown if asked.kind == LATER and asked.message is None else asked.message
        case (_, "messages", "@original") if asked.message is None and asked.kind != LATER:
            return refusal(404, 10008, "Unknown Message")
        case ("PATCH", "messages", "@original"):
            made = asked.message is None
            shown = asked.message = _made(wire, asked, body) if made else _changed(wire, asked.message or {}, body)
        case ("GET", "messages", "@original"):
            return answer(asked.message)
        case ("DELETE", "messages", "@original"):
            assert asked.message is not None
            wire.messages.pop(int(asked.message["id"]), None)
            asked.message = None
            return web.Response(status=204)
        case _:
            return nothing_here(wire, method, "webhooks", *rest)
    wire.tell(asked, shown)
    return answer(shown)


# ---- channels and messages --------------------------------------------------------------------------------------


async def _of_channels(
    wire: WireDiscord, method: str, id: int, rest: list[str], body: Json
) -> web.Response:  # fmt: skip
    match (method, *rest):
        case ("GET",):
            return answer(wire.channels[id])
        case ("PATCH",):
            wire.channels[id].setdefault("thread_metadata", {}).update(body)
            await wire.gateway.dispatch("THREAD_UPDATE", wire.channels[id])
            return answer(wire.channels[id])
        case ("DELETE",):
            gone = wire.channels.pop(id)
            await wire.gateway.dispatch(
                "THREAD_DELETE", {key: gone[key] for key in ("id", "guild_id", "parent_id", "type")}
            )
            return answer(gone)
        case ("POST", "threads"):
            return await _open_thread(wire, id, body)
        case ("POST", "typing"):
            return web.Response(status=204)
        case _:
            return nothing_here(wire, method, "channels", *rest)


async def _open_thread(wire: WireDiscord, parent: int, body: Json) -> web.Response:
    opened = thread(wire.snowflake(), wire.channels[parent], body, wire.now())
    wire.channels[int(opened["id"])] = opened
    told = dict(opened)
    if wire.channels[parent]["type"] == FORUM:
        first = message(int(opened["id"]), int(opened["id"]), body.get("message", {}), wire.now())
        wire.messages[int(first["id"])] = told["message"] = first
        wire.posted.append(dict(first))
    await wire.gateway.dispatch("THREAD_CREATE", {**opened, "newly_created": True})
    return answer(told, status=201)


async def _of_messages(
    wire: WireDiscord, request: web.Request, channel: int, rest: list[str], body: Json
) -> web.Response:
    known = bool(rest) and wire.messages.get(int(rest[0]), {}).get("channel_id") == str(channel)
    match (request.method, *rest):
        case ("POST",):
            return _post(wire, channel, body)
        case ("GET",):
            return answer(_history(wire, channel, request.query))
        case ("GET", id) if known:
            return answer(wire.messages[int(id)])
        case ("PATCH", id) if known:
            return answer(_changed(wire, wire.messages[int(id)], body))
        case ("DELETE", id) if known:
            del wire.messages[int(id)]
            gone = {"id": id, "channel_id": str(channel), "guild_id": wire.channels[channel].get("guild_id")}
            await wire.gateway.dispatch("MESSAGE_DELETE", gone)
            return web.Response(status=204)
        case ("GET" | "PATCH" | "DELETE", _):
            return refusal(404, 10008, "Unknown Message")
        case _:
            return nothing_here(wire, request.method, "messages", *rest)


def _post(wire: WireDiscord, channel: int, body: Json) -> web.Response:
    """A message is made, unless one with the same enforced nonce was."""
    key = channel, str(body.get("nonce"))
    if body.get("enforce_nonce") and key in wire.nonces:
        wire.swallowed += 1
        return answer(wire.messages.get(wire.nonces[key]) or message(wire.nonces[key], channel, body, wire.now()))
    made = message(wire.snowflake(), channel, body, wire.now())
    id = int(made["id"])
    wire.messages[id] = made
    wire.posted.append(dict(made))
    wire.channels[channel]["last_message_id"] = made["id"]
    if body.get("enforce_nonce"):
        wire.nonces[key] = id
    return answer(made)


def _history(wire: WireDiscord, channel: int, query: Any) -> list[Json]:
    """As Discord pages it: the first ones after an id, or the last ones, always the newest first."""
    limit, after = int(query.get("limit", 50)), int(query.get("after", 0))
    before = int(query.get("before", 2**63))
    found = [one for id, one in sorted(wire.messages.items())
             if int(one["channel_id"]) == channel and after < id < before]  # fmt: skip
    return list(reversed(found[:limit] if "after" in query else found[-limit:]))


# ---- Discord's own events ---------------------------------------------------------------------------------------


async def _of_natives(wire: WireDiscord, method: str, guild: int, rest: list[str], body: Json) -> web.Response:
    known = bool(rest) and int(rest[0]) in wire.natives
    match (method, *rest):
        case ("GET",):
            return answer([one for one in wire.natives_of(guild) if one["status"] < 3])
        case ("POST",):
            id = wire.snowflake()
            wire.natives[id] = {
                "id": str(id), "guild_id": str(guild), "channel_id": None, "creator_id": str(BOT), "status": 1,
                "entity_id": None, "creator": user(BOT), "user_count": 0, "image": None, **body,
            }  # fmt: skip
            await wire.gateway.dispatch("GUILD_SCHEDULED_EVENT_CREATE", wire.natives[id])
            return answer(wire.natives[id])
        case ("GET", id) if known:
            return answer(wire.natives[int(id)])
        case ("PATCH", id) if known:
            wire.natives[int(id)] |= body
            await wire.gateway.dispatch("GUILD_SCHEDULED_EVENT_UPDATE", wire.natives[int(id)])
            return answer(wire.natives[int(id)])
        case ("DELETE", id) if known:
            await wire.gateway.dispatch("GUILD_SCHEDULED_EVENT_DELETE", wire.natives.pop(int(id)))
            return web.Response(status=204)
        case _:
            return refusal(404, 10070, "Unknown Guild Scheduled Event")


def direct_channel(id: int, person: int) -> Json:
    return {"id": str(id), "type": DIRECT, "recipients": [user(person)], "last_message_id": None}
