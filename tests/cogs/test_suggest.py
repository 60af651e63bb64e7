"""`/suggest` as members and curators meet it."""

from __future__ import annotations

import pytest

from bot.errors import Gone, NotAllowed
from bot.practice.server import PracticeServer
from bot.services.authority import Actor
from cogs.ui.buttons import Button
from cogs.ui.cards import layout
from tests.cogs.own_facts import name_channel, suggest, told
from tests.discord_view import labels, text

pytestmark = pytest.mark.usefixtures("prepared")


async def test_an_accepted_suggestion_is_answered_shown_on_the_timeline_and_completed_at_once(
    server, ana, marta, history, moderators
):
    await name_channel(server)
    shown = await suggest(server)
    assert shown.ephemeral
    assert "curators of this server look at it" in text(shown)
    card = moderators.history()[-1]
    assert "REAL HISTORY" in text(card)
    assert "turnip soup" in text(card)
    assert "stonecutters" not in text(await ana.slash(history, "ask", question="who ate turnip soup"))
    await marta.click(card, label="Accept")
    answered = text(await ana.slash(history, "ask", question="who ate turnip soup at the quarry"))
    assert "REAL HISTORY" in answered
    assert "Nineteen stonecutters" in answered
    assert "March 1935" in answered
    assert "Source: Ledger, p. 4" in answered
    assert "Nineteen stonecutters" in text(await ana.slash(history, "timeline", when="1935", about="Diego Rivera"))
    assert any("Nineteen" in choice["name"] for choice in await ana.autocomplete(history, "ask", "question", "ninete"))


async def test_the_one_who_suggested_is_told_directly(server, ana, marta, moderators):
    await name_channel(server)
    await suggest(server)
    await marta.click(moderators.history()[-1], label="Accept")
    assert "taught from now on" in text(ana.user.dm_channel.history()[-1])


async def test_whoever_takes_no_direct_messages_is_told_with_their_next_suggestion(
    server, ana, marta, history, moderators
):
    await name_channel(server)
    server.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
    await suggest(server)
    form = await marta.click(moderators.history()[-1], label="Reject")
    await marta.submit_modal(form, {"said": "We have no such ledger."})
    told = await ana.slash(history, "suggest", world="real")
    assert "Your suggestion was not taken: We have no such ledger." in text(told)
    assert (await ana.slash(history, "suggest", world="real")).modal


async def test_what_is_nearly_taught_already_is_shown_before_it_is_sent(server, ana, history, moderators):
    await name_channel(server)
    before = len(moderators.history())
    pack = server.services.pack
    fact = pack.facts["cardenas-expropriates-oil"]
    shown = await suggest(server, statement=fact.text["en"].statement[:280], when="", names="")
    assert "Nearly the same is taught already" in text(shown)
    assert fact.text["en"].title in text(shown)
    assert len(moderators.history()) == before
    form = await ana.click(shown.response, label="Edit")
    assert fact.text["en"].statement[:280] in str(form.modal)
    await ana.click(shown.response, label="Send anyway")
    assert len(moderators.history()) == before + 1


async def test_what_contradicts_a_fact_is_shown_with_the_fact(server):
    shown = await suggest(
        server, statement="Lázaro Cárdenas expropriated the oil companies in March 1940.", when="1940-03", names=""
    )
    assert "A fact says otherwise" in text(shown)
    assert "18 March 1938" in text(shown)


async def test_a_fact_of_the_scenario_must_say_what_really_was(server, ana, marta, history, moderators):
    await name_channel(server)
    shown = await suggest(server, world="alternate", statement="The quarry is run by nineteen elected stonecutters.")
    assert "There was no such quarry." in text(shown)
    await marta.click(moderators.history()[-1], label="Accept")
    answered = text(await ana.slash(history, "ask", question="who runs the quarry with elected stonecutters"))
    assert answered.index("ALTERNATE HISTORY") < answered.index("REAL HISTORY") < answered.index("no such quarry")


