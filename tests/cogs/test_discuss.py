"""Discussions on Discord: opened whole or not at all, voted on twice in secret, and closed by those who may."""

from __future__ import annotations

import discord
import pytest
from simcord import ChannelHandle

from bot.practice.server import PracticeServer
from bot.services.authority import Actor
from tests.cogs.discussion_thread import DAY, PROMPT, card, kept, later, rewrite, said, vote
from tests.cogs.permissions import deny
from tests.discord_view import controls, labels, options, text

TITLE = "What made 18 March 1938 possible"


# ---- opening --------------------------------------------------------------------------------------------------------


async def test_a_discussion_is_a_thread_whose_first_message_is_its_card(ana, history):
    result = await ana.slash(history, "discuss start", topic=PROMPT)
    (thread,) = history.threads
    assert result.ephemeral
    assert text(result) == f"The discussion is open: <#{thread.id}>"
    assert thread.name == TITLE
    (opening,) = thread.history()
    assert text(opening).startswith("**● REAL HISTORY**")
    assert labels(opening) == ["A", "B", "C", "D"]
    assert list(options(opening)) == ["Archivist", "Scenarist", "No part"]


async def test_it_speaks_the_language_of_whoever_opens_it(server, ana, history):
    server.locales[ana.id] = "es-419"
    await ana.slash(history, "discuss start", topic="petróleo")
    (thread,) = history.threads
    assert thread.name == "Qué hizo posible el 18 de marzo de 1938"
    assert said(thread)[0].startswith("**● HISTORIA REAL**")
    assert "Your first vote" in await vote(server.people["luis"], thread, "A")


async def test_a_forum_gets_a_post_and_can_be_named_from_elsewhere(server, ana, history):
    forum = server.guild.channels["seminars"]
    await ana.slash(history, "discuss start", topic=PROMPT, where=forum)
    (post,) = forum.threads
    assert labels(post.history()[0]) == ["A", "B", "C", "D"]
    assert "Your first vote" in await vote(ana, post, "A")
    await ana.slash(post, "discuss start", topic="land")  # beside the post, not inside it
    assert len(forum.threads) == 2
    assert history.threads == []


async def test_a_forum_that_asks_for_a_tag_gets_the_one_of_the_topic_else_any_that_is_free(server, ana):
    forum = server.guild.channels["seminars"]
    tags = [("Mods", True), ("Any", False), ("Oil", False)]
    _give_tags(server, forum, tags)
    for topic, tag in ((PROMPT, "Oil"), ("land", "Any")):
        await ana.slash(forum, "discuss start", topic=topic)
        applied = server.env.backend.get_channel(forum.threads[-1].id).applied_tags
        assert applied == [100 + [name for name, _ in tags].index(tag)]


async def test_a_forum_whose_tags_are_all_for_moderators_is_refused_with_a_sentence(server, ana):
    forum = server.guild.channels["seminars"]
    _give_tags(server, forum, [("Mods", True)])
    assert "#seminars asks for a tag on every post" in text(await ana.slash(forum, "discuss start"))
    assert (forum.threads, await kept(server)) == ([], [])


def _give_tags(server: PracticeServer, forum: ChannelHandle, tags: list[tuple[str, bool]]) -> None:
    """Tags numbered from 100, one of which every post must have."""
    given = [
        {"id": str(100 + number), "name": name, "moderated": moderated, "emoji_id": None, "emoji_name": None}
        for number, (name, moderated) in enumerate(tags)
    ]
    server.env.backend.edit_channel(forum.id, {"available_tags": given})
    known = server.bot.get_channel(forum.id)
    known._flags = discord.ChannelFlags(require_tag=True).value  # simcord's channels have no flags


async def test_left_to_itself_it_takes_what_was_least_discussed_here(server, ana, history):
    for _ in range(2):
        await ana.slash(history, "discuss start", topic="oil")
    await ana.slash(history, "discuss start")
    assert len({row["prompt"] for row in await kept(server)}) == 3


