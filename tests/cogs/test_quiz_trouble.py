"""What goes wrong in a quiz: each has its outcome and a sentence, and nothing that was locked is lost."""

from __future__ import annotations

import discord
import pytest
from simcord import ChannelHandle, MemberActor

from bot.practice.server import PracticeServer
from bot.quiz.model import QuestionKind
from bot.services.authority import Actor
from cogs.ui.buttons import Button, Select, option
from cogs.ui.cards import layout
from tests.cogs.quiz_table import Table, ask_in_turn, later, opened
from tests.discord_view import labels, options, text

STATEMENTS = (QuestionKind.REAL_OR_ALTERNATE,) * 5


@pytest.fixture
async def table(server: PracticeServer, luis) -> Table:
    """A game of luis's in which the first of five statements is asked."""
    ask_in_turn(server, *STATEMENTS)
    table = await opened(server, luis)
    await table.start(luis)
    return table


def permit(server: PracticeServer, channel: str, permission: str, *, allowed: bool) -> None:
    """Give or take a permission in a channel, for the bot."""
    from simcord.backend.models import Overwrite
    from simcord.enums import OverwriteType

    bits = discord.Permissions(**{permission: True}).value
    role = next(role for name, role in server.guild.roles.items() if name == "Divergence")
    overwrite = Overwrite(role.id, OverwriteType.ROLE, bits if allowed else 0, 0 if allowed else bits)
    overwrites = [overwrite]
    if not allowed:
        overwrites += [Overwrite(other.id, OverwriteType.ROLE, 0, bits) for other in server.guild.roles.values()]
        overwrites = list({one.target_id: one for one in overwrites}.values())
    server.env.backend.edit_channel(server.guild.channels[channel].id, {}, overwrites=overwrites)


async def decide(server: PracticeServer, **changes: object) -> None:
    """What a moderator decides for the server."""
    actor = Actor(server.people["marta"].id, server.guild.id, manages=True)
    await server.services.governing.change(actor, changes)


def rule(channel: ChannelHandle, **values: object) -> dict[str, object]:
    """What a moderator decides for a channel, as one key of the settings."""
    return {f"channels.{channel.id}": values or None}


def told(server: PracticeServer, person: MemberActor) -> list[str]:
    """What the bot wrote to somebody privately."""
    return [text(message) for message in person.user.dm_channel.history()]


# ---- clicks ---------------------------------------------------------------------------------------------------------


async def test_a_late_click_gets_a_sentence_and_counts_for_nothing(server, ana, luis, table):
    shown = table.live
    await server.pass_time(2)
    server.env.backend.advance_clock(120)
    assert "Time was up" in text(await ana.click(shown, label="Sure real"))
    await table.wait(3)
    assert (await table.game()).rounds[0].given == {}


async def test_forged_buttons_change_nothing_and_are_answered(server, ana, table):
    quiz, history = (server.bot.get_channel(server.guild.channels[name].id) for name in ("quiz", "history"))
    ids = [
        ("quiz-answer", 1, 0, 99, 0), ("quiz-answer", 1, 0, 4, 0), ("quiz-answer", 1, 7, 0, 0), ("quiz-answer", 1),
        ("quiz-answer", 99, 0, 0, 0), ("quiz-answer", 1, 10**17, 0, 0), ("quiz-order", 1, 0, 21), ("quiz-type", 1, 0),
        ("quiz-sure", 1, 0), ("quiz-more", 1, 0), ("quiz-next", 1, 0), ("quiz-start", 1), ("quiz-end", 1),
        ("quiz-host", 1), ("quiz-void", 1), ("quiz-reveal", 1, 0), ("quiz-onward", 1, 0), ("quiz-stop", 1),
        ("quiz-solo", 5, 123456), ("quiz-review", 1), ("quiz-leave", 1), ("quiz-mine", 99), ("quiz-yesterday", 1),
    ]  # fmt: skip
    before = await table.game()
    for where in (quiz, history):
        for start in range(0, len(ids), 5):
            part = ids[start : start + 5]
            forged = [Button.to(*id, label=str(number)) for number, id in enumerate(part)]
            message = await where.send(view=layout([], forged))
            for number in range(len(part)):
                answer = text(await ana.click(message, label=str(number)))
                assert answer, part[number]
                assert "Something went wrong" not in answer, part[number]
    menu = Select.to("quiz-void", 1, placeholder="x", options=[option("a", "99"), option("b", "-1"), option("c", "²")])
    message = await quiz.send(view=layout([], [menu]))
    for value in ("99", "-1", "²"):
        assert text(await server.people["luis"].select(message, [value]))
    assert await table.game() == before


