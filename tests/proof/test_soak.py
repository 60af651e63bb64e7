"""After quizzes, an event and a broken connection nothing is left; `python -m tests.proof soak` lives a whole day."""

from __future__ import annotations

import subprocess
import sys

from bot.settings import ROOT


def test_no_task_view_or_game_is_left_over_after_a_while_of_use():
    command = [sys.executable, "-m", "tests.proof", "soak", "--short"]
    proof = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False)  # noqa: S603
    assert proof.returncode == 0, proof.stdout + proof.stderr
    assert "| games and events that are not over | 0 | 0 | met |" in proof.stdout
