"""The cards of the referee with their buttons: for whoever challenges, and for the moderators."""

from __future__ import annotations

from collections.abc import Sequence

import discord
from discord import ui

from bot.history.card import Line, Role
from bot.history.model import Pack
from bot.language import Language, words
from bot.quiz.answers import named
from bot.quiz.model import QuestionKind
from bot.quiz.position import Position
from bot.quiz.referee_cards import (
    REASONS,
    asked,
    case_card,
    challenging_card,
    decided_line,
    reason_words,
)
from bot.quiz.refereeing import Reason
from bot.services.refereeing import Case
from cogs.ui.buttons import Button, Select, option
from cogs.ui.cards import layout
from cogs.ui.limits import CHOICES, OPTION_LABEL

OPEN = "open"


def challenge_button(id: int, number: int, language: Language) -> Button:
    """The button on a reveal."""
    return Button.to("referee-challenge", id, number, label=words(language)("Challenge"))


def reasons_view(id: int, game: Position, number: int, language: Language) -> ui.LayoutView:
    """Which question is challenged, and a menu of reasons."""
    _ = words(language)
    typed = game.questions[number].kind is QuestionKind.GAP
    reasons = [reason for reason in Reason if typed or reason is not Reason.TYPED_RIGHT]
    options = [option(_(REASONS[reason]), reason) for reason in reasons]
    menu = Select.to("referee-reason", id, number, placeholder=_("What is wrong with it?"), options=options)
    return layout(challenging_card(game, number, language), [menu])


def questions_view(id: int, game: Position, numbers: Sequence[int], language: Language) -> ui.LayoutView:
    """A menu of the questions that can be challenged."""
    _ = words(language)
    options = [
        option(f"{number + 1}. {asked(game.questions[number], language, OPTION_LABEL - 4)}", str(number))
        for number in numbers
    ]
    lines = [Line(Role.HEADING, _("Challenge")), Line(Role.BODY, _("Which question is wrong?"))]
    menu = Select.to("referee-question", id, placeholder=_("Choose a question"), options=options[-CHOICES:])
    return layout(lines, [menu])


def case_view(pack: Pack, case: Case, language: Language, *, spoiler: bool, listed: bool) -> ui.LayoutView:
    """A challenge for the moderators; `listed` on a private card, from which one goes back to the list."""
    _, challenge = words(language), case.challenge
    game = case.record.game if case.record else None
    lines = case_card(
        pack, game, challenge.number, challenge.person, challenge.reason, challenge.words, case.candidates, case.seat,
        case.also, language,
    )  # fmt: skip
    question = game.questions[challenge.number] if game else None
    decided = decided_line(question, challenge.state, challenge.accepted, challenge.reply, challenge.judge, _)
    lines += [Line(Role.BREAK), *decided]
    buttons: list[Button] = []
    rows: list[Sequence[Button | Select]] = []
    if challenge.state == OPEN:
        if question is not None and case.candidates:
            menu = Select.to(
                "referee-accept", challenge.id, placeholder=_("Uphold: accept answers too …"), options=[
                    option(named(question, one.key, _), str(place), _("given by {count}", count=one.count))
                    for place, one in enumerate(case.candidates)
                ], most=len(case.candidates),
            )  # fmt: skip
            rows.append([menu])
        if question is not None:
            void = _("Uphold: it does not count")
            buttons.append(Button.to("referee-void", challenge.id, label=void, style=discord.ButtonStyle.danger))
        buttons.append(Button.to("referee-reject", challenge.id, label=_("Reject …")))
    else:
        buttons.append(Button.to("referee-undo", challenge.id, label=_("Undo")))
    if question is not None:
        buttons.append(Button.to("referee-fact", challenge.id, label=_("Edit the fact")))
    if listed:
        buttons.append(Button.to("referee-page", 0, label=_("All challenges")))
    return layout(lines, *rows, buttons, spoiler=spoiler)


def list_view(found: Sequence[Case], page: int, pages: int, waiting: int | None, language: Language) -> ui.LayoutView:
    """The challenges of a server, open ones first, and a menu to open one; `waiting` counts the words for events that
    wait, None where there are none to be seen."""
    _ = words(language)
    lines = [Line(Role.HEADING, _("Challenges"))]
    odd = [Button.to("config-items-page", 0, label=_("Questions that stand out"))]
    if waiting is not None:
        odd.append(Button.to("config-words-list", 0, label=_("Words for events ({count})", count=waiting)))
    if not found:
        text = _("Nobody has challenged a question yet. On every reveal there is a button for it.")
        return layout([*lines, Line(Role.BODY, text)], odd)
    states = {
        OPEN: _("not decided yet"), "accepted": _("upheld: more answers are right"),
        "voided": _("upheld: does not count"), "rejected": _("not upheld"),
    }  # fmt: skip
    options = []
    for case in found:
        one = case.challenge
        reason = reason_words(one.reason, _)
        lines.append(Line(Role.BODY, f"#{one.id} · {states[one.state]} · {reason}"))
        if case.record is not None:
            lines.append(Line(Role.SMALL, asked(case.record.game.questions[one.number], language, OPTION_LABEL)))
        options.append(option(f"#{one.id} · {states[one.state]}", str(one.id), reason))
    leaves = [Button.to("referee-page", page - 1, label=_("‹ Newer"))] if page else []
    if page + 1 < pages:
        leaves.append(Button.to("referee-page", page + 1, label=_("Older ›")))
    return layout(lines, [Select.to("referee-case", placeholder=_("Open …"), options=options)], [*leaves, *odd])