async def test_fifty_clicks_of_one_person_in_a_second_leave_one_answer_and_a_sentence(server, ana, table):
    said = [text(await ana.click(table.live, label=("Sure real", "Lean alternate")[turn % 2])) for turn in range(50)]
    assert said[0].startswith("Locked: Sure real")
    assert "That was a lot at once" in said[-1]
    locked = [one for one in said if one.startswith("Locked")]
    game = await table.game()
    assert [given.key in locked[-1].lower() for given in game.rounds[0].given.values()] == [True]
    assert "1 answered" in await table.wait(3)
    assert text(await ana.click(table.live, label="Pass")).startswith("Locked: Pass")


async def test_what_cannot_be_typed_as_an_answer_gets_a_sentence_and_locks_nothing(server, luis):
    ask_in_turn(server, QuestionKind.GAP)
    table = await opened(server, luis)
    await table.start(luis)
    for words, sentence in (("   ", "letters or numbers"), ("x" * 4000, "too long"), ("\u200b\u202e", "letters")):
        form = await luis.click(table.live, label="Type your answer")
        form._interaction.modal["components"][0]["component"]["max_length"] = 4000  # as a forged form would
        assert sentence in text(await luis.submit_modal(form, {"words": words}))
    assert (await table.game()).rounds[0].given == {}


async def test_a_player_who_leaves_is_not_waited_for_and_comes_back_by_answering(server, ana, luis, table):
    await ana.click(table.live, label="Sure real")
    await luis.click(table.live, label="Leave")
    assert "1 of 1 answered" in await table.wait(8)
    await luis.click(table.live, label="Next")
    await table.wait(2)
    assert text(await luis.click(table.live, label="Pass")).startswith("Locked: Pass.")


# ---- those who run it -----------------------------------------------------------------------------------------------


async def test_its_starter_and_moderators_stop_time_add_to_it_leave_questions_out_and_end_it(
    server, ana, luis, marta, table
):
    assert "Only who started this game" in text(await ana.click(table.live, label="Host"))
    panel = await luis.click(table.live, label="Host")
    assert labels(panel) == ["Pause", "+30 s", "Reveal now", "End"]
    before = (await table.game()).deadline
    assert "30 s added." in text(await luis.click(panel.response, label="+30 s"))
    assert ((await table.game()).deadline - before).total_seconds() == 30
    hers = await marta.click(table.live, label="Host")
    assert "Time stands still." in text(await marta.click(hers.response, label="Pause"))
    assert "Paused." in await table.wait(3)
    assert "The game is paused" in text(await ana.click(table.live, label="Sure real"))
    await server.pass_time(300)
    paused = await luis.click(table.live, label="Host")
    assert "Time goes on." in text(await luis.click(paused.response, label="Resume"))
    await ana.click(table.live, label="Sure real")
    menu = await luis.click(table.live, label="Host")
    assert list(options(menu).values()) == ["0"]
    assert "Question 1 does not count." in text(
        await luis.select(menu.response, ["0"], custom_id=f"s1:quiz-void:{table.id}")
    )
    assert "does not count" in await table.wait(3)
    asked = await luis.click((await luis.click(table.live, label="Host")).response, label="End")
    assert labels(asked) == ["End it now", "Back"]
    await luis.click(asked.response, label="End it now")
    assert "It was ended before a question was revealed" in await _last(table)


async def _last(table: Table) -> str:
    await table.server.pass_time(3)
    return text(table.place.history()[-1])


# ---- what happens to the message and the channel --------------------------------------------------------------------


async def test_a_deleted_message_is_sent_anew_and_goes_on(server, ana, marta, table):
    await ana.click(table.live, label="Sure real")
    await table.wait(3)
    first = table.live.id
    await marta.delete(table.live)
    shown = await table.wait(3)
    assert table.live.id != first
    assert "1 answered" in shown
    assert "1 of 2 answered" in await table.until_due()


async def test_when_the_thread_is_deleted_the_game_is_over_and_its_starter_is_told(server, luis, table):
    server.env.backend.delete_channel(table.place.id)
    await server.pass_time(3)
    assert (await table.game()).stage == "closed"
    assert "where it was played is gone" in told(server, luis)[-1]


