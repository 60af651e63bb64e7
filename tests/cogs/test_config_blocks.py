"""Blocked people under `/config panel`, and what they and everybody who asks too much at once are told."""

from __future__ import annotations

import pytest

from bot.practice.server import PracticeServer
from tests.discord_view import labels, options, text

QUESTION = "who let trotsky into mexico"


async def blocked(server: PracticeServer, days: str = "2", why: str = "rude **words**"):
    """The list, after luis was blocked."""
    marta = server.people["marta"]
    shown = await marta.slash(server.guild.channels["moderators"], "config panel")
    for label in ("People", "Blocked people …"):
        shown = await marta.click(shown.response, label=label)
    form = await marta.select(shown.response, [server.people["luis"]], custom_id="u1:config-blocking")
    return await marta.submit_modal(form, {"why": why, "days": days})


async def test_who_is_blocked_is_told_privately_why_and_until_when_and_keeps_their_data(server, luis, history):
    asked = await luis.slash(history, "ask", question=QUESTION)
    shown = await blocked(server)
    assert f"<@{luis.id}>: rude words" in text(shown)
    for attempt in (
        await luis.slash(history, "ask", question=QUESTION), await luis.click(asked.response, label="Sources"),
    ):  # fmt: skip
        assert attempt.ephemeral
        assert "blocked you until <t:" in text(attempt)
        assert "rude words" in text(attempt)
    before = len(history.history())
    await luis.send(history, f"<@{server.env.backend.bot_user.id}> {QUESTION}")
    assert len(history.history()) == before + 1
    mine = await luis.slash(history, "me")
    assert "that a server’s moderators blocked you" in text(await luis.click(mine.response, label="My data"))
    assert "/ask" in text(await luis.slash(history, "help")) or "ask" in text(await luis.slash(history, "help"))


async def test_a_block_can_be_undone_and_that_too_and_all_of_it_is_in_the_log(server, marta, luis, history):
    shown = await blocked(server, days="")
    shown = await marta.click(shown.response, label="Undo")
    assert "REAL HISTORY" in text(await luis.slash(history, "ask", question=QUESTION))
    shown = await marta.click(shown.response, label="Undo")
    assert "until they say otherwise" in text(await luis.slash(history, "ask", question=QUESTION))
    (choice,) = (value for label, value in options(shown).items() if label.startswith("#"))
    await marta.select(shown.response, [choice], custom_id="s1:config-unblock")
    assert "REAL HISTORY" in text(await luis.slash(history, "ask", question=QUESTION))
    log = text(await marta.slash(server.guild.channels["moderators"], "config log"))
    assert log.count("blocks: block") == 4


async def test_direct_messages_are_nobodys_server(server, luis):
    await blocked(server)
    assert "REAL HISTORY" in text(await luis.user.slash("ask", question=QUESTION))


@pytest.mark.parametrize("days", ["0", "-1", "1e9", "9999", "٣"])
async def test_days_that_are_none_are_refused(server, luis, history, days):
    assert "days" in text(await blocked(server, days=days))
    assert "REAL HISTORY" in text(await luis.slash(history, "ask", question=QUESTION))


async def test_a_flood_gets_the_sentence_and_what_came_before_its_answer(server, luis, history):
    answers = [text(await luis.slash(history, "help")) for _ in range(25)]
    assert sum("That was a lot at once" in answer for answer in answers) == 5
    assert "Wait 3 s" in answers[-1]
    await server.pass_time(4)
    assert "That was a lot" not in text(await luis.slash(history, "help"))
    assert "That was a lot" not in text(await server.people["ana"].slash(history, "help"))


async def test_a_flood_of_mentions_is_told_once_and_then_met_with_silence(server, luis, history):
    for _ in range(25):
        await luis.send(history, f"<@{server.env.backend.bot_user.id}> {QUESTION}")
    said = [text(message) for message in history.history() if message.author.id != luis.id]
    assert sum("That was a lot at once" in answer for answer in said) == 1
    assert sum("REAL HISTORY" in answer for answer in said) == 20


async def test_typing_is_never_counted(server, luis, history):
    for _ in range(60):
        assert await luis.autocomplete(history, "ask", "question", "trotsky")
    assert "That was a lot" not in text(await luis.slash(history, "help"))


async def test_fifty_clicks_at_once_lose_nothing_that_was_acknowledged(server, luis, history):
    """The last answer that was said to be locked is the one that counts."""
    from bot.language import Language
    from bot.quiz.model import QuestionKind
    from bot.quiz.moves import Mode
    from bot.services.game_views import Click
    from bot.services.policy import Place
    from cogs.quiz_live import live_of
    from tests.cogs.quiz_table import InTurn

    games, place = server.services.games, Place(history.id, server.guild.id)
    games.maker_of, games.maker = None, InTurn(server.services.pack, (QuestionKind.REAL_OR_ALTERNATE,))
    view = await games.open(place, Click(luis.id), Mode.EVERYONE, Language.EN, 1)
    view = await games.start(view.id, place, Click(luis.id))
    await live_of(server.bot).open(view, server.bot.get_channel(history.id), history.id)
    message = [one for one in history.history() if "Sure real" in labels(one)][-1]
    said = [text(await luis.click(message, label=("Sure real", "Sure alternate")[number % 2])) for number in range(50)]
    locked = [answer for answer in said if "at once" not in answer]
    assert 5 <= len(locked) < 50
    given = (await games.view(view.id, place)).game.rounds[0].given[1]
    assert given.key == ("real", "alternate")[(len(locked) - 1) % 2]
