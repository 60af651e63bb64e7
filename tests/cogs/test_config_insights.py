"""Insights on Discord: what five people did is told to moderators, without a trace of who they were."""

from __future__ import annotations

import re

import pytest

from bot.errors import NotAllowed
from bot.services.authority import Actor
from bot.services.policy import Place
from bot.store import insights, people
from tests.discord_view import controls, labels, text

CROWD = [2034567890123456789 + number for number in range(7)]
IN_VAIN = "zyxwv qwrtp"


async def played(server, crowd, fact, *, fooled):
    """Each of the crowd answered one statement of the scenario in a quiz of the server; so many took it for real."""
    guild, now = server.guild.id, server.now()

    def write(db):
        db.execute(
            "INSERT INTO games (mode, server, channel, opened_at, moved_at, stage, live, revision)"
            " VALUES ('everyone', ?, 20, ?, ?, 'results', 0, 1)",
            [guild, int(now.timestamp()), int(now.timestamp() * 1000)],
        )
        (game,) = db.execute("SELECT max(id) FROM games").fetchone()
        for seat, person in enumerate(crowd):
            wrong = seat < fooled
            db.execute(
                "INSERT INTO results (game, number, seat, person, item, kind, theme, world, fact, version, answered,"
                " said, sure, correct, points, seen_at, voided) VALUES (?, 0, ?, ?, 'real-or-alternate:one',"
                " 'real-or-alternate', 'oil', 'alternate', ?, '1', 1, ?, 0, ?, 0, ?, 0)",
                [game, seat, people.number_of(db, person, now), fact, "real" if wrong else "alternate", not wrong,
                 int(now.timestamp())],
            )  # fmt: skip

    await server.services.database.write(write)


async def test_moderators_see_shares_with_intervals_and_no_names(server):
    server.env.settle_timeout = 60  # a first picture brings up a process
    marta, here = server.people["marta"], server.guild.channels["moderators"]
    pair = server.services.subjects.of(None).pairs.all[0]
    empty = await marta.slash(here, "config insights")
    assert text(empty).count("Not enough data yet") == 3
    await played(server, CROWD[:4], pair.alternate.id, fooled=3)
    assert text(await marta.slash(here, "config insights")) == text(empty)  # four are too few
    await played(server, CROWD[4:], pair.alternate.id, fooled=1)
    shown = await marta.slash(here, "config insights")
    title = pair.alternate.text["en"].title
    assert f"◆ {title}: 4 of 7 people (25–84\N{NO-BREAK SPACE}%)" in text(shown)
    table = await marta.click(shown.response, label="As a table")
    (file,) = table.response.attachments
    content = (await file.read()).decode()
    assert f"leak,{pair.alternate.id}" in content
    assert "item,real-or-alternate:one" in content
    drawn = await marta.click(shown.response, label="Picture")
    (item,) = [one for part in controls(drawn) for one in part.get("items", [])]
    assert f"◆ {title}: 4 of 7 people (25–84\N{NO-BREAK SPACE}%)." in item["description"]
    for said in (text(shown), content, item["description"]):
        assert not re.search(r"[0-9]{6,}", said)
        assert not any(person.name in said.casefold().split() for person in server.people.values())
    with pytest.raises(NotAllowed):
        await server.services.insights.of(Actor(server.people["ana"].id, server.guild.id), Place(1, server.guild.id))


async def test_the_picture_is_drawn_dark_or_light_in_either_language_and_leads_back_to_the_text(server):
    server.env.settle_timeout = 60
    marta, here = server.people["marta"], server.guild.channels["moderators"]
    server.locales[marta.id] = "es-ES"
    await played(server, CROWD, server.services.subjects.of(None).pairs.all[0].alternate.id, fooled=4)
    shown = await marta.slash(here, "config insights")
    drawn = await marta.click(shown.response, label="Imagen")
    (picture,) = drawn.response.attachments
    dark = await picture.read()
    assert dark.startswith(b"\x89PNG")
    drawn = await marta.click(drawn.response, label="Clara")
    (picture,) = drawn.response.attachments
    assert await picture.read() != dark
    assert labels(drawn) == ["Versión de texto", "Oscura", "Como tabla"]
    back = await marta.click(drawn.response, label="Versión de texto")
    assert text(back) == text(shown)
    assert not back.response.attachments


async def test_claims_of_the_scenario_are_covered_or_left_out_where_a_channel_says_so(server):
    marta, here = server.people["marta"], server.guild.channels["moderators"]
    manager = Actor(marta.id, server.guild.id, manages=True)
    pair = server.services.subjects.of(None).pairs.all[0]
    await played(server, CROWD, pair.alternate.id, fooled=4)
    for show, covered in (("both", False), ("real-first", True)):
        await server.services.governing.change(
            manager, {f"channels.{here.id}": {"show": show, "off": [], "private": False}}
        )
        shown = await marta.slash(here, "config insights")
        frames = [part for part in controls(shown) if part["type"] == 17 and "◆" in str(part)]
        assert frames
        assert all(bool(frame.get("spoiler")) is covered for frame in frames)
    await server.services.governing.change(
        manager, {f"channels.{here.id}": {"show": "real-only", "off": [], "private": False}}
    )
    for refused in (await marta.slash(here, "config insights"), await marta.click(shown.response, label="As a table")):
        assert "not shown in this channel" in text(refused)
        assert not refused.response.attachments


async def test_a_question_asked_in_vain_is_kept_in_words_only_once_five_people_asked_it(server):
    services, guild = server.services, server.guild.id
    ana, here = server.people["ana"], server.guild.channels["history"]
    shown = await ana.slash(here, "ask", question=f"{IN_VAIN} 1034567890123456789")
    assert "Our sources do not say" in text(shown)
    words = IN_VAIN
    for person in CROWD[:3]:
        await services.database.write(insights.count_unanswered, guild, words, person, server.now())
        await services.database.write(insights.count_unanswered, guild, words, person, server.now())
    assert await services.database.read(insights.unanswered, guild) == []
    tables = await services.database.read(lambda db: "\n".join(db.conn.iterdump()))
    assert "zyxwv" not in tables
    await services.database.write(insights.count_unanswered, guild, words, CROWD[3], server.now())
    assert await services.database.read(insights.unanswered, guild) == [(words, 5)]
    card = await server.people["marta"].slash(server.guild.channels["moderators"], "config insights")
    assert f"“{words}”: 5 people" in text(card)
