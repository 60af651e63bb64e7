"""The card of words for an event that wait for a moderator, the list of them, and what their writer hears."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.history.card import DATE, Line, Role
from bot.language import Language, Words, mark, words
from bot.quiz.event import Event
from bot.services.event_words import Case
from cogs.ui.buttons import Button, Select, option
from cogs.ui.cards import layout

WAITING, SHOWN, KEPT = "waiting", "shown", "kept"
"""How words stand that something can be done about."""
_STATES = {WAITING: mark("not decided yet"), SHOWN: mark("shown"), KEPT: mark("not shown")}


def waiting_line(event: Event, _: Words) -> Line:
    """Said to whoever gave an event words that wait."""
    text = _("Your title and description wait for a moderator. Until then it is called {title}.", title=event.title)
    return Line(Role.SMALL, text)


def words_view(case: Case, language: Language, *, listed: bool) -> ui.LayoutView:
    """Words for the moderators; `listed` on a private card, from which one goes back to the list."""
    _, held, event = words(language), case.held, case.event
    lines = [Line(Role.HEADING, _("Words for an event")), Line(Role.BODY, _("Title: {title}", title=held.title))]
    if held.description:
        lines.append(Line(Role.BODY, _("Description: {description}", description=held.description)))
    lines.append(Line(Role.PERSON, _("Written by"), id=held.person))
    now = _("The event is called {title} now. It begins {when}.", title=event.title, when=DATE)
    lines += [Line(Role.SMALL, now, at=event.at), Line(Role.BREAK), *_decided(case, _)]
    buttons: list[Button] = []
    if not event.open:
        pass
    elif held.state == WAITING:
        keep = _("Keep the neutral title") if case.unnamed else _("Keep what is shown now")
        buttons.append(Button.to("config-words-show", held.id, label=_("Show them"), style=discord.ButtonStyle.success))
        buttons.append(Button.to("config-words-keep", held.id, label=keep))
    elif held.state in _STATES:
        buttons.append(Button.to("config-words-undo", held.id, label=_("Undo")))
    if listed:
        buttons.append(Button.to("config-words-list", 0, label=_("All words for events")))
    return layout(lines, buttons)


def _decided(case: Case, _: Words) -> list[Line]:
    """What was decided, and by whom."""
    held = case.held
    by = [Line(Role.PERSON, _("Decided by"), id=held.judge)] if held.judge else []
    match held.state:
        case "shown":
            return [Line(Role.BODY, _("They are shown.")), *by]
        case "kept":
            return [Line(Role.BODY, _("They are not shown.")), *by]
        case "waiting":
            return [Line(Role.SMALL, _("Not decided yet. Nobody but hosts and moderators sees them."))]
        case _other:
            return [Line(Role.SMALL, _("The words of this event were changed since; these count no more."))]


def words_list(found: Sequence[Case], language: Language) -> ui.LayoutView:
    """The words for events to come, those that wait first, and a menu to open one."""
    _ = words(language)
    lines, back = [Line(Role.HEADING, _("Words for events"))], Button.to("referee-page", 0, label=_("All challenges"))
    if not found:
        return layout([*lines, Line(Role.BODY, _("No title and no description waits."))], [back])
    options = [
        option(case.held.title, str(case.held.id), f"#{case.held.id} · {_(_STATES[case.held.state])}")
        for case in found
    ]  # fmt: skip
    return layout(lines, [Select.to("config-words-open", placeholder=_("Open …"), options=options)], [back])


def outcome_lines(case: Case, language: Language) -> list[Line]:
    """What the writer of words hears of them."""
    _, held = words(language), case.held
    match held.state:
        case "shown":
            text = _("A moderator approved your words: the event is called {title} now.", title=held.title)
        case "kept":
            text = _(
                "A moderator did not approve the words “{words}”. The event stays as it is: {title}.",
                words=held.title, title=case.event.title,
            )  # fmt: skip
        case _other:
            text = _("The decision on your words “{words}” was taken back; they wait again.", words=held.title)
    return [Line(Role.BODY, text), Line(Role.SMALL, _("It begins {when}.", when=DATE), at=case.event.at)]
