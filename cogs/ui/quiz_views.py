"""The cards of a game with their buttons: letters in the prompt and on the buttons are the same, in one order.

Custom ids hold the game's id, the number of the question and, of an answer, the place of its key in `KEYS`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import discord
from discord import ui

from bot.history.card import Line, Role
from bot.language import Language, Words, words
from bot.quiz.answers import belief, letter
from bot.quiz.cards import held_card, lobby_card, locked_card, order_card, question_card
from bot.quiz.model import ALTERNATE, CONTRADICTED, NONE, REAL, Question, QuestionKind
from bot.quiz.moves import Mode, Why
from bot.quiz.position import Position
from bot.quiz.result_cards import closed_card, results_card
from bot.quiz.reveal import reveal_card
from bot.quiz.rounds import Outcome, Stage
from bot.quiz.scoring import PASS, Given
from bot.quiz.sheet import Answered
from cogs.ui.buttons import Button
from cogs.ui.cards import layout
from cogs.ui.referee_views import challenge_button

KEYS: Final = (REAL, ALTERNATE, CONTRADICTED, PASS, *"abcde", *"12345", NONE)
"""What a number in a custom id stands for. Only ever added to: ids of messages that are already there refer to it."""
BELIEFS = ((REAL, True), (REAL, False), (PASS, False), (ALTERNATE, False), (ALTERNATE, True))
"""The five answers to real or alternate, in the order of their buttons."""
SHORT = 24
"""Characters of an option that still stand beside its letter on the button."""
PRIMARY = discord.ButtonStyle.primary


def public_view(
    id: int, game: Position, players: Mapping[int, int | None], about: str | None, *,
    spoiler: bool = False, notice: str | None = None, final: bool = False,
) -> ui.LayoutView:  # fmt: skip
    """The one live message of a game, as it stands; of one that is over `final` once nothing can be challenged."""
    language = game.settings.language
    _ = words(language)
    host = Button.to("quiz-host", id, label=_("Host"))
    if game.paused is not None and game.paused.why is Why.SWITCHED_OFF:
        return layout(held_card(game, language), [host])
    match game.stage:
        case Stage.LOBBY:
            buttons = [
                Button.to("quiz-join", id, label=_("Join"), style=PRIMARY),
                Button.to("quiz-leave", id, label=_("Leave")),
                Button.to("quiz-start", id, label=_("Start now")),
            ]
            return layout(lobby_card(game, players, about, language), [*buttons, host], above=notice)
        case Stage.QUESTION:
            card = question_card(game, language, notice=notice)
            below = [] if game.settings.mode is Mode.DAILY else [Button.to("quiz-leave", id, label=_("Leave")), host]
            return covered(layout(card, answer_buttons(id, game, _), below), spoiler)
        case Stage.REVEAL:
            return _public_reveal(id, game, spoiler)
        case Stage.RESULTS if game.settings.mode is Mode.DAILY:
            return _public_reveal(id, game, spoiler)
        case Stage.RESULTS:
            buttons = results_buttons(id, _, final=final)
            return layout(results_card(game, players, language, final=final), [*buttons, host])
        case Stage.CLOSED:
            return layout(closed_card(game, language))


def results_buttons(id: int, _: Words, *, final: bool) -> list[Button]:
    """What can be done with the results of a game."""
    mine = Button.to("quiz-mine", id, label=_("My result"), style=PRIMARY)
    wrong = [] if final else [Button.to("referee-questions", id, label=_("Challenge"))]
    return [mine, *wrong, Button.to("standing-export", id, label=_("Export"))]


def _public_reveal(id: int, game: Position, spoiler: bool) -> ui.LayoutView:
    language = game.settings.language
    _, number = words(language), game.number
    buttons = [Button.to("quiz-more", id, number, label=_("More")), challenge_button(id, number, language)]
    if game.settings.mode is not Mode.DAILY:
        buttons += [Button.to("quiz-next", id, number, label=_("Next")), Button.to("quiz-host", id, label=_("Host"))]
    return layout(reveal_card(game, number, language), buttons, spoiler=spoiler)


def own_view(
    id: int, game: Position, language: Language, own: Answered | None, *,
    spoiler: bool = False, notice: str | None = None, moderated: bool = False,
) -> ui.LayoutView:  # fmt: skip
    """A question of a game alone, or of the day, on a card that only the player sees; `own` is how they answered it.

    `moderated` where moderators can be told that a question is wrong.
    """
    _, solo = words(language), game.settings.mode is Mode.SOLO
    end = [Button.to("quiz-stop", id, label=_("End"))] if solo else []
    if game.stage is Stage.QUESTION:
        given = own.given if own else None
        card = question_card(game, language, notice=notice, given=given)
        below = [*_after_choice(id, game, given, _), *end] if solo else []
        return covered(layout(card, answer_buttons(id, game, _), below), spoiler)
    buttons = [Button.to("quiz-more", id, game.number, label=_("More"))]
    if moderated:
        buttons.append(challenge_button(id, game.number, language))
    if solo:
        last = game.number + 1 == len(game.questions)
        label = _("Results") if last else _("Next")
        buttons.insert(0, Button.to("quiz-onward", id, game.number, label=label, style=PRIMARY))
    card = reveal_card(game, game.number, language, own=own)
    return layout(card, [*buttons, *end], above=notice, spoiler=spoiler)


def _after_choice(id: int, game: Position, given: Given | None, _: Words) -> list[Button]:
    """Alone there is nobody to wait for: the reveal comes when the player wants it, sure or not."""
    if given is None or game.question.tells_worlds:
        return []
    return [
        Button.to("quiz-reveal", id, game.number, label=_("Reveal"), style=PRIMARY),
        Button.to("quiz-sure", id, game.number, label=_("I'm sure: reveal")),
    ]


def answer_buttons(id: int, game: Position, _: Words) -> list[Button]:
    """What answers the present question: how sure one is, a letter, the first of an order, or a form."""
    question, number = game.question, game.number
    match question.kind:
        case QuestionKind.REAL_OR_ALTERNATE:
            return [
                Button.to("quiz-answer", id, number, KEYS.index(key), int(sure), label=belief(key, _, sure=sure))
                for key, sure in BELIEFS
            ]
        case QuestionKind.GAP:
            return [Button.to("quiz-type", id, number, label=_("Type your answer"), style=PRIMARY)]
        case QuestionKind.ORDER:
            return _order_buttons(id, number, question, "", _)
        case _:
            return [
                Button.to("quiz-answer", id, number, KEYS.index(option.key), 0, label=label)
                for option, label in zip(question.options, _labels(question, _), strict=True)
            ]


def _labels(question: Question, _: Words) -> list[str]:
    """Letters, with the options beside them where they are short."""
    letters = [letter(question, option.key, _) for option in question.options]
    texts = [option.text[_.language] for option in question.options]
    if question.kind is QuestionKind.DIVERGENCE or max(map(len, texts)) > SHORT:
        return letters
    return [f"{one}. {text}" for one, text in zip(letters, texts, strict=True)]


def order_view(
    id: int, number: int, question: Question, chosen: str, language: Language, *, spoiler: bool = False
) -> ui.LayoutView:
    """An order being put together, letter by letter: what is left to be chosen, and a way to begin anew."""
    _ = words(language)
    again = [Button.to("quiz-order", id, number, 0, label=_("Start over"))] if chosen else []
    buttons = _order_buttons(id, number, question, chosen, _)
    return covered(layout(order_card(question, chosen, language), buttons, again), spoiler)


def _order_buttons(id: int, number: int, question: Question, chosen: str, _: Words) -> list[Button]:
    """A button for each event that is not in its place yet; their ids hold the order up to and with it, as digits."""
    keys = [option.key for option in question.options]
    return [
        Button.to("quiz-order", id, number, int(in_digits(question, chosen + key)), label=letter(question, key, _))
        for key in keys
        if key not in chosen
    ]


def in_digits(question: Question, chosen: str) -> str:
    """The beginning of an order as digits, the first option being 1; 0 for none."""
    keys = [option.key for option in question.options]
    return "".join(str(keys.index(key) + 1) for key in chosen) or "0"


def from_digits(question: Question, digits: int) -> str | None:
    """The beginning of an order from its digits; None if they cannot be one."""
    keys = [option.key for option in question.options]
    if digits == 0:
        return ""
    places = [int(digit) - 1 for digit in str(digits)]
    if len(set(places)) != len(places) or not all(0 <= place < len(keys) for place in places):
        return None
    return "".join(keys[place] for place in places)


def locked_view(
    id: int, question: Question, outcome: Outcome, language: Language, *, daily: bool = False, fast: bool = False
) -> ui.LayoutView:
    """The private acknowledgement of an answer, with *I'm sure* where that is not part of the answer.

    Of one that is too `fast` to be ranked it says so.
    """
    assert outcome.given is not None
    _, given = words(language), outcome.given
    sure = (
        [] if question.tells_worlds or given.sure else [Button.to("quiz-sure", id, outcome.number, label=_("I'm sure"))]
    )
    lines = locked_card(question, given, outcome.deadline, language, daily=daily)
    if fast:
        lines.append(Line(Role.SMALL, _("Faster than anybody reads: this answer is not ranked.")))
    return layout(lines, sure)


def said(lines: Sequence[Line], *buttons: Button | ui.Button[Any]) -> ui.LayoutView:
    """A few lines for one person."""
    return layout(lines, buttons)


def covered(view: ui.LayoutView, spoiler: bool) -> ui.LayoutView:
    """Where the scenario is to be covered, what may be of it is: a question does not say which history it is from."""
    if spoiler:
        for item in view.children:
            if isinstance(item, ui.Container):
                item.spoiler = True
    return view
