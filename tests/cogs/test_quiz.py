"""Quizzes on Discord, as people play them: a whole game together, alone, and the question of the day."""

from __future__ import annotations

import re

import discord
import pytest
from simcord import MemberActor

from bot.language import Language
from bot.practice.server import PracticeServer
from bot.quiz.model import QuestionKind
from bot.quiz.moves import Mode
from bot.services.game_views import Click
from bot.services.policy import Place
from bot.store import review_requests
from tests.cogs.permissions import deny
from tests.cogs.quiz_table import Table, ask_in_turn, later, opened
from tests.cogs.test_quiz_trouble import permit
from tests.discord_view import labels, text


@pytest.fixture
def nora(server: PracticeServer) -> MemberActor:
    return server.people["nora"]


@pytest.fixture
def each_kind(server: PracticeServer) -> None:
    """From now on a quiz asks one question of each kind, in their order."""
    ask_in_turn(server)


def rows(card: str) -> list[str]:
    """The lines of a card as people read them, without what keeps them from being markup."""
    return [row for row in card.replace("\\", "").splitlines() if row.strip()]


# ---- together -------------------------------------------------------------------------------------------------------


async def test_three_people_play_ten_questions_together_from_the_lobby_to_their_own_results(server, ana, luis, nora):
    table = await opened(server, luis, questions=10)
    assert labels(table.live) == ["Join", "Leave", "Start now", "Host"]
    assert "You are in" in text(await ana.click(table.live, label="Join"))
    await table.start(luis)
    for number in range(10):
        shown = await table.wait()
        assert f"{number + 1} of 10" in shown
        assert "0 answered" in shown
        assert "Locked: " in text(await table.answer(ana, right=True, sure=True))
        await table.answer(luis, right=False, sure=True)
        assert (await table.answer(nora, right=number % 2 == 0)).response.ephemeral  # she never pressed Join
        assert "3 answered" in await table.wait(2.5)
        reveal = await table.wait(8)
        assert len(rows(reveal)) <= 12, reveal
        assert "● REAL HISTORY" in reveal
        assert "Source: " in reveal
        assert "3 of 3 answered" in reveal
        assert re.search(r": [123] \(\d+ %\).* █", reveal)
        await luis.click(table.live, label="Next")
    results = await table.wait()
    assert rows(results)[0] == "### Results"
    assert rows(results)[1].startswith(f"1. <@{ana.id}> · 100 points · 10 of 10 right")
    assert rows(results)[3].startswith(f"3. <@{luis.id}> · 0 points · 0 of 10 right")
    mine = await luis.click(table.live, label="My result")
    assert mine.ephemeral
    assert "Wrong: 10 (100 %)" in text(mine)
    assert "Your compass is shown after" in text(mine)
    assert "facts kept for your reviews" in text(await luis.click(mine.response, label="Add to my reviews"))
    assert "in your reviews already" in text(await luis.click(mine.response, label="Add to my reviews"))
    assert len(await server.services.database.read(review_requests.of, luis.id)) > 5
    assert labels(await ana.click(table.live, label="My result")) == []
    assert "You were not in this game" in text(await server.people["marta"].click(table.live, label="My result"))


async def test_each_kind_is_asked_with_the_controls_it_needs_and_revealed_with_its_right_answer(
    server, ana, luis, each_kind
):
    table = await opened(server, luis)
    await ana.click(table.live, label="Join")
    await table.start(luis)
    for kind in QuestionKind:
        shown = await table.wait()
        question = (await table.game()).question
        assert question.kind is kind
        assert question.ask["en"] in shown
        controls = [label for label in labels(table.live) if label not in {"Leave", "Host"}]
        match kind:
            case QuestionKind.REAL_OR_ALTERNATE:
                assert controls == ["Sure real", "Lean real", "Pass", "Lean alternate", "Sure alternate"]
            case QuestionKind.GAP:
                assert controls == ["Type your answer"]
            case QuestionKind.DIVERGENCE:
                assert controls == [*"1234"[: len(controls) - 1], "None"]
            case _:
                letters = "ABCDE"[: len(question.options)]
                assert [label[0] for label in controls] == list(letters)
                assert all(f"{letter}. {option.text['en']}" in shown.replace("\\", "")
                           for letter, option in zip(letters, question.options, strict=True))  # fmt: skip
        await table.answer(luis, right=False)
        acknowledged = await table.answer(ana, right=True)
        if kind is not QuestionKind.REAL_OR_ALTERNATE:
            assert "(sure)" in text(await ana.click(acknowledged.response, label="I'm sure"))
        reveal = await table.wait(8)
        assert f"{question.reveal['en'].source}" in reveal.replace("\\", "")
        assert len(rows(reveal)) <= 12, reveal
        more = await ana.click(table.live, label="More")
        assert more.ephemeral
        assert "Right, 10 points" in text(more) or "Right, 9 points" in text(more)
        assert labels(more) == ["Sources", "Wrong?"]
        await luis.click(table.live, label="Next")
    assert "Results" in await table.wait()