async def test_a_curator_asks_back_and_gets_an_answer(server, ana, marta, history, moderators):
    await name_channel(server)
    await suggest(server)
    form = await marta.click(moderators.history()[-1], label="Ask back")
    await marta.submit_modal(form, {"said": "Which page?"})
    told = ana.user.dm_channel.history()[-1]
    assert "Which page?" in text(told)
    form = await ana.user.click(told, label="Write anew")
    given = {"statement": "Nineteen stonecutters ate turnip soup at the quarry.", "source": "Ledger, p. 7",
             "when": "1935", "names": ""}  # fmt: skip
    await ana.user.submit_modal(form, given)
    assert "Ledger, p. 7" in text(moderators.history()[-1])
    await marta.click(moderators.history()[-1], label="Accept")
    assert "Ledger, p. 7" in text(await ana.slash(history, "ask", question="who ate turnip soup at the quarry"))


async def test_what_was_changed_meanwhile_is_not_decided_on_unseen(server, marta, moderators):
    await name_channel(server)
    await suggest(server)
    card = moderators.history()[-1]
    form = await marta.click(card, label="Edit")
    fields = {"statement": "Twenty stonecutters ate turnip soup.", "source": "Ledger", "when": "", "names": ""}
    await marta.submit_modal(form, fields)
    assert "Twenty stonecutters" in text(moderators.history()[-1])
    entry = (await server.services.curating.history(_moderator(server), 1))[0]
    assert entry.version == 2
    with pytest.raises(NotAllowed, match="changed since you looked"):
        await server.services.suggesting.accept(_moderator(server), 1, 1)


@pytest.mark.parametrize("who", ["ana", "nora"])
async def test_members_and_hosts_decide_nothing(server, moderators, who):
    await name_channel(server)
    await suggest(server)
    history = server.bot.get_channel(server.guild.channels["history"].id)
    buttons = [
        Button.to(f"config-own-{action}", 1, 1, label=action) for action in ("accept", "ask", "reject", "rewrite")
    ]
    await history.send(view=layout([], buttons))
    forged = server.guild.channels["history"].history()[-1]
    for button in labels(forged):
        assert "Only curators" in told(await server.people[who].click(forged, label=button))


async def test_a_member_cannot_flood_the_queue(server):
    for number in range(10):
        await suggest(server, statement=f"The quarry sold {number + 40} barrels of turnips to the town nearby.")
    assert "wait for the curators" in text(await suggest(server, statement="One more barrel of turnips was sold."))


async def test_where_only_real_history_is_shown_nothing_of_the_scenario_is_suggested(server, ana, history):
    actor = Actor(server.people["marta"].id, server.guild.id, manages=True)
    await server.services.governing.change(actor, {f"channels.{history.id}": {"show": "real-only"}})
    assert "not shown in this channel" in text(await ana.slash(history, "suggest", world="alternate"))


async def test_a_report_lands_in_the_queue_and_its_reporter_hears_the_reply(server, ana, marta, history, moderators):
    await name_channel(server)
    shown = await ana.slash(history, "ask", question="when was the oil expropriated by cardenas")
    form = await ana.click(shown.response, label="Wrong?")
    await ana.submit_modal(form, {"said": "It was a Friday."})
    card = moderators.history()[-1]
    assert "It was a Friday." in text(card)
    form = await marta.click(card, label="Reply")
    await marta.submit_modal(form, {"said": "Thank you, we looked it up."})
    assert "Thank you, we looked it up." in text(ana.user.dm_channel.history()[-1])
    assert "dealt with" in text(moderators.history()[-1])
    with pytest.raises(Gone, match="dealt with this report already"):
        await server.services.curating.close(_moderator(server), 1)


async def test_a_reported_fact_can_be_hidden_or_annotated_here(server, ana, marta, history, moderators):
    await name_channel(server)
    for label in ("Annotate", "Hide the fact here"):
        shown = await ana.slash(history, "ask", question="when was the oil expropriated by cardenas")
        form = await ana.click(shown.response, label="Wrong?")
        await ana.submit_modal(form, {"said": f"Please {label}"})
        card = moderators.history()[-1]
        if label == "Annotate":
            form = await marta.click(card, label=label)
            await marta.submit_modal(form, {"said": "Ask Nora about the decree."})
            answered = await ana.slash(history, "ask", question="when was the oil expropriated by cardenas")
            assert "Note of this server: Ask Nora about the decree." in text(answered)
        else:
            await marta.click(card, label=label)
            answered = await ana.slash(history, "ask", question="when was the oil expropriated by cardenas")
            assert "Cárdenas expropriates the oil companies" not in text(answered)


def _moderator(server: PracticeServer):
    return Actor(server.people["marta"].id, server.guild.id, manages=True)
