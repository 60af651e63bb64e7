"""Every step of an event is seen exactly once, whenever the bot is killed; `tests.proof.events` does it 50 times."""

from __future__ import annotations

import subprocess
import sys

from bot.settings import ROOT


def test_every_step_of_events_whose_bot_was_killed_at_random_is_seen_exactly_once():
    command = [sys.executable, "-m", "tests.proof.events", "--kills", "4", "--longest", "1.2"]
    proof = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)  # noqa: S603
    assert proof.returncode == 0, proof.stdout + proof.stderr
    assert "doubled: 0\n" in proof.stdout
    assert "moved: 0\n" not in proof.stdout
