"""Figures for Prometheus, by setting: read from this machine only, and counted from what the bot knows anyway."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bot.errors import SetupError

HOST = "127.0.0.1"
"""Never another: whoever wants the figures elsewhere puts something with a password in front."""

Figures = dict[str, tuple[str, str, float]]
"""By name: `gauge` or `counter`, what it is, and its value."""


class Served:
    """An open port; close it with `close`."""

    def __init__(self, server: Any, thread: Any) -> None:
        self.port: int = server.server_port
        self._server = server
        self._thread = thread

    def close(self) -> None:
        """Nothing listens any more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def serve(port: int, figures: Callable[[], Figures]) -> Served:
    """Answer on `port` with what `figures` says at that moment, and with what the process uses.

    SetupError if the port is taken or the library is missing.
    """
    try:
        from prometheus_client import CollectorRegistry, ProcessCollector, start_http_server
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
    except ImportError:
        raise SetupError(
            "DIVERGENCE_METRICS_PORT needs one more library. Install it with: uv sync --extra metrics"
        ) from None

    class Own:
        def collect(self) -> Iterator[Any]:
            for name, (kind, what, value) in figures().items():
                family = CounterMetricFamily if kind == "counter" else GaugeMetricFamily
                yield family(f"divergence_{name}", what, value=value)

    registry = CollectorRegistry()
    registry.register(Own())
    ProcessCollector(registry=registry)
    try:
        return Served(*start_http_server(port, HOST, registry))
    except OSError as error:
        raise SetupError(
            f"Figures cannot be served on port {port} ({error.strerror}). Choose another DIVERGENCE_METRICS_PORT."
        ) from None
