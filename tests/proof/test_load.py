"""Everything asked under load is answered and stored; `python -m tests.proof load` also says how quickly."""

from __future__ import annotations

import subprocess
import sys

from bot.settings import ROOT


def test_everything_that_is_asked_at_once_is_answered_and_every_answer_of_a_quiz_is_stored():
    command = [sys.executable, "-m", "tests.proof", "load", "--short"]
    proof = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=400, check=False)  # noqa: S603
    assert proof.returncode == 0, proof.stdout + proof.stderr
    assert "| 150 answers at once: stored | 150 | 150 | met |" in proof.stdout
