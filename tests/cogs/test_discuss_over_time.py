"""What time brings to a discussion on Discord: a reminder, both its ends, and a thread that was deleted or locked."""

from __future__ import annotations

import pytest

from bot.store import discussions
from tests.cogs.discussion_thread import DAY, EXPROPRIATION, card, kept, later, rewrite, said, vote
from tests.discord_view import text


async def test_a_thread_that_went_quiet_gets_one_gentle_word_and_only_one(server, luis, thread):
    await later(server, DAY / 2)
    await luis.send(thread, "hm")
    await later(server, DAY * 0.75)
    assert len(thread.history()) == 2  # somebody spoke less than a day ago
    for _ in range(3):
        await later(server, DAY)
    assert len(thread.history()) == 3
    assert "with /discuss start" in said(thread)[-1]


async def test_after_its_days_it_asks_again_by_itself_and_then_shows_the_result(server, luis, thread):
    await vote(luis, thread, "A")
    await later(server, DAY * 7)
    assert "What do you think now?" in said(thread)[-1]
    await vote(luis, thread, "D")
    await later(server, DAY)
    assert "A → D 1" in said(thread)[-1]
    length = len(thread.history())
    await later(server, DAY * 30)
    assert len(thread.history()) == length


async def test_what_discord_refuses_is_tried_again_and_given_up_after_a_day(server, luis, thread):
    await vote(luis, thread, "A")
    server.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
    await later(server, DAY * 7)
    assert [row["state"] for row in await kept(server)] == ["closing"]
    server.env.backend.faults.clear()
    await later(server, DAY / 24)
    assert "What do you think now?" in said(thread)[-1]
    server.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
    for _ in range(3):
        await later(server, DAY)
    server.env.backend.faults.clear()
    assert [(row["state"], row["due_at"]) for row in await kept(server)] == [("closed", None)]


async def test_a_close_that_was_cut_off_is_carried_on(server, ana, thread):
    (row,) = await kept(server)
    now = server.now()
    await server.services.database.write(discussions.ask_again, row["id"], now, now)
    await later(server, DAY / 24)
    await ana.click(card(thread, "Finish"), label="Finish")
    await rewrite(server, due_at=0)
    await later(server, DAY / 24)
    assert said(thread)[-1].startswith("### Article 27")


@pytest.mark.parametrize("what", ["thread", "channel"])
async def test_a_deleted_thread_takes_its_discussion_with_it(server, ana, history, thread, what):
    server.env.backend.delete_channel((thread if what == "thread" else history).id)
    await server.env.settle()
    assert [(row["state"], row["due_at"]) for row in await kept(server)] == [("gone", None)]


async def test_a_thread_that_was_deleted_unseen_is_noticed_at_the_next_look(server, thread):
    server.env.inject_error("GET", "/channels/*", status=404, code=10003)
    await later(server, DAY)
    assert [row["state"] for row in await kept(server)] == ["gone"]


async def test_a_locked_thread_is_left_as_it_is_until_a_moderator_closes(server, luis, marta, thread):
    server.env.backend.edit_channel(thread.id, {}, thread_metadata={"locked": True})
    await server.env.settle()
    assert "This thread is locked" in await vote(luis, thread, "A")
    assert "This thread is locked" in text(await luis.slash(thread, "discuss cite", fact=EXPROPRIATION))
    assert "What do you think now?" in text(await marta.slash(thread, "discuss close"))
