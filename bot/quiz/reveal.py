"""What the reveal of a question says, in at most twelve lines: nobody leaves a question with the fiction alone.

The order is that of a refutation (bot.quiz.model.Reveal): the fact, what the scenario says instead, why they differ,
how to tell, the source; then how the question was answered, in numbers first and bars after them.
"""

from __future__ import annotations

from typing import Final

from bot.history.card import INSTANT, Line, Role, fact_card, seal, source_line
from bot.history.model import Pack, World
from bot.language import Language, Words, words
from bot.quiz.answers import belief, given_answer, letter, listed, named_all, right_answer
from bot.quiz.cards import numbered, paused_because
from bot.quiz.known import NEVER, Asked
from bot.quiz.model import Option, Question, QuestionKind, Reveal
from bot.quiz.moves import Mode
from bot.quiz.position import Position
from bot.quiz.rounds import Stage
from bot.quiz.scoring import PASS
from bot.quiz.sheet import Answered, Tally, tally

LINES: Final = 12
HARD_SHOWN_AFTER: Final = 10
"""Answers of everybody together before it is said how hard a question is."""
BLOCKS: Final = 5
"""Of a bar that stands for everybody: so few that it stays on its line on a phone."""


def reveal_card(game: Position, number: int, language: Language, *, own: Answered | None = None) -> list[Line]:
    """The reveal of question `number`; `own` is the reader's own answer, on a card that only they see."""
    _, question = words(language), game.questions[number]
    told = question.reveal[language]
    answer = _("Answer: {answer}", answer=right_answer(question, game.settings.language, _))
    head = f"{numbered(game, _)} · {answer}" if number == game.number else answer
    lines = [Line(Role.HEADING, head)]
    if game.rounds[number].voided:
        lines = [Line(Role.HEADING, _("{head} · does not count", head=head))]
    if accepted := sorted(game.rounds[number].accepted):
        lines.append(
            Line(Role.BODY, _("Also right, after a challenge: {answers}", answers=named_all(question, accepted, _)))
        )
    lines += _order(question, language) if question.kind is QuestionKind.ORDER else _refutation(told, language)
    lines += [Line(Role.SMALL, told.source), Line(Role.RULE)]
    foot = [own_line(own, _)] if own is not None else []
    if game.settings.mode is not Mode.SOLO:
        said = sum(line.role not in {Role.RULE, Role.BREAK} for line in lines)
        lines += distribution(question, tally(game, number), language, LINES - said - 1 - len(foot))
        foot.append(_foot(game, number, _))
    return [*lines, *foot]


def _refutation(told: Reveal, language: Language) -> list[Line]:
    """The fact, what the scenario says instead, why they differ and how to tell."""
    _ = words(language)
    lines = [Line(Role.RULE), seal(World.REAL, language), Line(Role.BODY, told.record)]
    if told.scenario:
        lines += [Line(Role.RULE), seal(World.ALTERNATE, language)]
        lines.append(Line(Role.BODY, _("In the scenario, instead: {statement}", statement=told.scenario)))
    lines.append(Line(Role.BREAK))
    if told.why:
        lines.append(Line(Role.BODY, _("Why they differ: {why}", why=told.why) if told.scenario else told.why))
    if told.tell:
        lines.append(Line(Role.BODY, _("How to tell: {cue}", cue=told.tell)))
    return lines


def _order(question: Question, language: Language) -> list[Line]:
    """Every event with its date, as it should have been; of the scenario, with what the record shows instead."""
    _, dated = words(language), {option.key: option.feedback[language] for option in question.options}
    world = question.seal or World.REAL
    lines = [Line(Role.RULE), seal(world, language)]
    lines += [Line(Role.BODY, f"{letter(question, key, _)}. {dated[key]}") for key in question.answer]
    if world is World.ALTERNATE:
        told = question.reveal[language]
        lines += [Line(Role.RULE), seal(World.REAL, language), Line(Role.BODY, told.why or told.record)]
    return [*lines, Line(Role.BREAK)]


def own_line(own: Answered, _: Words) -> Line:
    """How the reader did."""
    if own.given is None:
        return Line(Role.BODY, _("You gave no answer."))
    said = given_answer(own.question, own.given, _)
    if own.voided:
        return Line(Role.BODY, _("You: {answer}.", answer=said))
    points = _.plural("{count} point", "{count} points", own.mark.points)
    match own.mark.right:
        case True:
            return Line(Role.BODY, _("You: {answer}. Right, {points}.", answer=said, points=points))
        case False:
            return Line(Role.BODY, _("You: {answer}. Wrong, {points}.", answer=said, points=points))
        case None:
            return Line(Role.BODY, _("You: {answer}, {points}.", answer=said, points=points))


