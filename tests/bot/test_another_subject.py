"""The whole bot on a pack of another subject: nothing in the code knows what is taught."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.history.pack import load_pack
from bot.history.subject import Subject
from bot.practice.server import PracticeServer, practice
from bot.settings import Settings
from tests.bot.history.packs import write_pack
from tests.conftest import BEGIN, assert_nothing_unexpected, assert_within_limits
from tests.discord_view import text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pack as `data new` begins one."""
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["data", "new", "moon-race"])
    assert result.exit_code == 0, result.output
    return tmp_path / "moon-race"


@pytest.fixture
async def moon(settings: Settings, folder: Path) -> AsyncIterator[PracticeServer]:
    """The bot on that pack."""
    subject = Subject.read(folder)
    subject.claims.prepare()
    async with practice(settings, subject=subject, begin=BEGIN) as server:
        yield server
        assert_nothing_unexpected(server)
        assert_within_limits(server)


def test_a_pack_that_was_just_begun_has_no_faults_and_its_own_id(folder):
    result = CliRunner().invoke(main, ["data", "check", str(folder)])
    assert "moon-race 0.1.0: 7 facts, no faults" in result.output
    assert (folder / "README.md").exists()


@pytest.mark.parametrize("name", ["Moon Race", "moon_race", "-", "a" * 61])
def test_a_pack_needs_a_plain_name(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["data", "new", name]).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_no_folder_is_written_over(folder, tmp_path):
    before = (folder / "pack.toml").read_text()
    assert "there already" in CliRunner().invoke(main, ["data", "new", "moon-race"]).output
    assert (folder / "pack.toml").read_text() == before


async def test_it_is_asked_checked_walked_compared_and_quizzed(moon):
    luis, history = moon.people["luis"], moon.guild.channels["history"]
    asked = text(await luis.slash(history, "ask", question="who landed on the moon first"))
    assert "Neil Armstrong and Buzz Aldrin" in asked
    assert "NASA 1969" in asked
    checked = text(await luis.slash(history, "check", claim="Neil Armstrong landed on the Moon in July 1969."))
    assert "REAL HISTORY" in checked
    scenario = text(await luis.slash(history, "check", claim="Leonov stepped onto the Moon alone in June 1969."))
    assert "ALTERNATE HISTORY" in scenario
    timeline = text(await luis.slash(history, "timeline", when="1969"))
    assert "Apollo 11 leaves the Earth" in timeline
    compared = text(await luis.slash(history, "compare", topic="who was first on the moon"))
    assert "Leonov steps onto the Moon" in compared
    shown = await luis.slash(history, "quiz", questions=2)
    begun = await luis.click(shown.response, label="Solo")
    assert any(word in text(begun) for word in ("Moon", "Apollo", "Armstrong"))
    assert "The race to the Moon" in text(await luis.slash(history, "help"))


async def test_a_server_adds_to_it_as_to_any_other(moon):
    from tests.cogs.own_facts import bring_in

    prose = "# After the landing\n\nThe crew of Apollo 11 spent three weeks in quarantine and played cards with Buzz.\n"
    await bring_in(moon, prose, "crew.md")
    luis, history = moon.people["luis"], moon.guild.channels["history"]
    answered = text(await luis.slash(history, "ask", question="what did the crew play in quarantine"))
    assert "played cards" in answered
    toml, _csv = await moon.services.curating.export_of(moon.guild.id)
    assert "played cards" in toml


async def test_the_smallest_pack_of_all_is_enough(settings, tmp_path):
    subject = Subject.read(write_pack(tmp_path / "apollo"))
    assert load_pack(tmp_path / "apollo").id == "apollo"
    async with practice(settings, subject=subject, begin=BEGIN) as server:
        luis, history = server.people["luis"], server.guild.channels["history"]
        assert "Armstrong" in text(await luis.slash(history, "ask", question="who landed first"))
        assert "Leonov" in text(await luis.slash(history, "timeline"))
