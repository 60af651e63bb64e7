"""Moderators' rules where they are felt: each channel shows what it may, to moderators too, by every way in."""

from __future__ import annotations

import pytest

from bot.practice.server import PracticeServer
from bot.services.authority import Actor
from tests.discord_view import controls, labels, options, text

HIS_COUP = "when did trotsky take power in mexico"


@pytest.fixture
def rule(server: PracticeServer):
    async def rule(channel, show: str, **parts: object):
        actor = Actor(server.people["marta"].id, server.guild.id, manages=True)
        rule = {"show": show, "off": [], "private": False, **parts}
        await server.services.governing.change(actor, {f"channels.{channel.id}": rule})

    return rule


async def test_a_real_only_channel_refuses_the_scenario_to_moderators_too_and_names_another(server, rule, history):
    await rule(history, "real-only")
    await rule(server.guild.channels["scenario-room"], "scenario-room")
    for who in ("luis", "marta"):
        shown = await server.people[who].slash(history, "ask", question=HIS_COUP, world="alternate")
        assert shown.ephemeral
        assert f"not shown in this channel. Try <#{server.guild.channels['scenario-room'].id}>." in text(shown)
    shown = await server.people["marta"].slash(history, "compare", topic="oil")
    assert "Try <#" in text(shown)


async def test_what_was_shown_before_is_not_opened_once_a_channel_is_real_only(server, rule, history):
    luis = server.people["luis"]
    shown = await luis.slash(history, "ask", question=HIS_COUP)
    await rule(history, "real-only")
    assert "not shown in this channel" in text(await luis.click(shown.response, label="Sources"))
    offered = await luis.autocomplete(history, "ask", "question", "trotsky takes")
    assert not [choice for choice in offered if choice["name"].startswith("◆")]


async def test_a_mention_in_a_thread_follows_the_rule_of_its_channel(server, rule, history):
    await rule(history, "real-only")
    luis = server.people["luis"]
    asked = await luis.send(history, "about his coup")
    thread = await server.bot.get_channel(history.id).get_partial_message(asked.id).create_thread(name="Coup")
    await server.env.settle()
    from bot.practice.places import channel_of

    place = channel_of(server, thread.id)
    await luis.send(place, f"<@{server.env.backend.bot_user.id}> {HIS_COUP}")
    answers = [message for message in place.history() if message.author.bot]
    assert answers
    assert "ALTERNATE HISTORY" not in text(answers[-1])


async def test_a_channel_follows_its_category(server, rule, history):
    category = server.guild.create_category("Study")
    await server.env.settle()
    server.bot.get_channel(history.id).category_id = category.id
    await rule(category, "real-only")
    shown = await server.people["luis"].slash(history, "ask", question=HIS_COUP, world="alternate")
    assert "not shown in this channel" in text(shown)


async def test_real_first_puts_the_record_first_and_covers_the_scenario(server, rule, history):
    await rule(history, "real-first")
    luis = server.people["luis"]
    shown = await luis.slash(history, "ask", question=HIS_COUP, private=True)
    frames = [part for part in controls(shown) if part["type"] == 17]
    assert [frame.get("spoiler", False) for frame in frames] == [False, True]
    assert "REAL HISTORY" in str(frames[0])
    assert "ALTERNATE HISTORY" in str(frames[1])
    again = await luis.click(shown.response, label="Sources")
    covered = [part for part in controls(again) if part["type"] == 17 and part.get("spoiler")]
    assert "ALTERNATE HISTORY" in str(covered)
    assert "◆" not in str([part for part in controls(again) if part["type"] == 17 and not part.get("spoiler")])


async def test_a_real_first_channel_tells_no_alternate_title_unasked(server, rule, history):
    await rule(history, "real-first")
    for question in ("what did trotsky do", "the church and the state", "best pizza in town", "women vote"):
        shown = await server.people["luis"].slash(history, "ask", question=question)
        frames = [part for part in controls(shown) if part["type"] == 17 and not part.get("spoiler")]
        assert "ALTERNATE" not in str(frames)
        assert "◆" not in str(frames).replace("◆ alternate history", "")


async def test_a_comparison_covers_all_but_the_record(server, rule, history):
    await rule(history, "real-first")
    shown = await server.people["luis"].slash(history, "compare", topic="who governed mexico in 1942")
    frames = [part for part in controls(shown) if part["type"] == 17]
    assert [frame.get("spoiler", False) for frame in frames][-1:] == [True]
    assert ["ALTERNATE HISTORY" in str(frame) for frame in frames] == [frame.get("spoiler", False) for frame in frames]


