"""What the messages of an event say, before they are drawn: its card, reminders, halftime, results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.history.card import CHANNEL, DATE, INSTANT, SOMEBODY, Line, Role
from bot.language import Language, Words, mark, words
from bot.quiz.cards import short_lines
from bot.quiz.event import Book, Event, Runs, State
from bot.quiz.event_ranking import RANKED_FROM, Ranking
from bot.quiz.event_steps import Step
from bot.quiz.position import Position
from bot.quiz.result_cards import ranking_lines, ruled_lines, standing_line
from bot.quiz.sheet import standings

PODIUM: Final = 10
HALFTIME_SHOWN: Final = 5

_STEPS = {
    Step.NATIVE: mark("Discord's own event"),
    Step.ANNOUNCE: mark("the announcement"),
    Step.REMIND_EARLY: mark("the first reminder"),
    Step.REMIND: mark("the last reminder"),
    Step.LOBBY: mark("the lobby, and with it the quiz"),
    Step.HALFTIME: mark("the card at halftime"),
    Step.RESULTS: mark("the results"),
    Step.CALLED_OFF: mark("the word that it is called off"),
    Step.TELL_HOST: mark("a word to the host"),
    Step.MOVED: mark("the word that it has another time"),
}


def event_card(event: Event, about: str | None, coming: int, language: Language, *, native: bool = True) -> list[Line]:
    """An event for whoever may come: what, when, where, how; `native` False says that Discord has none of its own."""
    _ = words(language)
    lines = [Line(Role.HEADING, event.title), *when_lines(event.at, _)]
    lines += [Line(Role.BODY, event.description)] if event.description else []
    lines.append(Line(Role.BODY, _("In {channel}.", channel=CHANNEL), id=event.channel))
    lines.append(Line(Role.SMALL, " · ".join(_what(event, about, _))))
    match event.state:
        case State.CANCELLED:
            lines.insert(1, Line(Role.BODY, _("It is called off.")))
        case State.MISSED:
            lines.insert(1, Line(Role.BODY, _("It did not take place.")))
        case State.OVER:
            lines.insert(1, Line(Role.BODY, _("It is over.")))
        case _:
            count = _.plural("{count} person comes.", "{count} people come.", coming)
            lines.append(Line(Role.SMALL, count if coming else _("Nobody has joined yet.")))
    if event.open and not native:
        lines.append(Line(Role.SMALL, _("Discord's own list does not show it: I may not create events here.")))
    return lines


def when_lines(at: datetime, _: Words) -> list[Line]:
    """An instant as each reader's clock shows it, and how far away it is."""
    return [Line(Role.BODY, f"{DATE} · {INSTANT}", at=at)]


def _what(event: Event, about: str | None, _: Words) -> list[str]:
    said = [_.plural("{count} question", "{count} questions", event.questions)]
    if about:
        said.append(_("about {about}", about=about))
    said.append(_("open book") if event.book is Book.OPEN else _("closed book"))
    if event.weekly:
        said.append(_("every week"))
    said.append(_("starts by itself") if event.runs is Runs.BY_ITSELF else _("waits for its host"))
    return said


def preview_card(event: Event, about: str | None, language: Language, there: int) -> list[Line]:
    """What somebody is about to make; `there` is how many of its questions there are now."""
    _ = words(language)
    title = event.title or _("Quiz night")
    lines = [Line(Role.SMALL, _("Only you see this. Nothing is announced yet.")), Line(Role.HEADING, title)]
    lines += when_lines(event.at, _)
    clocks = _("On the clocks of {zone}: {time}.", zone=event.zone, time=f"{event.wall:%Y-%m-%d %H:%M}")
    lines.append(Line(Role.SMALL, clocks))
    lines += [Line(Role.BODY, event.description)] if event.description else []
    lines.append(Line(Role.BODY, _("In {channel}.", channel=CHANNEL), id=event.channel))
    lines.append(Line(Role.SMALL, " · ".join(_what(event, about, _))))
    return [*lines, *short_lines(there, event.questions, about is not None, _)]