async def test_time_alone_carries_a_game_from_the_lobby_to_the_results(server, luis):
    table = await opened(server, luis, questions=2)
    assert "1 of 2" in await table.until_due()
    assert "Nobody answered" in await table.until_due()
    assert "2 of 2" in await table.until_due()
    assert "Nobody answered" in await table.until_due()
    assert "Results" in await table.until_due()


async def test_a_second_answer_takes_the_place_of_the_first_and_of_its_acknowledgement(server, ana, luis, each_kind):
    table = await opened(server, luis)
    await table.start(luis)
    first = await luis.click(table.live, label="Lean real")
    assert text(first).startswith("Locked: Lean real. Change it until <t:")
    second = await luis.click(table.live, label="Sure alternate")
    assert text(second).startswith("Locked: Sure alternate.")
    private = [message for message in table.place.history(viewer=luis) if message.flags.ephemeral]
    assert [message.id for message in private] == [second.response.id]
    game = await table.game()
    assert [given.key for given in game.rounds[0].given.values()] == ["alternate"]


async def test_starting_twice_shows_the_running_game(server, ana, luis):
    table = await opened(server, luis)
    card = await ana.slash(server.guild.channels["quiz"], "quiz")
    assert f"A quiz is already running here: <#{table.place.id}>" in text(
        await ana.click(card.response, label="Everyone")
    )
    assert len(server.guild.channels["quiz"].threads) == 1


async def test_where_threads_may_not_be_opened_it_is_played_in_the_channel(server, luis):
    deny(server, "quiz", "Member", "create_public_threads")
    table = await opened(server, luis)
    assert table.place.id == server.guild.channels["quiz"].id
    assert labels(table.live)[0] == "Join"


async def test_the_game_speaks_the_starters_language_and_private_cards_each_persons_own(server, ana, luis, each_kind):
    server.locales[luis.id] = "es-419"
    place = server.guild.channels["quiz"]
    card = await luis.slash(place, "quiz", questions=1)
    await luis.click(card.response, label="Todos")
    table = Table(server, place.threads[-1])
    assert table.place.name.startswith("Cuestionario: ")
    await luis.click(table.live, label="Empezar ya")
    assert "Fijada: " in text(await luis.click(table.live, label="Seguro: real"))
    assert "Locked: Sure real" in text(await ana.click(table.live, label="Seguro: real"))
    assert "HISTORIA REAL" in await table.until_due()


# ---- after a restart ------------------------------------------------------------------------------------------------


async def test_a_game_goes_on_after_a_restart_with_what_was_locked_and_more_time(server, ana, luis, each_kind):
    table = await opened(server, luis)
    await table.start(luis)
    await luis.click(table.live, label="Sure real")
    await table.wait(5)
    await server.restart()
    shown = await table.wait(1)
    assert "Resumed at question 1, 20 s added." in shown
    assert "1 answered" in shown
    assert text(await ana.click(table.live, label="Lean real")).startswith("Locked")
    assert "2 of 2 answered" in await table.until_due()


async def test_a_restart_in_the_lobby_or_after_the_results_leaves_the_message_as_it_stands(server, luis):
    table = await opened(server, luis, questions=1)
    await server.restart()
    assert "Starts <t:" in await table.wait(1)
    await table.start(luis)
    await table.wait(300)
    await server.restart()
    assert "Results" in await table.wait(5)


async def opened_by_the_service(server, person):
    """A quiz for everyone as it stands on disk before its lobby was sent."""
    quiz = server.guild.channels["quiz"]
    place = Place(quiz.id, server.guild.id)
    return await server.services.games.open(place, Click(person.id), Mode.EVERYONE, Language.EN, 2)


async def test_a_quiz_whose_lobby_was_not_sent_yet_gets_it_after_a_restart(server, luis):
    view = await opened_by_the_service(server, luis)
    thread = await server.bot.get_channel(server.guild.channels["quiz"].id).create_thread(
        name="Quiz", type=discord.ChannelType.public_thread
    )
    await server.services.games.placed(view.id, thread.id, None)
    await server.restart()
    await server.pass_time(3)
    table = Table(server, server.guild.channels["quiz"].threads[-1], view.id)
    assert "Starts <t:" in text(table.live)
    await server.restart()
    await server.pass_time(3)
    assert len([one for one in table.place.history() if labels(one)]) == 1


