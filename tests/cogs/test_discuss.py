"""Discussions on Discord: opened whole or not at all, voted on twice in secret, closed by people or by time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord import ChannelHandle, MemberActor

from bot.history.model import World
from bot.language import Language
from bot.practice.server import PracticeServer
from bot.services import discussing
from bot.services.authority import Actor
from bot.services.curating import Shelf
from bot.services.policy import Ruling
from bot.store import discussions
from tests.cogs.own_facts import bring_in, suggest
from tests.discord_view import controls, labels, options, text

PROMPT = "what-made-18-march-possible"
TITLE = "What made 18 March 1938 possible"
TAKEOVER = "trotsky-nationalizes-foreign-firms"
EXPROPRIATION = "cardenas-expropriates-oil"
DAY = timedelta(days=1)


@pytest.fixture
async def thread(server: PracticeServer, ana, history) -> ChannelHandle:
    """A discussion that ana opened in #history."""
    await ana.slash(history, "discuss start", topic=PROMPT)
    return history.threads[-1]


def said(place: ChannelHandle) -> list[str]:
    """What is written in a place, message by message."""
    return [text(message) for message in place.history()]


def card(place: ChannelHandle, button: str = "A") -> discord.Message:
    """The newest message with that button."""
    return [message for message in place.history() if button in labels(message)][-1]


async def vote(person: MemberActor, place: ChannelHandle, letter: str) -> str:
    return text(await person.click(card(place, letter), label=letter))


async def later(server: PracticeServer, by: timedelta) -> None:
    """What the bot does about discussions once that time has passed."""
    server.env.backend.advance_clock(by.total_seconds())
    cog = server.bot.get_cog("Discuss")
    await cog.beat()
    await server.env.settle()


async def kept(server: PracticeServer) -> list[dict[str, object]]:
    return await server.services.database.read(lambda db: list(db["discussions"].rows))


def deny(server: PracticeServer, channel: str, role: str, permission: str) -> None:
    """Take a permission from a role in a channel."""
    from simcord.backend.models import Overwrite
    from simcord.enums import OverwriteType

    overwrite = Overwrite(
        server.guild.roles[role].id, OverwriteType.ROLE, 0, discord.Permissions(**{permission: True}).value
    )
    server.env.backend.edit_channel(server.guild.channels[channel].id, {}, overwrites=[overwrite])


def in_real_only_places(monkeypatch: pytest.MonkeyPatch) -> None:
    ruling = Ruling(allowed=True, worlds=frozenset({World.REAL}), public=True)
    monkeypatch.setattr(discussing, "decide", lambda _place, _feature: ruling)


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
    await _set(server, state="starting", card=None)
    assert "Your first vote" in await vote(luis, thread, "B")
    await _set(server, state="starting", card=None)
    await later(server, DAY * 2)
    (row,) = await kept(server)
    assert (row["state"], row["card"]) == ("open", thread.history()[0].id)


async def test_an_opening_that_was_cut_off_before_its_card_is_taken_back(server, thread):
    await _set(server, state="starting", card=None)
    server.env.backend.messages[thread.id].clear()
    await later(server, DAY * 2)
    assert await kept(server) == []
    assert server.env.backend.get_channel(thread.id).thread_metadata.archived


async def _set(practice: PracticeServer, /, **values: object) -> None:
    """As if the process had been killed before it could write the rest."""
    pairs = ", ".join(f"{name} = ?" for name in values)
    await practice.services.database.write(
        lambda db: db.execute(f"UPDATE discussions SET {pairs}", list(values.values()))  # noqa: S608 # test values
    )


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


# ---- what the server adds and hides ---------------------------------------------------------------------------------


