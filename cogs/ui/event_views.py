"""The messages of events: each carries which step of which event it is, so that it can be found again and is never sent
twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord import ui

from bot.history.card import Line
from bot.language import Language, Words, words
from bot.quiz.event import Event
from bot.quiz.event_cards import event_card
from bot.quiz.event_steps import NUMBERS, OF_A_TIME, Step
from cogs.ui.buttons import Button, custom_ids
from cogs.ui.cards import layout

PINGED = 100
"""People that one message can ping, by Discord's limit; the others are in another one."""
INVITING = {Step.ANNOUNCE, Step.REMIND_EARLY, Step.REMIND, Step.MOVED}
"""Steps whose messages one can join from."""
PRIMARY = discord.ButtonStyle.primary


def announcement(event: Event, about: str | None, coming: int, *, native: bool) -> ui.LayoutView:
    """The message that announces an event, as it stands."""
    language = Language(event.language)
    lines = event_card(event, about, coming, language, native=native)
    return layout(lines, step_buttons(event, Step.ANNOUNCE, words(language)))


def step_buttons(event: Event, step: Step, _: Words, part: int = 0) -> list[Button]:
    """The buttons of a step's message. Their ids say which step it is, and which part of it."""
    ids = step_ids(event, step, part)
    if not event.open or step not in INVITING:
        return [Button.to("event-show", *ids, label=_("About this event"))]
    return [
        Button.to("event-join", *ids, label=_("Join"), style=PRIMARY),
        Button.to("event-leave", *ids, label=_("I cannot come")),
    ]


def step_ids(event: Event, step: Step, part: int = 0) -> tuple[int, ...]:
    """What a step's message is known by: the event, the step, its part, and of a reminder by which time it is."""
    return event.id, NUMBERS[step], part, *([event.moved] if step in OF_A_TIME and event.moved else [])


def step_message(
    event: Event, step: Step, lines: Sequence[Line], *more: Button, mentions: Iterable[str] = (), part: int = 0
) -> ui.LayoutView:
    """The message of a step: whom it calls, what it says, and the buttons that it is known by."""
    _ = words(Language(event.language))
    view = layout(lines, [*more, *step_buttons(event, step, _, part)])
    if called := " ".join(mentions):
        described = layout([])
        described.add_item(ui.TextDisplay(called))
        for item in view.children:
            described.add_item(item)
        return described
    return view


def is_step(message: discord.Message, event: Event, step: Step, part: int = 0) -> bool:
    """Whether a message is this step of this event, at the time it has."""
    mark = re.compile(rf"b1:event-[a-z]+:{':'.join(map(str, step_ids(event, step, part)))}")
    return any(mark.fullmatch(id) for id in custom_ids(message.components))


def is_game(message: discord.Message, game: int) -> bool:
    """Whether a message is the live message of this game."""
    mark = re.compile(rf"b1:quiz-[a-z]+:{game}(:.*)?")
    return any(mark.fullmatch(id) for id in custom_ids(message.components))


def pings(people: Sequence[int], role: int | None) -> discord.AllowedMentions:
    """Exactly these may be pinged, and nobody else."""
    objects: list[Any] = [discord.Object(id) for id in people]
    roles: list[Any] = [discord.Object(role)] if role is not None else []
    return discord.AllowedMentions(everyone=False, users=objects, roles=roles, replied_user=False)


def mentions(people: Sequence[int], role: int | None) -> list[str]:
    """The words that ping them."""
    return [*([f"<@&{role}>"] if role is not None else []), *(f"<@{person}>" for person in people)]