async def test_a_quiz_that_is_nowhere_after_a_restart_is_over_and_its_empty_thread_is_gone(server, luis):
    permit(server, "quiz", "manage_channels", allowed=True)
    await opened_by_the_service(server, luis)
    channel = server.bot.get_channel(server.guild.channels["quiz"].id)
    thread = await channel.create_thread(name="Quiz", type=discord.ChannelType.public_thread)
    await server.restart()
    await server.pass_time(3)
    assert server.bot.get_guild(server.guild.id).get_thread(thread.id) is None
    assert "where it was played is gone" in text(luis.user.dm_channel.last_message)


# ---- alone ----------------------------------------------------------------------------------------------------------


async def test_alone_every_answer_is_revealed_at_once_on_one_private_card(server, luis, each_kind):
    card = await luis.slash(server.guild.channels["quiz"], "quiz", questions=3)
    first = await luis.click(card.response, label="Solo")
    assert first.response.id == card.response.id
    assert "1 of 3" in text(first)
    revealed = await luis.click(first.response, label="Sure real")
    assert "You: Sure real." in text(revealed)
    assert "● REAL HISTORY" in text(revealed)
    second = await luis.click(revealed.response, label="Next")
    chosen = await luis.click(second.response, label=labels(second)[0])
    assert "Your answer: A. Real history" in text(chosen)
    revealed = await luis.click(chosen.response, label="I'm sure: reveal")
    assert "You: A. Real history (sure)." in text(revealed)
    third = await luis.click(revealed.response, label="Next")
    await server.pass_time(120)
    late = await luis.click(third.response, label=labels(third)[0])
    assert "Time was up for this question" in text(late)
    result = await luis.click(late.response, label="Results")
    assert "Your result: " in text(result)
    assert result.response.id == card.response.id


async def test_an_order_is_put_together_letter_by_letter_alone_too(server, luis):
    ask_in_turn(server, QuestionKind.ORDER, QuestionKind.GAP)
    card = await luis.slash(server.guild.channels["quiz"], "quiz", questions=2)
    shown = await luis.click(card.response, label="Solo")
    count = len([label for label in labels(shown) if label in "ABCDE"])
    shown = await luis.click(shown.response, label="B")
    assert "So far, the earliest first:\n1) B. " in text(shown).replace("\\", "")
    shown = await luis.click(shown.response, label="Start over")
    for letter in "ABCDE"[: count - 1]:
        shown = await luis.click(shown.response, label=letter)
    assert "Your answer: A, B, C" in text(shown)
    shown = await luis.click(shown.response, label="Reveal")
    assert "You: A, B, C" in text(shown)
    shown = await luis.click(shown.response, label="Next")
    form = await luis.click(shown.response, label="Type your answer")
    shown = await luis.submit_modal(form, {"words": "nobody"})
    assert "Your answer: “nobody”" in text(shown)
    assert "Your result" in text(await luis.click(shown.response, label="End"))


async def test_in_direct_messages_one_plays_alone(server, luis):
    card = await luis.user.slash("quiz", questions=1)
    assert labels(card) == ["Solo"]
    shown = await luis.user.click(card.response, label="Solo")
    assert "1 of 1" in text(shown)


# ---- the question of the day ----------------------------------------------------------------------------------------


async def test_the_question_of_the_day_is_the_same_for_all_and_answered_tomorrow(server, ana, luis):
    quiz, history = server.guild.channels["quiz"], server.guild.channels["history"]
    card = await luis.slash(quiz, "quiz")
    mine = await luis.click(card.response, label="Daily")
    assert "Question of the day" in text(mine)
    shown = [message for message in quiz.history() if "Sure real" in labels(message)][-1]
    assert "Locked: Sure real." in text(await luis.click(mine.response, label="Sure real"))
    hers = await ana.click((await ana.slash(history, "quiz")).response, label="Daily")
    question = text(mine).split("\n")[1]
    assert question in text(hers)
    assert "Locked: Lean alternate." in text(await ana.click(hers.response, label="Lean alternate"))
    await server.pass_time(3)
    shown = quiz.history()[-1]
    assert "2 answered" in text(shown)
    assert "REAL HISTORY" not in text(shown)
    await later(server, 86400)
    assert "● REAL HISTORY" in text(quiz.history()[-1])
    today = await luis.click((await luis.slash(history, "quiz")).response, label="Daily")
    yesterday = await luis.click(today.response, label="Yesterday's answer")
    assert "You: Sure real." in text(yesterday)
    assert "● REAL HISTORY" in text(yesterday)


async def test_all_see_the_question_of_the_day_in_the_language_of_their_server_whoever_asked_first(server, luis):
    quiz = server.guild.channels["quiz"]
    server.locales[luis.id] = "es-ES"
    mine = await luis.click((await luis.slash(quiz, "quiz")).response, label="Diaria")
    shown = next(message for message in quiz.history() if "Sure real" in labels(message))
    assert "Question of the day" in text(shown)
    assert "Pregunta del día" in text(mine)
