"""`divergence doctor`: exit code 0 where the bot can start, 1 where somebody must do something, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA.abcdef.ABCDEFGHIJKLMNOPQRSTUVWXYZa"


@pytest.fixture
def doctor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The command on a folder of the test's own; what it says and its exit code."""

    def run(**environment: str):
        given = {"DIVERGENCE_DATA": str(tmp_path), "DISCORD_TOKEN": TOKEN, **environment}
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        result = CliRunner().invoke(main, ["doctor"])
        return result.stdout, result.exit_code

    return run


def test_all_is_well_where_the_bot_can_start(doctor):
    told, code = doctor()
    assert code == 0, told
    assert all(line.startswith("ok ") for line in told.splitlines())
    assert "There is no database yet" in told


def test_a_missing_token_needs_a_hand_and_the_rest_is_still_looked_at(doctor):
    told, code = doctor(DISCORD_TOKEN="short")
    assert code == 1
    assert "not a Discord bot token" in told
    assert "Collection trotsky-in-mexico" in told
    assert "short" not in told


def test_a_damaged_database_is_named(doctor, tmp_path):
    (tmp_path / "divergence.sqlite").write_bytes(b"not a database at all" * 100)
    told, code = doctor()
    assert code == 1
    assert "The database is damaged" in told


def test_a_pack_with_many_faults_names_some_and_counts_the_rest(doctor, tmp_path):
    for number in range(30):
        (tmp_path / f"odd{number}.toml").write_text("x = 1")
    told, code = doctor(DIVERGENCE_PACK=str(tmp_path))
    assert code == 1
    assert "more" in told
    assert len(told.splitlines()) < 20


def test_settings_that_cannot_be_read_are_said_so(doctor):
    told, code = doctor(DIVERGENCE_LOG_LEVEL="LOUD")
    assert (code, "DIVERGENCE_LOG_LEVEL" in told) == (1, True)


def test_a_folder_that_cannot_be_used_is_named(doctor, tmp_path):
    (tmp_path / "file").write_text("")
    told, code = doctor(DIVERGENCE_DATA=str(tmp_path / "file" / "data"))
    assert (code, "cannot be used" in told) == (1, True)
