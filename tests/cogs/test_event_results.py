"""The end of an event on Discord: its finals, what a ruling changes in them, and when they are final."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from types import SimpleNamespace

import discord
from simcord import MemberActor

from bot.language import Language
from bot.practice.server import PracticeServer
from bot.quiz.model import Question, QuestionKind
from bot.services.authority import Actor
from bot.services.event_plans import Wish
from bot.services.game_views import Click
from bot.services.standing import results_csv, results_json
from bot.store.events import Book, Runs
from tests.cogs.quiz_table import Table, ask_in_turn
from tests.cogs.test_event import natives
from tests.cogs.test_referee import challenge
from tests.discord_view import labels, text

DAY = 24 * 3600


def quiz(server: PracticeServer):
    return server.guild.channels["quiz"]


def finals(server: PracticeServer):
    """The message that says who won, and what it says."""
    found = [one for one in quiz(server).history() if "Finals: " in text(one)]
    assert len(found) == 1
    return found[0], text(found[0]).replace("\\", "")


@dataclass(frozen=True, slots=True)
class Same:
    """Asks the same questions every time."""

    questions: tuple[Question, ...]

    def round(self, *_asked: object) -> tuple[Question, ...]:
        return self.questions


async def played(server: PracticeServer, right: dict[str, bool], title: str = "Short", game: int = 1) -> Table:
    """An event of one question of dates, which these people answered so after some seconds; it is over."""
    if game == 1:
        ask_in_turn(server, QuestionKind.DATE)
    marta = server.people["marta"]
    plans, actor = server.services.event_plans, Actor(marta.id, server.guild.id, manages=True)
    place = server.services.governing.place(server.guild.id, quiz(server).id)
    wish = Wish("in 3 minutes", None, 1, Book.OPEN, Runs.BY_ITSELF, weekly=False)
    draft = await plans.draft(actor, place, wish, Language.EN)
    await plans.describe(draft.id, actor, title, "")
    await plans.make(draft.id, actor)
    await server.pass_time(61)
    table = Table(server, quiz(server), game)
    for name in right:
        await server.people[name].click(table.live, label="Join")
    for native in natives(server)[-1:]:  # as Discord does at its time
        server.env.backend.edit_scheduled_event(server.guild.id, native.id, {"status": 2})
    await table.until_due()
    await server.pass_time(8)
    for name, is_right in right.items():
        await table.answer(server.people[name], right=is_right)
    while not (await table.game()).stage.over:
        await table.until_due()
    return table


async def uphold(server: PracticeServer, marta: MemberActor) -> None:
    """The one challenge is upheld: the question does not count."""
    await server.services.refereeing.void(Actor(marta.id, server.guild.id, manages=True), 1)
    await server.pass_time(61)


async def test_finals_say_that_they_are_provisional_and_are_drawn_anew_after_a_ruling(server, marta):
    await played(server, {"ana": False, "luis": True, "nora": True})
    message, said = finals(server)
    assert [native.status for native in natives(server)] == [3]
    assert "Provisional results, final <t:" in said
    assert "It counts for the standing" in said
    assert labels(message) == ["My result", "Challenge", "Export", "About this event"]
    ana = server.people["ana"]
    assert f"3. <@{ana.id}> · 4 points" in said
    assert "is challenged" in await challenge(ana, message)
    await uphold(server, marta)
    corrected = finals(server)[1]
    assert "Does not count: question 1." in corrected
    assert "Nobody's answers count." in corrected
    notes = [one for one in quiz(server).history() if "The referee" in text(one)]
    assert len(notes) == 1
    await server.services.refereeing.undo(Actor(marta.id, server.guild.id, manages=True), 1)
    await server.pass_time(61)
    assert f"3. <@{ana.id}> · 4 points" in finals(server)[1]


async def test_an_answer_ruled_right_moves_its_player_up_in_the_finals(server, marta):
    table = await played(server, {"ana": False, "luis": True, "nora": True})
    ana = server.people["ana"]
    await challenge(ana, finals(server)[0])
    actor = Actor(marta.id, server.guild.id, manages=True)
    case = await server.services.refereeing.case(actor, 1)
    given = (await table.game()).rounds[0].given[1].key
    place = [one.key for one in case.candidates].index(given)
    await server.services.refereeing.accept(actor, 1, [place])
    await server.pass_time(61)
    assert f"<@{ana.id}> · 10 points · 1 of 1 right" in finals(server)[1]
    assert "More answers count as right, after a challenge: question 1." in finals(server)[1]


async def test_a_day_later_nothing_is_provisional_any_more_and_nothing_can_be_challenged(server):
    table = await played(server, {"ana": False, "luis": True, "nora": True})
    live = [one for one in quiz(server).history() if "The quiz is over. Who won stands in the finals" in text(one)]
    assert len(live) == 1
    assert "Provisional" in text(live[0])
    server.env.backend.advance_clock(DAY)
    await server.restart()
    await server.pass_time(121)
    message, said = finals(server)
    assert "Provisional" not in said
    assert labels(message) == ["My result", "Export", "About this event"]
    assert [text(one) for one in quiz(server).history() if "Provisional" in text(one)] == []
    assert await server.services.refereeing.settling() == []
    assert (await table.game()).stage.over


async def test_what_is_too_much_for_discord_at_once_is_shown_as_final_later(server, monkeypatch):
    async def too_many(*_given: object, **_more: object) -> None:
        raise discord.HTTPException(SimpleNamespace(status=429, reason="Too Many Requests"), "wait")

    await played(server, {"ana": False, "luis": True, "nora": True})
    server.env.backend.advance_clock(DAY)
    with monkeypatch.context() as busy:
        busy.setattr(discord.http.HTTPClient, "edit_message", too_many)
        await server.restart()
        await server.pass_time(121)
    assert "Provisional" in finals(server)[1]
    await server.pass_time(61)
    assert "Provisional" not in finals(server)[1]


async def test_finals_that_were_deleted_stay_so_and_the_note_comes_all_the_same(server, marta):
    await played(server, {"ana": False, "luis": True, "nora": True})
    ana = server.people["ana"]
    await challenge(ana, finals(server)[0])
    for message in [one for one in quiz(server).history() if "Finals" in text(one) or "The quiz is over" in text(one)]:
        await server.bot.get_channel(quiz(server).id).get_partial_message(message.id).delete()
    await uphold(server, marta)
    shown = [text(one) for one in quiz(server).history()]
    assert sum("The referee" in one for one in shown) == 1
    assert not [one for one in shown if "Finals" in one or "The quiz is over" in one]


async def test_who_decided_on_what_is_asked_plays_unranked_and_is_told_so_alone(server, marta):
    """They ruled on the same question in an earlier event, so they know its answer."""
    table = await played(server, {"ana": False, "luis": True, "nora": True})
    luis, first = server.people["luis"], finals(server)[0]
    await challenge(server.people["ana"], first)
    await server.services.refereeing.reject(Actor(luis.id, server.guild.id, manages=True), 1, "It is right.")
    again = Same((await table.game()).questions)
    server.services.games.maker_of = lambda _server: again
    await played(server, {"ana": True, "luis": True, "nora": True}, "Again", 2)
    message = next(one for one in quiz(server).history() if "Finals: Again" in text(one))
    said = text(message).replace("\\", "")
    assert f"<@{luis.id}> played without being ranked" in said
    assert "It does not count for the standing" in said
    assert "You are not ranked" in text(await luis.click(message, label="My result"))
    assert "You are not ranked" not in text(await luis.click(first, label="My result"))
    place = server.services.governing.place(server.guild.id, quiz(server).id)
    found = await server.services.standings.results(2, place, Click(marta.id))
    assert list(csv.DictReader(io.StringIO(results_csv(found).decode())))[-1]["rank"] == ""


async def test_the_files_of_an_event_hold_its_ranking_and_until_when_it_is_provisional(server, marta):
    await played(server, {"ana": False, "luis": True, "nora": True})
    place = server.services.governing.place(server.guild.id, quiz(server).id)
    found = await server.services.standings.results(1, place, Click(marta.id))
    rows = list(csv.DictReader(io.StringIO(results_csv(found).decode())))
    assert [(row["rank"], row["points"]) for row in rows] in (
        [("1", "10"), ("1", "10"), ("3", "4")], [("1", "10"), ("2", "10"), ("3", "4")],
    )  # fmt: skip
    document = json.loads(results_json(found))
    assert document["counts_as_event"] is True
    assert document["provisional_until"] > document["ended_at"]
