"""The timelines on Discord: pages, pictures, and the cards of entries."""

from __future__ import annotations

import pytest
from simcord import MemberActor

from bot.history.model import World
from bot.history.timeline import Query, take
from bot.language import Language
from bot.practice.server import PracticeServer
from bot.services import timelines as service
from bot.services.policy import Ruling
from bot.store import timelines
from cogs.ui.limits import CHOICES, COMPONENTS, MESSAGE_TEXT
from tests.discord_view import controls, labels, options, text

GALLERY = 12


async def shown(server: PracticeServer, person: MemberActor, **options: object):
    server.env.settle_timeout = 60  # a first picture brings up a process
    return await person.slash(server.guild.channels["history"], "timeline", **options)


async def test_both_tracks_stand_under_their_seals_real_first(server, luis):
    told = text(await shown(server, luis, when="1942"))
    assert told.index("● REAL HISTORY") < told.index("◆ ALTERNATE HISTORY") < told.index("Trotsky takes power")
    assert "How to tell:" in told


async def test_pages_lead_on_and_back_and_at_the_ends_no_further(server, luis):
    result = await shown(server, luis, when="1936-1940")
    first = text(result)
    assert "‹ Earlier" not in labels(result)
    await luis.click(result.response, label="Later ›")
    assert text(result) != first
    await luis.click(result.response, label="‹ Earlier")
    assert text(result) == first


async def test_every_page_of_every_query_keeps_to_the_limits_of_a_message(server, luis):
    result = await shown(server, luis)
    for language in Language:
        for world in (None, *World):
            view = service.View(1, 1, language, take(server.services.pack, Query(world=world)))
            for number in range(view.timeline.pages):
                cog = server.bot.get_cog("Timeline")
                place = service.Place(1, 1)
                layout = cog._page(view, place, number, False)
                assert layout.total_children_count <= COMPONENTS
                assert layout.content_length() <= MESSAGE_TEXT
    assert 1 <= len(options(result)) <= CHOICES


async def test_somebody_elses_timeline_is_leafed_through_privately(server, luis, ana):
    result = await shown(server, luis, when="1936-1940")
    before = text(result)
    for label in ("Later ›", "Picture"):
        own = await ana.click(result.response, label=label)
        assert own.ephemeral
    assert text(result) == before


async def test_a_picture_has_its_words_a_text_version_and_another_look(server, luis):
    result = await shown(server, luis, when="1944-1945")
    page = text(result)
    await luis.click(result.response, label="Picture")
    (gallery,) = [part for part in controls(result) if part["type"] == GALLERY]
    assert "◆ ALTERNATE HISTORY: " in gallery["items"][0]["description"]
    assert [file.filename for file in result.response.attachments] == ["timeline.png"]
    assert text(result).startswith("-# ● REAL HISTORY · ◆ ALTERNATE HISTORY")
    assert labels(result) == ["Text version", "Light", "Delete"]
    await luis.click(result.response, label="Light")
    assert labels(result)[1] == "Dark"
    await luis.click(result.response, label="Text version")
    assert text(result) == page
    assert not result.response.attachments


async def test_an_entry_is_opened_privately_with_the_buttons_of_an_answer(server, luis, ana):
    result = await shown(server, luis, when="1942", world="alternate")
    card = await ana.select(result.response, [next(iter(options(result).values()))])
    assert card.ephemeral
    assert text(card).index("◆ ALTERNATE HISTORY") < text(card).index("● REAL HISTORY")
    assert labels(card) == ["Other world", "Sources", "Wrong?", "Show everyone"]
    assert "– " in text(await ana.click(card.response, label="Sources"))


async def test_buttons_work_after_a_restart(server, luis):
    result = await shown(server, luis, when="1936-1940", about="trotsky")
    await server.restart()
    server.env.settle_timeout = 60
    await luis.click(result.response, label="Later ›")
    assert "Leon Trotsky · 1936 – 1940 · Page 2" in text(result)
    await luis.click(result.response, label="Picture")
    assert "Text version" in labels(result)
    await server.restart()
    await luis.click(result.response, label="Text version")
    assert "Page 2" in text(result)


async def test_a_timeline_too_old_to_be_kept_says_so_when_its_button_is_pressed(server, luis):
    result = await shown(server, luis, when="1936-1940")
    await server.services.database.write(timelines.forget_before, server.now().replace(year=server.now().year + 1))
    assert "too old for its buttons" in text(await luis.click(result.response, label="Later ›"))


async def test_what_was_typed_is_not_stored(server, luis):
    await shown(server, luis, about="trotzky canary")
    await shown(server, luis, when="1937", about="canarytrotsky who was killed by mercader")
    folder = server.settings.data
    assert not any(b"canary" in path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"when": "31 February 1937"}, "no such day"), ({"when": "1940-1936"}, "ends before it begins"),
        ({"when": "3000"}, "1879 to 1962"), ({"when": "gibberish"}, "I cannot read that as a time"),
        ({"about": "qwertyuiop"}, "nothing on that"), ({"when": "@everyone"}, "I cannot read that as a time"),
    ],
)  # fmt: skip
async def test_what_cannot_be_shown_is_said_privately_in_a_sentence(server, luis, given, says):
    result = await shown(server, luis, **given)
    assert result.ephemeral
    assert says in text(result)


async def test_a_reader_of_spanish_is_answered_in_spanish(server, luis):
    server.locales[luis.id] = "es-ES"
    result = await shown(server, luis, when="abril de 1937")
    assert "● HISTORIA REAL" in text(result)
    assert "Imagen" in labels(result)
    assert "31 de febrero" not in text(await shown(server, luis, when="31 de febrero"))


async def test_suggestions_are_what_a_timeline_can_be_about(server, luis):
    channel = server.guild.channels["history"]
    offered = await luis.autocomplete(channel, "timeline", "about", "")
    assert 10 < len(offered) <= CHOICES
    typed, first, *_ = await luis.autocomplete(channel, "timeline", "about", "trot")
    assert (typed["name"], first["name"]) == ("trot", "Leon Trotsky")
    for choice in offered[:5]:
        assert choice["name"] in text(await shown(server, luis, about=choice["value"]))


async def test_where_only_real_history_is_shown_no_page_picture_or_choice_shows_the_other(server, luis, monkeypatch):
    before = await shown(server, luis, when="1942-1945")
    ruling = Ruling(allowed=True, worlds=frozenset({World.REAL}), public=True)
    monkeypatch.setattr(service, "decide", lambda _place, _feature: ruling)
    await luis.click(before.response, label="Later ›")
    assert "◆" not in text(before)
    assert not [label for label in options(before) if label.startswith("◆")]
    await luis.click(before.response, label="Picture")
    assert "◆" not in str(controls(before))
    refused = await shown(server, luis, world="alternate")
    assert "not shown in this channel" in text(refused)
    offered = await luis.autocomplete(server.guild.channels["history"], "timeline", "about", "trotsky takes")
    assert not [choice for choice in offered if choice["name"].startswith("◆")]


async def test_only_the_asker_or_a_moderator_deletes_a_timeline(server, luis, ana):
    for deleter in (luis, server.people["marta"]):
        result = await shown(server, luis, when="1937")
        assert "Only the person who asked" in text(await ana.click(result.response, label="Delete"))
        await deleter.click(result.response, label="Delete")
        assert result.response is None


async def test_it_works_in_direct_messages(server, luis):
    result = await luis.user.slash("timeline", when="1937")
    assert "● REAL HISTORY" in text(result)
    card = await luis.user.select(result.response, [next(iter(options(result).values()))])
    assert "● REAL HISTORY" in text(card)
