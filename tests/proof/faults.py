"""What goes wrong between Discord and the bot, and that nothing is lost by it: its four parts, one after another."""

from __future__ import annotations

from tests.proof.tables import Table

PARTS = ("kills", "gateway", "http", "copies")


def prove(part: str, *, short: bool) -> Table:
    """The table of one part. That of the kills comes first: its process may have no threads yet."""
    match part:
        case "kills":
            from tests.proof import kills

            return kills.table(2 if short else kills.KILLS)
        case "gateway":
            from tests.proof import gateway_faults

            return gateway_faults.prove(short=short)
        case "http":
            from tests.proof import http_faults

            return http_faults.prove(short=short)
        case _:
            from tests.proof import copies

            return copies.prove(short=short)
