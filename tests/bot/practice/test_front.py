"""The front page over loopback: who may call it, what it shows, and what each call does."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import discord
import pytest
import pytest_asyncio

from bot.errors import SetupError
from bot.practice.front import FrontPage, front_page, serve
from bot.settings import Settings

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Visitor:
    """A browser at the page."""

    def __init__(self, page: FrontPage, http: aiohttp.ClientSession) -> None:
        self.page = page
        self.http = http
        self.server = page.desk.window.server
        self.headers = {"X-Practice-Token": page.token, "Origin": page.origin}

    async def state(self, lang: str = "en") -> dict[str, Any]:
        async with self.http.get(f"{self.page.origin}/api/state?lang={lang}", headers=self.headers) as answer:
            assert answer.status == 200
            return await answer.json()

    async def post(self, name: str, status: int = 200, **body: Any) -> dict[str, Any]:
        async with self.http.post(f"{self.page.origin}/api/{name}", headers=self.headers, json=body) as answer:
            assert answer.status == status, await answer.text()
            return await answer.json()

    async def open(self, person: str, place: str) -> dict[str, Any]:
        """The state after choosing a person and then a place by its name."""
        await self.post("open", person=person, place="0")
        there = {each["name"]: each["id"] for each in (await self.state())["places"]}
        await self.post("open", person=person, place=there[place])
        return await self.state()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def visitor(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Visitor]:
    settings = Settings(data=tmp_path_factory.mktemp("data"))
    async with front_page(settings) as page, aiohttp.ClientSession() as http:
        yield Visitor(page, http)


async def text(visitor: Visitor, path: str = "/", **headers: str) -> tuple[int, str]:
    async with visitor.http.get(f"{visitor.page.origin}{path}", headers=headers, allow_redirects=False) as answer:
        return answer.status, await answer.text()


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [
        ("/", "", "en"),
        ("/", "fr,es-MX;q=0.9,en;q=0.8", "es"),
        ("/", "de", "en"),
        ("/?lang=es", "en", "es"),
        ("/", ";q=x,", "en"),
    ],
)
async def test_the_page_speaks_the_visitors_language(visitor, path, accepted, language):
    _status, page = await text(visitor, path, **{"Accept-Language": accepted})
    assert f'<html lang="{language}">' in page


async def test_the_page_says_what_it_is_and_how_to_join_discord(visitor):
    _status, page = await text(visitor)
    assert "simulation of Discord on this machine" in page
    assert "<code>divergence run</code>" in page
    assert "README" in page
    assert "{{" not in page


async def test_the_page_loads_nothing_from_elsewhere(visitor):
    for path in ("/", "/app.css", "/app.js"):
        status, content = await text(visitor, path)
        assert status == 200
        assert not re.search(r"https?://|url\(|@import", content)
    assert (await text(visitor, "/app.py"))[0] == 404
    assert (await text(visitor, "/../front.py"))[0] == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Practice-Token": "wrong"},
        {"X-Practice-Token": ""},
        {"Origin": "http://example.org"},
        {"Origin": "null"},
        {"Host": "example.org"},
        {"Host": "localhost"},
    ],
)
async def test_other_sites_pages_are_refused(visitor, headers):
    sent = {**visitor.headers, **headers}
    async with visitor.http.post(f"{visitor.page.origin}/api/reset", headers=sent, json={}) as answer:
        assert answer.status == 403
    async with visitor.http.get(f"{visitor.page.origin}/api/state", headers=sent) as answer:
        assert answer.status == 403
        assert "url" not in await answer.text()


async def test_what_changes_something_is_a_post_from_this_page(visitor):
    async with visitor.http.get(f"{visitor.page.origin}/api/reset", headers=visitor.headers) as answer:
        assert answer.status == 405
    only_token = {"X-Practice-Token": visitor.page.token}
    async with visitor.http.post(f"{visitor.page.origin}/api/reset", headers=only_token, json={}) as answer:
        assert answer.status == 403


async def test_localhost_is_led_to_the_number(visitor):
    host = visitor.page.origin.removeprefix("http://").replace("127.0.0.1", "localhost")
    assert (await text(visitor, "/", Host=host))[0] == 302


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b'{"person": {}, "place": []}'])
async def test_a_call_that_cannot_be_read_gets_a_sentence(visitor, body):
    for name in ("open", "menu", "locale"):
        sent = {**visitor.headers, "Content-Type": "application/json"}
        async with visitor.http.post(f"{visitor.page.origin}/api/{name}", headers=sent, data=body) as answer:
            assert answer.status in {400, 409}
            assert (await answer.json())["error"]


async def test_a_person_and_a_place_are_chosen_and_the_view_opens(visitor):
    first = await visitor.open("luis", "#history")
    second = await visitor.open("marta", "#moderators")
    assert (second["person"], second["url"] == first["url"]) == ("marta", False)
    async with visitor.http.get(second["url"]) as view:
        assert view.status == 200
        assert view.headers["Content-Security-Policy"].endswith(f"frame-ancestors {visitor.page.origin}")
    with pytest.raises(aiohttp.ClientConnectionError):
        await visitor.http.get(first["url"])


async def test_a_member_is_not_let_into_the_moderators_channel(visitor):
    place = (await visitor.open("marta", "#moderators"))["place"]
    await visitor.post("open", person="ana", place=place)
    state = await visitor.state()
    assert state["place"] != place
    assert "#moderators" not in [each["name"] for each in state["places"]]


async def test_direct_messages_open_and_a_forum_only_lists_its_posts(visitor):
    direct = await visitor.open("ana", "direct messages")
    async with visitor.http.get(direct["url"]) as view:
        assert view.status == 200
    forum = await visitor.open("ana", "#seminars")
    assert (forum["forum"], forum["url"]) == (True, None)
    shelf = visitor.server.guild.channels["seminars"]
    visitor.server.env.backend.create_thread(shelf.id, "A post", visitor.server.people["ana"].id)
    assert (await visitor.open("ana", "A post"))["url"]


async def test_a_message_menu_runs_and_its_private_answer_is_shown(visitor):
    async def repeat(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"**it** says {message.content}", ephemeral=True)

    server = visitor.server
    server.bot.tree.add_command(discord.app_commands.ContextMenu(name="Repeat this", callback=repeat))
    await server.bot.sync(force=True)
    async with server.turn:
        await server.people["ana"].send(server.guild.channels["quiz"], "<b>bold</b>")
    state = await visitor.open("luis", "#quiz")
    (message,) = state["messages"]
    assert (state["menus"][-1], message["text"]) == ("Repeat this", "<b>bold</b>")
    answer = await visitor.post("menu", message=message["id"], command="Repeat this")
    assert [(seen["text"], seen["private"]) for seen in answer["seen"]] == [("it says <b>bold</b>", True)]
    for wrong in ({"message": "1", "command": "Repeat this"}, {"message": message["id"], "command": "ask"}):
        assert "no longer there" in (await visitor.post("menu", 409, **wrong))["error"]


async def test_a_person_is_given_a_language(visitor):
    await visitor.post("locale", person="ana", locale="es-419")
    state = await visitor.state()
    assert {each["name"]: each["locale"] for each in state["people"]}["ana"] == "es-419"
    await visitor.post("locale", 409, person="ana", locale="<script>")


async def test_starting_over_leaves_a_fresh_server_with_its_view_open(visitor):
    await visitor.open("marta", "#quiz")
    await visitor.post("reset")
    state = await visitor.state()
    assert (state["person"], len(state["messages"])) == ("luis", 3)
    assert {each["locale"] for each in state["people"]} == {"en-US"}
    async with visitor.http.get(state["url"]) as view:
        assert view.status == 200


async def test_a_view_that_was_ended_can_be_opened_again(visitor):
    await visitor.open("luis", "#quiz")
    await visitor.server.env._preview.close()
    state = await visitor.state()
    assert state["url"] is None
    await visitor.post("open", person="luis", place=state["place"])
    assert (await visitor.state())["url"]


@pytest.mark.asyncio(loop_scope="function")
async def test_a_busy_port_is_told_in_a_sentence(settings):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SetupError, match=f"Port {port} is in use"):
            await serve(settings, port, open_browser=False)


@pytest.mark.asyncio(loop_scope="function")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
async def test_it_prints_its_address_and_ends_at_once_when_told(tmp_path):
    command = [sys.executable, "-m", "bot", "practice", "--no-browser", "--data", str(tmp_path)]
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    assert process.stdout is not None
    async with asyncio.timeout(30):
        line = (await process.stdout.readline()).decode()
    assert re.search(r"http://127\.0\.0\.1:\d+/", line)
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(8):
        assert await process.wait() == 0