def late_line(_: Words) -> Line:
    """Said with whatever the bot does later than it should."""
    return Line(Role.SMALL, _("This comes late: I was away for a while."))


def reminder_card(event: Event, language: Language) -> list[Line]:
    """What those who wanted to be reminded read; whom it pings stands above it."""
    _ = words(language)
    lines = [Line(Role.HEADING, _("Reminder: {title}", title=event.title)), *when_lines(event.at, _)]
    return [*lines, Line(Role.SMALL, _("In {channel}. The lobby opens ten minutes before.", channel=CHANNEL),
                         id=event.channel)]  # fmt: skip


def called_off_card(event: Event, language: Language) -> list[Line]:
    """That an event does not take place."""
    _ = words(language)
    heading = Line(Role.HEADING, _("Called off: {title}", title=event.title))
    return [heading, Line(Role.BODY, _("It would have been {when}.", when=DATE), at=event.at)]


def moved_card(event: Event, language: Language, *, reminded: bool) -> list[Line]:
    """That an event has another time, for those who come; `reminded` if reminders for that time are to come."""
    _ = words(language)
    lines = [Line(Role.HEADING, _("Another time: {title}", title=event.title)), *when_lines(event.at, _)]
    said = _("In {channel}. It was moved.", channel=CHANNEL)
    if reminded:
        said = _("In {channel}. It was moved; reminders come for this time anew.", channel=CHANNEL)
    return [*lines, Line(Role.SMALL, said, id=event.channel)]


def halftime_card(game: Position, players: Mapping[int, int | None], language: Language) -> list[Line]:
    """How things stand after the first half."""
    _ = words(language)
    left = len(game.questions) - len(game.rounds)
    lines = [Line(Role.HEADING, _("Halftime")), *(
        standing_line(one, players.get(one.player), _) for one in standings(game)[:HALFTIME_SHOWN]
    )]  # fmt: skip
    return [*lines, Line(Role.SMALL, _.plural("{count} question to go.", "{count} questions to go.", left))]


def finals_card(
    event: Event, game: Position, ranking: Ranking, players: Mapping[int, int | None], language: Language, *,
    final: bool,
) -> list[Line]:  # fmt: skip
    """Who won an event, whether it counts, what was ruled, and until it is `final` that all this can change."""
    _ = words(language)
    lines = [Line(Role.HEADING, _("Finals: {title}", title=event.title))]
    lines += ranking_lines(ranking.standings, players, PODIUM, _)
    if not ranking.standings:
        lines.append(Line(Role.BODY, _("Nobody's answers count.")))
    lines += _outside(ranking, players, _)
    if ranking.counts:
        lines.append(Line(Role.SMALL, _("It counts for the standing of this server.")))
    else:
        text = _("It does not count for the standing: that takes {count} players.", count=RANKED_FROM)
        lines.append(Line(Role.SMALL, text))
    return [*lines, *ruled_lines(game, language, final=final)]


def _outside(ranking: Ranking, players: Mapping[int, int | None], _: Words) -> list[Line]:
    """Those who played without counting."""
    named = [players.get(seat) for seat in ranking.unranked][:PODIUM]
    said = _("{name} played without being ranked, having decided on what was asked.", name=SOMEBODY)
    return [Line(Role.SMALL, said, id=person) for person in named if person is not None]


def missed_card(event: Event, missed: Sequence[Step], language: Language) -> list[Line]:
    """What a host is told when the bot was away."""
    _ = words(language)
    lines = [Line(Role.HEADING, event.title), *when_lines(event.at, _)]
    lines.append(Line(Role.BODY, _("I was away, so this came too late and was left out:")))
    lines += [Line(Role.BODY, f"– {_(_STEPS[step])}") for step in missed]
    if event.state is State.MISSED:
        lines.append(Line(Role.BODY, _("It did not take place. Make it again with /event create.")))
    return lines
