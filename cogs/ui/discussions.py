"""The cards of a discussion that have buttons: the two that people vote on, and a fact brought as evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import discord
from discord import ui

from bot.history.discussion import LETTERS, Cited, Part, evidence_card, opening_card, part_name, second_vote_card
from bot.history.model import Pack, Prompt, World
from bot.language import Language, words
from cogs.ui.buttons import Button, Select, option
from cogs.ui.cards import layout

BEFORE, AFTER, PART, FINISH = "discuss-before", "discuss-after", "discuss-part", "discuss-finish"
"""What the components do, by the actions in their ids."""
NO_PART = "none"


def opening_view(
    id: int, prompt: Prompt, worlds: Collection[World], language: Language, *, voting: bool, spoiler: bool
) -> ui.LayoutView:
    """The opening card of the discussion `id`; without its buttons once the first vote is closed."""
    lines = opening_card(prompt, worlds, language, voting=voting, scenario_last=spoiler)
    if not voting:
        return layout(lines, spoiler=spoiler)
    parts = _parts(id, language, scenario=World.ALTERNATE in worlds)
    return layout(lines, _letters(BEFORE, id, prompt), [parts], spoiler=spoiler)


def second_view(id: int, prompt: Prompt, hours: int, language: Language, *, voting: bool) -> ui.LayoutView:
    """The card of the second vote; without its buttons once that is closed."""
    lines = second_vote_card(prompt, language, hours, voting=voting)
    if not voting:
        return layout(lines)
    _ = words(language)
    finish = Button.to(FINISH, id, label=_("Finish"))
    return layout(lines, [*_letters(AFTER, id, prompt), finish])


def evidence_view(answer: int, pack: Pack, cited: Cited, language: Language, *, spoiler: bool) -> ui.LayoutView:
    """A cited fact; `answer` is the id under which its buttons, and replies to it, find it again."""
    _ = words(language)
    buttons = [
        Button.to("ask-sources", answer, label=_("Sources")),
        Button.to("ask-wrong", answer, label=_("Wrong?")),
    ]
    return layout(evidence_card(pack, cited, language), buttons, spoiler=spoiler)


def is_opening(custom_ids: Iterable[str], id: int) -> bool:
    """Whether components with these ids are those of the opening card of the discussion `id`."""
    return f"b1:{BEFORE}:{id}:0" in set(custom_ids)


def _letters(action: str, id: int, prompt: Prompt) -> list[Button]:
    """A button for each position."""
    positions = len(prompt.text[Language.EN].options)
    return [
        Button.to(action, id, number, label=letter, style=discord.ButtonStyle.primary)
        for number, letter in enumerate(LETTERS[:positions])
    ]


def _parts(id: int, language: Language, *, scenario: bool) -> Select:
    """The menu of parts; nobody speaks for a scenario that is not shown."""
    _ = words(language)
    options = [option(part_name(Part.ARCHIVIST, language), Part.ARCHIVIST, _("Cites real facts only"))]
    if scenario:
        name = part_name(Part.SCENARIST, language)
        options.append(option(name, Part.SCENARIST, _("Speaks for the scenario and names where it departs")))
    options.append(option(_("No part"), NO_PART))
    return Select.to(PART, id, placeholder=_("Take a part"), options=options)
