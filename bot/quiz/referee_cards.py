"""What is said of a challenge: to whoever makes it, to the moderators who decide, and where the game was played."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.history.card import Line, Role, fact_card
from bot.history.model import Pack
from bot.history.timeline_card import shortened
from bot.language import Language, Words, mark, words
from bot.quiz.answers import given_answer, letter, named, named_all, right_answer
from bot.quiz.model import Question, QuestionKind
from bot.quiz.position import Position
from bot.quiz.refereeing import Candidate, Reason, gave
from bot.quiz.scoring import PASS

REASONS: Final = {
    Reason.WRONG_DATE: mark("The date is wrong"),
    Reason.AMBIGUOUS: mark("It can be understood in more than one way"),
    Reason.TRUE_IN_BOTH: mark("It is true in both histories"),
    Reason.BAD_SOURCE: mark("The source does not say so"),
    Reason.TYPED_RIGHT: mark("What I typed was right"),
    Reason.OTHER: mark("Something else"),
}
PROMPT_LIMIT: Final = 160
TYPED_SHOWN: Final = 8
"""Different answers to a question without options, on the card."""


def reason_words(reason: str, _: Words) -> str:
    """A stored reason in words."""
    return _(REASONS[Reason(reason)]) if reason in set(Reason) else reason


def asked(question: Question, language: Language, limit: int = PROMPT_LIMIT) -> str:
    """A question in one line."""
    return shortened((question.prompt[language] or question.ask[language]).splitlines()[0], limit)


def challenging_card(game: Position, number: int, language: Language) -> list[Line]:
    """Before somebody challenges: which question it is, and what that means."""
    _ = words(language)
    return [
        Line(Role.HEADING, _("Challenge question {number}", number=number + 1)),
        Line(Role.BODY, _(
            "What is wrong with it? The moderators of this server decide. If they agree, everybody’s points are "
            "counted anew; until then nothing changes."
        )),
        Line(Role.SMALL, right_line(game, number, _)),
    ]  # fmt: skip


def right_line(game: Position, number: int, _: Words) -> str:
    """The answer of a question, and those that were ruled right beside it."""
    question, accepted = game.questions[number], sorted(game.rounds[number].accepted)
    text = _("Answer: {answer}", answer=right_answer(question, game.settings.language, _))
    if accepted:
        text += " · " + _("also right, as ruled: {answers}", answers=named_all(question, accepted, _))
    return text


def thanks_card(number: int, language: Language) -> list[Line]:
    """Afterwards, for whoever challenged."""
    _ = words(language)
    return [
        Line(Role.HEADING, _("Question {number} is challenged", number=number + 1)),
        Line(Role.BODY, _("The moderators will decide, and I tell you in a direct message if I may. Thank you.")),
    ]


def case_card(
    pack: Pack, game: Position | None, number: int, person: int | None, reason: str, said: str,
    wrong: Sequence[Candidate], seat: int | None, also: int, language: Language,
) -> list[Line]:  # fmt: skip
    """For the moderators: the challenge, the question with its answers and counts, the fact and its sources."""
    _ = words(language)
    lines = [Line(Role.HEADING, _("Challenge of question {number}", number=number + 1))]
    by = _("Challenged by")
    lines.append(Line(Role.PERSON, by, id=person) if person else Line(Role.SMALL, _("Challenged by somebody erased")))
    lines.append(Line(Role.BODY, reason_words(reason, _)))
    if said:
        lines.append(Line(Role.BODY, f"“{said}”"))
    if also:
        text = _.plural("{count} other person challenges it too.", "{count} other people challenge it too.", also)
        lines.append(Line(Role.SMALL, text))
    if game is None:
        return [*lines, Line(Role.SMALL, _("The game is no longer kept, so nothing can be changed in it."))]
    question = game.questions[number]
    lines += [Line(Role.RULE), Line(Role.BODY, question.ask[language])]
    lines += [Line(Role.BODY, text) for text in question.prompt[language].splitlines()]
    lines += [Line(Role.SMALL, text) for text in _counts(game, number, wrong, _)]
    given = gave(game, number, seat)
    if given is not None:
        lines.append(Line(Role.SMALL, _("They answered: {answer}", answer=given_answer(question, given, _))))
    fact = pack.facts.get(question.facts[0]) or pack.hidden.get(question.facts[0])
    return [*lines, Line(Role.RULE), *fact_card(pack, fact, language)] if fact else lines


def _counts(game: Position, number: int, wrong: Sequence[Candidate], _: Words) -> Iterator[str]:
    """Each answer with how many gave it, the right ones first."""
    question, round = game.questions[number], game.rounds[number]
    if question.kind is QuestionKind.ORDER:
        for option in question.options:
            yield f"{letter(question, option.key, _)}. {option.text[_.language]}"
    counts = {one.key: one.count for one in wrong}
    passes = sum(given.key == PASS for given in round.given.values())
    right = len(round.given) - sum(counts.values()) - passes
    answer = right_answer(question, game.settings.language, _)
    yield _("✓ {answer}: {count}", answer=answer, count=right)
    for key, count in list(counts.items())[:TYPED_SHOWN]:
        ruled = " · " + _("right, as ruled") if key in round.accepted else ""
        yield f"✕ {named(question, key, _)}: {count}{ruled}"
    if passes:
        yield _("Pass: {count}", count=passes)


def decided_line(
    question: Question | None, state: str, accepted: Sequence[str], reply: str | None, judge: int | None, _: Words
) -> list[Line]:  # fmt: skip
    """What was decided on a challenge, and by whom."""
    match state:
        case "accepted":
            said = named_all(question, accepted, _) if question else ""
            text = _("Upheld. Also right now: {answers}", answers=said)
        case "voided":
            text = _("Upheld. The question does not count.")
        case "rejected":
            text = _("Not upheld: {reason}", reason=reply or "")
        case _other:
            return [Line(Role.SMALL, _("Not decided yet. Nothing has changed in any game."))]
    by = [Line(Role.PERSON, _("Decided by"), id=judge)] if judge else []
    return [Line(Role.BODY, text), *by]


def note_card(
    game: Position, number: int, state: str, accepted: Sequence[str], moved: int, *, holds: bool, language: Language
) -> list[Line]:  # fmt: skip
    """Where the game was played: what was ruled and how many have other points by it."""
    _, question = words(language), game.questions[number]
    if not holds:
        text = _("The ruling on question {number} was taken back.", number=number + 1)
    elif state == "voided":
        text = _("Question {number} was challenged, and does not count any more.", number=number + 1)
    else:
        said = named_all(question, accepted, _)
        text = _("Question {number} was challenged. Also right now: {answers}", number=number + 1, answers=said)
    counted = _.plural("{count} player has other points.", "{count} players have other points.", moved)
    if not moved:
        counted = _("Nobody’s points are different by it.")
    return [Line(Role.HEADING, _("The referee")), Line(Role.BODY, text), Line(Role.SMALL, counted)]


def outcome_card(
    game: Position | None, number: int, state: str, accepted: Sequence[str], reply: str | None, points: int | None,
    language: Language,
) -> list[Line]:  # fmt: skip
    """For whoever challenged: what came of it, and their points now."""
    _, question = words(language), game.questions[number] if game else None
    heading = Line(Role.HEADING, _("Your challenge of question {number}", number=number + 1))
    if state == "open":
        text = _("The decision on it was taken back; the moderators look at it again.")
        return [heading, Line(Role.BODY, text)]
    lines = [heading, *decided_line(question, state, accepted, reply, None, _)]
    if points is not None and state != "rejected":
        said = _.plural("{count} point", "{count} points", points)
        lines.append(Line(Role.SMALL, _("You have {points} in that game now.", points=said)))
    return lines
