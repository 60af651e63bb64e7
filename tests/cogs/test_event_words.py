"""Titles and descriptions of events that wait for a moderator: held, shown, not shown, taken back, and forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from simcord import MemberActor

from bot.practice.server import PracticeServer
from bot.services.authority import Actor
from tests.cogs.own_facts import name_channel, suggest
from tests.cogs.test_event import away, made, message, natives, quiz, said
from tests.discord_view import controls, labels, text


@pytest.fixture
def nora(server: PracticeServer) -> MemberActor:
    return server.people["nora"]


@pytest.fixture
async def holding(server: PracticeServer) -> None:
    """Nora is a host whose words wait, and the moderators have a channel."""
    await decide(server, host_roles=[str(server.guild.roles["Host"].id)], hold_event_words=True)
    await name_channel(server)


async def decide(server: PracticeServer, **changes: object) -> None:
    actor = Actor(server.people["marta"].id, server.guild.id, manages=True)
    await server.services.governing.change(actor, changes)


def card(server: PracticeServer) -> Any:
    """The latest card of the moderators' channel."""
    return server.guild.channels["moderators"].history()[-1]


def told(person: MemberActor) -> str:
    return text(person.user.dm_channel.last_message)


def everywhere(server: PracticeServer) -> str:
    """What everybody can read of the event: in the channel, and in Discord's own list."""
    return "\n".join([*said(server), *(f"{one.name}\n{one.description}" for one in natives(server))])


async def edited(server: PracticeServer, person: MemberActor, **fields: str) -> str:
    """What somebody reads who changes the event of the list."""
    listed = await person.slash(quiz(server), "event list")
    form = await person.click(listed.response, label="Edit")
    return text(await person.submit_modal(form, {"when": "in 3 hours", **fields}))


# ---- held -----------------------------------------------------------------------------------------------------------


async def test_a_hosts_words_wait_while_the_event_is_announced_under_a_neutral_title(server, nora, holding):
    shown = await made(server, nora, about="oil")
    assert "Your title and description wait for a moderator. Until then it is called Quiz night: Oil" in text(shown)
    assert natives(server)[0].name.startswith("Quiz night: Oil")
    assert message(server, "### Quiz night: Oil")
    assert "Friday" not in everywhere(server)
    assert "Bring tea" not in everywhere(server)
    asked = text(card(server))
    assert "Title: Friday quiz" in asked
    assert "Description: Bring tea" in asked
    assert labels(card(server)) == ["Show them", "Keep the neutral title"]


async def test_without_the_setting_or_by_a_moderator_words_are_shown_at_once(server, nora, marta, holding):
    await made(server, marta)
    assert message(server, "### Friday quiz")
    await decide(server, hold_event_words=None)
    await made(server, nora)
    assert [one.name for one in natives(server)] == ["Friday quiz", "Friday quiz"]
    assert not server.guild.channels["moderators"].history()


async def test_the_neutral_title_does_not_wait(server, nora, holding):
    form = await nora.slash(quiz(server), "event create", when="in 2 hours")
    preview = await nora.submit_modal(form, {"heading": "Quiz night"})
    assert "wait for a moderator" not in text(await nora.click(preview.response, label="Create"))
    assert not server.guild.channels["moderators"].history()


async def test_markup_and_pings_in_words_are_shown_to_moderators_as_they_were_typed(server, nora, holding):
    form = await nora.slash(quiz(server), "event create", when="in 2 hours")
    preview = await nora.submit_modal(form, {"heading": "# @everyone", "description": "[free](https://evil.test)"})
    await nora.click(preview.response, label="Create")
    assert "Title: # \\@everyone" in text(card(server))
    assert "[free](" not in text(card(server))


# ---- decided --------------------------------------------------------------------------------------------------------


async def test_words_that_are_shown_are_in_the_announcement_and_in_discords_list_and_the_host_hears_it(
    server, nora, marta, holding
):
    await made(server, nora)
    await marta.click(card(server), label="Show them")
    assert "They are shown." in text(card(server))
    assert message(server, "### Friday quiz")
    assert natives(server)[0].name == "Friday quiz"
    assert "Bring tea" in natives(server)[0].description
    assert "the event is called Friday quiz now" in told(nora)
    logged = text(await marta.slash(server.guild.channels["moderators"], "config log"))
    assert "words of events: event · 1" in logged
    assert "waiting → shown" in logged


