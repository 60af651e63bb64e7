"""Events on Discord, as hosts and members meet them: from their creation to the results, with time moved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from simcord import MemberActor

from bot.practice.server import PracticeServer
from bot.services.authority import Actor
from tests.discord_view import labels, text


def quiz(server: PracticeServer):
    return server.guild.channels["quiz"]


def natives(server: PracticeServer):
    return list(server.env.backend.get_guild(server.guild.id).scheduled_events.values())


def said(server: PracticeServer) -> list[str]:
    """What everybody in #quiz reads."""
    return [text(message) for message in quiz(server).history() if not message.flags.ephemeral]


def message(server: PracticeServer, words: str):
    """The latest message there that says this."""
    return [one for one in quiz(server).history() if words in text(one) and not one.flags.ephemeral][-1]


async def made(server: PracticeServer, host: MemberActor, when: str = "in 2 hours", **options: object):
    """An event that was made in #quiz; the private card that says so."""
    form = await host.slash(quiz(server), "event create", when=when, **options)
    preview = await host.submit_modal(form, {"heading": "Friday quiz", "description": "Bring tea"})
    assert "Nothing is announced yet" in text(preview)
    return await host.click(preview.response, label="Create")


async def test_an_event_is_made_announced_opened_played_and_brought_to_its_results(server, ana, marta):
    await made(server, marta, questions=6)
    assert natives(server)[0].name == "Friday quiz"
    assert "Discord's own list" not in text(message(server, "### Friday quiz"))
    assert "You are on the list" in text(await ana.click(message(server, "### Friday quiz"), label="Join"))
    await server.pass_time(106 * 60)
    assert f"<@{ana.id}>" in text(message(server, "### Reminder: Friday quiz"))
    await server.pass_time(6 * 60)
    for person in (ana, marta):
        await person.click(message(server, "6 questions. Press Join"), label="Join")
    await server.pass_time(9 * 60)
    assert "1 of 6" in said(server)[-1]
    await server.pass_time(15 * 60)
    assert any("### Halftime" in one for one in said(server))
    assert "### Finals: Friday quiz" in said(server)[-1]
    assert message(server, "It is over.")
    assert "No event is planned" in text(await ana.slash(quiz(server), "event list"))


async def test_only_who_comes_and_the_role_for_reminders_are_pinged(server, ana, marta):
    role = server.guild.create_role("Quiz fans")
    moderator = Actor(marta.id, server.guild.id, manages=True)
    await server.services.governing.change(moderator, {"reminder_role": str(role.id)})
    await made(server, marta, when="in 20 minutes")
    await ana.click(message(server, "### Friday quiz"), label="Join")
    await server.pass_time(6 * 60)
    sent = [one.json for one in server.env.http_requests if one.method == "POST" and "Reminder: " in str(one.json)]
    assert [one["allowed_mentions"] for one in sent] == [{"parse": [], "users": [ana.id], "roles": [role.id]}]
    others = [one.json for one in server.env.http_requests if one.method == "POST" and "Bring tea" in str(one.json)]
    assert not any(one.get("allowed_mentions", {}).get("users") for one in others)


@pytest.mark.parametrize(
    ("when", "why"),
    [("whenever", "cannot read"), ("friday at 8", "morning or in the evening"), ("2020-01-01 20:00", "time to come")],
)
async def test_a_time_that_cannot_be_meant_is_answered_with_a_sentence(server, marta, when, why):
    assert why in text(await marta.slash(quiz(server), "event create", when=when))


async def test_only_hosts_make_events_and_a_second_press_makes_no_second_one(server, ana, marta):
    assert "Only hosts and moderators" in text(await ana.slash(quiz(server), "event create", when="in 2 hours"))
    form = await marta.slash(quiz(server), "event create", when="in 2 hours")
    preview = await marta.submit_modal(form, {"heading": "Once"})
    assert "The event is made." in text(await marta.click(preview.response, label="Create"))
    maker = Actor(marta.id, server.guild.id, manages=True)
    assert not (await server.services.event_plans.make(1, maker))[1]
    await server.pass_time(61)
    assert len(natives(server)) == 1
    assert sum("### Once" in one for one in said(server)) == 1


