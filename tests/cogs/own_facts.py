"""What the tests of a server's own facts share: files brought in, suggestions sent, and the moderators' channel."""

from __future__ import annotations

from typing import Any

from bot.practice.server import PracticeServer
from bot.services.authority import Actor
from tests.discord_view import text

PROSE = """# The mural

Diego Rivera painted a fresco at Rockefeller Center that its owners had destroyed in February 1934.

The canteen of the quarry sold turnip soup to nineteen stonecutters.[^1]

- Barrels of lamp oil were counted every Thursday by Octavio Fernández.

[^1]: The soup is described in the ledger of the quarry.
"""


async def bring_in(
    server: PracticeServer, content: str = PROSE, name: str = "mural.md", world: str = "real", source: str = "Ledger"
) -> Any:
    """Import a file as Marta; what was shown last."""
    marta, moderators = server.people["marta"], server.guild.channels["moderators"]
    shown = await marta.slash(
        moderators, "config import", file=(name, content.encode()), world=world, source=source
    )  # fmt: skip
    assert "taught" not in text(shown)
    return await marta.click(shown.response, label="Import")


async def name_channel(server: PracticeServer) -> None:
    """Have the moderators' channel named."""
    channel = server.guild.channels["moderators"].id
    actor = Actor(server.people["marta"].id, server.guild.id, manages=True)
    await server.services.governing.change(actor, {"moderators_channel": str(channel)})


async def suggest(server: PracticeServer, who: str = "ana", world: str = "real", **fields: str) -> Any:
    """Suggest a fact; what was shown last."""
    person, history = server.people[who], server.guild.channels["history"]
    form = await person.slash(history, "suggest", world=world)
    given = {
        "statement": "Nineteen stonecutters ate turnip soup at the quarry of Diego Rivera.", "when": "March 1935",
        "source": "Ledger, p. 4", "names": "Diego Rivera, somebody else",
    }  # fmt: skip
    if world == "alternate":
        given["why"] = "There was no such quarry."
    return await person.submit_modal(form, {**given, **fields})


def told(result: Any) -> str:
    """What somebody was told, be it after a moment."""
    return text(result) or text(result.followups[-1])
