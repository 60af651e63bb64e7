"""`/config panel` as its moderator meets it, and as everybody else does."""

from __future__ import annotations

import re

import pytest

from bot.practice.server import PracticeServer
from bot.services.policy import Show
from bot.services.server_settings import ServerSettings
from cogs.ui.settings_pages import FIELDS, SHOWS
from cogs.ui.settings_words import EFFECTS, NAMES, TOPICS
from tests.discord_view import controls, text


@pytest.fixture
def channels(server: PracticeServer):
    return server.guild.channels


def decided(server: PracticeServer) -> ServerSettings:
    return server.services.governing.settings_of(server.guild.id)


async def opened(server: PracticeServer, *pages: str, **options: str):
    """The panel on a page."""
    marta = server.people["marta"]
    shown = await marta.slash(server.guild.channels["moderators"], "config panel", **options)
    for page in pages:
        shown = await marta.click(shown.response, label=page)
    return shown


async def test_a_new_server_is_set_up_in_four_taps(server, marta, channels):
    """Open with the time zone, take what its names suggest, go to the channels, and make one real only."""
    shown = await opened(server, timezone="America/Mexico_City")
    shown = await marta.click(shown.response, label="Use these")
    shown = await marta.click(shown.response, label="Channels")
    await marta.select(shown.response, [channels["quiz"]], custom_id=f"c1:config-show:{SHOWS.index(Show.REAL_ONLY)}")
    settings = decided(server)
    assert settings.time_zone == "America/Mexico_City"
    assert settings.host_roles == (server.guild.roles["Host"].id,)
    assert settings.moderators_channel == channels["moderators"].id
    assert {channels[name].id: show for name, show in (
        ("quiz", Show.REAL_ONLY), ("history", Show.REAL_FIRST), ("scenario-room", Show.SCENARIO_ROOM)
    )} == {id: rule.show for id, rule in settings.channels.items()}  # fmt: skip


async def test_the_panel_is_private_and_says_what_a_change_means_before_and_after(server, marta):
    shown = await opened(server)
    shown = await marta.select(shown.response, ["es"], custom_id="s1:config-set:0")
    assert shown.response.ephemeral
    assert "**Language**: as on Discord → Español" in text(shown)
    assert "From now on I speak Español here" in text(shown)
    assert decided(server).language == "es"


async def test_undo_on_the_notice_takes_the_change_back(server, marta):
    shown = await opened(server)
    shown = await marta.select(shown.response, ["es"], custom_id="s1:config-set:0")
    shown = await marta.click(shown.response, label="Undo")
    assert decided(server).language is None
    assert "Español → as on Discord" in text(shown)


async def test_what_was_decided_is_there_after_a_restart_and_so_are_the_buttons(server, marta):
    shown = await opened(server)
    shown = await marta.select(shown.response, ["es"], custom_id="s1:config-set:0")
    await server.restart()
    assert decided(server).language == "es"
    await server.people["marta"].click(shown.response, label="Undo")
    assert decided(server).language is None


async def test_pausing_stops_everything_but_help_and_the_panel_and_loses_nothing(server, marta, channels):
    luis, history = server.people["luis"], channels["history"]
    asked = await luis.slash(history, "ask", question="when was the oil expropriated by cardenas")
    shown = await marta.click((await opened(server)).response, label="Pause everything here")
    for attempt in (
        await luis.slash(history, "ask", question="who let trotsky into mexico"),
        await luis.click(asked.response, label="Sources"), await marta.slash(history, "compare", topic="oil"),
    ):  # fmt: skip
        assert attempt.ephemeral
        assert "paused me in this server" in text(attempt)
    assert not await luis.autocomplete(history, "ask", "question", "trotsky")
    before = len(history.history())
    await luis.send(history, f"<@{server.env.backend.bot_user.id}> who let trotsky into mexico")
    assert len(history.history()) == before + 1  # theirs, and no answer
    assert "/ask" not in text(await luis.slash(history, "help"))
    await marta.click(shown.response, label="Go on")
    assert "REAL HISTORY" in text(await luis.click(asked.response, label="Sources"))