async def test_what_is_switched_off_in_a_channel_says_so_and_is_not_in_its_help(server, rule, history):
    await rule(history, "both", off=["compare"])
    luis = server.people["luis"]
    shown = await luis.slash(history, "compare", topic="oil")
    assert "/compare is switched off in this channel. Try <#" in text(shown)
    assert "compare" not in text(await luis.slash(history, "help"))
    quiz = server.guild.channels["quiz"]
    assert "switched off" not in text(await luis.slash(quiz, "compare", topic="oil"))


async def test_answers_in_a_busy_channel_are_private_and_stay_so(server, rule, history):
    await rule(history, "both", private=True)
    shown = await server.people["luis"].slash(history, "ask", question="who let trotsky into mexico")
    assert shown.ephemeral
    assert "Show everyone" not in labels(shown)


async def test_direct_messages_have_no_rules(server, rule, history):
    await rule(history, "real-only")
    shown = await server.people["luis"].user.slash("ask", question=HIS_COUP)
    assert "ALTERNATE HISTORY" in text(shown)


async def test_the_language_moderators_chose_is_used_where_a_message_does_not_tell(server, history):
    actor = Actor(server.people["marta"].id, server.guild.id, manages=True)
    await server.services.governing.change(actor, {"language": "es"})
    await server.people["luis"].send(history, f"<@{server.env.backend.bot_user.id}> Múgica")
    assert "HISTORIA REAL" in text(history.last_message) or "decir" in text(history.last_message)


# ---- titles: they say what the scenario says, and nothing covers them ------------------------------------------------


@pytest.fixture
def offered(server, history):
    async def offered(command: str, option: str, typed: str, **options: object) -> list[str]:
        choices = await server.people["luis"].autocomplete(history, command, option, typed, **options)
        return [choice["name"] for choice in choices]

    return offered


async def test_where_the_scenario_is_covered_its_titles_are_offered_only_to_who_asks_for_it(rule, history, offered):
    assert any(name.startswith("◆") for name in await offered("ask", "question", "trotsky takes"))
    await rule(history, "real-first")
    for command, option in (("ask", "question"), ("timeline", "about")):
        assert not any("◆" in name for name in await offered(command, option, "trotsky"))
        asked = await offered(command, option, "trotsky takes", world="alternate")
        assert any(name.startswith("◆ Trotsky takes power") for name in asked), command
    names = await offered("compare", "topic", "trotsky takes")
    assert names
    assert not any("◆" in name for name in names)
    await rule(history, "real-only")
    for command, option in (("ask", "question"), ("timeline", "about")):
        assert not any("◆" in name for name in await offered(command, option, "trotsky takes", world="alternate"))
    assert not [name for name in await offered("compare", "topic", "trotsky") if "◆" in name]


async def test_a_pair_picked_by_its_real_half_is_that_pair(server, rule, history, offered):
    await rule(history, "real-first")
    picked = (await offered("compare", "topic", "oil"))[1]
    assert picked.startswith("● ")
    shown = await server.people["luis"].slash(history, "compare", topic=picked)
    assert picked.removeprefix("● ")[:20] in text(shown)
    assert "ALTERNATE HISTORY" in text(shown)


async def test_did_you_mean_names_nothing_of_a_covered_scenario_but_says_how_to_ask_for_it(server, rule, history):
    luis = server.people["luis"]
    for unclear, left in (("insurgents", True), ("trotsky economy", False)):
        await rule(history, "both")
        assert any(name.startswith("◆") for name in options(await luis.slash(history, "ask", question=unclear)))
        await rule(history, "real-first")
        shown = await luis.slash(history, "ask", question=unclear)
        assert not any("◆" in name for name in options(shown)), options(shown)
        assert bool(options(shown)) is left
        assert ("The scenario may: ask again" in text(shown)) is not left
        asked = options(await luis.slash(history, "ask", question=unclear, world="alternate"))
        assert any(name.startswith("◆") for name in asked)


async def test_a_follow_up_does_not_name_the_covered_fact_it_leans_on(server, rule, history):
    await rule(history, "real-first")
    luis = server.people["luis"]
    me = f"<@{server.env.backend.bot_user.id}>"
    await luis.send(history, f"{me} {HIS_COUP}")
    await luis.send(history, f"{me} and in reality?")
    for message in history.history():
        for frame in (part for part in controls(message) if part["type"] == 17):
            assert frame.get("spoiler", False) or "Trotsky takes power" not in str(frame)
