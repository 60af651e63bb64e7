"""The small Discord keeps to what Discord does: sessions, replays, refusals, limits, and nothing but this machine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from tests.wire.discord import WireDiscord
from tests.wire.faults import GATEWAY_KINDS, HTTP_KINDS, Fault
from tests.wire.limits import broken_by
from tests.wire.loopback import HERE, Loopback

NOBODY = {"parse": []}
CARD = {"allowed_mentions": NOBODY, "flags": 1 << 15}


@pytest.fixture
async def wire() -> AsyncIterator[WireDiscord]:
    wire = WireDiscord(lambda: datetime.now(UTC))
    runner = await wire.serve()
    yield wire
    await runner.cleanup()


@asynccontextmanager
async def visitor() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(connector=Loopback(limit=0)) as session:
        yield session


async def ask(wire: WireDiscord, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    async with visitor() as session, session.request(method, f"http://{HERE}:{wire.port}{path}", json=body) as told:
        return told.status, await told.json() if told.content_type == "application/json" else await told.text()


async def join(session: aiohttp.ClientSession, wire: WireDiscord, said: Any) -> aiohttp.ClientWebSocketResponse:
    socket = await session.ws_connect(f"{wire.gateway.url}")
    assert (await socket.receive_json())["op"] == 10
    await socket.send_json(said)
    return socket


async def events(socket: aiohttp.ClientWebSocketResponse, count: int) -> list[tuple[str, int]]:
    return [(told["t"], told["s"]) for told in [await socket.receive_json() for _ in range(count)]]


async def test_nothing_but_this_machine_can_be_reached():
    async with visitor() as session:
        for elsewhere in ("https://discord.com/api", "http://192.0.2.1/", "http://localhost/"):
            with pytest.raises((PermissionError, aiohttp.ClientOSError), match="only 127"):
                await session.get(elsewhere)


async def test_a_route_that_the_bot_does_not_use_is_refused_and_noted(wire):
    assert (await ask(wire, "DELETE", "/guilds/200/members/5"))[0] == 404
    assert wire.unknown == ["DELETE guilds/200/members/5"]
    assert not wire.faultless


async def test_who_comes_back_hears_what_was_missed_and_in_its_order(wire):
    async with visitor() as session:
        socket = await join(session, wire, {"op": 2, "d": {}})
        assert await events(socket, 2) == [("READY", 1), ("GUILD_CREATE", 2)]
        await wire.strike("abort")
        assert (await socket.receive()).type in {aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR}
        for name in ("ONE", "TWO"):
            await wire.gateway.dispatch(name, {})
        assert wire.gateway.session is not None
        socket = await join(session, wire, {"op": 6, "d": {"session_id": wire.gateway.session.id, "seq": 2}})
        assert await events(socket, 3) == [("ONE", 3), ("TWO", 4), ("RESUMED", 5)]


async def test_a_session_that_is_gone_cannot_be_taken_up(wire):
    async with visitor() as session:
        socket = await join(session, wire, {"op": 2, "d": {}})
        await events(socket, 2)
        await wire.strike("op9/false")
        assert await socket.receive_json() == {"op": 9, "d": False}
        socket = await join(session, wire, {"op": 6, "d": {"session_id": "wire-1", "seq": 2}})
        assert await socket.receive_json() == {"op": 9, "d": False}


@pytest.mark.parametrize(
    ("kind", "sign"), [("op7", {"op": 7, "d": None}), ("op9/true", {"op": 9, "d": True}), ("close/4000", 4000),
                       ("close/4009", 4009)],
)  # fmt: skip
async def test_a_connection_is_broken_as_discord_breaks_it(wire, kind, sign):
    async with visitor() as session:
        socket = await join(session, wire, {"op": 2, "d": {}})
        await events(socket, 2)
        await wire.strike(kind)
        told = await socket.receive()
        assert (told.data if isinstance(sign, int) else json.loads(told.data)) == sign


async def test_a_zombie_neither_answers_nor_tells_until_somebody_connects_anew(wire):
    async with visitor() as session:
        socket = await join(session, wire, {"op": 2, "d": {}})
        await events(socket, 2)
        await wire.strike("zombie")
        await socket.send_json({"op": 1, "d": 2})
        await wire.gateway.dispatch("ONE", {})
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.receive(), 0.1)
        socket = await join(session, wire, {"op": 6, "d": {"session_id": "wire-1", "seq": 2}})
        assert (await events(socket, 1)) == [("ONE", 3)]


async def test_events_may_come_several_times_and_in_any_order(wire):
    async with visitor() as session:
        socket = await join(session, wire, {"op": 2, "d": {}})
        await events(socket, 2)
        wire.faults.add(Fault("shuffle", "ONE|TWO", count=2))
        await wire.gateway.dispatch("ONE", {})
        await wire.gateway.dispatch("TWO", {})
        await asyncio.sleep(0.1)
        assert wire.gateway.session is not None
        names = [json.loads(text)["t"] for _, text in wire.gateway.session.told][2:]
        assert set(names) == {"ONE", "TWO"}
        assert 2 <= len(names) <= 10


@pytest.mark.parametrize("kind", [kind for kind in HTTP_KINDS if kind[0].isdigit()])
async def test_a_refusal_has_its_status_its_code_and_what_a_rate_limit_brings(wire, kind):
    wire.faults.add(Fault(kind, "GET /users/@me", seconds=0.5))
    status, told = await ask(wire, "GET", "/users/@me")
    number, _, detail = kind.partition("/")
    assert status == int(number)
    if number == "429":
        assert told["retry_after"] == 0.5
        assert told["global"] is (detail == "global")
    elif number[0] == "4":
        assert told["code"] == int(detail)
    assert (await ask(wire, "GET", "/users/@me"))[0] == 200


@pytest.mark.parametrize(("kind", "made"), [("reset", 0), ("lost", 1)])
async def test_a_broken_request_was_done_or_not_and_nobody_hears_which(wire, kind, made):
    wire.faults.add(Fault(kind, "POST /channels"))
    with pytest.raises(aiohttp.ClientError):
        await ask(wire, "POST", "/channels/300/messages", {"content": "once", "allowed_mentions": NOBODY})
    assert [shown["content"] for shown in wire.messages.values()] == ["once"] * made


async def test_a_fault_strikes_what_it_matches_as_often_as_it_says_after_what_it_lets_pass(wire):
    fault = wire.faults.add(Fault("500/0", "/users/", count=2, after=1))
    assert [(await ask(wire, "GET", "/users/7"))[0] for _ in range(4)] == [200, 500, 500, 200]
    assert (await ask(wire, "GET", "/gateway/bot"))[0] == 200
    assert len(fault.struck) == 2
    with pytest.raises(ValueError, match="not a fault"):
        wire.faults.add(Fault(GATEWAY_KINDS[0]))


async def test_an_enforced_nonce_makes_one_message_of_two(wire):
    body = {"content": "once", "allowed_mentions": NOBODY, "nonce": "a", "enforce_nonce": True}
    first, second = [(await ask(wire, "POST", "/channels/300/messages", body))[1]["id"] for _ in range(2)]
    assert first == second
    assert wire.swallowed == 1


async def test_an_interaction_is_answered_once_and_in_time(wire):
    async with visitor() as session:
        await events(await join(session, wire, {"op": 2, "d": {}}), 2)
        id = await wire.interact(500, 3, {"custom_id": "x", "component_type": 2})
        path = f"/interactions/{id}/token-{id}/callback"
        assert [(await ask(wire, "POST", path, {"type": 6}))[0] for _ in range(2)] == [200, 400]
        assert wire.twice == [id]
        wire.deadline = -1.0
        late = await wire.interact(500, 3, {"custom_id": "x", "component_type": 2})
        status, told = await ask(wire, "POST", f"/interactions/{late}/token-{late}/callback", {"type": 6})
        assert (status, told["code"]) == (404, 10062)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"content": "x" * 2001, "allowed_mentions": NOBODY}, "a message has 2001 characters"),
        ({"content": "everybody"}, "let Discord find people"),
        ({"content": "x", "allowed_mentions": {"parse": ["users"]}}, "let Discord find people"),
        ({**CARD, "components": [{"type": 10, "content": "x" * 4001}]}, "4001 characters"),
        ({**CARD, "components": [{"type": 14}] * 41}, "41 components"),
        ({**CARD, "content": "x", "components": []}, "beside it"),
        ({**CARD, "components": [{"type": 1, "components": [{"type": 2, "label": "x", "custom_id": "a"}] * 2}]}, "two"),
        ({**CARD, "components": [{"type": 1, "components": [{"type": 2, "label": "x" * 81, "custom_id": "a"}]}]}, "81"),
        ({**CARD, "components": [{"type": 1, "components": [{"type": 2, "label": "x"}]}]}, "without a custom id"),
        ({**CARD, "components": [{"type": 1, "components": []}]}, "a row of"),
        ({**CARD, "nonce": "x" * 26, "components": []}, "a nonce has 26"),
    ],
)
async def test_a_message_over_a_limit_of_discord_is_refused_and_noted(wire, body, said):
    status, told = await ask(wire, "POST", "/channels/300/messages", body)
    assert (status, told["code"]) == (400, 50035)
    assert said in told["message"]
    assert not wire.messages
    assert not wire.faultless


def test_what_is_within_the_limits_breaks_none():
    button = {"type": 2, "label": "x" * 80, "custom_id": "y" * 100}
    body = {**CARD, "nonce": "x" * 25, "components": [{"type": 10, "content": "x" * 4000},
                                                      {"type": 1, "components": [button]}]}  # fmt: skip
    assert broken_by("POST", ("channels", "1", "messages"), body) == []
    assert broken_by("POST", ("interactions", "1", "t", "callback"), {"type": 4, "data": body}) == []


@pytest.mark.parametrize(
    ("parts", "body", "said"),
    [
        (
            ("interactions", "1", "t", "callback"),
            {"type": 8, "data": {"choices": [{"name": "x", "value": "x"}] * 26}},
            "26",
        ),
        (("interactions", "1", "t", "callback"), {"type": 9, "data": {"title": "x" * 46, "custom_id": "a"}}, "title"),
        (("guilds", "1", "scheduled-events"), {"name": "x" * 101}, "event's name"),
        (("channels", "1", "threads"), {"name": "x" * 101}, "thread's name"),
    ],
)
def test_choices_forms_threads_and_events_have_limits_too(parts, body, said):
    assert said in " ".join(broken_by("POST", parts, body))