def distribution(question: Question, told: Tally, language: Language, room: int) -> list[Line]:
    """How a question was answered, in at most `room` lines; where all options have no room, right beside wrong."""
    _ = words(language)
    if not told.answered:
        return [Line(Role.BODY, _("Nobody answered."))]
    if question.kind is QuestionKind.REAL_OR_ALTERNATE:
        rows = [_world(option, told, _) for option in question.options]
        rows.append(row(belief(PASS, _, sure=False), told.of(PASS), told.answered, _))
    elif question.kind in {QuestionKind.GAP, QuestionKind.ORDER} or len(question.options) > room:
        rows = [
            row(_("Right"), told.right, told.answered, _),
            row(_("Wrong"), told.wrong, told.answered, _) + _spread(question, told, _),
        ]
    else:
        rows = [row(listed(question, option, _), told.of(option.key), told.answered, _) for option in question.options]
    if len(rows) > room:
        rows = [" · ".join(rows)]
    return [Line(Role.BODY, text) for text in rows]


def _world(option: Option, told: Tally, _: Words) -> str:
    count, sure = told.of(option.key), told.choices.get((option.key, True), 0)
    name, share = option.text[_.language], count / told.answered
    percent = round(100 * share)
    return _("{name}: {count} ({percent} %), {sure} sure", name=name, count=count, percent=percent, sure=sure) + bar(
        share
    )


def _spread(question: Question, told: Tally, _: Words) -> str:
    """Which wrong options were chosen, by their letters."""
    if question.kind in {QuestionKind.GAP, QuestionKind.ORDER}:
        return ""
    wrong = [option.key for option in question.options if not option.correct and told.of(option.key)]
    return "".join(f" · {letter(question, key, _)}: {told.of(key)}" for key in wrong)


def row(name: str, count: int, of: int, _: Words) -> str:
    """One row of a distribution: the numbers first, for those who do not see the bar."""
    share = count / of if of else 0.0
    return _("{name}: {count} ({percent} %)", name=name, count=count, percent=round(100 * share)) + bar(share)


def bar(share: float) -> str:
    """A share, 0 to 1, as blocks after a blank; nothing for nothing."""
    return " " + "█" * max(1, round(BLOCKS * share)) if share else ""


def _foot(game: Position, number: int, _: Words) -> Line:
    """How many answered, and what comes next."""
    told = tally(game, number)
    answered = _("{answered} of {players} answered", answered=told.answered, players=told.players)
    if game.settings.mode is Mode.DAILY:
        answered = _.plural("{count} answered", "{count} answered", told.answered)
    if game.paused is not None:
        return Line(Role.SMALL, f"{answered} · {paused_because(game, _)}")
    if (
        game.stage is not Stage.REVEAL
        or number != game.number
        or game.deadline is None
        or game.settings.mode is Mode.DAILY
    ):
        return Line(Role.SMALL, answered)
    if number + 1 == len(game.questions):
        return Line(Role.SMALL, _("{answered} · results {when}", answered=answered, when=INSTANT), at=game.deadline)
    return Line(Role.SMALL, _("{answered} · next question {when}", answered=answered, when=INSTANT), at=game.deadline)


def more_card(pack: Pack, own: Answered, language: Language, asked: Asked = NEVER) -> list[Line]:
    """Everything about a revealed question, for one reader: how they did, each option, and the facts in full.

    `asked` is how everybody answered it so far, which is how hard it turned out to be.
    """
    _, question = words(language), own.question
    lines = [seal(question.seal, language)] if question.seal and question.prompt[language] else []
    lines += [Line(Role.HEADING, question.ask[language]), own_line(own, _), *_hard(asked, _)]
    lines += [Line(Role.BODY, text) for text in question.prompt[language].splitlines()]
    if question.kind is QuestionKind.ORDER:
        return [*lines, *_order(question, language), *_told_of_each(pack, question, language)]
    lines += [
        Line(Role.SMALL, f"{listed(question, option, _)}: {option.feedback[language]}") for option in question.options
    ]
    fact = pack.facts.get(question.facts[0])
    return [*lines, Line(Role.RULE), *fact_card(pack, fact, language)] if fact else lines


def _hard(asked: Asked, _: Words) -> list[Line]:
    """How hard a question turned out to be, once that says something."""
    if asked.answers < HARD_SHOWN_AFTER:
        return []
    percent = round(100 * asked.right / asked.answers)
    text = _("How hard it is: {percent} % of {count} answers so far were right.", percent=percent, count=asked.answers)
    return [Line(Role.SMALL, text)]


def _told_of_each(pack: Pack, question: Question, language: Language) -> list[Line]:
    """Of the events of an order, how each is told from the record where it is of the scenario, and every source."""
    _, facts = words(language), [pack.facts[id] for id in question.facts if id in pack.facts]
    cues = [
        Line(
            Role.SMALL,
            f"{fact.text[language].title}: {_('How to tell: {cue}', cue=fact.correction.text[language].tell)}",
        )
        for fact in facts
        if fact.correction is not None
    ]
    return [*cues, *dict.fromkeys(source_line(fact.sources, language) for fact in facts)]
