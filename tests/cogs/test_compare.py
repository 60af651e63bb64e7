"""Comparing on Discord: a topic becomes a pair of both worlds, and the pair leads to the next."""

from __future__ import annotations

import pytest
from simcord import MemberActor

from bot.errors import BadInput, NotAllowed
from bot.history.compare import pair_card
from bot.history.model import World
from bot.language import Language
from bot.practice.server import PracticeServer
from cogs.ui.limits import MESSAGE_TEXT
from tests.discord_view import labels, options, text


async def compared(server: PracticeServer, person: MemberActor, topic: str, **options: object):
    return await person.slash(server.guild.channels["history"], "compare", topic=topic, **options)


async def test_what_was_comes_first_then_the_scenario_then_what_parts_them(server, luis):
    shown = text(await compared(server, luis, "when did women get the vote"))
    parts = ["● REAL HISTORY", "◆ ALTERNATE HISTORY", "Where they part:", "How to tell:", "It would have taken:"]
    assert [shown.index(part) for part in parts] == sorted(shown.index(part) for part in parts)


async def test_a_topic_in_spanish_is_compared_in_spanish(server, luis):
    shown = text(await compared(server, luis, "el racionamiento de comida"))
    assert "● HISTORIA REAL" in shown
    assert "Habría hecho falta:" in shown


async def test_a_real_fact_that_several_depart_from_is_shown_with_the_nearest(server, luis, pack):
    shown = text(await compared(server, luis, "cardenas expropriates the oil companies in 1938"))
    assert pack.facts["cardenas-expropriates-oil"].text[Language.EN].title in shown
    assert pack.facts["trotsky-nationalizes-foreign-firms"].text[Language.EN].title in shown


async def test_next_pair_goes_round_all_of_them_and_comes_back(server, luis, subject):
    first = await compared(server, luis, "when did women get the vote", private=True)
    shown, seen = first, set()
    for _ in subject.pairs.all:
        shown = await luis.click(shown.response, label="Next pair")
        seen.add(text(shown))
    assert len(seen) == len(subject.pairs.all)
    assert text(shown) == text(first)


async def test_somebody_else_pages_privately_beside_a_public_pair(server, luis, ana):
    result = await compared(server, luis, "when did women get the vote")
    before = text(result)
    assert (await ana.click(result.response, label="Next pair")).ephemeral
    assert text(result) == before


async def test_an_unclear_topic_is_asked_about_and_the_choice_is_shown(server, luis):
    result = await compared(server, luis, "oil")
    assert "Did you mean" in text(result)
    chosen = await luis.select(result.response, [next(iter(options(result).values()))])
    assert "Where they part:" in text(chosen)
    other = await luis.select((await compared(server, luis, "oil")).response, ["none"])
    assert "No pair for that." in text(other)


async def test_what_the_scenario_says_nothing_of_has_no_pair(server, luis):
    for topic in ("xyzzy", "qwertyuiop asdfgh", "🙂🙂"):
        assert "No pair for that." in text(await compared(server, luis, topic))


async def test_blanks_are_no_topic(server, luis):
    with pytest.raises(BadInput, match="Say what to compare"):
        await server.bot.services.comparing.compare("  ", _place(server), 1, Language.EN)


def _place(server: PracticeServer):
    from bot.services.policy import Place

    return Place(server.guild.channels["history"].id, server.guild.id)


async def test_titles_are_completed_with_both_shapes_and_lead_to_their_pair(server, luis):
    channel = server.guild.channels["history"]
    _typed, *offered = await luis.autocomplete(channel, "compare", "topic", "trotsky")
    assert all(choice["name"].startswith("● ") and "◆" in choice["name"] for choice in offered)
    shown = text(await compared(server, luis, offered[0]["value"]))
    assert offered[0]["value"].removeprefix("◆ ") in shown


async def test_the_buttons_work_after_a_restart(server, luis):
    result = await compared(server, luis, "when did women get the vote", private=True)
    await server.restart()
    assert "Where they part:" in text(await luis.click(result.response, label="Next pair"))
    assert "Sources" in labels(result)


async def test_the_pair_is_not_shown_where_only_one_history_may_be(server, luis, monkeypatch):
    from bot.services import comparing
    from bot.services.policy import Ruling

    result = await compared(server, luis, "when did women get the vote", private=True)
    monkeypatch.setattr(comparing, "decide", lambda *_: Ruling(True, frozenset({World.REAL}), True))
    assert await luis.autocomplete(server.guild.channels["history"], "compare", "topic", "women") == []
    for attempt in (luis.click(result.response, label="Next pair"), compared(server, luis, "women")):
        assert "this channel shows only one of them" in text(await attempt)
    with pytest.raises(NotAllowed):
        comparing._both_shown(_place(server))


async def test_every_pair_fits_a_message_in_both_languages(subject):
    for language in Language:
        for pair in subject.pairs.all:
            lines = pair_card(pair, language)
            assert sum(len(line.text) + 20 for line in lines) < MESSAGE_TEXT / 2