async def test_the_servers_own_facts_are_offered_and_cited_with_their_seal_and_source(server, ana, marta, thread):
    sent = await suggest(server)
    queued = await server.services.curating.page(curator(server), Shelf.QUEUE, 0, Language.EN)
    entry = int(queued.lines[0].key.partition(":")[2])
    assert not await ana.autocomplete(thread, "discuss cite", "fact", "nineteen stonecutters")
    await server.services.suggesting.accept(curator(server), entry, 1)
    assert sent
    (offered,) = await ana.autocomplete(thread, "discuss cite", "fact", "nineteen stonecutters")
    await ana.slash(thread, "discuss cite", fact=offered["value"])
    shown = said(thread)[-1]
    assert "REAL HISTORY" in shown
    assert "turnip soup" in shown
    assert "Ledger, p. 4" in shown
    await ana.slash(thread, "discuss close")
    await ana.click(card(thread, "Finish"), label="Finish")
    assert "Nineteen stonecutters" in said(thread)[-1]


async def test_a_passage_is_cited_by_what_it_says_and_an_alternate_one_says_that_it_has_no_correction(
    server, ana, thread
):
    await bring_in(server, world="alternate")
    await ana.slash(thread, "discuss cite", fact="turnip soup for the stonecutters of the quarry")
    shown = said(thread)[-1]
    assert "ALTERNATE HISTORY" in shown
    assert "turnip soup" in shown
    assert "No correction yet" in shown


async def test_what_the_server_hides_is_no_ground_for_a_discussion(server, ana, history):
    prompt = server.services.pack.prompts[PROMPT]
    await server.services.curating.hide(curator(server), prompt.facts[0].id, hidden=True)
    offered = await ana.autocomplete(history, "discuss start", "topic", prompt.text[Language.EN].title)
    assert PROMPT not in {choice["value"] for choice in offered}
    refused = await ana.slash(history, "discuss start", topic=PROMPT)
    assert history.threads == [] or PROMPT not in {row["prompt"] for row in await kept(server)}, text(refused)


async def test_where_the_scenario_is_covered_only_who_speaks_for_it_is_offered_its_titles(server, ana, luis, history):
    rule = {f"channels.{history.id}": {"show": "real-first", "off": [], "private": False}}
    await server.services.governing.change(curator(server), rule)
    await ana.slash(history, "discuss start", topic=PROMPT)
    thread = history.threads[-1]
    await luis.select(card(thread), ["scenarist"])
    names = {
        person.name: [one["name"] for one in await person.autocomplete(thread, "discuss cite", "fact", "trotsky")]
        for person in (ana, luis)
    }
    assert not any(name.startswith("◆") for name in names["ana"])
    assert any(name.startswith("◆") for name in names["luis"])


def curator(server: PracticeServer) -> Actor:
    return Actor(server.people["marta"].id, server.guild.id, manages=True)


async def test_a_card_pressed_outside_its_own_thread_does_nothing(server, luis, thread):
    (row,) = await kept(server)
    await _set(server, channel=int(row["channel"]) + 1)
    assert "This discussion is no longer kept" in await vote(luis, thread, "A")
    await _set(server, channel=row["channel"], server=1)
    assert "This discussion is no longer kept" in await vote(luis, thread, "A")


# ---- evidence and parts ---------------------------------------------------------------------------------------------


async def test_evidence_carries_its_seal_its_source_and_who_brought_it(luis, thread):
    shown = text(await luis.slash(thread, "discuss cite", fact=EXPROPRIATION)).splitlines()
    assert shown[:2] == ["**● REAL HISTORY**", f"-# Cited · <@{luis.id}>"]
    assert shown[-1].startswith("-# Source: ")


async def test_facts_of_both_histories_are_offered_with_their_shapes(luis, thread):
    offered = await luis.autocomplete(thread, "discuss cite", "fact", "nationalizes")
    assert {choice["name"][0] for choice in offered} == {"●", "◆"}
    assert {EXPROPRIATION, TAKEOVER} & {choice["value"] for choice in offered}


