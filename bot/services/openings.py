"""How a game begins: with which settings, for how long it waits, and from which seed its questions come."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.errors import BadInput
from bot.language import Language, mark
from bot.quiz import moves
from bot.quiz.model import Question
from bot.quiz.moves import Mode
from bot.services.game_views import Click
from bot.services.policy import Place
from bot.store.games import Opening

QUESTIONS = 10
MOST_QUESTIONS = 20
COUNTDOWN = timedelta(seconds=60)
"""How long a lobby waits before the game starts by itself."""


def opening(
    place: Place, click: Click, settings: moves.Settings, questions: Sequence[Question], now: datetime
) -> Opening:
    """A game alone or for everyone, opened by whoever clicked; BadInput without questions."""
    require_some(questions)
    until = now + COUNTDOWN if settings.mode is Mode.EVERYONE else None
    opened = moves.Opened(at=now, settings=settings, questions=tuple(questions), until=until)
    return Opening(settings.mode, place.server, place.channel, click.person, None, opened)


def event_opening(
    place: Place, host: int | None, settings: moves.Settings, questions: Sequence[Question], now: datetime,
    until: datetime | None,
) -> Opening:  # fmt: skip
    """The game of an event, which starts at `until`, or else when its host wants; the host has no seat in it."""
    require_some(questions)
    opened = moves.Opened(at=now, settings=settings, questions=tuple(questions), until=until)
    return Opening(Mode.EVENT, place.server, place.channel, host, None, opened, seated=False)


def require_some(questions: Sequence[Question]) -> None:
    """BadInput without questions."""
    if not questions:
        raise BadInput(mark("There are no questions on that yet. Choose another topic, or leave it out."))


def daily_opening(place: Place, language: Language, question: Question, now: datetime, zone: tzinfo) -> Opening:
    """Today's question of a server, which lasts until the day is over in its time zone."""
    today = now.astimezone(zone).date()
    midnight = datetime.combine(today + timedelta(days=1), time(), zone).astimezone(UTC)
    settings = moves.Settings(Mode.DAILY, language, automatic=True)
    opened = moves.Opened(at=now, settings=settings, questions=(question,), until=midnight)
    return Opening(Mode.DAILY, place.server, place.channel, None, str(today), opened)


def seed_of_a_game(place: Place, click: Click, now: datetime) -> int:
    """Hardly ever the same."""
    return _seed(place.channel, click.person, click.id, now.isoformat())


def seed_of_a_day(server: int, day: date) -> int:
    """Always the same for a server and a date."""
    return _seed(server, day.isoformat())


def _seed(*parts: object) -> int:
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:8])
