"""How the people of a server stand: points of events and of casual games, and how well they tell the histories apart.

Nobody is asked of Discord for it: people are named by mentions, which need no more than their ids.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.errors import BadInput
from bot.language import mark
from bot.quiz.compass import SHOWN_AFTER, Bearing, bearing
from bot.quiz.event_ranking import Ranking, event_score, too_fast
from bot.quiz.moves import Mode
from bot.quiz.refereeing import provisional_until
from bot.quiz.scoring import Standing as Placed
from bot.quiz.sheet import card
from bot.services.game_views import Click, View
from bot.services.games import Games
from bot.services.gates import check_host
from bot.services.governing import Governing
from bot.services.policy import Place
from bot.services.rankings import game_ranking
from bot.store import standing
from bot.store.database import Database
from bot.store.standing import Sum, Won


class Span(StrEnum):
    """Which games count."""

    MONTH = "month"
    """Those of this month, by the server's clocks."""
    ALL = "all"


class Kind(StrEnum):
    """Which points decide who stands where."""

    RANKED = "ranked"
    """Those of events that count."""
    CASUAL = "casual"
    """Those of all other games that a server plays together."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A place in a server's standing; those who tie share it."""

    rank: int
    won: Won
    sum: Sum
    """Of the kind that decides here."""
    bearing: Bearing | None
    """How well they tell the histories apart in these games; None before there are enough statements."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How the people of a server stand, as the one who looks may see it."""

    kind: Kind
    span: Span
    since: datetime | None
    own: Ranked | None
    """None if whoever looks has no part in it."""
    shown: tuple[Ranked, ...]
    """Whoever does not hide, and the one who looks; best first."""
    erased: int
    """The points of those who are known no more."""


@dataclass(frozen=True, slots=True)
class Results:
    """A game that is over, with its ranking."""

    view: View
    ranking: Ranking

    @property
    def rows(self) -> tuple[Placed, ...]:
        """Everybody who played: the ranked ones best first, then those who are not ranked, with rank 0."""
        # Only events leave anybody out.
        outside = (Placed(0, seat, event_score(self.view.game, seat)) for seat in self.ranking.unranked)
        return *self.ranking.standings, *outside

    def points(self, seat: int) -> dict[int, int]:
        """The points of a player by the numbers, from 0, of the questions they answered, where those count."""
        game = self.view.game
        fast = too_fast(game, seat) if self.view.record.mode is Mode.EVENT else ()
        return {
            one.number: one.mark.points
            for one in card(game, seat)
            if one.given is not None and not one.voided and one.number not in fast
        }


@dataclass(frozen=True, slots=True)
class Standings:
    """Everything that is read of how people stand."""

    games: Games
    governing: Governing
    database: Database
    clock: Callable[[], datetime]

    async def of(self, server: int, person: int, span: Span = Span.MONTH, kind: Kind | None = None) -> Standing:
        """How a server stands. Without a kind: by its events, or if none has counted yet by its casual games."""
        since = self._since(server) if span is Span.MONTH else None
        everybody = await self.database.read(standing.won, server, since)
        if kind is None:
            kind = Kind.RANKED if any(one.ranked.answered for one in everybody) else Kind.CASUAL
        shown = _ranked([one for one in everybody if one.person is not None], kind, person)
        own = next((one for one in shown if one.won.person == person), None)
        erased = sum(_sum(one, kind).points for one in everybody if one.person is None)
        return Standing(kind, span, since, own, shown, erased)

    def _since(self, server: int) -> datetime:
        """When this month began, by the server's clocks."""
        zone = ZoneInfo(self.governing.settings_of(server).time_zone)
        return self.clock().astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)

    async def results(self, id: int, place: Place, click: Click) -> Results:
        """A game that is over, for whoever may hand out its results; NotAllowed for others."""
        view = await self.games.view(id, place, click.person)
        check_host(view.record, click)
        if not view.game.stage.over:
            raise BadInput(mark("The results can be had once the game is over."))
        return Results(view, await game_ranking(self.database, view))