async def test_an_archivist_cites_real_facts_only_and_a_scenarist_names_the_pair(luis, thread):
    await luis.select(card(thread), ["archivist"])
    assert "As Archivist you cite real facts only" in text(await luis.slash(thread, "discuss cite", fact=TAKEOVER))
    await luis.select(card(thread), ["scenarist"])
    shown = text(await luis.slash(thread, "discuss cite", fact=TAKEOVER))
    assert f"Cited · Scenarist · <@{luis.id}>" in shown
    assert shown.index("◆ ALTERNATE HISTORY") < shown.index("● REAL HISTORY") < shown.index("Departs from: ●")


async def test_the_result_names_what_was_cited_by_whom_and_in_which_part(ana, luis, thread):
    await luis.slash(thread, "discuss cite", fact=TAKEOVER)
    await ana.select(card(thread), ["archivist"])
    for _ in range(2):
        await ana.slash(thread, "discuss cite", fact=EXPROPRIATION)
    await ana.slash(thread, "discuss close")
    await ana.click(card(thread, "Finish"), label="Finish")
    result = said(thread)[-1]
    assert result.count(f"Cárdenas expropriates the oil companies · Archivist · <@{ana.id}>") == 1
    assert f"◆ Trotsky nationalizes the foreign-owned firms · <@{luis.id}>" in result


async def test_nothing_is_cited_where_nothing_is_discussed_or_any_more(ana, luis, history, thread):
    assert "No discussion is open in this thread" in text(await luis.slash(history, "discuss cite", fact=EXPROPRIATION))
    await ana.slash(thread, "discuss close")
    assert "nothing can be added" in text(await luis.slash(thread, "discuss cite", fact=EXPROPRIATION))


async def test_where_only_real_history_is_shown_the_scenario_is_not_quoted_nor_cited(ana, history, monkeypatch):
    in_real_only_places(monkeypatch)
    await ana.slash(history, "discuss start", topic=PROMPT)
    (thread,) = history.threads
    assert "ALTERNATE" not in said(thread)[0]
    assert list(options(thread.history()[0])) == ["Archivist", "No part"]
    assert "That history is not shown" in text(await ana.slash(thread, "discuss cite", fact=TAKEOVER))
    offered = await ana.autocomplete(thread, "discuss cite", "fact", "")
    assert {choice["name"][0] for choice in offered} == {"●"}


async def test_where_the_scenario_is_covered_the_question_can_still_be_read(ana, history, monkeypatch):
    ruling = Ruling(allowed=True, worlds=frozenset(World), public=True, spoiler=True)
    monkeypatch.setattr(discussing, "decide", lambda _place, _feature: ruling)
    await ana.slash(history, "discuss start", topic=PROMPT)
    (thread,) = history.threads
    evidence = await ana.slash(thread, "discuss cite", fact=TAKEOVER)
    for shown in (thread.history()[0], evidence):
        covered = ["ALTERNATE" in _inside(part) for part in controls(shown) if part.get("spoiler")]
        assert covered == [True]


def _inside(frame: dict[str, Any]) -> str:
    return "\n".join(part.get("content", "") for part in frame["components"])


async def test_the_bot_answers_mentions_and_follow_ups_in_the_thread(server, luis, thread):
    me = server.bot.user.id
    await luis.send(thread, f"<@{me}> who killed trotsky")
    await luis.send(thread, f"<@{me}> and when was that?")
    assert "About: Ramón Mercader kills Trotsky" in said(thread)[-1]
    evidence = await luis.slash(thread, "discuss cite", fact="women-win-the-vote")
    await luis.send(thread, f"<@{me}> and when was that?", reply_to=evidence.response)
    assert "About: Mexican women win the national vote" in said(thread)[-1]


# ---- what time brings -----------------------------------------------------------------------------------------------


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
    await _set(server, due_at=0)
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


async def test_no_button_holds_more_than_an_action_and_rows(thread):
    (opening,) = thread.history()
    ids = {part["custom_id"] for part in controls(opening) if "custom_id" in part}
    assert ids == {*(f"b1:discuss-before:1:{number}" for number in range(4)), "s1:discuss-part:1"}
