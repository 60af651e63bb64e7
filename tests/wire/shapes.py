"""What Discord says of things: users, members, channels, guilds and messages, as its API describes them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from aiohttp import web

Json = dict[str, Any]

EPOCH = 1420070400000
BOT, GUILD, CHANNEL, HOST = 100, 200, 300, 400
"""Ids of the bot, the first guild, its channel, and the moderator who opens things."""
PEOPLE = (400, 401, 402, 403)
EVERYTHING = str((1 << 53) - 1)
TEXT, DIRECT, PUBLIC_THREAD, FORUM = 0, 1, 11, 15
JOINED = "2026-01-01T00:00:00+00:00"


def answer(value: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """As Discord sends it: discord.py takes nothing for JSON whose content type says more than that."""
    told = {"Content-Type": "application/json", **(headers or {})}
    return web.Response(body=json.dumps(value).encode(), status=status, headers=told)


def refusal(status: int, code: int, message: str) -> web.Response:
    """What Discord answers instead, with a code of its own."""
    return answer({"message": message, "code": code}, status=status)


def user(id: int) -> Json:
    return {"id": str(id), "username": f"person{id}", "discriminator": "0", "global_name": f"Person {id}",
            "avatar": None, "bot": id == BOT}  # fmt: skip


def member(id: int) -> Json:
    return {"user": user(id), "roles": [], "joined_at": JOINED, "deaf": False, "mute": False,
            "flags": 0, "permissions": EVERYTHING, "nick": None, "avatar": None}  # fmt: skip


def channel(id: int, guild: int, name: str = "quiz", kind: int = TEXT, position: int = 0) -> Json:
    return {"id": str(id), "type": kind, "guild_id": str(guild), "name": name, "position": position, "topic": None,
            "permission_overwrites": [], "nsfw": False, "parent_id": None, "last_message_id": None,
            "rate_limit_per_user": 0, "permissions": EVERYTHING, "available_tags": [], "flags": 0}  # fmt: skip


def thread(id: int, parent: Json, body: Json, now: str) -> Json:
    """A thread that the bot opened below `parent`."""
    about = {"archived": False, "auto_archive_duration": body.get("auto_archive_duration", 1440), "locked": False,
             "archive_timestamp": now, "create_timestamp": now}  # fmt: skip
    return {
        **channel(id, int(parent["guild_id"]), body["name"], body.get("type", PUBLIC_THREAD)),
        "parent_id": parent["id"], "owner_id": str(BOT), "message_count": 0, "member_count": 1,
        "thread_metadata": about, "applied_tags": body.get("applied_tags", []),
    }  # fmt: skip


def role(id: int, name: str, position: int = 0) -> Json:
    return {"id": str(id), "name": name, "permissions": EVERYTHING, "position": position, "color": 0, "hoist": False,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "managed": False, "mentionable": False, "flags": 0}  # fmt: skip


def guild(id: int, channels: Iterable[Json], roles: int = 1, natives: Iterable[Json] = ()) -> Json:
    """A guild with everything a bot is told of it when it joins."""
    held = [role(id, "@everyone"), *(role(id + 10_000 + n, f"role {n}", n) for n in range(1, roles))]
    kinds = list(channels)
    return {
        "id": str(id), "name": f"Wire {id}", "owner_id": str(HOST), "roles": held,
        "channels": [one for one in kinds if one["type"] != PUBLIC_THREAD],
        "threads": [one for one in kinds if one["type"] == PUBLIC_THREAD],
        "members": [member(BOT)], "member_count": 5, "emojis": [], "stickers": [], "features": [],
        "voice_states": [], "presences": [], "stage_instances": [], "soundboard_sounds": [],
        "guild_scheduled_events": list(natives), "preferred_locale": "en-US", "verification_level": 0,
        "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0,
        "premium_tier": 0, "system_channel_flags": 0, "premium_progress_bar_enabled": False, "afk_timeout": 60,
        "joined_at": JOINED, "large": False, "unavailable": False,
    }  # fmt: skip


def application() -> Json:
    return {"id": str(BOT), "name": "Divergence", "icon": None, "description": "", "bot_public": True, "flags": 0,
            "bot_require_code_grant": False, "verify_key": "", "team": None, "owner": user(HOST)}  # fmt: skip


def message(id: int, where: int, body: Json, now: str, author: int = BOT) -> Json:
    return {
        "id": str(id), "channel_id": str(where), "author": user(author), "content": body.get("content") or "",
        "timestamp": now, "edited_timestamp": None, "tts": False, "mention_everyone": False,
        "mentions": [], "mention_roles": [], "attachments": [], "embeds": body.get("embeds", []), "pinned": False,
        "type": 0, "components": body.get("components") or [], "flags": body.get("flags") or 0,
        "allowed_mentions": body.get("allowed_mentions"), "nonce": body.get("nonce"),
    }  # fmt: skip
