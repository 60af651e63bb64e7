"""A bot that is killed in the middle of its games loses nothing; `python -m tests.proof.kill` does it fifty times."""

from __future__ import annotations

import subprocess
import sys

from bot.settings import ROOT


def test_games_that_were_killed_at_random_points_lose_nothing_double_nothing_and_come_to_their_ends():
    command = [sys.executable, "-m", "tests.proof.kill", "--points", "6"]
    proof = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)  # noqa: S603
    assert proof.returncode == 0, proof.stdout + proof.stderr
    assert "lost: 0\n" in proof.stdout
