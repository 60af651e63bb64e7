"""A quiz night lived in Spanish from its creation to a challenge that is upheld, and one every week over a year."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import discord
import pytest

from bot.practice.server import PracticeServer
from bot.quiz.calendar import WEEK
from bot.quiz.model import QuestionKind
from bot.services.authority import Actor
from tests.cogs.quiz_table import Table, ask_in_turn
from tests.cogs.test_event import quiz, said
from tests.discord_view import controls, labels, text

MADRID = "Europe/Madrid"


class Night(Table):
    """The game of an event, in whose channel other messages with buttons stand."""

    @property
    def live(self) -> discord.Message:
        return [one for one in self.place.history() if "quiz-host" in str(controls(one))][-1]


async def in_spanish(server: PracticeServer, zone: str = MADRID) -> None:
    """The server and everybody in it read Spanish, on the clocks of this zone."""
    actor = Actor(server.people["marta"].id, server.guild.id, manages=True)
    await server.services.governing.change(actor, {"language": "es", "time_zone": zone})
    for person in server.people.values():
        server.locales[person.id] = "es-ES"


async def leap(server: PracticeServer, to: datetime) -> None:
    """Time goes on to then, while the bot is not there; it comes back and takes what is due."""
    server.bot.pulse.cancel()
    server.bot.get_cog("Live").clock.cancel()
    server.env.backend.advance_clock((to - server.now()).total_seconds())
    await server.restart()
    await server.pass_time(61)


def latest(server: PracticeServer, words: str):
    return [one for one in quiz(server).history() if words in text(one) and not one.flags.ephemeral][-1]


def instants(said: str) -> list[int]:
    return [int(one) for one in re.findall(r"<t:(\d+):F>", said)]


@pytest.mark.parametrize(
    "ways",
    [
        ("sábado a las 20:00", "sabado a las 20:00", "el sábado a las 8 de la tarde"),
        ("mañana a las 20:00", "manana a las 20:00"),
        ("viernes a las 20:00", "VIERNES A LAS 20:00", "este viernes a las 8 de la noche"),
        ("miércoles a las 20:00", "miercoles a las 20h"),
    ],
)
async def test_a_time_is_read_with_and_without_accents(server, marta, ways):
    await in_spanish(server)
    found = set()
    for when in ways:
        form = await marta.slash(quiz(server), "event create", when=when)
        shown = text(await marta.submit_modal(form, {"heading": "Noche de historia"}))
        assert "Esto solo lo ves tú" in shown
        found |= set(instants(shown))
    (instant,) = found
    assert datetime.fromtimestamp(instant, ZoneInfo(MADRID)).hour == 20


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        # Before the change, the night itself, and after it: in spring two o'clock is skipped, in autumn it comes twice.
        (MADRID, ["01:30", "01:00", "00:30", "00:30", "00:30", "01:30"]),
        ("America/Mexico_City", ["08:30"] * 6),
    ],
)
async def test_a_weekly_event_keeps_its_hour_over_both_changes_of_the_clocks(server, marta, zone, hours):
    """Half past two on Sundays; the hours are those in UTC."""
    await in_spanish(server, zone)
    form = await marta.slash(quiz(server), "event create", when="domingo a las 2:30 de la madrugada", repeat="weekly")
    await marta.click((await marta.submit_modal(form, {"heading": "Semanal"})).response, label="Crear")
    year = server.now().year + 1
    spring, autumn = last_sunday(year, 3), last_sunday(year, 10)
    shown, walls = [], []
    for day in (spring - WEEK, spring, spring + WEEK, autumn - WEEK, autumn, autumn + WEEK):
        await leap(server, datetime.combine(day, time(), UTC) - timedelta(days=2))
        (event,) = await server.services.event_plans.upcoming(server.guild.id)
        assert (event.at - timedelta(hours=8)).date() in {day, day - timedelta(days=1)}
        shown.append(f"{event.at:%H:%M}")
        walls.append(f"{event.wall:%A %H:%M}")
        assert instants(text(latest(server, "### Semanal"))) == [event.at.timestamp()]
        assert "cada semana" in text(latest(server, "### Semanal"))
    assert shown == hours
    assert set(walls) == {"Sunday 02:30"}


def last_sunday(year: int, month: int) -> date:
    """When the clocks of Europe change."""
    end = date(year, month, 31)
    return end - timedelta(days=(end.weekday() + 1) % 7)


async def test_a_whole_quiz_night_is_lived_in_spanish(server, marta):
    await in_spanish(server)
    ana, luis, nora = (server.people[name] for name in ("ana", "luis", "nora"))
    form = await marta.slash(quiz(server), "event create", when="viernes a las 20:00", questions=6)
    preview = await marta.submit_modal(form, {"heading": "Noche de historia", "description": "Traed té"})
    at = datetime.fromtimestamp(instants(text(preview))[0], ZoneInfo(MADRID))
    assert (at.strftime("%A"), at.hour) == ("Friday", 20)
    assert "El evento está creado" in text(await marta.click(preview.response, label="Crear"))
    assert labels(latest(server, "### Noche de historia")) == ["Unirme", "No puedo ir"]
    await ana.click(latest(server, "### Noche de historia"), label="Unirme")
    await leap(server, at - timedelta(minutes=15))
    assert f"<@{ana.id}>" in text(latest(server, "### Recordatorio: Noche de historia"))
    ask_in_turn(server, *[QuestionKind.DATE] * 6)
    await server.pass_time(6 * 60)
    table = Night(server, quiz(server))
    for person in (ana, luis, nora):
        await person.click(table.live, label="Unirme")
    while not (await table.game()).stage.over:
        game = await table.game()
        if game.stage == "question" and not game.answered:
            await server.pass_time(6)
            await table.answer(ana, right=False)
            await table.answer(luis, right=True)
            await table.answer(nora, right=True)
            await server.pass_time(7)
            assert "Impugnar" in labels(table.live)
        await table.until_due()
    await server.pass_time(5)
    assert any("### Descanso" in one for one in said(server))
    finals = latest(server, "### Final: Noche de historia")
    assert "Resultados provisionales" in text(finals)
    asked = await ana.click(finals, label="Impugnar")
    asked = await ana.select(asked.response, ["0"])
    form = await ana.select(asked.response, ["wrong-date"])
    assert "La pregunta 1 está impugnada" in text(await ana.submit_modal(form, {"words": "No fue entonces."}))
    card = await marta.select((await marta.slash(quiz(server), "config challenges")).response, ["1"])
    await marta.click(card.response, label="Aceptar: no cuenta")
    await server.pass_time(3)
    assert "No cuenta: pregunta 1." in text(latest(server, "### Final: Noche de historia"))
    assert sum("### El árbitro" in one for one in said(server)) == 1
    assert "50 puntos" in text(latest(server, "### Final: Noche de historia")).replace("\\", "")
    files = (await marta.click(finals, label="Exportar")).response.attachments
    assert [file.filename for file in files] == ["results-1.csv", "results-1.json"]
    everything = "\n".join([*said(server), text(card), text(preview)])
    assert not re.findall(r"\b(?:the|of|your|question|points|right|wrong|Press|players?)\b", _chrome(everything))


def _chrome(said: str) -> str:
    """What the bot says of itself, without titles of sources, which stay as they are."""
    lines = [line for line in said.splitlines() if not line.startswith(("-# Fuente", "Fuente", "-# Source"))]
    return "\n".join(lines)
