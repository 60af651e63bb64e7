"""What goes into the games and what comes out of them: clicks, views for the screens, and what makes questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.quiz import sheet
from bot.quiz.compass import Compass
from bot.quiz.event_ranking import Ranking
from bot.quiz.game import Game
from bot.quiz.known import Known
from bot.quiz.model import Question
from bot.quiz.rounds import Outcome
from bot.quiz.scoring import Standing
from bot.store.games import Record


class QuestionMaker(Protocol):
    """Makes the questions of a game: the same arguments give the same questions."""

    def round(self, count: int, seed: int, known: Known, about: str | None) -> Sequence[Question]:
        """At most `count` questions, on a topic if one is named; what was seen lately only if nothing else is left."""
        ...

    def daily(self, seed: int, known: Known) -> Question:
        """One question that tells the worlds apart, not seen lately if there are others."""
        ...


@dataclass(frozen=True, slots=True)
class Click:
    """Somebody did something: who, what Discord calls it, and when by Discord's clock."""

    person: int
    """Their Discord id."""
    id: int | None = None
    """Of the interaction: a second delivery of the same changes nothing."""
    at: datetime | None = None
    """When it was made, by the interaction's snowflake: what decides whether an answer is in time. None: now."""
    moderator: bool = False
    """Whether they may manage what others started, by their permissions here."""


@dataclass(frozen=True, slots=True)
class View:
    """A game as the screens draw it."""

    record: Record
    """Where the game is and whose it is; `record.game` is how it stands."""
    players: Mapping[int, int | None] = field(default_factory=dict)
    """Discord ids by seat, None for a person who was erased.

    Empty in what is given back to single players (join, leave, answer, sure), of whom a thousand may click at once.
    """
    seat: int | None = None
    """Where the person who clicked sits; None if nowhere, or nobody clicked."""
    outcome: Outcome | None = None
    """What the click led to; None if nothing was to be done."""
    new: bool = False
    """Whether anything changed, so that the message is to be drawn again."""

    @property
    def id(self) -> int:
        return self.record.id

    @property
    def game(self) -> Game:
        return self.record.game


@dataclass(frozen=True, slots=True)
class Card:
    """What a player had right and wrong in a game, for them alone."""

    standing: Standing | None
    """Their place; None if they were not in it. Rank 0 says that they played an event without being ranked."""
    among: int
    """How many are ranked."""
    mistakes: tuple[sheet.Answered, ...]
    """What they had wrong, sure mistakes first."""
    right: tuple[sheet.Answered, ...]
    others: tuple[sheet.Answered, ...]
    """Passes, questions without an answer, and those that do not count."""
    compass: Compass
    """Of everything they ever answered."""


def card_of(game: Game, seat: int | None, ranking: Ranking, compass: Compass) -> Card:
    """The card of the player at this seat, by the ranking of the game."""
    places = {standing.player: standing for standing in ranking.standings}
    if seat is not None and seat not in places and seat in {*game.present, *ranking.unranked}:
        places[seat] = Standing(0, seat, sheet.score_of(game, seat))
    answered = sheet.card(game, seat) if seat in places and seat is not None else ()
    mistakes = [one for one in answered if one.mark.right is False]
    return Card(
        places.get(seat) if seat is not None else None,
        len(ranking.standings),
        tuple(sorted(mistakes, key=lambda one: not one.confident_mistake)),
        tuple(one for one in answered if one.mark.right),
        tuple(one for one in answered if one.mark.right is None),
        compass,
    )
