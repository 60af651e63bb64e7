"""A round shorter than was asked for says so: to whoever plays alone, in the lobby, and to whoever makes an event."""

from __future__ import annotations

import re

from tests.cogs.quiz_table import opened
from tests.discord_view import labels, text

LITTLE = "asylum"
SHORT = re.compile(r"Only (\d+) of the 20 questions asked for (?:is|are) there about this\.")


def there(shown) -> int:
    """How many questions a card says there are."""
    count = int(SHORT.search(text(shown))[1])
    assert 0 < count < 20
    return count


async def test_alone_the_first_question_says_it_and_no_other(server):
    luis = server.people["luis"]
    card = await luis.slash(server.guild.channels["quiz"], "quiz", questions=20, about=LITTLE)
    first = await luis.click(card.response, label="Solo")
    assert f"1 of {there(first)}" in text(first)
    await server.pass_time(120)
    late = await luis.click(first.response, label=labels(first)[0])
    second = await luis.click(late.response, label="Next")
    assert not SHORT.search(text(second))


async def test_together_the_lobby_says_it_in_its_own_language(server):
    luis = server.people["luis"]
    table = await opened(server, luis, questions=20, about=LITTLE)
    assert f"{there(table.live)} questions." in text(table.live)
    server.locales[luis.id] = "es-419"
    card = await luis.slash(server.guild.channels["history"], "quiz", questions=20, about=LITTLE)
    await luis.click(card.response, label="Todos")
    lobby = server.guild.channels["history"].threads[-1].history()[-1]
    assert re.search(r"Sobre esto solo hay \d+ de las 20 preguntas pedidas\.", text(lobby))


async def test_whoever_makes_an_event_reads_it_before_anything_is_announced(server):
    marta = server.people["marta"]
    quiz = server.guild.channels["quiz"]
    form = await marta.slash(quiz, "event create", when="in 2 hours", questions=20, about=LITTLE)
    preview = await marta.submit_modal(form, {"heading": "A short one"})
    count = there(preview)
    await marta.click(preview.response, label="Create")
    await server.pass_time(112 * 60)
    lobby = [one for one in quiz.history() if "Press Join" in text(one)][-1]
    assert there(lobby) == count


async def test_a_round_that_is_as_long_as_was_asked_for_says_nothing(server):
    table = await opened(server, server.people["luis"], questions=5)
    assert "Only" not in text(table.live)