async def test_a_topic_can_be_named_in_other_words_and_nonsense_is_refused(server, ana, history):
    await ana.slash(history, "discuss start", topic="mujeres")
    assert [row["prompt"] for row in await kept(server)] == ["the-vote-of-1953"]
    assert "There is no discussion on that" in text(await ana.slash(history, "discuss start", topic="qwertz"))


async def test_topics_and_questions_are_offered_while_typing(ana, history):
    offered = await ana.autocomplete(history, "discuss start", "topic", "oil")
    assert offered[0] == {"name": "Oil", "value": "oil"}
    assert {"name": TITLE, "value": PROMPT} in offered


@pytest.mark.parametrize(
    ("channel", "permission", "named"),
    [
        ("history", "create_public_threads", "Create Public Threads"),
        ("history", "send_messages_in_threads", "Send Messages in Threads"),
        ("seminars", "send_messages", "Create Posts"),
    ],
)
async def test_a_permission_that_the_bot_lacks_is_named(server, ana, channel, permission, named):
    deny(server, channel, "Divergence", permission)
    told = text(await ana.slash(server.guild.channels[channel], "discuss start"))
    assert told.startswith(f"I need the permission “{named}” in #{channel}.")
    assert (server.guild.channels[channel].threads, await kept(server)) == ([], [])


async def test_nobody_opens_a_thread_through_the_bot_who_may_not_open_one(server, ana, history):
    deny(server, "history", "Member", "create_public_threads")
    assert "You need the permission “Create Public Threads”" in text(await ana.slash(history, "discuss start"))
    assert history.threads == []


async def test_if_the_card_cannot_be_posted_nothing_is_left_behind(server, ana, history):
    server.env.inject_error("POST", "/channels/*/messages", status=400, times=None)
    told = await ana.slash(history, "discuss start")
    server.env.backend.faults.clear()
    assert "Nothing of it is left" in text(told)
    assert await kept(server) == []
    (thread,) = history.threads
    assert server.env.backend.get_channel(thread.id).thread_metadata.archived
    assert history.history() == []  # neither Discord's own “started a thread”


async def test_if_the_thread_cannot_be_made_nothing_is_kept(server, ana, history):
    server.env.inject_error("POST", "/channels/*/threads", status=403, code=50013)
    assert "Nothing of it is left" in text(await ana.slash(history, "discuss start"))
    assert (history.threads, await kept(server)) == ([], [])


async def test_one_person_has_three_discussions_open_at_most(ana, luis, history):
    for _ in range(3):
        await ana.slash(history, "discuss start")
    assert "You have 3 discussions open here" in text(await ana.slash(history, "discuss start"))
    assert "The discussion is open" in text(await luis.slash(history, "discuss start"))


async def test_an_opening_that_was_cut_off_after_its_card_is_taken_up(server, ana, luis, thread):
    await rewrite(server, state="starting", card=None)
    assert "Your first vote" in await vote(luis, thread, "B")
    await rewrite(server, state="starting", card=None)
    await later(server, DAY * 2)
    (row,) = await kept(server)
    assert (row["state"], row["card"]) == ("open", thread.history()[0].id)


async def test_an_opening_that_was_cut_off_before_its_card_is_taken_back(server, thread):
    await rewrite(server, state="starting", card=None)
    server.env.backend.messages[thread.id].clear()
    await later(server, DAY * 2)
    assert await kept(server) == []
    assert server.env.backend.get_channel(thread.id).thread_metadata.archived


# ---- votes ----------------------------------------------------------------------------------------------------------


async def test_a_vote_is_acknowledged_in_private_and_its_count_shown_to_nobody(ana, luis, thread):
    before = said(thread)
    result = await luis.click(card(thread), label="B")
    assert result.ephemeral
    assert text(result).startswith("Your first vote: B · This president's decision")
    await ana.click(card(thread), label="B")
    assert said(thread) == before


