"""The sign of life: what is written is what is read, and it tells a bot that is well from one that is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.heartbeat import FILE, STALE, STARTING, UNREACHABLE, Beat, ailing, told

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WELL = Beat(NOW, NOW - timedelta(days=1), "1.2.3", 42, "ready", NOW, 7, 0.12, NOW - timedelta(minutes=5), ())


def test_what_is_written_is_read_back(tmp_path):
    WELL.write(tmp_path)
    assert Beat.read(tmp_path) == WELL
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"at": 5}', "\x00", '{"at": "yesterday"}'])
def test_what_is_no_sign_of_life_counts_as_none(tmp_path, content):
    assert Beat.read(tmp_path) is None
    (tmp_path / FILE).write_text(content)
    assert Beat.read(tmp_path) is None
    assert told(tmp_path, NOW) == (False, "Not well: there is no sign of life")


def test_a_bot_that_lives_is_well(tmp_path):
    WELL.write(tmp_path)
    assert told(tmp_path, NOW + STALE) == (True, "Well: version 1.2.3, gateway ready, 7 servers, 150 s ago")


AWAY = replace(WELL, gateway="away")


@pytest.mark.parametrize(
    ("beat", "why"),
    [
        (replace(WELL, at=NOW - STALE - timedelta(seconds=1)), "151 seconds old"),
        (replace(WELL, gateway="stopped"), "was stopped"),
        (replace(WELL, trouble=("the database is damaged: malformed",)), "the database is damaged"),
        (replace(AWAY, ready_at=NOW - UNREACHABLE - timedelta(minutes=1)), "away for 16 minutes"),
        (replace(AWAY, ready_at=None, started_at=NOW - STARTING - timedelta(minutes=2)), "away for 5 minutes"),
    ],
)
def test_a_bot_that_is_not_well_is_told_with_the_reason(beat, why):
    assert why in ailing(beat, NOW)


@pytest.mark.parametrize(
    "beat",
    [
        replace(AWAY, ready_at=NOW - UNREACHABLE + timedelta(minutes=1)),  # an outage that will pass
        replace(AWAY, ready_at=None, started_at=NOW - STARTING + timedelta(minutes=1)),  # it is starting
    ],
)
def test_a_bot_that_waits_for_discord_is_well_for_a_while(beat):
    assert ailing(beat, NOW) is None
