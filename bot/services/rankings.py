"""Who stands where in a game, by the rules of its kind: of an event, without those who knew what is asked."""

from __future__ import annotations

from bot.quiz.event_ranking import Ranking, ranking_of
from bot.quiz.moves import Mode
from bot.services.game_views import View
from bot.store import results
from bot.store.database import Database


async def game_ranking(database: Database, view: View) -> Ranking:
    """The ranking of a game as it stands, rulings included; who knew its questions was settled at their reveals."""
    unranked = await database.read(results.reviewed, view.id) if view.record.mode is Mode.EVENT else set[int]()
    return ranking_of(view.game, unranked)
