# ruff: noqa: SLF001 (reaching into simcord is what this file is for)
"""What simcord 3.2.1 lacks and the practice server needs, each with its reason.

Every function changes one simulation only, never simcord itself. `tests/bot/practice/test_shims.py` fails when
simcord no longer needs one of them.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import discord

if TYPE_CHECKING:
    from simcord import ChannelHandle, Env, InteractionResult, Preview, ResponseMessage, UserHandle

# Gone: the brand, the viewer (chosen on our page), and what searches, inspects, captures and ends the preview.
_ONLY_THE_CHANNEL = """
.preview-brand, #messages-toggle, #messages-sidebar, .viewer-control, #capture-open, #inspector-toggle, .session-menu {
  display: none !important;
}
.preview-shell { --toolbar-height: 40px !important; }
.preview-toolbar { height: auto !important; flex-wrap: nowrap !important; padding: 3px 8px !important; }
#action-status { flex: 0 1 auto !important; margin-left: auto !important; }
"""

_LOOK_AGAIN = 0.002
_NONCE_LIFE = timedelta(minutes=5)  # Discord says "the past few minutes"


def carry_locales(env: Env, locales: Mapping[int, str]) -> None:
    """Interactions carry the person's locale (by user id), the server's own, and who installed the app.

    simcord says en-US for both and names no install owner. A listener placed before the bot's own feed may still
    change what the bot is about to receive.
    """

    def complete(event: str, payload: Mapping[str, Any]) -> None:
        if event != "INTERACTION_CREATE" or not isinstance(payload, dict):
            return
        user = payload["user"] if "user" in payload else payload["member"]["user"]
        payload["locale"] = locales.get(int(user["id"]), payload["locale"])
        if "guild_id" in payload:
            payload["guild_locale"] = env.backend.get_guild(int(payload["guild_id"])).preferred_locale
        # 0 is a guild install, 1 a user install. In the bot's own direct messages Discord names guild "0".
        payload["authorizing_integration_owners"] = {"0": payload.get("guild_id", "0")}

    env.backend.subscribers.insert(0, complete)


def settle_briskly(env: Env) -> None:
    """While the bot waits for its store, simcord looks again after two milliseconds.

    It looks every fifty: a loop of the bot that reads its store once a minute makes a day last over a minute.
    """
    env._settle_internal = partial(env._settle_internal, idle=_LOOK_AGAIN)  # type: ignore[method-assign]  # this one


def honour_nonces(env: Env, bot: discord.Client) -> None:
    """A message posted again with the same enforced nonce is not posted twice.

    simcord ignores `nonce`, so a resend that Discord would swallow would show up as a second message. To be called
    for each bot object once it is attached: attaching gives it a new HTTP client.
    """
    posted: dict[tuple[str, str], tuple[int, Any]] = {}
    send = bot.http.request

    async def request(route: discord.http.Route, **options: Any) -> Any:
        body = options.get("json") or {}
        if route.method != "POST" or route.path != "/channels/{channel_id}/messages" or not body.get("enforce_nonce"):
            return await send(route, **options)
        key = (str(route.channel_id), str(body.get("nonce")))
        if key in posted:
            message_id, at = posted[key]
            if env.now() - at < _NONCE_LIFE:
                again = discord.http.Route(
                    "GET",
                    "/channels/{channel_id}/messages/{message_id}",
                    channel_id=route.channel_id,
                    message_id=message_id,
                )
                return await send(again)
        sent = await send(route, **options)
        posted[key] = (int(sent["id"]), env.now())
        return sent

    bot.http.request = request  # type: ignore[method-assign]  # this object only; the class stays as it is


def let_create_events(env: Env) -> None:
    """Create Events is enough to make events of one's own, and to change and delete those.

    simcord asks for Manage Events, which Discord asks for only where an event is somebody else's.
    """
    require = env.backend.require_permissions

    def enough(guild_id: int | None, user_id: int, channel_id: int | None, *names: str) -> None:
        needed = ("create_events" if name == "manage_events" else name for name in names)
        require(guild_id, user_id, channel_id, *needed)

    env.backend.require_permissions = enough  # type: ignore[method-assign]  # this simulation only


def put_away_own_threads(env: Env, bot: discord.Client) -> None:
    """Whoever made a thread may archive it.

    simcord wants `manage_channels` for every change of a thread, where Discord lets its creator rename and archive it
    without any permission. To be called for each bot object once it is attached, as `honour_nonces`.
    """
    from simcord.backend import serializers

    send = bot.http.request

    async def request(route: discord.http.Route, **options: Any) -> Any:
        body = options.get("json") or {}
        if route.method == "PATCH" and route.path == "/channels/{channel_id}" and set(body) == {"archived"}:
            thread = env.backend.channels.get(int(route.channel_id or 0))
            if thread is not None and thread.is_thread and thread.owner_id == env.backend.bot_user.id:
                thread = env.backend.edit_channel(thread.id, {}, thread_metadata=body)
                return dict(serializers.channel_payload(env.backend, thread))
        return await send(route, **options)

    bot.http.request = request  # type: ignore[method-assign]  # this object only; the class stays as it is


def complete_mentions(env: Env, name: str) -> None:
    """What people write as `@name` mentions the bot.

    Discord's own composer turns a name that is typed out into a mention; simcord's page sends the letters.
    """
    create = env.backend.create_message
    typed = re.compile(rf"(?<![\w<])@{re.escape(name)}(?![\w-])", re.IGNORECASE)

    def create_message(channel_id: int, author_id: int, content: str | None = "", **rest: Any) -> Any:
        bot = env.backend.bot_user.id
        if content and author_id != bot:
            content = typed.sub(f"<@{bot}>", content)
        return create(channel_id, author_id, content, **rest)

    env.backend.create_message = create_message  # type: ignore[method-assign]  # this simulation only


async def menu_in_direct_messages(
    user: UserHandle, channel: ChannelHandle, name: str, target: ResponseMessage
) -> InteractionResult:
    """Run a message-menu command in a person's direct messages with the bot.

    simcord's people can do so in servers only. This is its own `MemberActor.context_menu` without the server.
    """
    from simcord import actors
    from simcord.backend import serializers
    from simcord.enums import AppCommandType, InteractionType

    backend = user._env.backend
    stored = backend.get_message(channel.id, target.id)
    command = actors._resolve_visible_command(user, channel.id, name, AppCommandType.MESSAGE)
    data = {
        "id": command["id"],
        "name": command["name"],
        "type": AppCommandType.MESSAGE,
        "target_id": str(target.id),
        "resolved": {"messages": {str(target.id): dict(serializers.message_payload(backend, stored))}},
    }
    return await actors._dispatch_actor_interaction(user, InteractionType.APPLICATION_COMMAND, channel, data)


def take_turns(preview: Preview, turn: asyncio.Lock) -> None:
    """What is done in the preview page waits for its turn.

    simcord refuses overlapping operations; without this a click that meets the running clock is answered with an
    error page instead of half a millisecond later.
    """
    act: Callable[..., Awaitable[Any]] = preview._action

    async def action(*arguments: Any) -> Any:
        async with turn:
            return await act(*arguments)

    preview._action = action  # type: ignore[method-assign, assignment]  # this preview only


def allow_framing(preview: Preview, origin: str) -> None:
    """The preview page may stand inside a page served from `origin`, and in no other.

    simcord forbids every frame, so the channel could only open in a tab away from the people and their messages.
    """
    headers = dict(preview._server._SECURITY_HEADERS)
    del headers["X-Frame-Options"]
    policy = headers["Content-Security-Policy"]
    headers["Content-Security-Policy"] = policy.replace("frame-ancestors 'none'", f"frame-ancestors {origin}")
    preview._server._SECURITY_HEADERS = headers  # type: ignore[misc]  # this preview only


def hide_workbench(preview: Preview) -> None:
    """The preview page shows the channel without simcord's tools for testers; what it says of an action stays.

    To be called before the preview is entered, since that is when simcord takes its handlers.
    """
    serve = preview._server._static

    async def static(request: Any) -> Any:
        response = await serve(request)
        if request.path == "/preview.css":
            response.text += _ONLY_THE_CHANNEL
        return response

    preview._server._static = static  # type: ignore[method-assign]  # this preview only