def _sum(won: Won, kind: Kind) -> Sum:
    return won.ranked if kind is Kind.RANKED else won.casual


def _ranked(everybody: Sequence[Won], kind: Kind, looking: int) -> tuple[Ranked, ...]:
    visible = [one for one in everybody if one.person == looking or not one.hidden]
    # Who played only the others stands in their list alone.
    ordered = sorted((one for one in visible if _sum(one, kind).answered), key=lambda one: -_sum(one, kind).points)
    found: list[Ranked] = []
    for place, one in enumerate(ordered, 1):
        sum = _sum(one, kind)
        rank = found[-1].rank if found and found[-1].sum.points == sum.points else place
        enough = one.real + one.alternate >= SHOWN_AFTER
        compass = bearing(one.hits, one.real, one.false_alarms, one.alternate) if enough else None
        found.append(Ranked(rank, one, sum, compass))
    return tuple(found)


# ---- as files ---------------------------------------------------------------------------------------------------


def standing_csv(found: Standing) -> bytes:
    """A standing as a table: everybody who is shown, by their Discord ids."""
    rows = [
        (one.rank, one.won.person, one.won.ranked.points, one.won.casual.points, one.sum.right, one.sum.answered,
         f"{one.bearing.distance:.2f}" if one.bearing else "")
        for one in found.shown
    ]  # fmt: skip
    return _csv(("rank", "discord_id", "event_points", "casual_points", "right", "answers", "d_prime"), rows)


def results_csv(found: Results) -> bytes:
    """The results of a game as a table: a row for each player, with the points of each question. Who is not ranked
    stands last, without a rank; nothing stands where there is no answer, or it does not count."""
    view, game = found.view, found.view.game
    asked = [number for number, round in enumerate(game.rounds) if round.revealed]
    head = ("rank", "seat", "discord_id", "points", "right", "wrong", "sure_right", "median_seconds",
            *(f"q{n + 1}" for n in asked))  # fmt: skip
    rows = []
    for one in found.rows:
        score, points = one.score, found.points(one.player)
        seconds = "" if score.seconds is None else f"{score.seconds:.1f}"
        each = [points.get(number, "") for number in asked]
        rows.append((
            one.rank or "", one.player, view.players.get(one.player) or "", score.points, score.right, score.wrong,
            score.stood_by, seconds, *each,
        ))  # fmt: skip
    return _csv(head, rows)


def results_json(found: Results) -> bytes:
    """The results of a game: its questions, what was ruled on them, and each player's points. Not who said what."""
    view, game, language = found.view, found.view.game, found.view.game.settings.language
    until = provisional_until(game)
    questions = [
        {
            "number": number + 1, "item": question.item, "kind": question.kind, "facts": list(question.facts),
            "asked": question.prompt[language] or question.ask[language], "answer": list(question.answer),
            "counts": round.counts, "also_right": sorted(round.accepted),
        }
        for number, (question, round) in enumerate(zip(game.questions, game.rounds, strict=False))
        if round.revealed
    ]  # fmt: skip
    players: list[dict[str, Any]] = [
        {
            "rank": one.rank or None, "seat": one.player,
            # As text: many programs cannot hold so long a number.
            "discord_id": str(view.players[one.player]) if view.players.get(one.player) else None,
            "points": one.score.points, "right": one.score.right, "wrong": one.score.wrong,
            "sure_right": one.score.stood_by, "median_seconds": one.score.seconds,
            "questions": {str(number + 1): points for number, points in found.points(one.player).items()},
        }
        for one in found.rows
    ]  # fmt: skip
    document = {
        "game": view.id, "mode": game.settings.mode, "language": language, "ended_at": game.since.isoformat(),
        "provisional_until": until.isoformat() if until else None,
        "counts_as_event": view.record.mode is Mode.EVENT and found.ranking.counts,
        "questions": questions, "players": players,
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _csv(head: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows([head, *rows])
    return file.getvalue().encode()
