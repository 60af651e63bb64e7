"""`/me` as a person meets it: private, about nobody else, everywhere, and in the language they chose."""

from __future__ import annotations

import json

import pytest

from bot.language import Language
from bot.practice.server import PracticeServer
from bot.quiz.model import QuestionKind
from bot.quiz.moves import Mode
from bot.services.game_views import Click
from bot.services.policy import Place
from bot.store import erasure
from cogs.ui.buttons import Button
from cogs.ui.cards import layout
from tests.cogs.quiz_table import InTurn
from tests.discord_view import controls, labels, text


async def opened(server: PracticeServer, *pages: str, who: str = "ana"):
    """The card of somebody, on a page."""
    person = server.people[who]
    shown = await person.slash(server.guild.channels["history"], "me")
    for page in pages:
        shown = await person.click(shown.response, label=page)
    return shown


async def won(server: PracticeServer, *names: str, right: bool = True) -> None:
    """A game of three questions for everyone that these people play through, each answering alike."""
    games, place = server.services.games, Place(server.guild.channels["quiz"].id, server.guild.id)
    games.maker_of, games.maker = None, InTurn(server.services.pack, (QuestionKind.REAL_OR_ALTERNATE,) * 3)
    clicks = [Click(server.people[name].id) for name in names]
    view = await games.open(place, clicks[0], Mode.EVERYONE, Language.EN, 3)
    view = await games.start(view.id, place, clicks[0])
    for number, question in enumerate(view.game.questions):
        key = question.answer[0] if right else {"real": "alternate", "alternate": "real"}[question.answer[0]]
        for click in clicks:
            await games.answer(view.id, place, click, number, key, sure=True)
        await games.reveal(view.id, place, clicks[0], number)
        await games.next(view.id, place, clicks[0], number)


async def test_everything_is_private(server, ana):
    for page in ("Progress", "Ranking", "Settings", "My data"):
        assert (await opened(server, page)).response.ephemeral


async def test_a_card_that_got_into_public_answers_privately_and_about_who_clicks(server, ana, history):
    channel = server.bot.get_channel(history.id)
    message = await channel.send(
        view=layout([], [Button.to("me-settings", label="a"), Button.to("me-data", label="b")])
    )
    for label in "ab":
        shown = await ana.click(message, label=label)
        assert shown.ephemeral
        assert labels(message) == ["a", "b"]


async def test_it_works_in_direct_messages_and_where_the_bot_is_paused(server, ana, history):
    await server.services.governing.change(_moderator(server), {"paused": True})
    assert "Your progress" in text(await opened(server))
    assert "Your progress" in text(await ana.user.slash("me"))


def _moderator(server: PracticeServer):
    from bot.services.authority import Actor

    return Actor(server.people["marta"].id, server.guild.id, manages=True)


# ---- progress and ranking --------------------------------------------------------------------------------------


async def test_progress_tells_what_was_played_and_how_much_is_missing_to_the_compass(server):
    assert "not answered a question yet" in text(await opened(server))
    await won(server, "ana")
    shown = text(await opened(server))
    assert "1 game, 3 answers, 3 right." in shown
    assert "Your compass is shown after" in shown


async def test_the_ranking_begins_with_ones_own_place_and_leaves_out_who_hides(server):
    await won(server, "ana")
    await won(server, "luis", "nora", right=False)
    shown = text(await opened(server, "Ranking", who="luis"))
    luis, nora, ana = (server.people[name].id for name in ("luis", "nora", "ana"))
    assert shown.index("You: place 2 of 3") < shown.index(f"1\\. <@{ana}> · 30 points")
    assert f"<@{luis}>" in shown
    await opened(server, "Settings", "Hide me from rankings", who="nora")
    assert f"<@{nora}>" not in text(await opened(server, "Ranking", who="luis"))
    hers = text(await opened(server, "Ranking", who="nora"))
    assert f"<@{nora}>" in hers
    assert "Others do not see you here" in hers


async def test_points_of_who_erased_themselves_stay_in_the_ranking_without_a_name(server, ana):
    await won(server, "ana")
    await won(server, "luis")
    shown = await opened(server, "My data", "Erase …")
    await ana.click(shown.response, label="Yes, erase everything")
    ranking = text(await opened(server, "Ranking", who="luis"))
    assert f"<@{ana.id}>" not in ranking
    assert "Deleted players together: 30 points." in ranking


# ---- settings --------------------------------------------------------------------------------------------------


