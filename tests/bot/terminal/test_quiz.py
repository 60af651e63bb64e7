"""The quiz on the command line: questions as JSON, the same for the same seed, and a round that can be played."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from bot.quiz.model import QuestionKind

FIELDS = {"id", "kind", "prompt", "options", "answer", "fact_ids", "world", "difficulty"}


def run(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["quiz", *arguments], input=typed)


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_question_a_line_as_json(language: str) -> None:
    lines = run("make", "--count", "20", "--seed", "3", "--lang", language, "--json").stdout.splitlines()
    made = [json.loads(line) for line in lines]
    assert len(made) == 20
    for question in made:
        assert set(question) == FIELDS
        right = [option["text"] for option in question["options"] if option["correct"]]
        if question["kind"] == "order":
            assert sorted(question["answer"]) == sorted(right)
        elif question["kind"] != "gap":
            assert [question["answer"]] == right
        assert all(option["feedback"] for option in question["options"])


def test_the_same_seed_prints_the_same() -> None:
    assert run("make", "--seed", "8").stdout == run("make", "--seed", "8").stdout != run("make", "--seed", "9").stdout


@pytest.mark.parametrize("kind", QuestionKind)
def test_one_kind_alone(kind: QuestionKind) -> None:
    lines = run("make", "--count", "2", "--kind", kind.value, "--json").stdout.splitlines()
    assert [json.loads(line)["kind"] for line in lines] == [kind.value] * 2


def test_where_the_pack_has_too_little_it_says_so() -> None:
    result = run("make", "--count", "50", "--about", "women", "--json")
    assert f"The pack has {len(result.stdout.splitlines())} of the 50 questions wished for." in result.stderr


def test_an_unknown_matter_is_refused() -> None:
    result = run("make", "--about", "tea")
    assert result.exit_code == 2
    assert "'tea'" in result.output


def test_a_round_is_played_and_counted() -> None:
    played = run("play", "--count", "1", "--seed", "1", typed="what?\nsr\n").stdout
    assert "That is not one of the options." in played
    assert "Source: " in played
    assert played.endswith(("10 points of 10.\n", "0 points of 10.\n"))


def test_an_empty_line_ends_it() -> None:
    assert "points of" not in run("play", "--seed", "1", typed="\n").stdout


def test_a_question_within_one_world_shows_its_seal() -> None:
    lines = run("make", "--count", "10", "--kind", "gap", "--json").stdout.splitlines()
    assert all(json.loads(line)["prompt"].startswith(("● REAL HISTORY\n", "◆ ALTERNATE HISTORY\n")) for line in lines)