@pytest.mark.parametrize("who", ["ana", "nora"])
async def test_whoever_is_no_moderator_is_not_offered_the_command_and_a_forged_click_does_nothing(
    server, marta, channels, who
):
    """A public copy of the panel stands for every way to come by one of its buttons."""
    from cogs.ui.buttons import Button, Select, option
    from cogs.ui.cards import layout

    names = {command["name"] for command in server.env.backend.visible_commands(
        user_id=server.people[who].id, channel_id=channels["history"].id
    )}  # fmt: skip
    assert "config" not in names
    await opened(server, timezone="Europe/Madrid")
    history = server.bot.get_channel(channels["history"].id)
    forged = [
        Button.to("config-put", FIELDS.index("paused"), 1, label="a"), Button.to("config-undo", 1, label="b"),
        Button.to("config-export", label="c"), Button.to("config-apply", 1, label="d"),
        Button.to("config-page", 1, label="e"),
    ]  # fmt: skip
    more = [
        Button.to("config-usual", channels["quiz"].id, label="f"), Button.to("config-suggested", label="g"),
        Button.to("config-zone", label="h"), Button.to("config-log-page", 0, 0, 6, label="i"),
        Button.to("config-import", label="j"),
    ]  # fmt: skip
    menu = [Select.to("config-set", 0, placeholder="k", options=[option("es", "es")])]
    message = await history.send(view=layout([], forged, more, menu))
    before = decided(server)
    clicks = [await server.people[who].click(message, label=letter) for letter in "abcdefghij"]
    clicks.append(await server.people[who].select(message, ["es"]))
    assert {text(click) for click in clicks} == {"Only moderators of this server, who have Manage Server, can do that."}
    assert decided(server) == before


async def test_a_moderators_stale_or_forged_values_get_a_sentence(server, marta, channels):
    from cogs.ui.buttons import Button, Select, option
    from cogs.ui.cards import layout

    options = [option(value, value) for value in ("xx", "1e999", "-1", "9" * 18, "٣")]
    menus = [
        [Select.to(action, *ids, placeholder="x", options=options)]
        for action, *ids in (
            ("config-set", 0), ("config-set", 99), ("config-set", FIELDS.index("quiz_questions")),
            ("config-set", FIELDS.index("host_roles")), ("config-show", 0), ("config-show", 9), ("config-rule", 5),
            ("config-channel",), ("config-set", FIELDS.index("time_zone")),
        )
    ]  # fmt: skip
    moderators = server.bot.get_channel(channels["moderators"].id)
    buttons = [
        Button.to("config-put", 0, 1, label="a"),
        Button.to("config-put", label="b"),
        Button.to("config-put", 99, label="c"),
    ]
    other = await moderators.send(view=layout([], buttons))
    for menu in menus:
        for value in ("xx", "1e999", "-1", "9" * 18, "٣"):
            message = await moderators.send(view=layout([], menu))
            shown = await marta.select(message, [value])
            assert "went wrong" not in text(shown)
    for letter in "abc":
        assert "too old" in text(await marta.click(other, label=letter))
    assert decided(server) == ServerSettings()


async def test_a_typed_time_zone_is_taken_or_asked_about(server, marta):
    form = await marta.click((await opened(server)).response, label="Time zone …")
    shown = await marta.submit_modal(form, {"zone": "madird"})
    assert "Which of these did you mean?" in text(shown)
    await marta.select(shown.response, ["Europe/Madrid"])
    assert decided(server).time_zone == "Europe/Madrid"
    form = await marta.click((await opened(server)).response, label="Time zone …")
    assert "no time zone of that name" in text(await marta.submit_modal(form, {"zone": "qqqqq"}))
    assert "no time zone of that name" in text(await opened(server, timezone="\x00"))


async def test_time_zones_are_offered_while_typing(server, marta, channels):
    offered = await marta.autocomplete(channels["moderators"], "config panel", "timezone", "bogot")
    assert offered[0]["value"] == "America/Bogota"


@pytest.mark.parametrize(("typed", "kept"), [("9", "09:00"), ("18.30", "18:30"), ("7:05", "07:05")])
async def test_the_time_of_the_daily_post_is_typed(server, marta, typed, kept):
    form = await marta.click((await opened(server, "Quiz")).response, label="Time of the daily post …")
    await marta.submit_modal(form, {"time": typed})
    assert decided(server).daily_time == kept


