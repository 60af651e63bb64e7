"""Questions that stand out: listed for moderators with why, without names, and left out of a server's quizzes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from simcord import MemberActor

from bot.errors import NotAllowed
from bot.language import Language
from bot.practice.server import PracticeServer
from bot.quiz.model import Question
from bot.quiz.moves import Mode
from bot.services.authority import Actor
from bot.services.game_views import Click
from bot.services.policy import Place
from cogs.ui.buttons import Button
from cogs.ui.cards import layout
from tests.cogs.quiz_table import opened
from tests.discord_view import controls, labels, options, text

CROWD = range(700_000_000_000_000_001, 700_000_000_000_000_025)
OTHER_SERVER = 4242


async def everybody_answers(server: PracticeServer, *, right: int, item: str = "") -> Question:
    """One question that a crowd was asked in another server, each alone, so many of them with the right answer.

    With `item` it is one that only that server teaches.
    """
    services = server.services
    asked = next(one for one in services.subjects.composer(None).items() if one.startswith("date:"))
    question = services.subjects.composer(None).item(asked)
    assert question is not None
    question = replace(question, item=item or question.item)

    class Always:
        def round(self, *_given: Any) -> tuple[Question, ...]:
            return (question,)

    before, services.games.maker_of = services.games.maker_of, lambda _server: Always()
    wrong = next(option.key for option in question.options if not option.correct)
    for number, person in enumerate(CROWD):
        place, click = Place(OTHER_SERVER + number, OTHER_SERVER), Click(person)
        view = await services.games.open(place, click, Mode.SOLO, Language.EN, 1)
        key = question.answer[0] if number < right else wrong
        await services.games.answer(view.id, place, click, 0, key)
        await services.games.reveal(view.id, place, click, 0)
        await services.games.end(view.id, place, click)
    services.games.maker_of = before
    return question


async def stand_out(server: PracticeServer, marta: MemberActor) -> Any:
    here = server.guild.channels["quiz"]
    listed = await marta.slash(here, "config challenges")
    return await marta.click(listed.response, label="Questions that stand out")


async def test_a_question_stands_out_with_why_and_is_left_out_here_until_it_is_asked_again(server, marta):
    empty = await stand_out(server, marta)
    assert "No question stands out yet." in text(empty)
    assert labels(empty) == ["All challenges"]
    question = await everybody_answers(server, right=3)
    await server.pass_time(61)  # what stands out is remembered for a minute
    shown = await stand_out(server, marta)
    said = text(shown).replace("\\", "")
    assert "Too hard: 3 of 24 people had it right (12 %)." in said
    assert question.prompt["en"][:60] in said
    assert not [person for person in CROWD if str(person) in said]
    (value,) = options(shown).values()
    whole = await marta.select(shown.response, [value])
    said = text(whole).replace("\\", "")
    assert "Perhaps nobody can know it" in said
    assert "In all, 3 of 24 answers were right." in said
    assert said.count("✕ ") == 3
    assert "Source: " in said
    assert labels(whole) == ["Leave it out of quizzes here", "Edit the fact", "All that stand out"]

    out = await marta.click(whole.response, label="Leave it out of quizzes here")
    assert "It is left out of new quizzes in this server." in text(out)
    assert "left out here" in text(await marta.click(out.response, label="All that stand out"))
    assert await asked_here(server, question) is False
    assert await asked_here(server, question, OTHER_SERVER) is True
    log = text(await marta.slash(server.guild.channels["quiz"], "config log")).replace("\\", "")
    assert "questions: left out" in log
    assert f"{question.item}: asked → left out" in log

    opened_again = await marta.select((await stand_out(server, marta)).response, [value])
    back = await marta.click(opened_again.response, label="Ask it here again")
    assert "left out" not in text(back)
    assert await asked_here(server, question) is True
    edit = await marta.click(back.response, label="Edit the fact")
    assert "Hide" in str(labels(edit))


async def asked_here(server: PracticeServer, question: Question, id: int | None = None) -> bool:
    """Whether a round of everything that can be asked of its kind and theme has it."""
    services, place = server.services, Place(1, id or server.guild.id)
    for seed in range(40):
        asked = await services.games.questions(place, Mode.SOLO, (), 20, question.theme, seed)
        if question.item in {one.item for one in asked}:
            return True
    return False


async def test_what_everybody_knows_stands_out_too(server, marta):
    await everybody_answers(server, right=24)
    assert "Too easy: 24 of 24 people had it right (100 %)." in text(await stand_out(server, marta))


async def test_what_another_server_teaches_of_its_own_is_not_shown(server, marta):
    await everybody_answers(server, right=24, item="date:own:77")
    assert "No question stands out yet." in text(await stand_out(server, marta))


async def test_only_moderators_see_what_stands_out(server):
    ana, here = server.people["ana"], server.guild.channels["quiz"]
    forged = await server.bot.get_channel(here.id).send(
        view=layout([], [
            Button.to("config-items-page", 0, label="Look"), Button.to("config-items-leave", 1, 1, label="Out"),
        ])
    )  # fmt: skip
    for label in ("Look", "Out"):
        shown = await ana.click(forged, label=label)
        assert "Only moderators of this server" in "".join(text(one) for one in (shown, *shown.followups))
    with pytest.raises(NotAllowed):
        await server.services.oddities.page(Actor(ana.id, server.guild.id), Place(1, server.guild.id))


async def test_more_says_how_hard_a_question_turned_out_to_be(server, marta):
    question = await everybody_answers(server, right=9)

    class Always:
        def round(self, *_given: Any) -> tuple[Question, ...]:
            return (question,)

    server.services.games.maker_of = lambda _server: Always()
    table = await opened(server, marta, questions=10)
    assert "Only 1 of the 10 questions asked for is there." in text(table.live)
    await table.start(marta)
    await table.wait()
    await table.answer(marta, right=True)
    await table.wait(8)
    more = await marta.click(table.live, label="More")
    assert "How hard it is: 40 % of 25 answers so far were right." in text(more)


async def test_what_the_scenario_says_is_covered_or_not_shown_where_a_channel_says_so(server, marta):
    question, here = await everybody_answers(server, right=3), server.guild.channels["quiz"]
    manager = Actor(marta.id, server.guild.id, manages=True)
    rule = {"show": "real-first", "off": [], "private": False}
    await server.services.governing.change(manager, {f"channels.{here.id}": rule})
    shown = await stand_out(server, marta)
    (value,) = options(shown).values()
    assert list(options(shown)) == ["1. When?"]
    whole = await marta.select(shown.response, [value])
    for card in (shown, whole):
        assert question.prompt["en"][:60] in text(card).replace("\\", "")
        assert all(part["spoiler"] for part in controls(card) if part["type"] == 17)
    await server.services.governing.change(manager, {f"channels.{here.id}": rule | {"show": "real-only"}})
    for refused in (await stand_out(server, marta), await marta.click(whole.response, label="Edit the fact")):
        said = "".join(text(one) for one in (refused, *refused.followups))
        assert "not shown in this channel" in said
