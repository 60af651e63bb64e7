"""Challenges on Discord: made on a reveal, decided by moderators in three ways, told to all, and taken back."""

from __future__ import annotations

from typing import Any

import pytest
from simcord import MemberActor

from bot.errors import BadInput
from bot.language import Language
from bot.practice.server import PracticeServer
from bot.quiz.model import QuestionKind
from bot.quiz.moves import Mode
from bot.quiz.position import Position
from bot.quiz.sheet import score_of
from bot.services.authority import Actor
from bot.services.game_views import Click
from bot.services.policy import Place
from cogs.ui.buttons import Button
from cogs.ui.cards import layout
from tests.cogs.quiz_table import InTurn, Table, later, opened
from tests.discord_view import controls, labels, options, text


async def decide(server: PracticeServer, **changes: object) -> None:
    actor = Actor(server.people["marta"].id, server.guild.id, manages=True)
    await server.services.governing.change(actor, changes)


async def revealed(server: PracticeServer, kind: QuestionKind, *, alone: bool = False) -> Table:
    """A game of one question of this kind, which ana had wrong and luis right, at its reveal."""
    server.services.games.maker_of = None
    server.services.games.maker = InTurn(server.services.pack, (kind,))
    ana, luis = server.people["ana"], server.people["luis"]
    table = await opened(server, luis)
    if not alone:
        await ana.click(table.live, label="Join")
    await table.start(luis)
    await table.wait()
    if not alone:
        await table.answer(ana, right=False, sure=True)
    await table.answer(luis, right=True, sure=True)
    await table.wait(8)
    assert (await table.game()).rounds[0].revealed
    return table


async def challenge(person: MemberActor, shown: Any, reason: str = "ambiguous", said: str = "Both are so.") -> str:
    """What somebody reads after challenging what is shown."""
    asked = await person.click(shown, label="Challenge")
    if not labels(asked) and "Choose a question" in str(controls(asked)):
        asked = await person.select(asked.response, ["0"])
    if not options(asked):
        return text(asked)
    form = await person.select(asked.response, [reason])
    return text(await person.submit_modal(form, {"words": said}))


def points(game: Position) -> dict[int, int]:
    return {seat: score_of(game, seat).points for seat in game.players}


def told(person: MemberActor) -> str:
    return "\n".join(text(message) for message in person.user.dm_channel.history())


async def listed(marta: MemberActor, server: PracticeServer) -> Any:
    return await marta.slash(server.guild.channels["quiz"], "config challenges")


# ---- challenging ----------------------------------------------------------------------------------------------------


async def test_a_challenge_goes_to_the_moderators_channel_and_changes_nothing_by_itself(server, ana, marta):
    channel = server.guild.channels["moderators"]
    await decide(server, moderators_channel=channel.id)
    table = await revealed(server, QuestionKind.DATE)
    before = await table.game()
    assert labels(table.live) == ["More", "Challenge", "Next", "Host"]
    assert "Question 1 is challenged" in await challenge(ana, table.live)
    assert await table.game() == before
    card = channel.history()[-1]
    said = text(card).replace("\\", "")
    question = before.questions[0]
    assert f"<@{ana.id}>" in said
    assert "It can be understood in more than one way" in said
    assert "“Both are so.”" in said
    assert question.prompt["en"] in said
    assert "Source: " in said
    assert said.count("✕ ") == 3
    assert "✓ " in said
    assert "They answered: " in said
    assert labels(card) == ["Uphold: it does not count", "Reject …", "Edit the fact"]


