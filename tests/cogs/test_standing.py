"""Standings on Discord: one's own line first, pages and a file for the rest, results for hosts, a picture."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

from bot.language import Language
from bot.pictures.sheet import Look
from bot.practice.server import PracticeServer
from bot.quiz.model import QuestionKind
from bot.services.game_views import Click
from bot.services.standing import results_csv, results_json
from bot.store import people
from tests.cogs.test_referee import revealed
from tests.discord_view import labels, text

PLAYERS = 300


def fill(db, server: int, now: float) -> None:
    """A game of so many players, each with a score of their own, and forty statements of the first."""
    db.execute(
        "INSERT INTO games (id, mode, server, channel, opened_at, moved_at, stage, live, revision)"
        " VALUES (900, 'everyone', ?, 1, 0, 0, 'results', 0, 1)", [server],
    )  # fmt: skip
    for seat in range(1, PLAYERS + 1):
        person = people.number_of(db, 10**17 + seat, datetime.fromtimestamp(now, UTC))
        for number in range(40 if seat == 1 else 1):
            world = ("real", "alternate")[number % 2]
            db.execute(
                "INSERT INTO results (game, number, seat, person, item, kind, theme, world, fact, version, answered,"
                " said, sure, correct, points, seen_at, voided)"
                " VALUES (900, ?, ?, ?, 'x', 'real-or-alternate', 't', ?, 'f', '1', 1, ?, 0, 1, ?, ?, 0)",
                [number, seat, person, world, world, PLAYERS - seat, int(now)],
            )  # fmt: skip


async def test_three_hundred_players_take_one_request_a_page_and_one_for_the_file(server: PracticeServer):
    now = server.now().timestamp()
    await server.services.database.write(fill, server.guild.id, now)
    ana = server.people["ana"]
    card = await ana.slash(server.guild.channels["quiz"], "me")
    before = len(server.env.http_requests)
    shown = await ana.click(card.response, label="Ranking")
    assert len(server.env.http_requests) - before <= 1
    said = text(shown).replace("\\", "")
    assert "Standing · Casual games · November" in said
    assert said.count("<@") == 25
    assert "1. <@100000000000000001> · 11960 points · 40 of 40 right · d′ " in said
    assert "2. <@100000000000000002> · 298 points · 1 of 1 right\n" in said
    assert len(said) < 4000
    later = text(await ana.click(shown.response, label="After ›")).replace("\\", "")
    assert "26. <@100000000000000026>" in later
    before = len(server.env.http_requests)
    file = await ana.click(shown.response, label="Everybody, as a file")
    assert len(server.env.http_requests) - before <= 1
    assert file.ephemeral
    overall = text(await ana.click(shown.response, label="Over all"))
    assert "over all" in overall
    events = text(await ana.click(shown.response, label="Events"))
    assert "You have no points here yet." in events
    await server.services.database.write(lambda db: db.execute("UPDATE results SET seen_at = seen_at - 40 * 86400"))
    assert "<@1000" not in text(await ana.click(shown.response, label="Ranking"))


async def test_results_can_be_had_as_files_by_hosts_alone_and_say_not_who_answered_what(server: PracticeServer):
    ana, luis = server.people["ana"], server.people["luis"]
    table = await revealed(server, QuestionKind.DATE)
    await luis.click(table.live, label="Next")
    assert "Results" in await table.wait()
    assert labels(table.live) == ["My result", "Challenge", "Export", "Host"]
    assert "Only who started this game" in text(await ana.click(table.live, label="Export"))
    files = (await luis.click(table.live, label="Export")).response.attachments
    assert [file.filename for file in files] == ["results-1.csv", "results-1.json"]


async def test_the_files_hold_places_points_and_rulings(server: PracticeServer):
    ana, luis = server.people["ana"], server.people["luis"]
    table = await revealed(server, QuestionKind.DATE)
    await luis.click(table.live, label="Next")
    await table.wait()
    place = server.services.governing.place(server.guild.id, table.place.id)
    found = await server.services.standings.results(1, place, Click(luis.id))
    rows = list(csv.DictReader(io.StringIO(results_csv(found).decode())))
    assert [(row["rank"], row["discord_id"], row["points"], row["q1"]) for row in rows] == [
        ("1", str(luis.id), "10", "10"), ("2", str(ana.id), "0", "0"),
    ]  # fmt: skip
    document = json.loads(results_json(found))
    assert document["players"][0]["discord_id"] == str(luis.id)
    assert document["questions"][0]["counts"] is True
    assert "given" not in str(document)


async def test_progress_is_drawn_once_there_is_a_compass_and_leads_back_to_its_words(server: PracticeServer):
    ana = server.people["ana"]
    quiz = server.guild.channels["quiz"]
    assert "Picture" not in labels(await ana.slash(quiz, "me"))
    await server.services.database.write(fill, server.guild.id, server.now().timestamp())
    await server.services.database.write(
        lambda db: db.execute("UPDATE people SET discord_id = ? WHERE discord_id = ?", [ana.id, 10**17 + 1])
    )
    # Drawn before: what a click waits for here is the bot, not the process that draws.
    await server.services.pictured.progress(ana.id, Language.EN, Look.DARK)
    card = await ana.slash(quiz, "me")
    shown = await ana.click(card.response, label="Picture")
    message = shown.response
    assert labels(message) == ["Text version", "Light", "Progress", "Ranking", "Settings", "My data"]
    assert [file.filename for file in message.attachments] == ["progress.png"]
    words = await ana.click(message, label="Text version")
    assert "Your compass: d′ " in text(words)
    assert not words.response.attachments
