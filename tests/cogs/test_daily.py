"""The daily post: once a day by the server's clocks, whatever crashes, and nothing a channel does not show."""

from __future__ import annotations

import pytest

from bot.practice.server import PracticeServer
from bot.services.authority import Actor
from bot.services.games import Games
from bot.store import items
from cogs.quiz_live import live_of
from tests.cogs.test_quiz_trouble import permit
from tests.discord_view import controls, labels, text

HOUR = 3600
DAY = 24 * HOUR


@pytest.fixture
def change(server: PracticeServer):
    async def change(**settings: object):
        actor = Actor(server.people["marta"].id, server.guild.id, manages=True)
        await server.services.governing.change(
            actor, {key.replace("__", "."): value for key, value in settings.items()}
        )

    return change


@pytest.fixture
def channel(server: PracticeServer):
    return server.guild.channels["quiz"]


@pytest.fixture
async def wanted(server: PracticeServer, channel, change) -> int:
    """A daily post an hour from now; the seconds until then, and a little more."""
    at = server.now().hour + 2
    await change(daily_channel=str(channel.id), daily_time=f"{at % 24:02}:00", moderators_channel=str(
        server.guild.channels["moderators"].id))  # fmt: skip
    await beat(server)
    due = server.now().replace(minute=0, second=0, microsecond=0)
    return int((due - server.now()).total_seconds()) + 2 * HOUR + 90


async def beat(server: PracticeServer, seconds: float = 0) -> None:
    """Time passes while the bot is not there, then it starts and its pulse comes."""
    server.env.backend.advance_clock(seconds)
    await server.restart()
    await server.bot.get_cog("Daily").beat()
    await server.pass_time(1)


def posts(place) -> list[str]:
    return [text(message) for message in place.history() if message.author.bot]


async def test_the_question_of_the_day_comes_at_its_time_once_and_can_be_answered(server, channel, wanted):
    await beat(server, wanted - 10 * 60)
    assert posts(channel) == []
    await beat(server, 10 * 60)
    await beat(server, HOUR)
    (said,) = posts(channel)
    assert "Question of the day" in said
    locked = await server.people["ana"].click(channel.history()[-1], label="Sure real")
    assert "Locked" in text(locked)


async def test_the_next_day_brings_yesterdays_answer_before_the_new_question(server, channel, wanted):
    await beat(server, wanted)
    await server.people["ana"].click(channel.history()[-1], label="Lean real")
    await beat(server, DAY)
    said = [message for message in channel.history() if message.author.bot]
    assert len(said) == 3
    assert "Answer: " in text(said[1])
    assert "REAL HISTORY" in text(said[1])
    assert labels(said[1]) == ["How I answered"]
    assert "Sure real" in labels(said[2])
    mine = await server.people["ana"].click(said[1], label="How I answered")
    assert mine.ephemeral
    assert "You: Lean real." in text(mine)


async def test_a_post_is_not_made_twice_when_the_bot_dies_right_after_sending_it(server, channel, wanted, monkeypatch):
    async def dies(*_: object) -> None:
        raise RuntimeError("the machine stopped")

    with monkeypatch.context() as crash:
        crash.setattr(Games, "placed", dies)
        crash.setattr("bot.services.daily_posts.DailyPosts.done", dies)
        with pytest.raises(RuntimeError):
            await beat(server, wanted)
    assert len(posts(channel)) == 1
    await beat(server)
    await beat(server, HOUR)
    assert len(posts(channel)) == 1
    assert "Locked" in text(await server.people["ana"].click(channel.history()[-1], label="Sure real"))


async def test_dying_at_any_point_leaves_one_question_and_one_answer_a_day(server, channel, wanted, monkeypatch):
    await beat(server, wanted)

    async def dies(*_: object) -> None:
        raise RuntimeError("the machine stopped")

    with monkeypatch.context() as crash:
        crash.setattr(Games, "daily", dies)  # after yesterday's answer was sent, before today's question
        with pytest.raises(RuntimeError):
            await beat(server, DAY)
    assert len(posts(channel)) == 2
    await beat(server)
    assert len(posts(channel)) == 3
    assert sum("Yesterday's answer" in one for one in posts(channel)) == 1


async def test_after_days_without_the_bot_todays_is_made_late_and_none_of_the_others(server, channel, wanted):
    await beat(server, wanted)
    await beat(server, 4 * DAY + HOUR)
    await beat(server)
    assert len(posts(channel)) == 2


async def test_a_real_only_channel_gets_a_real_fact_with_its_sources_and_never_the_quiz(
    server, channel, wanted, change
):
    await change(**{f"channels__{channel.id}": {"show": "real-only", "off": [], "private": False}})
    await beat(server, wanted)
    await beat(server, DAY)
    said = posts(channel)
    assert len(said) == 2
    assert said[0] != said[1]
    for one in said:
        assert "REAL HISTORY" in one
        assert "ALTERNATE" not in one
        assert "Source: " in one
    shown = await server.people["ana"].click(channel.history()[-1], label="Sources")
    assert shown.ephemeral