async def test_votes_outlive_a_restart_and_the_result_shows_how_they_moved(server, ana, luis, marta, thread):
    for person, letter in ((ana, "A"), (luis, "A"), (luis, "B"), (marta, "C")):
        await vote(person, thread, letter)
    await server.restart()
    assert "What do you think now?" in text(await ana.slash(thread, "discuss close"))
    assert labels(thread.history()[0]) == []  # the first vote's buttons are gone
    await vote(ana, thread, "B")
    await server.restart()
    await vote(luis, thread, "B")
    await ana.click(card(thread, "Finish"), label="Finish")
    result = said(thread)[-1]
    assert "First vote: 3 · second vote: 2 · both: 2" in result
    assert "Shift among those who voted twice: A → B 1, unchanged 1" in result
    assert "before: 1 ███" in result
    assert "after: 2 ██████████" in result
    assert [row["state"] for row in await kept(server)] == ["closed"]


async def test_a_click_on_a_vote_that_is_over_is_told_so_and_not_counted(server, ana, luis, thread):
    first = card(thread)
    server.env.inject_error("PATCH", "/channels/*/messages/*", status=500, times=None)  # its buttons stay
    await ana.slash(thread, "discuss close")
    assert "The first vote is over" in text(await luis.click(first, label="A"))
    second = card(thread, "Finish")
    await ana.click(second, label="Finish")
    server.env.backend.faults.clear()
    assert "The second vote is over" in text(await luis.click(second, label="A"))
    assert "The second vote is over" in text(await ana.click(second, label="Finish"))
    assert "First vote: 0 · second vote: 0" in said(thread)[-1]


async def test_only_whoever_opened_it_or_a_moderator_closes_and_finishes(ana, luis, marta, thread):
    assert "Only whoever opened this discussion" in text(await luis.slash(thread, "discuss close"))
    assert "What do you think now?" in text(await marta.slash(thread, "discuss close"))
    assert "The second vote is open already" in text(await ana.slash(thread, "discuss close"))
    assert "Only whoever opened this discussion" in text(await luis.click(card(thread, "Finish"), label="Finish"))
    await marta.click(card(thread, "Finish"), label="Finish")
    assert "First vote: 0" in said(thread)[-1]


async def test_whoever_moderators_named_a_host_closes_too_and_managing_threads_on_discord_does_not_count(
    server, luis, thread
):
    keeper = server.guild.create_role("Keeper", permissions=discord.Permissions(manage_threads=True))
    dora = server.guild.add_member(server.env.create_user("dora"), roles=[server.guild.roles["Member"], keeper])
    await server.env.settle()
    assert "Only whoever opened this discussion" in text(await dora.slash(thread, "discuss close"))
    actor = Actor(server.people["marta"].id, server.guild.id, manages=True)
    await server.services.governing.change(actor, {"host_roles": [str(keeper.id)]})
    assert "What do you think now?" in text(await dora.slash(thread, "discuss close"))
    await dora.click(card(thread, "Finish"), label="Finish")
    assert "First vote: 0" in said(thread)[-1]


async def test_a_card_pressed_outside_its_own_thread_does_nothing(server, luis, thread):
    (row,) = await kept(server)
    await rewrite(server, channel=int(row["channel"]) + 1)
    assert "This discussion is no longer kept" in await vote(luis, thread, "A")
    await rewrite(server, channel=row["channel"], server=1)
    assert "This discussion is no longer kept" in await vote(luis, thread, "A")


async def test_no_button_holds_more_than_an_action_and_rows(thread):
    (opening,) = thread.history()
    ids = {part["custom_id"] for part in controls(opening) if "custom_id" in part}
    assert ids == {*(f"b1:discuss-before:1:{number}" for number in range(4)), "s1:discuss-part:1"}
