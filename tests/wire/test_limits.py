"""The guard itself: what would be past a limit of Discord's, or would ping somebody, is named."""

from __future__ import annotations

import pytest

from tests.wire.limits import broken_by

MESSAGES = ("POST", "channels", "1", "messages")
ANSWERS = ("POST", "interactions", "1", "token", "callback")
THREADS = ("POST", "channels", "1", "threads")
SILENT = {"allowed_mentions": {"parse": []}}


def message(**fields: object) -> dict[str, object]:
    return {"content": "Hello", **SILENT, **fields}


def card(*components: object) -> dict[str, object]:
    return {"components": list(components), "flags": 1 << 15, **SILENT}


def button(**fields: object) -> dict[str, object]:
    return {"type": 1, "components": [{"type": 2, "label": "Go", "custom_id": "b1:go", **fields}]}


@pytest.mark.parametrize(
    ("request_", "body", "named"),
    [
        (MESSAGES, {"content": "Hello"}, "people to call"),
        (MESSAGES, {"content": "Hello", "allowed_mentions": {"parse": ["users"]}}, "people to call"),
        (ANSWERS, {"type": 4, "data": {"content": "Hello"}}, "people to call"),
        (THREADS, {"name": "A thread", "message": {"content": "Hello"}}, "people to call"),
        (MESSAGES, message(content="a" * 2001), "2001 characters"),
        (MESSAGES, message(nonce="1" * 26), "nonce"),
        (MESSAGES, message(allowed_mentions={"parse": [], "users": [*map(str, range(101))]}), "101 people"),
        (MESSAGES, card({"type": 10, "content": "a" * 2001}, {"type": 10, "content": "b" * 2001}), "4002 characters"),
        (MESSAGES, card({"type": 17, "components": [{"type": 10, "content": "a"}] * 40}), "41 components"),
        (MESSAGES, card(button(label="a" * 81)), "81 characters"),
        (MESSAGES, card(button(label="")), "nothing on it"),
        (MESSAGES, card(button(custom_id="a" * 101)), "101 characters"),
        (MESSAGES, card(button(), button()), "two components"),
        (ANSWERS, {"type": 8, "data": {"choices": [{"name": "a", "value": "b" * 101}]}}, "a choice's value"),
        (ANSWERS, {"type": 8, "data": {"choices": [{"name": "a", "value": "b"}] * 26}}, "26 choices"),
        (ANSWERS, {"type": 9, "data": {"title": "a" * 46, "custom_id": "m1:go", "components": []}}, "form's title"),
        (THREADS, {"name": "a" * 101, "auto_archive_duration": 60}, "thread's name"),
    ],
)
def test_what_discord_would_refuse_or_what_would_ping_is_named(request_, body, named):
    method, *parts = request_
    assert any(named in fault for fault in broken_by(method, tuple(parts), body))


@pytest.mark.parametrize("body", [{}, message(), card(button())])
def test_what_is_within_the_limits_is_let_through(body):
    assert broken_by("POST", ("channels", "1", "messages"), body) == []
