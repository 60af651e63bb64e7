"""Events that are moved or called off: who is told, how often, and which reminders still come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from simcord import MemberActor

from bot.practice.server import PracticeServer
from bot.services.authority import Actor
from bot.store import events
from tests.cogs.test_event import away, made, message, natives, quiz, said
from tests.discord_view import text

MANY = 250


def count(server: PracticeServer, words: str) -> int:
    return sum(words in one for one in said(server))


def posts(server: PracticeServer, words: str) -> list[Any]:
    """The messages that were sent with these words."""
    return [one.json for one in server.env.http_requests if one.method == "POST" and words in str(one.json)]


async def move(server: PracticeServer, host: MemberActor, when: str) -> str:
    """The next event of the list is moved; what its host reads."""
    listed = await host.slash(quiz(server), "event list")
    form = await host.click(listed.response, label="Edit")
    return text(await host.submit_modal(form, {"heading": "Friday quiz", "when": when}))


async def come(server: PracticeServer, people: int) -> list[int]:
    """So many people are on the list for the first event; their ids."""
    ids = [10**17 + number for number in range(people)]
    for id in ids:
        await server.services.database.write(lambda db, id=id: events.come(db, 1, id, server.now(), coming=True))
    return ids


async def test_who_comes_is_told_once_of_another_time_and_reminded_for_it_anew(server, ana, marta):
    await made(server, marta, when="in 20 minutes")
    await ana.click(message(server, "### Friday quiz"), label="Join")
    await server.pass_time(6 * 60)
    assert count(server, "### Reminder: Friday quiz") == 1
    assert "is now" in await move(server, marta, "in 1445 minutes")
    told = message(server, "### Another time: Friday quiz")
    assert f"<@{ana.id}>" in text(told)
    await server.pass_time(7 * 60)
    assert count(server, "### Another time") == 1
    assert count(server, "### Reminder: Friday quiz") == 2
    await away(server, 1422)
    await server.pass_time(2 * 60)
    assert count(server, "### Reminder: Friday quiz") == 3
    sent = posts(server, "Reminder: ") + posts(server, "Another time: ")
    assert [one["allowed_mentions"]["users"] for one in sent] == [[ana.id]] * 4


async def test_a_reminder_of_the_old_time_does_not_come_any_more(server, ana, marta):
    await made(server, marta, when="in 20 minutes")
    await ana.click(message(server, "### Friday quiz"), label="Join")
    await move(server, marta, "in 30 minutes")
    await server.pass_time(10 * 60)
    assert count(server, "### Reminder") == 0
    await server.pass_time(6 * 60)
    assert count(server, "### Reminder") == 1


async def test_moved_where_nobody_comes_only_the_announcement_says_so(server, marta):
    await made(server, marta, when="in 3 hours")
    await move(server, marta, "in 4 hours")
    await server.pass_time(61)
    assert count(server, "### Another time") == 0
    assert count(server, "### Friday quiz") == 1


async def test_moved_twice_it_is_told_twice_and_a_change_of_words_is_not_told(server, ana, marta):
    await made(server, marta, when="in 3 hours")
    await ana.click(message(server, "### Friday quiz"), label="Join")
    await move(server, marta, "in 4 hours")
    await move(server, marta, "in 5 hours")
    assert count(server, "### Another time") == 2
    listed = await marta.slash(quiz(server), "event list")
    form = await marta.click(listed.response, label="Edit")
    event = await server.services.event_plans.any(1)
    await marta.submit_modal(form, {"heading": "Saturday quiz", "when": f"{event.wall:%Y-%m-%d %H:%M}"})
    await server.pass_time(61)
    assert count(server, "### Another time") == 2


async def test_what_is_moved_in_discords_own_list_is_told_too_also_after_an_absence(server, ana, marta):
    await made(server, marta)
    await ana.click(message(server, "### Friday quiz"), label="Join")
    later = (server.now() + timedelta(hours=5)).replace(microsecond=0)
    natives(server)[0].scheduled_start_time = later.isoformat()  # nobody is there to be told
    await server.restart()
    await server.pass_time(121)
    assert count(server, "### Another time: Friday quiz") == 1
    assert f"<t:{later.timestamp():.0f}:F>" in text(message(server, "### Another time"))


async def test_an_event_whose_description_is_taken_away_has_none_also_after_discord_said_so(server, marta):
    await made(server, marta)
    listed = await marta.slash(quiz(server), "event list")
    form = await marta.click(listed.response, label="Edit")
    event = await server.services.event_plans.any(1)
    when = f"{event.wall:%Y-%m-%d %H:%M}"
    await marta.submit_modal(form, {"heading": "Friday quiz", "description": "", "when": when})
    await server.pass_time(61)
    assert (await server.services.event_plans.any(1)).description == ""
    assert "A quiz that tells" in natives(server)[0].description


async def test_everybody_who_comes_is_told_once_that_it_is_called_off_in_as_few_messages_as_can_ping_them(
    server, marta
):
    await made(server, marta)
    ids = await come(server, MANY)
    asked = await marta.click((await marta.slash(quiz(server), "event list")).response, label="Cancel")
    await marta.click(asked.response, label="Call it off")
    sent = posts(server, "Called off: ")
    called = [one["allowed_mentions"]["users"] for one in sent]
    assert [len(one) for one in called] == [100, 100, 50]
    assert sorted(id for one in called for id in one) == ids
    for one in sent:
        assert one["allowed_mentions"]["parse"] == []
        named = str(one["components"])
        assert all(f"<@{id}>" in named for id in one["allowed_mentions"]["users"])
    await server.restart()
    await server.pass_time(121)
    assert len(posts(server, "Called off: ")) == 3


async def test_a_crash_between_the_parts_repeats_none_of_them(server, marta):
    await made(server, marta)
    await come(server, MANY)
    plans = server.services.event_plans
    await plans.call_off(await plans.any(1), series=False)
    where, send, left = server.bot.http, server.bot.http.send_message, [1]

    async def fails_after_one(*given: Any, **more: Any) -> Any:
        if not left:
            raise OSError("the line is dead")
        left.pop()
        return await send(*given, **more)

    where.send_message = fails_after_one
    await server.pass_time(61)
    assert len(posts(server, "Called off: ")) == 1
    where.send_message = send
    await server.restart()
    await server.pass_time(121)
    called = [one["allowed_mentions"]["users"] for one in posts(server, "Called off: ")]
    assert [len(one) for one in called] == [100, 100, 50]


async def test_reminders_come_when_the_moderators_decided(server, ana, marta):
    moderator = Actor(marta.id, server.guild.id, manages=True)
    await server.services.governing.change(moderator, {"remind_hours": 1, "remind_minutes": 0})
    await made(server, marta, when="in 65 minutes")
    answered = text(await ana.click(message(server, "### Friday quiz"), label="Join"))
    assert "I remind you: 1 hour before." in answered
    await server.pass_time(6 * 60)
    assert count(server, "### Reminder") == 1
    await server.pass_time(48 * 60)
    assert count(server, "### Reminder") == 1
    await server.services.governing.change(moderator, {"remind_hours": 0})
    await made(server, marta, when="in 70 minutes")
    await server.pass_time(12 * 60)
    assert count(server, "### Reminder") == 1


async def test_no_reminder_is_promised_that_does_not_come(server, ana, marta):
    await made(server, marta, when="in 20 minutes")
    answered = text(await ana.click(message(server, "### Friday quiz"), label="Join"))
    assert "I remind you: 15 minutes before." in answered
    await server.services.personal.remind(marta.id, reminders=False)
    assert "I remind you" not in text(await marta.click(message(server, "### Friday quiz"), label="Join"))
    await move(server, marta, "in 14 minutes")
    told = text(message(server, "### Another time"))
    assert "It was moved." in told
    assert "reminders" not in told
    await move(server, marta, "in 40 minutes")
    assert "reminders come for this time anew" in text(message(server, "### Another time"))
