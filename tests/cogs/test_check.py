"""Checking claims on Discord, as members do it: the command, the message menu, and the public correction."""

from __future__ import annotations

import pytest
from simcord import MemberActor

from bot.practice.server import PracticeServer
from tests.discord_view import labels, options, text

HIS_COUP = "Trotsky took power in Mexico in 1942."
GUILTY = "The Dewey Commission found Trotsky guilty."
TWO_CLAIMS = "my notes say Mercader killed Trotsky in August 1940. The oil was expropriated in 1938 by Cárdenas. bye"


async def checked(server: PracticeServer, person: MemberActor, claim: str):
    return await person.slash(server.guild.channels["history"], "check", claim=claim)


async def long_pressed(server: PracticeServer, person: MemberActor, author: MemberActor, said: str, **more: object):
    channel = server.guild.channels["history"]
    message = await author.send(channel, said, **more)
    return await person.context_menu(channel, "Check this claim", message)


async def test_the_verdicts_seal_comes_first_and_only_the_asker_sees_it(server, luis):
    result = await checked(server, luis, GUILTY)
    assert result.ephemeral
    shown = text(result)
    assert shown.startswith("**✕ NEITHER**")
    assert "the record says the opposite" in shown
    assert shown.index("✕ NEITHER") < shown.index("● REAL HISTORY") < shown.index("Source: ")


async def test_an_alternate_claim_always_brings_the_real_counterpart_and_how_to_tell(server, luis):
    shown = text(await checked(server, luis, HIS_COUP))
    assert shown.startswith("**◆ ALTERNATE HISTORY**")
    assert shown.index("◆ ALTERNATE HISTORY") < shown.index("● REAL HISTORY")
    assert "How to tell:" in shown


async def test_a_claim_is_answered_in_its_own_language(server, luis):
    shown = text(await checked(server, luis, "Trotsky llegó a Tampico el 9 de enero de 1937."))
    assert "● HISTORIA REAL" in shown
    assert "Fuente: " in shown


async def test_the_message_menu_checks_what_somebody_wrote(server, luis, ana):
    result = await long_pressed(server, luis, ana, TWO_CLAIMS)
    assert result.ephemeral
    shown = text(result)
    assert "2 claims checked" in shown
    assert shown.count("● REAL HISTORY") == 2
    closer = await luis.select(result.response, [next(iter(options(result).values()))])
    assert "Ramón Mercader" in text(closer)
    assert "Sources" in labels(closer)


async def test_chatter_is_told_that_it_speaks_of_neither_history(server, luis, ana):
    shown = text(await long_pressed(server, luis, ana, "brb, dog wants out. See you at eight!"))
    assert "Nothing here speaks of either history." in shown


async def test_what_the_sources_do_not_hold_is_said_to_be_open(server, luis):
    result = await checked(server, luis, "Frida Kahlo painted The Two Fridas in 1939.")
    assert text(result).startswith("**? NOT IN OUR SOURCES**")
    assert "It may still be true" in text(result)
    assert labels(result) == []


async def test_a_correction_is_posted_fact_first_without_the_claim_and_pings_nobody(server, luis):
    result = await checked(server, luis, GUILTY)
    posted = await luis.click(result.response, label="Post correction")
    assert not posted.ephemeral
    shown = text(posted)
    assert shown.startswith("**● REAL HISTORY**")
    assert "For the record:" in shown
    assert "found Trotsky guilty" not in shown


async def test_a_correction_of_the_scenario_begins_with_what_was(server, luis):
    result = await checked(server, luis, HIS_COUP)
    shown = text(await luis.click(result.response, label="Post correction"))
    assert shown.startswith("**● REAL HISTORY**")


async def test_outside_servers_there_is_nothing_to_post_to(server, luis):
    result = await luis.user.slash("check", claim=GUILTY)
    assert "✕ NEITHER" in text(result)
    assert "Post correction" not in labels(result)


async def test_its_buttons_work_after_a_restart(server, luis):
    result = await checked(server, luis, GUILTY)
    many = await checked(server, luis, TWO_CLAIMS)
    await server.restart()
    assert "– " in text(await luis.click(result.response, label="Sources"))
    assert "For the record:" in text(await luis.click(result.response, label="Post correction"))
    assert "● REAL HISTORY" in text(await luis.select(many.response, [next(iter(options(many).values()))]))


async def test_the_claim_itself_is_not_stored(server, luis):
    await checked(server, luis, f"{GUILTY} canary-word")
    folder = server.settings.data
    assert not any(b"canary-word" in path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("claim", "answer"),
    [
        ("   ", "no words to check"),
        ("<@123456789012345678> <:smile:123456789012345678>", "no words to check"),
        ("\u200b\u200d\u2060", "no words to check"),
        ("word " * 800, "too long to check at once"),
        ("Когда Троцкий приехал в Мексику?", "Nothing here speaks of either history"),
        ("wann kam er nach Mittelamerika", "Nothing here speaks of either history"),
        ("# **@everyone** {0.__class__} %s `x`", "Nothing here speaks of either history"),
    ],
)
async def test_what_cannot_be_checked_is_answered_with_a_clear_sentence(server, luis, claim, answer):
    result = await checked(server, luis, claim)
    assert answer in text(result)
    assert result.ephemeral


async def test_a_message_without_text_of_its_own_says_what_to_do(server, luis, ana):
    result = await long_pressed(server, luis, ana, "", attachments=[("a.png", b"a")])
    assert "Use /check and type the claim" in text(result)
