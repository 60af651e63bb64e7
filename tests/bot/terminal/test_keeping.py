"""Copies, figures and the sign of life on the command line: a line or a sentence each, and an exit code."""

from __future__ import annotations

import asyncio
import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from bot.heartbeat import Beat
from bot.settings import secret_files
from bot.store import copies
from bot.store.database import FILE
from tests.proof.storage_files import filled, remembered

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA.abcdef.ABCDEFGHIJKLMNOPQRSTUVWXYZa"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIVERGENCE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DIVERGENCE_LOG_LEVEL", "ERROR")
    monkeypatch.delenv("DIVERGENCE_BACKUPS", raising=False)
    monkeypatch.setattr("bot.log.set_up", lambda *_: None)  # the log is the whole process's, and pytest's here
    return tmp_path / "data"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="divergence")


def test_a_copy_is_made_looked_at_and_put_back(folder):
    asyncio.run(filled(folder, 5))
    made = run("backup")
    assert made.exit_code == 0
    assert made.stdout.startswith("Made and checked: ")
    asyncio.run(filled(folder, 0))
    (folder / FILE).write_bytes(b"nothing of use " * 500)
    looked = run("verify")
    assert (looked.exit_code, looked.stdout.startswith("ok ")) == (0, True)
    done = run("restore")
    assert done.exit_code == 0, done.output
    assert "Put back: " in done.stdout
    assert "What was there before is kept: " in done.stdout
    assert len(remembered(folder / FILE)) == 5


def test_a_copy_that_is_spoilt_is_named_and_left_out(folder):
    asyncio.run(filled(folder, 5))
    run("backup")
    run("backup")
    newest = copies.listed(copies.folders(folder))[0].path
    newest.write_bytes(newest.read_bytes()[:-1])
    looked = run("verify")
    assert looked.exit_code == 1
    assert f"!! {newest}: it has" in looked.stdout
    done = run("restore")
    assert done.exit_code == 0
    assert f"Left out, for it is not fit: {newest}" in done.stderr


@pytest.mark.parametrize("command", [["backup"], ["restore"], ["stats"], ["restore", "/nowhere.sqlite"]])
def test_what_cannot_be_done_is_one_sentence(folder, command):
    told = run(*command)
    assert (told.exit_code, told.stdout) == (2, "")
    assert "There is no" in told.stderr
    assert not isinstance(told.exception, Exception)


def test_where_there_are_no_copies_it_is_said_how_to_make_one(folder):
    looked = run("verify")
    assert (looked.exit_code, "divergence backup" in looked.stderr) == (1, True)


def test_what_is_stored_is_counted_in_figures_alone(folder):
    asyncio.run(filled(folder, 300))
    told = json.loads(run("stats", "--json").stdout)
    assert told["tables"]["people"]["rows"] == 300
    assert told["bytes"] > 0
    shown = run("stats").stdout
    assert "people" in shown
    assert str(10**17) not in shown


def test_a_bot_that_lives_is_told_from_one_that_does_not(folder):
    assert run("healthcheck").exit_code == 1
    folder.mkdir()
    now = datetime.now(UTC)
    Beat(now, now, "1", 1, "ready", now, 3, 0.1, None, ()).write(folder)
    well = run("healthcheck")
    assert (well.exit_code, "3 servers" in well.stdout) == (0, True)


def test_the_invite_needs_no_id_where_there_is_a_token(folder, monkeypatch):
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    assert "client_id=12345678901234567890" in run("invite").stdout
    odd = base64.urlsafe_b64encode(b"no number at all").decode().rstrip("=")
    monkeypatch.setenv("DISCORD_TOKEN", f"{odd}.abcdef.ABCDEFGHIJKLMNOPQRSTUVWXYZa")
    told = run("invite")
    assert (told.exit_code, "divergence invite APPLICATION_ID" in told.stderr) == (2, True)


def test_a_token_that_others_on_the_machine_can_read_is_named(folder, tmp_path, monkeypatch):
    from bot.settings import load_settings

    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    (tmp_path / "token").write_text(TOKEN)
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / "token"))
    (tmp_path / "token").chmod(0o644)
    dotenv = tmp_path / ".env"
    dotenv.write_text("#DISCORD_TOKEN=\n")
    dotenv.chmod(0o644)
    settings = load_settings(dotenv)
    assert secret_files(settings, dotenv) == [tmp_path / "token"]
    assert f"Others on this machine can read {tmp_path / 'token'}" in run("doctor").stdout
    (tmp_path / "token").chmod(0o600)
    dotenv.write_text("DISCORD_TOKEN=x\n")
    assert secret_files(settings, dotenv) == [dotenv]


def test_the_doctor_tells_of_copies_and_of_a_bot_that_is_not_well(folder, monkeypatch):
    asyncio.run(filled(folder, 5))
    assert "“divergence backup” makes one" in run("doctor").stdout
    run("backup")
    assert "copies kept: 1" in run("doctor").stdout
    now = datetime.now(UTC)
    Beat(now, now, "1", 1, "ready", now, 3, 0.1, None, ("the database is damaged: x",)).write(folder)
    told = run("doctor")
    assert (told.exit_code, "The bot is not well: the database is damaged: x." in told.stdout) == (1, True)