async def test_what_is_changed_or_deleted_in_discords_own_list_is_followed(server, ana, marta):
    await made(server, marta)
    backend, native = server.env.backend, natives(server)[0]
    later = (server.now() + timedelta(days=2)).replace(microsecond=0)
    backend.edit_scheduled_event(
        server.guild.id, native.id, {"name": "Renamed", "scheduled_start_time": later.isoformat()}
    )
    await server.pass_time(61)
    listed = text(await ana.slash(quiz(server), "event list"))
    assert "### Renamed" in listed
    assert f"<t:{later.timestamp():.0f}:F>" in listed
    await ana.click(message(server, "### Renamed"), label="Join")
    backend.delete_scheduled_event(server.guild.id, native.id)
    await server.pass_time(61)
    assert "### Called off: Renamed" in said(server)[-1]
    assert "No event is planned" in text(await ana.slash(quiz(server), "event list"))


async def test_an_event_is_changed_and_a_series_called_off_once_from_the_list(server, ana, marta):
    await made(server, marta, when="in 2 days", repeat="weekly")
    assert labels(await ana.slash(quiz(server), "event list")) == ["Join", "Announcement"]
    listed = await marta.slash(quiz(server), "event list")
    assert labels(listed) == ["Join", "Edit", "Cancel", "Announcement"]
    form = await marta.click(listed.response, label="Edit")
    assert "Other title is now" in text(await marta.submit_modal(form, {"heading": "Other title", "when": "in 3 days"}))
    assert natives(server)[0].name == "Other title"
    asked = await marta.click(listed.response, label="Cancel")
    assert labels(asked) == ["Only this time", "Every week"]
    await marta.click(asked.response, label="Only this time")
    assert any("### Called off: Other title" in one for one in said(server))
    assert "every week" in text(await ana.slash(quiz(server), "event list"))
    assert len([one for one in natives(server) if one.status == 1]) == 1


async def test_without_the_permission_everything_else_works_and_says_so(server, ana, marta):
    bot = server.env.backend.get_role(server.guild.id, server.guild.roles["Divergence"].id)
    server.env.backend.edit_role(server.guild.id, bot.id, {"permissions": bot.permissions & ~(1 << 44)})
    assert "can allow me Create Events" in text(await made(server, marta))
    assert natives(server) == []
    assert "I may not create events here" in said(server)[-1]


async def test_after_an_absence_the_lobby_opens_late_with_a_note_and_what_was_missed_is_told_to_the_host(
    server, ana, marta
):
    await made(server, marta, when="in 30 minutes")
    await made(server, marta, when="in 3 hours")
    await away(server, 28)
    await server.pass_time(61)
    assert any("This comes late" in one and "Press Join" in one for one in said(server))
    await away(server, 4 * 60)
    await server.pass_time(61)
    assert "It did not take place. Make it again" in text(marta.user.dm_channel.last_message)
    assert "It did not take place" in "\n".join(said(server))


async def away(server: PracticeServer, minutes: float) -> None:
    """The bot is not there for so long."""
    server.bot.pulse.cancel()
    live = server.bot.get_cog("Live")
    live.clock.cancel()
    await server.pass_time(minutes * 60)
    await server.restart()


async def test_who_plays_with_a_closed_book_is_not_told_anything_until_it_is_over(server, ana, marta):
    await made(server, marta, when="in 5 minutes", book="closed")
    await server.pass_time(61)
    lobby = message(server, "Press Join")
    await ana.click(lobby, label="Join")
    history = server.guild.channels["history"]
    assert "closed book" in text(await ana.slash(history, "ask", question="who was mugica"))
    assert "closed book" not in text(await marta.slash(history, "ask", question="who was mugica"))


async def test_a_host_removes_a_player_and_hands_over(server, ana, marta):
    await made(server, marta, when="in 5 minutes", start="with-host")
    await server.pass_time(61)
    lobby = message(server, "Press Join")
    await ana.click(lobby, label="Join")
    panel = await marta.click(lobby, label="Host")
    done = await marta.select(panel.response, custom_id="u1:quiz-remove:1", values=[ana])
    assert "out of the game" in text(done)
    assert "taken you out" in text(await ana.click(lobby, label="Join"))
    await marta.select(done.response, custom_id="u1:quiz-hand-over:1", values=[ana])
    assert "In the lobby" in text(await ana.click(lobby, label="Host"))
