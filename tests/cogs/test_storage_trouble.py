"""What members are told when something is wrong with the store: that it was not kept, and that they may try again."""

from __future__ import annotations

from tests.discord_view import text

QUESTION = "who let trotsky into mexico"


async def rows(server) -> int:
    return await server.services.database.read(lambda db: db["answers"].count)


async def test_what_could_not_be_saved_is_told_privately_and_the_next_try_works_without_a_restart(server, ana, history):
    database = server.services.database
    # SQLite says of this what it says of a file that may not be written to, or of a full disk.
    await database.write(lambda db: db.execute("PRAGMA query_only=ON"))
    refused = await ana.slash(history, "ask", question=QUESTION)
    assert refused.response.ephemeral
    assert text(refused) == "I could not save that just now. Try again in a moment."
    await database.alone(lambda db: db.execute("PRAGMA query_only=OFF"))
    assert await rows(server) == 0
    assert "REAL HISTORY" in text(await ana.slash(history, "ask", question=QUESTION))
    assert await rows(server) == 1


async def test_a_damaged_database_is_told_as_such(server, ana, history):
    server.services.database.damage = "database disk image is malformed"
    for _ in range(2):
        shown = await ana.slash(history, "ask", question=QUESTION)
        assert text(shown).startswith("My database is damaged. I save nothing until")
        assert shown.response.ephemeral


async def test_whoever_asks_while_the_bot_stops_is_told_to_come_back(server, ana, history):
    server.bot.told_to_stop = lambda: True
    shown = await ana.slash(history, "ask", question=QUESTION)
    assert text(shown) == "I am being restarted. Try again in a minute."
    assert shown.response.ephemeral
    assert await rows(server) == 0
    server.bot.told_to_stop = lambda: False
    assert "REAL HISTORY" in text(await ana.slash(history, "ask", question=QUESTION))
