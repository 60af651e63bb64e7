"""`/config facts`: lists, versions, undo, and what is done with facts that the server did not write."""

from __future__ import annotations

import pytest

from bot.practice.server import PracticeServer
from tests.cogs.own_facts import bring_in, suggest
from tests.discord_view import labels, options, text

pytestmark = pytest.mark.usefixtures("prepared")
ASKED = "what did the canteen of the quarry sell"
OIL = "when was the oil expropriated by cardenas"


async def opened(server: PracticeServer, shelf: str):
    """A list of the panel."""
    marta = server.people["marta"]
    shown = await marta.slash(server.guild.channels["moderators"], "config facts")
    return await marta.click(shown.response, label=shelf)


async def picked(server: PracticeServer, shelf: str, beginning: str):
    """One line of a list, opened."""
    shown = await opened(server, shelf)
    [value] = [value for label, value in options(shown).items() if beginning in label]
    return await server.people["marta"].select(shown.response, [value])


async def test_a_suggestion_is_decided_in_the_panel_where_no_channel_is_named(server, ana, marta, history):
    await suggest(server)
    shown = await picked(server, "Suggestions that wait", "Nineteen stonecutters")
    await marta.click(shown.response, label="Accept")
    assert "Nineteen" in text(await ana.slash(history, "ask", question="who ate turnip soup at the quarry"))


async def test_a_passage_becomes_a_fact_is_retired_and_each_step_can_be_undone(server, ana, marta, history):
    await bring_in(server)
    shown = await picked(server, "Our facts and passages", "canteen")
    form = await marta.click(shown.response, label="Make it a fact")
    fields = {"statement": "The canteen of the quarry sold soup of turnips.", "when": "1935", "source": "Ledger, p. 2",
              "names": ""}  # fmt: skip
    shown = await marta.submit_modal(form, fields)
    answered = text(await ana.slash(history, "ask", question=ASKED))
    assert "soup of turnips" in answered
    assert "A passage" not in answered
    shown = await picked(server, "Our facts and passages", "canteen")
    shown = await marta.click(shown.response, label="Retire")
    assert "no longer taught here" in text(shown)
    assert "turnips" not in text(await ana.slash(history, "ask", question=ASKED))
    shown = await marta.click(shown.response, label="Undo")
    assert "soup of turnips" in text(await ana.slash(history, "ask", question=ASKED))
    shown = await marta.click(shown.response, label="History")
    assert [line in text(shown) for line in ("**4** · taught", "**3** · retired", "**2** · taught", "**1** · taught")]
    shown = await marta.select(shown.response, ["1"])
    assert "A passage" in text(await ana.slash(history, "ask", question=ASKED))


async def test_a_fact_of_the_pack_is_hidden_shown_again_and_annotated_but_never_changed(
    server, ana, marta, history, moderators
):
    title = server.services.pack.facts["cardenas-expropriates-oil"].text["en"].title
    before = text(await ana.slash(history, "ask", question=OIL))
    shown = await marta.slash(moderators, "config facts", fact=f"● {title}")
    form = await marta.click(shown.response, label="Annotate")
    shown = await marta.submit_modal(form, {"said": "Read the decree aloud."})
    noted = text(await ana.slash(history, "ask", question=OIL))
    assert noted.replace("-# Note of this server: Read the decree aloud.\n", "") == before
    shown = await marta.click(shown.response, label="Hide")
    hidden = text(await ana.slash(history, "ask", question=OIL))
    assert "On 18 March 1938" not in hidden
    assert title not in str(await ana.autocomplete(history, "ask", "question", title[:12]))
    shown = await marta.click(shown.response, label="Show again")
    assert "On 18 March 1938" in text(await ana.slash(history, "ask", question=OIL))
    log = text(await marta.slash(moderators, "config log"))
    assert "shown → hidden" in log


async def test_what_is_exported_can_be_brought_in_again(server, marta, moderators):
    await bring_in(server)
    await suggest(server, statement="Nineteen stonecutters ate turnip soup at the quarry.")
    shown = await picked(server, "Suggestions that wait", "Nineteen stonecutters")
    await marta.click(shown.response, label="Accept")
    toml, csv = await server.services.curating.export_of(server.guild.id)
    shown = await marta.slash(moderators, "config facts")
    assert {"Export as TOML", "Export as CSV"} <= set(labels(shown))
    given = await marta.click(shown.response, label="Export as TOML")
    assert [file.filename for file in given.response.attachments] == ["divergence-facts.toml"]
    for name, content in (("facts.toml", toml), ("facts.csv", csv)):
        again = await marta.slash(
            moderators, "config import", file=(name, content.encode()), world="real", source="again"
        )
        assert "1 fact · 4 passages" in text(again)
        assert "Nearly the same is taught already" in text(again)


async def test_a_file_is_undone_from_the_panel(server, ana, marta, history, moderators):
    await bring_in(server)
    shown = await marta.slash(moderators, "config facts")
    await marta.click(shown.response, label="Undo mural.md")
    assert "turnip" not in text(await ana.slash(history, "ask", question=ASKED))


async def test_the_lists_are_for_curators_alone(server):
    from bot.services.authority import Actor
    from bot.services.curating import Shelf

    curating = server.services.curating
    for who in ("ana", "nora"):
        actor = Actor(server.people[who].id, server.guild.id)
        for work in (curating.counts(actor), curating.show(actor, "own:1"), curating.retire(actor, 1, 1),
                     curating.hide(actor, "cardenas-expropriates-oil", hidden=True), curating.export(actor),
                     curating.page(actor, Shelf.TAUGHT, 0, "en"), curating.close(actor, 1)):  # fmt: skip
            with pytest.raises(Exception, match="Only curators"):
                await work
