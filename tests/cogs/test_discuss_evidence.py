"""What a discussion on Discord is held on: facts with their seals and sources, and none that is hidden or not shown."""

from __future__ import annotations

from typing import Any

import pytest

from bot.history.model import World
from bot.language import Language
from bot.practice.server import PracticeServer
from bot.services import discussing
from bot.services.authority import Actor
from bot.services.curating import Shelf
from bot.services.policy import Ruling
from tests.cogs.discussion_thread import EXPROPRIATION, PROMPT, card, kept, said
from tests.cogs.own_facts import bring_in, suggest
from tests.discord_view import controls, options, text

TAKEOVER = "trotsky-nationalizes-foreign-firms"


def in_real_only_places(monkeypatch: pytest.MonkeyPatch) -> None:
    ruling = Ruling(allowed=True, worlds=frozenset({World.REAL}), public=True)
    monkeypatch.setattr(discussing, "decide", lambda _place, _feature: ruling)


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
