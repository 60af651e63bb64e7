"""Where the bot is: being taken out of a server is noted, coming back cancels it, and an outage is no leaving."""

from __future__ import annotations

from bot.practice.server import PracticeServer


async def leaving(server: PracticeServer) -> dict[int, int | None]:
    """When each known server was left."""
    return await server.services.database.read(lambda db: dict(db.execute("SELECT server, left_at FROM servers")))


async def told(server: PracticeServer, event: str, **payload: object) -> None:
    """Discord says something about the guild."""
    server.env.backend.subscribers[-1](event, {"id": str(server.guild.id), **payload})
    await server.env.settle()


async def test_the_server_the_bot_is_in_is_known_and_not_left(server):
    assert await leaving(server) == {server.guild.id: None}


async def test_an_outage_is_no_leaving(server):
    await told(server, "GUILD_DELETE", unavailable=True)
    assert await leaving(server) == {server.guild.id: None}


async def test_being_taken_out_is_noted_and_cancelled_on_return(server):
    from simcord.backend import serializers

    await told(server, "GUILD_DELETE")
    left = (await leaving(server))[server.guild.id]
    assert left == int(server.now().timestamp())
    backend = server.env.backend
    again = serializers.guild_create_payload(backend, backend.get_guild(server.guild.id))
    server.env.backend.subscribers[-1]("GUILD_CREATE", again)
    await server.env.settle()
    assert await leaving(server) == {server.guild.id: None}


async def test_after_a_restart_the_server_is_still_not_left(server):
    await server.restart()
    assert await leaving(server) == {server.guild.id: None}
