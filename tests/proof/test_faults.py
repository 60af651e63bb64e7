"""Nothing is lost by what goes wrong between Discord and the bot; `python -m tests.proof faults` does far more."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.settings import ROOT


@pytest.mark.parametrize("part", ["kills", "gateway", "http", "copies"])
def test_nothing_is_lost_or_stuck_by(part):
    command = [sys.executable, "-m", "tests.proof", "faults", "--short", "--only", part]
    proof = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False)  # noqa: S603
    assert proof.returncode == 0, proof.stdout + proof.stderr
    assert "missed" not in proof.stdout
