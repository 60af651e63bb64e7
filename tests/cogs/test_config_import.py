"""`/config import`: shown first, taken in at once, undone at once, and seen in that server alone."""

from __future__ import annotations

import pytest

from bot.history.importing.text import SIZE
from bot.history.model import World
from bot.language import Language
from bot.practice.server import PracticeServer
from bot.quiz.questions import candidates
from bot.services.authority import Actor
from bot.services.policy import Place
from tests.cogs.own_facts import PROSE, bring_in, told
from tests.discord_view import text

pytestmark = pytest.mark.usefixtures("prepared")


async def test_prose_is_shown_first_and_then_answers_with_its_place(server, ana, marta, history, moderators):
    shown = await marta.slash(
        moderators, "config import", file=("mural.md", PROSE.encode()), world="real", source="Ledger"
    )
    assert shown.ephemeral
    assert "0 facts · 4 passages · 1 with a date · 2 with people or places" in text(shown)
    question = "what did the canteen of the quarry sell to the stonecutters"
    assert "turnip" not in text(await ana.slash(history, "ask", question=question))
    await marta.click(shown.response, label="Import")
    answered = text(await ana.slash(history, "ask", question=question))
    assert "REAL HISTORY" in answered
    assert "The canteen of the quarry sold turnip soup" in answered
    assert "A passage of this server" in answered
    assert "Source: Ledger, “The mural”, par. 2" in answered
    note = text(await ana.slash(history, "ask", question="where is the soup of the quarry described in a ledger"))
    assert "Ledger, note 1" in note


async def test_a_passage_of_the_scenario_says_that_it_has_no_correction(server, ana, history):
    await bring_in(server, world="alternate")
    answered = text(await ana.slash(history, "ask", question="what did the canteen of the quarry sell"))
    assert "ALTERNATE HISTORY" in answered
    assert "No correction yet" in answered
    checked = text(await ana.slash(history, "check", claim="The canteen of the quarry sold turnip soup."))
    assert "ALTERNATE HISTORY" in checked
    assert "No correction yet" in checked


async def test_a_claim_that_a_passage_makes_is_real(server, ana, history):
    await bring_in(server)
    checked = text(await ana.slash(history, "check", claim="The canteen of the quarry sold turnip soup."))
    assert "REAL HISTORY" in checked
    assert "Ledger" in checked


async def test_an_import_survives_a_restart_and_is_undone_as_a_whole(server, marta, history):
    shown = await bring_in(server)
    assert "4 entries are taught" in text(shown)
    await server.restart()
    ana, marta = server.people["ana"], server.people["marta"]
    question = "what did the canteen of the quarry sell to the stonecutters"
    assert "turnip soup" in text(await ana.slash(history, "ask", question=question))
    undone = await marta.click(shown.response, label="Undo")
    assert "4 entries are no longer taught" in text(undone)
    assert "turnip soup" not in text(await ana.slash(history, "ask", question=question))
    with pytest.raises(Exception, match="undone already"):
        await server.services.importing.undo(_moderator(server), 1)


async def test_cancel_brings_nothing_in(server, marta, moderators):
    shown = await marta.slash(
        moderators, "config import", file=("mural.md", PROSE.encode()), world="real", source="Ledger"
    )
    assert "Nothing was changed" in text(await marta.click(shown.response, label="Cancel"))
    assert await server.services.importing.batches(_moderator(server)) == []


@pytest.mark.parametrize(("name", "content", "said"), [
    ("facts.txt", b"a " * (SIZE // 2) + b"a", "at most 1024 KiB"),
    ("facts.exe", b"MZ", "TOML, JSON, CSV, Markdown and plain text"),
    ("facts.json", b'{"a": 1, "a": 2}', "stands there twice"),
    ("facts.toml", b"[[fact]]\nstatement = 'x'\nwordl = 1", "wordl"),
])  # fmt: skip
async def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(server, marta, moderators, name, content, said):
    shown = await marta.slash(moderators, "config import", file=(name, content), world="real", source="x")
    assert said in told(shown)


async def test_two_servers_never_see_each_others_facts(server):
    """Asked, checked, on the timeline, compared, completed, quizzed: only where they were brought in."""
    services, other = server.services, 4242
    facts = """
[[fact]]
statement = "Nineteen stonecutters of Diego Rivera went on strike for better soup."
when = "1935-05"
people = ["diego-rivera"]
[[fact]]
world = "alternate"
statement = "The stonecutters of the quarry elected a parliament of soup."
when = "1943"
why = "They only went on strike."
real = ["cardenas-expropriates-oil"]
"""
    actor = Actor(7, other, manages=True)
    preview = await services.importing.read(actor, "facts.toml", facts.encode(), World.REAL, "Ledger", Language.EN)
    await services.importing.apply(actor, preview.id)
    claim = "Nineteen stonecutters of Diego Rivera went on strike for better soup in May 1935."
    seen = {}
    for place in (Place(1, other), Place(2, server.guild.id), Place(3)):
        asked = await services.asking.ask("who went on strike for better soup", place, 7)
        checked = await services.checking.check(claim, place, 7, Language.EN, typed=True)
        timeline = await services.timelines.show("1935", "Diego Rivera", None, place, 7, Language.EN)
        compared = await services.comparing.compare(
            "the parliament of soup elected by stonecutters", place, 7, Language.EN
        )
        titles = services.asking.suggest_titles("nineteen", place, Language.EN)
        quizzed = candidates(services.subjects.composer(place.server).pack)
        seen[place.server] = (
            bool(asked.fact and asked.fact.id.startswith("own:")),
            any(one.fact and one.fact.id.startswith("own:") for one in checked.rulings),
            any(fact.id.startswith("own:") for fact in timeline.timeline.entries),
            bool(compared.pair and compared.pair.alternate.id.startswith("own:")),
            any("Nineteen" in title for title in titles),
            any(candidate.name.startswith("own:") for candidate in quizzed),
        )
    assert seen == {other: (True,) * 6, server.guild.id: (False,) * 6, None: (False,) * 6}


async def test_members_and_hosts_bring_nothing_in(server):
    services = server.services
    for who, roles in (("ana", frozenset[int]()), ("nora", frozenset({server.guild.roles["Host"].id}))):
        actor = Actor(server.people[who].id, server.guild.id, roles)
        with pytest.raises(Exception, match="Only curators"):
            await services.importing.read(actor, "a.md", PROSE.encode(), World.REAL, "x", Language.EN)
        with pytest.raises(Exception, match="Only curators"):
            await services.importing.undo(actor, 1)


def _moderator(server: PracticeServer) -> Actor:
    return Actor(server.people["marta"].id, server.guild.id, manages=True)