async def test_where_the_scenario_is_covered_so_is_the_answer(server, channel, wanted, change):
    await change(**{f"channels__{channel.id}": {"show": "real-first", "off": [], "private": False}})
    await beat(server, wanted)
    await beat(server, DAY)
    (reveal,) = [one for one in channel.history() if "Yesterday's answer" in text(one)]
    for frame in (part for part in controls(reveal) if part["type"] == 17):
        assert frame.get("spoiler", False) or "ALTERNATE" not in str(frame)


async def test_while_the_bot_is_paused_nothing_is_posted_and_afterwards_it_is(server, channel, wanted, change):
    await change(paused=True)
    await beat(server, wanted)
    assert posts(channel) == []
    await change(paused=False)
    await beat(server)
    assert len(posts(channel)) == 1


async def test_of_a_channel_that_is_gone_moderators_are_told_once_the_log_keeps_it_and_the_doctor_shows_it(
    server, channel, wanted
):
    server.env.backend.delete_channel(channel.id)
    await server.env.settle()
    await beat(server, wanted)
    await beat(server, HOUR)
    await beat(server, DAY)
    told = posts(server.guild.channels["moderators"])
    assert len(told) == 1
    assert "its channel is gone" in told[0]
    marta, history = server.people["marta"], server.guild.channels["history"]
    assert "its channel is gone" in text(await marta.slash(history, "config doctor"))
    assert "daily post: channel gone" in text(await marta.slash(history, "config log")).replace("\\", "")


async def test_where_the_bot_may_not_write_it_says_so_and_posts_late_once_it_may(server, channel, wanted):
    permit(server, "quiz", "send_messages", allowed=False)
    await server.env.settle()
    await beat(server, wanted)
    assert posts(channel) == []
    (told,) = posts(server.guild.channels["moderators"])
    assert f"<#{channel.id}>" in told
    assert "Send Messages" in told
    permit(server, "quiz", "send_messages", allowed=True)
    await server.env.settle()
    await beat(server, HOUR)
    assert len(posts(channel)) == 1
    shown = text(await server.people["marta"].slash(server.guild.channels["history"], "config doctor"))
    assert "daily post" not in shown


async def test_whoever_asks_first_has_it_privately_and_it_is_posted_at_its_time_all_the_same(server, channel, wanted):
    ana, history = server.people["ana"], server.guild.channels["history"]
    card = await ana.slash(history, "quiz")
    shown = await ana.click(card.response, label="Daily")
    statement = max(text(shown).splitlines(), key=len)
    assert posts(history) == []
    await beat(server, wanted)
    (said,) = posts(channel)
    assert statement in said


async def test_it_follows_another_time_and_ends_when_it_is_no_longer_wanted(server, channel, wanted, change):
    at = (server.now().hour + 4) % 24
    await change(daily_time=f"{at:02}:00")
    await beat(server, wanted)
    assert posts(channel) == []
    await change(daily_channel=None)
    await beat(server, 3 * HOUR)
    assert posts(channel) == []


async def test_it_speaks_the_language_of_the_server(server, channel, wanted, change):
    await change(language="es")
    await beat(server, wanted)
    (said,) = posts(channel)
    assert "historia" in said.lower()


async def test_asked_for_elsewhere_first_its_reveal_is_shown_by_the_rules_of_where_it_stands(
    server, channel, wanted, change
):
    ana, history = server.people["ana"], server.guild.channels["history"]
    await change(**{f"channels__{channel.id}": {"show": "real-first", "off": [], "private": False}})
    await ana.click((await ana.slash(history, "quiz")).response, label="Daily")
    await beat(server, wanted)
    await beat(server, 2 * DAY)
    (message, *_) = [one for one in channel.history() if "Answer: " in text(one)]

    def frames() -> list[dict]:
        (now,) = [one for one in channel.history() if one.id == message.id]
        return [part for part in controls(now) if part["type"] == 17]

    await live_of(server.bot).correct(await server.services.games.advance(1))
    covered = [bool(frame.get("spoiler")) for frame in frames() if "ALTERNATE" in str(frame)]
    assert covered
    assert all(covered)
    shown = frames()
    await change(**{f"channels__{channel.id}": {"show": "real-only", "off": [], "private": False}})
    await live_of(server.bot).correct(await server.services.games.advance(1))
    assert frames() == shown


async def test_moderators_are_told_once_that_nothing_is_left_to_ask(server, channel, wanted):
    def leave_all_out(db, names):
        for name in names:
            items.leave_out(db, server.guild.id, name, server.people["marta"].id, server.now(), True)

    names = [one for one in server.services.subjects.composer(None).items() if one.startswith("real-or-alternate:")]
    await server.services.database.write(leave_all_out, names)
    await beat(server, wanted)
    await beat(server, HOUR)
    assert posts(channel) == []
    (told,) = posts(server.guild.channels["moderators"])
    assert "There is nothing left for the daily post" in told
    marta, history = server.people["marta"], server.guild.channels["history"]
    assert "There is nothing left for the daily post" in text(await marta.slash(history, "config doctor"))
    assert "daily post: nothing left" in text(await marta.slash(history, "config log")).replace("\\", "")
