"""What an answer is worth, and who stands where: knowing is paid, and knowing how well one knows; speed breaks ties.

Real or alternate is paid by a proper rule in whole numbers (a quadratic score after Brier 1950, rounded): whoever wants
the most points says what they believe. Sure pays from a belief of 80 %, lean from 60 %, a pass below. Of the other
kinds being sure earns no points and costs what a wrong answer earns: it is good for breaking ties, before speed does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf
from statistics import median

from bot.language import Language
from bot.quiz.judge import Judgement, judge
from bot.quiz.model import Question, QuestionKind

PASS = "pass"  # noqa: S105 # not a password
"""The key of not choosing a world; only of the kind real or alternate."""

FULL = 10
"""Points of a right answer, and of all pairs of an order."""
SURE = (FULL, 0)
LEAN = (9, 4)
PASSED = 7
WRONG = (4, 0)
"""Of the other kinds, for a wrong answer that was not marked sure, and for one that was."""

BAND_SECONDS = 5
"""Who answers within the same five seconds was equally quick."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given: a key (of an order all keys, of a gap the words) and how sure the player was."""

    key: str
    sure: bool
    seconds: float
    """From when the question was shown, without pauses."""
    at: datetime
    """When it was given, by Discord's clock."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer came to."""

    points: int
    right: bool | None
    """None for a pass and for no answer: neither right nor wrong."""
    stood_by: bool = False
    """Whether it was right and marked sure where that earns no points: what breaks ties."""


NOTHING = Mark(0, None)
"""No answer."""


def mark_answer(question: Question, given: Given | None, language: Language, accepted: Collection[str] = ()) -> Mark:
    """The points of an answer to `question`, asked in `language`; the keys in `accepted` are right too."""
    if given is None:
        return NOTHING
    match question.kind:
        case QuestionKind.REAL_OR_ALTERNATE:
            return _belief(given, right=question.is_right(given.key) or given.key in accepted)
        case QuestionKind.ORDER:
            share = 1.0 if given.key in accepted else question.share_in_order(given.key)
            return Mark(FULL, True, given.sure) if share == 1 else Mark(0 if given.sure else int(FULL * share), False)
        case QuestionKind.GAP:
            assert question.gap is not None
            gap = question.gap[language]
            # Spelt otherwise or slipped, what was accepted is right as well.
            gap = replace(gap, accept=(*gap.accept, *sorted(accepted)))
            return _choice(judge(given.key, gap) is Judgement.RIGHT, given.sure)
        case _:
            return _choice(question.is_right(given.key) or given.key in accepted, given.sure)


def _belief(given: Given, *, right: bool) -> Mark:
    if given.key == PASS:
        return Mark(PASSED, None)
    return Mark((SURE if given.sure else LEAN)[not right], right)


def _choice(right: bool, sure: bool) -> Mark:
    return Mark(FULL, True, sure) if right else Mark(WRONG[sure], False)


@dataclass(frozen=True, slots=True)
class Score:
    """What a player has come to over a round of questions."""

    points: int
    right: int
    wrong: int
    streak: int
    """The longest run of right answers; decoration."""
    seconds: float | None
    """Their median time to answer; None if they never answered."""
    stood_by: int = 0
    """Right answers that were marked sure where that earns no points: of equal points, who has more is ahead."""

    @property
    def band(self) -> float:
        """Their quickness in steps of five seconds, which only breaks ties; who never answered comes last."""
        return inf if self.seconds is None else self.seconds // BAND_SECONDS


def score(answers: Sequence[tuple[Mark, Given | None]]) -> Score:
    """The score of one player's answers, in the order of the questions."""
    times = [given.seconds for _, given in answers if given is not None]
    longest = run = 0
    for mark, _ in answers:
        run = run + 1 if mark.right else 0
        longest = max(longest, run)
    return Score(
        sum(mark.points for mark, _ in answers),
        sum(mark.right is True for mark, _ in answers),
        sum(mark.right is False for mark, _ in answers),
        longest,
        median(times) if times else None,
        sum(mark.stood_by for mark, _ in answers),
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """A player's place in a ranking; those who tie share a rank, and the ranks after it are left out (1, 1, 3)."""

    rank: int
    player: int
    score: Score


def ranking(scores: Mapping[int, Score]) -> tuple[Standing, ...]:
    """Every player, best first: by points, then by what they stood by, then by quickness; who ties, by number."""
    ordered = sorted(scores.items(), key=lambda entry: (*_merit(entry[1]), entry[0]))
    return tuple(_standings(ordered))


def _standings(ordered: Iterable[tuple[int, Score]]) -> Iterable[Standing]:
    rank, before = 0, None
    for place, (player, score) in enumerate(ordered, 1):
        if (merit := _merit(score)) != before:
            rank, before = place, merit
        yield Standing(rank, player, score)


def _merit(score: Score) -> tuple[int, int, float]:
    return -score.points, -score.stood_by, score.band