async def test_a_decision_is_taken_back_everywhere(server, nora, marta, holding):
    await made(server, nora)
    await marta.click(card(server), label="Show them")
    await marta.click(card(server), label="Undo")
    assert "Friday quiz" not in everywhere(server)
    assert message(server, "### Quiz night")
    assert "was taken back; they wait again" in told(nora)
    await marta.click(card(server), label="Keep the neutral title")
    assert labels(card(server)) == ["Undo"]
    assert "did not approve the words “Friday quiz”. The event stays as it is: Quiz night." in told(nora)
    assert "Friday quiz" not in everywhere(server)


async def test_nothing_is_decided_twice_nor_on_words_that_were_changed_nor_after_the_event_was_called_off(
    server, nora, marta, holding
):
    await made(server, nora)
    words = server.services.event_words
    actor = Actor(marta.id, server.guild.id, manages=True)
    await words.keep(actor, 1)
    assert "Somebody has decided on these words already." in text(await press(server, marta, "show", 1))
    assert "wait for a moderator" in await edited(server, nora, heading="Second quiz")
    assert "were changed since" in text(await press(server, marta, "keep", 1))
    assert "Title: Second quiz" in text(card(server))
    assert "Third quiz is now" in await edited(server, marta, heading="Third quiz")
    assert "were changed since" in text(await marta.click(card(server), label="Show them"))
    await edited(server, nora, heading="Fourth quiz")
    assert "Title: Fourth quiz" in text(card(server))
    event = (await server.services.event_plans.upcoming(server.guild.id))[0]
    await server.services.event_plans.call_off(event, series=False)
    assert "over or called off" in text(await marta.click(card(server), label="Show them"))
    assert "Fourth quiz" not in everywhere(server)


async def press(server: PracticeServer, person: MemberActor, what: str, id: int) -> Any:
    """Press a button of an earlier card."""
    cards, wanted = server.guild.channels["moderators"].history(), f"config-words-{what}:{id}"
    found = [one for one in cards if wanted in str(one.components)]
    return await person.click(found[-1], custom_id=f"b1:{wanted}")


async def test_without_a_channel_of_theirs_moderators_find_the_words_under_config_challenges(
    server, nora, marta, holding
):
    await decide(server, moderators_channel=None)
    await made(server, nora)
    challenges = await marta.slash(quiz(server), "config challenges")
    listed = await marta.click(challenges.response, label="Words for events (1)")
    opened = await marta.select(listed.response, ["1"])
    assert labels(opened) == ["Show them", "Keep the neutral title", "All words for events"]
    await marta.click(opened.response, label="Show them")
    assert natives(server)[0].name == "Friday quiz"
    again = await marta.click(opened.response, label="All words for events")
    assert "#1 · shown" in str(controls(again))


async def test_what_was_decided_just_before_a_restart_is_carried_out_after_it(server, nora, marta, holding):
    await made(server, nora)
    await server.services.event_words.show(Actor(marta.id, server.guild.id, manages=True), 1)
    assert "Friday quiz" not in everywhere(server)
    await away(server, 1)
    await server.pass_time(61)
    assert message(server, "### Friday quiz")
    assert natives(server)[0].name == "Friday quiz"
    assert "the event is called Friday quiz now" in told(nora)


# ---- changed --------------------------------------------------------------------------------------------------------


async def test_a_host_who_changes_only_the_time_finds_the_words_that_wait_and_leaves_them_waiting(
    server, nora, marta, holding
):
    await made(server, nora)
    listed = await nora.slash(quiz(server), "event list")
    form = await nora.click(listed.response, label="Edit")
    typed = {key: value for key, value in prefilled(form).items() if key != "when"}
    assert typed == {"heading": "Friday quiz", "description": "Bring tea"}
    assert "Quiz night is now" in text(await nora.submit_modal(form, {**typed, "when": "in 5 hours"}))
    assert len(server.guild.channels["moderators"].history()) == 1
    await marta.click(card(server), label="Show them")
    assert natives(server)[0].name == "Friday quiz"


