"""Settings: one value, checked once; every fault is told at once, as a sentence, and no secret is ever repeated."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import Settings, load_settings, variable

TOKEN = "MTA1MjM0NTY3ODkwMTIzNDU2Nw.GabcdE.canaryCANARYcanaryCANARYcanaryCANARY012"
CANARY = "canary"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.upper().startswith(("DIVERGENCE_", "DISCORD_TOKEN")):
            monkeypatch.delenv(name)


@pytest.fixture
def dotenv(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def faults(dotenv: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(dotenv)
    return str(caught.value)


def no_token(dotenv: Path) -> str:
    settings = load_settings(dotenv)
    with pytest.raises(SettingsError) as caught:
        settings.token()
    return str(caught.value)


# ---- where values come from ---------------------------------------------------------------------------------------


def test_nothing_needs_to_be_set(dotenv):
    settings = load_settings(dotenv)
    assert settings.log_level == "INFO"
    assert (settings.pack / "pack.toml").is_file()


def test_the_file_is_read(dotenv):
    dotenv.write_text("DIVERGENCE_LOG_LEVEL=ERROR\nSOMEBODY_ELSES=1\n")
    assert load_settings(dotenv).log_level == "ERROR"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_file_may_begin_with_the_mark_that_windows_editors_put_there(dotenv, encoding):
    dotenv.write_text("DIVERGENCE_DATA=/año\n", encoding=encoding)
    assert load_settings(dotenv).data == Path("/año")


def test_the_environment_beats_the_file_and_what_is_chosen_beats_both(dotenv, monkeypatch):
    dotenv.write_text("DIVERGENCE_LOG_LEVEL=ERROR\nDIVERGENCE_DATA=/file\n")
    monkeypatch.setenv("DIVERGENCE_LOG_LEVEL", "DEBUG")
    settings = load_settings(dotenv, data=Path("/chosen"))
    assert (settings.log_level, settings.data) == ("DEBUG", Path("/chosen"))


def test_an_empty_value_is_as_good_as_none(dotenv, monkeypatch):
    dotenv.write_text("DISCORD_TOKEN=\nDIVERGENCE_SOURCE_URL=\n")
    monkeypatch.setenv("DIVERGENCE_LOG_LEVEL", "")
    assert load_settings(dotenv) == Settings()


@pytest.mark.parametrize("content", [b"DIVERGENCE_DATA=\xff\xfe", "DIVERGENCE_DATA=var".encode("utf-16")])
def test_a_file_that_is_not_text_is_told_in_one_sentence(dotenv, content):
    dotenv.write_bytes(content)
    assert faults(dotenv) == f"The file {dotenv} cannot be read. Check its permissions and that it is UTF-8 text."


def test_a_folder_where_the_file_should_be_is_told_in_one_sentence(dotenv):
    dotenv.mkdir()
    assert "cannot be read" in faults(dotenv)


# ---- faults ---------------------------------------------------------------------------------------------------------


def test_every_fault_is_told_at_once_each_as_a_sentence(dotenv, monkeypatch):
    dotenv.write_text("DIVERGENCE_LOG_LEVEL=LOUD\nDIVERGENCE_SORCE_URL=x\n")
    monkeypatch.setenv("DIVERGENCE_SOURCE_URL", "http://plain.example")
    monkeypatch.setenv("DIVERGENCE_PRIVACY_URL", "https://two words")
    told = faults(dotenv).splitlines()
    assert sorted(line.split(maxsplit=1)[0].rstrip(":") for line in told) == [
        "DIVERGENCE_LOG_LEVEL", "DIVERGENCE_PRIVACY_URL", "DIVERGENCE_SORCE_URL", "DIVERGENCE_SOURCE_URL",
    ]  # fmt: skip
    assert all(line.endswith((".", "?")) for line in told)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("DIVERGENCE_DATE", "DIVERGENCE_DATA"),
        ("DIVERGENCE_LOGLEVEL", "DIVERGENCE_LOG_LEVEL"),
        ("DIVERGENCE_TOKEN", "DISCORD_TOKEN"),
        ("DIVERGENCE_SOURCEURL", "DIVERGENCE_SOURCE_URL"),
    ],
)
def test_a_misspelt_name_is_told_with_the_one_that_was_meant(dotenv, monkeypatch, written, meant):
    monkeypatch.setenv(written, "x")
    assert faults(dotenv) == f"{written} is not a setting. Did you mean {meant}?"


@pytest.mark.parametrize("field", [field for field in Settings.model_fields if not field.startswith("discord")])
def test_a_secret_in_the_wrong_place_is_not_repeated(dotenv, monkeypatch, field):
    monkeypatch.setenv(variable(field), TOKEN)
    monkeypatch.setenv("DIVERGENCE_MISSPELT", TOKEN)
    assert CANARY not in faults(dotenv)


def test_the_value_itself_shows_no_secret(monkeypatch, dotenv):
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    assert CANARY not in f"{load_settings(dotenv)!r} {load_settings(dotenv)}"


# ---- the token ------------------------------------------------------------------------------------------------------


def test_the_token_is_taken_from_the_environment(dotenv, monkeypatch):
    monkeypatch.setenv("DISCORD_TOKEN", f" {TOKEN}\n")
    assert load_settings(dotenv).token() == TOKEN


@pytest.mark.parametrize("written", [TOKEN, f"{TOKEN}\n", f"\ufeff{TOKEN}\r\n\r\n"])
def test_the_token_is_taken_from_a_file_whatever_ends_its_line(dotenv, tmp_path, monkeypatch, written):
    (tmp_path / "token").write_bytes(written.encode())
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / "token"))
    settings = load_settings(dotenv)
    assert settings.token() == TOKEN
    assert TOKEN in settings.secrets()


def test_without_a_token_it_is_said_how_to_get_one_and_how_to_practise(dotenv):
    told = no_token(dotenv)
    assert "https://discord.com/developers" in told
    assert "divergence practice" in told


def test_two_tokens_are_one_too_many(dotenv, monkeypatch):
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    monkeypatch.setenv("DISCORD_TOKEN_FILE", "/token")
    assert no_token(dotenv) == "Set DISCORD_TOKEN or DISCORD_TOKEN_FILE, not both."
    assert TOKEN in load_settings(dotenv).secrets()


@pytest.mark.parametrize("where", ["nowhere", ".", TOKEN, "x" * 300])
def test_a_token_file_that_cannot_be_read_is_told_without_its_name_which_may_be_the_token(
    dotenv, tmp_path, monkeypatch, where
):
    monkeypatch.setenv("DISCORD_TOKEN_FILE", str(tmp_path / where))
    told = no_token(dotenv)
    assert "DISCORD_TOKEN_FILE" in told
    assert CANARY not in told


@pytest.mark.parametrize(
    "wrong", ["hello", f"Bot {TOKEN}", f"“{TOKEN}”", TOKEN.replace(".", ""), f"{TOKEN}\n{TOKEN}", "ñ"]
)
def test_what_cannot_be_a_token_is_refused_without_repeating_it(dotenv, monkeypatch, wrong):
    monkeypatch.setenv("DISCORD_TOKEN", wrong)
    told = no_token(dotenv)
    assert told.startswith("That is not a Discord bot token.")
    assert CANARY not in told
