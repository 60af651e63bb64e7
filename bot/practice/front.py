"""The practice server's front page: choose a person and a place, see it as they do, run commands on messages.

It listens on loopback only. Whoever can read the page can act in the simulation, so other sites must not: every
request names this host, every call carries the page's random token, and what changes something is a POST from here.
"""

from __future__ import annotations

import asyncio
import errno
import hmac
import html
import json
import os
import re
import secrets
import signal
import socket
import sys
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from importlib.resources import files

import click
from aiohttp import web

from bot.errors import SetupError
from bot.language import Language, words
from bot.practice.desk import Desk
from bot.practice.page_words import page_words
from bot.practice.places import Refused
from bot.practice.server import practice
from bot.practice.window import Window
from bot.practice.world import welcome
from bot.settings import Settings

HOST = "127.0.0.1"
COMMAND = "divergence run"

_BODY_LIMIT = 16 * 1024
_GRACE = 1.0  # seconds that open requests get when the server stops
_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
_TYPES = {"app.js": "text/javascript", "app.css": "text/css"}
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        f"frame-src http://{HOST}:*; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class FrontPage:
    """The page and its calls. `token` is what a page must send back to be believed to be ours."""

    def __init__(self, desk: Desk, origin: str) -> None:
        self.desk = desk
        self.origin = origin
        self.token = secrets.token_urlsafe(32)

    def application(self) -> web.Application:
        """The routes, each behind the guard."""
        application = web.Application(middlewares=[self._guard], client_max_size=_BODY_LIMIT)
        application.router.add_get("/", self._page)
        application.router.add_get("/{name:app\\.(?:js|css)}", self._file)
        application.router.add_get("/api/state", self._state)
        for name in ("open", "menu", "locale", "reset"):
            application.router.add_post(f"/api/{name}", self._call)
        return application

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        address = self.origin.removeprefix("http://")
        if request.host == address.replace(HOST, "localhost") and request.path == "/":
            raise web.HTTPFound(f"{self.origin}/")  # the views stand at the number, and browsers tell the two apart
        # A site that has its own name resolve to this machine still sends that name.
        origin = request.headers.get("Origin")
        here = request.host == address and origin in {None, self.origin}
        if request.method == "POST":
            here = here and origin is not None
        if request.path.startswith("/api/"):
            sent = request.headers.get("X-Practice-Token", "")
            here = here and hmac.compare_digest(sent.encode(), self.token.encode())
        if not here:
            return web.json_response({"error": "Forbidden"}, status=403, headers=_HEADERS)
        response = await handler(request)
        response.headers.update(_HEADERS)
        return response

    async def _page(self, request: web.Request) -> web.Response:
        _ = words(language_of(request))
        said = page_words(_)
        shown = {name: html.escape(sentence) for name, sentence in said.items()}
        shown["join"] = html.escape(said["join"]).replace("{command}", f"<code>{COMMAND}</code>")
        # Inside a script element only the end of the element could be misread.
        shown["words"] = json.dumps(said).replace("<", "\\u003c")
        shown |= {"lang": _.language.value, "token": self.token}
        text = _PLACEHOLDER.sub(lambda match: shown[match[1]], _asset("index.html"))
        return web.Response(text=text, content_type="text/html")

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        return web.Response(text=_asset(name), content_type=_TYPES[name])

    async def _state(self, request: web.Request) -> web.Response:
        return web.json_response(self.desk.state(words(language_of(request))))

    async def _call(self, request: web.Request) -> web.Response:
        _ = words(language_of(request))
        try:
            body = await request.json()
            done = await self.desk.call(request.path.rpartition("/")[2], body if isinstance(body, dict) else {}, _)
        except Refused as refused:
            return web.json_response({"error": str(refused)}, status=409)
        except ValueError:
            return web.json_response({"error": _("The page sent something that cannot be read.")}, status=400)
        return web.json_response(done)


def language_of(request: web.Request) -> Language:
    """The language of `?lang=`, else the first that both the browser and the bot speak, else English."""
    chosen = Language.of_locale(request.query.get("lang"))
    if chosen is not None:
        return chosen
    weighed: list[tuple[float, Language]] = []
    for part in request.headers.get("Accept-Language", "")[:1000].split(","):
        name, _, weight = part.partition(";q=")
        language = Language.of_locale(name.strip())
        with suppress(ValueError):
            if language is not None:
                weighed.append((float(weight or 1), language))
    return max(weighed, key=lambda pair: pair[0], default=(0.0, Language.EN))[1]


@asynccontextmanager
async def front_page(settings: Settings, port: int = 0) -> AsyncIterator[FrontPage]:
    """A running practice server with its front page; 0 takes any free port. Raises SetupError for one in use."""
    listening = _listen(port)  # first: a busy port should be told before anything is loaded
    origin = f"http://{HOST}:{listening.getsockname()[1]}"
    try:
        async with practice(settings, running=True) as server:
            window = Window(server, origin)
            await welcome(server)
            page = FrontPage(Desk(window), origin)
            runner = web.AppRunner(page.application(), access_log=None, shutdown_timeout=_GRACE)
            await runner.setup()
            try:
                await window.move(window.person.name, window.place.id)
                await web.SockSite(runner, listening).start()
                yield page
            finally:
                await runner.cleanup()
                await window.close()
    finally:
        listening.close()


async def serve(settings: Settings, port: int, open_browser: bool) -> None:
    """Run the practice server and its page until interrupted; prints the address."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows has no signal handlers here; Ctrl+C still works
            loop.add_signal_handler(name, stopped.set)
    async with front_page(settings, port) as page:
        click.echo(f"The practice server is open at {page.origin}/ (Ctrl+C ends it).")
        if open_browser and _has_desktop():
            await asyncio.to_thread(webbrowser.open, f"{page.origin}/")
        await stopped.wait()


def _has_desktop() -> bool:
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _listen(port: int) -> socket.socket:
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        raise SetupError(
            f"Port {port} {'is in use' if error.errno == errno.EADDRINUSE else 'cannot be used'}. "
            "Choose another with --port, or leave it out for a free one."
        ) from None


def _asset(name: str) -> str:
    return (files("bot.practice") / "page" / name).read_text(encoding="utf-8")