async def test_the_language_somebody_chose_is_spoken_with_them_everywhere_and_after_a_restart(server, ana, history):
    shown = await opened(server, "Settings")
    shown = await ana.select(shown.response, ["es"], custom_id="s1:me-language")
    assert "Idioma: Español" in text(shown)
    assert "HISTORIA REAL" in text(await ana.slash(history, "help"))
    await ana.send(history, f"<@{server.env.backend.bot_user.id}>")
    assert "Mencióname" in text(history.history()[-1])
    await server.restart()
    ana = server.people["ana"]
    assert "HISTORIA REAL" in text(await ana.slash(history, "help"))
    assert "REAL HISTORY" in text(await server.people["luis"].slash(history, "help"))
    shown = await ana.slash(history, "ask", question="who let trotsky into mexico")
    assert "REAL HISTORY" in text(shown)  # the question's own language comes first
    shown = await opened(server, "Ajustes")
    await ana.select(shown.response, ["discord"], custom_id="s1:me-language")
    assert "REAL HISTORY" in text(await ana.slash(history, "help"))


async def test_extra_time_is_what_the_next_game_gives(server, ana):
    shown = await opened(server, "Settings")
    shown = await ana.select(shown.response, ["150"], custom_id="s1:me-time")
    assert "Time for a question: 1.5 times the usual" in text(shown)
    place = Place(server.guild.channels["quiz"].id, server.guild.id)
    view = await server.services.games.open(place, Click(ana.id), Mode.EVERYONE, Language.EN, 1)
    assert view.game.stretch == 150


async def test_a_button_says_outright_what_it_switches_to_so_two_clicks_do_no_more_than_one(server, ana):
    stale = layout([], [Button.to("me-reminders", 0, label="x")])
    message = await server.bot.get_channel(server.guild.channels["history"].id).send(view=stale)
    for _ in range(2):
        assert "Reminders: off" in text(await ana.click(message, label="x"))
    assert not (await server.services.personal.preferences(ana.id)).reminders


@pytest.mark.parametrize(("menu", "value"), [("me-language", "fr"), ("me-time", "1000"), ("me-time", "x")])
async def test_forged_values_are_refused_with_a_sentence(server, ana, history, menu, value):
    from cogs.ui.buttons import Select, option

    channel = server.bot.get_channel(history.id)
    view = layout([], [Select.to(menu, placeholder="x", options=[option("x", value)])])
    shown = await ana.select(await channel.send(view=view), [value])
    assert "that are offered" in text(shown)


# ---- my data ---------------------------------------------------------------------------------------------------


async def test_my_data_says_what_is_kept_and_why(server, ana, history):
    assert "Nothing is kept about you." in text(await opened(server, "My data"))
    await ana.slash(history, "ask", question="who let trotsky into mexico")
    shown = text(await opened(server, "My data"))
    assert "which facts you were shown, where and when; never your question (1): so that" in shown


async def test_the_export_is_a_file_that_only_they_get(server, ana, history):
    await ana.slash(history, "ask", question="who let trotsky into mexico")
    shown = await opened(server, "My data")
    exported = await ana.click(shown.response, label="Export")
    assert exported.response.ephemeral
    (file,) = exported.response.attachments
    document = json.loads(await file.read())
    assert document["discord_id"] == str(ana.id)
    assert len(document["answers"]) == 1
    assert "let trotsky" not in json.dumps(document)


async def test_erasing_takes_two_taps_and_leaves_no_byte_of_the_id_in_any_file(server, ana, history, settings):
    await ana.slash(history, "ask", question="who let trotsky into mexico")
    await won(server, "ana", "luis")
    shown = await opened(server, "My data", "Erase …")
    assert labels(shown) == ["Yes, erase everything", "Keep everything"]
    await ana.click(shown.response, label="Keep everything")
    assert list(erasure.holders(settings.data, ana.id))
    shown = await opened(server, "My data", "Erase …")
    done = await ana.click(shown.response, label="Yes, erase everything")
    assert "your Discord id is in none of them any more" in text(done)
    assert not list(erasure.holders(settings.data, ana.id))
    assert list(erasure.holders(settings.data, server.people["luis"].id))


async def test_who_is_not_known_has_nothing_to_erase(server, ana, history):
    channel = server.bot.get_channel(history.id)
    message = await channel.send(view=layout([], [Button.to("me-erasing", label="x")]))
    assert "nothing to erase" in text(await ana.click(message, label="x"))


async def test_every_page_fits_a_message(server, ana):
    for page in ("Progress", "Ranking", "Settings", "My data"):
        shown = await opened(server, page)
        assert len(text(shown)) <= 4000
        assert len(controls(shown)) <= 40
