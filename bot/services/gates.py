"""Who may do what with a game, and where; each raises the sentence that the person should read."""

from __future__ import annotations

from bot.errors import Gone, NotAllowed, NotHere
from bot.history.model import World
from bot.language import mark
from bot.quiz.moves import Mode
from bot.services.game_views import Click
from bot.services.policy import Feature, Place, check_switched_on, decide
from bot.store.games import Record


def check_quiz(place: Place, mode: Mode) -> None:
    """NotHere or NotAllowed if this place has no quiz, or not of this kind."""
    check_switched_on(place, Feature.QUIZ)
    ruling = decide(place, Feature.QUIZ)
    if ruling.worlds != frozenset(World):
        raise NotHere(
            mark("A quiz needs both histories, and this channel shows only the real one."),
            Feature.QUIZ,
            World.ALTERNATE,
        )
    if mode is not Mode.SOLO and (place.server is None or not place.member):
        raise NotAllowed(mark("That needs a server that I was added to. Here you can play alone."))
    if mode.together and not ruling.public:
        raise NotAllowed(mark("What I say here is only for you, so you can only play alone."))


def check_here(record: Record, place: Place) -> None:
    """Gone if the game is not played in this place, as with a button that was forged."""
    elsewhere = record.mode is not Mode.DAILY and place.channel not in {record.channel, record.played_in}
    if record.server != place.server or elsewhere:
        raise Gone(mark("This game is not played here."))


def check_host(record: Record, click: Click) -> None:
    """NotAllowed if somebody is neither the game's starter nor a moderator."""
    if not click.moderator and click.person != record.starter:
        raise NotAllowed(mark("Only who started this game, or a moderator, can do that."))
