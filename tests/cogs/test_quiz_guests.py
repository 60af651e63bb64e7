"""Playing where the bot is no member: in direct messages, in a group of friends, in a server it was only brought to."""

from __future__ import annotations

import pytest
from simcord import InteractionResult, MemberActor

from bot.errors import NotAllowed
from bot.language import Language
from bot.quiz.model import QuestionKind
from bot.quiz.moves import Mode
from bot.services.game_views import Click
from bot.services.policy import Place
from bot.store import review_requests
from cogs.ui.buttons import Button
from cogs.ui.cards import layout
from tests.cogs.guests import ELSEWHERE, brought_along
from tests.cogs.quiz_table import ask_in_turn
from tests.discord_view import controls, labels, text

NEEDS_A_SERVER = "need a server that I was added to"


async def plays_alone(person: MemberActor, card: InteractionResult) -> InteractionResult:
    """Two questions from the card of /quiz to its result, one told apart and one chosen."""
    shown = await person.click(card.response, label="Solo")
    assert "1 of 2" in text(shown)
    shown = await person.click(shown.response, label="Lean real")
    assert "Source: " in text(shown)
    more = await person.click(shown.response, label="More")
    assert labels(more) == ["Sources", "Wrong?"]
    shown = await person.click(shown.response, label="Next")
    shown = await person.click(shown.response, label=labels(shown)[0])
    shown = await person.click(shown.response, label="I'm sure: reveal")
    assert "Source: " in text(shown)
    assert "Challenge" not in labels(shown)  # there are no moderators to decide on it
    return await person.click(shown.response, label="Results")


@pytest.mark.parametrize("group", [False, True])
async def test_where_the_bot_is_only_brought_along_one_plays_alone_and_privately(server, luis, group):
    ask_in_turn(server, QuestionKind.REAL_OR_ALTERNATE, QuestionKind.DATE)
    with brought_along(server, group=group):
        card = await luis.slash(server.guild.channels["quiz"], "quiz", questions=2)
        assert card.ephemeral
        assert labels(card) == ["Solo"]
        assert NEEDS_A_SERVER in text(card)
        result = await plays_alone(luis, card)
        assert result.response.ephemeral
        assert "Your result: " in text(result)
        assert "Challenge" not in labels(result)
        again = await luis.slash(server.guild.channels["quiz"], "quiz", questions=2)
        assert "1 of 2" in text(await luis.click(again.response, label="Solo"))
    assert not [message for message in server.guild.channels["quiz"].history() if not message.flags.ephemeral]
    record = (await server.services.games.advance(1)).record
    assert (record.mode, record.server) == (Mode.SOLO, None if group else ELSEWHERE)


async def test_in_direct_messages_one_plays_alone_and_is_told_what_needs_a_server(server, luis):
    ask_in_turn(server, QuestionKind.REAL_OR_ALTERNATE, QuestionKind.DATE)
    card = await luis.user.slash("quiz", questions=2)
    assert labels(card) == ["Solo"]
    assert NEEDS_A_SERVER in text(card)
    result = await plays_alone(luis.user, card)
    assert "Your result: " in text(result)
    assert "Challenge" not in labels(result)


@pytest.mark.parametrize("action", ["quiz-everyone", "quiz-daily"])
async def test_a_button_for_what_needs_a_server_gets_a_sentence_elsewhere(server, luis, action):
    where = server.bot.get_channel(server.guild.channels["quiz"].id)
    button = Button.to(action, *((10, 0) if action == "quiz-everyone" else ()), label="Play")
    message = await where.send(view=layout([], [button]))
    with brought_along(server):
        shown = await luis.click(message, label="Play")
    said = "".join(text(one) for one in (shown, *shown.followups))
    assert "That needs a server that I was added to. Here you can play alone." in said
    for mode in (Mode.EVERYONE, Mode.DAILY):
        for place in (Place(5), Place(5, None, member=False), Place(5, ELSEWHERE, member=False)):
            with pytest.raises(NotAllowed):
                await (
                    server.services.games.daily(place, Language.EN)
                    if mode is Mode.DAILY
                    else server.services.games.open(place, Click(luis.id), mode, Language.EN)
                )


@pytest.mark.parametrize("where", ["direct", "server", "group"])
async def test_reviews_run_wherever_their_owner_is(server, luis, where):
    pair = next(iter(server.services.pack.facts.values()))
    await server.services.database.write(review_requests.add, luis.id, [pair.id], server.now())
    if where == "direct":
        shown = await luis.user.slash("review")
        asked = text(shown)
        answered = await luis.user.click(shown.response, label="I do not remember")
    else:
        with brought_along(server, group=where == "group"):
            shown = await luis.slash(server.guild.channels["quiz"], "review")
            assert shown.ephemeral
            asked = text(shown)
            answered = await luis.click(shown.response, label="I do not remember")
    assert "What does the record show?" in asked
    assert "● REAL HISTORY" in text(answered)
    assert "Source: " in text(answered)


async def test_help_lists_nothing_that_needs_a_server_where_the_bot_is_only_brought_along(server, luis):
    with brought_along(server):
        shown = text(await luis.slash(server.guild.channels["quiz"], "help"))
    assert "</quiz:" in shown
    assert not [name for name in ("</event", "</discuss", "</config", "</suggest") if name in shown]
    assert "</event" in text(await luis.slash(server.guild.channels["quiz"], "help"))


async def test_the_question_of_the_day_is_offered_where_the_bot_is_a_member(server, luis):
    card = await luis.slash(server.guild.channels["quiz"], "quiz")
    assert labels(card) == ["Solo", "Everyone", "Daily"]
    assert NEEDS_A_SERVER not in text(card)
    assert "Daily" in str(controls(card))