async def test_an_edit_of_approved_words_waits_while_the_approved_ones_stand(server, nora, marta, holding):
    await made(server, nora)
    await marta.click(card(server), label="Show them")
    await edited(server, nora, heading="Saturday quiz", description="Bring cake")
    assert labels(card(server)) == ["Show them", "Keep what is shown now"]
    assert message(server, "### Friday quiz")
    assert "Saturday" not in everywhere(server)
    await marta.click(card(server), label="Show them")
    assert natives(server)[0].name == "Saturday quiz"
    await edited(server, nora, heading="Quiz night")
    assert natives(server)[0].name == "Quiz night"
    await edited(server, nora, heading="Sunday quiz")
    assert labels(card(server)) == ["Show them", "Keep the neutral title"]


async def test_what_is_written_in_discords_own_list_is_put_back_but_its_time_is_followed(server, nora, holding):
    await made(server, nora)
    later = (server.now() + timedelta(days=2)).replace(microsecond=0)
    backend, native = server.env.backend, natives(server)[0]
    changed = {"name": "Rude words", "scheduled_start_time": later.isoformat()}
    backend.edit_scheduled_event(server.guild.id, native.id, changed)
    await server.pass_time(61)
    assert natives(server)[0].name == "Quiz night"
    assert f"<t:{later.timestamp():.0f}:F>" in text(message(server, "### Quiz night"))
    assert "Rude words" not in everywhere(server)


async def test_words_that_wait_for_one_time_of_a_series_wait_for_the_next(server, nora, marta, holding):
    await made(server, nora, repeat="weekly")
    event = (await server.services.event_plans.upcoming(server.guild.id))[0]
    await server.services.event_plans.call_off(event, series=False)
    await marta.click(card(server), label="Show them")
    assert [one.title for one in await server.services.event_plans.upcoming(server.guild.id)] == ["Friday quiz"]


async def test_words_that_wait_go_with_whoever_wrote_them(server, nora, marta, holding):
    await made(server, nora)
    await server.services.privacy.erase(nora.id)
    assert "no longer kept" in text(await marta.click(card(server), label="Show them"))
    rows = await server.services.database.read(lambda db: db.execute("SELECT count(*) FROM event_words").fetchone())
    assert rows == (0,)


async def test_words_that_wait_are_forgotten_in_time(server, nora, holding):
    await made(server, nora)
    await server.pass_time(61)
    server.env.backend.advance_clock(timedelta(days=366).total_seconds())
    await server.services.privacy.tidy()
    rows = await server.services.database.read(lambda db: db.execute("SELECT count(*) FROM event_words").fetchone())
    assert rows == (0,)


# ---- in Spanish, and about what the server teaches ------------------------------------------------------------------


async def test_it_is_all_said_in_spanish_too(server, nora, marta, holding):
    await decide(server, language="es")
    server.locales[nora.id] = server.locales[marta.id] = "es-ES"
    form = await nora.slash(quiz(server), "event create", when="in 2 hours")
    preview = await nora.submit_modal(form, {"heading": "Viernes", "description": "Trae té"})
    shown = await nora.click(preview.response, label="Crear")
    assert "Tu título y tu descripción esperan a la moderación" in text(shown)
    assert labels(card(server)) == ["Mostrarlas", "Dejar el título neutral"]
    await marta.click(card(server), label="Mostrarlas")
    assert "el evento se llama ahora Viernes" in told(nora)


async def test_an_event_can_be_about_what_the_server_teaches_of_its_own(server, marta, prepared):
    for place in ("quarry", "mill", "harbour", "mine", "bakery", "forge"):
        said_so = f"Nineteen stonecutters ate turnip soup at the {place} of Diego Rivera."
        await suggest(server, statement=said_so, when="March 1935")
    entries = await server.services.database.read(
        lambda db: db.execute("SELECT id, version FROM own_entries").fetchall()
    )
    for id, version in entries:
        await server.services.suggesting.accept(Actor(marta.id, server.guild.id, manages=True), id, version)
    topic = "This server's own facts"
    offered = await marta.autocomplete(quiz(server), "event create", "about", "this server")
    assert topic in str(offered)
    assert "about This server's own facts" in text(await preview_about(server, marta, topic))


async def preview_about(server: PracticeServer, host: MemberActor, about: str) -> Any:
    form = await host.slash(quiz(server), "event create", when="in 2 hours", about=about)
    return await host.submit_modal(form, {"heading": "Ours"})


def prefilled(form: Any) -> dict[str, str]:
    """What stands in the fields of a form already."""
    fields = [one["component"] for one in form.modal["components"]]
    return {one["custom_id"]: one.get("value") or "" for one in fields}