async def test_the_same_is_challenged_once_three_times_a_day_and_within_a_day_of_the_end(server, ana, luis):
    table = await revealed(server, QuestionKind.DATE)
    shown = table.live
    assert "is challenged" in await challenge(ana, shown)
    assert "challenged this question already" in await challenge(ana, shown)
    assert "is challenged" in await challenge(luis, shown)
    await luis.click(table.live, label="Next")
    assert "Provisional results, final <t:" in await table.wait()
    assert "challenged this question already" in await challenge(ana, table.live)
    await later(server, 25 * 3600)
    await server.pass_time(61)
    assert labels(table.live) == ["My result", "Export", "Host"]
    assert "Provisional" not in text(table.live)
    where = server.bot.get_channel(table.place.id)
    old = await where.send(view=layout([], [Button.to("referee-questions", table.id, label="Challenge")]))
    assert "These results are final" in await challenge(server.people["nora"], old)


async def test_whoever_challenges_three_questions_in_a_day_waits_for_the_next(server, ana):
    kinds = (QuestionKind.WHO, QuestionKind.DATE, QuestionKind.GAP, QuestionKind.ORDER)
    server.services.games.maker_of = None
    server.services.games.maker = InTurn(server.services.pack, kinds)
    quiz, games = server.guild.channels["quiz"], server.services.games
    await ana.click((await ana.slash(quiz, "quiz", questions=4)).response, label="Solo")
    place, click = server.services.governing.place(server.guild.id, quiz.id), Click(ana.id)
    for number in range(4):
        await games.reveal(1, place, click, number)
        await games.next(1, place, click, number)
    said = [await over(server, ana, which) for which in range(4)]
    assert ["is challenged" in one for one in said] == [True, True, True, False]
    assert "Try again tomorrow" in said[3]


async def over(server: PracticeServer, person: MemberActor, which: int) -> str:
    """What somebody reads after challenging that question of game 1."""
    where = server.bot.get_channel(server.guild.channels["quiz"].id)
    message = await where.send(view=layout([], [Button.to("referee-questions", 1, label="Challenge")]))
    asked = await person.click(message, label="Challenge")
    chosen = await person.select(asked.response, [str(which)])
    form = await person.select(chosen.response, ["other"])
    return text(await person.submit_modal(form, {"words": "x" * 500}))


# ---- deciding -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [QuestionKind.DATE, QuestionKind.GAP, QuestionKind.REAL_OR_ALTERNATE])
async def test_upheld_other_answers_are_right_too_and_everybody_is_scored_anew_and_told(server, ana, luis, marta, kind):
    table = await revealed(server, kind)
    await luis.click(table.live, label="Next")
    before = await table.wait()
    assert f"1. <@{luis.id}> · 10 points" in before.replace("\\", "")
    await challenge(ana, table.live)
    shown = await marta.select((await listed(marta, server)).response, ["1"])
    assert "Not decided yet" in text(shown)
    given = {line: value for line, value in options(shown).items() if "given by 1" in str(controls(shown))}
    wrong = (await table.game()).rounds[0].given[2].key
    case = await server.services.refereeing.case(Actor(marta.id, server.guild.id, manages=True), 1)
    place = [one.key for one in case.candidates].index(wrong)
    assert str(place) in given.values()
    decided = await marta.select(shown.response, [str(place)])
    assert "Upheld. Also right now: " in text(decided)
    assert f"Decided by · <@{marta.id}>" in text(decided)
    assert points(await table.game()) == {1: 10, 2: 10}
    await server.pass_time(3)
    results = [text(message) for message in table.place.history() if "Results" in text(message)][-1].replace("\\", "")
    assert f"<@{ana.id}> · 10 points" in results
    assert "More answers count as right, after a challenge: question 1." in results
    notes = [text(message) for message in table.place.history() if "The referee" in text(message)]
    assert len(notes) == 1
    assert "1 player has other points." in notes[0]
    assert "Upheld. Also right now" in told(ana)
    assert "You have 10 points in that game now." in told(ana)


