"""From a challenge to what its question rests on: *Edit the fact* on the moderators' card."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from bot.practice.server import PracticeServer
from bot.quiz.known import Known
from bot.quiz.model import Question, QuestionKind
from tests.cogs.own_facts import bring_in
from tests.cogs.quiz_table import Table, ask_in_turn, opened
from tests.cogs.test_referee import challenge, listed
from tests.discord_view import labels, options, text

pytestmark = pytest.mark.usefixtures("prepared")
FACTS = """[[fact]]
statement = "Nineteen stonecutters ate turnip soup at the quarry."
when = "1935-03"
source = "Ledger, p. 4"
"""


@dataclass(frozen=True, slots=True)
class One:
    """Asks one question, the same every time."""

    question: Question

    def round(self, *_asked: object) -> tuple[Question, ...]:
        return (self.question,)


async def challenged(server: PracticeServer) -> Any:
    """The moderators' card of a challenge of whatever is asked in a game of one question."""
    luis = server.people["luis"]
    table: Table = await opened(server, luis)
    await table.start(luis)
    await table.wait()
    await table.answer(luis, right=True, sure=True)
    await table.wait(8)
    await challenge(luis, table.live)
    marta = server.people["marta"]
    return await marta.select((await listed(marta, server)).response, [str(table.id)])


async def test_a_fact_of_the_pack_is_annotated_or_hidden_for_this_server(server, marta):
    ask_in_turn(server, QuestionKind.DATE)
    card = await challenged(server)
    shown = await marta.click(card.response, label="Edit the fact")
    assert shown.ephemeral
    assert labels(shown) == ["Hide", "Annotate", "Back"]
    form = await marta.click(shown.response, label="Annotate")
    await marta.submit_modal(form, {"said": "The ledger gives another day."})
    again = await marta.click(card.response, label="Edit the fact")
    assert "The ledger gives another day." in text(again).replace("\\", "")
    await marta.click(again.response, label="Hide")
    still = await marta.select((await listed(marta, server)).response, ["1"])
    assert "Source: " in text(still)


async def test_a_fact_of_the_server_is_edited_in_its_form(server, marta):
    await bring_in(server, FACTS, "facts.toml")
    ask_in_turn(server, QuestionKind.DATE)
    asked = server.services.games.maker_of(None).round(1, 1, Known(), None)[0]
    question = replace(asked, item="date:own:1", facts=("own:1",))
    server.services.games.maker_of = lambda _server: One(question)
    card = await challenged(server)
    assert "Nineteen stonecutters" in text(card)
    shown = await marta.click(card.response, label="Edit the fact")
    assert labels(shown) == ["Edit", "Retire", "Back"]
    form = await marta.click(shown.response, label="Edit")
    changed = await marta.submit_modal(
        form, {"statement": "Eighteen stonecutters ate turnip soup at the quarry.", "when": "1935-03",
               "source": "Ledger, p. 5", "names": ""}
    )  # fmt: skip
    assert "Eighteen stonecutters" in text(changed)
    assert "Eighteen stonecutters" in text(await marta.select((await listed(marta, server)).response, ["1"]))


async def test_where_a_question_rests_on_several_facts_one_is_chosen(server, marta):
    ask_in_turn(server, QuestionKind.ORDER)
    card = await challenged(server)
    shown = await marta.click(card.response, label="Edit the fact")
    assert "Which one?" in text(shown)
    value = list(options(shown).values())[1]
    chosen = await marta.select(shown.response, [value])
    assert labels(chosen) == ["Hide", "Annotate", "Back"]
