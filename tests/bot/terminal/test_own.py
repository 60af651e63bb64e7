"""`data import` and `data export`: a server's own facts from the shell."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from tests.bot.history.packs import write_pack
from tests.cogs.own_facts import PROSE


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Runs a command on the small pack, with a data folder of the test's own."""
    monkeypatch.setenv("DIVERGENCE_PACK", str(write_pack(tmp_path / "pack")))
    monkeypatch.setenv("DIVERGENCE_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mural.md").write_text(PROSE)

    def run(*arguments: str):
        return CliRunner().invoke(main, arguments)

    return run


WISH = ("--server", "77", "--world", "real", "--source", "Ledger")


def test_a_dry_run_says_what_would_come_in_and_brings_nothing_in(run):
    result = run("data", "import", "mural.md", *WISH, "--dry-run")
    assert result.exit_code == 0
    assert "mural.md: 0 facts, 4 passages" in result.output
    assert "no facts of your own" in run("data", "export", "--server", "77", "out").output


def test_what_was_brought_in_is_written_out_for_that_server_alone_and_can_be_brought_in_elsewhere(run, tmp_path):
    assert "Brought in as file 1" in run("data", "import", "mural.md", *WISH).output
    assert run("data", "export", "--server", "77", "out").exit_code == 0
    assert "turnip soup" in (tmp_path / "out" / "facts.toml").read_text()
    assert "turnip soup" in (tmp_path / "out" / "facts.csv").read_text()
    assert run("data", "export", "--server", "78", "other").exit_code == 2
    again = run("data", "import", "out/facts.toml", "--server", "78", "--world", "alternate", "--source", "x")
    assert "4 passages" in again.output
    run("data", "export", "--server", "78", "other")
    assert (tmp_path / "other" / "facts.csv").read_text().count("Ledger") == 4


def test_a_file_that_cannot_be_read_is_one_sentence_and_fails(run, tmp_path):
    (tmp_path / "facts.json").write_text('{"a": 1, "a": 2}')
    result = run("data", "import", "facts.json", *WISH)
    assert result.exit_code == 2
    assert result.output.strip().endswith("The JSON cannot be read: the key “a” stands there twice")