async def test_a_question_ruled_out_counts_for_nobody_until_that_is_taken_back(server, ana, luis, marta):
    channel = server.guild.channels["moderators"]
    await decide(server, moderators_channel=channel.id)
    table = await revealed(server, QuestionKind.DATE)
    await challenge(ana, table.live)
    card = channel.history()[-1]
    await marta.click(card, label="Uphold: it does not count")
    assert points(await table.game()) == {1: 0, 2: 0}
    card = channel.history()[-1]
    assert "Upheld. The question does not count." in text(card)
    assert labels(card) == ["Undo", "Edit the fact"]
    await marta.click(card, label="Undo")
    assert points(await table.game()) == {1: 10, 2: 0}
    assert "Not decided yet" in text(channel.history()[-1])
    await server.pass_time(3)
    notes = [text(message) for message in table.place.history() if "The referee" in text(message)]
    assert ["taken back" in note for note in notes] == [False, True]
    log = text(await marta.slash(channel, "config log"))
    assert "challenges: date:" in log.replace("\\", "")
    assert "Undone: challenges" in log.replace("\\", "")


async def test_a_challenge_is_rejected_with_a_reason_that_whoever_made_it_reads(server, ana, marta):
    table = await revealed(server, QuestionKind.DATE)
    await challenge(ana, table.live)
    before = points(await table.game())
    shown = await marta.select((await listed(marta, server)).response, ["1"])
    form = await marta.click(shown.response, label="Reject …")
    decided = await marta.submit_modal(form, {"words": "The article gives the day."})
    assert "Not upheld: The article gives the day." in text(decided)
    assert points(await table.game()) == before
    assert "Not upheld: The article gives the day." in told(ana)
    assert not [message for message in table.place.history() if "The referee" in text(message)]
    assert "already decided on your challenge" in await challenge(ana, table.live)


async def test_what_was_decided_while_nobody_could_be_told_is_told_after_a_restart(server, ana, marta):
    table = await revealed(server, QuestionKind.DATE)
    await challenge(ana, table.live)
    await server.services.refereeing.void(Actor(marta.id, server.guild.id, manages=True), 1)
    await server.restart()
    await server.pass_time(61)
    await server.pass_time(61)
    assert len([message for message in table.place.history() if "The referee" in text(message)]) == 1
    assert told(ana).count("Upheld. The question does not count.") == 1


async def test_only_moderators_see_the_list_and_decide(server, ana, marta):
    table = await revealed(server, QuestionKind.DATE)
    await challenge(ana, table.live)
    where = server.bot.get_channel(server.guild.channels["quiz"].id)
    for action in ("void", "reject", "undo", "page"):
        forged = await where.send(view=layout([], [Button.to(f"referee-{action}", 1, label="x")]))
        assert "Only moderators" in text(await ana.click(forged, label="x"))
        gone = await where.send(view=layout([], [Button.to(f"referee-{action}", 77, label="x")]))
        assert "no longer kept" in text(await marta.click(gone, label="x")) or action == "page"
    assert (await table.game()).rounds[0].counts


async def test_alone_outside_servers_there_is_nobody_to_decide(server, ana):
    place = Place(5, None)
    view = await server.services.games.open(place, Click(ana.id), Mode.SOLO, Language.EN)
    await server.services.games.reveal(view.id, place, Click(ana.id), 0)
    with pytest.raises(BadInput, match="moderators of a server"):
        await server.services.refereeing.open(view.id, place, ana.id, 0)


async def test_the_referee_speaks_spanish(server, ana, marta):
    table = await revealed(server, QuestionKind.DATE)
    for person in (ana, marta):
        server.locales[person.id] = "es-ES"
    asked = await ana.click(table.live, label="Challenge")
    assert "¿Qué falla?" in str(controls(asked))
    form = await ana.select(asked.response, ["wrong-date"])
    assert "La pregunta 1 está impugnada" in text(await ana.submit_modal(form, {"words": "No fue ese año."}))
    shown = await marta.select((await listed(marta, server)).response, ["1"])
    assert "La fecha está mal" in text(shown)
    assert labels(shown) == ["Aceptar: no cuenta", "Rechazar…", "Editar el hecho", "Todas las impugnaciones"]