@pytest.mark.parametrize("typed", ["24:00", "9:60", "noon", "-1:00", "9:5:1", "²:00"])
async def test_what_is_no_time_of_day_is_refused(server, marta, typed):
    form = await marta.click((await opened(server, "Quiz")).response, label="Time of the daily post …")
    assert "from 00:00 to 23:59" in text(await marta.submit_modal(form, {"time": typed}))


async def test_one_channel_can_be_set_in_detail(server, marta, channels):
    quiz = channels["quiz"]
    shown = await opened(server, "Channels")
    shown = await marta.select(shown.response, [quiz], custom_id="c1:config-channel")
    shown = await marta.select(shown.response, ["quiz", "help"][:1], custom_id=f"s1:config-off:{quiz.id}")
    shown = await marta.click(shown.response, label="Private answers")
    shown = await marta.select(
        shown.response, [str(SHOWS.index(Show.REAL_ONLY))], custom_id=f"s1:config-rule:{quiz.id}"
    )
    rule = decided(server).channels[quiz.id]
    assert (rule.show, "ask" in rule.off, "quiz" in rule.off, rule.private) == (Show.REAL_ONLY, True, False, True)
    await marta.click(shown.response, label="As everywhere else")
    assert not decided(server).channels


async def test_a_channel_left_out_of_its_menu_loses_the_rule_and_others_keep_theirs(server, marta, channels):
    shown = await opened(server, "Channels")
    shown = await marta.select(shown.response, [channels["quiz"], channels["history"]], custom_id="c1:config-show:0")
    await marta.select(shown.response, [channels["history"]], custom_id="c1:config-show:0")
    assert set(decided(server).channels) == {channels["history"].id}


async def test_every_page_fits_discord_however_much_was_decided(server, marta, channels):
    roles = [server.guild.create_role(f"Role {number}") for number in range(30)]
    await server.env.settle()
    many = {
        f"channels.{10**17 + number}": {"show": "real-only", "off": ["quiz", "ask"], "private": True}
        for number in range(90)
    }
    from bot.services.authority import Actor

    actor = Actor(marta.id, server.guild.id, manages=True)
    settings = {
        "host_roles": [str(role.id) for role in roles[:25]],
        "curator_roles": [str(role.id) for role in roles[5:]],
    }
    await server.services.governing.change(actor, many | settings)
    for page in (title for title, _keys in TOPICS):
        shown = await opened(server, page)
        assert len(controls(shown)) <= 40
        assert len(text(shown)) <= 4000
        ids = [part["custom_id"] for part in controls(shown) if "custom_id" in part]
        assert len(ids) == len(set(ids))
    shown = await marta.click((await opened(server)).response, label="General")
    undone = await marta.slash(channels["moderators"], "config log")
    assert len(text(undone)) <= 4000
    change = await marta.select(undone.response, ["1"], custom_id=next(
        part["custom_id"] for part in controls(undone) if "undo" in part.get("custom_id", "")
    ))  # fmt: skip
    assert len(text(change)) <= 4000
    assert "more change" in text(change)


async def test_the_panel_speaks_spanish(server, marta):
    server.locales[marta.id] = "es-ES"
    shown = text(await opened(server))
    assert "Idioma" in shown
    assert "Language" not in shown


def test_every_setting_stands_on_one_page_and_has_its_words():
    shown = [key for _title, keys in TOPICS for key in keys]
    assert sorted(shown) == sorted(ServerSettings.model_fields)
    assert set(FIELDS) == set(shown) - {"channels"} == set(EFFECTS)
    assert set(shown) < set(NAMES)


async def test_moderators_commands_are_for_servers_alone(server):
    (sent,) = [
        request
        for request in server.env.http_requests
        if request.method == "PUT" and re.search("commands$", request.path)
    ]
    (config,) = [command for command in sent.json if command["name"] == "config"]
    assert config["contexts"] == [0]
    assert config["integration_types"] == [0]
    assert config["default_member_permissions"] == 1 << 5


async def test_nothing_is_posted_unasked_where_the_bot_is_new(server, channels):
    me = server.env.backend.bot_user.id
    await server.pass_time(130)
    texts = [channel for channel in channels.values() if channel.name != "seminars"]
    assert not [message for channel in texts for message in channel.history() if message.author.id == me]
