"""`divergence timeline`: the same tracks as text, as records and as a picture."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `divergence timeline` as somebody who has set nothing but a data folder."""
    for name in os.environ:
        if name.upper().startswith(("DIVERGENCE_", "DISCORD_TOKEN")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DIVERGENCE_DATA", str(tmp_path / "data"))
    monkeypatch.setattr("bot.log.set_up", lambda *_: None)
    return lambda *arguments: CliRunner().invoke(main, ["timeline", *arguments], prog_name="divergence")


def test_both_tracks_are_printed_under_their_seals(run):
    told = run("--when", "1942").stdout
    assert told.splitlines()[0].startswith("Trotsky in Mexico · 1942 · ")
    assert told.index("● REAL HISTORY") < told.index("◆ ALTERNATE HISTORY") < told.index("How to tell:")


def test_records_are_one_object_a_line_in_the_order_of_their_dates(run):
    records = [json.loads(line) for line in run("--when", "1936-1940", "--world", "real", "--json").stdout.splitlines()]
    assert all(set(record) == {"id", "world", "when", "earliest", "latest", "title", "text"} for record in records)
    assert {record["world"] for record in records} == {"real"}
    inside = [record for record in records if record["earliest"] >= "1936" or record["latest"] <= "1940-12-31"]
    assert [record["earliest"] for record in inside] == sorted(record["earliest"] for record in inside)


def test_an_entry_without_a_date_has_none_in_its_record(run):
    records = [json.loads(line) for line in run("--world", "alternate", "--lang", "es", "--json").stdout.splitlines()]
    undated = [record for record in records if record["when"] is None]
    assert undated
    assert all(record["earliest"] is record["latest"] is None for record in undated)


def test_a_picture_is_written_and_its_words_printed(run, tmp_path):
    file = tmp_path / "timeline.png"
    result = run("--when", "1944-1945", "--lang", "es", "--look", "light", "--png", str(file))
    assert file.read_bytes().startswith(b"\x89PNG")
    assert result.stdout.startswith("Imagen de la línea de tiempo: ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("--when", "3000"), "1879 to 1962"), (("--when", "3000", "--lang", "es"), "van de 1879 a 1962"),
     (("--about", "qwertyuiop"), "nothing on that"), (("--when", "31 February 1937"), "no such day")],
)  # fmt: skip
def test_what_cannot_be_had_is_one_sentence_and_exit_code_2(run, arguments, says):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


def test_a_picture_that_cannot_be_written_is_one_sentence(run, tmp_path):
    result = run("--when", "1936-12-07", "--png", str(tmp_path / "missing" / "timeline.png"))
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr
    assert "cannot be written" in result.stderr
