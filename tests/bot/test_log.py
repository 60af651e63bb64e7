"""The log keeps secrets, whatever a record says and wherever in it they stand."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime

import pytest

from bot import log

GIVEN = "a-secret-of-no-known-shape"
TOKEN = "MTA1MjM0NTY3ODkwMTIzNDU2Nw.GabcdE.canaryCANARYcanaryCANARYcanaryCANARY012"
INTERACTION = "aW50ZXJhY3Rpb246canary.canary-canary_canary"
WRITTEN = (
    TOKEN,
    f"Authorization: Bot {TOKEN}, and more",
    GIVEN,
    f"POST https://discord.com/api/v10/webhooks/1234567890/{INTERACTION}/messages/@original",
    f"https://discord.com/api/webhooks/1234567890/{INTERACTION}",
    f"POST https://discord.com/api/v10/interactions/1234567890/{INTERACTION}/callback with {{}}",
)


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    kept = root.level, root.handlers[:]
    levels = {name: logging.getLogger(name).level for name in ("discord", "aiohttp")}
    yield
    root.setLevel(kept[0])
    root.handlers[:] = kept[1]
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def assert_secret(text: str) -> None:
    assert "[redacted]" in text
    assert "canary" not in text
    assert GIVEN not in text


@pytest.mark.parametrize("secret", WRITTEN)
def test_a_secret_in_a_record_is_taken_out(capsys, secret):
    log.set_up("INFO", ["", GIVEN])
    logging.getLogger("bot.app").info("before %s after", secret)
    written = capsys.readouterr().err
    assert_secret(written)
    assert "before" in written


@pytest.mark.parametrize("secret", WRITTEN)
def test_a_secret_in_a_traceback_is_taken_out(capsys, secret):
    log.set_up("INFO", [GIVEN])
    logging.getLogger("bot.app").error("It failed", exc_info=ValueError(secret))
    written = capsys.readouterr().err
    assert "ValueError" in written
    assert_secret(written)


def test_what_is_no_secret_stays(capsys):
    log.set_up("INFO", [GIVEN])
    said = "GET https://discord.com/api/v10/interactions and /webhooks/ in trotsky-in-mexico 1.0.0, divergence.sqlite"
    logging.getLogger("bot.app").info(said)
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("library", ["discord", "discord.gateway", "discord.webhook.async_", "aiohttp.access"])
def test_libraries_never_say_what_they_know_at_debug(capsys, library):
    log.set_up("DEBUG")
    logging.getLogger(library).debug("other people's words")
    logging.getLogger("bot.app").debug("our own")
    written = capsys.readouterr().err
    assert "other people's words" not in written
    assert "our own" in written


def test_libraries_are_as_quiet_as_the_rest_when_that_is_quieter(capsys):
    log.set_up("ERROR")
    logging.getLogger("discord.http").warning("not so bad")
    assert capsys.readouterr().err == ""


# ---- as JSON ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", [*WRITTEN, 'a "quoted" sécret\nof two lines'])
def test_as_json_a_record_is_one_object_on_one_line_without_secrets(capsys, secret):
    log.set_up("INFO", [GIVEN, 'a "quoted" sécret\nof two lines'], "json")
    logging.getLogger("bot.app").error("before %s after", secret, exc_info=ValueError(secret))
    (line,) = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert_secret(line)
    assert "quoted" not in line
    assert (said["level"], said["logger"]) == ("ERROR", "bot.app")
    assert said["message"].startswith("before ")
    assert "ValueError" in said["trace"]
    assert datetime.fromisoformat(said["at"]).tzinfo is not None
