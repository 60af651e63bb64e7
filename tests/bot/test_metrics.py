"""Figures for Prometheus: read at the moment they are asked for, on this machine and nowhere else."""

from __future__ import annotations

import socket
import sys
import urllib.request
from contextlib import closing

import pytest

from bot.errors import SetupError
from bot.metrics import serve
from tests.bot.test_run import free_port


def read(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:  # our own
        return answer.read().decode()


def test_figures_are_those_of_the_moment_they_are_asked_for():
    figures = {"servers": ("gauge", "Servers.", 3.0), "writes": ("counter", "Writes.", 5.0)}
    served = serve(free_port(), lambda: figures)
    try:
        assert "\ndivergence_servers 3.0\n" in read(served.port)
        figures["servers"] = ("gauge", "Servers.", 4.0)
        told = read(served.port)
        assert "\ndivergence_servers 4.0\n" in told
        assert "\ndivergence_writes_total 5.0\n" in told
        assert "\n# TYPE divergence_writes_total counter\n" in told
    finally:
        served.close()


def test_nothing_but_this_machine_can_reach_them():
    served = serve(free_port(), dict)
    try:
        assert served._server.server_address[0] == "127.0.0.1"
    finally:
        served.close()
    with pytest.raises(OSError):
        read(served.port)


def test_a_port_that_is_taken_is_told_in_a_sentence():
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(SetupError, match="Choose another DIVERGENCE_METRICS_PORT"):
            serve(other.getsockname()[1], dict)


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(SetupError, match="uv sync --extra metrics"):
        serve(free_port(), dict)
