"""Small questions of every kind on another subject, made by hand."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.history.model import World
from bot.language import Language
from bot.quiz.model import ALTERNATE, CONTRADICTED, NONE, REAL, Gap, Option, Question, QuestionKind, Reveal, Text

NOW = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def both(text: str) -> Text:
    return dict.fromkeys(Language, text)


def question(
    kind: QuestionKind = QuestionKind.REAL_OR_ALTERNATE, item: str = "moon", world: World = World.REAL,
    theme: str = "landing", prompt: str = "Armstrong was the first to walk on the Moon.",
) -> Question:  # fmt: skip
    """A question; the right answer is its world, the first option, or the options in the order b, a, c."""
    keys, answer, gap, pairs = _parts(kind, world)
    options = tuple(Option(key, both(f"Option {key}"), key in answer, both(f"About {key}")) for key in keys)
    reveal = Reveal(
        "Armstrong walked on the Moon on 20 July 1969.", "NASA 1969", "Leonov was first.", "Rockets.", "N1."
    )
    return Question(
        item=item, variant=0, kind=kind, version="1.0.0", theme=theme, world=world, seal=None, facts=("a-fact",),
        ask=both("Which?"), prompt=both(prompt), reveal=dict.fromkeys(Language, reveal),
        options=options, answer=answer, pairs=pairs, gap=gap,
    )  # fmt: skip


def _parts(kind, world):
    match kind:
        case QuestionKind.REAL_OR_ALTERNATE:
            return (REAL, ALTERNATE), (world.value,), None, ()
        case QuestionKind.THREE_WAY:
            return (REAL, ALTERNATE, CONTRADICTED), (world.value,), None, ()
        case QuestionKind.ORDER:
            return tuple("abc"), tuple("bac"), None, (("b", "a"), ("b", "c"), ("a", "c"))
        case QuestionKind.GAP:
            gap = Gap(("Neil Armstrong", "Armstrong"), ("Neil",), ("Louis Armstrong",))
            return (), (), dict.fromkeys(Language, gap), ()
        case QuestionKind.DIVERGENCE:
            return (*"1234", NONE), ("1",), None, ()
        case _:
            return tuple("abcd"), ("a",), None, ()


def questions(count: int) -> tuple[Question, ...]:
    """So many statements, of the two worlds by turns."""
    worlds = (World.REAL, World.ALTERNATE)
    return tuple(question(item=f"item-{number}", world=worlds[number % 2]) for number in range(count))
