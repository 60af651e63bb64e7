"""What the cards of a game say while it runs: the lobby, a question, and what was locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.history.card import INSTANT, SOMEBODY, Line, Role, seal
from bot.language import Language, Words, words
from bot.quiz.answers import given_answer, listed
from bot.quiz.model import Question, QuestionKind
from bot.quiz.moves import Mode, Why
from bot.quiz.position import Position
from bot.quiz.scoring import Given

NAMED: Final = 10
"""Players named on a card; of more there is a count."""


def lobby_card(game: Position, players: Mapping[int, int | None], about: str | None, language: Language) -> list[Line]:
    """Who is in so far, and when it begins; `about` is the name of what it is about."""
    _ = words(language)
    present = [players.get(seat) for seat in game.present]
    lines = [Line(Role.HEADING, _("Quiz: {about}", about=about) if about else _("Quiz: which history is it from?"))]
    count = _.plural("{count} question.", "{count} questions.", len(game.questions))
    how = _("Press Join; nobody sees an answer before the reveal. You can still join by answering.")
    lines.append(Line(Role.BODY, f"{count} {how}"))
    lines += _short(game, _)
    if game.stretch > 100:
        lines.append(Line(Role.SMALL, _("Somebody needs more time: everybody gets {percent} %.", percent=game.stretch)))
    lines.append(Line(Role.BODY, _.plural("{count} player:", "{count} players:", len(present))))
    lines += _named(present, _)
    if game.paused is not None:
        lines.append(Line(Role.SMALL, paused_because(game, _)))
    elif game.deadline is not None:
        lines.append(Line(Role.SMALL, _("Starts {when}, or with Start now.", when=INSTANT), at=game.deadline))
    return lines


def short_lines(there: int, wanted: int, about: bool, _: Words) -> list[Line]:
    """That there are fewer questions than were wished for, if so; `about` if something was named."""
    if there >= wanted:
        return []
    if about:
        said = _.plural(
            "Only {count} of the {wanted} questions asked for is there about this.",
            "Only {count} of the {wanted} questions asked for are there about this.", there, wanted=wanted,
        )  # fmt: skip
    else:
        said = _.plural(
            "Only {count} of the {wanted} questions asked for is there.",
            "Only {count} of the {wanted} questions asked for are there.", there, wanted=wanted,
        )  # fmt: skip
    return [Line(Role.BODY, said)]


def _short(game: Position, _: Words) -> list[Line]:
    return short_lines(len(game.questions), game.settings.wanted, game.settings.about is not None, _)


def _named(present: Sequence[int | None], _: Words) -> list[Line]:
    lines = [Line(Role.SMALL, f"– {SOMEBODY}", id=one) for one in present[:NAMED] if one is not None]
    if (more := len(present) - len(lines)) > 0:
        lines.append(Line(Role.SMALL, _.plural("– and {count} more", "– and {count} more", more)))
    return lines


def question_card(
    game: Position, language: Language, *, notice: str | None = None, given: Given | None = None
) -> list[Line]:
    """The present question; `given` is the reader's own answer, on a card that only they see."""
    _, question = words(language), game.question
    lines = [seal(question.seal, language)] if question.seal else []
    if notice:
        lines.append(Line(Role.SMALL, notice))
    if game.settings.mode is Mode.SOLO and game.number == 0:  # it has no lobby to say it in
        lines += _short(game, _)
    lines.append(Line(Role.HEADING, f"{numbered(game, _)} · {question.ask[language]}"))
    lines += [Line(Role.BODY, row) for row in question.prompt[language].splitlines()]
    if question.kind is QuestionKind.DIVERGENCE:
        lines.append(Line(Role.BODY, question.options[-1].text[language]))
    elif question.kind is not QuestionKind.REAL_OR_ALTERNATE:
        lines += [Line(Role.BODY, listed(question, option, _)) for option in question.options]
    if given is not None:
        lines.append(Line(Role.BODY, _("Your answer: {answer}", answer=given_answer(question, given, _))))
    return [*lines, _foot(game, _)]


def numbered(game: Position, _: Words) -> str:
    """Which question of how many."""
    if game.settings.mode is Mode.DAILY:
        return _("Question of the day")
    return _("{number} of {count}", number=game.number + 1, count=len(game.questions))


def _foot(game: Position, _: Words) -> Line:
    """How many have answered, and until when one can."""
    if game.paused is not None:
        return Line(Role.SMALL, paused_because(game, _))
    match game.settings.mode:
        case Mode.SOLO:
            text = _("Time is up {when}", when=INSTANT)
        case Mode.DAILY:
            count = _.plural("{count} answered", "{count} answered", game.answered)
            text = _("{answered} · the answer comes {when}", answered=count, when=INSTANT)
        case Mode.EVERYONE | Mode.EVENT:
            count = _.plural("{count} answered", "{count} answered", game.answered)
            text = _("{answered} · time is up {when}", answered=count, when=INSTANT)
    return Line(Role.SMALL, text, at=game.deadline)


def paused_because(game: Position, _: Words) -> str:
    """Why time stands still, and what lets it go on."""
    match game.paused.why if game.paused else None:
        case Why.NO_PERMISSION:
            return _("Paused: I may not write here. When I may again, Resume under Host lets it go on.")
        case Why.SWITCHED_OFF:
            return _("Paused: quizzes are switched off here. When they are on again, it goes on by itself.")
        case _other:
            return _("Paused. Whoever started it, hosts and moderators can resume it under Host.")


def held_card(game: Position, language: Language) -> list[Line]:
    """In place of a question that may no longer be shown where it stands."""
    _ = words(language)
    return [Line(Role.HEADING, _("Quiz")), Line(Role.BODY, paused_because(game, _))]


def locked_card(
    question: Question, given: Given, deadline: datetime | None, language: Language, *, daily: bool = False
) -> list[Line]:
    """What is locked, until when it can be changed, and what being sure means."""
    _ = words(language)
    answer = given_answer(question, given, _)
    text = _("Locked: {answer}.", answer=answer)
    if deadline is not None:
        until = _("Change it until {when}, or until all have answered.", when=INSTANT)
        text += " " + (_("Change it until {when}.", when=INSTANT) if daily else until)
    lines = [Line(Role.BODY, text, at=deadline, relative=daily)]
    if daily:
        lines.append(Line(Role.SMALL, _("The answer comes tomorrow: /quiz, then Daily.")))
    elif question.kind is not QuestionKind.REAL_OR_ALTERNATE and not given.sure:
        lines.append(Line(Role.SMALL, _(
            "Are you sure? If it is right, you are ahead of others with equal points; if it is wrong, it earns "
            "nothing. /me shows how often you are right when you are sure."
        )))  # fmt: skip
    return lines


def order_card(question: Question, chosen: Sequence[str], language: Language) -> list[Line]:
    """An order as far as it was put together, and what is left."""
    _ = words(language)
    texts = {option.key: listed(question, option, _) for option in question.options}
    lines = [seal(question.seal, language)] if question.seal else []
    lines.append(Line(Role.HEADING, question.ask[language]))
    if chosen:
        lines.append(Line(Role.BODY, _("So far, the earliest first:")))
        lines += [Line(Role.BODY, f"{place}) {texts[key]}") for place, key in enumerate(chosen, 1)]
        lines.append(Line(Role.BODY, _("What comes next?")))
    else:
        lines.append(Line(Role.BODY, _("What comes first?")))
    return [*lines, *(Line(Role.BODY, text) for key, text in texts.items() if key not in chosen)]