async def test_when_the_bot_may_not_write_any_more_the_game_waits_and_its_starter_is_told_once(server, ana, luis):
    ask_in_turn(server, *STATEMENTS)
    permit(server, "quiz", "create_public_threads", allowed=False)
    table = await opened(server, luis)
    await table.start(luis)
    server.env.inject_error("PATCH", "/channels/*/messages/*", status=403, code=50013, times=1)
    await ana.click(table.live, label="Sure real")
    await server.pass_time(3)
    game = await table.game()
    assert game.paused is not None
    assert game.paused.why == "no-permission"
    assert game.answered == 1
    assert "I may no longer write in" in told(server, luis)[-1]
    await server.pass_time(120)
    assert len(told(server, luis)) == 1
    panel = await luis.click(table.live, label="Host")
    await luis.click(panel.response, label="Resume")
    assert "1 answered" in await table.wait(3)


async def test_a_channel_that_is_gone_ends_the_game_when_that_is_found(server, ana, luis, table):
    server.env.inject_error("PATCH", "/channels/*/messages/*", status=404, code=10003, times=1)
    await ana.click(table.live, label="Sure real")
    await server.pass_time(3)
    assert (await table.game()).stage == "closed"


async def test_when_discord_stumbles_the_message_is_drawn_again_later(server, ana, luis, table):
    server.env.inject_error("PATCH", "/channels/*/messages/*", status=500, times=1)
    await ana.click(table.live, label="Sure real")
    await server.pass_time(3)
    assert "0 answered" in text(table.live)
    assert "1 answered" in await table.wait(9)


async def test_a_lobby_that_discord_does_not_take_leaves_nothing_behind(server, luis):
    server.env.inject_error("POST", "/channels/*/messages", status=500, times=1)
    quiz = server.guild.channels["quiz"]
    card = await luis.slash(quiz, "quiz")
    shown = await luis.click(card.response, label="Everyone")
    assert "Nothing of it is left" in text(shown.followups[-1] if shown.followups else shown)
    assert await opened(server, luis)


# ---- what moderators decided ----------------------------------------------------------------------------------------


async def test_where_only_real_history_is_shown_there_is_no_quiz_and_another_channel_is_named(server, luis):
    quiz, room = server.guild.channels["quiz"], server.guild.channels["scenario-room"]
    await decide(server, **rule(quiz, show="real-only"), **rule(room, show="scenario-room"))
    card = await luis.slash(quiz, "quiz")
    for label in ("Solo", "Everyone", "Daily"):
        shown = await luis.click(card.response, label=label)
        said = text(shown.followups[-1]) if shown.followups else text(shown)
        assert "A quiz needs both histories" in said
        assert f"<#{room.id}>" in said


async def test_a_running_game_stands_still_while_quizzes_are_switched_off_and_then_goes_on(server, ana, luis, table):
    quiz = server.guild.channels["quiz"]
    await ana.click(table.live, label="Sure real")
    await table.wait(3)
    await decide(server, **rule(quiz, off=["quiz"]))
    held = await table.wait(40)
    assert "quizzes are switched off here" in held
    assert "Sure real" not in labels(table.live)
    await decide(server, **rule(quiz))
    shown = held
    while "switched off" in shown:  # the bot looks once a minute
        shown = await table.wait(5)
    assert "1 of 2 answered" in shown


async def test_where_the_scenario_is_covered_so_is_what_may_be_of_it(server, luis):
    quiz = server.guild.channels["quiz"]
    await decide(server, **rule(quiz, show="real-first"))
    ask_in_turn(server, *STATEMENTS)
    table = await opened(server, luis)
    await table.start(luis)
    frames = [part.to_dict() for part in table.live.components if part.to_dict()["type"] == 17]
    assert all(frame["spoiler"] for frame in frames)
    await table.until_due()
    frames = [part.to_dict() for part in table.live.components if part.to_dict()["type"] == 17]
    assert not any("ALTERNATE" in str(frame) for frame in frames if not frame["spoiler"])


async def test_a_game_nobody_goes_on_with_ends_after_a_day(server, luis, table):
    panel = await luis.click(table.live, label="Host")
    await luis.click(panel.response, label="Pause")
    await later(server, 86401)
    assert "Nobody went on with it" in text(table.place.history()[-1])
